"""The patterns of time expressions, and where in a text each is worth trying."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.claims.datehandlers import (
    read_ago,
    read_around,
    read_full_date,
    read_holiday,
    read_iso,
    read_month_of,
    read_months,
    read_numeric,
    read_past,
    read_period,
    read_recent,
    read_season,
    read_today,
    read_weekday,
    read_year_of,
)
from geo.claims.datewords import (
    APPROX,
    DAY,
    DAYS,
    MONTH,
    MONTHS,
    NUMBER,
    PART,
    PREFIX,
    SEASONS,
    SINCE,
    WEEKDAY,
    WEEKDAY_SHORT,
    YEAR,
    Context,
    Interval,
)
from geo.conflicts.spelling import word_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.models import TimeBasis

__all__ = [
    "rules_near",
]


#: A word that every expression of a rule contains: weekday, month, year, unit, day word, part of the day ...
_ANCHOR = re.compile(
    r"(?:(?P<w>(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day)"
    r"|(?P<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"|(?P<y>(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d)"
    r"|(?P<u>(?:[Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear|[Hh]our|[Mm]inute|[Ww]eekend)s?\b)"
    r"|(?P<d>[Tt]oday|[Tt]onight|[Yy]esterday|[Oo]vernight|[Tt]omorrow|[Rr]ecently|[Cc]urrently)"
    r"|(?P<p>morning|afternoon|evening|night)|(?P<s>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)|(?P<h>Christmas|New\sYear))"
)
#: The words that may be one, by their keys; a dot or a hyphen parts "01.02.2015" into words.
_ANCHORS = frozenset(
    {
        *DAYS, *MONTHS, *SEASONS, *map(str, range(1900, 2100)), "christmas", "new",
        "today", "tonight", "yesterday", "overnight", "tomorrow", "recently", "currently",
        "morning", "afternoon", "evening", "night",
        "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "minute", "minutes",
        "weekend", "weekends",
    }
)  # fmt: skip
_BEFORE, _AFTER = 70, 60


def rules_near(
    text: str,
) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str], Context], Interval | None], TimeBasis, int, int]]:
    """The rules with the stretches of text where they can match: around the word that each needs.

    Trying every rule everywhere takes ten times as long.
    """
    table = word_table(text)
    windows: dict[str, list[tuple[int, int]]] = {}
    for at in table.among(_ANCHORS):
        anchor = _ANCHOR.match(text, table.words[at].start)
        if anchor is None:
            continue
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
    stretches = {
        kind: [(begin, stop, text[begin:stop].lower()) for begin, stop in found] for kind, found in windows.items()
    }
    for anchors, pattern, handler, basis, needs in _RULES:
        for kind in anchors:
            for begin, stop, lower in stretches.get(kind, ()):
                if not needs or any(map(lower.__contains__, needs)):
                    yield pattern, handler, basis, begin, stop


def _rule(  # noqa: PLR0917
    anchors: str,
    pattern: str,
    handler: Callable[[re.Match[str], Context], Interval | None],
    basis: TimeBasis,
    flags: int = 0,
    needs: tuple[str, ...] = (),
) -> tuple[str, re.Pattern[str], Callable[[re.Match[str], Context], Interval | None], TimeBasis, tuple[str, ...]]:
    """A rule: anchors by their letters in `_ANCHOR`; what else a stretch must contain, in lower case."""
    return anchors, re.compile(pattern, flags), handler, basis, needs


_DIGITS = tuple("0123456789")


_PARTS = (
    r"(?P<part>(?i:(?:the\s+)?(?:beginning|start|middle|end)\s+of\s+(?:the\s+(?:year\s+)?)?|early[\s-]+(?:in\s+)?"
    r"|mid[\s-]+|late[\s-]+(?:in\s+)?))?"
)
_LEAD = (
    r"(?P<lead>(?i:in|during|by|from|until|till|throughout|at|of|back\s+in|as\s+early\s+as|as\s+of|for|between|before|after|the)\s+"
    r"(?:the\s+)?)?(?P<since>[Ss]ince\s+(?:the\s+)?)?"
)
_TO_DAY = rf"(?:\s*(?:-|–|and|to)\s*(?P<last>{DAY}))?"
_ANY_WEEKDAY = rf"(?:(?:{WEEKDAY}|{WEEKDAY_SHORT})\b,?\s*)?"
_COUNTED = r"(?!\s*(?:km|kilomet|met(?:er|re)s|people|fighters|civilians|militants|families|troops|soldiers|[.,:]\d|%))"
_RULES = (
    # Wed 05 Apr 2017 · Sunday 26 Nov 2017 · 5-6 May 2016
    _rule(
        "m",
        rf"\b(?:[Oo]n\s+)?{SINCE}(?P<core>{_ANY_WEEKDAY}\b(?P<day>{DAY}){_TO_DAY}\s+(?:of\s+)?(?P<month>{MONTH}),?\s+"
        rf"(?P<year>{YEAR})\b{PART})",
        read_full_date,
        "explicit",
        needs=_DIGITS,
    ),
    # 30 April · Monday 13 November
    _rule(
        "m",
        rf"\b(?:[Oo]n\s+)?{SINCE}(?P<core>{_ANY_WEEKDAY}\b(?P<day>{DAY}){_TO_DAY}\s+(?:of\s+)?(?P<month>{MONTH})"
        rf"(?!,?\s+{YEAR}){PART})",
        read_full_date,
        "relative",
        needs=_DIGITS,
    ),
    # Mon Jul 18 2016 · March 3, 2016
    _rule(
        "m",
        rf"\b(?:[Oo]n\s+)?{SINCE}(?P<core>{_ANY_WEEKDAY}(?P<month>{MONTH})\s*\b(?P<day>{DAY}){_TO_DAY},?\s+"
        rf"(?P<year>{YEAR})\b{PART})",
        read_full_date,
        "explicit",
        needs=_DIGITS,
    ),
    # Monday November 13 · August 21
    _rule(
        "m",
        rf"\b(?:[Oo]n\s+)?{SINCE}(?P<core>{_ANY_WEEKDAY}(?P<month>{MONTH})\s+(?P<day>{DAY}){_TO_DAY}"
        rf"(?!\s*\d|[\d:]|,?\s+{YEAR}){PART})",
        read_full_date,
        "relative",
        needs=_DIGITS,
    ),
    _rule("y", rf"\b(?:[Oo]n\s+)?{SINCE}(?P<core>(?P<year>{YEAR})-(?P<b>\d\d)-(?P<a>\d\d)\b)", read_iso, "explicit"),
    _rule(
        "y",
        rf"\b(?:[Oo]n\s+)?(?P<core>(?P<a>\d{{1,2}})(?P<mark>[./-])(?P<b>\d{{1,2}})(?P=mark)(?P<year>{YEAR})\b)",
        read_numeric,
        "explicit",
    ),
    # since March 2014 · at the end of May 2016
    _rule(
        "m",
        rf"\b{_LEAD}(?P<core>{_PARTS}(?P<month>{MONTH}),?\s+(?:of\s+)?(?P<year>{YEAR})\b)",
        read_month_of,
        "explicit",
        needs=("19", "20"),
    ),
    # in October · mid-January · last December
    _rule(
        "m",
        rf"\b{_LEAD}(?P<core>(?:(?P<rel>[Ll]ast|[Tt]his|[Pp]ast)\s+)?{_PARTS}(?P<month>{MONTH})(?!,?\s+(?:of\s+)?(?:{YEAR}|{DAY})\b))"
        r"(?:\s+last\s+year)?",
        read_month_of,
        "relative",
    ),
    _rule(
        "m",
        rf"\b(?:[Bb]etween|[Ff]rom)\s+(?P<core>(?P<m1>{MONTH}))\s+(?:and|to|until)\s+(?P<m2>{MONTH})(?:\s+(?P<year>{YEAR})\b)?",
        read_months,
        "relative",
        needs=("between", "from"),
    ),
    # in 2015 · since early 2014 · the 2013 offensive
    _rule("y", rf"\b{_LEAD}(?P<core>{_PARTS}(?P<year>{YEAR})\b){_COUNTED}(?!-\d)", read_year_of, "explicit"),
    _rule(
        "s",
        rf"\b(?:(?:in|during|over)\s+(?:the\s+)?)?{SINCE}(?P<core>(?:(?P<rel>last|this|past)\s+)?(?:early\s+|mid-?\s*|late\s+)?"
        rf"(?P<season>spring|summer|autumn|winter))(?:\s+(?:of\s+)?(?P<year>{YEAR}))?\b",
        read_season,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "w",
        rf"\b{PREFIX}{SINCE}(?P<core>(?:(?P<rel>last|past|next|this\s+coming|coming|this)\s+)?(?P<w1>{WEEKDAY})\b{PART}"
        rf"(?:\s*(?:and|to|-|through|until)\s+(?P<w2>{WEEKDAY})\b{PART})?)(?!,?\s+(?:{DAY}\s+)?{MONTH})",
        read_weekday,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "dp",
        rf"\b{PREFIX}{SINCE}(?P<core>today|tonight|this\s+(?:morning|afternoon|evening)|the\s+day\s+before\s+yesterday"
        rf"|yesterday|overnight|last\s+(?:night|evening)|tomorrow|recently|currently)\b{PART}",
        read_today,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "u",
        rf"\b(?:since\s+)?{APPROX}(?P<core>(?P<n>{NUMBER})\s+(?P<unit>minute|hour|day|week|month|year)s?\s+ago)\b",
        read_ago,
        "relative",
        re.IGNORECASE,
        ("ago",),
    ),
    _rule(
        "u",
        rf"\b(?:in|over|during|within|for|throughout)\s+{APPROX}(?P<core>the\s+(?:last|past|previous)\s+{APPROX}"
        rf"(?:(?P<n>{NUMBER})\s+)?(?P<unit>hour|day|week|month|year)s?)\b",
        read_past,
        "relative",
        re.IGNORECASE,
        ("last", "past", "previous"),
    ),
    _rule(
        "u",
        rf"\b(?:for|over)\s+{APPROX}(?P<core>(?P<n>{NUMBER})\s+(?P<unit>day|week|month|year)s?)\b(?!\s+(?:after|later|before|of))",
        read_past,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "u",
        r"\b(?:in|over)\s+(?P<core>(?:the\s+)?(?:recent|past\s+few|last\s+few)\s+(?P<unit>day|week|month|year)s)\b",
        read_recent,
        "relative",
        re.IGNORECASE,
        ("recent", "past", "last"),
    ),
    _rule(
        "u",
        rf"\b(?:(?:in|at|on|over|during)\s+)?{SINCE}(?P<core>(?P<part>(?:the\s+)?(?:beginning|start|middle|end)\s+of\s+"
        r"|(?:earlier|later|early|late)\s+(?:in\s+)?|mid-)?(?P<rel>this|last|previous|past|next|the)\s+"
        r"(?P<unit>weekend|week|month|year))\b(?!-|['’]s\s+(?:end|old)|\s+(?:long|old))",
        read_period,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "h",
        rf"\b(?:on\s+|over\s+|at\s+)?(?P<core>(?P<name>christmas(?:\s+(?:day|eve))?|new\s+year['’]?s\s+(?:day|eve)))"
        rf"(?:,?\s+(?P<year>{YEAR}))?\b",
        read_holiday,
        "relative",
        re.IGNORECASE,
    ),
    _rule(
        "up",
        r"\b(?:on\s+)?(?P<core>(?:later|earlier)\s+(?:on\s+)?(?:that|the\s+same|the)\s+(?:day|morning|afternoon|evening|night)"
        r"|(?:the\s+)?same\s+day|later\s+(?:that\s+day|during\s+the\s+day|in\s+the\s+(?:day|evening))"
        r"|that\s+(?:same\s+)?(?:day|night|evening|morning|afternoon)|in\s+(?:that|the\s+same)\s+(?:same\s+)?(?:year|month)"
        r"|the\s+(?:next|following|previous|preceding)\s+(?:day|morning|night)|the\s+day\s+(?:before|after)"
        rf"|(?:over|in|during|within)\s+the\s+(?:next|following)\s+(?:{APPROX}{NUMBER}\s+)?(?:day|week|month)s?"
        rf"|(?:only\s+|just\s+)?{APPROX}{NUMBER}\s+(?:day|week|month|year)s?\s+(?:later|afterwards?|after|earlier|before))\b",
        read_around,
        "relative",
        re.IGNORECASE,
        ("later", "earlier", "same", "that", "next", "following", "previous", "preceding", "before", "after"),
    ),
)
