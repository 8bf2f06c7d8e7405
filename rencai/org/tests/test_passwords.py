"""Which passwords are taken, and how they are kept."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from rencai.org.models import User
from rencai.org.passwords import first_password, is_outdated
from rencai.org.tests.people import PASSWORD, is_signed_in, post_login, signed_in, with_password

WORDS = ("Minzhengju", "Yunchuan", "Renshe", "Rencai", "YunChuanXian", "Admin", "Mzj", "云川民政局", "民政Mz")
CONTEXT = [f"{word}{tail}" for word in WORDS for tail in ("@2024", "2023!", "_123", "123!", "#1", "2022@1")]


@pytest.mark.parametrize("password", CONTEXT)
def test_names_of_the_place_the_office_and_years_are_no_password(db: Any, settings: Any, password: str) -> None:
    for settings.PASSWORD_PROFILE in ("djbh", "asvs"):
        with pytest.raises(ValidationError):
            validate_password(password)


@pytest.mark.parametrize("password", ["Password1!", "Qwerty123!", "P@ssw0rd", "Passw0rd2024", "Aa123456", "1qaz@WSX"])
def test_what_everybody_tries_first_is_no_password(db: Any, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    ("password", "taken"),
    [("Kx7-mq2", False), ("Kx7-mq2w", True), ("kxmqzwpt", False), ("kxmq27wp", False), ("KxmqZwpt", False),
     ("Kxmq27wp", True), ("kxmq-27wp", True)],
)  # fmt: skip
def test_djbh_asks_for_eight_characters_of_three_classes(db: Any, settings: Any, password: str, taken: bool) -> None:
    settings.PASSWORD_PROFILE = "djbh"
    assert _is_taken(password) is taken


@pytest.mark.parametrize(
    ("password", "taken"),
    [("kxmqzwptbnrvhg", False), ("kxmqzwptbnrvhgc", True), ("correct horse battery", True), ("Kx7-mq2w", False)],
)
def test_asvs_asks_for_fifteen_characters_of_any_kind(db: Any, settings: Any, password: str, taken: bool) -> None:
    settings.PASSWORD_PROFILE = "asvs"
    assert _is_taken(password) is taken


def _is_taken(password: str) -> bool:
    try:
        validate_password(password)
    except ValidationError:
        return False
    return True


def test_a_chinese_sentence_and_sixty_four_characters_are_passwords(world: SimpleNamespace, settings: Any) -> None:
    for password in ("春眠不觉晓处处闻啼鸟夜来风雨声", "k7 Wq-" * 10 + "zz z"):
        settings.PASSWORD_PROFILE = "asvs"
        validate_password(password, world.clerk)
        with_password(world.clerk, password)
        assert is_signed_in(signed_in("clerk", password, address=f"10.0.1.{len(password)}"))
        assert post_login("clerk", password[:-1]).status_code == 200
    settings.PASSWORD_PROFILE = "djbh"
    validate_password("春眠不觉晓Chu处闻啼鸟7", world.clerk)


def test_ones_own_name_and_unit_are_no_password(world: SimpleNamespace) -> None:
    world.clerk.username, world.clerk.name = "zhangsanfeng", "张三丰先生"
    for password in ("Zhangsanfeng@1", "张三丰先生A1", "云川县民政局A1"):
        with pytest.raises(ValidationError):
            validate_password(password, world.clerk)


def test_passwords_are_kept_with_argon2id(db: Any) -> None:
    assert make_password(PASSWORD).startswith("argon2$argon2id$")


def test_a_made_up_password_fits_both_profiles_and_is_never_the_same(db: Any, settings: Any) -> None:
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for settings.PASSWORD_PROFILE in ("djbh", "asvs"):
        for password in made:
            validate_password(password)


def test_a_password_is_outdated_after_ninety_days_under_djbh_and_never_under_asvs(settings: Any) -> None:
    old = timezone.now() - timedelta(days=90, seconds=1)
    settings.PASSWORD_PROFILE = "djbh"
    assert is_outdated(old)
    assert not is_outdated(old + timedelta(minutes=1))
    settings.PASSWORD_PROFILE = "asvs"
    assert not is_outdated(old)


def test_an_outdated_password_opens_only_the_page_for_a_new_one(world: SimpleNamespace) -> None:
    with_password(world.clerk)
    recent = timezone.now() - timedelta(days=2)
    User.objects.filter(pk=world.clerk.pk).update(
        password_set_at=timezone.now() - timedelta(days=91), last_login=recent
    )
    client = Client()
    assert post_login("clerk", client=client)["Location"] == "/login/password/"
    assert not is_signed_in(client)
    same = client.post("/login/password/", {"new": PASSWORD, "again": PASSWORD})
    assert "不能与现密码相同" in same.content.decode()
    client.post("/login/password/", {"new": "Bai-yun-31-piao", "again": "Bai-yun-31-piao"})
    assert is_signed_in(client)
    assert is_signed_in(signed_in("clerk", "Bai-yun-31-piao"))
