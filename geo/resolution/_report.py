"""The names of one report: what each may mean, the level its words ask for, and the area named beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

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
    speaks_of_quarters,
)

if TYPE_CHECKING:
    from geo.conflicts import Conflict
    from geo.models import Mention
    from geo.recognition._names import NameBook, NameEntry

__all__ = ["NAMESAKE", "Link", "Name", "Subjects", "names_of", "widen"]

#: Two names farther apart than this do not hang together.
_REACH = 60
#: The cue of a site that the gazetteer lacks: the town it is named after stands for it.
NAMESAKE = "its namesake"
_FUSED = re.compile(r"\b[Aa]l(?=[a-z]{4})")


_NO_TRAITS = Traits(frozenset(), False, frozenset(), False, {})


class Link(NamedTuple):
    """Another name that the words put this one inside or beside; `bearing` says in which part of it."""

    name: Name
    kind: str
    bearing: float | None


class Name:
    """One name at one level in one report."""

    __slots__ = (
        "chosen",
        "container",
        "cue",
        "entry",
        "key",
        "lead",
        "level",
        "links",
        "mentions",
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
        self.mentions: list[int] = []
        self.starts: list[int] = []
        self.container: list[Name] = []
        self.links: list[Link] = []
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


def names_of(text: str, mentions: tuple[Mention, ...], conflict: Conflict | None, book: NameBook) -> Subjects:
    """The names of a report, with what each may mean.

    Parameters
    ----------
    text : str
    mentions : tuple of Mention
    conflict : Conflict or None
    book : NameBook
    """
    names: dict[tuple[str, str], Name] = {}
    of_mention: list[Name | None] = []
    nations: dict[int, float] = {}
    codes = book.country_numbers
    entries = [book.of(m.text) if m.literal and m.kind in PLACE_KINDS else None for m in mentions]
    for mention in mentions:
        if mention.kind == "demonym" and mention.ref in codes:
            number = codes[mention.ref]
            nations[number] = nations.get(number, 0.0) + 0.6
        elif mention.kind == "metonym":
            entry = book.of(mention.text)
            if entry is not None:
                number = book.country[entry.rows[0]]
                nations[number] = nations.get(number, 0.0) + 0.6
    countries = _countries_named(conflict, mentions, entries, book, nations)
    meant: list[NameEntry | None] = []
    for index, mention in enumerate(mentions):
        entry = entries[index]
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
    levels = _levels(text, mentions, entries, meant, book)
    for index, mention in enumerate(mentions):
        entry = meant[index]
        if entry is None:
            of_mention.append(None)
            continue
        level, cue = levels[index]
        key = (entry.name + "/" + entry.key, level)
        name = names.get(key)
        if name is None:
            name = names[key] = Name(entry.key, entry, level, cue)
            name.options, name.traits = candidates_of(book, entry)
        name.mentions.append(index)
        name.starts.append(mention.start)
        of_mention.append(name)
    note_links(text, mentions, of_mention)
    if conflict is not None:
        for name in names.values():
            _compose(name, book)
    return Subjects(list(names.values()), of_mention, nations, countries)


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
) -> list[tuple[str, str]]:
    """Level that the words ask for, and the word that says so, of each mention."""
    quarters = speaks_of_quarters(text)
    out = [("", "")] * len(mentions)
    lists = []
    for index, (mention, entry) in enumerate(zip(mentions, meant, strict=True)):
        if entry is None:
            continue
        level = cue = ""
        if entry.rank != 3 and len(entry.rows) > 1:
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
        if quarters and (not level or cue in QUARTER_NOUNS) and called_quarter(text, mention.start, mention.end):
            level, cue = QUARTER, CALLED_QUARTER
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
    conflict: Conflict | None,
    mentions: tuple[Mention, ...],
    entries: list[NameEntry | None],
    book: NameBook,
    nations: dict[int, float],
) -> tuple[str, ...]:
    """Countries in which a name without an entry may be spelt otherwise: the theatre, or those the report names."""
    if conflict is None and all(
        e is not None or m.kind not in PLACE_KINDS for m, e in zip(mentions, entries, strict=True)
    ):
        return ()
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
    last = -1
    for index, outer in enumerate(of_mention):
        if outer is None:
            continue
        if last >= 0:
            left, right = mentions[last], mentions[index]
            inner = of_mention[last]
            if right.start - left.end < _REACH and inner is not None and inner is not outer:
                kind, bearing = link_between(text[left.end : right.start])
                if kind == PART:
                    larger = outer if _weight(outer) > _weight(inner) else inner
                    _link(outer if larger is inner else inner, larger, INSIDE, None)
                elif kind == OWNER:
                    _link(outer, inner, kind, bearing)
                elif kind:
                    _link(inner, outer, kind, bearing)
        last = index


def _compose(name: Name, book: NameBook) -> None:
    """Take "Aleppo's Old City" for the Old City of Aleppo, if there is an entry of that name."""
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
    inner.links.append(Link(outer, kind, bearing))
    if kind != BESIDE:
        inner.container.append(outer)
