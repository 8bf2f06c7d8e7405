"""The two fictional counties: areas by code, and the units of each with what happened to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rencai.org.models import UnitKind
from rencai.site.demo.numbers import credit_code

PROVINCE, CITY = ("62", "甘肃省"), ("6299", "云州市")
COUNTY, COUNTY_NAME = "629921", "云川县"
STRANGER, STRANGER_NAME = "629922", "邻山县"
FOUNDED = date(2012, 1, 1)

SECTIONS = ("办公室", "社会工作股", "社会救助股", "养老服务股", "基层政权和社区治理股", "社会组织管理股")
TOWNS = ("云城镇", "青石镇", "河湾镇", "梨园镇", "石桥镇", "清泉镇", "马营镇", "白塔镇")
COUNTRY = ("北坡乡", "南沟乡", "松林乡", "柳坝乡", "杏岭乡", "高台乡")
_VILLAGES = (
    "上庄村", "下庄村", "水磨村", "红崖村", "柏树村", "新丰村", "河西村", "大坪村", "石门村", "杨家湾村", "李家沟村",
    "阳坡村", "沙坝村", "双泉村", "东岭村", "胡麻川村",
)  # fmt: skip
_COMMUNITIES = ("东街社区", "西街社区", "南关社区", "北苑社区", "文昌社区", "新华社区")

_INSTITUTIONS = (
    "云川县社会救助服务中心", "云川县儿童福利院", "云川县社会福利中心", "云川县救助管理站", "云川县殡葬管理所",
    "云川县婚姻登记中心",
)  # fmt: skip
_ORGANISATIONS = (
    "云川县益民社会工作服务中心", "云川县晨光社会工作事务所", "云川县同行社会工作服务中心", "云川县暖阳养老服务中心",
    "云川县志愿服务联合会", "云川县老年协会", "云川县残疾人互助协会", "云川县慈善会", "云川县妇女儿童关爱中心",
    "云川县心语心理健康服务中心", "云川县社会组织促进会", "云川县青禾青少年服务中心", "云川县康复托养中心",
    "云川县家和婚姻家庭服务中心", "云川县乡邻调解服务中心", "云川县阳光禁毒社会工作站", "云川县新起点就业服务中心",
    "云川县清泉社区发展中心", "云川县助残服务社", "云川县夕阳红文体协会",
)  # fmt: skip
# Set up during the three years, with the day.
_NEW_ORGANISATIONS = (
    ("云川县和风社会工作服务中心", date(2020, 9, 1)), ("云川县云岫社会工作服务中心", date(2021, 4, 1)),
    ("云川县守望儿童服务中心", date(2021, 10, 1)), ("云川县邻里社区服务中心", date(2022, 5, 1)),
)  # fmt: skip
_ENTERPRISES = ("云川县安颐居家养老服务有限公司", "云川县护佑家政服务有限公司", "云川县云上康养有限公司")
_NURSING_TOWNS = ("河湾镇", "梨园镇", "石桥镇", "清泉镇", "马营镇", "白塔镇", "北坡乡", "松林乡", "柳坝乡", "高台乡")


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit and its fate; `staff` is how many people it had at the start of the register (or of the unit)."""

    code: str
    name: str
    kind: UnitKind
    area: str
    staff: int
    uscc: str = ""
    starts: date = FOUNDED
    parent: str = ""
    renamed: tuple[date, str] | None = None
    merged: tuple[date, str] | None = None

    @property
    def township(self) -> str:
        return self.area[:9]


_RENAMED = {
    "青石镇民政站": (date(2021, 3, 1), "云川县青石镇社会事务服务站"),
    "高台乡民政站": (date(2022, 7, 1), "云川县高台乡社会事务服务站"),
    "河湾镇敬老院": (date(2020, 11, 1), "河湾镇中心敬老院"),
    "云川县晨光社会工作事务所": (date(2021, 6, 1), "云川县晨光社会工作服务中心"),
    "云川县救助管理站": (date(2022, 1, 1), "云川县救助管理和未成年人保护中心"),
    "云川县老年协会": (date(2022, 4, 1), "云川县老龄事业促进会"),
}
MERGER = ("梨园镇敬老院", date(2021, 9, 1), "河湾镇敬老院")


def areas() -> list[tuple[str, str]]:
    """(code, name) from the city down to the villages of both counties."""
    rows = [CITY, (COUNTY, COUNTY_NAME), (STRANGER, STRANGER_NAME)]
    for code, name in townships():
        rows.append((code, name))
        rows.extend(_villages(code, name))
    rows += [(f"{STRANGER}100", "邻山镇"), (f"{STRANGER}200", "东崖乡")]
    return [*rows, (f"{STRANGER}100201", "邻山村"), (f"{STRANGER}200201", "东崖村")]


def townships() -> list[tuple[str, str]]:
    """The 14 townships of 云川县, towns before 乡."""
    towns = [(f"{COUNTY}{100 + n}", name) for n, name in enumerate(TOWNS)]
    return towns + [(f"{COUNTY}{200 + n}", name) for n, name in enumerate(COUNTRY)]


def _villages(code: str, township: str) -> list[tuple[str, str]]:
    """Communities first (001…), then villages (201…), as national codes have it."""
    communities = _COMMUNITIES if township == "云城镇" else _COMMUNITIES[:1] if township in TOWNS else ()
    shift = int(code[-3:]) % 7
    villages = (_VILLAGES * 2)[shift : shift + (4 if township == "云城镇" else 10)]
    return [(f"{code}{n:03d}", name) for n, name in enumerate(communities, 1)] + [
        (f"{code}{n:03d}", name) for n, name in enumerate(villages, 201)
    ]


def units() -> list[PlannedUnit]:
    """The units of 云川县 in the order they are to be created: a parent before its children."""
    bureau = PlannedUnit("YC001", f"{COUNTY_NAME}民政局", UnitKind.BUREAU, COUNTY, 46, credit_code("11", COUNTY, 1))
    return [bureau, *_institutions(), *_stations_and_homes(), *_organisations(), *_village_committees()]


def _institutions() -> Iterator[PlannedUnit]:
    for n, name in enumerate(_INSTITUTIONS, 1):
        uscc = credit_code("12", COUNTY, 10 + n)
        code = f"YC{10 + n:03d}"
        yield PlannedUnit(
            code, name, UnitKind.INSTITUTION, COUNTY, 14, uscc, parent="YC001", renamed=_RENAMED.get(name)
        )


def _stations_and_homes() -> Iterator[PlannedUnit]:
    """Stations are offices of the township without a credit code of their own; homes have one."""
    codes: dict[str, str] = {}
    for n, (area, township) in enumerate(townships(), 1):
        short = f"{township}民政站"
        kind, renamed = UnitKind.STATION, _RENAMED.get(short)
        yield PlannedUnit(f"YC{100 + n}", COUNTY_NAME + short, kind, area, 8, parent="YC001", renamed=renamed)
    yield PlannedUnit(
        "YC300", "云川县中心敬老院", UnitKind.NURSING_HOME, f"{COUNTY}100", 26, credit_code("12", COUNTY, 300)
    )
    area_of = {name: area for area, name in townships()}
    for n, township in enumerate(_NURSING_TOWNS, 1):
        name = f"{township}敬老院"
        codes[name] = f"YC{300 + n}"
        merged = (MERGER[1], codes[MERGER[2]]) if name == MERGER[0] else None
        uscc = credit_code("12", COUNTY, 300 + n)
        yield PlannedUnit(
            codes[name],
            name,
            UnitKind.NURSING_HOME,
            area_of[township],
            14,
            uscc,
            renamed=_RENAMED.get(name),
            merged=merged,
        )


def _organisations() -> Iterator[PlannedUnit]:
    dated = [(name, FOUNDED) for name in _ORGANISATIONS] + list(_NEW_ORGANISATIONS)
    for n, (name, starts) in enumerate(dated, 1):
        area = townships()[n % 5 if n % 3 else 0][0]
        registrar = "51" if name.endswith("会") else "52"
        yield PlannedUnit(
            f"YC{200 + n}", name, UnitKind.SOCIAL_ORGANISATION, area, 11 + n % 5,
            credit_code(registrar, COUNTY, 200 + n), starts, renamed=_RENAMED.get(name),
        )  # fmt: skip
    for n, name in enumerate(_ENTERPRISES, 1):
        uscc = credit_code("91", COUNTY, 400 + n)
        yield PlannedUnit(f"YC{400 + n}", name, UnitKind.ENTERPRISE, f"{COUNTY}100", 20, uscc)


def _village_committees() -> Iterator[PlannedUnit]:
    for township, township_name in townships():
        for area, village in _villages(township, township_name):
            name = f"{township_name}{village}{'居' if village.endswith('社区') else '村'}民委员会"
            number = int(area[6:]) - 100_000
            uscc = credit_code("55" if village.endswith("社区") else "54", COUNTY, 1000 + number)
            yield PlannedUnit(f"YC{area[6:]}", name, UnitKind.VILLAGE, area, 10, uscc)


def strange_units() -> list[PlannedUnit]:
    """The few units of 邻山县, which the users of 云川县 must never see."""
    bureau = PlannedUnit("LS001", "邻山县民政局", UnitKind.BUREAU, STRANGER, 17, credit_code("11", STRANGER, 1))
    organisation = PlannedUnit(
        "LS201", "邻山县远帆社会工作服务中心", UnitKind.SOCIAL_ORGANISATION, f"{STRANGER}100", 14,
        credit_code("52", STRANGER, 201),
    )  # fmt: skip
    station = PlannedUnit("LS101", "邻山县邻山镇民政站", UnitKind.STATION, f"{STRANGER}100", 8, parent="LS001")
    village = PlannedUnit(
        "LS200201", "东崖乡东崖村村民委员会", UnitKind.VILLAGE, f"{STRANGER}200201", 8, parent="LS001"
    )
    return [bureau, station, organisation, village]
