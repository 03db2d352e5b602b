"""The names of one report: what each may mean, the level its words ask for, and the area named beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from geo.recognition._run import PLACE_KINDS
from geo.resolution._candidates import Option, Traits, candidates_of
from geo.resolution._context import (
    BESIDE,
    CALLED_QUARTER,
    CITY,
    INSIDE,
    OWNER,
    PART,
    PLURAL,
    QUARTER,
    QUARTER_NOUNS,
    arabic_level,
    called_quarter,
    joins_list,
    level_of,
    link_between,
    list_side,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.conflicts import Conflict
    from geo.models import Candidate, Mention, Place
    from geo.recognition._names import NameBook, NameEntry

__all__ = ["NAMESAKE", "Answer", "Link", "Name", "Subjects", "names_of", "widen"]

#: Two names farther apart than this do not hang together.
_REACH = 60
#: The cue of a site that the gazetteer lacks: the town it is named after stands for it.
NAMESAKE = "its namesake"
#: Cues that may be the last word of the name itself: "al-Assad suburb".
_PART_OF_NAME = frozenset(("suburb", *QUARTER_NOUNS))
_FUSED = re.compile(r"\b[Aa]l(?=[a-z]{4})")


#: What the mentions of a name share: place, precision, radius, score, candidates.
Answer: TypeAlias = "tuple[Place | None, int, float, float, tuple[Candidate, ...]]"
_NO_TRAITS = Traits()
_NO_LEVEL = "", ""


class Link(NamedTuple):
    """Another name that the words put this one inside or beside; `bearing` says in which part of it."""

    name: Name
    kind: str
    bearing: float | None


class Name:
    """One name at one level in one report."""

    __slots__ = (
        "answer",
        "chosen",
        "container",
        "cue",
        "entry",
        "key",
        "lead",
        "level",
        "links",
        "options",
        "scored",
        "starts",
        "traits",
    )

    def __init__(self, key: str, entry: NameEntry, level: str, cue: str) -> None:
        self.key = key
        self.entry = entry
        self.level = level
        self.cue = cue
        self.starts: list[int] = []
        self.container: Sequence[Name] = ()
        self.links: Sequence[Link] = ()
        self.answer: Answer | None = None
        self.options: tuple[Option, ...] = ()
        self.scored: list[tuple[float, Option]] = []
        self.chosen: Option | None = None
        self.lead = 0.0
        self.traits: Traits = _NO_TRAITS


class Subjects(NamedTuple):
    """What a report speaks of.

    `names` are distinct, `of_mention` has the one of each mention; `nations` says how strongly peoples and governments
    point to countries (by number); in `countries` (codes) a name may be spelt in another way.
    """

    names: list[Name]
    of_mention: list[Name | None]
    nations: dict[int, float]
    countries: tuple[str, ...]


def names_of(
    text: str, mentions: tuple[Mention, ...], conflict: Conflict | None, book: NameBook, *, quarters: bool
) -> Subjects:
    """The names of a report, with what each may mean.

    Parameters
    ----------
    text : str
    mentions : tuple of Mention
    conflict : Conflict or None
    book : NameBook
    quarters : bool
        The text has a word for part of a town.
    """
    names: dict[tuple[str, str, str], Name] = {}
    of_mention: list[Name | None] = []
    nations: dict[int, float] = {}
    entries: list[NameEntry | None] = []
    unknown = False
    for mention in mentions:
        kind = mention.kind
        if kind in PLACE_KINDS:
            entry = book.of(mention.text) if mention.literal else None
            entries.append(entry)
            if entry is None:
                unknown = True
            continue
        entries.append(None)
        if kind == "demonym":
            number = book.country_numbers.get(mention.ref)
            if number is not None:
                nations[number] = nations.get(number, 0.0) + 0.6
        elif kind == "metonym":
            entry = book.of(mention.text)
            if entry is not None:
                number = book.country[entry.rows[0]]
                nations[number] = nations.get(number, 0.0) + 0.6
    meant = entries
    countries: tuple[str, ...] = ()
    if unknown or conflict is not None:
        countries = _countries_named(conflict, entries, book, nations)
        meant = _meant(mentions, entries, conflict, countries, book)
    levels = _levels(text, mentions, entries, meant, book, quarters=quarters)
    for index, entry in enumerate(meant):
        if entry is None:
            of_mention.append(None)
            continue
        level, cue = levels[index]
        key = (entry.name, entry.key, level)
        name = names.get(key)
        if name is None:
            name = names[key] = Name(entry.key, entry, level, cue)
            name.options, name.traits = candidates_of(book, entry)
        name.starts.append(mentions[index].start)
        of_mention.append(name)
    note_links(text, mentions, of_mention)
    if conflict is not None:
        for name in names.values():
            _compose(name, book)
    return Subjects(list(names.values()), of_mention, nations, countries)


def _meant(
    mentions: tuple[Mention, ...],
    entries: list[NameEntry | None],
    conflict: Conflict | None,
    countries: tuple[str, ...],
    book: NameBook,
) -> list[NameEntry | None]:
    """The entries, with those found by another spelling for names that have none."""
    meant: list[NameEntry | None] = []
    for mention, known in zip(mentions, entries, strict=True):
        entry = known
        if not mention.literal or mention.kind not in PLACE_KINDS:
            meant.append(None)
            continue
        if entry is None or (conflict is not None and entry.rank < 3):
            entry = book.best(mention.text, countries)
        if entry is None and countries:
            # "Urum Alkobra", "Alwaer": an article written as part of the word
            parted = _FUSED.sub("al-", mention.text)
            entry = book.best(parted, countries) if parted != mention.text else None
        meant.append(entry)
    return meant


def widen(name: Name, countries: tuple[str, ...], book: NameBook) -> bool:
    """Let a name mean the places that are spelt nearly so, too; False if there are none."""
    near = book.local(name.entry.key, countries) if countries else None
    more = tuple(row for row in near.rows if row not in name.entry.rows) if near is not None else ()
    if not more:
        return False
    name.options, name.traits = candidates_of(book, name.entry, more)
    return True


def _levels(
    text: str,
    mentions: tuple[Mention, ...],
    entries: list[NameEntry | None],
    meant: list[NameEntry | None],
    book: NameBook,
    *,
    quarters: bool,
) -> list[tuple[str, str]]:
    """Level that the words ask for, and the word that says so, of each mention."""
    out = [_NO_LEVEL] * len(mentions)
    lists = []
    for index, entry in enumerate(meant):
        if entry is None:
            continue
        level, cue = _NO_LEVEL
        if entry.rank != 3 and len(entry.rows) > 1:
            mention = mentions[index]
            if mention.text[0] > "\u0600":
                level, cue = arabic_level(text, mention.start, book.lexicon.arabic["before"])
            else:
                level, cue = level_of(text, mention.start, mention.end)
            if (
                entries[index] is None
                and entry.name == "~"
                and mention.text[-1].islower()
                and book.is_site(mention.text)
            ):
                level, cue = CITY, NAMESAKE
        if quarters and (not level or cue in QUARTER_NOUNS):
            mention = mentions[index]
            if called_quarter(text, mention.start, mention.end):
                level, cue = QUARTER, CALLED_QUARTER
        if level:
            if level == QUARTER or cue in PLURAL:
                lists.append(index)
            out[index] = level, cue
    for index in lists:
        _spread(text, mentions, meant, index, out)
    return out


def _spread(
    text: str,
    mentions: tuple[Mention, ...],
    meant: list[NameEntry | None],
    index: int,
    levels: list[tuple[str, str]],
) -> None:
    """Give the level of "provinces" and "neighbourhoods" to all names of their list."""
    level = levels[index]
    before, behind = list_side(text, mentions[index].start, mentions[index].end, *level)
    for step, wanted in ((-1, behind), (1, before)):
        at = index
        while wanted and 0 <= at + step < len(mentions):
            left, right = sorted((at, at + step))
            if not joins_list(text, mentions[left].end, mentions[right].start) or meant[at + step] is None:
                break
            at += step
            if levels[at][0]:
                break
            levels[at] = level


def _countries_named(
    conflict: Conflict | None, entries: list[NameEntry | None], book: NameBook, nations: dict[int, float]
) -> tuple[str, ...]:
    """Countries in which a name without an entry may be spelt otherwise: the theatre, or those the report names."""
    counts: dict[str, float] = {book.gazetteer.countries[n]: w / 0.6 for n, w in nations.items()}
    for entry in entries:
        if entry is not None and entry.rank == 3:
            for code in entry.countries:
                counts[code] = counts.get(code, 0.0) + 1.0
    named = sorted((c for c in counts if c), key=lambda c: (-counts[c], c))[:3]
    if conflict is None:
        return tuple(named)
    return (*conflict.countries[:1], *(c for c in named if c not in conflict.countries[:1]))


def note_links(text: str, mentions: tuple[Mention, ...], of_mention: list[Name | None]) -> None:
    """Note "X, Y", "X in Y", "Y's X" and "X, north of Y": X is looked for inside or beside Y."""
    end, inner = -_REACH, None
    for index, outer in enumerate(of_mention):
        if outer is None:
            continue
        mention = mentions[index]
        start = mention.start
        if start - end < _REACH and inner is not None and inner is not outer:
            kind, bearing = link_between(text[end:start])
            if not kind:
                pass
            elif kind == PART:
                larger = outer if _weight(outer) > _weight(inner) else inner
                _link(outer if larger is inner else inner, larger, INSIDE, None)
            elif kind == OWNER:
                _link(outer, inner, kind, bearing)
            else:
                _link(inner, outer, kind, bearing)
        end, inner = mention.end, outer


def _compose(name: Name, book: NameBook) -> None:
    """Take "Aleppo's Old City" for the Old City of Aleppo, if there is an entry of that name; so "the X suburb"."""
    whole = book.entry(f"{name.key} {name.cue}") if name.cue in _PART_OF_NAME else None
    if whole is not None:
        name.options, name.traits = candidates_of(book, whole)
        return
    for link in name.links:
        whole = book.entry(f"{name.key} of {link.name.key}") if link.kind != BESIDE else None
        if whole is not None:
            name.options, name.traits = candidates_of(book, whole)
            return


def _weight(name: Name) -> float:
    return max(o.weight for o in name.options)


def _link(inner: Name, outer: Name, kind: str, bearing: float | None) -> None:
    if any(link.name is outer for link in inner.links):
        return
    inner.links = (*inner.links, Link(outer, kind, bearing))
    if kind != BESIDE:
        inner.container = (*inner.container, outer)
