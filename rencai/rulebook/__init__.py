"""The rules, their values and their history, and a rule explained for one person."""
