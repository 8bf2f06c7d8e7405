"""Writing a report: beginning it, the editor with its live preview, the figures to insert."""

from copy import copy
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rencai.documents.tree import UnprintableText
from rencai.org.access import Ability, requires
from rencai.org.audit import revision
from rencai.reports import actions
from rencai.reports.building import Built, compose, live_facts
from rencai.reports.facts import LiveFacts
from rencai.reports.forms import EditReport, NewReport
from rencai.reports.inspecting import worded
from rencai.reports.models import Report
from rencai.reports.views.reading import page_of, report_of, user_of
from rencai.ui.figures import FIGURES, Figure, Ratio
from rencai.ui.notices import note
from rencai.ui.scopes import statistics_day


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Ability.WRITE_REPORT)
def report_new(request: HttpRequest) -> HttpResponse:
    """Begin a report from a template."""
    unit = user_of(request).unit
    if unit is None:
        raise Http404("no unit")
    today = timezone.localdate()
    form = NewReport(request.POST or None, initial={"year": today.year})
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        day = form.cleaned_data["day"] or statistics_day(year)
        try:
            made = actions.draft(unit=unit, year=year, day=day, kind=form.cleaned_data["kind"], by=user_of(request))
            return redirect("report-edit", made.pk)
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "reports/new.html", {"form": form, "unit": unit})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Ability.WRITE_REPORT)
def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The text beside its preview. `preview` in the form shows the text without saving it."""
    found = report_of(request, pk)
    form = EditReport(found, request.POST or None)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            seen = form.cleaned_data["seen"]
            actions.revise(found, form.values(), seen=seen, by=user_of(request))
            return _goes_on(request, found)
        except actions.Refused as refusal:
            note(request, str(refusal), "danger")
    context = {"report": found, "form": form, **_preview(found, form), **_picker(request, found)}
    return render(request, "reports/edit.html", context)


def _goes_on(request: HttpRequest, report: Report) -> HttpResponseRedirect:
    return redirect("report-edit" if "stay" in request.POST else "report", report.pk)


@require_POST
@requires(Ability.WRITE_REPORT)
def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The text in the editor as it would read; nothing is saved."""
    found = report_of(request, pk)
    form = EditReport(found, request.POST)
    return render(request, "reports/edit.html#preview", {"report": found, "form": form, **_preview(found, form)})


def _preview(report: Report, form: EditReport) -> dict[str, object]:
    shown = copy(report)
    problems: list[str] = []
    if form.is_bound:
        form.is_valid()
        for name, value in form.cleaned_data.items():
            setattr(shown, name, value)
        problems = [str(error) for errors in form.errors.values() for error in errors]
    try:
        built: Built | None = compose(shown)
        document = page_of(shown, built) if built else ""
    except UnprintableText as error:
        built, document, problems = None, "", [*problems, str(error)]
    return {"built": built, "document": document, "problems": problems}


@require_safe
@requires(Ability.WRITE_REPORT)
def report_picker(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures that can be inserted, narrowed by a word."""
    found = report_of(request, pk)
    return render(request, "reports/edit.html#picker", {"report": found, **_picker(request, found)})


@dataclass(frozen=True)
class Offered:
    """A figure of the picker: what to insert, in each way it can be asked."""

    title: str
    means: str
    now: str
    plain: str
    ways: list[tuple[str, str]]


def _picker(request: HttpRequest, report: Report) -> dict[str, object]:
    words = request.GET.get("q", "").strip()[:40]
    live, user = live_facts(report), user_of(request)
    shown = [
        _offered(figure, live)
        for figure in FIGURES.values()
        if any(user.may(Ability(one)) for one in figure.abilities)
        and (words.lower() in f"{figure.title}{figure.key}{figure.means}".lower())
    ]
    return {"offered": shown, "words": words, "data_revision": revision()}


def _offered(figure: Figure | Ratio, live: LiveFacts) -> Offered:
    name = f"{figure.key}（{figure.title}）"
    ways = [("去年", f"{{{name}|去年}}"), ("同比", f"{{{name}|同比}}")]
    if isinstance(figure, Figure):
        ways += [(f"表：{one.title}", f"{{{name}|表:{one.key}}}") for one in figure.breakdowns]
        if figure.columns:
            ways.append(("名单", f"{{{name}|名单}}"))
    now = worded(live.fact(figure.key).number, figure.unit)
    return Offered(figure.title, figure.means, now, f"{{{name}}}", ways)
