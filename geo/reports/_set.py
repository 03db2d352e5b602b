"""What reading gives back: the reports, and everything that went wrong or was put aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

from geo.models import Report

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Problem", "ReportSet"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something a reader of the result must know.

    Attributes
    ----------
    subject : str
        File as the user named it, with the line or row where there is one.
    message : str
        What is wrong and what to do.
    kind : str
        ``error``: this report is missing from the result. ``warning``: it is there, but something about it is
        doubtful. ``skipped``: not a report, put aside on purpose.
    """

    subject: str
    message: str
    kind: Literal["error", "warning", "skipped"] = "error"

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}"


class ReportSet(tuple[Report, ...]):  # noqa: SLOT001 - a tuple cannot have slots of its own
    """The reports that could be read, as a tuple, with what could not.

    Attributes
    ----------
    problems : tuple of Problem
        Reports that are missing, one entry each.
    warnings : tuple of Problem
        Doubts about reports that were read: no date, a date in the future, an encoding guessed.
    skipped : tuple of Problem
        Files of a folder that are no reports.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    skipped: tuple[Problem, ...]

    def __new__(cls, reports: Iterable[Report] = (), found: Iterable[Problem] = ()) -> Self:
        self = super().__new__(cls, reports)
        listed = tuple(found)
        self.problems = tuple(problem for problem in listed if problem.kind == "error")
        self.warnings = tuple(problem for problem in listed if problem.kind == "warning")
        self.skipped = tuple(problem for problem in listed if problem.kind == "skipped")
        return self

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports alone."""
        return tuple(self)

    @property
    def summary(self) -> str:
        """One line for people: how many were read, how many could not be."""
        missing = len(self.problems)
        total = len(self) + missing
        if not missing:
            return f"{total:,} report{'' if total == 1 else 's'} read"
        return f"{missing:,} of {total:,} reports could not be read"
