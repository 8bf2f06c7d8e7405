"""Routes."""

from django.urls import path

from rencai.reminders import views

urlpatterns = [path("", views.reminder_list, name="reminder-list")]
