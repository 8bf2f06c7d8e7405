"""Who sees a registration: the bureau, the own unit, the holder; nobody else learns that it is there."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from rencai.certificates import actions
from rencai.certificates.models import Application, Registration
from rencai.org.models import Role, Unit, User
from rencai.training.tests.addresses import url

TUESDAY = "2022-09-13"
MATERIALS = ["身份证", "登记申请表"]
STEPS = ("accept", "return", "again", "withdraw", "grant", "refuse")


@pytest.fixture(autouse=True)
def _tuesday(time_machine: Any) -> None:
    time_machine.move_to(f"{TUESDAY}T10:00:00+08:00", tick=False)


def contact_of(unit: Unit) -> User:
    return User.objects.create(
        username=f"contact-{unit.code}", name="联络员", role=Role.UNIT_CONTACT, unit=unit, must_change_password=False
    )


def test_the_unit_sees_its_own_and_takes_no_step(
    world: SimpleNamespace, application: Application, period: Registration, sign_in: Any
) -> None:
    contact, pages = (
        sign_in(world.unit_contact),
        [url("application", application), url("certificate", period.certificate)],
    )
    for address in (*pages, url("application-list"), url("certificate-list")):
        answer = contact.get(address)
        assert (answer.status_code, "贺云" in answer.text) == (200, True)
    assert url("application-accept", application) not in contact.get(pages[0]).text
    for address in _writing(application, period):
        assert contact.post(address, {}).status_code == 403
    other = sign_in(contact_of(world.other_station))
    for address in pages:
        assert other.get(address).status_code == 404
    for address in (url("application-list"), url("certificate-list")):
        assert "贺云" not in other.get(address).text


def test_a_stranger_finds_nothing_and_changes_nothing(
    world: SimpleNamespace, application: Application, period: Registration, sign_in: Any
) -> None:
    stranger_head = User.objects.create(
        username="strange-head", name="外县负责人", role=Role.SECTION_HEAD, unit=world.strange_bureau,
        must_change_password=False,
    )  # fmt: skip
    client, before = sign_in(stranger_head), (Application.objects.values().get(), Registration.objects.values().get())
    for address in _writing(application, period):
        told = {"on": TUESDAY, "reason": "材料不实", "kind": "cancelled", "materials": MATERIALS}
        assert client.post(address, told).status_code == 404
    for address in (url("application", application), url("certificate", period.certificate)):
        assert client.get(address).status_code == 404
    for address in (url("application-list"), url("certificate-list")):
        assert "贺云" not in client.get(address).text
    assert (Application.objects.values().get(), Registration.objects.values().get()) == before


def test_the_talent_sees_the_own_certificate_and_what_comes_next_and_no_office_page(
    world: SimpleNamespace, application: Application, period: Registration, sign_in: Any
) -> None:
    talent = sign_in(world.talent)
    page = talent.get(url("own-account")).text
    assert "有效期至 2025-06-30" in page
    assert "再登记条件" in page
    for address in (
        url("application", application),
        url("certificate", period.certificate),
        *_writing(application, period),
    ):
        assert talent.get(address).status_code == 403


def test_a_notice_is_there_once_it_is_decided(world: SimpleNamespace, application: Application, sign_in: Any) -> None:
    clerk, address = sign_in(world.clerk), url("application-notice", application)
    actions.accept(application, on=date(2022, 9, 13), by=world.clerk)
    assert clerk.get(address).status_code == 404
    actions.refuse(application, on=date(2022, 9, 13), reason="材料不实", by=world.leader)
    answer = clerk.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert sign_in(world.stranger).get(address).status_code == 404


def _writing(application: Application, period: Registration) -> list[str]:
    steps = [url(f"application-{step}", application) for step in STEPS]
    own = [url(name, period.certificate) for name in ("certificate-apply", "certificate-period", "certificate-end")]
    return [*steps, *own, url("period-end", period)]
