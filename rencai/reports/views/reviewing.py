"""Review and issue: comments, answers, the steps between the states, the signature."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from rencai.documents.tree import Heading, Paragraph
from rencai.documents.walk import plain
from rencai.org.access import Ability, requires
from rencai.org.signin import ask_again, recently_verified
from rencai.reports import actions
from rencai.reports.building import Built, compose
from rencai.reports.forms import Issue, Remark
from rencai.reports.models import Report
from rencai.reports.views.reading import abilities, page_of, report_of, user_of
from rencai.ui.notices import note


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Ability.SEE_REPORTS)
def report_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The report with its comments; a posted form adds one."""
    found = report_of(request, pk)
    form = Remark(request.POST or None)
    built = compose(found)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if values["fact"] and values["fact"] not in built.facts:
            raise Http404(values["fact"])
        try:
            quote = dict(places(built)).get(values["anchor"], "")
            actions.remark(found, quote=quote, by=user_of(request), **values)
            return redirect("report-review", found.pk)
        except actions.Refused as refusal:
            note(request, str(refusal), "danger")
    return render(request, "reports/review.html", _context(request, found, built, form))


def _context(request: HttpRequest, report: Report, built: Built, form: Remark) -> dict[str, object]:
    comments = list(report.comments.select_related("author", "answered_by"))
    return {
        "report": report,
        "built": built,
        "document": page_of(report, built),
        "places": places(built),
        "comments": [(one, built.facts.get(one.fact)) for one in comments],
        "form": form,
        "may": abilities(request),
    }


def places(built: Built) -> list[tuple[str, str]]:
    """(anchor, beginning of the words) of every heading and paragraph that can be commented on."""
    return [
        (block.anchor, plain(block.inlines)[:40])
        for block in built.document.body
        if isinstance(block, Heading | Paragraph) and block.anchor
    ]


@require_POST
@requires(Ability.WRITE_REPORT)
def report_answer(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Answer a comment."""
    found = report_of(request, pk)
    asked = get_object_or_404(found.comments, pk=comment)
    form = Remark(request.POST)
    if form.is_valid():
        try:
            actions.answer(asked, text=form.cleaned_data["text"], by=user_of(request))
            return redirect("report-review", found.pk)
        except actions.Refused as refusal:
            note(request, str(refusal), "danger")
    else:
        note(request, "请写下答复：采纳了什么，或为什么不采纳。", "danger")
    return render(request, "reports/review.html", _context(request, found, compose(found), Remark()), status=422)


@require_POST
@requires(Ability.WRITE_REPORT)
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """To review."""
    found = report_of(request, pk)
    try:
        actions.submit(found, by=user_of(request))
    except actions.Refused as refusal:
        note(request, str(refusal), "danger")
        return render(request, "reports/refused.html", {"report": found}, status=422)
    return redirect("report-review", found.pk)


@require_POST
@requires(Ability.WRITE_REPORT)
def report_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to draft."""
    found = report_of(request, pk)
    try:
        actions.send_back(found, by=user_of(request))
    except actions.Refused as refusal:
        note(request, str(refusal), "danger")
        return render(request, "reports/refused.html", {"report": found}, status=422)
    return redirect("report", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Ability.ISSUE_REPORT)
def report_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the way, what was typed by hand, and the signature."""
    found = report_of(request, pk)
    form = Issue(request.POST or None, initial={"on": timezone.localdate(), "number": found.number})
    if request.method == "POST" and not recently_verified(request):
        return ask_again(request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.issue(found, by=user_of(request), **form.cleaned_data)
            return redirect("report", found.pk)
        except actions.Refused as refusal:
            note(request, str(refusal), "danger")
            found = report_of(request, pk)
    built = compose(found)
    obstacles = actions.obstacles(found, built, user_of(request))
    context = {"report": found, "built": built, "form": form, "obstacles": obstacles}
    return render(request, "reports/issue.html", {**context, "typed": built.marked("typed_number")})
