"""Forms of signing in and of one's own account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from rencai.org.forms.choices import mailbox
from rencai.org.models import User
from rencai.org.passwords import LONGEST


def _password(label: str, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "class": "form-control"})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget)


def _code() -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "form-control", "autofocus": True}
    # Not stripped: six digits and nothing else are a code.
    return forms.CharField(label="动态口令（6位数字）", strip=False, max_length=6, widget=forms.TextInput(attrs=attrs))


class MailboxForm(forms.Form):
    """Where reminders go by mail."""

    email = mailbox("邮箱", "留空则不再发邮件，待办仍在首页显示。")


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label="登录名",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "class": "form-control", "autofocus": True}),
    )
    password = _password("密码", "current-password")


class CodeForm(forms.Form):
    """The code of the authenticator."""

    code = _code()


class PasswordAgainForm(forms.Form):
    """The present password."""

    password = _password("密码", "current-password")


class NewPasswordForm(forms.Form):
    """A new password twice, checked against the policy for `user`."""

    new = _password("新密码", "new-password")
    again = _password("再次输入新密码", "new-password")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        if self.user.check_password(new):
            raise ValidationError("新密码不能与现密码相同。")
        return new

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"new", "again"} <= cleaned.keys() and cleaned["new"] != cleaned["again"]:
            self.add_error("again", "两次输入的新密码不一致。")
        return cleaned


class OwnPasswordForm(NewPasswordForm):
    """The present password and a new one."""

    present = _password("现密码", "current-password")
    field_order = ("present", "new", "again")

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.user.check_password(present):
            raise ValidationError("现密码不正确。")
        return present
