"""App configuration of reminders."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "rencai.reminders"
    label = "reminders"
    verbose_name = "提醒"
