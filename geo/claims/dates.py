"""When it happened: time expressions as closed intervals of days, read against the day of publication.

Reports look back, so the past is preferred: "on Sunday" is the latest Sunday up to the day of publication, "in
October" the latest October. Nothing is invented: without a day of publication a relative expression stays undated.

Conventions (ours): the beginning, middle and end of a month are its days 1-10, 11-20 and 21-end; of a year the months
January-April, May-August and September-December; weeks run from Monday; "recent days", "recent weeks" and "recent
months" are 7, 42 and 180 days; "overnight" is the day of publication with the one before.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geo.models import EventTime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.models import TimeBasis

__all__ = ["TimeSpan", "event_time", "find_times", "is_background"]

#: A claim about something longer ago than this is background; what counts is the middle of its interval ("last year",
#: said in January, is). So is what the pluperfect dates to an earlier year.
BACKGROUND_DAYS = 60
RECENT_DAYS = {"day": 7, "week": 42, "month": 180, "year": 1095}


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression: ``text[start:end]``, and what it means. An undated one has ``time.start`` None."""

    start: int
    end: int
    time: EventTime


Interval = tuple[date, date]
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 4}
_HOLIDAYS = {
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "new year's day": (1, 1),
    "new years day": (1, 1),
    "new year's eve": (12, 31),
    "new years eve": (12, 31),
}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_WEEKDAY_SHORT = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?|(?:a )?couple of|(?:a )?few|several)"
_APPROX = r"(?:(?:about|around|nearly|almost|roughly|some|just|only|more than|over|at least|less than|up to)\s+)?"
_PART = (
    r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|dawn|noon|midday|midnight)(?:'s)?)?"
    r"(?:\s+at\s+\d{1,2}[:.]?\d{2}(?!\d))?"
)
_PREFIX = (
    r"(?:(?:early|late|late\s+in|early\s+in|at\s+dawn|before\s+dawn|at\s+noon|at\s+midnight|after\s+midnight"
    r"|(?:in\s+)?the\s+(?:early\s+)?(?:hours|morning|evening|afternoon|night)\s+of|by|on|until|till)\s+)*"
)
_SINCE = r"(?P<since>[Ss]ince\s+(?:the\s+)?)?"
#: "for the first time since 2015", "since the war began in 2011": how long, not when.
_NOT_WHEN = re.compile(
    r"(?:first|biggest|largest|worst|deadliest|heaviest|fiercest|longest|highest|lowest|most\s+\w+)\s+(?:[\w-]+\s+){0,4}since\s+$"
    r"|\b(?:first|only|second|third)\s+time\s+(?:in|since)\s+$"
    r"|\bsince\s+(?:[\w'’-]+\s+){1,6}(?:began|begun|started|erupted|broke\s+out|start|outbreak)\s+(?:in\s+|on\s+)?$"
    r"|\b(?:erupted|born|founded|established)\s+(?:in\s+|on\s+)?$",
    re.IGNORECASE,
)
_WHEN_CLAUSE = re.compile(r"\s*,?\s*when\b")


#: A word that every expression of a rule contains: weekday, month, year, unit, day word, part of the day ...
_ANCHOR = re.compile(
    r"\b(?:(?P<w>(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day)"
    r"|(?P<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"|(?P<y>(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d)"
    r"|(?P<u>(?:[Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear|[Hh]our|[Mm]inute|[Ww]eekend)s?\b)"
    r"|(?P<d>[Tt]oday|[Tt]onight|[Yy]esterday|[Oo]vernight|[Tt]omorrow|[Rr]ecently|[Cc]urrently)"
    r"|(?P<p>morning|afternoon|evening|night)|(?P<s>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)|(?P<h>Christmas|New\sYear))"
)
_BEFORE, _AFTER = 70, 60


@dataclass(slots=True)
class _Context:
    """What an expression is read against."""

    published: date | None
    exact_day: bool
    base: date | None

    @property
    def day(self) -> date | None:
        return self.published if self.exact_day else None


#: What a rule answers when its words are no time expression after all ("March" without "in", "the week").
_NO = (date.max, date.min)


def find_times(
    text: str, published: date | None, precision: str = "day", *, base: date | None = None
) -> tuple[TimeSpan, ...]:
    """Find the time expressions of a sentence or a text.

    Parameters
    ----------
    text : str
    published : datetime.date or None
        The day against which relative expressions are read.
    precision : str
        Precision of `published`: with ``week``, ``month`` or ``year`` a weekday cannot be resolved.
    base : datetime.date or None
        Day of the event told before: "the next day", "two days later", and the year of "on 8 May".

    Returns
    -------
    tuple of TimeSpan
        In order, not overlapping. Expressions that cannot be resolved are there with an undated time.
    """
    context = _Context(published, precision == "day", base)
    hits: list[tuple[int, int, Interval | None, TimeBasis]] = []
    for pattern, handler, basis, begin, stop in _near_anchors(text):
        for match in pattern.finditer(text, begin, stop):
            start, end = match.span()
            if _NOT_WHEN.search(text, max(0, start - 80), start) or _NOT_WHEN.search(
                text, max(0, start - 80), match.start("core") if "core" in pattern.groupindex else start
            ):
                # Kept as a taken range, so that "2015" in it is not read by another rule.
                hits.append((start, end, _own_time(match, context), "none"))
                continue
            interval = handler(match, context)
            if interval is not _NO:
                hits.append((start, end, interval, basis))
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    spans: list[TimeSpan] = []
    last = 0
    day = base
    for start, end, found, basis in _longest(hits):
        interval = found
        if basis == "none":
            # "the first time since 2015, when rebels took it": 2015 dates the clause after "when".
            if interval is not None:
                day = interval[0]
                if clause := _WHEN_CLAUSE.match(text, end):
                    written = text[start : clause.end()]
                    spans.append(TimeSpan(start, clause.end(), _time(interval, "explicit", written)))
            last = max(last, end)
            continue
        if start < last:
            continue
        if interval is None and (moved := _AROUND.fullmatch(text[start:end])) is not None and day is not None:
            interval = _step(moved, day)
        last = end
        spans.append(TimeSpan(start, end, _time(interval, basis, text[start:end])))
        if interval is not None:
            day = interval[0]
    return tuple(spans)


def _own_time(match: re.Match[str], context: _Context) -> Interval | None:
    """What the date in `since 2015` means by itself."""
    core = match.groupdict().get("core")
    if not core:
        return None
    spans = find_times("in " + core, context.published, base=context.base)
    time = spans[0].time if spans else EventTime()
    return (time.start, time.end) if time.start is not None and time.end is not None else None


def _near_anchors(
    text: str,
) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str], _Context], Interval | None], TimeBasis, int, int]]:
    """The rules with the stretches of text where they can match: around the word that each needs.

    Trying every rule everywhere takes ten times as long.
    """
    windows: dict[str, list[tuple[int, int]]] = {}
    for anchor in _ANCHOR.finditer(text):
        kind = anchor.lastgroup or ""
        begin = max(0, anchor.start() - _BEFORE)
        stop = text.find(" ", min(len(text), anchor.end() + _AFTER))
        stop = len(text) if stop < 0 else stop
        # Never start within a word: its tail could look like a word of its own.
        while 0 < begin < anchor.start() and text[begin - 1].isalnum():
            begin += 1
        row = windows.setdefault(kind, [])
        if row and begin <= row[-1][1]:
            row[-1] = (row[-1][0], stop)
        else:
            row.append((begin, stop))
    for anchors, pattern, handler, basis in _RULES:
        for kind in anchors:
            for begin, stop in windows.get(kind, ()):
                yield pattern, handler, basis, begin, stop


def _longest(
    hits: list[tuple[int, int, Interval | None, TimeBasis]],
) -> list[tuple[int, int, Interval | None, TimeBasis]]:
    kept: list[tuple[int, int, Interval | None, TimeBasis]] = []
    for hit in sorted(hits, key=lambda h: (h[0] - h[1], h[0], h[2] is None)):
        if all(hit[1] <= other[0] or other[1] <= hit[0] for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit[0])


def _time(interval: Interval | None, basis: TimeBasis, written: str) -> EventTime:
    if interval is None or interval[0] > interval[1]:
        return EventTime(None, None, "unknown", "none", written)
    days = (interval[1] - interval[0]).days + 1
    precision = next(
        (name for limit, name in ((2, "day"), (10, "week"), (31, "month"), (124, "season")) if days <= limit), "year"
    )
    return EventTime(interval[0], interval[1], precision, basis, written)


def event_time(spans: tuple[TimeSpan, ...], trigger: tuple[int, int], inherited: EventTime | None = None) -> EventTime:
    """The time of an event whose words stand at `trigger`: the nearest expression, else what it inherits.

    Parameters
    ----------
    spans : tuple of TimeSpan
        The expressions of the same sentence, with offsets like those of `trigger`.
    trigger : (int, int)
    inherited : EventTime or None
        Time of the clause or paragraph before; its basis becomes ``inherited``.

    Returns
    -------
    EventTime
    """
    # "... since 2015, when X" dates only what follows.
    dated = [s for s in spans if s.time.start is not None and not (s.time.text.endswith("when") and trigger[0] < s.end)]
    if dated:

        def distance(span: TimeSpan) -> tuple[int, int]:
            # English puts the time after the verb more often than before it.
            gap = 3 * (trigger[0] - span.end) if span.end <= trigger[0] else max(0, span.start - trigger[1])
            return gap, span.start

        return min(dated, key=distance).time
    if inherited is not None and inherited.start is not None:
        return EventTime(inherited.start, inherited.end, inherited.precision, "inherited", inherited.text)
    return EventTime()


def is_background(time: EventTime, published: date | None, *, pluperfect: bool = False) -> bool:
    """Whether an event is told as history: longer ago than `BACKGROUND_DAYS`, or pluperfect and last year or before.

    Parameters
    ----------
    time : EventTime
    published : datetime.date or None
    pluperfect : bool
        The verb stands in the pluperfect ("had seized").

    Returns
    -------
    bool
        False where nothing is dated.
    """
    if published is None or time.end is None:
        return False
    middle = time.end if time.start is None else time.start + (time.end - time.start) / 2
    return (published - middle).days > BACKGROUND_DAYS or (pluperfect and time.end.year < published.year)


# ------------------------------------------------------------------ calendar
def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _number(written: str) -> int:
    written = re.sub(r"\s+", " ", written.lower())
    return int(written) if written.isdigit() else _NUMBERS.get(written, 1)


def _clip(start: date, end: date, limit: date | None) -> Interval:
    """An interval that begins in the past does not reach into the future."""
    return (start, min(end, limit)) if limit is not None and start <= limit else (start, end)


def _third(start: date, end: date, part: str, *, year: bool) -> Interval:
    part = part.lower()
    if year:
        first, last = {"early": (1, 4), "start": (1, 4), "mid": (5, 8), "late": (9, 12), "end": (9, 12)}.get(
            part, (1, 12)
        )
        return date(start.year, first, 1), _month_end(start.year, last)
    if part in ("early", "start"):
        return start, start.replace(day=10)
    if part == "mid":
        return start.replace(day=11), start.replace(day=20)
    if part in ("late", "end"):
        return start.replace(day=21), end
    return start, end


def _part(written: str | None) -> str:
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


def _nearest_year(month: int, day: int, context: _Context) -> date | None:
    """The day in the latest year that is not after publication; next to the event before where that is known."""
    if context.published is not None:
        found = _safe(context.published.year, month, day)
        if found is not None and found <= context.published:
            return found
        return _safe(context.published.year - 1, month, day)
    if context.base is not None:
        options = [d for y in (-1, 0, 1) if (d := _safe(context.base.year + y, month, day)) is not None]
        return min(options, key=lambda d: abs((d - context.base).days) if context.base else 0) if options else None
    return None


def _since(match: re.Match[str], interval: Interval | None, context: _Context) -> Interval | None:
    if interval is None or not match.groupdict().get("since"):
        return interval
    if context.published is None:
        return interval
    return (interval[0], max(context.published, interval[0]))


# ------------------------------------------------------------------ handlers
def _full_date(match: re.Match[str], context: _Context) -> Interval | None:
    month = _MONTHS[match["month"].lower().rstrip(".")]
    day = int(re.sub(r"\D", "", match["day"]))
    last = match.groupdict().get("last")
    year = match.groupdict().get("year")
    start = _safe(int(year), month, day) if year else _nearest_year(month, day, context)
    if start is None:
        return None
    end = _safe(start.year, month, int(re.sub(r"\D", "", last))) if last else start
    return _since(match, (start, end) if end is not None and end >= start else (start, start), context)


def _numeric(match: re.Match[str], context: _Context) -> Interval | None:
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    options = [d for d in (_safe(year, b, a), _safe(year, a, b)) if d is not None]
    if match["mark"] != "/":
        options = options[:1]  # with dots and hyphens the day comes first
    elif context.published is not None and len(options) > 1:
        options = [d for d in options if d <= context.published] or options
        options.sort(key=lambda d: abs((d - (context.published or d)).days))
    elif len(set(options)) > 1:
        return None
    return (options[0], options[0]) if options else None


def _iso(match: re.Match[str], context: _Context) -> Interval | None:
    found = _safe(int(match["year"]), int(match["b"]), int(match["a"]))
    return _since(match, (found, found), context) if found else None


def _month_of(match: re.Match[str], context: _Context) -> Interval | None:
    groups = match.groupdict()
    month = _MONTHS[match["month"].lower().rstrip(".")]
    written = groups.get("year")
    if not (written or groups.get("lead") or groups.get("since") or groups.get("rel") or groups["part"]):
        return _NO
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
    start, end = _third(date(year, month, 1), _month_end(year, month), _part(match["part"]), year=False)
    return _since(match, _clip(start, end, context.published), context)


def _months(match: re.Match[str], context: _Context) -> Interval | None:
    first, last = _MONTHS[match["m1"].lower().rstrip(".")], _MONTHS[match["m2"].lower().rstrip(".")]
    if match["year"]:
        year = int(match["year"])
    elif context.published is not None:
        year = context.published.year - (last > context.published.month)
    else:
        return None
    start = date(year - (first > last), first, 1)
    return _clip(start, _month_end(year, last), context.published)


def _year_of(match: re.Match[str], context: _Context) -> Interval | None:
    if not (match["lead"] or match["since"] or match["part"]):
        return _NO
    year = int(match["year"])
    start, end = _third(date(year, 1, 1), date(year, 12, 31), _part(match["part"]), year=True)
    return _since(match, _clip(start, end, context.published), context)


def _season(match: re.Match[str], context: _Context) -> Interval | None:
    month = _SEASONS[match["season"].lower()]
    if match["year"]:
        year = int(match["year"])
    elif context.published is not None:
        year = context.published.year
        if date(year, month, 1) > context.published or ((match["rel"] or "").lower() == "last" and year):
            begun = date(year, month, 1) <= context.published
            over = begun and _shift_months(date(year, month, 1), 3) <= context.published
            year -= 0 if over else 1
    else:
        return None
    start = date(year, month, 1)
    return _since(match, _clip(start, _shift_months(start, 3) - timedelta(1), context.published), context)


def _weekday(match: re.Match[str], context: _Context) -> Interval | None:
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
    return _since(match, (first, first), context)


def _weekday_date(name: str, day: date, *, strictly: bool) -> date:
    back = (day.weekday() - _DAYS[name.lower()]) % 7
    return day - timedelta(7 if strictly and back == 0 else back)


def _today(match: re.Match[str], context: _Context) -> Interval | None:
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
        return _since(match, (day - timedelta(1), day - timedelta(1)), context)
    return _since(match, (day, day), context)


def _ago(match: re.Match[str], context: _Context) -> Interval | None:
    if context.published is None:
        return None
    number, unit, now = _number(match["n"]), match["unit"].lower(), context.published
    if unit in ("hour", "minute"):
        found: Interval | None = (now - timedelta(number // 24), now) if context.day else None
    elif unit == "day":
        found = (now - timedelta(number), now - timedelta(number)) if context.day else None
    elif unit == "week":
        middle = now - timedelta(7 * number)
        found = (middle - timedelta(3), middle + timedelta(3))
    elif unit == "month":
        start = _shift_months(now.replace(day=1), -number)
        found = (start, _month_end(start.year, start.month))
    elif number == 1:
        middle = _shift_months(now, -12)
        found = (middle - timedelta(45), middle + timedelta(45))
    else:
        found = (date(now.year - number, 1, 1), date(now.year - number, 12, 31))
    return _since(match, found, context)


def _past(match: re.Match[str], context: _Context) -> Interval | None:
    now = context.published
    if now is None:
        return None
    unit = match["unit"].lower()
    number = _number(match["n"]) if match["n"] else 1
    if unit == "hour":
        start = now - timedelta(max(1, number // 24)) if number >= 24 else now - timedelta(1)
    elif unit in ("day", "week"):
        start = now - timedelta(number * (7 if unit == "week" else 1))
    else:
        start = _shift_months(now, -number * (12 if unit == "year" else 1))
    return start, now


def _recent(match: re.Match[str], context: _Context) -> Interval | None:
    if context.published is None:
        return None
    return context.published - timedelta(RECENT_DAYS[match["unit"].lower()]), context.published


def _period(match: re.Match[str], context: _Context) -> Interval | None:
    """Read `last week`, "earlier this month", "late last year", "at the beginning of the week", "over the weekend"."""
    now = context.published
    unit = match["unit"].lower()
    if match["rel"].lower() == "the" and not match["part"] and unit != "weekend":
        return _NO
    if now is None:
        return None
    rel = (match["rel"] or "this").lower()
    back = 1 if rel in ("last", "previous", "past") else -1 if rel in ("next", "coming") else 0
    part = _part(match["part"])
    if unit == "weekend":
        if not context.exact_day:
            return None
        saturday = now - timedelta((now.weekday() - 5) % 7)
        if back == 1 and saturday + timedelta(1) >= now:
            saturday -= timedelta(7)
        elif back == -1:
            saturday += timedelta(7)
        return _clip(saturday, saturday + timedelta(1), now)
    if unit == "week":
        if not context.exact_day:
            return None
        monday = now - timedelta(now.weekday() + 7 * back)
        span = {"early": (0, 1), "mid": (2, 3), "late": (4, 6)}.get(part, (0, 6))
        if (match["part"] or "").lower().strip().startswith("earlier"):
            span = (0, 6)
        return _since(match, _clip(monday + timedelta(span[0]), monday + timedelta(span[1]), now), context)
    if unit == "month":
        start = _shift_months(now.replace(day=1), -back)
        end = _month_end(start.year, start.month)
    else:
        start, end = date(now.year - back, 1, 1), date(now.year - back, 12, 31)
    if not (match["part"] or "").lower().startswith(("earlier", "later")):
        start, end = _third(start, end, part, year=unit == "year")
    return _since(match, _clip(start, end, now), context)


def _holiday(match: re.Match[str], context: _Context) -> Interval | None:
    month, day = _HOLIDAYS[match["name"].lower().replace("’", "'")]
    year = match["year"]
    found = _safe(int(year), month, day) if year else _nearest_year(month, day, context)
    return (found, found) if found else None


_AROUND = re.compile(
    r"(?:on |the |later |earlier |that |just |only )*"
    r"(?:(?P<same>same day|that day|(?:the )?same (?:morning|evening|night)"
    r"|(?:that|the same) (?:morning|afternoon|evening|night)|(?:morning|afternoon|evening|night)|during the day|in the day|in the evening)"
    r"|(?P<next>(?:next|following) (?:day|morning|night)|day after)"
    r"|(?P<prev>(?:previous|preceding) (?:day|night)|day before)"
    rf"|(?:{_APPROX}(?P<n>{_NUMBER})\s+(?P<unit>day|week|month|year)s?\s+(?P<dir>later|after(?:wards)?|earlier|before)))"
    r"|(?:in )?(?:that|the) (?:same )?(?P<period>year|month)",
    re.IGNORECASE,
)


def _around(match: re.Match[str], context: _Context) -> Interval | None:
    """Read `the next day`, "two days later": measured from the event told before; "a day earlier" else from today."""
    inner = _AROUND.fullmatch(match.group())
    if inner is None:
        return None
    if context.base is not None:
        return _step(inner, context.base)
    return None


def _step(match: re.Match[str], base: date) -> Interval | None:
    if match["period"]:
        start = base.replace(day=1) if match["period"].lower() == "month" else date(base.year, 1, 1)
        return start, _month_end(base.year, base.month if match["period"].lower() == "month" else 12)
    if match["same"]:
        return base, base
    if match["next"] or match["prev"]:
        day = base + timedelta(1 if match["next"] else -1)
        return day, day
    number = _number(match["n"]) * (1 if match["dir"].lower().startswith(("later", "after")) else -1)
    unit = match["unit"].lower()
    if unit in ("day", "week"):
        day = base + timedelta(number * (7 if unit == "week" else 1))
        slack = timedelta(3 if unit == "week" else 0)
        return day - slack, day + slack
    start = _shift_months(base.replace(day=1), number * (12 if unit == "year" else 1))
    if unit == "year":
        return date(start.year, 1, 1), date(start.year, 12, 31)
    return start, _month_end(start.year, start.month)


def _rule(
    anchors: str,
    pattern: str,
    handler: Callable[[re.Match[str], _Context], Interval | None],
    basis: TimeBasis,
    flags: int = 0,
) -> tuple[str, re.Pattern[str], Callable[[re.Match[str], _Context], Interval | None], TimeBasis]:
    return anchors, re.compile(pattern, flags), handler, basis


_PARTS = (
    r"(?P<part>(?i:(?:the\s+)?(?:beginning|start|middle|end)\s+of\s+(?:the\s+(?:year\s+)?)?|early[\s-]+(?:in\s+)?"
    r"|mid[\s-]+|late[\s-]+(?:in\s+)?))?"
)
_LEAD = (
    r"(?P<lead>(?i:in|during|by|from|until|till|throughout|at|of|back\s+in|as\s+early\s+as|as\s+of|for|between|before|after|the)\s+"
    r"(?:the\s+)?)?(?P<since>[Ss]ince\s+(?:the\s+)?)?"
)
_TO_DAY = rf"(?:\s*(?:-|–|and|to)\s*(?P<last>{_DAY}))?"
_ANY_WEEKDAY = rf"(?:(?:{_WEEKDAY}|{_WEEKDAY_SHORT})\b,?\s*)?"
_COUNTED = r"(?!\s*(?:km|kilomet|met(?:er|re)s|people|fighters|civilians|militants|families|troops|soldiers|[.,:]\d|%))"
_RULES = (
    # Wed 05 Apr 2017 · Sunday 26 Nov 2017 · 5-6 May 2016
    _rule(
        "m",
        rf"\b(?:[Oo]n\s+)?{_SINCE}(?P<core>{_ANY_WEEKDAY}\b(?P<day>{_DAY}){_TO_DAY}\s+(?:of\s+)?(?P<month>{_MONTH}),?\s+"
        rf"(?P<year>{_YEAR})\b{_PART})",
        _full_date,
        "explicit",
    ),
    # 30 April · Monday 13 November
    _rule(
        "m",
        rf"\b(?:[Oo]n\s+)?{_SINCE}(?P<core>{_ANY_WEEKDAY}\b(?P<day>{_DAY}){_TO_DAY}\s+(?:of\s+)?(?P<month>{_MONTH})"
        rf"(?!,?\s+{_YEAR}){_PART})",
        _full_date,
        "relative",
    ),
    # Mon Jul 18 2016 · March 3, 2016
    _rule(
        "m",
        rf"\b(?:[Oo]n\s+)?{_SINCE}(?P<core>{_ANY_WEEKDAY}(?P<month>{_MONTH})\s*\b(?P<day>{_DAY}){_TO_DAY},?\s+"
        rf"(?P<year>{_YEAR})\b{_PART})",
        _full_date,
        "explicit",
    ),
    # Monday November 13 · August 21
    _rule(
        "m",
        rf"\b(?:[Oo]n\s+)?{_SINCE}(?P<core>{_ANY_WEEKDAY}(?P<month>{_MONTH})\s+(?P<day>{_DAY}){_TO_DAY}"
        rf"(?!\s*\d|[\d:]|,?\s+{_YEAR}){_PART})",
        _full_date,
        "relative",
    ),
    _rule("y", rf"\b(?:[Oo]n\s+)?{_SINCE}(?P<core>(?P<year>{_YEAR})-(?P<b>\d\d)-(?P<a>\d\d)\b)", _iso, "explicit"),
    _rule(
        "y",
        rf"\b(?:[Oo]n\s+)?(?P<core>(?P<a>\d{{1,2}})(?P<mark>[./-])(?P<b>\d{{1,2}})(?P=mark)(?P<year>{_YEAR})\b)",
        _numeric,
        "explicit",
    ),
    # since March 2014 · at the end of May 2016
    _rule(
        "m", rf"\b{_LEAD}(?P<core>{_PARTS}(?P<month>{_MONTH}),?\s+(?:of\s+)?(?P<year>{_YEAR})\b)", _month_of, "explicit"
    ),
    # in October · mid-January · last December
    _rule(
        "m",
        rf"\b{_LEAD}(?P<core>(?:(?P<rel>[Ll]ast|[Tt]his|[Pp]ast)\s+)?{_PARTS}(?P<month>{_MONTH})(?!,?\s+(?:of\s+)?(?:{_YEAR}|{_DAY})\b))"
        r"(?:\s+last\s+year)?",
        _month_of,
        "relative",
    ),
    _rule(
        "m",
        rf"\b(?:[Bb]etween|[Ff]rom)\s+(?P<core>(?P<m1>{_MONTH}))\s+(?:and|to|until)\s+(?P<m2>{_MONTH})(?:\s+(?P<year>{_YEAR})\b)?",
        _months,
        "relative",
    ),
    # in 2015 · since early 2014 · the 2013 offensive
    _rule("y", rf"\b{_LEAD}(?P<core>{_PARTS}(?P<year>{_YEAR})\b){_COUNTED}(?!-\d)", _year_of, "explicit"),
    _rule(
        "s",
        rf"\b(?:(?:in|during|over)\s+(?:the\s+)?)?{_SINCE}(?P<core>(?:(?P<rel>last|this|past)\s+)?(?:early\s+|mid-?\s*|late\s+)?"
        rf"(?P<season>spring|summer|autumn|winter))(?:\s+(?:of\s+)?(?P<year>{_YEAR}))?\b",
        _season,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "w",
        rf"\b{_PREFIX}{_SINCE}(?P<core>(?:(?P<rel>last|past|next|this\s+coming|coming|this)\s+)?(?P<w1>{_WEEKDAY})\b{_PART}"
        rf"(?:\s*(?:and|to|-|through|until)\s+(?P<w2>{_WEEKDAY})\b{_PART})?)(?!,?\s+(?:{_DAY}\s+)?{_MONTH})",
        _weekday,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "dp",
        rf"\b{_PREFIX}{_SINCE}(?P<core>today|tonight|this\s+(?:morning|afternoon|evening)|the\s+day\s+before\s+yesterday"
        rf"|yesterday|overnight|last\s+(?:night|evening)|tomorrow|recently|currently)\b{_PART}",
        _today,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "u",
        rf"\b(?:since\s+)?{_APPROX}(?P<core>(?P<n>{_NUMBER})\s+(?P<unit>minute|hour|day|week|month|year)s?\s+ago)\b",
        _ago,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "u",
        rf"\b(?:in|over|during|within|for|throughout)\s+{_APPROX}(?P<core>the\s+(?:last|past|previous)\s+{_APPROX}"
        rf"(?:(?P<n>{_NUMBER})\s+)?(?P<unit>hour|day|week|month|year)s?)\b",
        _past,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "u",
        rf"\b(?:for|over)\s+{_APPROX}(?P<core>(?P<n>{_NUMBER})\s+(?P<unit>day|week|month|year)s?)\b(?!\s+(?:after|later|before|of))",
        _past,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "u",
        r"\b(?:in|over)\s+(?P<core>(?:the\s+)?(?:recent|past\s+few|last\s+few)\s+(?P<unit>day|week|month|year)s)\b",
        _recent,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "u",
        rf"\b(?:(?:in|at|on|over|during)\s+)?{_SINCE}(?P<core>(?P<part>(?:the\s+)?(?:beginning|start|middle|end)\s+of\s+"
        r"|(?:earlier|later|early|late)\s+(?:in\s+)?|mid-)?(?P<rel>this|last|previous|past|next|the)\s+"
        r"(?P<unit>weekend|week|month|year))\b(?!-|['’]s\s+(?:end|old)|\s+(?:long|old))",
        _period,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "h",
        rf"\b(?:on\s+|over\s+|at\s+)?(?P<core>(?P<name>christmas(?:\s+(?:day|eve))?|new\s+year['’]?s\s+(?:day|eve)))"
        rf"(?:,?\s+(?P<year>{_YEAR}))?\b",
        _holiday,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "up",
        r"\b(?:on\s+)?(?P<core>(?:later|earlier)\s+(?:on\s+)?(?:that|the\s+same|the)\s+(?:day|morning|afternoon|evening|night)"
        r"|(?:the\s+)?same\s+day|later\s+(?:that\s+day|during\s+the\s+day|in\s+the\s+(?:day|evening))"
        r"|that\s+(?:same\s+)?(?:day|night|evening|morning|afternoon)|in\s+(?:that|the\s+same)\s+(?:same\s+)?(?:year|month)"
        r"|the\s+(?:next|following|previous|preceding)\s+(?:day|morning|night)|the\s+day\s+(?:before|after)"
        rf"|(?:only\s+|just\s+)?{_APPROX}{_NUMBER}\s+(?:day|week|month|year)s?\s+(?:later|afterwards?|after|earlier|before))\b",
        _around,
        "relative",
        re.IGNORECASE,
    ),
)
