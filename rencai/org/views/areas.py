"""Areas of the own county: the tree, one more by hand, a list from a file with a preview."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import Substr
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from rencai.org import actions
from rencai.org.access import Ability, requires
from rencai.org.area_list import Listed, read_lines, read_list
from rencai.org.forms.choices import show
from rencai.org.forms.units import AreaFileForm, AreaForm, AreaRowsForm
from rencai.org.models import Area, Level
from rencai.org.signin import acting
from rencai.ui.sheets.book import FileRefused

PER_PAGE = 50
SHOWN = 200


@requires(Ability.MANAGE_UNITS)
@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    """What lies directly in the own county, or in the area `in`."""
    return _page(request)


@requires(Ability.MANAGE_UNITS)
@require_POST
def add_area(request: HttpRequest) -> HttpResponse:
    """A township or village of the own county."""
    form = AreaForm(request.POST)
    if form.is_valid():
        code, name = form.cleaned_data["code"], form.cleaned_data["name"]
        try:
            if not code.startswith(_county(request)):
                raise ValidationError({"code": f"只能登记本县区（{_county(request)}）的区划。"})
            actions.add_area(code=code, name=name, by=acting(request))
        except ValidationError as error:
            show(form, error)
        else:
            return redirect("areas")
    return _page(request, adding=form)


@requires(Ability.MANAGE_UNITS)
@require_POST
def check_areas(request: HttpRequest) -> HttpResponse:
    """Read a list and show what would change; nothing is written yet."""
    form = AreaFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            listed = read_list(form.cleaned_data["file"], _county(request))
        except FileRefused as refusal:
            form.add_error("file", refusal.reason)
        else:
            return _preview(request, listed)
    return _page(request, importing=form)


@requires(Ability.MANAGE_UNITS)
@require_POST
def import_areas(request: HttpRequest) -> HttpResponse:
    """Write the rows that were shown, checked once more."""
    form = AreaRowsForm(request.POST)
    if not form.is_valid():
        return redirect("areas")
    listed = read_lines(form.cleaned_data["rows"], _county(request))
    actions.import_areas(listed.good, county=_county(request), by=acting(request))
    return redirect("areas")


def _preview(request: HttpRequest, listed: Listed) -> HttpResponse:
    known = dict(Area.objects.visible_to(request.user).values_list("code", "name"))
    new = [(code, name) for code, name in listed.good if code not in known]
    renamed = [(code, known[code], name) for code, name in listed.good if known.get(code, name) != name]
    context = {
        "new": new[:SHOWN], "new_count": len(new), "renamed": renamed, "faults": listed.faults[:SHOWN],
        "same_count": len(listed.good) - len(new) - len(renamed), "fault_count": len(listed.faults),
        "form": AreaRowsForm(initial={"rows": "\n".join(f"{code},{name}" for code, name in listed.good)}),
    }  # fmt: skip
    return render(request, "org/areas_preview.html", context)


def _county(request: HttpRequest) -> str:
    return acting(request).county


def _page(request: HttpRequest, **forms: Form) -> HttpResponse:
    visible = Area.objects.visible_to(request.user)
    inside = request.GET.get("in") or _county(request)
    one = get_object_or_404(visible, code=inside)
    rows = visible.filter(code__startswith=one.code, level=_below(one.level)).order_by("code")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counts = _counts(visible, one, _below(one.level))
    context = {
        "one": one,
        "above": visible.filter(code=one.code[: Level.COUNTY]).first() if one.level > Level.COUNTY else None,
        "page": page,
        "rows": [(area, counts.get(area.code, 0)) for area in page],
        "adding": AreaForm(),
        "importing": AreaFileForm(),
    }
    return render(request, "org/areas.html", context | forms, status=422 if forms else 200)


def _below(level: int) -> int:
    deeper = [int(one) for one in Level.values if one > level]
    return deeper[0] if deeper else level + 1


def _counts(visible: QuerySet[Area], one: Area, level: int) -> dict[str, int]:
    """How many areas of the next level each area of `level` in `one` has."""
    rows = visible.filter(code__startswith=one.code, level=_below(level)).annotate(above=Substr("code", 1, level))
    return dict(rows.order_by().values_list("above").annotate(n=Count("pk")))
