"""What waits for somebody in certificates, registration and continuing education."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from rencai.certificates.education.account import account_of
from rencai.certificates.education.actions import accounts_of
from rencai.certificates.figures import certificates
from rencai.certificates.models import Application, ApplicationState, Drawn, Finding, Sample
from rencai.certificates.proposals import (
    attended_without_entry,
    certified_without_pass,
    passed_without_certificate,
    told_without_certificate,
)
from rencai.certificates.standing import SOON
from rencai.org.access import Ability
from rencai.people.models import Person
from rencai.ui import scopes
from rencai.ui.figures import Scope
from rencai.ui.numbers import number
from rencai.ui.todo import Item, Lamp, register

_STANDINGS = (
    (certificates.lapsed, "登记已逾期，待再登记", Lamp("red", "逾期", "登记有效期已过，没有再登记")),
    (certificates.late_first, "证书首次登记超期", Lamp("red", "首次登记超期", "取得证书已满一年，没有登记")),
    (certificates.ending, "登记90日内到期", Lamp("amber", "90日内到期", "到期前三个月内可申请再登记")),
    (certificates.due_first, "证书待首次登记", Lamp("amber", "待首次登记", "取得证书一年内申请")),
)


@register
def proposals(user: Any) -> Iterator[Item]:
    """What follows from other records and waits for a yes."""
    if not user.may(Ability.MANAGE_CERTIFICATES):
        return
    passed = passed_without_certificate(user).count()
    yield Item("考试合格待登记证书", passed, reverse("certificates-proposed"), Lamp("amber", "待确认"), unit="人")
    void = certified_without_pass(user).count()
    lamp = Lamp("red", "待处理", "考试成绩已无效或更正为不合格，证书记录仍有效")
    yield Item("成绩无效的证书待处理", void, reverse("certificates-proposed"), lamp)
    hours = attended_without_entry(user).count()
    yield Item("培训学时待计入账户", hours, reverse("education-proposed"), Lamp("amber", "待确认"), unit="条")
    told = told_without_certificate(user).count()
    lamp = Lamp("grey", "待建立", "档案写着职业资格而没有证书记录")
    yield Item("花名册中的证书待建立", told, reverse("certificates-adopt"), lamp, unit="人")
    drawn = Drawn.objects.filter(sample__in=Sample.objects.visible_to(user), finding=Finding.OPEN)
    first = drawn.values_list("sample", flat=True).first()
    url = reverse("sample", args=[first]) if first else reverse("sample-list")
    yield Item("抽查账户待核查", drawn.count(), url, Lamp("amber", "待核查"), unit="件")


@register
def standings(user: Any) -> Iterator[Item]:
    """Certificates whose registration is due, ends soon or has lapsed: the county's, the unit's, one's own."""
    own = user.may(Ability.SEE_OWN_RECORD)
    if not own and not user.may(Ability.MANAGE_CERTIFICATES) and not user.may(Ability.NOMINATE):
        return
    scope, revision = Scope(on=timezone.localdate(), user=user), scopes.places().revision()
    for figure, title, lamp in _STANDINGS:
        url = reverse("own-account") if own else reverse("figure", args=[figure.key])
        yield Item(title, number(figure, scope, revision), url, lamp)


@register
def own_hours(user: Any) -> Iterator[Item]:
    """One's own accounts that still lack hours; they turn red with the last months of the period."""
    if not user.may(Ability.SEE_OWN_RECORD):
        return
    today = timezone.localdate()
    for person in Person.objects.visible_to(user):
        for period in accounts_of(person, today):
            account = account_of(period, today)
            ending = period.valid_until - today <= timedelta(days=SOON)
            lamp = Lamp("red" if ending else "amber", account.said, f"登记至 {period.valid_until}")
            title = f"{period.certificate.get_level_display()}登记期继续教育"
            yield Item(title, 1 if account.missing else 0, reverse("own-account"), lamp, unit="个账户")


@register
def applications(user: Any) -> Iterator[Item]:
    """Applications to take up, and accepted ones to decide; those past their day in red."""
    today = timezone.localdate()
    rows = Application.objects.visible_to(user)
    url = reverse("application-list")
    if user.may(Ability.MANAGE_CERTIFICATES):
        number = rows.filter(state=ApplicationState.SUBMITTED).count()
        yield Item("登记申请待受理", number, url, Lamp("amber", "待受理"))
    if user.may(Ability.DECIDE_REGISTRATION):
        accepted = rows.filter(state=ApplicationState.ACCEPTED)
        late = accepted.filter(due_on__lt=today).count()
        yield Item("登记申请超期未决定", late, url, Lamp("red", "已超期", "受理后的工作日期限已过"))
        yield Item("登记申请待决定", accepted.count() - late, url, Lamp("amber", "待决定"))
