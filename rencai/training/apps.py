"""App configuration of training."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "rencai.training"
    label = "training"
    verbose_name = "培训"
