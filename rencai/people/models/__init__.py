"""The register: persons with their dated employments, educations, categories and qualifications."""

from rencai.people.models.careers import (
    Category,
    CategoryKind,
    Degree,
    Education,
    EducationLevel,
    Employment,
    EmploymentKind,
    Field,
    Qualification,
    QualificationLevel,
    ServiceField,
)
from rencai.people.models.jobs import Doubt, ExportRequest, ExportState, ImportJob, ImportState
from rencai.people.models.persons import DocumentType, PastValue, Person, Sex, Source
from rencai.people.models.placed import CountyQuerySet, OfPersonQuerySet, Placed, PlacedQuerySet

__all__ = [
    "Category",
    "CategoryKind",
    "CountyQuerySet",
    "Degree",
    "DocumentType",
    "Doubt",
    "Education",
    "EducationLevel",
    "Employment",
    "EmploymentKind",
    "ExportRequest",
    "ExportState",
    "Field",
    "ImportJob",
    "ImportState",
    "OfPersonQuerySet",
    "PastValue",
    "Person",
    "Placed",
    "PlacedQuerySet",
    "Qualification",
    "QualificationLevel",
    "ServiceField",
    "Sex",
    "Source",
]
