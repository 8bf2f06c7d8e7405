"""Continuing education: the account of a registration period, the yearly one, sampling audits."""
