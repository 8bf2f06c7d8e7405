"""On whose behalf a file is imported: what may be seen, which units may be created."""

from dataclasses import dataclass

from rencai.org.access import Ability, area_scope
from rencai.org.models import Unit, User
from rencai.org.models.units import UnitQuerySet
from rencai.people.models import Person
from rencai.people.models.persons import PersonQuerySet


@dataclass(frozen=True)
class Importer:
    """`by` is None for the command on the server itself, which works for the county of `unit`."""

    by: User | None
    unit: Unit

    @property
    def county(self) -> str:
        return str(self.unit.area_id)[:6]

    @property
    def may_create_units(self) -> bool:
        return self.by is None or self.by.may(Ability.MANAGE_UNITS)

    def units(self) -> UnitQuerySet:
        """The units whose people this importer may write."""
        units: UnitQuerySet = Unit.objects.filter(area__code__startswith=self.county)
        return units if self.by is None else units.filter(area_scope(self.by, area="area__code", unit="id"))

    def people(self) -> PersonQuerySet:
        """The people this importer may see and change."""
        people: PersonQuerySet = Person.objects.filter(county=self.county)
        return people if self.by is None else people.visible_to(self.by)

    def all_people(self) -> PersonQuerySet:
        """Everybody on the county's register, only to be asked whether a number is there."""
        people: PersonQuerySet = Person.objects.filter(county=self.county)
        return people
