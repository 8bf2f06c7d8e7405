"""App configuration of site."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "rencai.site"
    label = "site"
    verbose_name = "工作台"
