"""One run of capitalised words, cut into places, persons, peoples and names of roads.

What a run says by itself is worked out here and kept: the same run comes back in other documents. The words around the
run are weighed in `_weigh`.
"""

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
    PERSON_HEADS,
    STOP,
    SURNAME,
    TITLE,
    WORD,
)  # fmt: skip
from geo.recognition._persons import person_at
from geo.recognition._place import ROADS, place_at, site_end
from geo.recognition._run import (
    DEMONYM_PART,
    NAMED_PART,
    PERSON_PART,
    PLACE_PART,
    ROAD_PART,
    UNKNOWN_PART,
    Part,
    Run,
)  # fmt: skip

if TYPE_CHECKING:
    from geo.recognition._names import NameBook
    from geo.recognition._run import Match

__all__ = ["parse_run"]

#: "County", "Co.": the only features that may follow a name of which nothing else is known.
_UNKNOWN_FEATURES = frozenset(
    [
        "county",
        "parish",
        "river",
        "lake",
        "creek",
        "township",
        "twp",
        "mountains",
        "islands",
        "island",
        "valley",
        "bay",
        "mountain",
        "governorate",
        "oblast",
        "raion",
        "district",
        "province",
        "reservoir",
        "forest",
    ]
)


def parse_run(book: NameBook, text: str, *, local: bool = False) -> tuple[Part, ...] | None:
    """Cut a run into parts.

    Parameters
    ----------
    book : NameBook
    text : str
        A run as `geo.recognition._runs.RUN` finds it.
    local : bool
        Whether spelling variants of a war zone will be looked up: then unknown words, and small places elsewhere that
        look like the first word of a longer name, are left together as one unknown part.

    Returns
    -------
    tuple of Part or None
        In order, not overlapping; words that are nothing of the kind are left out. None for a function word or a day,
        which is nothing with an article before it either ("The").
    """
    parsed = book.parsed_local if local else book.parsed
    try:
        return parsed[text]
    except KeyError:
        if len(parsed) > 40_000:
            parsed.clear()
        found = parsed[text] = _parse(book, text, local=local)
        return found


def _parse(book: NameBook, text: str, *, local: bool) -> tuple[Part, ...] | None:
    if text.isalpha():
        # One word: most runs are, and most of those are nothing.
        token = book.token(text)
        if token.flags & (STOP | CALENDAR) and not token.flags & CAPITALS:
            return None
        if (
            token.longest == 0
            and not token.flags & DEMONYM
            and not local
            and text[-1] != "s"
            and text not in book.lexicon.short_forms
        ) and token.flags & (WORD | TITLE | ORG | FACILITY | FEATURE):
            return ()
    run = Run(book, text)
    parts: list[Part] = []
    last = 0  # kind of the part that ends right before word i, or 0
    i = 0
    roads = _roads(run)
    while i < run.n:
        token = run.tokens[i]
        flags = token.flags
        if flags & STOP and i + 1 < run.n and run.hyphen[i + 1] and run.article(i):
            flags &= ~STOP  # "a-Ruwaydah"
        if i in roads:
            j = roads[i]
            match = run.match(i)
            if match is None or match[0] < j:
                parts.append(Part(ROAD_PART, run.starts[i], run.ends[j - 1], None, 1.0, left=i == 0, right=j == run.n))
                i, last = j, ROAD_PART
                continue
        begins = i == 0 or run.broken[i - 1]
        match = run.match(i)
        if match is not None and flags & (STOP | CALENDAR) and match[1].rank < 3:
            # "The Hague" is a name, "The Fort" or "After Midnight" is not.
            inner = run.match(i + 1) if i + 1 < run.limit[i] else None
            if match[0] == i + 1 or token.key != "the" or inner is not None or match[1].weight < 4.5:
                match = None
        heads = book.lexicon.arabic_heads
        person = (
            0
            if local and token.key in heads and token.key not in PERSON_HEADS
            else person_at(run, i, match, begins=begins, last=last)
        )
        if person > i + 1:
            keys = tuple(
                run.tokens[k].key
                for k in range(i, person)
                if not run.initial(k) and not run.tokens[k].flags & (TITLE | LINK)
            )
            parts.append(
                Part(
                    PERSON_PART,
                    run.starts[i],
                    run.ends[person - 1],
                    None,
                    0.0,
                    left=i == 0,
                    right=person == run.n,
                    extra=keys,
                )
            )
            i, last = person, PERSON_PART
            continue
        if (match is None or local) and not flags & (STOP | CALENDAR):
            unknown = _unknown(run, i, match, local=local)
            if unknown:
                parts.append(
                    Part(
                        UNKNOWN_PART,
                        run.starts[i],
                        run.ends[unknown - 1],
                        None,
                        0.0,
                        left=begins,
                        right=unknown >= run.limit[i],
                        before=_function_word(run, i),
                    )
                )
                i, last = unknown, UNKNOWN_PART
                continue
        if match is None:
            named = _named(run, i, local=local)
            if named:
                parts.append(
                    Part(NAMED_PART, run.starts[i], run.ends[named - 1], None, 0.0, left=i == 0, right=named == run.n)
                )
                i, last = named, NAMED_PART
                continue
            if flags & DEMONYM:
                code = book.lexicon.demonyms.get(run.written[i], "")
                parts.append(
                    Part(
                        DEMONYM_PART,
                        run.starts[i],
                        run.ends[i],
                        None,
                        0.0,
                        left=i == 0,
                        right=i + 1 == run.n,
                        extra=(code,),
                    )
                )
                last = DEMONYM_PART
            else:
                last = 0
            i += 1
            continue
        j, entry, genitive = match
        if j == i + 1 and flags & DEMONYM and run.written[i] in book.lexicon.demonyms and entry.rank < 3:
            code = book.lexicon.demonyms[run.written[i]]
            parts.append(
                Part(DEMONYM_PART, run.starts[i], run.ends[i], None, 0.0, left=i == 0, right=j == run.n, extra=(code,))
            )
            i, last = j, DEMONYM_PART
            continue
        part = place_at(run, i, j, entry, last, genitive=genitive, local=local)
        if part is not None:
            parts.append(part)
            last = PLACE_PART
            i = j
            while i < run.n and run.starts[i] < part.end:
                i += 1
        else:
            i, last = j, 0
    return tuple(parts)


def _function_word(run: Run, i: int) -> str:
    if i and not run.broken[i - 1] and run.tokens[i - 1].flags & (STOP | DIRECTION):
        return run.tokens[i - 1].key
    return ""


def _unknown(run: Run, i: int, match: Match | None, *, local: bool) -> int:
    """Word after a stretch of words that may be names the gazetteer spells otherwise, or 0."""
    limit = run.limit[i]
    heads = run.book.lexicon.arabic_heads
    if match is not None:
        entry = match[1]
        head = run.tokens[i].key in heads and match[0] == i + 1 and i + 1 < limit
        grown = match[0] == i + 1 and i + 2 < limit and run.article(i + 1) and entry.rank == 0
        if not (head or grown) or entry.rank >= 2:
            return 0
    j = i
    while j < limit:
        if run.article(j) and j + 1 < limit:
            j += 1
            continue
        flags = run.tokens[j].flags
        if not (run.namelike(j) or run.tokens[j].key in heads):
            break
        if j > i:
            inner = run.match(j)
            if (
                inner is not None
                and (not local or inner[1].rank >= 1 or inner[1].prior > 1.0 or inner[0] > j + 1)
                and run.tokens[j - 1].key not in heads
                and not run.article(j - 1)
            ):
                break
            if flags & WORD and run.tokens[j].key not in heads and run.tokens[j - 1].key not in heads:
                break
        elif flags & WORD and run.tokens[j].key not in heads:
            break
        j += 1
    if j == i or (j == i + 1 and run.article(i)):
        return 0
    return (site_end(run, j) or j) if local and j < limit else j


def _roads(run: Run) -> dict[int, int]:
    """Names of streets: first word to the word after the street noun."""
    found: dict[int, int] = {}
    for k in range(1, run.n):
        token = run.tokens[k]
        is_road = token.key in ROADS or (token.key == "st" and k + 1 == run.limit[k] and run.written[k].endswith("."))
        if not is_road or run.broken[k - 1] or run.hyphen[k]:
            continue
        begin = k
        while begin > 0 and k - begin < 3 and not run.broken[begin - 1]:
            flags = run.tokens[begin - 1].flags
            if flags & (STOP | CALENDAR | DEMONYM) and not flags & (SURNAME | FIRST | DIRECTION):
                break
            if flags & STOP and begin - 1 == 0:
                break
            begin -= 1
        if begin == k - 1 and run.tokens[begin].flags & (FEATURE | FACILITY | ORG):
            continue  # "County Road", "Hospital Drive"
        if begin < k and begin not in found:
            found[begin] = k + 1
    return found


def _named(run: Run, i: int, *, local: bool) -> int:
    """End of an unknown geographical name ("Pelican Lake", "Lake Vermont"), or 0."""
    limit = run.limit[i]
    flags = run.tokens[i].flags
    if flags & (STOP | CALENDAR | TITLE | DEMONYM | LINK) or len(run.written[i]) == 1:
        return 0
    if (
        flags & HEAD
        and i + 1 < limit
        and not run.hyphen[i + 1]
        and run.tokens[i].key in ("lake", "mount", "fort", "wadi", "jebel", "jabal", "tell", "tall")
    ):
        following = run.tokens[i + 1].flags
        if not following & (STOP | CALENDAR | LINK | FACILITY | ORG | DEMONYM) and (
            following & (FIRST | SURNAME) or not following & WORD
        ):
            return i + 2
        return 0
    for k in range(i + 1, min(i + 3, limit)):
        if run.tokens[k].key in _UNKNOWN_FEATURES and not run.hyphen[k]:
            inner = [run.tokens[m].flags for m in range(i, k)]
            if any(f & (STOP | LINK | ORG | FACILITY | TITLE | CALENDAR) for f in inner):
                return 0
            if local and inner[0] & WORD and not inner[0] & (SURNAME | FIRST) and len(inner) > 1:
                return 0  # "Besieged Alwaer District", "Shelling Kurdish District": the name begins later
            if run.tokens[k].key in ("district", "valley", "bay", "island", "forest", "province") and all(
                f & WORD for f in inner
            ):
                return 0
            if k + 1 < limit and run.tokens[k + 1].flags & (ORG | FACILITY | WORD) and all(f & WORD for f in inner):
                return 0
            return k + 1
    return 0
