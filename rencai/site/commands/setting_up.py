"""First set-up: the administrators of a fresh installation, or the demo county."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from rencai.org.actions import add_unit, add_user
from rencai.org.models import Area, Level, Role, Unit, UnitKind, User
from rencai.site import demo

ADMINISTRATORS = {"system": Role.SYSTEM_ADMIN, "security": Role.SECURITY_ADMIN, "audit": Role.AUDIT_ADMIN}


@transaction.atomic
def set_up(county: str, bureau: str, code: str) -> list[str]:
    """The administrators and, where named, the county's bureau. Raises ValueError in the user's words."""
    lines = _first_administrators()
    if not bureau:
        return [*lines, "还没有民政局。请再运行：rencai init --county 区划代码 --bureau 民政局全称"]
    area = Area.objects.filter(code=county, level=Level.COUNTY).first()
    if area is None:
        raise ValueError(f"区划代码“{county}”不在全国县级区划表中，请核对6位代码。")
    if Unit.objects.filter(code=code).exists():
        return [*lines, f"单位代码 {code} 已登记，保持不变。"]
    today = timezone.localdate()
    unit = add_unit(code=code, name=bureau, kind=UnitKind.BUREAU, area=area, starts=today, by=None)
    return [*lines, f"已登记{area.name}的{unit.name}（单位代码 {code}）。请安全管理员为经办人建立账号。"]


def _first_administrators() -> list[str]:
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
