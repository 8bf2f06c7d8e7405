"""Paper: the sign-in sheet to print or to fill in as a workbook, and entering it fast."""

from datetime import date, time
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from rencai.org import audit
from rencai.org.access import Ability, requires
from rencai.training.ledger import actions, quick
from rencai.training.ledger.entering import choices, marks
from rencai.training.ledger.reading import lines
from rencai.training.ledger.timing import is_early
from rencai.training.ledger.views.ledger import batch_of
from rencai.training.models import Batch, BatchState, Presence, Session
from rencai.ui.notices import note
from rencai.ui.sheets.writing import TableColumn, write_table

# Three fields a cell; the server takes a thousand.
PEOPLE_A_PAGE = 80
BLANK_LINES = 5
NOON = time(13)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = (
    TableColumn("序号", 6), TableColumn("班次编号", 14, "text"), TableColumn("日期", 12, "date"),
    TableColumn("姓名", 12), TableColumn("身份证号", 22, "text"), TableColumn("工作单位", 32),
    TableColumn("上午签到", 12), TableColumn("下午签到", 12), TableColumn("学时", 8), TableColumn("备注", 20),
)  # fmt: skip


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    """One day's sheet: the exceptions as lines, the rest in one tick, or each person by hand."""
    batch, on, sessions = _day(request, pk, day)
    people = lines(request.user, batch, sessions)
    first = max(0, int(at) if (at := request.GET.get("from", "")).isascii() and at.isdigit() else 0)
    user: Any = request.user
    posted = request.POST.dict()
    if request.method == "POST":
        try:
            written = actions.record_sheet(
                batch,
                marks(sessions, people, posted),
                now=timezone.now(),
                by=user,
                reason=posted.get("reason", "").strip()[:200],
            )
        except ValidationError as error:
            for message in error.messages:
                note(request, message, "danger")
        else:
            if written.new or written.changed:
                return redirect("ledger", batch.pk)
            note(request, "没有新的登记：请先选择情况，或在“例外”中填写。")
    context = {
        "batch": batch,
        "day": on,
        "sessions": [(one, posted.get(f"lines-{one.pk}", ""), f"rest-{one.pk}" in posted) for one in sessions],
        "lines": [(one, choices(one, posted)) for one in people[first : first + PEOPLE_A_PAGE]],
        "presences": Presence.choices,
        "how": quick.HOW,
        "next": first + PEOPLE_A_PAGE if first + PEOPLE_A_PAGE < len(people) else None,
        "reason": posted.get("reason", ""),
        "finished": batch.state == BatchState.FINISHED,
        "early": [one for one in sessions if is_early(one, timezone.now())],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "training/ledger/enter.html", context, status=status)


@requires(Ability.MANAGE_TRAINING)
@require_safe
def sheet(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    """One day's sign-in sheet as a sheet of paper, with a code in each row and lines for those who come unexpected."""
    batch, on, sessions = _day(request, pk, day)
    context = {"batch": batch, "day": on, "sessions": sessions, "lines": lines(request.user, batch, sessions)}
    return render(request, "training/ledger/sheet.html", {**context, "blanks": range(BLANK_LINES)})


@requires(Ability.MANAGE_TRAINING)
@require_safe
def sheet_file(request: HttpRequest, pk: int, day: str) -> HttpResponseBase:
    """The same as a workbook that can be filled in and imported; numbers of documents are left out."""
    batch, on, sessions = _day(request, pk, day)
    user: Any = request.user
    people = lines(user, batch, sessions)
    with transaction.atomic():
        detail = {"日期": on.isoformat(), "人数": len(people)}
        event = audit.record("下载签到表", by=user, on=batch, county=batch.county, detail=detail, changes=False)
    rows = [
        (
            n,
            batch.code,
            on,
            one.enrolment.person.name,
            None,
            one.enrolment.unit.name,
            None,
            None,
            None,
            f"行码{one.code}",
        )
        for n, one in enumerate(people, 1)
    ]
    target = BytesIO()
    trace = f"RCQ-{batch.pk}-{event.seq}"
    write_table(target, _COLUMNS, rows, title=f"{batch.course.title}签到明细", trace=trace, sheet="签到明细")
    target.seek(0)
    name = f"签到表-{batch.code}-{on.isoformat()}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=_XLSX)


def _day(request: HttpRequest, pk: int, day: str) -> tuple[Batch, date, list[Session]]:
    """The batch, the day and its sessions. Raises Http404 for a day without any."""
    batch = batch_of(request, pk)
    found = [one for one in batch.sessions.all() if one.day.isoformat() == day]
    if not found:
        raise Http404(day)
    return batch, found[0].day, found
