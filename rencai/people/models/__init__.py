"""The register: persons with their dated employments, educations, categories and qualifications."""

from rencai.people.models.careers import Category, CategoryKind, Education, Employment, EmploymentKind
from rencai.people.models.careers import Degree, EducationLevel, Field, Qualification, QualificationLevel, ServiceField
from rencai.people.models.persons import DocumentType, PastValue, Person, Sex, Source

__all__ = [
    "Category",
    "CategoryKind",
    "Degree",
    "DocumentType",
    "Education",
    "EducationLevel",
    "Employment",
    "EmploymentKind",
    "Field",
    "PastValue",
    "Person",
    "Qualification",
    "QualificationLevel",
    "ServiceField",
    "Sex",
    "Source",
]
