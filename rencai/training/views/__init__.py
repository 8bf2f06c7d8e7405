"""Pages of plans, batches, nominations and programmes; the ledger has its own."""
