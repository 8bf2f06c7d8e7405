"""What the worker runs for rules on large counties."""

from datetime import date

from django.utils import timezone
from django_tasks import task

from rencai.org.models import User
from rencai.verdicts.actions import run_rule


@task()
def run_for_county(key: str, on: str, county: str, user: int) -> None:
    """Run and keep, on behalf of the user who asked."""
    by = User.objects.get(pk=user)
    run_rule(key, on=date.fromisoformat(on), county=county, today=timezone.localdate(), by=by)
