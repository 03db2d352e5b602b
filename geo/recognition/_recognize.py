"""Recognition of one text: places, names of other kinds around them, metonyms."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from geo._ranges import Ranges
from geo.folding import has_arabic
from geo.models import Mention
from geo.recognition._arabic import find_arabic, may_hold_arabic
from geo.recognition._datelines import mark_sources
from geo.recognition._extent import SIDE_ENDS, extend
from geo.recognition._gates import find_places
from geo.recognition._inside import judge
from geo.recognition._names import name_book
from geo.recognition._run import NAMED_PART, ROAD_PART
from geo.recognition._sites import masked_bodies, names_ground, names_town, plain_sites

if TYPE_CHECKING:
    from geo.conflicts import Conflict
    from geo.gazetteer import Gazetteer

__all__ = ["recognize"]


def recognize(text: str, *, conflict: Conflict | None, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Find the names of places in a text.

    Parameters
    ----------
    text : str
        Any text. Names are looked for in stretches of capitals and in Arabic script.
    conflict : Conflict or None
        With a conflict, names inside factions, media and persons, capitals and countries that stand for their
        governments, and processes named after places are mentions with ``literal=False`` and a reason. Without one
        nothing is known about parties, and a government named by its capital counts as the place.
    gazetteer : Gazetteer

    Returns
    -------
    tuple of Mention
        In text order; ``text[m.start:m.end] == m.text``. Masked names (factions, media ...) have ``literal=False``.
    """
    book = name_book(gazetteer)
    theatre = conflict.countries if conflict is not None else ()
    names = conflict.find_names(text) if conflict is not None else ()
    spans = masked_bodies(text)
    if names:
        names = tuple(
            n
            for n in names
            if not (n.kind == "media" and names_town(text, n.start, n.end, book, theatre))
            and not (n.kind == "person" and names_ground(text, n.end))
        )
        spans = tuple(sorted([*((n.start, n.end) for n in names), *spans]))
    found, demonyms = find_places(text, book, theatre, spans)
    mentions: list[Mention] = []
    openers = book.site_openers
    last, apart = 0, True
    for place in found:
        start = place.start
        end = place.end
        kind = "place"
        if place.kind == ROAD_PART:
            kind = "road"
        elif (place.kind != NAMED_PART or theatre) and (
            theatre or text[end : end + 3] in openers or text[start - 4 : start] in SIDE_ENDS
        ):
            start, end = extend(
                text, start, end, book, war=bool(theatre) and (place.entry is None or place.entry.rank == 0)
            )
        if start < last:
            apart = False
        last = end
        mentions.append(Mention(start, end, text[start:end], True, kind))
    if conflict is not None:
        taken, masked = Ranges((m.start, m.end) for m in mentions), Ranges(spans)
        mentions += [
            Mention(s, e, text[s:e], True, kind)
            for s, e, kind in plain_sites(text, book, theatre)
            if not taken.hit(s, e) and not masked.hit(s, e)
        ]
        mentions.sort(key=_by_offset)
        mentions = judge(text, mentions, conflict, book)
        starts = [m.start for m in mentions]
        mentions += [
            Mention(n.start, n.end, n.surface, False, n.kind, f"name of kind {n.kind}", n.ref)
            for n in names
            if not _within(n.start, n.end, mentions, starts)
        ]
        mentions += [
            Mention(s, e, text[s:e], False, "demonym", "a people or an adjective, not a place", code)
            for s, e, code in demonyms
            if not masked.hit(s, e)
        ]
    if may_hold_arabic(text) and has_arabic(text):
        mentions += find_arabic(text, book, theatre)
    if len(mentions) > len(found):
        mentions.sort(key=_by_offset)
        apart = False
    return tuple(mark_sources(text, mentions if apart else _disjoint(mentions)))


def _within(start: int, end: int, mentions: list[Mention], starts: list[int]) -> bool:
    """Whether a mention of those whose offsets these are, in order, covers a stretch."""
    at = bisect_right(starts, start) - 1
    return at >= 0 and end <= mentions[at].end


def _by_offset(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def _disjoint(mentions: list[Mention]) -> list[Mention]:
    out: list[Mention] = []
    for mention in mentions:
        if out and mention.start < out[-1].end:
            # A place inside a longer name, or two readings of one stretch: the longer one, then the first, stays.
            if mention.end - mention.start > out[-1].end - out[-1].start and not out[-1].literal:
                out[-1] = mention
            continue
        out.append(mention)
    return out
