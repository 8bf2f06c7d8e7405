"""The edition for the public: choosing what is masked, asking, the second person's look, the files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from rencai.documents import html
from rencai.documents.pdf import FontsMissing
from rencai.documents.tree import OfficialDocument
from rencai.org.access import Ability, requires
from rencai.org.signin import ask_again, recently_verified
from rencai.reports import publishing
from rencai.reports.actions import Refused
from rencai.reports.exporting import FORMATS, export_publication
from rencai.reports.forms import Decide
from rencai.reports.inspecting import worded
from rencai.reports.masking import proposed
from rencai.reports.models import Publication, PublicationState, Report
from rencai.reports.views.reading import abilities, attached, report_of, user_of
from rencai.ui.notices import note


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Ability.WRITE_REPORT, Ability.PUBLISH_REPORT)
def report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what more to mask, see the edition, ask for its publication."""
    found = report_of(request, pk)
    if not found.is_issued:
        raise Http404("not issued")
    chosen = set((request.POST or request.GET).getlist("mask"))
    if request.method == "POST":
        try:
            made = publishing.ask(found, chosen=chosen, by=user_of(request))
            return redirect("report-publication", found.pk, made.pk)
        except Refused as refusal:
            note(request, str(refusal), "danger")
    hidden = proposed(found, chosen)
    document = publishing.edition(found, hidden)
    context = {
        "report": found,
        "choices": _choices(found, hidden, chosen),
        "document": _shown(document),
        "findings": publishing.findings(document),
        "publications": found.publications.select_related("asked_by", "decided_by"),
    }
    return render(request, "reports/publish.html", context)


def _choices(report: Report, hidden: set[str], chosen: set[str]) -> list[dict[str, object]]:
    """Every printed fact with whether it must be, or was chosen to be, masked."""
    kept = proposed(report) if chosen else hidden
    return [
        {
            "id": row.fact_id,
            "title": row.title,
            "text": row.text if row.modifier == "change" else worded(row.number, row.unit),
            "must": row.fact_id in kept,
            "follows": row.fact_id in hidden - kept - chosen,
            "chosen": row.fact_id in chosen,
        }
        for row in report.figures.defer("row_keys")
        if not (row.modifier.startswith("by:") and row.modifier.count(":") == 1)
    ]


def _shown(document: OfficialDocument) -> SafeString:
    return mark_safe(html.write(document, title_level=2))  # noqa: S308 - the writer escapes every text


def _publication(request: HttpRequest, report: Report, pk: int) -> Publication:
    """One of this report's publications, for those who see the report."""
    visible = Publication.objects.visible_to(request.user).select_related("report__unit", "asked_by", "decided_by")
    return get_object_or_404(visible, pk=pk, report=report)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Ability.PUBLISH_REPORT, Ability.WRITE_REPORT)
def report_publication(request: HttpRequest, pk: int, publication: int) -> HttpResponse:
    """The edition as it would go out, with what the gate asks; a posted form decides."""
    found = report_of(request, pk)
    asked = _publication(request, found, publication)
    form = Decide(request.POST or None)
    may_decide = user_of(request).may(Ability.PUBLISH_REPORT) and asked.asked_by_id != request.user.pk
    if request.method == "POST" and form.is_valid():
        if not recently_verified(request):
            return ask_again(request)
        try:
            if not may_decide:
                raise Refused("发布须由申请人以外、有复核权限的同事办理。")
            approve = request.POST.get("decision") == "approve"
            publishing.decide(asked, approve=approve, by=user_of(request), **form.cleaned_data)
            return redirect("report-publication", found.pk, asked.pk)
        except Refused as refusal:
            note(request, str(refusal), "danger")
    document = publishing.edition(found, set(asked.masked))
    context = {
        "report": found,
        "publication": asked,
        "document": _shown(document),
        "findings": publishing.findings(document),
        "form": form,
        "may": abilities(request),
        "may_decide": may_decide and asked.state == PublicationState.ASKED,
    }
    return render(request, "reports/publication.html", context)


@require_safe
@requires(Ability.EXPORT)
def report_publication_file(request: HttpRequest, pk: int, publication: int, format_: str) -> HttpResponse:
    """A file of an approved edition."""
    found = report_of(request, pk)
    made = _publication(request, found, publication)
    if format_ not in FORMATS or made.state != PublicationState.APPROVED:
        raise Http404(format_)
    try:
        return attached(export_publication(made, format_, by=user_of(request)))
    except FontsMissing as error:
        note(request, str(error), "danger")
        return render(request, "reports/unavailable.html", {"report": found}, status=503)
