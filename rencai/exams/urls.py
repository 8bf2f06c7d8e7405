"""Routes."""

from django.urls import URLPattern, path

from rencai.exams.views import decisions, entries, mobilising, sittings

urlpatterns: list[URLPattern] = [
    path("", sittings.sitting_list, name="sitting-list"),
    path("new/", sittings.sitting_add, name="sitting-add"),
    path("extensions/new/", sittings.extension_add, name="extension-add"),
    path("<int:pk>/", sittings.sitting_page, name="sitting"),
    path("<int:pk>/edit/", sittings.sitting_edit, name="sitting-edit"),
    path("<int:pk>/line/", sittings.sitting_line, name="sitting-line"),
    path("<int:pk>/mobilise/", mobilising.sitting_mobilise, name="sitting-mobilise"),
    path("<int:pk>/mobilise/run/", mobilising.sitting_work_out, name="sitting-work-out"),
    path("mobilised/<int:pk>/", mobilising.mobilised_answer, name="mobilised-answer"),
    path("<int:pk>/enter/", entries.sitting_enter, name="sitting-enter"),
    path("<int:pk>/scores/", entries.sitting_scores, name="sitting-scores"),
    path("entries/<int:pk>/", entries.entry_page, name="exam-entry"),
    path("entries/<int:pk>/marks/", entries.entry_marks, name="exam-entry-marks"),
    path("entries/<int:pk>/withdraw/", entries.entry_withdraw, name="exam-entry-withdraw"),
    path("entries/<int:pk>/misconduct/", decisions.misconduct_add, name="exam-entry-misconduct"),
    path("entries/<int:pk>/proof/", decisions.proof_add, name="proof-add"),
    path("entries/<int:pk>/review/", decisions.review_start, name="proof-review"),
    path("misconducts/<int:pk>/revoke/", decisions.misconduct_revoke, name="misconduct-revoke"),
    path("reviews/<int:pk>/notice/", decisions.review_notice, name="review-notice"),
    path("reviews/<int:pk>/decide/", decisions.review_decide, name="review-decide"),
]
