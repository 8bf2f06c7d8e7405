"""All writes of the register made one person at a time; whole rosters are written by rencai.people.bulk."""

from rencai.people.actions.accounts import free_accounts, tie_account, untie_account
from rencai.people.actions.byhand import correct_fields, correct_records, move
from rencai.people.actions.doubts import settle_doubt
from rencai.people.actions.employments import leave, rehire, transfer
from rencai.people.actions.fields import change_fields
from rencai.people.actions.joining import register
from rencai.people.actions.parttime import Post, add_part_time, correct_part_time, end_part_time, strike_part_time
from rencai.people.actions.photos import remove_photo, set_photo
from rencai.people.actions.records import set_categories, set_education, set_qualification, set_service_fields

__all__ = [
    "Post",
    "add_part_time",
    "change_fields",
    "correct_fields",
    "correct_part_time",
    "correct_records",
    "end_part_time",
    "free_accounts",
    "leave",
    "move",
    "register",
    "rehire",
    "remove_photo",
    "set_categories",
    "set_education",
    "set_photo",
    "set_qualification",
    "set_service_fields",
    "settle_doubt",
    "strike_part_time",
    "tie_account",
    "transfer",
    "untie_account",
]
