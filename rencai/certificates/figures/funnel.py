"""The funnel 动员→符合→报考→参考→一科通过→通过→证书→登记: every step a figure of the year's examinations.

The steps are those of the examinations, with one filter more: whether somebody was trained before. Whoever stands in a
step stands in the one before it, but for 报考: people also enter whom nobody asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef, Q

from rencai.certificates.models import CertificateState, Registration
from rencai.exams import figures as exams
from rencai.exams.models import PASSED, Outcome
from rencai.people.figures.breakdowns import choice
from rencai.training.models import BatchState, CourseKind, Enrolment
from rencai.ui.figures import Breakdown, Figure, Part, Scope, narrowed, publish


def _trained(scope: Scope) -> Sequence[Part]:
    """Whether somebody was at a finished social work batch in the year, up to the examination."""
    before = (
        Enrolment.objects.attended()
        .filter(
            person=OuterRef("person"),
            batch__state=BatchState.FINISHED,
            batch__course__kind=CourseKind.SOCIAL_WORK,
            batch__last_day__gte=date(scope.on.year, 1, 1),
            batch__last_day__lte=OuterRef("sitting__first_day"),
        )
        .filter(batch__last_day__lte=scope.on)
    )
    was = Q(Exists(before))
    return [Part("yes", "考前参加过社工专业培训", was), Part("no", "考前没有参加", ~was)]


TRAINED = Breakdown("trained", "考前培训", _trained)


def _step(
    key: str, of: Figure, where: Callable[[Scope], Q] | None = None, *, title: str = "", means: str = ""
) -> Figure:
    made = replace(
        narrowed(of, where) if where else of,
        key=f"funnel.{key}",
        title=title or of.title,
        unit="人次",
        means=means or of.means,
        breakdowns=(*of.breakdowns, TRAINED),
        choices=(*of.choices, choice(TRAINED)),
    )
    return publish(made)


def _certified(scope: Scope) -> Q:
    """Holders on the day of the certificate that the pass gave; one taken back since was held on days before."""
    held = Q(certificate__state=CertificateState.VALID) | Q(certificate__ended_on__gt=scope.on)
    return held & Q(certificate__obtained__lte=scope.on.isoformat())


def _registered(scope: Scope) -> Q:
    periods = Registration.objects.filter(certificate=OuterRef("certificate"), starts__lte=scope.on)
    return _certified(scope) & Q(Exists(periods))


STEPS = (
    _step("mobilised", exams.mobilised, title="动员"),
    _step("eligible", exams.eligible_mobilised, title="符合条件"),
    _step(
        "entered", exams.entered, title="报考",
        means=f"{exams.entered.means}没有动员而自行报考的也在其中，所以可能多于动员人次。",
    ),
    _step("sat", exams.sat, title="参加考试"),
    _step(
        "passed_part", exams.sat, lambda scope: Q(outcome__in=(Outcome.PARTIAL, *PASSED)), title="至少一科通过",
        means="参加考试的人中，至少有一科通过的，包括全部科目合格的。",
    ),
    _step("passed", exams.passed, title="合格"),
    _step(
        "certified", exams.passed, _certified, title="取得证书",
        means="当年考试合格的人中，统计日持有由该次考试取得的证书（已登记为证书记录、当日没有撤回或无效）的，按报考计。",
    ),
    _step(
        "registered", exams.passed, _registered, title="首次登记",
        means="当年考试合格、统计日持有该次考试所得证书的人中，该证书在统计日及以前已办理登记的，按报考计。",
    ),
)  # fmt: skip
