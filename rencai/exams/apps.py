"""App configuration of exams."""

from django.apps import AppConfig


class ExamsConfig(AppConfig):
    name = "rencai.exams"
    label = "exams"
    verbose_name = "职业水平考试"

    def ready(self) -> None:
        # The models are there only now.
        from rencai.exams.facts import facts  # noqa: PLC0415
        from rencai.exams.rules import PARAMETERS, RULES  # noqa: PLC0415
        from rencai.kernel.rules.published import publish  # noqa: PLC0415

        publish(PARAMETERS, RULES, facts)
