"""Routes."""

from django.urls import URLPattern, path

from rencai.rulebook import views

urlpatterns: list[URLPattern] = [
    path("", views.rule_list, name="rule-list"),
    path("<str:key>/", views.rule, name="rule"),
    path("<str:key>/people/<int:pk>/", views.rule_person, name="rule-person"),
]
