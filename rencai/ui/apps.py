"""App configuration of ui."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    name = "rencai.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self) -> None:
        """What each app makes known: figures, places, layouts, waiting work, dashboard, panels, imports."""
        autodiscover_modules("figures", "places", "layouts", "todo", "dashboard", "person_panels", "import_kinds")
