"""The attendance ledger: signing in, sheets, corrections, objections, evaluation, certificates of attendance."""
