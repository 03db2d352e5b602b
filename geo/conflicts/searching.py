"""What of a war is named in a text: names that are no places, nations, capitals, sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo._ranges import Ranges
from geo.conflicts.model import NameSpan
from geo.conflicts.spelling import word_table, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.conflicts.conflict import Conflict
    from geo.conflicts.spelling import Word

__all__ = ["search_metonyms", "search_names", "search_nation", "search_sources"]

_KUNYA = re.compile(
    r"\b(?:Abu|Abou|Abo|Umm|Ibn|Um)[ -](?:(?:al|el|ul|ad|as|ash|az|ar)[- ])?[A-Z][\w'’]+"
    r"(?:[ -](?:al|el|ul|ad|as|ash|az|ar)-?[A-Z]?[\w'’]+)?"
)
_NISBA_END = re.compile(r"[ -](?:al|el|ul|ad|as|ash|az|ar)-?[A-Z]?[\w'’]+$")
_PERSON_GAPS = 2


def search_names(conflict: Conflict, text: str) -> tuple[NameSpan, ...]:
    """Names that must not be taken for places; see `Conflict.find_names`."""
    tokens = words(text)
    index = conflict.name_index
    found: list[NameSpan] = []
    past = 0
    for at in index.starts(text):
        end, hits = index.match(tokens, at) if at >= past else (at, ())
        if end > at:
            things = [hit.value for hit in hits]
            thing = next((t for t in things if t.kind == "actor"), things[0])
            if thing.kind != "actor" or conflict.actor(thing.ref).kind != "state":
                start, stop = tokens[at].start, tokens[end - 1].end
                found.append(NameSpan(start, stop, text[start:stop], thing.kind, thing.ref))
            past = end
    for people in (_kunyas(text), _nisba_people(conflict, text, tokens)):
        taken = Ranges((name.start, name.end) for name in found)
        last = 0
        for person in people:
            if person.start >= last and not taken.hit(person.start, person.end):
                found.append(person)
                last = person.end
    return tuple(sorted(found, key=lambda span: span.start))


def _kunyas(text: str) -> list[NameSpan]:
    # "Abu Dali", "Abu al-Duhur" and "Abu Kamal" are villages: a person has a nisba after the given name.
    return [
        NameSpan(match.start(), match.end(), match.group(), "person")
        for match in _KUNYA.finditer(text)
        if _NISBA_END.search(match.group()[5:])
        and (match.group().count(" ") >= _PERSON_GAPS or match.group().count("-") >= _PERSON_GAPS)
    ]


def _nisba_people(conflict: Conflict, text: str, tokens: Sequence[Word]) -> list[NameSpan]:
    spans = []
    for article in word_table(text).articles:
        at = article + 1
        if 2 <= at < len(tokens) and tokens[at].plain in conflict.nisbas and tokens[at].joined:
            begin = at - 2
            if not (tokens[begin].written[0].isupper() and tokens[at - 1].joined):
                continue
            start, end = tokens[begin].start, tokens[at].end
            spans.append(NameSpan(start, end, text[start:end], "person"))
    return spans


def search_nation(conflict: Conflict, text: str) -> str | None:
    """Actor id of the first nationality, country or capital; see `Conflict.find_nation`."""
    tokens = words(text)
    for at in conflict.nation_index.starts(text):
        end, hits = conflict.nation_index.match(tokens, at)
        if end > at:
            kind, value = hits[0].value
            return value if kind == "metonym" else conflict.of_country(value, "state", None)
    return None


def search_metonyms(conflict: Conflict, text: str, on: date | None) -> tuple[tuple[int, int, str], ...]:
    """Capitals and countries that may stand for their government; see `Conflict.find_metonyms`."""
    tokens = words(text)
    found = []
    index = conflict.nation_index
    for at in index.starts(text):
        end, hits = index.match(tokens, at)
        if end == at:
            continue
        kind, value = hits[0].value
        if kind == "metonym":
            actor: str | None = conflict.heir(value, on)
        else:
            actor = conflict.of_country(value, "state", on) if kind == "country" else None
        if actor:
            found.append((tokens[at].start, tokens[end - 1].end, actor))
    return tuple(found)


def search_sources(conflict: Conflict, text: str) -> tuple[tuple[int, int, str], ...]:
    """Sources as (start, end, source id); see `Conflict.find_sources`."""
    tokens = words(text)
    index = conflict.source_index
    found = []
    past = 0
    for at in index.starts(text):
        end, hits = index.match(tokens, at) if at >= past else (at, ())
        if end > at:
            found.append((tokens[at].start, tokens[end - 1].end, hits[0].value.id))
            past = end
    return tuple(found)
