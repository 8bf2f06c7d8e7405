"""What the tests of the organisation share: users with passwords, codes of an authenticator."""

import time
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from rencai.org.models import User

PASSWORD = "Qing-shan-27-lv"
HERE = "10.0.0.7"


def with_password(user: User, password: str = PASSWORD) -> User:
    user.password, user.password_set_at = make_password(password), timezone.now()
    user.save()
    return user


def with_authenticator(user: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="身份验证器", confirmed=True)


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    """The code `steps` times 30 seconds from now."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def post_login(username: str, password: str = PASSWORD, *, address: str = HERE, client: Client | None = None) -> Any:
    client = client or Client()
    data = {"username": username, "password": password}
    return client.post("/login/", data, REMOTE_ADDR=address)


def signed_in(username: str, password: str = PASSWORD, *, address: str = HERE) -> Client:
    """A client that signed in by password."""
    client = Client(REMOTE_ADDR=address)
    answer = post_login(username, password, address=address, client=client)
    assert answer.status_code == 302, answer.content.decode()
    return client


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
