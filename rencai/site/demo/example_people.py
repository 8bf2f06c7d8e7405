"""Who stands in the example roster: people of the demo unchanged, changed and new, and rows with the usual mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from rencai.kernel.idnumber import check_digit
from rencai.org.models import UnitKind
from rencai.people.imports.words import WORDS
from rencai.site.demo import names
from rencai.site.demo.numbers import id_number
from rencai.site.demo.people import Citizen, population
from rencai.site.demo.places import COUNTY, PlannedUnit, townships, units

ON = date(2023, 3, 31)
NEW_UNIT = "云川县新芽儿童服务中心"
_SENDERS = {"YC001": 8, "YC102": 7, "YC201": 10, "YC203": 6, "YC300": 8, "YC011": 5, "YC104201": 4, "YC104202": 4}
_SEED = 2023

Cells = dict[str, Any]


@dataclass(slots=True)
class Line:
    """One row of the roster by column key, and what an import should make of it: new, changed, same or rejected."""

    cells: Cells
    effect: str = "same"


def lines() -> list[Line]:
    """The rows in the order of the file."""
    planned = units()
    by_key = dict(enumerate(planned, 1))
    citizens = population(COUNTY, planned, {unit.code: key for key, unit in by_key.items()})
    known = [Line(_cells(citizen, by_key)) for citizen in _chosen(citizens, by_key)]
    _change(known)
    _misspell(known)
    chance = Random(_SEED)  # noqa: S311 - a reproducible fiction, not a secret
    fresh = [Line(cells, "new") for cells in _newcomers(chance)]
    return [*known, *fresh, *_mistakes(chance, known)]


def _chosen(citizens: list[Citizen], by_key: dict[int, PlannedUnit]) -> Iterator[Citizen]:
    wanted = dict(_SENDERS)
    for citizen in citizens:
        last = citizen.person.employments[-1]
        code = by_key[last.unit_id].code
        complete = citizen.person.phone and citizen.person.educations and citizen.person.political_status
        if last.ends is None and wanted.get(code) and complete and last.post_title:
            wanted[code] -= 1
            yield citizen


def _cells(citizen: Citizen, by_key: dict[int, PlannedUnit]) -> Cells:
    """What the register says of somebody at the end, in the roster's words."""
    person = citizen.person
    job, school = person.employments[-1], person.educations[-1]
    certificate = person.qualifications[-1] if person.qualifications else None
    return {
        "name": person.name,
        "sex": WORDS["sex"][person.sex],
        "id_number": person.id_number,
        "ethnicity": person.ethnicity,
        "political_status": person.political_status,
        "birth": person.birth,
        "phone": person.phone,
        **_workplace(by_key[job.unit_id]),
        "post_title": job.post_title,
        "categories": "、".join(WORDS["categories"][each] for each, _, ends in person.categories if ends is None),
        "work_since": person.work_since,
        "service_fields": "、".join(WORDS["service_fields"][each] for each, _, _ in person.service_fields),
        "education_level": WORDS["education_level"][school.level],
        "major": school.major,
        "school": school.school,
        "qualification_level": _level(certificate),
        "certificate_number": certificate.number if certificate else "",
        "obtained": certificate.obtained if certificate else "",
        "valid_until": certificate.valid_until if certificate else "",
        "remark": person.remark,
    }


def _level(certificate: Any) -> str:
    if certificate is None:
        return ""
    return "无" if certificate.known_none else WORDS["qualification_level"][certificate.level]


def _workplace(unit: PlannedUnit) -> Cells:
    township = dict(townships()).get(unit.township, "")
    name = unit.renamed[1] if unit.renamed else unit.name
    return {"unit_name": name, "unit_kind": WORDS["unit_kind"][unit.kind], "township": township}


def _change(known: list[Line]) -> None:
    """What became of twelve people in the first quarter of 2023."""
    village = next(unit for unit in units() if unit.code == "YC104203")
    villagers = [line for line in known if line.cells["unit_kind"] == "村（社区）"]
    without = [line for line in known if line.cells["qualification_level"] == "无"]
    holders = [line for line in known if line.cells["certificate_number"] and not line.cells["valid_until"]]
    changes: list[tuple[Line, Cells]] = [
        (known[1], {"phone": "19900009901"}),
        (known[9], {"phone": "19900009902"}),
        (known[17], {"phone": "19900009903"}),
        (known[12], {"post_title": "副站长"}),
        (known[21], {"post_title": "项目主管", "political_status": "中共预备党员"}),
        (known[28], {"education_level": "本科", "major": "社会工作", "school": "云岭开放大学"}),
        (known[33], {"post_title": "护理组长"}),
        (villagers[1], _workplace(village)),
        (villagers[4], _workplace(village) | {"post_title": "民政专干"}),
    ]
    unused = [line for line in without if all(line is not other for other, _ in changes)]
    for n, line in enumerate(unused[:2]):
        certificate = {
            "qualification_level": "助理社会工作师",
            "certificate_number": f"202202{COUNTY}{90_000_001 + n:08d}",
            "obtained": "2022-06-19",
        }
        changes.append((line, certificate | {"categories": _with_social_work(line)}))
    changes.extend((line, {"valid_until": "2025-12-31"}) for line in holders[:1])
    for line, cells in changes:
        line.cells.update(cells)
        line.effect = "changed"


def _with_social_work(line: Line) -> str:
    named = line.cells["categories"].split("、")
    return "、".join(dict.fromkeys([*named, "社会工作专业人才"]))


def _misspell(known: list[Line]) -> None:
    """Spellings as offices have them: no value becomes another by them."""
    for n, line in enumerate(known):
        cells = line.cells
        cells["birth"] = _spelled(cells["birth"], n)
        cells["work_since"] = _spelled(cells["work_since"], n + 1)
        cells["obtained"] = _spelled(cells["obtained"], n + 2) if len(cells["obtained"]) == 10 else ""
    known[2].cells["political_status"] = known[2].cells["political_status"].replace("中共党员", "党员")
    known[4].cells["ethnicity"] = known[4].cells["ethnicity"].removesuffix("族")
    known[6].cells["id_number"] = (
        known[6].cells["id_number"].translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    )
    known[10].cells["name"] = "  ".join(known[10].cells["name"])
    known[14].cells["phone"] = (
        f"{known[14].cells['phone'][:3]} {known[14].cells['phone'][3:7]} {known[14].cells['phone'][7:]}"
    )
    known[23].cells["work_since"] = "09.8"
    known[25].cells["phone"] = known[25].cells["phone"][:-1]


def _spelled(day: str, how: int) -> str | date:
    """A date in one of five spellings; a full one may lose its day."""
    if len(day) == 10 and how % 5 == 4:
        return date.fromisoformat(day)
    year, month = day[:4], day[5:7]
    if not year or how % 5 == 3:
        return day
    return (f"{year}.{int(month)}", f"{year}年{int(month)}月", f"{year}-{month}")[how % 3]


def _newcomers(chance: Random) -> Iterator[Cells]:
    """Ten people who came in the first quarter: one with the wrong sex, one at a unit that is not registered yet."""
    planned = {unit.code: unit for unit in units()}
    posts = [
        ("YC201", "项目社工"), ("YC201", "社工"), ("YC300", "护理员"), ("YC102", "民政协理员"), ("YC011", "救助服务员"),
        ("YC104201", "网格员"), ("YC203", "项目社工"), ("YC203", "督导助理"), ("YC001", "科员"), ("", "儿童社工"),
    ]  # fmt: skip
    for n, (code, post) in enumerate(posts):
        woman = n % 2 == 0
        birth = date(1989 + n, 1 + n, 3 + 2 * n)
        place = _workplace(planned[code]) if code else {
            "unit_name": NEW_UNIT, "unit_kind": "社会组织", "township": "云城镇",
        }  # fmt: skip
        village = code and planned[code].kind == UnitKind.VILLAGE
        yield {
            "name": names.name_of(chance, woman=woman, people="汉族"),
            "sex": "女" if woman != (n == 4) else "男",
            "id_number": id_number(COUNTY, birth, 450 + n, woman=woman),
            "ethnicity": "汉族",
            "political_status": "中共党员" if n % 3 == 0 else "群众",
            "birth": _spelled(birth.isoformat(), n),
            "phone": f"199000099{20 + n}",
            **place,
            "post_title": post,
            "categories": "基层干部" if village else "社会工作专业人才",
            "work_since": _spelled(f"{2016 + n // 2}-07-01", n + 3),
            "service_fields": "社区建设" if village else "社会福利",
            "education_level": "大专" if n % 4 else "本科",
            "major": "社会工作" if n % 2 else "社会学",
            "school": "云州民政职业学院",
            "qualification_level": "无",
        }


def _mistakes(chance: Random, known: list[Line]) -> Iterator[Line]:
    """Five rows to be refused: digits exchanged, blank, a number cell, a day that does not exist, a person twice."""
    no_such_day = f"{COUNTY}19910230452"
    numbers = ("629921199003152418", "", 629921198808081234, no_such_day + check_digit(no_such_day))
    for n, number in enumerate(numbers):
        cells = dict(known[30 + n].cells)
        cells |= {"name": names.name_of(chance, woman=False, people="汉族"), "id_number": number, "sex": "男"}
        cells |= {
            "birth": "",
            "phone": f"199000099{40 + n}",
            "certificate_number": "",
            "obtained": "",
            "valid_until": "",
        }
        cells |= {"qualification_level": "", "work_since": "2015-07"}
        yield Line(cells, "rejected")
    yield Line(dict(known[20].cells), "rejected")
