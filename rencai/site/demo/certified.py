"""The demo county's certificates: the papers behind the register, their registration periods, continuing education."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from rencai.certificates.models import (
    Application,
    ApplicationState,
    Authority,
    Certificate,
    CertificateOrigin,
    EducationEntry,
    EducationMode,
    EntryOrigin,
    Registration,
    RegistrationKind,
    SubjectKind,
)
from rencai.exams.models import PASSED, Entry, LineKind, Outcome
from rencai.kernel.periods import same_day
from rencai.org.audit import record
from rencai.org.models import User
from rencai.people.models import Qualification
from rencai.site.demo.careers import LAST_DAY
from rencai.site.demo.example_people import lines
from rencai.training.models import CourseKind, Enrolment

_YEARS = 3
_WAIT = timedelta(days=120)
_MOVED = date(2024, 3, 1)
_TITLES = (
    ("个案工作方法", EducationMode.TRAINING), ("小组工作实务", EducationMode.TRAINING),
    ("社会救助政策解读", EducationMode.DISTANCE), ("儿童保护与服务", EducationMode.DISTANCE),
    ("督导与反思", EducationMode.PRACTICE), ("社区社会工作研讨", EducationMode.ACADEMIC),
)  # fmt: skip
_ORGANISERS = ("云州市民政局", "云州民政职业学院", "云川县民政局")
_MATERIALS = ["身份证", "职业资格证书", "登记申请表"]


class Certified:
    """Everything about the certificates of one county, around `today`."""

    def __init__(self, county: str, clerk: User, *, today: date) -> None:
        self._county = county
        self._clerk = clerk
        self._today = today
        self._chance = Random(f"certificates {county}")  # noqa: S311 - a reproducible fiction, not a secret
        self._proofs = 0
        self._attended: dict[int, list[Enrolment]] = {}
        rows = Enrolment.objects.attended().filter(
            batch__county=county, batch__course__kind=CourseKind.SOCIAL_WORK, batch__last_day__lt=LAST_DAY
        )
        for row in rows.select_related("batch__course").order_by("pk"):
            self._attended.setdefault(row.person_id, []).append(row)

    def load(self) -> None:
        """Writes authorities, certificates, periods, applications and what was learned."""
        civil = Authority.objects.create(
            county=self._county, name="云川县民政局", starts=date(2009, 6, 1), ends=_MOVED, document="（演示）"
        )
        society = Authority.objects.create(
            county=self._county, name="中共云川县委社会工作部", starts=_MOVED, document="云川机编〔2024〕2号（演示）"
        )
        certificates = Certificate.objects.bulk_create(self._certificates())
        self._enter_in_their_time(certificates)
        periods = Registration.objects.bulk_create(
            period for certificate in certificates for period in self._periods(certificate, civil, society)
        )
        self._tell_the_register(periods)
        EducationEntry.objects.bulk_create(entry for period in periods for entry in self._learned(period))
        self._applications(periods)
        detail = {"证书": len(certificates), "登记": len(periods)}
        record("载入演示证书", by=self._clerk, county=self._county, detail=detail)

    def _certificates(self) -> Iterator[Certificate]:
        """One for each level somebody got; a few passes of the last sitting still wait for theirs."""
        passed = {
            (entry.person_id, entry.sitting.level): entry
            for entry in Entry.objects.filter(sitting__county=self._county, outcome__in=PASSED)
            .exclude(sitting__level="senior")
            .select_related("sitting")
        }
        rows = Qualification.objects.filter(person__county=self._county, level__gt="").order_by("starts", "pk")
        seen: set[tuple[int, str]] = set()
        for row in rows:
            key = (row.person_id, row.level)
            entry = passed.get(key)
            waits = entry is not None and entry.sitting.year == LAST_DAY.year and row.person_id % 9 == 0
            if key in seen or not row.obtained or waits:
                continue
            seen.add(key)
            local = entry is not None and entry.outcome == Outcome.LOCAL
            yield Certificate(
                person_id=row.person_id, county=self._county, level=row.level, number=row.number,
                obtained=row.obtained, line=LineKind.LOCAL if local else LineKind.NATIONAL,
                valid_area=self._county if local else "", entry=entry,
                origin=CertificateOrigin.EXAM if entry else CertificateOrigin.REGISTER,
                check_code=UUID(int=self._chance.getrandbits(128)).hex, entered_by=self._clerk,
            )  # fmt: skip

    def _enter_in_their_time(self, certificates: list[Certificate]) -> None:
        """Put on record some months after the examination, not all on the day the demo is made."""
        for certificate in certificates:
            day = min(date.fromisoformat(certificate.obtained) + _WAIT, self._today)
            certificate.entered_at = timezone.make_aware(datetime.combine(day, time(10)))
        Certificate.objects.bulk_update(certificates, ["entered_at"], batch_size=500)

    def _periods(self, certificate: Certificate, civil: Authority, society: Authority) -> Iterator[Registration]:
        """Three years each, back from what the roster said and on until today for most."""
        held = Qualification.objects.filter(person=certificate.person_id, level=certificate.level).last()
        if held is None or not held.valid_until:
            return
        end = date.fromisoformat(held.valid_until) + timedelta(days=1)
        starts = [same_day(end, -_YEARS)]
        while same_day(starts[0], -_YEARS) > date.fromisoformat(certificate.obtained):
            starts.insert(0, same_day(starts[0], -_YEARS))
        while same_day(starts[-1], _YEARS) <= self._today and self._chance.random() < 0.86:
            starts.append(same_day(starts[-1], _YEARS))
        for n, start in enumerate(starts):
            yield Registration(
                certificate=certificate, starts=start, ends=same_day(start, _YEARS),
                kind=RegistrationKind.RENEWAL if n else RegistrationKind.FIRST,
                authority=society if start >= _MOVED else civil,
                number=f"{start.year}{certificate.pk:06d}{n + 1}",
            )  # fmt: skip

    def _tell_the_register(self, periods: list[Registration]) -> None:
        """Renewals after the three years of the register: it says until when, from the day of the renewal on.

        Those on the example roster are left out: it is older, and importing it would be refused for them.
        """
        on_the_example = {line.cells["name"] for line in lines()}
        last: dict[int, Qualification] = {
            row.person_id: row
            for row in Qualification.objects.filter(person__county=self._county, level__gt="")
            .exclude(person__name__in=on_the_example)
            .order_by("starts", "pk")
        }
        closed, opened = [], []
        for period in sorted(periods, key=lambda one: one.starts):
            person = period.certificate.person_id
            now = last.get(person)
            if now is None or now.level != period.certificate.level or period.starts <= max(LAST_DAY, now.starts):
                continue
            now.ends = period.starts
            closed.append(now)
            last[person] = Qualification(
                person_id=person, level=now.level, number=now.number, obtained=now.obtained,
                valid_until=period.valid_until.isoformat(), source=now.source, starts=period.starts,
            )  # fmt: skip
            opened.append(last[person])
        Qualification.objects.bulk_create(opened)
        Qualification.objects.bulk_update([row for row in closed if row.pk], ["ends"], batch_size=500)

    def _learned(self, period: Registration) -> Iterator[EducationEntry]:
        """What a holder learned in a period that touches the last years of the demo, or today's."""
        if period.ends is None or period.ends <= date(2021, 6, 1):
            return
        until = min(period.ends, self._today)
        enough = self._chance.random() < 0.7
        for enrolment in self._from_batches(period):
            yield self._entry(period, enrolment.batch.first_day, enrolment.batch.last_day, enrolment.hours * 2,
                              title=enrolment.batch.course.title, enrolment=enrolment)  # fmt: skip
        span = (until - period.starts).days
        for _ in range(self._chance.randrange(5, 9) if enough else self._chance.randrange(1, 4)):
            if span > 10:
                first = period.starts + timedelta(days=self._chance.randrange(span - 5))
                days = self._chance.randrange(1, 4)
                half_hours = self._chance.choice((8, 12, 16, 20)) * days if days < 3 else 48
                yield self._entry(period, first, first + timedelta(days=days - 1), min(half_hours, days * 20))

    def _from_batches(self, period: Registration) -> list[Enrolment]:
        """Hours of the county's own courses, each used once; those of the newest batches wait for somebody's yes."""
        mine = self._attended.get(period.certificate.person_id, [])
        found = [one for one in mine if period.period.covers(one.batch.last_day)]
        self._attended[period.certificate.person_id] = [one for one in mine if one not in found]
        return found

    def _entry(
        self, period: Registration, first: date, last: date, half_hours: int, *, title: str = "",
        enrolment: Enrolment | None = None,
    ) -> EducationEntry:  # fmt: skip
        chosen, mode = self._chance.choice(_TITLES)
        self._proofs += 1
        return EducationEntry(
            person_id=period.certificate.person_id, county=self._county, certificate_number=period.certificate.number,
            mode=EducationMode.TRAINING if title else mode, title=title or chosen,
            organiser=self._chance.choice(_ORGANISERS), first_day=first, last_day=last, half_hours=half_hours,
            proof_number=f"JX{first.year}{self._proofs:06d}", enrolment=enrolment,
            subject_kind=self._chance.choice((SubjectKind.PROFESSIONAL, SubjectKind.PROFESSIONAL, SubjectKind.PUBLIC)),
            origin=EntryOrigin.BATCH if enrolment else EntryOrigin.HAND, entered_by=self._clerk,
            entered_on=min(last + timedelta(days=5), self._today),
        )  # fmt: skip

    def _applications(self, periods: list[Registration]) -> None:
        """A handful of renewals under way today."""
        soon = [one for one in periods if one.ends and 0 < (one.ends - self._today).days <= 90]
        states = (ApplicationState.SUBMITTED, ApplicationState.SUBMITTED, ApplicationState.ACCEPTED,
                  ApplicationState.RETURNED)  # fmt: skip
        for n, (period, state) in enumerate(zip(soon, states * 2, strict=False)):
            accepted = self._today - timedelta(days=2 + n) if state == ApplicationState.ACCEPTED else None
            Application.objects.create(
                certificate=period.certificate, kind=RegistrationKind.RENEWAL, state=state,
                submitted_on=self._today - timedelta(days=6 + n), materials=_MATERIALS, accepted_on=accepted,
                due_on=accepted and accepted + timedelta(days=42), submitted_by=self._clerk,
                reason="继续教育证明缺少公章，请补正。" if state == ApplicationState.RETURNED else "",
            )  # fmt: skip
