"""Routes."""

from django.urls import URLPattern, path

from rencai.site.home import views

urlpatterns: list[URLPattern] = [path("", views.home, name="home")]
