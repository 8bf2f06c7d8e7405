"""Training: the year plan, courses and their batches, who was sent, who came, how many hours."""
