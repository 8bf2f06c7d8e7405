"""What waits for a user in training."""

from rencai.training.ledger import todo  # noqa: F401 - registers by being read
