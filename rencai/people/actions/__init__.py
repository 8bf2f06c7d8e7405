"""All writes of the register made one person at a time; whole rosters are written by rencai.people.bulk."""

from rencai.people.actions.doubts import settle_doubt
from rencai.people.actions.employments import leave, rehire, transfer
from rencai.people.actions.fields import change_fields
from rencai.people.actions.joining import register
from rencai.people.actions.records import set_categories, set_education, set_qualification, set_service_fields

__all__ = [
    "change_fields",
    "leave",
    "register",
    "rehire",
    "set_categories",
    "set_education",
    "set_qualification",
    "set_service_fields",
    "settle_doubt",
    "transfer",
]
