"""Who was reminded of what, and what became of the mails."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rencai.org.access import Ability
from rencai.reminders.models import Mail, Reminder
from rencai.ui.scopes import day_of

PER_PAGE = 50


@require_safe
def reminder_list(request: HttpRequest) -> HttpResponse:
    """For everybody signed in: the own reminders; for those who look after units those of the whole county."""
    user: Any = request.user
    rows = Reminder.objects.visible_to(user).select_related("user__unit").prefetch_related("lines")
    on = day_of(request, "on", "日期")
    if on is not None:
        rows = rows.filter(day=on)
    mail = request.GET.get("mail", "")
    if mail in Mail.values:
        rows = rows.filter(mail=mail)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "wanted": {"on": on, "mail": mail},
        "mails": Mail.choices,
        "of_others": user.may(Ability.MANAGE_UNITS),
    }
    return render(request, "reminders/reminders.html", context)
