"""App configuration of certificates."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "rencai.certificates"
    label = "certificates"
    verbose_name = "证书与登记"
