"""The names of one report: what each may mean, the level its words ask for, and the area named beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.resolution._candidates import Option, options_of
from geo.resolution._context import CITY, arabic_level, level_of, link_between

if TYPE_CHECKING:
    from geo.conflicts import Conflict
    from geo.models import Mention
    from geo.recognition._names import NameBook, NameEntry

__all__ = ["Name", "countries_named", "names_of", "note_containers"]


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
        "mentions",
        "options",
        "scored",
        "votes",
    )

    def __init__(self, key: str, entry: NameEntry, level: str, cue: str) -> None:
        self.key = key
        self.entry = entry
        self.level = level
        self.cue = cue
        self.mentions: list[int] = []
        self.container: list[NameEntry] = []
        self.options: tuple[Option, ...] = ()
        self.scored: list[tuple[float, Option]] = []
        self.chosen: Option | None = None
        self.lead = 0.0
        self.votes: dict[tuple[int, int], float] = {}


def names_of(
    text: str, mentions: tuple[Mention, ...], conflict: Conflict | None, book: NameBook
) -> tuple[list[Name], list[Name | None], dict[int, float]]:
    """Distinct names, the name of each mention, and how strongly peoples and governments point to countries."""
    names: dict[tuple[str, str], Name] = {}
    of_mention: list[Name | None] = []
    nations: dict[int, float] = {}
    codes = book.country_numbers
    entries = [book.of(m.text) if m.literal and m.kind == "place" else None for m in mentions]
    for mention in mentions:
        if mention.kind == "demonym" and mention.ref in codes:
            number = codes[mention.ref]
            nations[number] = nations.get(number, 0.0) + 0.6
        elif mention.kind == "metonym":
            entry = book.of(mention.text)
            if entry is not None:
                number = book.country[entry.rows[0]]
                nations[number] = nations.get(number, 0.0) + 0.6
    countries = countries_named(conflict, mentions, entries, book, nations)
    for index, mention in enumerate(mentions):
        entry = entries[index]
        if not mention.literal or mention.kind != "place":
            of_mention.append(None)
            continue
        if entry is None or (conflict is not None and entry.rank < 3):
            entry = book.best(mention.text, countries)
        if entry is None:
            of_mention.append(None)
            continue
        level, cue = "", ""
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
                level, cue = CITY, "its namesake"
        key = (entry.name + "/" + entry.key, level)
        name = names.get(key)
        if name is None:
            name = names[key] = Name(entry.key, entry, level, cue)
            name.options = options_of(book, entry)
        name.mentions.append(index)
        of_mention.append(name)
    note_containers(text, mentions, of_mention)
    return list(names.values()), of_mention, nations


def countries_named(
    conflict: Conflict | None,
    mentions: tuple[Mention, ...],
    entries: list[NameEntry | None],
    book: NameBook,
    nations: dict[int, float],
) -> tuple[str, ...]:
    """Countries in which a name without an entry may be spelt otherwise: the theatre, or those the report names."""
    if conflict is None and all(e is not None or m.kind != "place" for m, e in zip(mentions, entries, strict=True)):
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


def note_containers(text: str, mentions: tuple[Mention, ...], of_mention: list[Name | None]) -> None:
    """Note "X, Y", "X in Y" and "Y's X": X is looked for inside Y."""
    last = -1
    for index, name in enumerate(of_mention):
        if name is None:
            continue
        if last >= 0:
            left, right = mentions[last], mentions[index]
            inner, outer = of_mention[last], name
            gap = right.start - left.end
            link = link_between(text[left.end : right.start]) if gap < 60 else ""
            if link == "of":
                inner, outer = outer, inner
            if (
                link
                and inner is not None
                and outer is not None
                and inner is not outer
                and outer.entry not in inner.container
            ):
                inner.container.append(outer.entry)
        last = index
