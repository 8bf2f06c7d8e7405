"""The password policy: profile `djbh` (GB/T 22239 assessment practice) or `asvs` (OWASP ASVS 5, chapter 6)."""

import re
import secrets
import string
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

# Without the characters that are mistaken for each other on paper: 0 O o, 1 l I.
_LETTERS = "abcdefghijkmnpqrstuvwxyz"
_CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"
# A password with such a word in it must be strong without it.
_CONTEXT = (
    "民政局", "民政", "人社局", "人社", "人力资源", "社保", "县政府", "政府", "人才", "云川",
    "minzhengju", "minzheng", "renshe", "rencai", "shebao", "zhengfu", "yunchuan", "yccounty", "mzj", "rsj",
    "admin", "administrator", "password", "passwd", "mima", "guanliyuan", "qwerty", "asdfgh", "1qaz2wsx", "woaini",
)  # fmt: skip
_ENDINGS = ("xian", "sheng", "shi", "ju", "gov")
_LEFT_AT_LEAST = 7
_LEET = str.maketrans("0134578@$!", "oieastbasi")


@dataclass(frozen=True)
class Profile:
    """`classes` of lower, upper, digit, other that must occur; `lifetime` after which a new one is asked for."""

    shortest: int
    classes: int
    lifetime: timedelta | None
    advice: str


PROFILES = {
    "djbh": Profile(
        8, 3, timedelta(days=90), "至少8个字符，大写字母、小写字母、数字、符号（含汉字）中至少三类，90天更换一次。"
    ),
    "asvs": Profile(15, 0, None, "至少15个字符，可以是一句话，不限制字符种类。"),
}
LONGEST = 128


def profile() -> Profile:
    """The profile of this installation."""
    return PROFILES[settings.PASSWORD_PROFILE]


class ProfileValidator:
    """Length, classes and context words, for AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        rule = profile()
        if len(password) < rule.shortest:
            raise ValidationError(f"密码至少{rule.shortest}个字符。")
        if len(password) > LONGEST:
            raise ValidationError(f"密码最多{LONGEST}个字符。")
        if _classes(password) < rule.classes:
            raise ValidationError(f"密码须含大写字母、小写字母、数字、符号（含汉字）中的至少{rule.classes}类。")
        if _is_context_word(password, user):
            raise ValidationError("密码不能是单位、地名、系统名、年份或它们的简单组合。")

    def get_help_text(self) -> str:
        return profile().advice


def _classes(password: str) -> int:
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not (c.islower() or c.isupper() or c.isdigit()))
    return sum(any(kind(c) for c in password) for kind in kinds)


def _is_context_word(password: str, user: Any) -> bool:
    """Whether too little remains once context words and years are taken out, also when written as P@ssw0rd."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    words = sorted({*_CONTEXT, *_words_of(user)}, key=len, reverse=True)
    return any(_is_little_left(text, words) for text in (plain, plain.translate(_LEET)))


def _is_little_left(text: str, words: list[str]) -> bool:
    left = re.sub(r"(19|20)\d\d", "", text)
    for word in words:
        left = left.replace(word, "")
    if left == text:
        return False
    for ending in _ENDINGS:
        left = left.replace(ending, "")
    return len(set(left)) < _LEFT_AT_LEAST


def _words_of(user: Any) -> list[str]:
    """The user's own names and the names of the unit and its area, whole and without their endings."""
    names = [user.username, user.name] if user is not None else []
    if user is not None and getattr(user, "unit", None) is not None:
        names += [user.unit.name, user.unit.area.name, re.sub("[省市县区镇乡]$", "", user.unit.area.name)]
    return [name.casefold() for name in names if len(name) >= 2]


def first_password() -> str:
    """A random password that fits every profile and can be read out: four groups of four."""
    alphabet = _LETTERS + _CAPITALS + _DIGITS
    while True:
        groups = ["".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4)]
        text = "-".join(groups)
        if all(any(c in kind for c in text) for kind in (string.ascii_lowercase, string.ascii_uppercase, _DIGITS)):
            return text


def is_outdated(set_at: datetime | None) -> bool:
    """Whether the profile asks for a new password by now."""
    lifetime = profile().lifetime
    return lifetime is not None and set_at is not None and timezone.now() - set_at > lifetime
