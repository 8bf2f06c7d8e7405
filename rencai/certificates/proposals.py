"""What follows from other records and waits for somebody's yes: computed, never stored."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from rencai.certificates.models import Certificate, CertificateState, EducationEntry
from rencai.exams.models import PASSED, Entry, ReviewState
from rencai.org.access import among
from rencai.people.models import Person, Qualification, QualificationLevel
from rencai.training.models import BatchState, CourseKind, Enrolment


def passed_without_certificate(user: Any) -> Any:
    """Entries passed, the senior ones only after their review, of people without a valid certificate of the level."""
    held = Certificate.objects.filter(
        person=OuterRef("person"), level=OuterRef("sitting__level"), state=CertificateState.VALID
    )
    rows = Entry.objects.visible_to(user).filter(outcome__in=PASSED, certificate__isnull=True).exclude(Exists(held))
    senior = rows.filter(sitting__level=QualificationLevel.SENIOR, proof__reviews__state=ReviewState.PASSED)
    others = rows.exclude(sitting__level=QualificationLevel.SENIOR)
    found = (senior | others).distinct()
    return found.select_related("person", "unit", "sitting").order_by("sitting__year", "person__pinyin", "pk")


def certified_without_pass(user: Any) -> Any:
    """Valid certificates that an entry gave which is no pass any more: made void by a decision, or put right."""
    rows = Certificate.objects.visible_to(user).filter(state=CertificateState.VALID, entry__isnull=False)
    return rows.exclude(entry__outcome__in=PASSED).select_related("person", "entry__sitting").order_by("person__pinyin")


def told_without_certificate(user: Any) -> Any:
    """Qualifications the register holds now, of people without a certificate of that level on record."""
    held = Certificate.objects.filter(person=OuterRef("person"), level=OuterRef("level"))
    rows = Qualification.objects.filter(
        among("person", Person.objects.visible_to(user)), ends=None, level__gt="", obtained__gt=""
    )
    return rows.exclude(Exists(held)).select_related("person").order_by("person__pinyin", "pk")


def attended_without_entry(user: Any) -> Any:
    """Hours of finished social work batches of certificate holders that stand in no account as the ledger has them.

    Either never counted, or the ledger was put right since: then `counted` is what stands, in halves of an hour.
    """
    # As a list of people, not a question to each line of the ledger: holders are few beside those who were trained.
    holders = Certificate.objects.filter(state=CertificateState.VALID).values("person")
    rows = Enrolment.objects.visible_to(user).filter(
        batch__state=BatchState.FINISHED, batch__course__kind=CourseKind.SOCIAL_WORK
    )
    entries = EducationEntry.objects.filter(enrolment=OuterRef("pk"))
    standing = entries.filter(withdrawn_on=None)
    never = Q(hours__gt=0) & ~Exists(entries)
    changed = Exists(standing.exclude(half_hours=2 * OuterRef("hours")))
    found = rows.filter(person__in=holders).filter(never | changed)
    found = found.annotate(counted=Subquery(standing.values("half_hours")[:1]))
    return found.select_related("person", "unit", "batch__course").order_by("-batch__last_day", "person__pinyin", "pk")
