"""Writes an official document as an office file per GB/T 9704-2012."""

from .writer import write

__all__ = ["write"]
