"""Routes."""

from django.urls import URLPattern, path

from rencai.ui import views

urlpatterns: list[URLPattern] = [
    path("", views.figure_list, name="figure-list"),
    path("<str:key>/", views.figure, name="figure"),
    path("<str:key>/layouts/", views.layout_save, name="layout-save"),
]
