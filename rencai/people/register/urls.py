"""Routes of the register."""

from django.urls import URLPattern, path

from rencai.people.register import accounts, changes, parttime, photo, views

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
    path("<int:pk>/part-time/", parttime.part_time_add, name="person-part-time"),
    path("<int:pk>/part-time/<int:post>/", parttime.part_time_correct, name="person-part-time-correct"),
    path("<int:pk>/part-time/<int:post>/end/", parttime.part_time_end, name="person-part-time-end"),
    path("<int:pk>/photo/", photo.person_photo, name="person-photo"),
    path("<int:pk>/photo/change/", photo.photo_change, name="person-photo-change"),
    path("<int:pk>/photo/remove/", photo.photo_remove, name="person-photo-remove"),
    path("<int:pk>/account/", accounts.account_tie, name="person-account"),
    path("<int:pk>/account/untie/", accounts.account_untie, name="person-account-untie"),
    path("<int:pk>/doubts/<int:doubt>/settle/", changes.doubt_settle, name="doubt-settle"),
]
