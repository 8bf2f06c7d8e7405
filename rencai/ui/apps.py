"""App configuration of ui."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    name = "rencai.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self) -> None:
        """Every app's figures, places, saved layouts, waiting work, dashboard, panels and reminders make themselves known."""
        autodiscover_modules("figures", "places", "layouts", "todo", "dashboard", "person_panels", "due")
