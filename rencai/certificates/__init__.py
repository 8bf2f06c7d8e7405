"""Certificates, registration periods and continuing education."""
