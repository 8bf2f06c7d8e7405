"""Nominations: units send their people, the bureau confirms, declines and replaces."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from rencai.org.access import Ability, requires
from rencai.people.models import Person
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.training import actions
from rencai.training.candidates import candidates, described
from rencai.training.forms.nominations import ReasonForm, ReplaceForm
from rencai.training.models import Batch, Enrolment, EnrolmentState
from rencai.training.reading import by_unit
from rencai.training.views.batches import batch_of, page_of, refused
from rencai.ui import asked
from rencai.ui.notices import note
from rencai.ui.query import clean

PER_PAGE = 50


@requires(Ability.NOMINATE)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose among one's own people who are not in the batch yet; the bureau's own choice is confirmed at once."""
    batch = batch_of(request, pk)
    user: Any = request.user
    if request.method == "POST" and _sent(request, batch):
        return redirect("batch", pk)
    today, words = timezone.localdate(), clean(request.GET.get("q", ""))
    never = request.GET.get("never") == "1"
    unit = asked.key(request.GET.get("unit", ""))
    found = candidates(user, batch, today, words=words, unit=unit, never=never)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "page": page,
        "rows": described(list(page), batch, today),
        "units": by_unit(user, batch),
        "words": words,
        "never": never,
        "unit": unit,
        "freely": user.may(Ability.MANAGE_TRAINING),
        "ticked": set(asked.keys(request.POST.getlist("person"))),
        "shown": {person.pk for person in page},
    }
    answer = render(request, "training/nominate.html", context, status=422 if request.method == "POST" else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_TRAINING)
@require_POST
def batch_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Those ticked, or with `all` everybody who waits."""
    batch = batch_of(request, pk)
    user: Any = request.user
    waiting = Enrolment.objects.visible_to(user).filter(batch=batch, state=EnrolmentState.NOMINATED)
    keys = (
        list(waiting.values_list("pk", flat=True)) if "all" in request.POST else asked.keys(request.POST.getlist("pk"))
    )
    try:
        confirmed = actions.confirm(batch, keys, by=user)
    except ValidationError as error:
        return refused(request, batch, error)
    if not confirmed:
        return refused(request, batch, ValidationError("没有勾选待确认的人员。"))
    return redirect("batch", pk)


@requires(Ability.MANAGE_TRAINING)
def nomination_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The bureau's no."""
    enrolment = enrolment_of(request, pk)
    user: Any = request.user
    form = ReasonForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.decline(enrolment, by=user, **form.cleaned_data)):
        return redirect("batch", enrolment.batch_id)
    return form_page(
        request, form, f"不同意参加{enrolment.batch}", "不同意", enrolment.person, back=page_of(enrolment.batch)
    )


@requires(Ability.NOMINATE)
def nomination_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody can't come after all: said by the unit or the bureau."""
    enrolment = enrolment_of(request, pk)
    user: Any = request.user
    form = ReasonForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.withdraw(enrolment, by=user, **form.cleaned_data)):
        return redirect("batch", enrolment.batch_id)
    return form_page(request, form, f"退出{enrolment.batch}", "退出", enrolment.person, back=page_of(enrolment.batch))


@requires(Ability.MANAGE_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def nomination_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else goes instead; looked for in the person's unit until words are given."""
    enrolment = enrolment_of(request, pk)
    user: Any = request.user
    words, today = clean(request.GET.get("q", "")), timezone.localdate()
    unit = None if words else enrolment.unit_id
    found = candidates(user, enrolment.batch, today, words=words, unit=unit)
    form = ReplaceForm(request.POST or None)
    offered: Any = form.fields["person"]
    offered.offer(found, today)

    def replace() -> None:
        data = form.cleaned_data
        actions.replace(enrolment, data["person"], reason=data["reason"], today=today, by=user)

    if form.is_valid() and attempt(form, replace):
        return redirect("batch", enrolment.batch_id)
    answer = render(request, "training/replace.html", {"enrolment": enrolment, "form": form, "words": words})
    answer["Cache-Control"] = "no-store"
    return answer


def enrolment_of(request: HttpRequest, pk: int) -> Enrolment:
    """Somebody in a batch, of the user's scope. Raises Http404 for anybody else."""
    found = Enrolment.objects.visible_to(request.user).select_related("batch__course", "person", "unit")
    return get_object_or_404(found, pk=pk)


def _sent(request: HttpRequest, batch: Batch) -> bool:
    """Whether those ticked could be sent; else it is said on the page."""
    user: Any = request.user
    people = list(Person.objects.visible_to(user).filter(pk__in=asked.keys(request.POST.getlist("person"))))
    if not people:
        note(request, "没有勾选人员。", "danger")
        return False
    send = actions.choose if user.may(Ability.MANAGE_TRAINING) else actions.nominate
    try:
        send(batch, people, today=timezone.localdate(), by=user)
    except ValidationError as error:
        for message in error.messages:
            note(request, message, "danger")
        return False
    return True
