"""App configuration of certificates."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "rencai.certificates"
    label = "certificates"
    verbose_name = "证书与登记"

    def ready(self) -> None:
        # The models are there only now.
        from rencai.certificates import facts, rules  # noqa: PLC0415
        from rencai.certificates.education import facts as education_facts  # noqa: PLC0415
        from rencai.certificates.education import rules as education_rules  # noqa: PLC0415
        from rencai.kernel.rules.published import publish  # noqa: PLC0415

        publish(rules.PARAMETERS, rules.RULES, facts.facts, of_people=False)
        publish(education_rules.PARAMETERS, education_rules.RULES, education_facts.facts, of_people=False)
