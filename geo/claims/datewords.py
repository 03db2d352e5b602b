"""Words and calendar arithmetic of time expressions."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

__all__ = [
    "APPROX",
    "DAY",
    "DAYS",
    "HOLIDAYS",
    "MONTH",
    "MONTHS",
    "NO_TIME",
    "NUMBER",
    "PART",
    "PREFIX",
    "SEASONS",
    "SINCE",
    "WEEKDAY",
    "WEEKDAY_SHORT",
    "YEAR",
    "Context",
    "Interval",
    "clip",
    "month_end",
    "nearest_year",
    "number_of",
    "part_of",
    "safe_date",
    "shift_months",
    "since",
    "third_of",
]


Interval = tuple[date, date]
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
# Not from `calendar`, whose names follow the locale.
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
MONTHS |= {name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)} | {"sept": 9}
DAYS = {name: number for number, name in enumerate(_DAY_NAMES)}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 4}
HOLIDAYS = {
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "new year's day": (1, 1),
    "new years day": (1, 1),
    "new year's eve": (12, 31),
    "new years eve": (12, 31),
}
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
WEEKDAY_SHORT = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)"
YEAR = r"(?:19|20)\d\d"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?"
    r"|(?:a )?couple of|(?:a )?few|several)"
)
APPROX = r"(?:(?:about|around|nearly|almost|roughly|some|just|only|more than|over|at least|less than|up to)\s+)?"
PART = (
    r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|dawn|noon|midday|midnight)(?:'s)?)?"
    r"(?:\s+at\s+\d{1,2}[:.]?\d{2}(?!\d))?"
)
PREFIX = (
    r"(?:(?:early|late|late\s+in|early\s+in|at\s+dawn|before\s+dawn|at\s+noon|at\s+midnight|after\s+midnight"
    r"|(?:in\s+)?the\s+(?:early\s+)?(?:hours|morning|evening|afternoon|night)\s+of|by|on|until|till)\s+)*"
)
SINCE = r"(?P<since>[Ss]ince\s+(?:the\s+)?)?"


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read against."""

    published: date | None
    exact_day: bool
    base: date | None

    @property
    def day(self) -> date | None:
        """Day of publication where it is known to the day."""
        return self.published if self.exact_day else None


#: What a rule answers when its words are no time expression after all ("March" without "in", "the week").
NO_TIME = (date.max, date.min)


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_months(day: date, months: int) -> date:
    """The same day so many months later (earlier if negative), or the last of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def number_of(written: str) -> int:
    """Value of a number in words or digits; "a few" is 3, "several" 4."""
    written = re.sub(r"\s+", " ", written.lower())
    return int(written) if written.isdigit() else _NUMBERS.get(written, 1)


def clip(start: date, end: date, limit: date | None) -> Interval:
    """An interval that begins in the past does not reach into the future."""
    return (start, min(end, limit)) if limit is not None and start <= limit else (start, end)


def third_of(start: date, end: date, part: str, *, year: bool) -> Interval:
    """The early, middle or late part of a month or year."""
    part = part.lower()
    if year:
        first, last = {"early": (1, 4), "start": (1, 4), "mid": (5, 8), "late": (9, 12), "end": (9, 12)}.get(
            part, (1, 12)
        )
        return date(start.year, first, 1), month_end(start.year, last)
    if part in ("early", "start"):
        return start, start.replace(day=10)
    if part == "mid":
        return start.replace(day=11), start.replace(day=20)
    if part in ("late", "end"):
        return start.replace(day=21), end
    return start, end


def part_of(written: str | None) -> str:
    """Which part of a period the words name: ``early``, ``mid``, ``late`` or ""."""
    if not written:
        return ""
    word = re.sub(r"[^a-z ]", "", written.lower())
    for key, names in (
        ("early", ("early", "beginning", "start")),
        ("mid", ("mid", "middle")),
        ("late", ("late", "end")),
    ):
        if any(name in word for name in names):
            return key
    return ""


def nearest_year(month: int, day: int, context: Context) -> date | None:
    """The day in the latest year that is not after publication; next to the event before where that is known."""
    if context.published is not None:
        found = safe_date(context.published.year, month, day)
        if found is not None and found <= context.published:
            return found
        return safe_date(context.published.year - 1, month, day)
    if context.base is not None:
        options = [d for y in (-1, 0, 1) if (d := safe_date(context.base.year + y, month, day)) is not None]
        return min(options, key=lambda d: abs((d - context.base).days) if context.base else 0) if options else None
    return None


def since(match: re.Match[str], interval: Interval | None, context: Context) -> Interval | None:
    """Stretch the interval to the day of publication if the words before it were "since"."""
    if interval is None or not match.groupdict().get("since"):
        return interval
    if context.published is None:
        return interval
    return (interval[0], max(context.published, interval[0]))
