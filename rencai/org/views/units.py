"""Units of the own county: their list, one unit's page, and what changes them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rencai.org import actions
from rencai.org.access import Ability, requires
from rencai.org.forms.choices import posted, show
from rencai.org.forms.units import CloseForm, MergeForm, NewUnitForm, RenameForm, SectionForm, UnitForm
from rencai.org.models import Unit, UnitKind
from rencai.org.signin import acting

PER_PAGE = 50


@requires(Ability.SEE_PEOPLE)
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """The units one sees."""
    rows = Unit.objects.visible_to(request.user).select_related("area", "parent")
    wanted = {name: request.GET.get(name, "").strip() for name in ("q", "kind", "state")}
    if wanted["q"]:
        named = Q(name__icontains=wanted["q"]) | Q(code__iexact=wanted["q"]) | Q(uscc__iexact=wanted["q"])
        rows = rows.filter(named | Q(names__name__icontains=wanted["q"])).distinct()
    if wanted["kind"] in UnitKind.values:
        rows = rows.filter(kind=wanted["kind"])
    if wanted["state"] != "all":
        rows = rows.filter(ends__isnull=wanted["state"] != "closed")
    page = Paginator(rows.order_by("code"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "wanted": wanted, "kinds": UnitKind.choices, "may_manage": _may_manage(request)}
    return render(request, "org/units.html", context)


@requires(Ability.SEE_PEOPLE)
@require_GET
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit with the names it bore and the units below it."""
    return _page(request, _one(request, pk))


@requires(Ability.MANAGE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_unit(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    form = NewUnitForm(acting(request), posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.add_unit(**form.cleaned_data, by=acting(request))
        except ValidationError as error:
            show(form, error)
        else:
            return redirect("unit", pk=new.pk)
    return render(request, "org/unit_form.html", {"form": form})


@requires(Ability.MANAGE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what a unit is."""
    one = _one(request, pk)
    initial = {"kind": one.kind, "area": one.area, "parent": one.parent, "uscc": one.uscc}
    form = UnitForm(acting(request), posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_unit(one, **form.cleaned_data, by=acting(request))
        except ValidationError as error:
            show(form, error)
        else:
            return redirect("unit", pk=pk)
    return render(request, "org/unit_form.html", {"form": form, "one": one})


@requires(Ability.MANAGE_UNITS)
@require_POST
def rename_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """A new name from a day on; the old one stays in the past."""
    one = _one(request, pk)
    return _changed(request, one, "renaming", RenameForm(request.POST), actions.rename_unit)


@requires(Ability.MANAGE_UNITS)
@require_POST
def merge_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Into another unit of the county."""
    one = _one(request, pk)
    return _changed(request, one, "merging", MergeForm(acting(request), one, request.POST), actions.merge_unit)


@requires(Ability.MANAGE_UNITS)
@require_POST
def close_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit ends."""
    one = _one(request, pk)
    return _changed(request, one, "closing", CloseForm(request.POST), actions.close_unit)


@requires(Ability.MANAGE_UNITS)
@require_POST
def add_section(request: HttpRequest, pk: int) -> HttpResponse:
    """A section of a bureau."""
    one = _one(request, pk)
    return _changed(request, one, "sectioning", SectionForm(request.POST), actions.add_section)


def _changed(request: HttpRequest, one: Unit, name: str, form: Form, action: Any) -> HttpResponse:
    """Does `action` with the form's fields; shows the unit's page with the form's errors where it can't."""
    if form.is_valid():
        try:
            action(one, **form.cleaned_data, by=acting(request))
        except ValidationError as error:
            show(form, error)
        else:
            return redirect("unit", pk=one.pk)
    return _page(request, _one(request, one.pk), **{name: form})


def _one(request: HttpRequest, pk: int) -> Unit:
    rows = Unit.objects.visible_to(request.user).select_related("area", "parent", "merged_into")
    return get_object_or_404(rows, pk=pk)


def _may_manage(request: HttpRequest) -> bool:
    return acting(request).may(Ability.MANAGE_UNITS)


def _page(request: HttpRequest, one: Unit, **forms: Form) -> HttpResponse:
    visible = Unit.objects.visible_to(request.user)
    shown = {
        "renaming": RenameForm(),
        "merging": MergeForm(acting(request), one),
        "closing": CloseForm(),
        "sectioning": SectionForm(),
    } | forms
    for name, form in shown.items():
        # Several of them ask for a name or a day: each field gets an id of its own.
        form.auto_id = f"{name}_%s"
    context = {
        "one": one,
        "may_manage": _may_manage(request) and one.ends is None,
        "names": one.names.order_by("-starts"),
        "sections": one.sections.all(),
        "below": visible.filter(parent=one)[:PER_PAGE],
        "merged": visible.filter(merged_into=one),
    }
    return render(request, "org/unit.html", context | shown, status=422 if forms else 200)
