"""Files of continuing education: what a provider or an office lists becomes entries of the accounts."""
