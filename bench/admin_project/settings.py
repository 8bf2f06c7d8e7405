"""The product's database under Django's own admin, with the settings a new project has."""

from rencai.site.settings import *  # noqa: F403
from rencai.site.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.messages",
    "import_export",
    *(app for app in _APPS if app not in {"axes", "csp", "django_otp", "django_otp.plugins.otp_totp"}),
    "bench.admin_project",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "bench.admin_project.urls"
WSGI_APPLICATION = "bench.admin_project.wsgi.application"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
