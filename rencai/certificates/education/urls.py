"""Routes of continuing education."""

from django.urls import URLPattern, path

from rencai.certificates.education import views

urlpatterns: list[URLPattern] = [
    path("education/", views.account_list, name="account-list"),
    path("education/accounts/<int:pk>/", views.account_page, name="account-page"),
    path("education/people/<int:pk>/", views.education_person, name="learning"),
    path("education/people/<int:pk>/new/", views.education_add, name="learning-add"),
    path("education/entries/<int:pk>/withdraw/", views.education_withdraw, name="education-withdraw"),
    path("education/proposed/", views.education_proposed, name="education-proposed"),
    path("education/yearly/", views.yearly_list, name="yearly-list"),
    path("education/samples/", views.sample_list, name="sample-list"),
    path("education/samples/<int:pk>/", views.sample_page, name="sample"),
    path("education/drawn/<int:pk>/", views.sample_finding, name="drawn-finding"),
]
