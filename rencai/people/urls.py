"""Routes of the register and of imports."""

from django.urls import include, path

urlpatterns = [
    path("imports/", include("rencai.people.imports.urls")),
    path("exports/", include("rencai.people.exports.urls")),
    path("people/", include("rencai.people.register.urls")),
]
