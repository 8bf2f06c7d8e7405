"""App configuration of rulebook."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "rencai.rulebook"
    label = "rulebook"
    verbose_name = "规则"
