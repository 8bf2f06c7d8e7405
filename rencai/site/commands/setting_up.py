"""First set-up: the administrators of a fresh installation, or the demo county."""

from collections.abc import Iterator

from django.db import transaction

from rencai.org.actions import add_user
from rencai.org.models import Role, User
from rencai.site import demo

ADMINISTRATORS = {"system": Role.SYSTEM_ADMIN, "security": Role.SECURITY_ADMIN, "audit": Role.AUDIT_ADMIN}


@transaction.atomic
def first_administrators() -> list[str]:
    """Create the three administrators with one-time passwords; nothing where users exist already."""
    if User.objects.exists():
        return ["数据库已初始化，账号保持不变。"]
    lines = ["已建立三名管理员，首次登录须修改密码并设置动态口令："]
    for username, role in ADMINISTRATORS.items():
        user, password = add_user(username=username, name=role.label, role=role, by=None)
        lines.append(f"  {role.label}\t{user.username}\t{password}")
    return lines


def load_demo() -> Iterator[str]:
    """Load the demo county once; afterwards say that it is kept."""
    if demo.is_loaded():
        yield "演示县已装载，数据保持不变。忘记密码可删除数据目录后重新运行。"
        return
    yield "正在装载演示县云川县（虚构，人员均为合成）…"
    accounts = demo.load()
    yield "每个角色一个账号，密码为本次随机生成，请记下："
    yield from accounts.lines()
