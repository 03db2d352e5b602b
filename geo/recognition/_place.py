"""A place name in a run of capitals: what the other words of the run say for and against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.recognition._lexicon import (
    CALENDAR,
    CAPITALS,
    DEMONYM,
    DIRECTION,
    FACILITY,
    FEATURE,
    FIRST,
    HEAD,
    LINK,
    ORG,
    STOP,
    STREET,
    TITLE,
    TOP_SURNAME,
    WORD,
)  # fmt: skip
from geo.recognition._run import BODY, NAMED_PART, ORDINARY, PERSON_PART, PLACE_PART, ROAD_PART, Part

if TYPE_CHECKING:
    from geo.recognition._names import NameEntry
    from geo.recognition._run import Run

__all__ = ["ROADS", "place_at", "site_end"]

#: Street nouns that hardly ever mean anything else behind a name.
ROADS = frozenset(["street", "road", "rd", "avenue", "ave", "drive", "boulevard", "blvd", "lane", "parkway"])
# What no context can save is not looked at again; in a war zone the theatre may add more.
_DROP = -4.5
_DROP_LOCAL = -7.0
#: What may be named after a country: "Congo River".
_WATERS = frozenset(("river", "basin", "delta", "sea", "gulf", "valley", "strait", "bay", "island", "islands", "lake"))


def place_at(run: Run, i: int, j: int, entry: NameEntry, last: int, *, genitive: bool, local: bool) -> Part | None:
    """A place part for the words `i` to `j`, with the evidence of the other words of the run; None if hopeless."""
    book = run.book
    start, end = run.starts[i], run.ends[j - 1] - (1 if genitive else 0)
    score = entry.prior
    weak = entry.rank == 0
    before, after = "", ""
    left = i == 0 or run.broken[i - 1]
    right = j >= run.limit[i]
    rank = entry.rank
    kind = PLACE_PART
    if (
        j == i + 1
        and len(entry.key) <= 3
        and rank == 3
        and not run.tokens[i].flags & CAPITALS
        and run.written[i] not in book.lexicon.short_forms
    ):
        return None  # "Us", "Car": codes of countries must be written as codes
    if entry.key in book.lexicon.never or (not local and rank < 3 and _half_a_name(run, i, j, last)):
        return None
    if not left:
        token = run.tokens[i - 1]
        flags = token.flags
        if run.hyphen[i]:
            score += 0.5 if last == PLACE_PART else (-2.5 if weak else -0.5)
        elif last == PLACE_PART:
            score += 0.5
        elif last == PERSON_PART:
            score -= 2.5 if weak else 0.8
        elif flags & (STOP | DIRECTION):
            before = token.key
            left = i - 1 == 0
        elif token.key == "of":
            score += 2.0
        elif flags & LINK:
            score -= 2.5 if weak else 0.5
        elif flags & HEAD and token.key in ("lake", "mount", "mt", "fort", "ft", "port", "camp", "cape", "point"):
            start, kind = run.starts[i - 1], NAMED_PART
        elif flags & TITLE:
            score -= 3.0 if weak else 0.5
        elif flags & (DEMONYM | CALENDAR):
            score += 0.3
        elif flags & FACILITY:
            score += 0.5
        elif not flags & ORDINARY:
            # Without commas a list of villages looks like the name of a person.
            score -= (1.0 if local else 3.5) if weak else (1.5 if rank == 1 else 0.4)
        elif flags & WORD:
            score -= 0.3 if weak else 0.0
    if not right:
        token = run.tokens[j]
        flags = token.flags
        after = token.key
        if run.hyphen[j]:
            follows = run.match(j)
            score += 0.3 if follows is not None and (follows[1].prior > -2.0 or not weak) else (-2.5 if weak else -0.5)
        elif flags & STREET and token.key in ROADS:
            return Part(ROAD_PART, start, run.ends[j], None, 1.0, left=left, right=j + 1 >= run.limit[i], before=before)
        elif flags & FEATURE and not flags & DIRECTION:
            longer = book.entry(f"{entry.key} county") if token.key == "co" and run.written[j].endswith(".") else None
            if longer is not None:
                return Part(
                    PLACE_PART,
                    start,
                    run.ends[j],
                    longer,
                    longer.prior,
                    left=left,
                    right=j + 1 >= run.limit[i],
                    before=before,
                )
            if token.key != "co" and (entry.rank < 3 or token.key in _WATERS):
                return Part(
                    NAMED_PART,
                    start,
                    run.ends[j],
                    entry,
                    score + 1.0,
                    left=left,
                    right=j + 1 >= run.limit[i],
                    before=before,
                )
        elif run.initial(j):
            score -= 3.0 if weak or entry.words == 1 else 0.0
        elif flags & CALENDAR:
            right = j == run.n
        elif flags & BODY and not (
            flags & (FIRST | TOP_SURNAME) and flags & WORD and not flags & (FACILITY | ORG | TITLE)
        ):
            # "Mansfield Police" is in Mansfield; "Federal Police" is not in a town called Federal.
            known = run.tokens[i].flags & (WORD | FIRST) and weak
            score += -0.5 if known and entry.words == 1 else 1.8 if entry.words == 1 and weak else 1.0
        elif flags & (DEMONYM | DIRECTION | LINK):
            score += 0.0
        elif run.match(j) is not None:
            score -= 1.0 if weak else 0.0
        elif flags & FIRST:
            score -= 1.5 if weak else 0.2
        else:
            score -= (0.8 if local else 3.0) if weak else (0.8 if rank == 1 else 0.3)
    if local and not right:
        stop = site_end(run, j)
        if stop:
            return Part(
                NAMED_PART,
                start,
                run.ends[stop - 1],
                entry,
                max(score, 0.5),
                left=left,
                right=stop >= run.limit[i],
                before=before,
            )
    if run.tokens[i].flags & CAPITALS and j == i + 1 and not run.text.isupper():
        score -= 3.0 if weak and len(run.written[i]) <= 5 else 0.3
    elif run.tokens[i].flags & CAPITALS and j == i + 1 and weak and len(run.written[i]) <= 4:
        score -= 3.0
    if score < (_DROP_LOCAL if local else _DROP):
        return None
    return Part(kind, start, end, entry, score, left, right, before, after, (), genitive)


def _half_a_name(run: Run, i: int, j: int, last: int) -> bool:
    """Whether words are but the head of an Arabic name, or what follows one: "Ain Zara" is neither Ain nor Zara."""
    heads = run.book.lexicon.arabic_heads
    if j == i + 1 and run.tokens[i].key in heads and j < run.limit[i] and not run.hyphen[j] and run.namelike(j):
        return True
    return i > 0 and not last and not run.broken[i - 1] and not run.hyphen[i] and run.tokens[i - 1].key in heads


def site_end(run: Run, j: int) -> int:
    """Word after a capitalised site noun at word `j` ("Farms", "Central Prison"), or 0."""
    nouns = run.book.lexicon.site_nouns
    limit = run.limit[j - 1]
    for k in (j, j + 1):
        linked = k == j or run.tokens[j].key in ("central", "military", "air", "power", "border", "international")
        if linked and k < limit and run.tokens[k].key in nouns and not run.hyphen[k]:
            return k + 1
    return 0
