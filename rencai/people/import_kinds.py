"""The sort of file that the register takes: rosters."""

from rencai.org.access import Ability
from rencai.people.imports.apply import apply
from rencai.people.imports.blank import write_blank
from rencai.people.imports.kinds import ImportKind, register
from rencai.people.imports.marks import write_marked
from rencai.people.imports.plan import make_plan
from rencai.people.imports.preview import preview_of
from rencai.people.imports.run import checked_file

PEOPLE = register(
    ImportKind(
        key="people",
        title="花名册",
        file_title="人才花名册填报表",
        unit="人",
        ability=Ability.IMPORT_PEOPLE,
        checked_file=checked_file,
        plan=make_plan,
        apply=apply,
        preview=preview_of,
        mark=write_marked,
        blank=write_blank,
        help=("名册里没有的人不会被删除，只会列出。",),
    )
)
