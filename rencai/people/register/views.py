"""Looking people up: the list, one person on any day, the printed sheet, one's own record, one revealed field."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rencai.org import audit
from rencai.org.access import Ability, requires
from rencai.org.signin import ask_again, recently_verified
from rencai.people.actions.accounts import TYING
from rencai.people.figures.register import on_register
from rencai.people.history import History
from rencai.people.models import Person
from rencai.people.models.fields import PERSON_FIELDS
from rencai.people.panels import panels
from rencai.people.register.forms import RevealForm, add_errors
from rencai.people.reveal import FIELDS, reveal
from rencai.ui.listing import render_listing
from rencai.ui.scopes import day_of, scope_of


@requires(Ability.SEE_PEOPLE)
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Everybody on the register of the scope."""
    scope = scope_of(request)
    template, user = "people/register/list.html", scope.user
    context = {"may_register": user.may(Ability.EDIT_PEOPLE)}
    return render_listing(request, on_register, scope, heading="人员", template=template, context=context)


@requires(Ability.SEE_PEOPLE)
@require_safe
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One person as of `?on=`, today without."""
    person, day = _seen(request, pk)
    return _unkept(render(request, "people/register/person.html", _context(request, person, day)))


@requires(Ability.SEE_PEOPLE)
@require_safe
def person_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on one sheet to print."""
    person, day = _seen(request, pk)
    return _unkept(render(request, "people/register/sheet.html", _context(request, person, day)))


@requires(Ability.SEE_OWN_RECORD)
@require_safe
def own_record(request: HttpRequest) -> HttpResponse:
    """What the register holds of the user; looking is written down like every look at a record."""
    person = get_object_or_404(Person.objects.visible_to(request.user))
    user: Any = request.user
    with transaction.atomic():
        audit.record("查看本人档案", by=user, on=person, county=person.county, changes=False)
    context = _context(request, person, timezone.localdate()) | {"own": True}
    return _unkept(render(request, "people/register/person.html", context))


@requires(Ability.REVEAL, Ability.SEE_OWN_RECORD)
def person_reveal(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """Asks why, then shows one sealed field once; the value stands in the answer to the posted form only."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    if field not in FIELDS:
        raise Http404(field)
    if not recently_verified(request):
        return ask_again(request)
    user: Any = request.user
    form = RevealForm(request.POST or None)
    shown = ""
    if request.method == "POST" and form.is_valid():
        try:
            shown = reveal(person, field, reason=form.cleaned_data["reason"], by=user) or "未填"
        except ValidationError as error:
            add_errors(form, error)
    context = {"person": person, "field": PERSON_FIELDS[field], "form": form, "shown": shown}
    htmx: Any = getattr(request, "htmx", False)
    return _unkept(render(request, "people/register/reveal.html" + ("#asked" if htmx else ""), context))


def _seen(request: HttpRequest, pk: int) -> tuple[Person, date]:
    asked = day_of(request, "on", "日期")
    kept = Exists(Person.objects.kept_by(request.user).filter(pk=OuterRef("pk")))
    people = Person.objects.visible_to(request.user, asked).annotate(kept=kept).select_related("user")
    return get_object_or_404(people, pk=pk), asked or timezone.localdate()


def _context(request: HttpRequest, person: Person, day: date) -> dict[str, Any]:
    user: Any = request.user
    present = day == timezone.localdate()
    kept = user.may(Ability.EDIT_PEOPLE) and getattr(person, "kept", False)
    history = History(person, day)
    return {
        "standing": history.standing(),
        "timeline": history.timeline,
        "panels": panels(user, person, day),
        "present": present,
        "doubts": person.doubts.unsettled() if present else (),
        "may_edit": present and kept,
        "may_tie": present and kept and user.may(TYING),
        "may_reveal": present and (user.may(Ability.REVEAL) or user.may(Ability.SEE_OWN_RECORD)),
    }


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
