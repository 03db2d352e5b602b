"""What the rules of `geo.claims.daterules` compute: from a match to an interval of days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geo.claims.datewords import (
    APPROX,
    DAYS,
    HOLIDAYS,
    MONTHS,
    NO_TIME,
    NUMBER,
    SEASONS,
    Context,
    Interval,
    clip,
    month_end,
    nearest_year,
    number_of,
    part_of,
    safe_date,
    shift_months,
    since,
    third_of,
)

__all__ = [
    "AROUND",
    "read_ago",
    "read_around",
    "read_full_date",
    "read_holiday",
    "read_iso",
    "read_month_of",
    "read_months",
    "read_numeric",
    "read_past",
    "read_period",
    "read_recent",
    "read_season",
    "read_today",
    "read_weekday",
    "read_year_of",
    "step",
]


RECENT_DAYS = {"day": 7, "week": 42, "month": 180, "year": 1095}


def read_full_date(match: re.Match[str], context: Context) -> Interval | None:
    """Day and month with or without a year, also "5-6 May"."""
    month = MONTHS[match["month"].lower().rstrip(".")]
    day = int(re.sub(r"\D", "", match["day"]))
    last = match.groupdict().get("last")
    year = match.groupdict().get("year")
    start = safe_date(int(year), month, day) if year else nearest_year(month, day, context)
    if start is None:
        return None
    end = safe_date(start.year, month, int(re.sub(r"\D", "", last))) if last else start
    return since(match, (start, end) if end is not None and end >= start else (start, start), context)


def read_numeric(match: re.Match[str], context: Context) -> Interval | None:
    """Numeric dates such as 01.02.2015 or 4/5/2017: day first, but with slashes the reading nearest to publication."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    options = [d for d in (safe_date(year, b, a), safe_date(year, a, b)) if d is not None]
    if match["mark"] != "/":
        options = options[:1]  # with dots and hyphens the day comes first
    elif context.published is not None and len(options) > 1:
        options = [d for d in options if d <= context.published] or options
        options.sort(key=lambda d: abs((d - (context.published or d)).days))
    elif len(set(options)) > 1:
        return None
    return (options[0], options[0]) if options else None


def read_iso(match: re.Match[str], context: Context) -> Interval | None:
    """Dates such as 2017-11-09."""
    found = safe_date(int(match["year"]), int(match["b"]), int(match["a"]))
    return since(match, (found, found), context) if found else None


def read_month_of(match: re.Match[str], context: Context) -> Interval | None:
    """A month, or the early, middle or late part of one; the latest one that has begun."""
    groups = match.groupdict()
    month = MONTHS[match["month"].lower().rstrip(".")]
    written = groups.get("year")
    if not (written or groups.get("lead") or groups.get("since") or groups.get("rel") or groups["part"]):
        return NO_TIME
    if "last year" in match.group():
        written = str(context.published.year - 1) if context.published is not None else None
    if written:
        year = int(written)
    elif context.published is not None:
        year = context.published.year - (month > context.published.month)
        if (groups.get("rel") or "").lower() == "last" and month == context.published.month:
            year -= 1
    elif context.base is not None:
        year = context.base.year
    else:
        return None
    start, end = third_of(date(year, month, 1), month_end(year, month), part_of(match["part"]), year=False)
    return since(match, clip(start, end, context.published), context)


def read_months(match: re.Match[str], context: Context) -> Interval | None:
    """A range of months: "between March and May 2016"."""
    first, last = MONTHS[match["m1"].lower().rstrip(".")], MONTHS[match["m2"].lower().rstrip(".")]
    if match["year"]:
        year = int(match["year"])
    elif context.published is not None:
        year = context.published.year - (last > context.published.month)
    else:
        return None
    start = date(year - (first > last), first, 1)
    return clip(start, month_end(year, last), context.published)


def read_year_of(match: re.Match[str], context: Context) -> Interval | None:
    """A year, or its early, middle or late part."""
    if not (match["lead"] or match["since"] or match["part"]):
        return NO_TIME
    year = int(match["year"])
    start, end = third_of(date(year, 1, 1), date(year, 12, 31), part_of(match["part"]), year=True)
    return since(match, clip(start, end, context.published), context)


def read_season(match: re.Match[str], context: Context) -> Interval | None:
    """A season: three months from March, June, September or December."""
    month = SEASONS[match["season"].lower()]
    if match["year"]:
        year = int(match["year"])
    elif context.published is not None:
        year = context.published.year
        if date(year, month, 1) > context.published or ((match["rel"] or "").lower() == "last" and year):
            begun = date(year, month, 1) <= context.published
            over = begun and shift_months(date(year, month, 1), 3) <= context.published
            year -= 0 if over else 1
    else:
        return None
    start = date(year, month, 1)
    return since(match, clip(start, shift_months(start, 3) - timedelta(1), context.published), context)


def read_weekday(match: re.Match[str], context: Context) -> Interval | None:
    """The latest such day up to publication; "last Monday" lies before it; also "Friday and Saturday"."""
    if context.day is None:
        return None
    first = _weekday_date(match["w1"], context.day, strictly=(match["rel"] or "").lower().startswith(("last", "past")))
    if (match["rel"] or "").lower().startswith(("next", "coming", "this coming")):
        first = first + timedelta(7)
    second = match.groupdict().get("w2")
    if second:
        last = _weekday_date(second, context.day, strictly=False)
        if last < first:
            first -= timedelta(7)
        return (first, last) if (last - first).days <= 6 else (last, last)
    return since(match, (first, first), context)


def _weekday_date(name: str, day: date, *, strictly: bool) -> date:
    back = (day.weekday() - DAYS[name.lower()]) % 7
    return day - timedelta(7 if strictly and back == 0 else back)


def read_today(match: re.Match[str], context: Context) -> Interval | None:
    """Today, yesterday, overnight, recently and the like."""
    day = context.day
    if day is None:
        return None
    word = match.group().lower()
    if "overnight" in word:
        return day - timedelta(1), day
    if "recently" in word:
        return day - timedelta(30), day
    if "tomorrow" in word:
        return day + timedelta(1), day + timedelta(1)
    if "day before yesterday" in word:
        return day - timedelta(2), day - timedelta(2)
    if "yesterday" in word or "last night" in word or "last evening" in word:
        return since(match, (day - timedelta(1), day - timedelta(1)), context)
    return since(match, (day, day), context)


def read_ago(match: re.Match[str], context: Context) -> Interval | None:
    """Some days, weeks, months or years ago; the longer ago, the wider the interval."""
    if context.published is None:
        return None
    number, unit, now = number_of(match["n"]), match["unit"].lower(), context.published
    if unit in ("hour", "minute"):
        found: Interval | None = (now - timedelta(number // 24), now) if context.day else None
    elif unit == "day":
        found = (now - timedelta(number), now - timedelta(number)) if context.day else None
    elif unit == "week":
        middle = now - timedelta(7 * number)
        found = (middle - timedelta(3), middle + timedelta(3))
    elif unit == "month":
        start = shift_months(now.replace(day=1), -number)
        found = (start, month_end(start.year, start.month))
    elif number == 1:
        middle = shift_months(now, -12)
        found = (middle - timedelta(45), middle + timedelta(45))
    else:
        found = (date(now.year - number, 1, 1), date(now.year - number, 12, 31))
    return since(match, found, context)


def read_past(match: re.Match[str], context: Context) -> Interval | None:
    """The last so many hours, days, weeks, months or years up to publication."""
    now = context.published
    if now is None:
        return None
    unit = match["unit"].lower()
    number = number_of(match["n"]) if match["n"] else 1
    if unit == "hour":
        start = now - timedelta(max(1, number // 24)) if number >= 24 else now - timedelta(1)
    elif unit in ("day", "week"):
        start = now - timedelta(number * (7 if unit == "week" else 1))
    else:
        start = shift_months(now, -number * (12 if unit == "year" else 1))
    return start, now


def read_recent(match: re.Match[str], context: Context) -> Interval | None:
    """Recent days, weeks or months: see `RECENT_DAYS`."""
    if context.published is None:
        return None
    return context.published - timedelta(RECENT_DAYS[match["unit"].lower()]), context.published


def read_period(match: re.Match[str], context: Context) -> Interval | None:
    """Read `last week`, "earlier this month", "late last year", "at the beginning of the week", "over the weekend"."""
    now = context.published
    unit = match["unit"].lower()
    if match["rel"].lower() == "the" and not match["part"] and unit != "weekend":
        return NO_TIME
    if now is None:
        return None
    rel = (match["rel"] or "this").lower()
    back = 1 if rel in ("last", "previous", "past") else -1 if rel in ("next", "coming") else 0
    part = part_of(match["part"])
    if unit == "weekend":
        if not context.exact_day:
            return None
        saturday = now - timedelta((now.weekday() - 5) % 7)
        if back == 1 and saturday + timedelta(1) >= now:
            saturday -= timedelta(7)
        elif back == -1:
            saturday += timedelta(7)
        return clip(saturday, saturday + timedelta(1), now)
    if unit == "week":
        if not context.exact_day:
            return None
        monday = now - timedelta(now.weekday() + 7 * back)
        span = {"early": (0, 1), "mid": (2, 3), "late": (4, 6)}.get(part, (0, 6))
        if (match["part"] or "").lower().strip().startswith("earlier"):
            span = (0, 6)
        return since(match, clip(monday + timedelta(span[0]), monday + timedelta(span[1]), now), context)
    if unit == "month":
        start = shift_months(now.replace(day=1), -back)
        end = month_end(start.year, start.month)
    else:
        start, end = date(now.year - back, 1, 1), date(now.year - back, 12, 31)
    if not (match["part"] or "").lower().startswith(("earlier", "later")):
        start, end = third_of(start, end, part, year=unit == "year")
    return since(match, clip(start, end, now), context)


def read_holiday(match: re.Match[str], context: Context) -> Interval | None:
    """Christmas and New Year."""
    month, day = HOLIDAYS[match["name"].lower().replace("’", "'")]
    year = match["year"]
    found = safe_date(int(year), month, day) if year else nearest_year(month, day, context)
    return (found, found) if found else None


AROUND = re.compile(
    r"(?:on |the |later |earlier |that |just |only )*"
    r"(?:(?P<same>same day|that day|(?:the )?same (?:morning|evening|night)"
    r"|(?:that|the same) (?:morning|afternoon|evening|night)|(?:morning|afternoon|evening|night)"
    r"|during the day|in the day|in the evening)"
    r"|(?P<next>(?:next|following) (?:day|morning|night)|day after)"
    r"|(?P<prev>(?:previous|preceding) (?:day|night)|day before)"
    r"|(?:over|in|during|within)\s+the\s+(?:next|following)\s+"
    rf"(?:{APPROX}(?P<many>{NUMBER})\s+)?(?P<stretch>day|week|month)(?P<plural>s?)"
    rf"|(?:{APPROX}(?P<n>{NUMBER})\s+(?P<unit>day|week|month|year)s?\s+(?P<dir>later|after(?:wards)?|earlier|before)))"
    r"|(?:in )?(?:that|the) (?:same )?(?P<period>year|month)",
    re.IGNORECASE,
)


def read_around(match: re.Match[str], context: Context) -> Interval | None:  # noqa: ARG001 - the signature of all rules
    """Read `the next day`, `two days later`: `geo.claims.dates` measures them from the event told before."""
    return None


def step(match: re.Match[str], base: date, *, backwards: bool = False) -> Interval | None:
    """The day that a step ("the next day", "two weeks later", "in that year") leads to from `base`.

    With `backwards` it leads the other way.
    """
    if match["period"]:
        start = base.replace(day=1) if match["period"].lower() == "month" else date(base.year, 1, 1)
        return start, month_end(base.year, base.month if match["period"].lower() == "month" else 12)
    if match["same"]:
        return base, base
    if match["next"] or match["prev"]:
        day = base + timedelta(1 if bool(match["next"]) != backwards else -1)
        return day, day
    if match["stretch"]:
        # "over the next two weeks": "the following days" are a few.
        several = number_of(match["many"]) if match["many"] else 3 if match["plural"] else 1
        return base, base + timedelta(several * {"day": 1, "week": 7, "month": 30}[match["stretch"].lower()])
    number = number_of(match["n"]) * (1 if match["dir"].lower().startswith(("later", "after")) else -1)
    number = -number if backwards else number
    unit = match["unit"].lower()
    if unit in ("day", "week"):
        day = base + timedelta(number * (7 if unit == "week" else 1))
        slack = timedelta(3 if unit == "week" else 0)
        return day - slack, day + slack
    start = shift_months(base.replace(day=1), number * (12 if unit == "year" else 1))
    if unit == "year":
        return date(start.year, 1, 1), date(start.year, 12, 31)
    return start, month_end(start.year, start.month)
