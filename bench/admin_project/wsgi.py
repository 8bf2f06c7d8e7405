"""WSGI entry point of the plain admin."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.admin_project.settings"
application = get_wsgi_application()
