"""Figures of certificates, registration and continuing education, counted in certificates or persons as each says."""

from rencai.certificates.education import figures as education
from rencai.certificates.figures import certificates, funnel, registrations

__all__ = ["certificates", "education", "funnel", "registrations"]
