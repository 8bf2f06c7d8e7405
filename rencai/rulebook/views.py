"""The pages of the rules: all of them, one with its values, and one explained for one person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rencai.kernel.rules.explaining import explain
from rencai.kernel.rules.parameters import NoValue, Plain
from rencai.kernel.rules.published import RULES, Published
from rencai.kernel.rules.rule import NoEdition, Rule
from rencai.org.access import Ability, requires
from rencai.people.models import Person
from rencai.people.search import search
from rencai.rulebook import reading
from rencai.ui.notices import note
from rencai.ui.scopes import day_of

FOUND_AT_MOST = 20


@require_safe
@requires(Ability.SEE_PEOPLE)
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule with the wording in force today."""
    today = timezone.localdate()
    shown = [(rule, _edition(rule, today)) for rule in reading.rules()]
    return render(request, "rulebook/rules.html", {"rules": shown})


@require_safe
@requires(Ability.SEE_PEOPLE)
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """One rule on a day: its wording, its values and what changed when; and whom to explain it for."""
    published = _published(key)
    known = published.rule
    on = _day(request)
    words = request.GET.get("q", "").strip() if published.of_people else ""
    # The widest search of the register asks nothing of a day: whoever left can be explained too.
    people = search(Person.objects.visible_to(request.user), words)[:FOUND_AT_MOST] if words else ()
    edition = _edition(known, on)
    context = {
        "rule": known,
        "of_people": published.of_people,
        "on": on,
        "edition": edition,
        "until": reading.until(known, on),
        "sentences": reading.sentences(known, on) if edition else (),
        "histories": reading.histories(known, on),
        "changes": reading.changes(known),
        "words": words,
        "people": people,
    }
    return render(request, "rulebook/rule.html", context)


@require_safe
@requires(Ability.SEE_PEOPLE)
def rule_person(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The rule for one person on a day, clause by clause; values may be tried, and nothing is saved."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    published = _published(key)
    if not published.of_people:
        raise Http404(key)
    on = _day(request)
    tried = _tried(request, published.rule)
    context: dict[str, Any] = {"rule": published.rule, "person": person, "on": on, "tried": tried}
    try:
        facts = published.known(Person.objects.filter(pk=person.pk), on, timezone.localdate())
        found = explain(published.rule, facts.row(0, named=True), on, tried)
        context |= {"found": found, "values": _values(published.rule, on, tried)}
    except (NoEdition, NoValue) as error:
        context["obstacle"] = str(error)
    answer = render(request, "rulebook/person.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _published(key: str) -> Published:
    try:
        return RULES[key]
    except KeyError as error:
        raise Http404(key) from error


def _edition(rule: Rule, on: date) -> Any:
    try:
        return rule.edition(on)
    except NoEdition:
        return None


def _day(request: HttpRequest) -> date:
    return day_of(request, "on", "日期", ahead=True) or timezone.localdate()


def _tried(request: HttpRequest, rule: Rule) -> dict[str, Plain]:
    """The values to try, from parameters of the query named try.<key>; what is no whole number is left out and said."""
    tried: dict[str, Plain] = {}
    for name in rule.parameters:
        text = request.GET.get(f"try.{name}", "").strip()
        if text and text.isascii() and text.isdigit() and len(text) <= 9:
            tried[name] = int(text)
        elif text:
            note(request, f"试算值“{text[:20]}”不是整数，已忽略。")
    return tried


def _values(rule: Rule, on: date, tried: Mapping[str, Plain]) -> list[tuple[str, str, Any, Any]]:
    """(key, title with unit, value in force, value tried) of what can be tried: whole numbers that hold everywhere."""
    found = []
    for name, parameter in reading.parameters_of(rule).items():
        value = parameter.at(on).value
        if isinstance(value, int) and not isinstance(value, bool):
            unit = f"（{parameter.unit}）" if parameter.unit else ""
            found.append((name, f"{parameter.title}{unit}", value, tried.get(name, "")))
    return found
