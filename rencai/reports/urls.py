"""Routes."""

from django.urls import URLPattern, path

from rencai.reports.views import publishing, reading, reviewing, writing

urlpatterns: list[URLPattern] = [
    path("", reading.report_list, name="report-list"),
    path("new/", writing.report_new, name="report-new"),
    path("<int:pk>/", reading.report, name="report"),
    path("<int:pk>/facts/<str:fact>/", reading.report_fact, name="report-fact"),
    path("<int:pk>/compare/", reading.report_compare, name="report-compare"),
    path("<int:pk>/export/<slug:format_>/", reading.report_export, name="report-export"),
    path("<int:pk>/edit/", writing.report_edit, name="report-edit"),
    path("<int:pk>/preview/", writing.report_preview, name="report-preview"),
    path("<int:pk>/picker/", writing.report_picker, name="report-picker"),
    path("<int:pk>/review/", reviewing.report_review, name="report-review"),
    path("<int:pk>/review/<int:comment>/answer/", reviewing.report_answer, name="report-answer"),
    path("<int:pk>/submit/", reviewing.report_submit, name="report-submit"),
    path("<int:pk>/return/", reviewing.report_return, name="report-return"),
    path("<int:pk>/issue/", reviewing.report_issue, name="report-issue"),
    path("<int:pk>/publish/", publishing.report_publish, name="report-publish"),
    path("<int:pk>/publish/<int:publication>/", publishing.report_publication, name="report-publication"),
    path(
        "<int:pk>/publish/<int:publication>/<slug:format_>/",
        publishing.report_publication_file,
        name="report-publication-file",
    ),
]
