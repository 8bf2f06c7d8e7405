"""One of everything in 云川县, and the address of every route for it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, get_resolver, reverse

from rencai.org.models import Area
from rencai.people.imports import jobs
from rencai.people.models import ExportRequest, Person
from rencai.people.tests import factory
from rencai.reports import actions as reports
from tests.personal import CANARY
from tests.reach import REACHES

DAY = date(2022, 12, 31)
ROSTER = f"姓名,身份证号,工作单位\n{CANARY},{factory.id_number('1980-01-02', 7)},云川县民政局\n"


def made(world: SimpleNamespace) -> SimpleNamespace:
    """People of two units, an import, an export request, a report under review with a comment."""
    Area.objects.get_or_create(code="629921", defaults={"name": "云川县", "level": 6})
    person = factory.person(world.station, CANARY, birth="1985-03-02", sex="1", phone="19900001234")
    factory.educate(person, "20", degree="4", major="社会工作")
    factory.categorise(person, "social_work", "grassroots")
    factory.qualify(person, "assistant", valid_until="2024-06-30")
    factory.serve(person, "community")
    factory.person(world.organisation, CANARY[:2] + "云", sex="2")
    job = jobs.upload(unit=world.bureau, on=DAY, file_name=f"{CANARY}.csv", data=ROSTER.encode(), by=world.clerk)
    asked = ExportRequest.objects.create(
        asked_by=world.clerk, figure="people.on_register", title=CANARY, query="", rows=600, purpose=CANARY
    )
    report = reports.draft(unit=world.bureau, year=2022, day=DAY, by=world.clerk)
    reports.submit(report, by=world.clerk)
    comment = reports.remark(report, anchor="p1", quote="", fact="", text=CANARY, by=world.leader)
    own = {"job": job, "export": asked, "report": report, "comment": comment}
    return SimpleNamespace(world=world, canary=CANARY, person=person, **own, **of_the_apps(world, person))


def of_the_apps(world: SimpleNamespace, person: Person) -> dict[str, Any]:
    """One of everything that each app knows of."""
    found: dict[str, Any] = {}
    for reach in REACHES:
        found |= reach.made(world, person)
    return found


def finish(answer: HttpResponseBase) -> None:
    """Close an answer, and the file it streams, while the test's own database connection stays open."""
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()
    finally:
        request_finished.connect(close_old_connections)


def address(name: str, things: SimpleNamespace) -> str:
    """The URL of the route `name` for the things made; a route with unknown parameters fails the test."""
    own: dict[str, dict[str, Any]] = {
        "user": {"pk": things.world.colleague.pk},
        "unit": {"pk": things.world.station.pk},
        "import": {"pk": things.job.pk, "name": "original", "kind": "people"},
        "export": {"pk": things.export.pk},
        "figure": {"key": "people.on_register"},
        "rule": {"key": "exams.assistant", "pk": things.person.pk},
        "layout": {"key": "people.on_register"},
        "person": {"pk": things.person.pk, "field": "phone", "post": 1},
        "doubt": {"pk": things.person.pk, "doubt": 1},
        "report": {"pk": things.report.pk, "fact": "f1", "format_": "html", "publication": 1}
        | {"comment": things.comment.pk},
    }
    first = name.split("-", maxsplit=1)[0]
    for reach in REACHES:
        own.setdefault(first, {}).update(
            {key: getattr(things, str(what), what) for key, what in reach.parameters.get(first, {}).items()}
        )
    offered = {"key": "people.on_register"} | own[first]
    for _pattern, wanted in get_resolver().reverse_dict.getlist(name)[0][0][:1]:
        return reverse(name, kwargs={parameter: offered[parameter] for parameter in wanted})
    raise NoReverseMatch(name)
