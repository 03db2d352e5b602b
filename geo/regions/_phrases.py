"""Finds the words around a mention that make it an area. No geometry here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.regions._grammar import bearing_of, grammar_of_regions, kilometres
from geo.regions._quick import AFTER, BEFORE, BEFORE_IT, BEHIND_IT, GAP, owned, read_before, worth_reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.regions._grammar import Grammar

__all__ = ["Phrase", "anaphor_phrase", "find_phrases"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that relate an area to a place.

    Attributes
    ----------
    start, end : int
        The phrase with the name in it: ``text[start:end]``.
    kind : str
        See `geo.models.Region`.
    anchor : int
        Index, in the spans given, of the name it is built on.
    bearing : float or None
        Degrees clockwise from north; -1 for the centre; None where no direction is said.
    distance_km : float or None
    inside : bool
        For ``cardinal``: a part of the place ("northern X") and not the ground beyond it ("north of X").
    within : bool
        For ``offset``: at most that far.
    other : int
        Index of the second name of ``between`` and of a border between two; -1 where there is none.
    road : bool
        The words name a road, so the area is a narrow one.
    urban : bool
        The words can only mean a part of a town ("neighbourhoods").
    """

    start: int
    end: int
    kind: str
    anchor: int
    bearing: float | None = None
    distance_km: float | None = None
    inside: bool = True
    within: bool = False
    other: int = -1
    road: bool = False
    urban: bool = False


def find_phrases(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Phrase, ...]:
    """Find the phrases that make an area of a name.

    Parameters
    ----------
    text : str
    spans : sequence of (int, int)
        Half-open character ranges of the names, in text order, not overlapping.

    Returns
    -------
    tuple of Phrase
        At most one a name, in the order of the names.
    """
    if not spans:
        return ()
    grammar = grammar_of_regions()
    found: list[Phrase] = []
    taken: set[int] = set()
    for number in range(len(spans)):
        if number in taken:
            continue
        where = worth_reading(text, spans, number, grammar)
        if not where:
            continue
        pair = _pair(text, spans, number, grammar, where)
        if pair is not None:
            found.append(pair)
            taken.add(pair.other)
            continue
        phrase = _single(text, spans, number, grammar, where)
        if phrase is not None:
            found.append(phrase)
    return tuple(found)


def anaphor_phrase(text: str, start: int, end: int) -> Phrase | None:
    """The phrase that words which point back ("the city", "its countryside") are part of, if they make an area.

    Returns
    -------
    Phrase or None
        With `anchor` 0: there is one name, the words themselves.
    """
    words = text[start:end]
    lowered = words.lower()
    if lowered.startswith("its "):
        end = start + 3
    elif lowered.endswith("s") and end < len(text) and text[end].isspace():
        end -= 1  # a lost apostrophe: "the citys eastern neighborhoods"
    phrases = find_phrases(text, [(start, end)])
    return phrases[0] if phrases else None


def _clause_start(text: str, spans: Sequence[tuple[int, int]], number: int, grammar: Grammar) -> int:
    """Where the words that can belong to this name begin: not before another name, a stop or a line end."""
    if owned(text, spans, number, grammar):
        return _clause_start(text, spans, number - 1, grammar)
    start = spans[number][0]
    floor = max(start - BEFORE, spans[number - 1][1] if number else 0, 0)
    for mark in (". ", "; ", "! ", "? ", "\n", ": "):
        cut = text.rfind(mark, floor, start)
        if cut >= 0:
            floor = max(floor, cut + len(mark))
    return floor


def _pair(text: str, spans: Sequence[tuple[int, int]], number: int, grammar: Grammar, where: int) -> Phrase | None:
    if number + 1 >= len(spans):
        return None
    (start, end), (next_start, next_end) = spans[number], spans[number + 1]
    gap = text[end:next_start]
    if len(gap) > GAP or "\n" in gap:
        return None
    if grammar.dash.fullmatch(gap):
        tail = text[next_end : next_end + AFTER]
        if (road := grammar.road.match(tail)) is not None:
            return Phrase(start, next_end + road.end(), "between", number, other=number + 1, road=True)
        if (border := grammar.border.match(tail)) is not None:
            return Phrase(start, next_end + border.end(), "border", number, other=number + 1)
        return None
    if not where & BEFORE_IT:
        return None
    floor = _clause_start(text, spans, number, grammar)
    opening = grammar.between.search(text, floor, start) if start > floor else None
    if opening is None:
        # "between Manbij in Aleppo province and the border": the second name may be one further on.
        return None
    if grammar.joiner.fullmatch(gap):
        return Phrase(opening.start(), next_end, "between", number, other=number + 1)
    if number + 2 < len(spans):
        third_start, third_end = spans[number + 2]
        far = text[end:third_start]
        if len(far) <= GAP and "\n" not in far and re.search(r"\band\s+(?:the\s+)?\Z", text[next_end:third_start]):
            return Phrase(opening.start(), third_end, "between", number, other=number + 2)
    return None


def _single(text: str, spans: Sequence[tuple[int, int]], number: int, grammar: Grammar, where: int) -> Phrase | None:
    start, end = spans[number]
    head = _head(text, spans, number, grammar) if where & BEFORE_IT else None
    if (
        head is not None
        and head["noun"] is not None
        and head["noun"].lower() == "suburb"
        and _follows_name(text, spans, number, head)
    ):
        head = None  # "the Damascus suburb of Daraya" is Daraya itself
    tail = None
    if where & BEHIND_IT:
        ceiling = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        tail = grammar.after.match(text, end, min(end + AFTER, ceiling))
    phrase = _from_head(head, number, end, grammar) if head is not None else None
    if tail is not None:
        phrase = _with_tail(tail, phrase, number, start, grammar)
    return phrase


def _head(text: str, spans: Sequence[tuple[int, int]], number: int, grammar: Grammar) -> re.Match[str] | None:
    """The phrase before a name."""
    is_owned = owned(text, spans, number, grammar)
    floor = _clause_start(text, spans, number, grammar)
    # The words before the owner belong to what it owns; the owner itself has none.
    # A regular expression's \\Z is the end of the searched part.
    stop = spans[number - 1][0] if is_owned else spans[number][0]
    head = read_before(text, floor, stop, grammar) if stop > floor else None
    if head is not None and is_owned != (number + 1 < len(spans) and owned(text, spans, number + 1, grammar)):
        # "eastern Aleppo's Tariq al-Bab" is a part of Aleppo; "near Syria's second city Aleppo" is near Aleppo.
        adjective = head["dir"] is not None or head["rural"] is not None
        if adjective == is_owned:
            return None
    return head


def _follows_name(text: str, spans: Sequence[tuple[int, int]], number: int, head: re.Match[str]) -> bool:
    return number > 0 and not text[spans[number - 1][1] : head.start()].strip()


def _from_head(match: re.Match[str], number: int, end: int, grammar: Grammar) -> Phrase | None:
    part = match.groupdict()
    start = match.start()

    if part["offset"] is not None:
        km = kilometres(part["number"], part["unit"], grammar)
        if km is None:
            return None
        near = (part["about"] or "").lower() in ("within", "less than", "up to")
        return Phrase(start, end, "offset", number, bearing_of(part["offset_dir"], grammar), km, within=near)
    if part["noun_of"] is not None:
        bearing = bearing_of(part["noun_dir"], grammar)
        kind = grammar.kinds.get(" ".join(part["noun"].lower().split()), "")
        if not kind or (kind == "cardinal" and bearing is None):
            return None  # "parts of X" says which part of it is meant, not where
        return Phrase(start, end, kind, number, bearing, urban=kind == "cardinal")
    if part["dir_of"] is not None:
        return Phrase(
            start, end, "cardinal", number, bearing_of(part["of_dir"], grammar), inside=part["in"] is not None
        )
    if part["rural"] is not None:
        return Phrase(start, end, "countryside", number, bearing_of(part["rural_dir"], grammar))
    if part["dir"] is not None:
        return Phrase(start, end, "cardinal", number, bearing_of(part["plain_dir"], grammar))
    for kind in ("rest", "border", "along", "near"):
        if part[kind] is not None:
            return Phrase(start, end, kind, number)
    if part["ar_offset"] is not None:
        km = kilometres(part["ar_number"], part["ar_unit"], grammar)
        if km is None:
            return None
        return Phrase(match.start("ar_offset"), end, "offset", number, bearing_of(part["ar_offset_dir"], grammar), km)
    if part["ar_noun"] is not None:
        return Phrase(match.start("ar_noun"), end, grammar.kinds.get(" ".join(part["ar_noun"].split()), "near"), number)
    return Phrase(match.start("ar_dir"), end, "cardinal", number, bearing_of(part["ar_dir"], grammar))


def _with_tail(match: re.Match[str], head: Phrase | None, number: int, start: int, grammar: Grammar) -> Phrase:
    part = match.groupdict()
    begin = head.start if head is not None else start
    stop = match.end()
    bearing = head.bearing if head is not None and head.kind in ("cardinal", "countryside") else None
    if part["noun"] is not None:
        kind = grammar.kinds.get(" ".join(part["what"].lower().split()), "outskirts")
        said = bearing_of(part["noun_dir"], grammar)
        return Phrase(begin, stop, kind, number, said if said is not None else bearing)
    if part["part"] is not None:
        return Phrase(start, stop, "cardinal", number, bearing_of(part["part_dir"], grammar), urban=True)
    if part["border"] is not None:
        return Phrase(begin, stop, "border", number)
    said = bearing_of(part["ar_bearing"], grammar)
    return Phrase(begin, stop, head.kind if head is not None else "cardinal", number, said)
