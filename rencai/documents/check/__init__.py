"""What must not leave the house in a published file: ID numbers, phones, health words, hidden content."""

from .findings import Finding, UnreadableFile
from .page import check_html
from .patterns import check_text
from .word import check_docx

__all__ = ["Finding", "UnreadableFile", "check_docx", "check_html", "check_text"]
