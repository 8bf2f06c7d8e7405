"""Forms of plans, batches, nominations and programmes."""
