"""The demo county: three years of people who do not exist, and what can be seen in it."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone
from stdnum.cn import ric, uscc

from rencai.certificates.figures.funnel import STEPS
from rencai.org import audit
from rencai.org.access import Role
from rencai.org.models import Area, AuditEvent, Section, Unit, UnitKind
from rencai.people.imports.run import import_people
from rencai.people.models import Category, Education, Employment, PastValue, Person, Qualification
from rencai.reports.models import Report
from rencai.site import demo
from rencai.site.demo.example_people import NEW_UNIT, ON, lines
from rencai.site.demo.example_roster import FILE_NAME, write
from rencai.site.demo.people import population
from rencai.site.demo.places import COUNTY, STRANGER, strange_units, townships, units
from rencai.site.installation import PROJECT
from rencai.training.models import Attendance, Enrolment, Places, Presence
from rencai.ui.figures import FIGURES, Figure, Scope
from rencai.ui.models import on_day

pytestmark = pytest.mark.django_db
EXAMPLE = PROJECT / "examples" / FILE_NAME
ENDS = [date(year, 12, 31) for year in (2020, 2021, 2022)]


@pytest.fixture(scope="module")
def county(django_db_setup: Any, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """The demo, loaded once for this module in a transaction that is undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        was_loaded = demo.is_loaded()
        accounts = demo.load()
        yield SimpleNamespace(accounts=accounts, was_loaded=was_loaded)
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(county: SimpleNamespace) -> Iterator[None]:
    """Stands in for pytest-django's own, which closes the connection after every test and the loaded demo with it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _people(county: str = COUNTY) -> Any:
    return Person.objects.filter(county=county)


def test_the_demo_says_whether_it_is_there(county: SimpleNamespace) -> None:
    assert not county.was_loaded
    assert demo.is_loaded()


def test_it_is_never_loaded_twice(county: SimpleNamespace) -> None:
    before = Person.objects.count()
    with pytest.raises(ValueError, match="云川县"):
        demo.load()
    assert Person.objects.count() == before


def test_a_county_of_14_townships_6_sections_and_every_kind_of_unit(county: SimpleNamespace) -> None:
    assert Area.objects.townships_of(COUNTY).count() == 14
    assert Section.objects.filter(unit__code="YC001").count() == 6
    assert set(Unit.objects.filter(area__code__startswith=COUNTY).values_list("kind", flat=True)) == set(
        UnitKind.values
    )
    assert not Area.objects.within("6299").filter(fictional=False).exists()


def test_about_three_thousand_people_came_and_went_over_three_years(county: SimpleNamespace) -> None:
    assert 2_800 < _people().count() < 3_300
    on_register = [_people().on_register(day).count() for day in ENDS]
    assert on_register == sorted(on_register)
    assert on_register[0] > 2_000
    left = Employment.objects.filter(person__county=COUNTY, ends__isnull=False).exclude(reason="")
    assert {"退休", "调动", "职务变动", "单位合并"} <= set(left.values_list("reason", flat=True))


def test_some_moved_some_left_and_some_came_back(county: SimpleNamespace) -> None:
    people = _people().annotate(jobs=Count("employments"), units_of=Count("employments__unit", distinct=True))
    assert people.filter(units_of__gt=1).count() > 50
    assert people.exclude(employments__ends__isnull=True).count() > 150
    back = [
        person
        for person in people.filter(jobs__gt=1, units_of=1).prefetch_related("employments")
        if any(one.ends != two.starts for one, two in pairwise(person.employments.all()))
    ]
    assert len(back) > 10


def test_units_were_renamed_and_one_was_merged(county: SimpleNamespace) -> None:
    renamed = Unit.objects.annotate(borne=Count("names")).filter(borne__gt=1)
    assert renamed.count() == sum(1 for unit in units() if unit.renamed)
    merged = Unit.objects.get(merged_into__isnull=False)
    after = Employment.objects.filter(unit=merged).filter(on_day(merged.ends))
    assert not after.exists()
    assert Employment.objects.filter(unit=merged, ends=merged.ends, reason="单位合并").exists()


def test_nobody_is_employed_before_the_unit_is_founded_or_after_it_ended(county: SimpleNamespace) -> None:
    assert not Employment.objects.filter(starts__lt=F("unit__starts")).exists()
    assert not Employment.objects.filter(unit__ends__isnull=False, starts__gte=F("unit__ends")).exists()
    assert not Employment.objects.exclude(area_code=F("unit__area_id")).exists()


def test_no_two_people_share_a_number_and_every_number_is_right_and_nobodys(county: SimpleNamespace) -> None:
    numbers = [person.open("id") for person in Person.objects.only("id", "id_sealed")]
    assert len(numbers) == len(set(numbers))
    # The area code is not assigned, so the library that knows all of them refuses it: only the check digit is asked.
    assert all(number.startswith(("629921", "629922")) for number in numbers)
    assert [number for number in numbers if ric.calc_check_digit(number) != number[-1]] == []


def test_birth_and_sex_agree_with_the_number(county: SimpleNamespace) -> None:
    for person in _people().only("id", "id_sealed", "birth", "sex")[:400]:
        number = person.open("id")
        assert person.birth.replace("-", "") == number[6:14]
        assert (person.sex == "1") == (int(number[16]) % 2 == 1)


def test_phones_belong_to_nobody(county: SimpleNamespace) -> None:
    phones = [person.open("phone") for person in _people().exclude(phone_sealed="")[:400]]
    assert all(phone.startswith("1990000") and len(phone) == 11 for phone in phones)


def test_credit_codes_are_valid(county: SimpleNamespace) -> None:
    codes = Unit.objects.exclude(uscc="").values_list("uscc", flat=True)
    assert len(codes) > 150
    assert all(uscc.is_valid(code) for code in codes)


def test_qualifications_were_obtained_and_raised_over_the_years(county: SimpleNamespace) -> None:
    for level in ("assistant", "intermediate"):
        held = [Qualification.objects.on(day).filter(level=level).count() for day in ENDS]
        assert held == sorted(set(held))
    raised = Qualification.objects.filter(
        level="assistant", ends__isnull=False, person__qualifications__level="intermediate"
    )
    assert raised.exists()
    assert Qualification.objects.on(ENDS[-1]).filter(level="senior").exists()


def test_categories_overlap(county: SimpleNamespace) -> None:
    several = (
        Category.objects.on(ENDS[-1]).values("person").annotate(n=Count("category", distinct=True)).filter(n__gt=1)
    )
    assert several.count() > 300


def test_some_studied_on_and_some_joined_the_party(county: SimpleNamespace) -> None:
    assert Education.objects.filter(ends__isnull=False).count() > 20
    joined = PastValue.objects.filter(field="political_status")
    assert joined.filter(person__political_status="中共党员", value="中共预备党员").exists()


def test_unknown_stays_unknown(county: SimpleNamespace) -> None:
    assert _people().filter(key_person__isnull=True).exists()
    assert _people().filter(political_status="").exists()
    assert _people().filter(qualifications__isnull=True).exists()
    assert _people().filter(qualifications__known_none=True).exists()


def test_names_with_rare_characters_and_dots_are_kept_and_found_by_letters(county: SimpleNamespace) -> None:
    names = " ".join(_people().values_list("name", flat=True))
    assert all(character in names for character in "𠮷䶮㛃·")
    assert _people().filter(name__contains="䶮").exclude(pinyin="").exists()


def test_the_same_people_come_out_every_time() -> None:
    keys = {unit.code: n for n, unit in enumerate(units())}
    assert population(COUNTY, units(), keys) == population(COUNTY, units(), keys)


def test_one_account_of_every_role_whose_password_works_and_is_stored_nowhere(county: SimpleNamespace) -> None:
    roles = {account.user.role for account in county.accounts.accounts.values()}
    assert roles == set(Role.values)
    for username in ("clerk", "leader"):
        account = county.accounts.accounts[username]
        assert account.user.check_password(account.password)
        assert account.password not in account.user.password
    passwords = {account.password for account in county.accounts.accounts.values()}
    assert len(passwords) == len(list(county.accounts.lines())) == len(county.accounts.accounts)
    events = str(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert not [password for password in passwords if password in events]


def test_the_talent_sees_exactly_the_own_record(county: SimpleNamespace) -> None:
    talent = county.accounts["talent"]
    assert list(Person.objects.visible_to(talent).values_list("user__username", flat=True)) == ["talent"]


def test_loading_leaves_a_whole_audit_chain_without_names_of_people(county: SimpleNamespace) -> None:
    assert list(audit.faults()) == []
    events = AuditEvent.objects.filter(action="载入演示人员")
    assert {event.county for event in events} == {COUNTY, STRANGER}
    assert sum(event.detail["人员"] for event in events) == Person.objects.count()


def test_the_two_counties_do_not_see_each_other(county: SimpleNamespace) -> None:
    clerk, neighbour = county.accounts["clerk"], county.accounts["neighbour"]
    assert set(Person.objects.visible_to(clerk).values_list("county", flat=True).distinct()) == {COUNTY}
    assert set(Person.objects.visible_to(neighbour).values_list("county", flat=True).distinct()) == {STRANGER}
    assert 50 <= Person.objects.visible_to(neighbour).count() <= 70
    assert Unit.objects.visible_to(neighbour).count() == len(strange_units())
    assert Unit.objects.visible_to(clerk).count() == len(units())


def test_a_township_sees_its_own_people(county: SimpleNamespace) -> None:
    township = dict(townships())[county.accounts["township"].area_id]
    seen = Person.objects.visible_to(county.accounts["township"])
    assert 0 < seen.count() < _people().count() / 5
    assert township == "青石镇"


def test_the_example_roster_is_what_the_code_makes(tmp_path: Path) -> None:
    write(tmp_path / "made.xlsx")
    made, kept = (openpyxl.load_workbook(io.BytesIO(path.read_bytes())) for path in (tmp_path / "made.xlsx", EXAMPLE))
    assert made.sheetnames == kept.sheetnames
    for one, two in zip(made, kept, strict=True):
        assert list(one.iter_rows(values_only=True)) == list(two.iter_rows(values_only=True))
        assert sorted(map(str, one.merged_cells.ranges)) == sorted(map(str, two.merged_cells.ranges))


def test_the_example_roster_imports_as_its_makers_expect(county: SimpleNamespace) -> None:
    clerk, bureau = county.accounts["clerk"], Unit.objects.get(code="YC001")
    expected = Counter(line.effect for line in lines())
    result = import_people(EXAMPLE, unit=bureau, on=ON, by=clerk)
    assert result.checked.file_status == "ok"
    assert result.checked.counts["rejected"] == expected["rejected"] == 5
    assert result.effect == {effect: expected[effect] for effect in ("new", "changed", "same")}
    assert min(result.effect.values()) > 0
    assert Unit.objects.filter(name=NEW_UNIT).exists()


def test_importing_the_example_twice_changes_nothing_more(county: SimpleNamespace) -> None:
    clerk, bureau = county.accounts["clerk"], Unit.objects.get(code="YC001")
    import_people(EXAMPLE, unit=bureau, on=ON, by=clerk)
    again = import_people(EXAMPLE, unit=bureau, on=ON, by=clerk)
    assert (again.effect["new"], again.effect["changed"]) == (0, 0)


def test_the_reports_of_2021_and_2022_are_issued(county: SimpleNamespace) -> None:
    reports = Report.objects.order_by("year")
    assert [(report.year, report.state) for report in reports] == [(2021, "issued"), (2022, "issued")]
    assert [report.issued_by for report in reports] == [county.accounts["leader"]] * 2
    assert all(report.number and report.figures.exists() for report in reports)


def test_who_came_late_came_during_the_session(county: SimpleNamespace) -> None:
    late = Attendance.objects.filter(presence=Presence.LATE)
    assert late.exists()
    assert not late.exclude(at__gt=F("session__starts_at"), at__lt=F("session__ends_at")).exists()


def test_nobody_was_sent_tomorrow(county: SimpleNamespace) -> None:
    assert not Enrolment.objects.filter(nominated_at__gt=timezone.now()).exists()
    assert not Enrolment.objects.filter(decided_at__gt=timezone.now()).exists()


def test_some_who_were_asked_to_sit_did_not_enter(county: SimpleNamespace) -> None:
    scope = Scope(on=ENDS[-1], user=county.accounts["clerk"], area=COUNTY)
    asked, eligible, entered = (step.number(scope) for step in STEPS[:3])
    assert asked > eligible > entered > 0


def test_the_contact_has_places_to_fill(county: SimpleNamespace) -> None:
    contact = county.accounts["contact"]
    assert Places.objects.filter(batch__state="open", unit=contact.unit).exists()


def test_no_figure_of_the_demo_is_zero(county: SimpleNamespace) -> None:
    scope = Scope(on=ENDS[-1], user=county.accounts["clerk"], area=COUNTY)
    numbers = {key: figure.number(scope) for key, figure in FIGURES.items() if isinstance(figure, Figure)}
    assert numbers
    assert [key for key, number in numbers.items() if not number] == []


def test_the_neighbours_clerk_finds_no_person_of_the_county(county: SimpleNamespace, sign_in: Any) -> None:
    person = _people().filter(name="李䶮").get()
    own, strange = (sign_in(county.accounts[name]) for name in ("clerk", "neighbour"))
    assert own.get(reverse("person", args=[person.pk])).status_code == 200
    assert strange.get(reverse("person", args=[person.pk])).status_code == 404
    assert person.name in own.get(reverse("people-list"), {"q": person.name}).content.decode()
    found = strange.get(reverse("people-list"), {"q": person.name}).content.decode()
    assert f"/people/{person.pk}/" not in found
