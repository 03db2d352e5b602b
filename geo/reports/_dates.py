"""Publication dates as metadata write them, with how precise they are. Nothing is made up."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["PRECISIONS", "ParsedDate", "numeric_order", "parse_published"]

PRECISIONS = ("day", "week", "month", "year", "unknown")
#: Earlier than any report this is made for; a smaller year is a slip of the metadata.
FIRST_YEAR = 1900

_MONTHS = {name.lower(): number for number, name in enumerate(
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"], 1)}  # fmt: skip
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d+Z?)?$")
_ISO_WEEK = re.compile(r"(\d{4})-?W(\d{2})$", re.IGNORECASE)
_ISO_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})$")
_YEAR = re.compile(r"\d{4}$")
_DAY_MONTH = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+({_MONTH})\b\.?,?[\s-]+(\d{{4}})", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"({_MONTH})\.?,?\s+(\d{{4}})$", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date, or why there is none.

    For a month, week or year the date is its **last** day: by then the report was surely known, and what is known
    "as of" an earlier day must not rest on it.
    """

    day: date | None = None
    precision: str = "unknown"
    complaint: str = ""


def parse_published(value: str, *, order: str | None = None) -> ParsedDate:
    """Read a publication date.

    Parameters
    ----------
    value : str
        ISO 8601 (day, week, month or year; with a time, the day as written), ``10 January 2018``, ``Jan 10, 2018``,
        RFC 2822, ``1/10/2018``.
    order : {"mdy", "dmy"}, optional
        How to read ``1/10/2018``. Without it such a date is read only where one order is possible.

    Returns
    -------
    ParsedDate
    """
    value = value.strip()
    if not value:
        return ParsedDate()
    if match := _ISO.match(value) or _COMPACT.match(value):
        return _day(value, *(int(part) for part in match.groups()))
    if match := _ISO_WEEK.match(value):
        return _week(value, int(match[1]), int(match[2]))
    if (match := _ISO_MONTH.match(value)) and 1 <= int(match[2]) <= 12:
        return _month(value, int(match[1]), int(match[2]))
    if _YEAR.match(value):
        day = _day(value, int(value), 12, 31)
        return ParsedDate(day.day, "year" if day.day else "unknown", day.complaint)
    if match := _DAY_MONTH.search(value):
        return _day(value, int(match[3]), _MONTHS[match[2].lower()], int(match[1]))
    if match := _MONTH_DAY.search(value):
        return _day(value, int(match[3]), _MONTHS[match[1].lower()], int(match[2]))
    if match := _MONTH_YEAR.match(value):
        return _month(value, int(match[2]), _MONTHS[match[1].lower()])
    if match := _NUMERIC.match(value):
        return _numeric(value, int(match[1]), int(match[3]), int(match[4]), "dmy" if match[2] == "." else order)
    return ParsedDate(complaint=f"the date {_short(value)} cannot be read; write it as YYYY-MM-DD")


def numeric_order(values: list[str]) -> str | None:
    """Whether the dates of one table are month/day or day/month, if they all agree and at least one shows it.

    Returns
    -------
    {"mdy", "dmy"} or None
    """
    pairs = [(int(match[1]), int(match[3])) for value in values if (match := _NUMERIC.match(value.strip()))]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    if day_first == month_first:
        return None
    return "dmy" if day_first else "mdy"


def _numeric(value: str, first: int, second: int, year: int, order: str | None) -> ParsedDate:
    if order is None and first != second:
        if first <= 12 and second <= 12:
            return ParsedDate(
                complaint=f"the date {_short(value)} may be day/month or month/day; say which, or write YYYY-MM-DD"
            )
        order = "dmy" if first > 12 else "mdy"
    month, day = (second, first) if order == "dmy" else (first, second)
    return _day(value, year, month, day)


def _day(value: str, year: int, month: int, day: int) -> ParsedDate:
    try:
        found = date(year, month, day)
    except ValueError:
        return ParsedDate(complaint=f"the date {_short(value)} does not exist in the calendar")
    if year < FIRST_YEAR:
        return ParsedDate(complaint=f"the date {_short(value)} is too early to be true")
    return ParsedDate(found, "day")


def _week(value: str, year: int, week: int) -> ParsedDate:
    try:
        return ParsedDate(date.fromisocalendar(year, week, 1) + timedelta(days=6), "week")
    except ValueError:
        return ParsedDate(complaint=f"the week {_short(value)} does not exist in the calendar")


def _month(value: str, year: int, month: int) -> ParsedDate:
    last = calendar.monthrange(year, month)[1] if year >= FIRST_YEAR else 1
    found = _day(value, year, month, last)
    return ParsedDate(found.day, "month" if found.day else "unknown", found.complaint)


def _short(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:37] + "...")
