"""Routes."""

from django.urls import URLPattern, path

from rencai.verdicts import views

urlpatterns: list[URLPattern] = [
    path("", views.run_list, name="run-list"),
    path("new/", views.run_add, name="run-add"),
    path("<int:pk>/", views.run_page, name="run"),
    path("<int:pk>/against/<int:other>/", views.run_compare, name="run-compare"),
    path("try/<str:key>/", views.run_try, name="run-try"),
]
