"""The second factor: a six-digit code of the user's authenticator (TOTP, RFC 6238), used once."""

import re
from base64 import b32encode

from django.db import transaction
from django.utils import timezone
from django_otp import verify_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from rencai.documents import qr
from rencai.org.audit import record
from rencai.org.models import User

WRONG = "动态口令不正确、已用过或已过期，请输入验证器上新出现的6位数字。"
_CODE = re.compile(r"[0-9]{6}", re.ASCII)


def device_of(user: User) -> TOTPDevice | None:
    """The authenticator this user signs in with."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def accepts(user: User, code: str) -> bool:
    """Whether `code` is the present code of the user's authenticator; a code counts once, wrong ones slow down."""
    device = device_of(user)
    return device is not None and _matches(user, device, code)


def proposed(user: User) -> TOTPDevice:
    """The authenticator the user is setting up, made at first call; it counts only once confirmed."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "身份验证器"})
    return device


def confirm(user: User, code: str) -> bool:
    """Make the proposed authenticator the user's own if `code` fits. Other sessions end."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    if device is None or not _matches(user, device, code):
        return False
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        _end_sessions(user)
        record("设置动态口令", by=user, on=user, changes=False)
    return True


@transaction.atomic
def remove(user: User, *, by: User) -> bool:
    """The user signs in without an authenticator, or sets up another; open sessions end. False if there was none."""
    deleted, _ = TOTPDevice.objects.filter(user=user).delete()
    if deleted:
        _end_sessions(user)
        record("取消动态口令", by=by, on=user, county=user.county, changes=False)
    return bool(deleted)


def picture(device: TOTPDevice) -> str:
    """The QR code as the address of an SVG image, free of styles and scripts."""
    return qr.data_uri(device.config_url, scale=5)


def secret(device: TOTPDevice) -> str:
    """What to type into an authenticator that can't take the picture, in groups of four."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def _matches(user: User, device: TOTPDevice, code: str) -> bool:
    if _CODE.fullmatch(code) is None:
        return False
    return verify_token(user, device.persistent_id, code) is not None


def _end_sessions(user: User) -> None:
    user.access_since = timezone.now()
    user.save(update_fields=["access_since"])
