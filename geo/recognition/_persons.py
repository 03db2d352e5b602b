"""Names of persons in a run of capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.recognition._lexicon import (
    CALENDAR,
    DIRECTION,
    FACILITY,
    FEATURE,
    FIRST,
    LINK,
    ORG,
    PROMINENT,
    STOP,
    STREET,
    SURNAME,
    TITLE,
    TOP_SURNAME,
    WORD,
)  # fmt: skip
from geo.recognition._run import ORDINARY, PLACE_PART

if TYPE_CHECKING:
    from geo.recognition._run import Match, Run

__all__ = ["person_at"]

_OF_STRONG = SURNAME | PROMINENT
_OF_PERSONS = _OF_STRONG | FIRST


def person_at(run: Run, i: int, match: Match | None, *, begins: bool, last: int) -> int:
    """Word after a person's name that starts at word `i` (title included), or 0."""
    limit = run.limit[i]
    flags = run.tokens[i].flags
    if i + 1 >= limit or flags & (STOP | CALENDAR | LINK):
        return 0
    following = run.tokens[i + 1].flags
    entry = match[1] if match is not None else None
    if match is not None and match[0] > i + 1 and entry is not None:
        two_names = match[0] == i + 2 and flags & FIRST and following & (SURNAME | FIRST) and entry.rank < 1
        if not two_names:
            return 0
        return i + 2
    if flags & TITLE and not run.hyphen[i + 1] and (begins or last or run.tokens[i - 1].flags & ORDINARY):
        if flags & SURNAME and not begins and last != PLACE_PART and not run.tokens[i - 1].flags & TITLE:
            return 0
        inner = run.match(i + 1)
        if inner is not None and (inner[1].rank >= 2 or inner[0] > i + 2) and not following & FIRST:
            return 0
        if not run.namelike(i + 1) or (following & WORD and not following & FIRST and not following & TOP_SURNAME):
            return 0
        return _consume(run, i + 1)
    strong = entry is not None and (
        entry.rank >= 2 or (entry.rank == 1 and (entry.prior >= 1.5 or not following & _OF_PERSONS))
    )
    if (
        run.initial(i + 1)
        and len(run.written[i]) > 2
        and not flags & (ORDINARY & ~WORD & ~TITLE)
        and (not strong or flags & FIRST)
    ):
        return _consume(run, i) if i + 2 < limit else 0
    if flags & FIRST or (run.initial(i) and not strong and entry is None):
        if strong:
            inner = run.match(i + 1)
            if inner is not None and inner[1].rank >= 1:
                return 0
            if following & _OF_STRONG and not following & (
                WORD | FACILITY | FEATURE | STREET | ORG | TITLE | DIRECTION
            ):
                return _consume(run, i)
            return 0
        if run.hyphen[i + 1] and not following & FIRST:
            return 0
        if not run.namelike(i + 1) and not following & LINK:
            return 0
        if following & LINK and not (
            i + 2 < limit and run.namelike(i + 2) and run.tokens[i + 1].key not in ("of", "the")
        ):
            return 0
        if following & WORD and not following & (SURNAME | FIRST):
            return 0
        if following & (FEATURE | STREET) and not following & FIRST:
            return 0
        if flags & WORD and following & WORD and not following & TOP_SURNAME:
            return 0
        inner = run.match(i + 1)
        if inner is not None and inner[1].rank >= 3 and not following & FIRST:
            return 0
        return _consume(run, i)
    return 0


def _consume(run: Run, i: int) -> int:
    """Word after the name that starts at `i`: at most five words that can be names, initials or particles."""
    j = i
    limit = min(run.limit[i], i + 5)
    named = 0
    while j < limit:
        token = run.tokens[j]
        if run.initial(j):
            j += 1
            continue
        if token.flags & LINK and token.key not in ("of", "the") and j + 1 < limit:
            j += 1
            continue
        if not run.namelike(j):
            break
        if named >= 1 and not run.hyphen[j]:
            if token.flags & (STREET | FEATURE) and not token.flags & (FIRST | TOP_SURNAME):
                break
            if token.flags & WORD and not token.flags & (SURNAME | FIRST):
                break
            if named >= 2 or token.flags & WORD:
                inner = run.match(j)
                if inner is not None and (inner[1].rank >= 2 or (inner[1].rank >= 1 and named >= 2)):
                    break
                if named >= 2 and token.flags & WORD:
                    break
        named += 1
        j += 1
    return j
