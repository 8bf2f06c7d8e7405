"""Comparing a national list: sending it, what stands where, settling rows one by one."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rencai.certificates.models import Matched, Reconciliation, Side
from rencai.certificates.reconciling import read_list, reconcile, settle
from rencai.org.access import Ability, requires
from rencai.people.imports.forms import shown_name
from rencai.people.register.changes import form_page
from rencai.people.register.forms import Day, Form
from rencai.ui.sheets.book import FileRefused

PER_PAGE = 50
_SUFFIXES = frozenset({".xlsx", ".xls", ".csv"})


class ListForm(Form):
    """The list, and the day it speaks of."""

    on = Day(label="比对日")
    file = forms.FileField(
        label="全国名单文件", help_text="Excel 或 CSV：姓名、身份证号、级别，另可有管理号、批准日期、登记有效期至",
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx,.xls,.csv"}),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            raise ValidationError("文件超过20MB。请删除无关内容后再上传。")
        return file


class SettleForm(Form):
    note = forms.CharField(label="核实情况", max_length=200)


@requires(Ability.MANAGE_CERTIFICATES)
def reconciliation_list(request: HttpRequest) -> HttpResponse:
    """The comparisons, and sending a list for a new one."""
    user: Any = request.user
    form = ListForm(request.POST or None, request.FILES or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        made = _compare(form, user)
        if made is not None:
            return redirect("reconciliation", made.pk)
    context = {"rows": Reconciliation.objects.visible_to(user), "form": form}
    status = 400 if form.errors else 200
    return render(request, "certificates/reconciliations.html", context, status=status)


@requires(Ability.MANAGE_CERTIFICATES)
@require_safe
def reconciliation(request: HttpRequest, pk: int) -> HttpResponse:
    """One comparison: where each certificate stands, and what differs."""
    made = get_object_or_404(Reconciliation.objects.visible_to(request.user), pk=pk)
    rows = Matched.objects.visible_to(request.user).filter(reconciliation=made)
    show = request.GET.get("show", "differences")
    if show in Side.values:
        rows = rows.filter(side=show)
    elif show == "differences":
        rows = rows.exclude(differences={})
    page = Paginator(rows.select_related("certificate", "person"), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [("differences", "有差异"), *Side.choices, ("all", "全部")]
    context = {"made": made, "page": page, "show": show, "tabs": tabs}
    answer = render(request, "certificates/reconciliation.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.MANAGE_CERTIFICATES)
def reconciliation_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody found out about a row."""
    rows = Matched.objects.visible_to(request.user).select_related("person", "reconciliation")
    row = get_object_or_404(rows, pk=pk)
    user: Any = request.user
    form = SettleForm(request.POST or None, initial={"note": row.note})
    if form.is_valid():
        settle(row, note=form.cleaned_data["note"], on=timezone.localdate(), by=user)
        return redirect("reconciliation", row.reconciliation_id)
    return form_page(request, form, f"核实比对结果：{row.name}", "保存", row.person)


def _compare(form: ListForm, user: Any) -> Reconciliation | None:
    """The comparison; a list that can't be read leaves its reason on the form."""
    sent: UploadedFile = form.cleaned_data["file"]
    on = form.cleaned_data["on"]
    name = shown_name(sent.name)
    suffix = Path(name).suffix.lower()
    data = sent.read()
    with tempfile.TemporaryDirectory(prefix="rencai-") as folder:
        path = Path(folder) / f"file{suffix if suffix in _SUFFIXES else '.xlsx'}"
        path.write_bytes(data)
        try:
            listed = read_list(path, on=on, name=name)
        except FileRefused as refused:
            form.add_error("file", refused.reason)
            return None
    return reconcile(listed, county=user.county, on=on, file_name=name, data=data, by=user)
