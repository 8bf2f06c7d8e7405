"""What falls due, said once a day at most, on working days, by page and e-mail."""
