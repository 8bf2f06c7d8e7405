"""App configuration of verdicts."""

from django.apps import AppConfig


class VerdictsConfig(AppConfig):
    name = "rencai.verdicts"
    label = "verdicts"
    verbose_name = "规则测算"
