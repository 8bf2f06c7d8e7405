"""App configuration of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rencai.people"
    label = "people"
    verbose_name = "人才信息库"
