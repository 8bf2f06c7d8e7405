"""Pages measured with Django's test client: the product's, and the plain admin's on the same rows."""

import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.timing import Results, timed
from rencai.org.models import User
from rencai.people.actions.records import set_categories
from rencai.people.models import Person
from rencai.people.standing.store import STORE
from rencai.ui.figures import FIGURES, Figure, Scope

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_ADMIN_LIST = "/admin/people/person/"


def client() -> Client:
    """Signed in as the county's clerk, who sees everybody."""
    own = Client()
    own.force_login(User.objects.get(username="clerk"), backend=_BACKEND)
    return own


def searches() -> Iterator[tuple[str, str]]:
    """What is typed, by its kind: taken from a person in the middle of the register."""
    person = Person.objects.filter(pk__gte=Person.objects.count() // 2, name__regex="^...$").order_by("pk")[0]
    yield "search, 1 character", person.name[0]
    yield "search, 2 characters", person.name[:2]
    yield "search, 3 characters", person.name
    yield "search, pinyin", person.pinyin
    yield "search, initials", person.initials
    yield "search, last four of the ID", person.id_masked[-4:]


def page(own: Client, url: str, data: dict[str, str] | None = None) -> dict[str, Any]:
    """Milliseconds, queries and kilobytes of one page, as it is once the process is warm."""
    own.get(url, data)
    with CaptureQueriesContext(connection) as captured:
        answer = own.get(url, data)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    size = len(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    queries = len(captured)
    return {**timed(lambda: own.get(url, data)), "queries": queries, "KB": size / 1024}


def measure_product(results: Results) -> None:
    own = client()
    listing = _url("people-list")
    results.add("read two days into memory (once a process and day)", "rencai", _into_memory)
    results.add("list page", "rencai", lambda: page(own, listing()))
    results.add("list page, last", "rencai", lambda: page(own, listing(), {"page": str(Person.objects.count() // 60)}))
    results.add("filtered list", "rencai", lambda: page(own, listing(), _filter()))
    for what, text in searches():
        results.add(what, "rencai", lambda text=text: page(own, listing(), {"q": text}))
    middle = Person.objects.filter(pk__gte=Person.objects.count() // 2).order_by("pk")[0]
    results.add("person page", "rencai", lambda: page(own, reverse("person", args=[middle.pk])))
    for what, name in (("figures page", "figure-list"), ("home (dashboard)", "home")):
        results.add(f"{what}, nothing changed", "rencai", lambda name=name: page(own, reverse(name)))
        results.add(f"{what}, right after a change", "rencai", lambda name=name: _after_change(own, reverse(name)))
    results.add("one figure with its rows", "rencai", lambda: page(own, reverse("figure", args=["people.qualified"])))


def measure_admin(results: Results) -> None:
    own = client()
    results.add("list page", "admin", lambda: page(own, _ADMIN_LIST))
    results.add("filtered list", "admin", lambda: page(own, _ADMIN_LIST, {"sex__exact": "2", "key_person__exact": "0"}))
    for what, text in searches():
        results.add(what, "admin", lambda text=text: page(own, _ADMIN_LIST, {"q": text}))
    middle = Person.objects.filter(pk__gte=Person.objects.count() // 2).order_by("pk")[0]
    results.add("person page", "admin", lambda: page(own, f"{_ADMIN_LIST}{middle.pk}/change/"))


def _url(name: str) -> Any:
    return lambda: reverse(name)


def _filter() -> dict[str, str]:
    """Two of the listing's own filters."""
    from rencai.people.figures.breakdowns import CHOICES  # noqa: PLC0415 - only there when the figures are

    wanted = {"sex": "2", "key_person": "0", "political_status": "群众", "level": "assistant"}
    known = {choice.key: wanted[choice.key] for choice in CHOICES if choice.key in wanted}
    return dict(list(known.items())[:2]) or {CHOICES[0].key: "x", "note": "no known filter"}


def _after_change(own: Client, url: str) -> dict[str, Any]:
    """Each request after somebody's record changed, the change included, so that no kept number is right any more."""
    clerk = User.objects.get(username="clerk")
    person = Person.objects.filter(county=clerk.county, employments__ends__isnull=True).order_by("pk")[0]
    held = cycle([["official"], ["grassroots", "social_work"]])
    set_categories(person, [], on=timezone.localdate(), by=clerk)

    def once() -> None:
        if not set_categories(person, next(held), on=timezone.localdate(), by=clerk):
            raise RuntimeError("nothing changed")
        if own.get(url).status_code != 200:
            raise RuntimeError(url)

    return timed(once, least=3, most=10, seconds=8)


def _into_memory() -> dict[str, Any]:
    """What a process does once a day: everybody as they stand today, and at the end of last year."""
    STORE.clear()
    start, cpu = time.perf_counter(), time.process_time()
    figure = FIGURES["people.joined_this_year"]
    assert isinstance(figure, Figure)
    figure.number(Scope(timezone.localdate(), User.objects.get(username="clerk")))
    return {"seconds": time.perf_counter() - start, "CPU s": time.process_time() - cpu, "days": 2}
