"""Pages of exports: a listing as a file, the choice of what it holds, requests for large ones."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rencai.org.access import Ability, requires
from rencai.org.forms.choices import posted, show
from rencai.org.signin import ask_again, recently_verified
from rencai.people.exports.actions import ALONE_AT_MOST, ask, decide, take
from rencai.people.exports.forms import DecisionForm, ExportForm
from rencai.people.exports.tables import ROSTER, Table, table_of, with_query
from rencai.people.models import ExportRequest, ExportState

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
PER_PAGE = 50


@requires(Ability.EXPORT)
@require_GET
def figure_export(request: HttpRequest, key: str) -> HttpResponseBase:
    """The listing as shown, masked, as a file; what needs more thought goes to the page of choices."""
    table = table_of(request, key)
    if table.count > ALONE_AT_MOST or table.always_clear:
        return redirect(_choices_url(request, key))
    return _file(*take(table, clear=False, purpose="", form="xlsx", by=_user(request)), table, "xlsx")


@requires(Ability.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_choices(request: HttpRequest, key: str) -> HttpResponseBase:
    """Format, clear numbers or not, and what for; a large one becomes a request."""
    table = table_of(request, key)
    form = ExportForm(posted(request), initial={"form": "xlsx", "clear": table.always_clear})
    if request.method == "POST" and form.is_valid():
        clear = table.always_clear or (table.personal and form.cleaned_data["clear"])
        if clear and not recently_verified(request):
            return ask_again(request, request.get_full_path())
        try:
            if table.count > ALONE_AT_MOST:
                query = request.META["QUERY_STRING"]
                asked = ask(table, query=query, clear=clear, purpose=form.cleaned_data["purpose"], by=_user(request))
                return redirect("export", pk=asked.pk)
            kind = form.cleaned_data["form"]
            taken = take(table, clear=clear, purpose=form.cleaned_data["purpose"], form=kind, by=_user(request))
            return _file(*taken, table, kind)
        except ValidationError as error:
            show(form, error)
    context = {"table": table, "form": form, "alone_at_most": ALONE_AT_MOST, "large": table.count > ALONE_AT_MOST}
    return render(request, "people/exports/choices.html", context, status=400 if form.errors else 200)


@requires(Ability.EXPORT, Ability.APPROVE_EXPORT)
@require_GET
def export_list(request: HttpRequest) -> HttpResponse:
    """Requests of one's own, and those one may decide on."""
    rows = ExportRequest.objects.visible_to(request.user).select_related("asked_by", "decided_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/exports/list.html", {"page": page, "roster": ROSTER})


@requires(Ability.EXPORT, Ability.APPROVE_EXPORT)
@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what is asked, by whom, what for; the decision or the download."""
    return _page(request, _one(request, pk), DecisionForm())


@requires(Ability.APPROVE_EXPORT)
@require_POST
def export_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes or no of the second person."""
    asked = _one(request, pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        if approve and not recently_verified(request):
            return ask_again(request, reverse("export", args=[pk]))
        try:
            decide(asked, approve=approve, reason=form.cleaned_data["reason"], by=_user(request))
            return redirect("export", pk=pk)
        except ValidationError as error:
            show(form, error)
    return _page(request, asked, form)


@requires(Ability.EXPORT)
@require_POST
def export_fetch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The approved file, once, for the one who asked."""
    asked = get_object_or_404(ExportRequest.objects.filter(asked_by=_user(request)), pk=pk)
    if not recently_verified(request):
        return ask_again(request, reverse("export", args=[pk]))
    table = table_of(with_query(request, asked.query), asked.figure)
    form = DecisionForm()
    try:
        taken = take(table, clear=asked.clear, purpose=asked.purpose, form="xlsx", by=_user(request), request=asked)
    except ValidationError as error:
        return _page(request, asked, form, "".join(error.messages))
    return _file(*taken, table, "xlsx")


def _one(request: HttpRequest, pk: int) -> ExportRequest:
    rows = ExportRequest.objects.visible_to(request.user).select_related("asked_by", "decided_by")
    return get_object_or_404(rows, pk=pk)


def _page(request: HttpRequest, asked: ExportRequest, form: DecisionForm, problem: str = "") -> HttpResponse:
    user = _user(request)
    may_decide = asked.state == ExportState.ASKED and asked.asked_by_id != user.pk and user.may(Ability.APPROVE_EXPORT)
    may_fetch = asked.state == ExportState.APPROVED and asked.asked_by_id == user.pk
    context = {"asked": asked, "form": form, "may_decide": may_decide, "may_fetch": may_fetch, "problem": problem}
    return render(request, "people/exports/request.html", context, status=400 if problem or form.errors else 200)


def _file(file: Any, trace: str, table: Table, kind: str) -> FileResponse:
    name = f"{table.title}{table.on:%Y%m%d}-{trace}-{timezone.localdate():%m%d}.{kind}"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=_TYPES[kind])
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _choices_url(request: HttpRequest, key: str) -> str:
    query = urlencode([(name, value) for name, values in request.GET.lists() for value in values])
    return reverse("export-choices", args=[key]) + (f"?{query}" if query else "")


def _user(request: HttpRequest) -> Any:
    return request.user
