"""What the page of one import shows, for the state it is in."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest

from rencai.people.imports import files
from rencai.people.imports.importer import Importer
from rencai.people.imports.kinds import KINDS
from rencai.people.imports.preview import SHOWN_AT_MOST
from rencai.people.models import ImportJob, ImportState, Person

PER_PAGE = 50
TABS = {
    "rejected": "退回的单元格",
    "warned": "存疑的单元格",
    "fixed": "已统一写法",
    "changed": "变更",
    "new": "新增",
    "gone": "库中有而名册没有",
}
_FINDINGS = frozenset({"rejected", "warned", "fixed"})
_WITH_PREVIEW = frozenset({ImportState.CHECKED, ImportState.DONE, ImportState.APPLYING})


def job_context(job: ImportJob, request: HttpRequest) -> dict[str, Any]:
    """Context of people/imports/detail.html."""
    own = job.owner_id == request.user.pk
    context: dict[str, Any] = {
        "job": job,
        "kind": KINDS[job.kind],
        "own": own,
        "same_file": ImportJob.objects.visible_to(request.user).with_same_file(job).first(),
        "has_marked": own and files.has(job, files.MARKED),
        "has_report": own and files.has(job, files.REPORT),
    }
    preview = files.json_of(job, files.PREVIEW) if job.state in _WITH_PREVIEW and not job.running else None
    if preview is None:
        return context
    lists = _lists(preview)
    people = job.kind == "people"
    wanted = request.GET.get("show", "")
    show = wanted if wanted in TABS else next((key for key in TABS if lists[key]), "new")
    page = Paginator(lists[show], PER_PAGE).get_page(request.GET.get("page"))
    if show == "gone":
        page.object_list = _people(list(page.object_list), request)
    return context | {
        "notices_of_file": preview["notices"],
        "unknown_units": preview["units"][:200] if own else [],
        "known_units": _known_units(job) if own and preview["units"] else [],
        "tabs": [(key, title, _count(job, key, lists)) for key, title in TABS.items() if key != "gone" or people],
        "show": show,
        "page": page,
        "cut": len(lists[show]) >= SHOWN_AT_MOST,
    }


def _lists(preview: dict[str, Any]) -> dict[str, list[Any]]:
    lists: dict[str, list[Any]] = {key: preview.get(key, []) for key in TABS}
    for status in _FINDINGS:
        lists[status] = [found for found in preview["findings"] if found["status"] == status]
    return lists


def _count(job: ImportJob, key: str, lists: dict[str, list[Any]]) -> int:
    """People for what happens to people, cells for what was found in cells."""
    return len(lists[key]) if key in _FINDINGS else int(job.effect.get(key, 0))


def _people(keys: list[int], request: HttpRequest) -> list[Any]:
    rows = Person.objects.visible_to(request.user).filter(pk__in=keys)
    return list(rows.values("pk", "name", number=F("id_masked")))


def _known_units(job: ImportJob) -> list[tuple[int, str]]:
    rows = Importer(job.owner, job.unit).units().filter(ends=None).order_by("name")
    return list(rows.values_list("pk", "name")[:2000])
