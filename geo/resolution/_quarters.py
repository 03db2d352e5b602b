"""Quarters of towns that the gazetteer does not have: "Aleppos Rashidin district", "the neighborhoods of A, B and C".

A quarter lies in a town that the sentence names. Where the gazetteer knows no place of its name near that town, the
mention stands for part of the town: its point, precision 2, and a radius as large as the town.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from geo.models import Candidate, Resolution
from geo.recognition._run import PLACE_KINDS
from geo.resolution._candidates import km_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer

__all__ = ["place_quarters"]

_NOUN = r"(?:sub-?district|district|neighbou?rhood|quarter|slum)s?"
_BEHIND = re.compile(rf"(?:['’]s)? (?:{_NOUN})\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?:{_NOUN})(?: of| including| such as|,| in)?(?: the)? $", re.IGNORECASE)
_OWNER = re.compile(r"(?:['’]s|s|,)? (?:\w+[- ]){0,2}$")
_IN_TOWN = re.compile(rf" (?:{_NOUN}) (?:in|of) (?:the )?(?:\w+ ){{0,2}}$", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:,|and|, and|,? or)?\s*")
#: A quarter lies within this distance of the middle of its town.
TOWN_KM = 18.0
_RADIUS_KM = 6.0
_CLEAR_WEIGHT = 4000
_A_TOWN = 40_000
_SURE = 0.4
_CERTAIN = 0.75
_SENTENCE = 220
_BESIDE = 20


def place_quarters(
    text: str, resolutions: Sequence[Resolution], gazetteer: Gazetteer, home: str = ""
) -> list[Resolution]:
    """Set right the mentions that are called quarters and were taken for places far from the town they lie in.

    Parameters
    ----------
    text : str
    resolutions : sequence of Resolution
        In text order, one for each mention.
    gazetteer : Gazetteer
        Knows the towns of the quarters it has.
    home : str
        Code of the country that the conflict plays in; a town elsewhere owns a quarter only in its own sentence.
    """
    out = list(resolutions)
    marked = _marked(text, out)
    if not marked:
        return out
    towns = [i for i, r in enumerate(out) if _is_town(r) and i not in marked]
    for index in sorted(marked):
        town, outright = _town_of(text, index, out, towns, home, gazetteer)
        if town is None or (not outright and _known_elsewhere(out[index])):
            continue
        centre = town.place
        done = out[index]
        if centre is None:
            continue
        options = [
            c
            for c in done.candidates
            if km_between(c.place.latitude, c.place.longitude, centre.latitude, centre.longitude) <= TOWN_KM
        ]
        if options:
            if done.place != options[0].place:
                rest = tuple(c for c in done.candidates if c != options[0])
                out[index] = Resolution(
                    done.mention, options[0].place, None, 1, 2.0, round(min(0.8, town.score), 4), (options[0], *rest)
                )
            continue
        known = done.place
        if known is not None and known.population >= _CLEAR_WEIGHT and known.country_code == centre.country_code:
            continue
        part = Candidate(
            centre, 0.6, "part", (f"called a quarter; the gazetteer has none of that name in {centre.name}",)
        )
        out[index] = Resolution(
            done.mention, centre, None, 2, _RADIUS_KM, round(min(0.6, town.score), 4), (part, *done.candidates[:4])
        )
    return out


def _known_elsewhere(resolution: Resolution) -> bool:
    """Whether a mention is surely a place of its own, so that a town nearby does not make it a quarter."""
    place = resolution.place
    if place is None or place.feature_class != "P" or resolution.score < _CERTAIN:
        return False
    return resolution.candidates[0].rung != "consonant"


def _is_town(resolution: Resolution) -> bool:
    place = resolution.place
    if place is None or not resolution.mention.literal or resolution.score < _SURE or resolution.precision != 1:
        return False
    return place.feature_class == "P" and place.feature_code != "PPLX" and place.population >= 10_000


def _marked(text: str, resolutions: Sequence[Resolution]) -> set[int]:
    """Indices of the mentions that the words call quarters, lists included."""
    found: set[int] = set()
    place = [i for i, r in enumerate(resolutions) if r.mention.literal and r.mention.kind in PLACE_KINDS]
    for i in place:
        mention = resolutions[i].mention
        known = resolutions[i].place
        if known is not None and (known.population >= _A_TOWN or known.feature_class == "A"):
            continue  # "the districts of Aleppo" are in it
        if _BEHIND.match(text, mention.end) or _BEFORE.search(text, max(0, mention.start - 40), mention.start):
            found.add(i)
    for i, j in itertools.pairwise(place):
        if (
            i in found
            and _gap(text, resolutions, i, j)
            and not _is_town(resolutions[j])
            and not _BEHIND.match(text, resolutions[i].mention.end)
        ):
            found.add(j)
    for i, j in reversed(list(itertools.pairwise(place))):
        noun = _BEHIND.match(text, resolutions[j].mention.end)
        if j in found and noun and noun.group().endswith("s") and _gap(text, resolutions, i, j):
            found.add(i)
    return found


def _gap(text: str, resolutions: Sequence[Resolution], i: int, j: int) -> bool:
    return _LIST.fullmatch(text, resolutions[i].mention.end, resolutions[j].mention.start) is not None


def _town_of(  # noqa: PLR0917
    text: str, index: int, resolutions: Sequence[Resolution], towns: list[int], home: str, gazetteer: Gazetteer
) -> tuple[Resolution | None, bool]:
    """The town a quarter lies in, and whether the words say so outright.

    It is its owner, else the next one named in the sentence, else the one of the quarter beside it, else the one
    before.
    """
    mention = resolutions[index].mention
    behind = next((i for i in towns if i > index), None)
    ahead = next((i for i in reversed(towns) if i < index), None)
    behind_words = text[mention.end : resolutions[behind].mention.start] if behind is not None else ""
    if behind is not None and len(behind_words) <= 40 and _IN_TOWN.match(behind_words):
        return resolutions[behind], True
    if ahead is not None:
        between = text[resolutions[ahead].mention.end : mention.start]
        if len(between) <= 24 and _OWNER.fullmatch(between):
            return resolutions[ahead], True
    if behind is not None and len(behind_words) <= _SENTENCE and ". " not in behind_words:
        place = resolutions[behind].place
        if not home or (place is not None and place.country_code == home):
            return resolutions[behind], False
    sibling = _sibling_town(text, index, resolutions, gazetteer)
    if sibling is not None:
        return sibling, False
    if ahead is not None and mention.start - resolutions[ahead].mention.end <= 2 * _SENTENCE:
        place = resolutions[ahead].place
        if not home or (place is not None and place.country_code == home):
            return resolutions[ahead], False
    return None, False


def _sibling_town(text: str, index: int, resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> Resolution | None:
    """The town of a known quarter that is named beside this one: "the neighbourhoods of A and al-Mazzeh"."""
    for step in (1, -1):
        at = index + step
        if not 0 <= at < len(resolutions):
            continue
        place = resolutions[at].place
        left, right = sorted((index, at))
        between = text[resolutions[left].mention.end : resolutions[right].mention.start]
        if place is None or place.feature_code != "PPLX" or len(between) > _BESIDE or ". " in between:
            continue
        row = gazetteer.row(place.id)
        town = gazetteer.part_of(row) if row is not None else None
        if town is not None:
            return Resolution(resolutions[at].mention, gazetteer.place(town), score=resolutions[at].score)
    return None
