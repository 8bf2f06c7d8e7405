"""What the worker runs for imports."""

from django_tasks import task

from rencai.people.imports import jobs
from rencai.people.models import ImportJob


@task()
def check_job(job: str) -> None:
    """Check the job's file and compare it with the register."""
    jobs.run_check(ImportJob.objects.select_related("unit", "owner").get(pk=job))


@task()
def apply_job(job: str) -> None:
    """Write the confirmed job."""
    jobs.run_apply(ImportJob.objects.select_related("unit", "owner").get(pk=job))
