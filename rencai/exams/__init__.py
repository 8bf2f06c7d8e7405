"""Who may sit the examinations, and who did."""
