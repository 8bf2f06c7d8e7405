"""Reading a report: the list, the page with its inspector, the comparison with the records, the files."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from rencai.documents import html
from rencai.documents.pdf import FontsMissing
from rencai.org.access import Ability, requires
from rencai.org.models import User
from rencai.reports.building import Built, compose, digest
from rencai.reports.exporting import FORMATS, Export, export
from rencai.reports.inspecting import inspected
from rencai.reports.models import Report
from rencai.reports.recompute import recompute
from rencai.ui.notices import note

PER_PAGE = 50


def user_of(request: HttpRequest) -> User:
    """Who is signed in; every page here asks for that."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def report_of(request: HttpRequest, pk: int) -> Report:
    """The report, for those who may see it; another county's is not found."""
    return get_object_or_404(Report.objects.visible_to(request.user).select_related("unit", "issued_by"), pk=pk)


def abilities(request: HttpRequest) -> dict[str, bool]:
    """Which buttons to show; the views behind them ask again."""
    may = user_of(request).may
    return {
        "write": may(Ability.WRITE_REPORT),
        "issue": may(Ability.ISSUE_REPORT),
        "export": may(Ability.EXPORT),
        "publish": may(Ability.PUBLISH_REPORT) or may(Ability.WRITE_REPORT),
    }


@require_safe
@requires(Ability.SEE_REPORTS)
def report_list(request: HttpRequest) -> HttpResponse:
    """The county's reports, newest first."""
    reports = Report.objects.visible_to(request.user).select_related("unit", "issued_by").defer("text")
    page = Paginator(reports, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/list.html", {"page": page, "may_write": abilities(request)["write"]})


@require_safe
@requires(Ability.SEE_REPORTS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it reads, every figure open to the inspector."""
    found = report_of(request, pk)
    built = compose(found)
    context = {
        "report": found,
        "built": built,
        "document": page_of(found, built),
        "open_comments": found.comments.filter(answered_at__isnull=True).count(),
        "may": abilities(request),
        "intact": not found.is_issued or digest(built.document) == found.digest,
    }
    return render(request, "reports/report.html", context)


def page_of(report: Report, built: Built) -> str:
    """The document for a page: figures link to the inspector. The writer escapes every text."""
    link = lambda fact_id: reverse("report-fact", args=[report.pk, fact_id])  # noqa: E731
    return mark_safe(html.write(built.document, href=link, draft=not report.is_issued, title_level=2))  # noqa: S308


@require_safe
@requires(Ability.SEE_REPORTS)
def report_fact(request: HttpRequest, pk: int, fact: str) -> HttpResponse:
    """What is behind one figure of a report."""
    found = report_of(request, pk)
    shown = inspected(found, fact, user_of(request))
    if shown is None:
        raise Http404(fact)
    context = {"report": found, "shown": shown}
    template = "reports/fact.html#inspector" if request.htmx else "reports/fact.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_safe
@requires(Ability.SEE_REPORTS)
def report_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """An issued report counted again as of its day, with the people who make a difference."""
    found = report_of(request, pk)
    if not found.is_issued:
        raise Http404("not issued")
    return render(request, "reports/compare.html", {"report": found, "found": recompute(found, user=user_of(request))})


@require_safe
@requires(Ability.EXPORT)
def report_export(request: HttpRequest, pk: int, format_: str) -> HttpResponse:
    """The report as a file."""
    found = report_of(request, pk)
    if format_ not in FORMATS:
        raise Http404(format_)
    try:
        return attached(export(found, format_, by=user_of(request)))
    except FontsMissing as error:
        note(request, str(error), "danger")
        return render(request, "reports/unavailable.html", {"report": found}, status=503)


def attached(made: Export) -> HttpResponse:
    """A file to be saved."""
    headers: dict[str, Any] = {"Content-Disposition": content_disposition_header(True, made.name)}
    return HttpResponse(made.data, content_type=made.content_type, headers=headers)
