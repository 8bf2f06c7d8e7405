"""What the cells of one row say together: sex and birth against the ID number, the order of dates, certificates."""

from datetime import date

from rencai.kernel.partialdate import agrees, surely_before
from rencai.people.roster.outcomes import STATUSES, Outcome, warned
from rencai.people.roster.table import Table

_REJECTED = STATUSES.index("rejected")
_FUTURE = ("work_since", "social_work_since", "obtained")


def check_rows(table: Table, on: date) -> None:
    """Flag contradictions in rows that are not refused already; fill blank sex and birth from the number."""
    _check_sex(table)
    _check_birth(table)
    _check_work_age(table)
    _check_order(table)
    _check_future(table, on.isoformat())
    _check_certificate(table)


def _check_sex(table: Table) -> None:
    sexes = table.columns["sex"] = list(table.columns["sex"])
    for row, facts in enumerate(table.facts):
        if facts is None or sexes[row] == facts[1]:
            continue
        if not sexes[row]:
            sexes[row] = facts[1]
            table.derived_sex.add(row)
        else:
            message = f"性别填的是“{sexes[row]}”，身份证号第17位表示“{facts[1]}”。请核对；身份证号不会被改动。"
            _flag(table, row, "sex", warned("sex_conflict", message, sexes[row]))


def _check_birth(table: Table) -> None:
    births = table.columns["birth"] = list(table.columns["birth"])
    for row, facts in enumerate(table.facts):
        if facts is None or births[row] == facts[0]:
            continue
        if not births[row]:
            births[row] = facts[0]
            table.derived_birth.add(row)
        elif not agrees(births[row], facts[0]):
            message = f"出生日期填的是{births[row]}，与身份证号中的出生日期不一致。请核对；身份证号不会被改动。"
            _flag(table, row, "birth", warned("birth_conflict", message, births[row]))


def _check_work_age(table: Table) -> None:
    limits: dict[str, str] = {}
    births = [facts[0] if facts else birth for facts, birth in zip(table.facts, table.columns["birth"], strict=True)]
    for key in ("work_since", "social_work_since"):
        if key not in table.mapping:
            continue
        for row, since in enumerate(table.columns[key]):
            birth = births[row]
            if not since or not birth:
                continue
            limit = limits.get(birth)
            if limit is None:
                limit = limits[birth] = f"{int(birth[:4]) + 16:04d}{birth[4:]}"
            if since < limit and surely_before(since, limit):
                _flag(table, row, key, warned("work_before_16", "按此日期参加工作时不满16周岁。请核对。", since))


def _check_order(table: Table) -> None:
    if "obtained" not in table.mapping or "valid_until" not in table.mapping:
        return
    pairs = zip(table.columns["obtained"], table.columns["valid_until"], strict=True)
    for row, (obtained, until) in enumerate(pairs):
        if obtained and until and until < obtained and surely_before(until, obtained):
            _flag(
                table, row, "valid_until", warned("date_order", "登记有效期早于证书取得日期。请核对两个日期。", until)
            )


def _check_future(table: Table, today: str) -> None:
    for key in _FUTURE:
        if key not in table.mapping:
            continue
        for row, value in enumerate(table.columns[key]):
            if value and value > today and surely_before(today, value):
                _flag(table, row, key, warned("future_date", "日期晚于统计日。请核对。", value))


def _check_certificate(table: Table) -> None:
    if "qualification_level" not in table.mapping:
        return
    numbers, obtained = table.columns["certificate_number"], table.columns["obtained"]
    for row, level in enumerate(table.columns["qualification_level"]):
        if level == "无" and (numbers[row] or obtained[row]):
            message = "职业资格填“无”，却填了证书管理号或取得日期。请核对是否有证书。"
            _flag(table, row, "qualification_level", warned("cert_without_qualification", message, level))


def _flag(table: Table, row: int, key: str, outcome: Outcome) -> None:
    if table.worst[row] < _REJECTED:
        table.flag(row, key, outcome)
