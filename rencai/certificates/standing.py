"""How a certificate stands with its registration on a day: one set of conditions for lamp, filter and count."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from rencai.certificates.models import Certificate, CertificateState, Registration
from rencai.certificates.rules import number
from rencai.kernel.periods import same_day
from rencai.ui.todo import Lamp

SOON = 90
DUE, LATE, VALID, ENDING, LAPSED, ENDED, VOID = "due", "late", "valid", "ending", "lapsed", "ended", "void"
TITLES = {
    DUE: "待首次登记",
    LATE: "首次登记超期",
    VALID: "登记有效",
    ENDING: "90日内到期",
    LAPSED: "登记逾期",
    ENDED: "登记已注销",
    VOID: "证书无效",
}
_COLOURS = {DUE: "amber", LATE: "red", VALID: "green", ENDING: "amber", LAPSED: "red", ENDED: "grey", VOID: "grey"}


def standing_on(rows: Any, day: date) -> Any:
    """Certificates obtained by the day, with `runs_until` (first day no longer valid), `began`, `taken_back`."""
    periods = Registration.objects.filter(certificate=OuterRef("pk"), starts__lte=day)
    last = periods.order_by("-ends", "-pk")
    return rows.filter(obtained__lte=day.isoformat()).annotate(
        runs_until=Subquery(last.values("ends")[:1]),
        began=Subquery(last.values("starts")[:1]),
        last_period=Subquery(last.values("pk")[:1]),
        taken_back=Exists(periods.filter(ended_on__lte=day, pk=OuterRef("last_period"))),
        renewed=Exists(Registration.objects.filter(certificate=OuterRef("pk"), starts__gt=day)),
    )


def conditions(day: date) -> dict[str, Q]:
    """The condition of each standing on rows of `standing_on`; exactly one holds for every row."""
    void = ~Q(state=CertificateState.VALID) & Q(ended_on__lte=day)
    none = Q(runs_until__isnull=True)
    runs = Q(runs_until__gt=day)
    soon = Q(runs_until__lte=day + timedelta(days=SOON))
    return {
        VOID: void,
        DUE: ~void & none & Q(obtained__gte=_window(day).isoformat()),
        LATE: ~void & none & Q(obtained__lt=_window(day).isoformat()),
        ENDED: ~void & ~none & Q(taken_back=True),
        ENDING: ~void & ~none & Q(taken_back=False) & runs & soon & Q(renewed=False),
        VALID: ~void & ~none & Q(taken_back=False) & runs & (~soon | Q(renewed=True)),
        LAPSED: ~void & ~none & Q(taken_back=False) & ~runs,
    }


def lamp_of(row: Any, day: date) -> Lamp:
    """The lamp of a row of `standing_on`, with its reason in words."""
    key = key_of(row, day)
    return Lamp(_COLOURS[key], TITLES[key], _reason(key, row, day))


def key_of(row: Any, day: date) -> str:
    """Which standing holds, as `conditions` say it."""
    if row.state != CertificateState.VALID and row.ended_on is not None and row.ended_on <= day:
        return VOID
    if row.runs_until is None:
        return DUE if row.obtained >= _window(day).isoformat() else LATE
    if row.taken_back:
        return ENDED
    if row.runs_until <= day:
        return LAPSED
    return ENDING if row.runs_until <= day + timedelta(days=SOON) and not row.renewed else VALID


def standing_of(certificate: Certificate, day: date) -> Any:
    """One certificate as a row of `standing_on`; None where it was not obtained by the day."""
    return standing_on(Certificate.objects.filter(pk=certificate.pk), day).first()


def _window(day: date) -> date:
    """The first day on which a certificate still in its window for the first registration can have been obtained."""
    return same_day(day, -number("first_window_years", day))


def _reason(key: str, row: Any, day: date) -> str:
    if key == DUE:
        return f"取得之日 {row.obtained}，一年内申请"
    if key == LATE:
        return f"取得之日 {row.obtained}，已超过一年"
    if key == VOID:
        return str(row.ended_reason)
    if key == ENDED:
        return "登记已注销或撤销"
    until = (row.runs_until - timedelta(days=1)).isoformat()
    left = (row.runs_until - day).days - 1
    if key == LAPSED:
        return f"有效期至 {until}"
    return f"有效期至 {until}，{f'还有{left}日' if left else '当日为最后一日'}"
