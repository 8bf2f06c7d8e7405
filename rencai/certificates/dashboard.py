"""The figures of certificates on the home page."""

from rencai.certificates.figures import certificates
from rencai.ui.dashboard import show

show(certificates.registered, certificates.ending)
