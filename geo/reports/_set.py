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
    where : str
        File as the user named it, with the line or row where there is one.
    message : str
        What is wrong and what to do.
    kind : str
        ``error``: this report is missing from the result. ``warning``: it is there, but something about it is
        doubtful. ``skipped``: not a report, put aside on purpose.
    """

    where: str
    message: str
    kind: Literal["error", "warning", "skipped"] = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class ReportSet(tuple[Report, ...]):  # noqa: SLOT001 - a tuple cannot have slots of its own
    """The reports that could be read, as a tuple, with what could not.

    Attributes
    ----------
    problems : tuple of Problem
        All of them, in reading order; `errors`, `warnings` and `skipped` are its parts.
    """

    problems: tuple[Problem, ...]

    def __new__(cls, reports: Iterable[Report] = (), problems: Iterable[Problem] = ()) -> Self:
        self = super().__new__(cls, reports)
        self.problems = tuple(problems)
        return self

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Reports that are missing: one entry each."""
        return tuple(problem for problem in self.problems if problem.kind == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Doubts about reports that were read."""
        return tuple(problem for problem in self.problems if problem.kind == "warning")

    @property
    def skipped(self) -> tuple[Problem, ...]:
        """Files of a folder that are no reports."""
        return tuple(problem for problem in self.problems if problem.kind == "skipped")

    @property
    def summary(self) -> str:
        """One line for people: how many were read, how many could not be."""
        missing = len(self.errors)
        total = len(self) + missing
        if not missing:
            return f"{total:,} report{'' if total == 1 else 's'} read"
        return f"{missing:,} of {total:,} reports could not be read"
