"""WSGI entry point."""

import os
from threading import Thread

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from rencai.site import occupancy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rencai.site.settings")
application = get_wsgi_application()
occupancy.share(settings.DATA)


def _warm() -> None:
    """A million people take some seconds to read: the first page of the day should not wait for all of them."""
    # The models are there only once the application is made.
    from rencai.people.standing.store import warm  # noqa: PLC0415

    warm(timezone.localdate())


Thread(target=_warm, daemon=True, name="warm").start()
