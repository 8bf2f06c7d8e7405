"""All writes of the organisation: one verb per function, audited in the same transaction."""

from rencai.org.actions.areas import add_area, import_areas
from rencai.org.actions.calendar import clear_day, set_day
from rencai.org.actions.units import add_section, add_unit, close_unit, edit_unit, merge_unit, rename_unit
from rencai.org.actions.users import add_user, change_role, disable, enable, reset_password, set_mailbox

__all__ = [
    "add_area",
    "add_section",
    "add_unit",
    "add_user",
    "change_role",
    "clear_day",
    "close_unit",
    "disable",
    "edit_unit",
    "enable",
    "import_areas",
    "merge_unit",
    "rename_unit",
    "reset_password",
    "set_day",
    "set_mailbox",
]
