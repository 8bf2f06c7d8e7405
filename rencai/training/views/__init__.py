"""Pages of plans, batches, nominations and programmes."""
