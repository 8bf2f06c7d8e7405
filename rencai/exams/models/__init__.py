"""Examinations: sittings and lines, mobilisation, entries and scores, decisions."""

from rencai.exams.models.decisions import Article, Misconduct, Proof, Review, ReviewState
from rencai.exams.models.entries import (
    PASSED,
    SAT,
    Answer,
    Entry,
    Mobilised,
    Outcome,
    Score,
    ScoreChange,
    ScoreState,
)
from rencai.exams.models.sittings import SUBJECTS, Extension, LineKind, PassLine, Sitting, Subject

__all__ = [
    "PASSED",
    "SAT",
    "SUBJECTS",
    "Answer",
    "Article",
    "Entry",
    "Extension",
    "LineKind",
    "Misconduct",
    "Mobilised",
    "Outcome",
    "PassLine",
    "Proof",
    "Review",
    "ReviewState",
    "Score",
    "ScoreChange",
    "ScoreState",
    "Sitting",
    "Subject",
]
