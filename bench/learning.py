"""Training, examinations and certificates of any size, written by the database itself out of the register."""

import time
from datetime import date, timedelta
from datetime import time as clock_time
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from bench import pages
from bench.timing import Results, clock, timed
from rencai.exams.models import Sitting
from rencai.org.audit import record
from rencai.org.models import User
from rencai.people.models import Person, QualificationLevel
from rencai.site.demo.places import COUNTY
from rencai.training.models import Attendance, Batch, BatchState, Course, CourseKind, OrganiserLevel, Session
from rencai.ui.numbers import KEPT
from rencai.ui.planner import survey_tables
from rencai.verdicts.actions import run_rule

YEAR = 2022
_PAGES = (
    ("funnel page", "funnel", f"?on={YEAR}-12-31"),
    ("funnel page by township", "funnel", f"?on={YEAR}-12-31&by=township"),
    ("funnel page by training", "funnel", f"?on={YEAR}-12-31&by=trained"),
    ("training of the year", "training-summary", f"?year={YEAR}"),
    ("certificates", "certificate-list", ""),
    ("home with what waits", "home", ""),
    ("continuing-education accounts", "account-list", ""),
)
_SESSIONS = 4
_IN_A_BATCH = 500

# Every person in one batch, every fourth in a second: with four sessions five lines of the ledger a person.
_ENROLMENTS = """
INSERT INTO training_enrolment
  (batch_id, person_id, unit_id, area_code, state, hours, reason, evaluated)
SELECT {first} + e.person_id %% {batches}, e.person_id, e.unit_id, e.area_code, 'confirmed', 16, '', {no}
FROM people_employment e WHERE e.main AND e.latest
UNION ALL
SELECT {first} + (e.person_id %% {batches} + 1) %% {batches}, e.person_id, e.unit_id, e.area_code, 'confirmed', 16, '',
  {no}
FROM people_employment e WHERE e.main AND e.latest AND e.person_id %% 4 = 0
"""
_ATTENDANCES = """
INSERT INTO training_attendance (enrolment_id, session_id, presence, hours, source, device, recorded_at)
SELECT n.id, s.id, 'present', 4, 'import', '', %s
FROM training_enrolment n JOIN training_session s ON s.batch_id = n.batch_id
"""
_MOBILISED = """
INSERT INTO exams_mobilised (sitting_id, person_id, unit_id, area_code, answer, status, gap, reason, asked_on)
SELECT {sitting}, e.person_id, e.unit_id, e.area_code, 'willing',
  CASE WHEN e.person_id %% 5 = 0 THEN '待核实' ELSE '符合' END, '', '', %s
FROM people_employment e WHERE e.main AND e.latest AND e.person_id %% 10 = {rest}
"""
_ENTRIES = """
INSERT INTO exams_entry
  (sitting_id, person_id, unit_id, area_code, admission_number, outcome, rolled, stated_result, remark)
SELECT {sitting}, e.person_id, e.unit_id, e.area_code, '',
  CASE WHEN e.person_id %% 7 = 0 THEN 'absent' WHEN e.person_id %% 3 = 0 THEN 'national'
       WHEN e.person_id %% 11 = 0 THEN 'local' WHEN e.person_id %% 13 = 0 THEN 'partial' ELSE 'failed' END, '', '', ''
FROM people_employment e WHERE e.main AND e.latest AND e.person_id %% 20 = {rest}
"""
_CERTIFICATES = """
INSERT INTO certificates_certificate
  (person_id, county, level, number, obtained, line, valid_area, origin, entry_id, state, ended_reason,
   ended_document, check_code, entered_at)
SELECT n.person_id, '{county}', s.level, '', '2022-06-19', n.outcome, '', 'exam', n.id, 'valid', '', '',
  'bench' || n.id, %s
FROM exams_entry n JOIN exams_sitting s ON s.id = n.sitting_id
WHERE n.outcome IN ('national', 'local') AND n.person_id %% 2 = 0
"""
_REGISTRATIONS = """
INSERT INTO certificates_registration (certificate_id, kind, number, starts, ends, ended_kind, ended_reason)
SELECT c.id, 'first', '', '2022-11-01', '2025-11-01', '', ''
FROM certificates_certificate c WHERE c.id %% 3 > 0
"""


def measure(results: Results) -> None:
    """Fills the register's year, then the pages that count it: kept numbers, and everything counted anew."""
    results.add("build training, examinations and certificates", "rencai", build)
    own = pages.client()
    for what, name, query in _PAGES:
        url = f"{reverse(name)}{query}"
        results.add(f"{what}, nothing changed", "rencai", lambda url=url: pages.page(own, url))
        results.add(f"{what}, counted anew", "rencai", lambda url=url: _anew(own, url))
    batch = Batch.objects.order_by("pk").values_list("pk", flat=True)[1]
    results.add("one batch with its people", "rencai", lambda: pages.page(own, reverse("batch", args=[batch])))
    passed = reverse("figure", args=["funnel.passed"])
    results.add(
        "one step of the funnel with its rows", "rencai", lambda: pages.page(own, passed, {"on": f"{YEAR}-12-31"})
    )
    results.add("run a rule on everybody and keep the verdicts", "rencai", _kept)


def _anew(own: Client, url: str) -> dict[str, float]:
    """The page when no number is known any more."""

    def once() -> None:
        KEPT.clear()
        if own.get(url).status_code != 200:
            raise RuntimeError(url)

    return timed(once, least=3, most=10, seconds=8)


def _kept() -> dict[str, Any]:
    clerk, numbers = User.objects.get(username="clerk"), {}
    with clock(numbers):
        run = run_rule("exams.assistant", on=date(YEAR, 6, 18), county=COUNTY, today=date(YEAR, 12, 31), by=clerk)
    return numbers | {"verdicts": run.verdicts.count()}


def build() -> dict[str, Any]:
    """A year of everything for everybody on the register; the numbers of rows and seconds."""
    start = time.perf_counter()
    people = Person.objects.filter(county=COUNTY).count()
    with transaction.atomic():
        first, batches = _batches(max(people // _IN_A_BATCH, 4))
        no = "false" if connection.vendor == "postgresql" else "0"
        _run(_ENROLMENTS.format(first=first, batches=batches, no=no))
        _run(_ATTENDANCES, f"{YEAR}-10-01 00:00:00+00:00")
        for rest, level in enumerate((QualificationLevel.ASSISTANT, QualificationLevel.INTERMEDIATE)):
            sitting = Sitting.objects.create(
                county=COUNTY, year=YEAR, level=level, first_day=date(YEAR, 6, 18), last_day=date(YEAR, 6, 19),
                results_on=date(YEAR, 9, 7),
            ).pk  # fmt: skip
            _run(_MOBILISED.format(sitting=sitting, rest=rest), f"{YEAR}-03-20")
            _run(_ENTRIES.format(sitting=sitting, rest=rest))
        _run(_CERTIFICATES.format(county=COUNTY), f"{YEAR}-10-01 00:00:00+00:00")
        _run(_REGISTRATIONS)
        record("测速载入培训考试", by=User.objects.get(username="clerk"), county=COUNTY)
    survey_tables()
    return {"seconds": time.perf_counter() - start, "attendances": Attendance.objects.count()}


def _batches(number: int) -> tuple[int, int]:
    """Finished batches in a row of keys: the first key and how many."""
    course = Course.objects.create(
        county=COUNTY, title="测速培训班", kind=CourseKind.SOCIAL_WORK, organiser_level=OrganiserLevel.BUREAU,
        organiser="云川县民政局",
    )  # fmt: skip
    first = (Batch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    Batch.objects.bulk_create(
        Batch(
            pk=first + n, county=COUNTY, course=course, code=f"BX{n:06d}", state=BatchState.FINISHED,
            first_day=date(YEAR, 1, 3) + timedelta(days=n % 330), last_day=date(YEAR, 1, 4) + timedelta(days=n % 330),
        )
        for n in range(number)
    )  # fmt: skip
    Session.objects.bulk_create(
        Session(
            batch_id=first + n, day=date(YEAR, 1, 3) + timedelta(days=n % 330 + half // 2), hours=4,
            starts_at=clock_time(8 + half % 2 * 6), ends_at=clock_time(12 + half % 2 * 6),
        )
        for n in range(number)
        for half in range(_SESSIONS)
    )  # fmt: skip
    return first, number


def _run(statement: str, *parameters: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
