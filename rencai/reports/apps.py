"""App configuration of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "rencai.reports"
    label = "reports"
    verbose_name = "报告"
