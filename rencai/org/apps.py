"""The organisation: areas, units, users, access and audit."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "rencai.org"
    label = "org"
    verbose_name = "机构与权限"
