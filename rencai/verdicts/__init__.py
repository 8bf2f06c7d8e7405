"""Rules run on everybody: what each person came out as, kept with the day and the state of the code."""
