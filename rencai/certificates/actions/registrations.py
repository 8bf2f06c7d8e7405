"""Registration: applications step by step, and the periods that follow; a period once opened is never overwritten."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.certificates.actions.certificates import tell_register
from rencai.certificates.explaining import conditions_of_application
from rencai.certificates.models import (
    OPEN_STATES,
    Application,
    ApplicationState,
    Authority,
    Certificate,
    CertificateState,
    Registration,
    RegistrationEnd,
    RegistrationKind,
)
from rencai.certificates.rules import number as rule_number
from rencai.kernel.periods import after_years
from rencai.kernel.rules.explaining import Status
from rencai.kernel.workdays import workday_after
from rencai.org import audit
from rencai.org.calendar import overrides_of
from rencai.org.models import User

_S = ApplicationState


@transaction.atomic
def apply_for(
    certificate: Certificate, kind: RegistrationKind, *, on: date, materials: Sequence[str], by: User
) -> Application:
    """An application; a second one while one is open is refused. Raises ValidationError."""
    row = _locked(certificate)
    if row.state != CertificateState.VALID:
        raise ValidationError("证书已撤回或无效，不能申请登记。")
    _check_kind(row, kind)
    application = Application(
        certificate=row, kind=kind, submitted_on=on, materials=list(materials), submitted_by=by
    )  # fmt: skip
    application.full_clean()
    application.save(force_insert=True)
    _record("申请登记", application, by, {"种类": application.get_kind_display()})
    return application


@transaction.atomic
def accept(application: Application, *, on: date, by: User) -> None:
    """Taken up; the last day to decide is so many working days of the county later. Raises ValidationError."""
    row = _in(application, _S.SUBMITTED)
    if on < row.submitted_on:
        raise ValidationError({"on": "受理日期不能早于申请日期。"})
    row.state, row.accepted_on = _S.ACCEPTED, on
    row.due_on = workday_after(on, rule_number("decision_workdays", on), overrides_of(row.certificate.county))
    row.save(update_fields=["state", "accepted_on", "due_on"])
    _record("受理登记申请", row, by, {"应办结": row.due_on.isoformat()})


@transaction.atomic
def return_for_correction(application: Application, *, reason: str, by: User) -> None:
    """Sent back with what is missing. Raises ValidationError."""
    row = _in(application, _S.SUBMITTED)
    row.state, row.reason = _S.RETURNED, _reason(reason)
    row.save(update_fields=["state", "reason"])
    _record("退回登记申请", row, by, {"理由": row.reason})


@transaction.atomic
def submit_again(application: Application, *, on: date, materials: Sequence[str], by: User) -> None:
    """What was missing has been added. Raises ValidationError."""
    row = _in(application, _S.RETURNED)
    row.state, row.submitted_on, row.materials, row.reason = _S.SUBMITTED, on, list(materials), ""
    row.save(update_fields=["state", "submitted_on", "materials", "reason"])
    _record("补正登记申请", row, by, {})


@transaction.atomic
def withdraw_application(application: Application, *, reason: str, by: User) -> None:
    """The applicant takes it back. Raises ValidationError for one that is decided."""
    row = _in(application, *OPEN_STATES)
    row.state, row.reason = _S.WITHDRAWN, _reason(reason)
    row.save(update_fields=["state", "reason"])
    _record("撤回登记申请", row, by, {"理由": row.reason})


@transaction.atomic
def grant(application: Application, *, on: date, by: User, number: str = "", reason: str = "") -> Registration:
    """Registered: a period opens, for a renewal on the day after the old one ends. Clicked twice it opens once.

    Raises ValidationError for an application that is not taken up (any more), and for one that the rule says no to
    without a reason.
    """
    row = _in(application, _S.ACCEPTED)
    certificate = _locked(row.certificate)
    if certificate.state != CertificateState.VALID:
        raise ValidationError("证书已撤回或无效，不能准予登记。")
    _check_kind(certificate, RegistrationKind(row.kind))
    conditions = conditions_of_application(row, on)
    if conditions is not None and conditions.found.status == Status.UNMET and not reason.strip():
        raise ValidationError({"reason": "登记条件有不符合的，仍准予登记须写明理由。"})
    starts = on
    if row.kind == RegistrationKind.RENEWAL:
        before = certificate.registrations.filter(ended_on=None).order_by("ends").last()
        if before is not None and before.ends is not None and before.ends > on:
            starts = before.ends
    _decide(row, _S.GRANTED, on, reason.strip(), by)
    period = _open(certificate, RegistrationKind(row.kind), starts, on=on, number=number, application=row)
    _record("准予登记", row, by, {"有效期": f"{period.starts.isoformat()}至{period.valid_until.isoformat()}"})
    tell_register(certificate, on=on, by=by)
    return period


@transaction.atomic
def refuse(application: Application, *, on: date, reason: str, by: User) -> None:
    """Not registered, with the reason in writing. Raises ValidationError."""
    row = _in(application, _S.ACCEPTED)
    _decide(row, _S.REFUSED, on, _reason(reason), by)
    _record("不予登记", row, by, {"理由": row.reason})


@transaction.atomic
def record_period(
    certificate: Certificate, kind: RegistrationKind, starts: date, *, by: User, number: str = ""
) -> Registration:
    """A period that was registered before this program kept them. Raises ValidationError where periods overlap."""
    row = _locked(certificate)
    period = _open(row, kind, starts, on=starts, number=number)
    detail = {"有效期": f"{period.starts.isoformat()}至{period.valid_until.isoformat()}"}
    audit.record("补录登记期", by=by, on=row, county=row.county, detail=detail)
    tell_register(row, on=starts, by=by)
    return period


@transaction.atomic
def end_registration(registration: Registration, kind: RegistrationEnd, *, on: date, reason: str, by: User) -> None:
    """Cancelled or withdrawn from `on`; the period keeps its dates, the register learns the last day it held.

    Raises ValidationError.
    """
    rows = Registration.objects.select_for_update(of=("self",)).select_related("certificate__person")
    row = rows.get(pk=registration.pk)
    if row.ended_on is not None:
        raise ValidationError("该登记已经注销或撤销。")
    if row.ends is None or not row.starts <= on < row.ends:
        raise ValidationError({"on": "日期须在登记有效期内。"})
    row.ended_on, row.ended_kind, row.ended_reason = on, kind, _reason(reason)
    row.save(update_fields=["ended_on", "ended_kind", "ended_reason"])
    detail = {"方式": row.get_ended_kind_display(), "自": on.isoformat(), "理由": row.ended_reason}
    audit.record("注销或撤销登记", by=by, on=row, county=row.certificate.county, detail=detail)
    tell_register(row.certificate, on=on, by=by)


@transaction.atomic
def set_authority(county: str, name: str, starts: date, document: str, *, by: User) -> Authority:
    """Who registers from a day on; the one before ends there. Raises ValidationError."""
    before = Authority.objects.filter(county=county).order_by("starts").last()
    if before is not None:
        if before.starts >= starts:
            raise ValidationError({"starts": f"应晚于现登记机关的起始日{before.starts.isoformat()}。"})
        before.ends = starts
        before.save(update_fields=["ends"])
    made = Authority(county=county, name=name.strip(), starts=starts, document=document.strip())
    made.full_clean()
    made.save(force_insert=True)
    audit.record("变更登记机关", by=by, on=made, county=county, detail={"自": starts.isoformat(), "名称": made.name})
    return made


def _open(
    certificate: Certificate, kind: RegistrationKind, starts: date, *, on: date, number: str,
    application: Application | None = None,
) -> Registration:  # fmt: skip
    years = rule_number("registration_years", on)
    period = Registration(
        certificate=certificate, kind=kind, starts=starts, ends=after_years(starts, years), number=number.strip(),
        application=application,
        authority=Authority.objects.filter(county=certificate.county).on(on).order_by("starts").last(),
    )  # fmt: skip
    overlapping = certificate.registrations.filter(starts__lt=period.ends, ends__gt=starts)
    if overlapping.exclude(ended_on__lte=starts).exists():
        raise ValidationError("与已有的登记期重叠，没有登记。")
    period.full_clean()
    period.save(force_insert=True)
    return period


def _check_kind(certificate: Certificate, kind: RegistrationKind) -> None:
    """The first registration comes once; whoever was registered before, be it cancelled since, is registered again."""
    registered = certificate.registrations.exists()
    if kind == RegistrationKind.FIRST and registered:
        raise ValidationError({"kind": "该证书已登记过，请办理再登记。"})
    if kind == RegistrationKind.RENEWAL and not registered:
        raise ValidationError({"kind": "该证书没有登记记录，请先办理首次登记或补录登记期。"})


def _decide(row: Application, state: ApplicationState, on: date, reason: str, by: User) -> None:
    if row.accepted_on is not None and on < row.accepted_on:
        raise ValidationError({"on": "决定日期不能早于受理日期。"})
    row.state, row.decided_on, row.reason, row.decided_by = state, on, reason, by
    row.save(update_fields=["state", "decided_on", "reason", "decided_by"])


def _in(application: Application, *states: ApplicationState) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("certificate__person")
    row = rows.get(pk=application.pk)
    if row.state not in states:
        raise ValidationError(f"该申请现为“{row.get_state_display()}”，请刷新页面。")
    return row


def _locked(certificate: Certificate) -> Certificate:
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=certificate.pk)


def _reason(text: str) -> str:
    if len(text.strip()) < 2:
        raise ValidationError({"reason": "请写明理由。"})
    return text.strip()[:300]


def _record(action: str, row: Application, by: User, detail: dict[str, str]) -> None:
    audit.record(action, by=by, on=row, county=row.certificate.county, detail=detail)
