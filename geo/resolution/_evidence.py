"""What a report says about where it plays: countries, divisions, company, fixed points."""

from __future__ import annotations

from math import exp, log2
from typing import TYPE_CHECKING, TypeVar

from geo.resolution._candidates import LIMIT

if TYPE_CHECKING:
    from geo.conflicts import Conflict
    from geo.resolution._report import Name

__all__ = ["anchors_of", "company_votes", "evidence", "recount", "theatre_worth", "worth_of"]

W_THEATRE = 4.0
_ANCHORS = 10
Key = TypeVar("Key")


def theatre_worth(conflict: Conflict | None, codes: dict[str, int]) -> dict[int, float]:
    if conflict is None:
        return {}
    return {codes[c]: W_THEATRE * (1.0 if n == 0 else 0.4) for n, c in enumerate(conflict.countries) if c in codes}


def evidence(names: list[Name], nations: dict[int, float]) -> dict[tuple[int, int], float]:
    """Countries and divisions that the report names outright, or that its clear names lie in."""
    divisions: dict[tuple[int, int], float] = {}
    for name in names:
        count = float(min(4, len(name.mentions)))
        first = name.options[0]
        if first.kind == "country" and len([o for o in name.options if o.kind in ("country", "area")]) == 1:
            nations[first.country] = nations.get(first.country, 0.0) + count
            continue
        lead = first.weight - (name.options[1].weight if len(name.options) > 1 else 2.0)
        if first.kind == "area" and lead > 0.5:
            pair = (first.country, first.admin1)
            divisions[pair] = divisions.get(pair, 0.0) + count
            nations[first.country] = nations.get(first.country, 0.0) + 0.5 * count
        elif len(name.options) == 1 or lead > 1.2:
            share = 1.0 if name.entry.words > 1 or first.weight > 5 else 0.5
            nations[first.country] = nations.get(first.country, 0.0) + share
            pair = (first.country, first.admin1)
            divisions[pair] = divisions.get(pair, 0.0) + share
        else:
            # Names that are ambiguous within one country or division still point to it.
            here = {o.country for o in name.options[:LIMIT]}
            if len(here) == 1:
                nations[first.country] = nations.get(first.country, 0.0) + 0.5
            pairs = sorted({(o.country, o.admin1) for o in name.options[:LIMIT]})
            if len(pairs) <= 3:
                for pair in pairs:
                    divisions[pair] = divisions.get(pair, 0.0) + 0.5 / len(pairs)
    return divisions


def company_votes(names: list[Name]) -> dict[tuple[int, int], float]:
    """How many of the ambiguous names have a place in each division, the likelier places counting more.

    Small towns are told by their company: Palestine, Athens and Henderson County are all in Texas.
    """
    votes: dict[tuple[int, int], float] = {}
    for name in names:
        options = name.options[:LIMIT]
        if options[0].kind == "country" and len(options) == 1:
            continue
        own: dict[tuple[int, int], float] = {}
        best = options[0].base
        for o in options:
            if o.kind != "country":
                pair = (o.country, o.admin1)
                if pair not in own:
                    own[pair] = exp(min(0.0, o.base - best) / 2.5)
        name.votes = own
        for pair, vote in own.items():
            votes[pair] = votes.get(pair, 0.0) + vote
    return votes


def recount(
    names: list[Name], nations: dict[int, float], divisions: dict[tuple[int, int], float]
) -> tuple[dict[int, float], dict[tuple[int, int], float]]:
    """Add what the first pass decided."""
    nations, divisions = dict(nations), dict(divisions)
    for name in names:
        chosen = name.chosen
        if chosen is None or len(name.options) == 1 or chosen.kind == "country":
            continue
        share = min(1.0, max(0.0, name.lead / 4.0)) * 0.7
        nations[chosen.country] = nations.get(chosen.country, 0.0) + share
        pair = (chosen.country, chosen.admin1)
        divisions[pair] = divisions.get(pair, 0.0) + share
    return nations, divisions


def anchors_of(names: list[Name]) -> tuple[tuple[str, float, float, float], ...]:
    anchors = [
        (n.key, n.chosen.latitude, n.chosen.longitude, min(1.0, max(0.15, n.lead / 4.0)))
        for n in names
        if n.chosen is not None and n.chosen.kind in ("city", "site", "quarter", "county", "area", "region")
    ]
    anchors.sort(key=lambda a: (-a[3], a[0]))
    return tuple(anchors[:_ANCHORS])


def worth_of(counts: dict[Key, float], weight: float, most: float) -> dict[Key, float]:
    return {key: min(most, weight * log2(1.0 + count)) for key, count in counts.items()}
