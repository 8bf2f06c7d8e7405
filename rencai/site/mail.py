"""The mail server of an installation, as its environment names it."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from rencai.site.installation import BadSetting

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """`host` is empty where no mail is sent. `starttls` and `ssl` exclude each other."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    ssl: bool = False
    sender: str = ""


def mail_server(url: str, sender: str) -> MailServer:
    """`smtp://`, `smtp+tls://` (STARTTLS) or `smtps://` with user:password@host:port; empty for no mail.

    Raises BadSetting.
    """
    if not url:
        return MailServer()
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme not in _PORTS or not parts.hostname or not port:
        raise BadSetting("RENCAI_SMTP 应为 smtp://、smtp+tls:// 或 smtps:// 开头的地址，如 smtps://用户:密码@主机:465")
    if "@" not in sender:
        raise BadSetting(f"设置了 RENCAI_SMTP，还须设置 RENCAI_MAIL_FROM（发件邮箱），现为“{sender}”")
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        ssl=parts.scheme == "smtps",
        sender=sender,
    )


def site_address(text: str) -> str:
    """The address of the installation for links in mails, without a slash at its end; empty for none.

    Raises BadSetting.
    """
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise BadSetting(f"RENCAI_ADDRESS 应为 http:// 或 https:// 开头的地址，现为“{text}”")
    return text.rstrip("/")
