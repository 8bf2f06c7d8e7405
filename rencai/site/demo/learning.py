"""Educations and professional qualifications of a person as they came in over the years."""

from datetime import date, timedelta
from random import Random

from rencai.people.bulk import NewEducation, NewQualification
from rencai.people.models import Degree, EducationLevel, QualificationLevel
from rencai.site.demo.careers import LAST_DAY, OPENED
from rencai.site.demo.profiles import Profile

# Last day of the examination → day the results came out; for the years before the register opened, the day it opened.
_EXAMS = {
    date(2014, 6, 15): OPENED, date(2015, 6, 14): OPENED, date(2016, 6, 19): OPENED, date(2017, 6, 18): OPENED,
    date(2018, 6, 10): OPENED, date(2019, 6, 23): OPENED, date(2020, 11, 1): date(2021, 1, 14),
    date(2021, 10, 17): date(2021, 12, 17), date(2022, 6, 19): date(2022, 9, 7),
}  # fmt: skip
_EARLIER = [day for day, known in _EXAMS.items() if known == OPENED]
_LATER = [day for day, known in _EXAMS.items() if known != OPENED]
_MAJORS = (
    "社会工作", "社会工作", "社会学", "公共事业管理", "行政管理", "法学", "思想政治教育", "护理", "会计", "学前教育",
    "汉语言文学", "计算机应用", "农业经济管理", "心理学", "老年服务与管理",
)  # fmt: skip
_SCHOOLS = {
    EducationLevel.POSTGRADUATE: ("云岭大学", "云岭师范大学"),
    EducationLevel.BACHELOR: ("云岭大学", "云州学院", "云州农业大学", "云岭开放大学"),
    EducationLevel.COLLEGE: ("云州民政职业学院", "云州师范高等专科学校", "云岭开放大学"),
    EducationLevel.SECONDARY: ("云州卫生学校", "云州财贸学校", "云川县职业中学"),
}
_NEXT = {
    EducationLevel.SECONDARY: EducationLevel.COLLEGE,
    EducationLevel.COLLEGE: EducationLevel.BACHELOR,
    EducationLevel.BACHELOR: EducationLevel.POSTGRADUATE,
}
_UP = {
    "": QualificationLevel.ASSISTANT,
    QualificationLevel.ASSISTANT: QualificationLevel.INTERMEDIATE,
    QualificationLevel.INTERMEDIATE: QualificationLevel.SENIOR,
}


def educations(chance: Random, profile: Profile, since: date) -> list[NewEducation]:
    """What the register held and when; nothing where it is not known."""
    if chance.random() < 0.015:
        return []
    level = chance.choices(list(profile.levels), list(profile.levels.values()))[0]
    first = _education(chance, level, since)
    day = since + timedelta(days=chance.randrange(60, 900))
    if level not in _NEXT or chance.random() > 0.03 or day > LAST_DAY:
        return [first]
    first.ends = day
    return [first, _education(chance, _NEXT[EducationLevel(level)], day)]


def _education(chance: Random, level: str, starts: date) -> NewEducation:
    if level not in _SCHOOLS:
        return NewEducation(level, starts)
    degree = {EducationLevel.POSTGRADUATE: Degree.MASTER, EducationLevel.BACHELOR: Degree.BACHELOR}.get(
        EducationLevel(level), ""
    )
    if degree == Degree.MASTER and chance.random() < 0.06:
        degree = Degree.DOCTOR
    if degree == Degree.BACHELOR and chance.random() < 0.25:
        degree = ""
    major = chance.choice(_MAJORS)
    school = chance.choice(_SCHOOLS[EducationLevel(level)])
    return NewEducation(level, starts, None, degree, major, major == "社会工作", school)


class Certificates:
    """Qualifications of one county, numbered as they are handed out."""

    def __init__(self, county: str, chance: Random) -> None:
        self._county = county
        self._chance = chance
        self._given = 0

    def of(self, profile: Profile, since: date, educated: bool) -> list[NewQualification]:
        """From having none (or nobody knowing) up to what was passed by the end, each level closing the one before."""
        rows = [self._at_start(profile, since)] if self._chance.random() > 0.08 else []
        for exam in _LATER:
            known = _EXAMS[exam]
            level = rows[-1].level if rows else ""
            if known <= since or not educated or self._chance.random() > self._odds(profile, level):
                continue
            if rows:
                rows[-1].ends = known
            rows.append(self._certificate(_UP[level], exam, known))
        return rows

    def _odds(self, profile: Profile, level: str) -> float:
        if level == QualificationLevel.SENIOR:
            return 0.0
        if level == QualificationLevel.INTERMEDIATE:
            return 0.012
        return 0.10 if level else profile.qualified / 900

    def _at_start(self, profile: Profile, since: date) -> NewQualification:
        if self._chance.randrange(100) >= profile.qualified:
            return NewQualification("", since, known_none=True)
        level = self._chance.choices(list(QualificationLevel.values), [68, 31, 1])[0]
        exam = self._chance.choice(_EARLIER[: 3 if level == QualificationLevel.SENIOR else None])
        return self._certificate(level, exam, since)

    def _certificate(self, level: str, exam: date, starts: date) -> NewQualification:
        self._given += 1
        number = f"{exam.year}02{self._county}{self._given:08d}"
        valid = self._registered(exam, starts).isoformat() if self._chance.random() < 0.75 else ""
        return NewQualification(level, starts, None, number, exam.isoformat(), valid)

    def _registered(self, exam: date, starts: date) -> date:
        """Registered within the year after the examination and renewed every third; some let it lapse."""
        throw = self._chance.random()
        wanted = OPENED if throw < 0.08 else date(2021, 6, 1) if throw < 0.2 else date(2023, 2, 1)
        until = exam + timedelta(days=self._chance.randrange(60, 360))
        while until < max(wanted, starts):
            until = date(until.year + 3, until.month, min(until.day, 28))
        return until
