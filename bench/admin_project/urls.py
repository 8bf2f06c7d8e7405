"""The admin of the register: the list anybody would write first."""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin, TabularInline
from django.http import HttpRequest
from django.urls import path

from rencai.people.models import Category, Education, Employment, Person, Qualification


class _Open:
    """Everything allowed: the product's users have no Django permissions."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_change_permission = has_add_permission = has_delete_permission = has_view_permission


class Site(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated)


class _Employments(_Open, TabularInline):
    model = Employment
    extra = 0
    raw_id_fields = ("unit",)


class _Educations(_Open, TabularInline):
    model = Education
    extra = 0


class _Qualifications(_Open, TabularInline):
    model = Qualification
    extra = 0


class _Categories(_Open, TabularInline):
    model = Category
    extra = 0


class People(_Open, ModelAdmin):
    list_display = (
        "name", "id_masked", "sex", "birth", "ethnicity", "political_status", "phone_masked", "work_since",
        "social_work_since", "key_person",
    )  # fmt: skip
    list_filter = ("sex", "political_status", "key_person")
    search_fields = ("name", "pinyin", "initials", "id_masked")
    list_per_page = 50
    inlines = (_Employments, _Educations, _Qualifications, _Categories)
    raw_id_fields = ("user",)


site = Site()
site.register(Person, People)
urlpatterns = [path("admin/", site.urls)]
