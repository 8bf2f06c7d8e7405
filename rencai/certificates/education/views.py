"""Pages of continuing education: accounts and their clauses, entries, proposals, audits, the yearly track."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from rencai.certificates.education import actions
from rencai.certificates.education.account import account_of
from rencai.certificates.education.facts import INSTITUTIONS
from rencai.certificates.education.facts import facts as yearly_facts
from rencai.certificates.education.figures import accounts
from rencai.certificates.education.forecast import batches_to_come, closing
from rencai.certificates.education.forms import EducationForm, FindingForm, ReasonForm, SampleForm
from rencai.certificates.education.rules import YEAR
from rencai.certificates.models import Drawn, EducationEntry, Finding, Registration, Sample
from rencai.certificates.proposals import attended_without_entry
from rencai.kernel.rules.explaining import explain
from rencai.org.access import Ability, requires
from rencai.people.models import Person
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt
from rencai.ui.asked import keys
from rencai.ui.listing import render_listing
from rencai.ui.notices import note
from rencai.ui.scopes import day_of, scope_of

PER_PAGE = 50
SHOWN = 200


@requires(Ability.SEE_PEOPLE)
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """The accounts of all registrations that run, with what each still lacks."""
    user: Any = request.user
    context = {"may_manage": user.may(Ability.MANAGE_CERTIFICATES)}
    return render_listing(
        request, accounts, scope_of(request), heading="继续教育", template="certificates/education/accounts.html",
        context=context,
    )  # fmt: skip


@requires(Ability.SEE_PEOPLE)
@require_safe
def account_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One account as of `?on=`: every entry with its clause, the forecast, batches that would close the gap."""
    rows = Registration.objects.visible_to(request.user).select_related("certificate__person", "authority")
    period = get_object_or_404(rows, pk=pk)
    user: Any = request.user
    day = day_of(request, "on", "日期") or timezone.localdate()
    account = account_of(period, day)
    context = {
        "period": period,
        "day": day,
        "account": account,
        "running": period.holds(day),
        "closing": closing(account, batches_to_come(user, day)) if period.holds(day) else (),
        "may_manage": user.may(Ability.MANAGE_CERTIFICATES),
    }
    answer = render(request, "certificates/education/account.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_CERTIFICATES)
def education_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Something the person `pk` learned."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    user: Any = request.user
    form = EducationForm(request.POST or None)
    made: list[EducationEntry] = []
    if form.is_valid() and attempt(
        form,
        lambda: made.append(actions.enter_education(person, on=timezone.localdate(), by=user, **form.cleaned_data)),
    ):
        return redirect("learning", person.pk)
    return form_page(request, form, "登记继续教育", "登记", person)


@requires(Ability.SEE_PEOPLE)
@require_safe
def education_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything a person learned, the accounts, and the yearly track."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    user: Any = request.user
    day = day_of(request, "on", "日期") or timezone.localdate()
    row = yearly_facts(Person.objects.filter(pk=person.pk), day).row(0, named=True)
    context = {
        "person": person,
        "day": day,
        "accounts": [account_of(period, day) for period in actions.accounts_of(person, day)],
        "entries": EducationEntry.objects.filter(person=person, entered_on__lte=day).order_by("-last_day", "-pk"),
        "year": explain(YEAR, row, day),
        "may_manage": user.may(Ability.MANAGE_CERTIFICATES),
    }
    answer = render(request, "certificates/education/person.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_CERTIFICATES)
def education_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry no longer stands."""
    rows = EducationEntry.objects.visible_to(request.user).select_related("person")
    entry = get_object_or_404(rows, pk=pk)
    user: Any = request.user
    form = ReasonForm(request.POST or None)
    if form.is_valid() and attempt(
        form, lambda: actions.withdraw_education(entry, on=timezone.localdate(), by=user, **form.cleaned_data)
    ):
        return redirect("learning", entry.person_id)
    return form_page(request, form, "作废继续教育记录", "作废", entry.person)


@requires(Ability.MANAGE_CERTIFICATES)
@require_http_methods(["GET", "HEAD", "POST"])
def education_proposed(request: HttpRequest) -> HttpResponse:
    """Hours of finished batches that stand in no account yet; the chosen ones are counted."""
    user: Any = request.user
    rows = attended_without_entry(user)
    if request.method == "POST":
        chosen = rows.filter(pk__in=keys(request.POST.getlist("row")))
        made = actions.confirm_attended(list(chosen), on=timezone.localdate(), by=user)
        note(request, f"已计入{made}条。", "success")
    page = Paginator(attended_without_entry(user), SHOWN).get_page(request.GET.get("page"))
    answer = render(request, "certificates/education/proposed.html", {"page": page})
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.SEE_PEOPLE)
@require_safe
def yearly_list(request: HttpRequest) -> HttpResponse:
    """People in institutions with their hours of the year and the verdict of the yearly rule."""
    user: Any = request.user
    day = day_of(request, "on", "日期") or timezone.localdate()
    seen = Person.objects.visible_to(user, day)
    people = seen.employed(day, Q(unit__kind__in=INSTITUTIONS)).order_by("pinyin", "pk")
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    shown = Person.objects.filter(pk__in=[one.pk for one in page])
    rows = {row["id"]: row for row in yearly_facts(shown, day).iter_rows(named=True)}
    table = [(one, rows[one.pk], explain(YEAR, rows[one.pk], day)) for one in page]
    context = {"page": page, "table": table, "day": day, "rule": YEAR}
    answer = render(request, "certificates/education/yearly.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_CERTIFICATES)
def sample_list(request: HttpRequest) -> HttpResponse:
    """The audits, and drawing a new one."""
    user: Any = request.user
    form = SampleForm(request.POST or None, initial={"on": timezone.localdate()})
    made: list[Sample] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(actions.draw_sample(county=user.county, by=user, **form.cleaned_data))
    ):
        return redirect("sample", made[0].pk)
    return render(
        request, "certificates/education/samples.html", {"rows": Sample.objects.visible_to(user), "form": form}
    )


@requires(Ability.MANAGE_CERTIFICATES)
@require_safe
def sample_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One audit: how it was drawn, and what was found."""
    sample = get_object_or_404(Sample.objects.visible_to(request.user), pk=pk)
    rows = sample.drawn.select_related("certificate__person", "found_by")
    context = {"sample": sample, "rows": [(row, _period(row, sample.on)) for row in rows]}
    answer = render(request, "certificates/education/sample.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_CERTIFICATES)
def sample_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """What the look at a drawn account found."""
    rows = Drawn.objects.filter(sample__in=Sample.objects.visible_to(request.user))
    drawn = get_object_or_404(rows.select_related("certificate__person"), pk=pk)
    user: Any = request.user
    form = FindingForm(request.POST or None, initial={"finding": drawn.finding, "note": drawn.note})

    def settle() -> None:
        data = form.cleaned_data
        actions.settle_drawn(drawn, Finding(data["finding"]), note=data["note"], on=timezone.localdate(), by=user)

    if form.is_valid() and attempt(form, settle):
        return redirect("sample", drawn.sample_id)
    return form_page(request, form, "登记核查结论", "保存", drawn.certificate.person)


def _period(drawn: Drawn, on: date) -> Registration | None:
    return Registration.objects.holding(on).filter(certificate=drawn.certificate_id).first()
