"""App configuration of ui."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "rencai.ui"
    label = "ui"
    verbose_name = "界面"
