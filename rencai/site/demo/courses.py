"""The courses of the demo county: what was taught in the three years, and what is being prepared around today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rencai.org.models import UnitKind
from rencai.training.models import BatchState, CourseKind, OrganiserLevel

YEARS = (2020, 2021, 2022)
_GRASSROOTS = (UnitKind.STATION, UnitKind.VILLAGE)
_SERVICE = (UnitKind.SOCIAL_ORGANISATION, UnitKind.STATION, UnitKind.NURSING_HOME, UnitKind.INSTITUTION)
_OFFICES = (UnitKind.BUREAU, UnitKind.STATION, UnitKind.INSTITUTION)
_CARE = (UnitKind.NURSING_HOME, UnitKind.ENTERPRISE, UnitKind.INSTITUTION)
_SCHOOL, _PARTY_SCHOOL, _HALL = "省民政干部学校", "云州市委党校", "云川县民政局三楼会议室"


@dataclass(frozen=True, slots=True)
class PlannedCourse:
    """A course as it is held every year: `month`, `days` long, for people of these kinds of unit."""

    title: str
    kind: CourseKind
    level: OrganiserLevel
    organiser: str
    place: str
    month: int
    days: int
    kinds: tuple[UnitKind, ...]
    seats: int


@dataclass(frozen=True, slots=True)
class PlannedBatch:
    """One batch of a course, from `first` on."""

    course: PlannedCourse
    code: str
    first: date
    state: BatchState

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(self.course.days)]


_K, _L = CourseKind, OrganiserLevel
COURSES = (
    PlannedCourse("全省社会工作人才能力提升班", _K.SOCIAL_WORK, _L.PROVINCE, "省民政厅", _SCHOOL, 9, 3, _SERVICE, 14),
    PlannedCourse("全省乡镇社工站骨干研修班", _K.SOCIAL_WORK, _L.PROVINCE, "省民政厅", _SCHOOL, 11, 2, _SERVICE, 10),
    PlannedCourse("全市社会救助业务培训班", _K.PROFESSIONAL, _L.CITY, "云州市民政局", _PARTY_SCHOOL, 4, 2,
                  _OFFICES, 24),
    PlannedCourse("全市社会组织负责人培训班", _K.PROFESSIONAL, _L.CITY, "云州市民政局", _PARTY_SCHOOL, 6, 1,
                  (UnitKind.SOCIAL_ORGANISATION,), 30),
    PlannedCourse("考前辅导班", _K.SOCIAL_WORK, _L.CITY, "云州市民政局", _PARTY_SCHOOL, 5, 2, _SERVICE, 40),
    PlannedCourse("党的创新理论学习班", _K.POLITICAL, _L.COUNTY, "云川县委组织部", "云川县委党校", 7, 1, _OFFICES, 60),
    PlannedCourse("民政系统业务培训班（春季）", _K.PROFESSIONAL, _L.BUREAU, "云川县民政局", _HALL, 3, 1, _OFFICES, 70),
    PlannedCourse("儿童主任培训班", _K.PROFESSIONAL, _L.BUREAU, "云川县民政局", _HALL, 6, 1, _GRASSROOTS, 90),
    PlannedCourse("社会工作方法实务班", _K.SOCIAL_WORK, _L.BUREAU, "云川县民政局", _HALL, 8, 2, _SERVICE, 50),
    PlannedCourse("敬老院护理技能班", _K.PROFESSIONAL, _L.BUREAU, "云川县民政局", _HALL, 10, 1, _CARE, 60),
)  # fmt: skip


def held() -> Iterator[PlannedBatch]:
    """Every course once a year in the three years, on working days of its month."""
    for year in YEARS:
        for n, course in enumerate(COURSES, 1):
            yield PlannedBatch(
                course, f"PX{year}-{n:02d}", _weekday(date(year, course.month, 8 + n)), BatchState.FINISHED
            )


def around(today: date) -> Iterator[PlannedBatch]:
    """What a clerk finds on the desk: one finished, one to be finished, one today, one to be filled, one planned."""
    methods, care, spring, province, tutoring = (COURSES[n] for n in (8, 9, 6, 0, 4))
    for n, (course, days, state) in enumerate(
        (
            (spring, -45, BatchState.FINISHED), (tutoring, -9, BatchState.CONFIRMED), (care, 0, BatchState.CONFIRMED),
            (methods, 20, BatchState.OPEN), (province, 40, BatchState.PLANNED),
        ), 1,
    ):  # fmt: skip
        first = today + timedelta(days=days)
        yield PlannedBatch(course, f"PX{first.year}-{20 + n:02d}", first, state)


def _weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)
