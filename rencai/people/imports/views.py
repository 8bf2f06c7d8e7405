"""Pages of imports: the list, sending a file, looking at what it would do, saying yes, what came of it."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rencai.org.access import Ability, requires
from rencai.org.forms.choices import posted
from rencai.org.signin import ask_again, recently_verified
from rencai.people.exports.actions import ALONE_AT_MOST
from rencai.people.imports import files, jobs
from rencai.people.imports.forms import UploadForm, shown_name
from rencai.people.imports.kinds import KINDS, ImportKind, kinds_for
from rencai.people.imports.pages import job_context
from rencai.people.imports.tasks import apply_job, check_job
from rencai.people.models import ImportJob
from rencai.people.roster.text import id_inside

PER_PAGE = 50
PEOPLE = "people"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOWNLOADS = {
    files.MARKED: ("带标注的", ".xlsx", _XLSX),
    files.REPORT: ("核对结果-", ".json", "application/json"),
}


@requires(Ability.IMPORT_PEOPLE)
@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """The imports for the units in one's scope."""
    rows = ImportJob.objects.visible_to(request.user).select_related("unit", "owner")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for job in page:
        job.kind_title = KINDS[job.kind].title  # type: ignore[attr-defined]
    context = {"page": page, "kinds": kinds_for(_user(request))}
    return render(request, "people/imports/list.html", context)


@requires(Ability.IMPORT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: HttpRequest, kind: str = "people") -> HttpResponse:
    """Send a file of a kind that the user may import."""
    chosen = _kind(request, kind)
    form = UploadForm(request.user, posted(request), request.FILES or None)
    if chosen.key != PEOPLE:
        del form.fields["hidden"]
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        name = shown_name(sent["file"].name)
        data = sent["file"].read()
        place = {"unit": sent["unit"], "on": sent["on"], "hidden": sent.get("hidden", False)}
        job = jobs.upload(**place, file_name=name, data=data, by=_user(request), kind=chosen.key)
        check_job.enqueue(str(job.pk))
        return redirect("import-detail", pk=job.pk)
    context = {"form": form, "kind": chosen}
    return render(request, "people/imports/upload.html", context, status=400 if form.errors else 200)


@requires(Ability.IMPORT_PEOPLE)
@require_GET
def import_blank(request: HttpRequest, kind: str = "people") -> HttpResponseBase:
    """The blank form to fill in."""
    chosen = _kind(request, kind)
    target = BytesIO()
    chosen.blank(target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{chosen.file_title}.xlsx", content_type=_XLSX)


@requires(Ability.IMPORT_PEOPLE)
@require_GET
def import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One import, wherever it stands; while a worker has it the page asks again by itself."""
    job = _one(request, pk)
    context = job_context(job, request) | {"files_gone": not files.has(job, files.UPLOAD)}
    fragment = bool(request.htmx) and request.htmx.target == "progress"  # type: ignore[attr-defined]
    if fragment and job.running:
        answer = render(request, "people/imports/detail.html#progress", context)
    else:
        answer = render(request, "people/imports/detail.html", context)
        if fragment:
            answer["HX-Refresh"] = "true"
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.IMPORT_PEOPLE)
@require_POST
def import_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes; a second click finds the import on its way."""
    job = _own(request, pk)
    if jobs.confirm(job, accepted=request.POST.get("accepted") == "yes", by=_user(request)):
        apply_job.enqueue(str(job.pk))
    return redirect("import-detail", pk=pk)


@requires(Ability.IMPORT_PEOPLE)
@require_POST
def import_units(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which known units the unknown names mean."""
    job = _own(request, pk)
    named = zip(request.POST.getlist("name"), request.POST.getlist("unit"), strict=False)
    if jobs.choose_units(job, {**job.unit_choices, **dict(named)}, by=_user(request)):
        check_job.enqueue(str(job.pk))
    return redirect("import-detail", pk=pk)


@requires(Ability.IMPORT_PEOPLE)
@require_POST
def import_restart(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take up a job whose process ended."""
    job = _own(request, pk)
    try:
        step = jobs.restart(job, by=_user(request))
    except ValidationError:
        return redirect("import-detail", pk=pk)
    if step:
        {"check": check_job, "apply": apply_job}[step].enqueue(str(job.pk))
    return redirect("import-detail", pk=pk)


@requires(Ability.IMPORT_PEOPLE)
@require_POST
def import_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the import up; its files go."""
    jobs.cancel(_own(request, pk), by=_user(request))
    return redirect("import-detail", pk=pk)


@requires(Ability.IMPORT_PEOPLE)
@require_GET
def import_file(request: HttpRequest, pk: UUID, name: str) -> HttpResponseBase:
    """The marked copy or the JSON report, for the one who sent the file: both may hold its numbers in clear."""
    job = _own(request, pk)
    content = files.content(job, name) if name in _DOWNLOADS else None
    if content is None:
        raise Http404(name)
    if _needs_a_second_look(job, name, content) and not recently_verified(request):
        return ask_again(request, reverse("import-detail", args=[pk]))
    jobs.note_download(job, name, by=_user(request))
    prefix, suffix, kind = _DOWNLOADS[name]
    stem = job.file_name.rsplit(".", 1)[0]
    answer = FileResponse(BytesIO(content), as_attachment=True, filename=f"{prefix}{stem}{suffix}", content_type=kind)
    answer["Cache-Control"] = "no-store"
    return answer


def _needs_a_second_look(job: ImportJob, name: str, content: bytes) -> bool:
    """Whether so much or so much in clear leaves the system that the user proves once more who it is.

    The marked copy is the office's own file, with every number in it.
    """
    return name == files.MARKED or sum(job.counts.values()) > ALONE_AT_MOST or id_inside(content.decode())


def _one(request: HttpRequest, pk: UUID) -> ImportJob:
    return get_object_or_404(ImportJob.objects.visible_to(request.user).select_related("unit", "owner"), pk=pk)


def _own(request: HttpRequest, pk: UUID) -> ImportJob:
    """A job that this user sent: what somebody else sent is theirs to confirm."""
    rows = ImportJob.objects.visible_to(request.user).filter(owner=_user(request))
    return get_object_or_404(rows.select_related("unit", "owner"), pk=pk)


def _user(request: HttpRequest) -> Any:
    return request.user


def _kind(request: HttpRequest, key: str) -> ImportKind:
    """The kind, for those who may import it. Raises Http404."""
    for kind in kinds_for(_user(request)):
        if kind.key == key:
            return kind
    raise Http404(key)
