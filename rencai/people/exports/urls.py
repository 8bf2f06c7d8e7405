"""Routes of exports."""

from django.urls import URLPattern, path

from rencai.people.exports import views

urlpatterns: list[URLPattern] = [
    path("", views.export_list, name="export-list"),
    path("<int:pk>/", views.export, name="export"),
    path("<int:pk>/decide/", views.export_decide, name="export-decide"),
    path("<int:pk>/fetch/", views.export_fetch, name="export-fetch"),
    path("figures/<str:key>/", views.figure_export, name="figure-export"),
    path("figures/<str:key>/choices/", views.export_choices, name="export-choices"),
]
