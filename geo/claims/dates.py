"""When it happened: time expressions as closed intervals of days, read against the day of publication.

Reports look back, so the past is preferred: "on Sunday" is the latest Sunday up to the day of publication, "in
October" the latest October. Nothing is invented: without a day of publication a relative expression stays undated.

Conventions (ours): the beginning, middle and end of a month are its days 1-10, 11-20 and 21-end; of a year the months
January-April, May-August and September-December; weeks run from Monday; "recent days", "recent weeks" and "recent
months" are 7, 42 and 180 days; "overnight" is the day of publication with the one before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo._frozen import quick_init
from geo.claims.datehandlers import (
    AROUND,
    step,
)
from geo.claims.daterules import (
    rules_near,
)
from geo.claims.datewords import (
    NO_TIME,
    Context,
    Interval,
)
from geo.models import EventTime

if TYPE_CHECKING:
    from datetime import date

    from geo.models import TimeBasis

__all__ = ["TimeSpan", "event_time", "find_times", "is_background"]

#: A claim about something longer ago than this is background; what counts is the middle of its interval ("last year",
#: said in January, is). So is what the pluperfect dates to an earlier year.
BACKGROUND_DAYS = 60


@quick_init
@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression: ``text[start:end]``, and what it means. An undated one has ``time.start`` None."""

    start: int
    end: int
    time: EventTime


#: "for the first time since 2015", "since the war began in 2011": how long, not when.
_NOT_WHEN = re.compile(
    r"(?:first|biggest|largest|worst|deadliest|heaviest|fiercest|longest|highest|lowest|most\s+\w+)\s+(?:[\w-]+\s+){0,4}since\s+$"
    r"|\b(?:first|only|second|third)\s+time\s+(?:in|since)\s+$"
    r"|\bsince\s+(?:[\w'’-]+\s+){1,6}(?:began|begun|started|erupted|broke\s+out|start|outbreak)\s+(?:in\s+|on\s+)?$"
    r"|\b(?:erupted|born|founded|established)\s+(?:in\s+|on\s+)?$",
    re.IGNORECASE,
)
#: What all of these end with.
_NOT_WHEN_ENDS = (
    "since", "in", "on", "began", "begun", "started", "erupted", "out", "start", "outbreak", "born", "founded",
    "established",
)  # fmt: skip
_LEADS_CLAUSE = re.compile(r"\b(?:after|before)$", re.IGNORECASE)
_CLAUSE = re.compile(r"\s+\w")
_WHEN_CLAUSE = re.compile(r"\s*,?\s*when\b")


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
    context = Context(published, precision == "day", base)
    hits: list[tuple[int, int, Interval | None, TimeBasis]] = []
    for pattern, handler, basis, begin, stop in rules_near(text):
        for match in pattern.finditer(text, begin, stop):
            start, end = match.span()
            if _not_when(text, start, start) or (
                "core" in pattern.groupindex and _not_when(text, start, match.start("core"))
            ):
                # Kept as a taken range, so that "2015" in it is not read by another rule.
                hits.append((start, end, _own_time(match, context), "none"))
                continue
            interval = handler(match, context)
            if interval is not NO_TIME:
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
        if interval is None and day is not None and (moved := AROUND.fullmatch(text[start:end])) is not None:
            # "on 3 November, one day after the army had taken it": what follows "after" lies before that day.
            leads_clause = _LEADS_CLAUSE.search(text[start:end]) is not None and _CLAUSE.match(text, end) is not None
            interval = step(moved, day, backwards=leads_clause)
        last = end
        spans.append(TimeSpan(start, end, _time(interval, basis, text[start:end])))
        if interval is not None:
            day = interval[0]
    return tuple(spans)


def _not_when(text: str, start: int, stop: int) -> bool:
    """Whether the words before an expression make it say how long, and not when."""
    last = text[max(0, start - 80) : stop].rsplit(None, 1)[-1:]
    if not last or not last[0].lower().endswith(_NOT_WHEN_ENDS):
        return False
    return _NOT_WHEN.search(text, max(0, start - 80), stop) is not None


def _own_time(match: re.Match[str], context: Context) -> Interval | None:
    """What the date in `since 2015` means by itself."""
    core = match.groupdict().get("core")
    if not core:
        return None
    spans = find_times("in " + core, context.published, base=context.base)
    time = spans[0].time if spans else EventTime()
    return (time.start, time.end) if time.start is not None and time.end is not None else None


def _longest(
    hits: list[tuple[int, int, Interval | None, TimeBasis]],
) -> list[tuple[int, int, Interval | None, TimeBasis]]:
    kept: list[tuple[int, int, Interval | None, TimeBasis]] = []
    starts: list[int] = []
    for hit in sorted(hits, key=lambda h: (h[0] - h[1], h[0], h[2] is None)):
        at = bisect_left(starts, hit[0])
        if (not at or kept[at - 1][1] <= hit[0]) and (at == len(kept) or hit[1] <= kept[at][0]):
            starts.insert(at, hit[0])
            kept.insert(at, hit)
    return kept


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
