"""One account of every role in the demo county, and one clerk of the neighbouring county."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rencai.org.actions import add_user
from rencai.org.models import Area, Role, Section, Unit, User
from rencai.org.passwords import first_password
from rencai.site.demo.places import COUNTY, COUNTY_NAME, STRANGER_NAME


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account; its password is known here and nowhere else."""

    user: User
    password: str
    what: str


@dataclass(slots=True)
class DemoAccounts:
    """The accounts by username."""

    accounts: dict[str, Account] = field(default_factory=dict)

    def __getitem__(self, username: str) -> User:
        return self.accounts[username].user

    def lines(self) -> Iterator[str]:
        """Username, password and what the account is for, one line each."""
        for username, account in self.accounts.items():
            yield f"  {username:<10} {account.password}   {account.what}"


@dataclass(frozen=True, slots=True)
class _Plan:
    username: str
    name: str
    role: Role
    what: str
    unit: str = ""
    section: str = ""
    area: str = ""


_PLANS = (
    _Plan("leader", "贺远山", Role.LEADER, f"{COUNTY_NAME}民政局 局领导", "YC001"),
    _Plan("head", "文静", Role.SECTION_HEAD, f"{COUNTY_NAME}民政局 社会工作股负责人", "YC001", "社会工作股"),
    _Plan("clerk", "程雨晨", Role.CLERK, f"{COUNTY_NAME}民政局 经办人", "YC001", "社会工作股"),
    _Plan("township", "柳川", Role.TOWNSHIP_CLERK, "青石镇 乡镇民政站", "YC102", area=f"{COUNTY}101"),
    _Plan("contact", "叶心怡", Role.UNIT_CONTACT, "云川县益民社会工作服务中心 单位联络员", "YC201"),
    _Plan("sysadmin", "系统管理员", Role.SYSTEM_ADMIN, "系统管理员（不见业务数据）"),
    _Plan("secadmin", "安全管理员", Role.SECURITY_ADMIN, "安全管理员（不见业务数据）"),
    _Plan("auditor", "审计管理员", Role.AUDIT_ADMIN, "审计管理员（不见业务数据）"),
    _Plan("neighbour", "秦望", Role.CLERK, f"{STRANGER_NAME}民政局 经办人（看不到云川县）", "LS001"),
)
TALENT = "talent"


def add_accounts(units: Mapping[str, Unit]) -> DemoAccounts:
    """Every account but the talent's, which needs its person first."""
    made = DemoAccounts()
    for plan in _PLANS:
        place: dict[str, Any] = {}
        if plan.unit:
            place["unit"] = units[plan.unit]
        if plan.section:
            place["section"] = Section.objects.get(unit=units[plan.unit], name=plan.section)
        if plan.area:
            place["area"] = Area.objects.get(code=plan.area)
        _add(made, plan.username, plan.name, plan.role, plan.what, **place)
    return made


def add_talent(made: DemoAccounts, name: str, unit: Unit) -> User:
    """The account of somebody on the register who works at `unit`; the caller ties it to the person."""
    return _add(made, TALENT, name, Role.TALENT, "人才本人（只看自己的记录）", unit=unit)


def _add(made: DemoAccounts, username: str, name: str, role: Role, what: str, **place: Any) -> User:
    # A given password, so that the walk through the demo does not begin with changing it.
    user, password = add_user(username=username, name=name, role=role, password=first_password(), by=None, **place)
    made.accounts[username] = Account(user, password, what)
    return user
