"""Mails of reminders over a real mail server on this machine, and what the installation may say of its server."""

import socket
from collections.abc import Iterator
from datetime import date, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings
from django.utils import timezone

from rencai.org.actions import set_mailbox
from rencai.org.models import AuditEvent, User
from rencai.reminders.mail import TRIES, send_waiting
from rencai.reminders.models import Line, Mail, Reminder
from rencai.site.installation import BadSetting
from rencai.site.mail import mail_server, site_address

DAY = date(2022, 9, 30)
AT = datetime(2022, 9, 30, 9, tzinfo=timezone.get_default_timezone())


class Post:
    """Keeps what arrives; refuses whom it does not know."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("unknown"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture
def post() -> Iterator[Post]:
    handler = Post()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        DEFAULT_FROM_EMAIL="rencai@example.cn",
    ):
        handler.stop = server.stop  # type: ignore[attr-defined]
        yield handler
    if server.server is not None:
        server.stop()


def waiting(user: User, address: str) -> Reminder:
    set_mailbox(user, address, by=user)
    user.refresh_from_db()
    reminder = Reminder.objects.create(user=user, day=DAY, made_at=AT, mail=Mail.WAITING)
    Line.objects.create(
        reminder=reminder,
        title="登记申请待决定",
        count=2,
        unit="件",
        colour="amber",
        word="待决定",
        url="/applications/",
    )
    return reminder


def test_the_mail_arrives_once_at_the_server_with_chinese_in_its_place(world: SimpleNamespace, post: Post) -> None:
    reminder = waiting(world.clerk, "clerk@example.cn")
    assert send_waiting(DAY, at=AT) == (1, 0)
    assert send_waiting(DAY, at=AT) == (0, 0)
    (letter,) = post.letters
    assert letter.rcpt_tos == ["clerk@example.cn"]
    assert letter.mail_from == "rencai@example.cn"
    message = message_from_bytes(letter.content)
    assert str(make_header(decode_header(message["Subject"]))) == "人才工作台待办提醒（2022-09-30）"
    body = message.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "登记申请待决定　2件（待决定）" in body
    reminder.refresh_from_db()
    assert (reminder.mail, reminder.tries) == (Mail.SENT, 1)


def test_a_refused_mailbox_is_told_on_the_page_and_does_not_stop_the_others(world: SimpleNamespace, post: Post) -> None:
    refused = waiting(world.clerk, "unknown@example.cn")
    waiting(world.leader, "leader@example.cn")
    assert send_waiting(DAY, at=AT) == (1, 1)
    refused.refresh_from_db()
    assert refused.mail == Mail.FAILED
    assert refused.error == "邮件服务器不收这个邮箱（550）。"
    for _ in range(5):
        send_waiting(DAY, at=AT)
    refused.refresh_from_db()
    assert refused.tries == TRIES
    assert len(post.letters) == 1


def test_without_the_server_the_first_failure_is_told_and_the_rest_wait(world: SimpleNamespace, post: Post) -> None:
    first, second = waiting(world.clerk, "clerk@example.cn"), waiting(world.leader, "leader@example.cn")
    post.stop()  # type: ignore[attr-defined]
    assert send_waiting(DAY, at=AT) == (0, 1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert "连不上邮件服务器" in first.error
    assert (second.mail, second.tries) == (Mail.WAITING, 0)


def test_a_mail_that_was_cut_off_is_never_sent_twice(world: SimpleNamespace, post: Post) -> None:
    reminder = waiting(world.clerk, "clerk@example.cn")
    Reminder.objects.filter(pk=reminder.pk).update(mail=Mail.SENDING, tries=1)
    assert send_waiting(DAY, at=AT) == (0, 0)
    assert not post.letters


def test_one_sets_and_clears_the_own_mailbox_and_the_audit_does_not_hold_it(
    world: SimpleNamespace, sign_in: Any
) -> None:
    client = sign_in(world.talent)
    assert client.post("/account/mailbox/", {"email": "zhang@example.cn"}).status_code == 302
    assert "zhang@example.cn" in client.get("/account/").content.decode()
    assert client.post("/account/mailbox/", {"email": ""}).status_code == 302
    world.talent.refresh_from_db()
    assert world.talent.email == ""
    events = AuditEvent.objects.filter(action="修改提醒邮箱")
    assert events.count() == 2
    assert "example" not in "".join(str(event.detail) for event in events)


@pytest.mark.parametrize("wrong", ["a@b\r\nBcc:x@example.cn", "zhang", "a" * 300 + "@example.cn", "@example.cn"])
def test_a_mailbox_that_is_none_is_told_and_the_old_one_stays(world: SimpleNamespace, sign_in: Any, wrong: str) -> None:
    set_mailbox(world.talent, "zhang@example.cn", by=world.talent)
    answer = sign_in(world.talent).post("/account/mailbox/", {"email": wrong})
    assert answer.status_code == 422
    world.talent.refresh_from_db()
    assert world.talent.email == "zhang@example.cn"


def test_the_server_is_named_by_one_address() -> None:
    server = mail_server("smtps://rencai:p%40ss@mail.example.cn", "rencai@example.cn")
    assert (server.host, server.port, server.user, server.password) == ("mail.example.cn", 465, "rencai", "p@ss")
    assert (server.ssl, server.starttls) == (True, False)
    assert mail_server("smtp+tls://mail.example.cn:2525", "r@example.cn").starttls
    assert mail_server("", "").host == ""
    assert site_address("https://rencai.example.cn/") == "https://rencai.example.cn"


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("mail.example.cn", "r@example.cn"),
        ("http://mail", "r@example.cn"),
        ("smtp://h:99999", "r@x.cn"),
        ("smtp://h", ""),
    ],
)
def test_a_server_that_cannot_be_one_stops_the_start(url: str, sender: str) -> None:
    with pytest.raises(BadSetting, match="RENCAI_"):
        mail_server(url, sender)
    with pytest.raises(BadSetting, match="RENCAI_ADDRESS"):
        site_address("rencai.example.cn")
