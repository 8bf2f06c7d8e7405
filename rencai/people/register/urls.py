"""Routes of the register."""

from django.urls import URLPattern, path

from rencai.people.register import changes, views

urlpatterns: list[URLPattern] = [
    path("", views.people_list, name="people-list"),
    path("new/", changes.person_new, name="person-new"),
    path("own/", views.own_record, name="own-record"),
    path("<int:pk>/", views.person_page, name="person"),
    path("<int:pk>/sheet/", views.person_sheet, name="person-sheet"),
    path("<int:pk>/reveal/<str:field>/", views.person_reveal, name="person-reveal"),
    path("<int:pk>/edit/", changes.person_edit, name="person-edit"),
    path("<int:pk>/records/", changes.person_records, name="person-records"),
    path("<int:pk>/move/", changes.person_move, name="person-move"),
    path("<int:pk>/leave/", changes.person_leave, name="person-leave"),
    path("<int:pk>/doubts/<int:doubt>/settle/", changes.doubt_settle, name="doubt-settle"),
]
