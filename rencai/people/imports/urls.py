"""Routes of imports."""

from django.urls import URLPattern, path

from rencai.people.imports import views

urlpatterns: list[URLPattern] = [
    path("", views.import_list, name="import-list"),
    path("new/", views.import_upload, name="import-upload"),
    path("blank/", views.import_blank, name="import-blank"),
    path("new/<slug:kind>/", views.import_upload, name="import-upload-kind"),
    path("blank/<slug:kind>/", views.import_blank, name="import-blank-kind"),
    path("<uuid:pk>/", views.import_detail, name="import-detail"),
    path("<uuid:pk>/confirm/", views.import_confirm, name="import-confirm"),
    path("<uuid:pk>/units/", views.import_units, name="import-units"),
    path("<uuid:pk>/restart/", views.import_restart, name="import-restart"),
    path("<uuid:pk>/cancel/", views.import_cancel, name="import-cancel"),
    path("<uuid:pk>/<str:name>/", views.import_file, name="import-file"),
]
