"""What a report says about where it plays: countries, divisions, company, fixed points."""

from __future__ import annotations

from math import log2
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from geo.resolution._candidates import km_between

if TYPE_CHECKING:
    from geo.conflicts import Conflict
    from geo.resolution._candidates import Option
    from geo.resolution._report import Name

__all__ = [
    "Anchor",
    "anchors_of",
    "beside_in_text",
    "company_votes",
    "evidence",
    "nearest_km",
    "recount",
    "theatre_worth",
    "worth_of",
]

W_THEATRE = 4.0
_ANCHORS = 10
_SURE = 0.5
#: Anchors beyond which the nearest in the text are picked.
_FEW = 4
_SENTENCE, _PASSAGE = 200, 600
_POINTS = ("city", "site", "quarter")
Key = TypeVar("Key")


def theatre_worth(conflict: Conflict | None, codes: dict[str, int]) -> dict[int, float]:
    if conflict is None:
        return {}
    return {codes[c]: W_THEATRE * (1.0 if n == 0 else 0.4) for n, c in enumerate(conflict.countries) if c in codes}


def evidence(names: list[Name], nations: dict[int, float]) -> dict[tuple[int, int], float]:
    """Countries and divisions that the report names outright, or that its clear names lie in."""
    divisions: dict[tuple[int, int], float] = {}
    for name in names:
        traits = name.traits
        options = name.options
        first = options[0]
        country = first.country
        lead = traits.lead
        if traits.state:
            nations[country] = nations.get(country, 0.0) + min(4, len(name.starts))
        elif first.kind == "area" and lead > 0.5:
            count = float(min(4, len(name.starts)))
            pair = (country, first.admin1)
            divisions[pair] = divisions.get(pair, 0.0) + count
            nations[country] = nations.get(country, 0.0) + 0.5 * count
        elif lead > 1.2 or len(options) == 1:
            share = 1.0 if name.entry.words > 1 or first.weight > 5 else 0.5
            nations[country] = nations.get(country, 0.0) + share
            pair = (country, first.admin1)
            divisions[pair] = divisions.get(pair, 0.0) + share
        else:
            # Names that are ambiguous within one country or division still point to it.
            if traits.one_country:
                nations[country] = nations.get(country, 0.0) + 0.5
            pairs = traits.pairs
            if len(pairs) <= 3:
                for pair in pairs:
                    divisions[pair] = divisions.get(pair, 0.0) + 0.5 / len(pairs)
    return divisions


def company_votes(names: list[Name]) -> dict[tuple[int, int] | int, float]:
    """How many of the names have a place in each division and square of the map, the likelier places counting more.

    Small towns are told by their company: Palestine, Athens and Henderson County are all in Texas, and side by side.
    """
    votes: dict[tuple[int, int] | int, float] = {}
    for name in names:
        if name.options[0].kind == "country" and len(name.options) == 1:
            continue
        for pair, vote in name.traits.ballots:
            votes[pair] = votes.get(pair, 0.0) + vote
    return votes


def recount(
    names: list[Name], nations: dict[int, float], divisions: dict[tuple[int, int], float]
) -> tuple[dict[int, float], dict[tuple[int, int], float]]:
    """Add what the first pass decided."""
    nations, divisions = dict(nations), dict(divisions)
    for name in names:
        chosen = name.chosen
        if len(name.options) == 1 or chosen is None or chosen.kind == "country":
            continue
        share = min(1.0, max(0.0, name.lead / 4.0)) * 0.7
        nations[chosen.country] = nations.get(chosen.country, 0.0) + share
        pair = (chosen.country, chosen.admin1)
        divisions[pair] = divisions.get(pair, 0.0) + share
    return nations, divisions


class Anchor(NamedTuple):
    """A place that a report is fairly sure of; `strength` from .15 to 1."""

    key: str
    country: int
    latitude: float
    longitude: float
    strength: float
    point: bool
    starts: list[int]


def anchors_of(names: list[Name], most: int = _ANCHORS) -> tuple[Anchor, ...]:
    """The surest places of a report, at most so many."""
    anchors = []
    for n in names:
        chosen = n.chosen
        if chosen is not None and chosen.kind != "country":
            strength = 1.0 if n.lead >= 4.0 else max(0.15, n.lead / 4.0)
            point = chosen.kind in _POINTS
            anchors.append(Anchor(n.key, chosen.country, chosen.latitude, chosen.longitude, strength, point, n.starts))
    anchors.sort(key=lambda a: (-a.strength, a.key))
    return tuple(anchors[:most])


def beside_in_text(name: Name, anchors: tuple[Anchor, ...]) -> tuple[Anchor, ...]:
    """The anchors named next to a name: a communique on ten provinces speaks of one after the other.

    Their strength falls with the distance in the text.
    """
    if len(anchors) < _FEW:
        return anchors
    found = []
    for anchor in anchors:
        if anchor.key == name.key:
            continue
        gap = min(abs(a - b) for a in name.starts for b in anchor.starts)
        found.append((gap, anchor.key, anchor))
    found.sort(key=itemgetter(0, 1))
    return tuple(
        anchor if gap <= _SENTENCE else anchor._replace(strength=anchor.strength * (0.6 if gap <= _PASSAGE else 0.25))
        for gap, _, anchor in found[:_ANCHORS]
    )


def nearest_km(name: Name, place: Option, anchors: tuple[Anchor, ...], home: int | None) -> float:
    """Distance to the next sure town or site of another name; 0 where the report has none.

    To a place in the conflict's own country the towns abroad say nothing, if the report has any others.
    """
    others = [a for a in anchors if a.point and a.key != name.key]
    if place.country == home:
        others = [a for a in others if a.country == home] or others
    found = [
        km_between(place.latitude, place.longitude, a.latitude, a.longitude) for a in others if a.strength >= _SURE
    ]
    return min(found, default=0.0)


def worth_of(counts: dict[Key, float], weight: float, most: float) -> dict[Key, float]:
    return {key: worth if (worth := weight * log2(1.0 + n)) < most else most for key, n in counts.items()}
