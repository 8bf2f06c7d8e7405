"""Pages of certificates and registrations."""
