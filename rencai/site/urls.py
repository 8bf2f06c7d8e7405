"""All routes."""

from django.urls import include, path

urlpatterns = [
    path("", include("rencai.site.home.urls")),
    path("", include("rencai.org.urls")),
    path("", include("rencai.certificates.urls")),
    path("", include("rencai.people.urls")),
    path("figures/", include("rencai.ui.urls")),
    path("training/", include("rencai.training.urls")),
    path("exams/", include("rencai.exams.urls")),
    path("reminders/", include("rencai.reminders.urls")),
    path("verdicts/", include("rencai.verdicts.urls")),
    path("reports/", include("rencai.reports.urls")),
    path("rules/", include("rencai.rulebook.urls")),
]

handler400 = "rencai.site.errors.bad_request"
handler403 = "rencai.site.errors.forbidden"
handler404 = "rencai.site.errors.not_found"
handler500 = "rencai.site.errors.server_error"
