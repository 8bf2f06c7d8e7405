"""Misconduct, the senior proof and its review, each a form on a page of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from rencai.exams import actions
from rencai.exams.forms import DecideForm, MisconductForm, NoticeForm, ProofForm, ReviewForm, RevokeForm
from rencai.exams.models import Article, Entry, Misconduct, Review
from rencai.org.access import Ability, requires
from rencai.people.register.changes import form_page
from rencai.people.register.forms import attempt


@requires(Ability.MANAGE_EXAMS)
def misconduct_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision on misconduct."""
    entry = get_object_or_404(Entry.objects.visible_to(request.user).select_related("person"), pk=pk)
    user: Any = request.user
    form = MisconductForm(request.POST or None)

    def record() -> None:
        data = form.cleaned_data
        actions.record_misconduct(entry, by=user, **{**data, "article": Article(data["article"])})

    if form.is_valid() and attempt(form, record):
        return redirect("exam-entry", pk)
    return form_page(request, form, "登记违纪违规处理", "登记", entry.person)


@requires(Ability.MANAGE_EXAMS)
def misconduct_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision no longer stands."""
    misconduct = get_object_or_404(Misconduct.objects.visible_to(request.user).select_related("entry__person"), pk=pk)
    user: Any = request.user
    form = RevokeForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.revoke_misconduct(misconduct, by=user, **form.cleaned_data)):
        return redirect("exam-entry", misconduct.entry_id)
    return form_page(request, form, "撤销违纪违规处理", "撤销", misconduct.entry.person)


@requires(Ability.MANAGE_EXAMS)
def proof_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof of a passed senior examination."""
    entry = get_object_or_404(Entry.objects.visible_to(request.user).select_related("person"), pk=pk)
    user: Any = request.user
    form = ProofForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.record_proof(entry, by=user, **form.cleaned_data)):
        return redirect("exam-entry", pk)
    return form_page(request, form, "登记成绩合格证明", "登记", entry.person)


@requires(Ability.MANAGE_EXAMS)
def review_start(request: HttpRequest, pk: int) -> HttpResponse:
    """An application for the review; `pk` is the entry's."""
    rows = Entry.objects.visible_to(request.user).filter(proof__isnull=False).select_related("person", "proof")
    entry = get_object_or_404(rows, pk=pk)
    user: Any = request.user
    form = ReviewForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.start_review(entry.proof, by=user, **form.cleaned_data)):
        return redirect("exam-entry", pk)
    return form_page(request, form, "申报高级评审", "申报", entry.person)


@requires(Ability.MANAGE_EXAMS)
def review_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The public notice of the result."""
    review = _review(request, pk)
    user: Any = request.user
    form = NoticeForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.publish_notice(review, by=user, **form.cleaned_data)):
        return redirect("exam-entry", review.proof.entry_id)
    return form_page(request, form, "高级评审公示", "公示", review.proof.entry.person)


@requires(Ability.MANAGE_EXAMS)
def review_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Passed or not."""
    review = _review(request, pk)
    user: Any = request.user
    form = DecideForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.decide_review(review, by=user, **form.cleaned_data)):
        return redirect("exam-entry", review.proof.entry_id)
    return form_page(request, form, "登记高级评审结果", "登记", review.proof.entry.person)


def _review(request: HttpRequest, pk: int) -> Review:
    seen = Entry.objects.visible_to(request.user)
    rows = Review.objects.filter(proof__entry__in=seen).select_related("proof__entry__person")
    return get_object_or_404(rows, pk=pk)
