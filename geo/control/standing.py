"""Which claims can settle a state, and why some cannot act at all.

The rule for claims that are too uncertain to be drawn by default: they weigh in proportion to their certainty, like
all others, but settle nothing. A state that rests on them alone is never better than ``claimed``, until an independent
one says the same.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from geo.control.camps import possible_camps
from geo.control.effects import effect_of, event_day, place_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.control.parameters import ControlParameters
    from geo.models import Claim

__all__ = ["is_doubtful", "standing", "why_unused"]

_SAME = {"set": "holds", "confirm": "holds"}


def is_doubtful(claim: Claim, parameters: ControlParameters) -> bool:
    """Whether a claim is too uncertain to settle a state alone.

    A name that no gazetteer knows is on no map and misleads none; a claim that states no terms was not judged.
    """
    where = claim.resolution
    return (
        bool(claim.certainty_terms)
        and where is not None
        and where.place is not None
        and claim.certainty < parameters.least_certainty
    )


def standing(claims: Sequence[Claim], parameters: ControlParameters) -> dict[int, date | None]:
    """Find from which day on each doubtful claim can settle a state.

    Parameters
    ----------
    claims : sequence of Claim
    parameters : ControlParameters

    Returns
    -------
    dict of int to date or None
        By position of the doubtful claims that could act: the day on which an independent claim that says the same
        is known too, or None while there is none. Independent: another source, and no copy of the same text. The
        same: that the same camps hold or took the place, or the same other effect, within `echo_days` of each other.
    """
    group: dict[tuple[object, ...], list[int]] = defaultdict(list)
    doubtful: list[tuple[int, tuple[object, ...]]] = []
    days: dict[int, date] = {}
    for i, claim in enumerate(claims):
        kind, day = effect_of(claim), event_day(claim)
        if kind == "none" or day is None:
            continue
        camps = frozenset(camp for actor in claim.actors for camp in possible_camps(actor))
        key: tuple[object, ...] = (place_key(claim), _SAME.get(kind, kind), camps)
        group[key].append(i)
        days[i] = day
        if is_doubtful(claim, parameters):
            doubtful.append((i, key))
    found: dict[int, date | None] = {}
    for i, key in doubtful:
        published = [
            other.published
            for j in group[key]
            if _independent(claims[i], other := claims[j])
            and abs((days[j] - days[i]).days) <= parameters.echo_days
            and other.published is not None
        ]
        own = claims[i].published
        found[i] = max(own, min(published)) if published and own is not None else None
    return found


def _independent(claim: Claim, other: Claim) -> bool:
    one = (claim.source or claim.report_id, claim.origin_id or claim.report_id)
    two = (other.source or other.report_id, other.origin_id or other.report_id)
    return one[0] != two[0] and one[1] != two[1]


def why_unused(claim: Claim, day: date | None, origin: date) -> str:
    """Why a claim that speaks of control could not act; empty if it could."""
    kind = effect_of(claim)
    if kind == "none" and claim.effect in {"set", "unset", "confirm"}:
        if place_key(claim) is None:
            return "no place is named"
        if claim.modality in {"planned", "possible", "denied"} or claim.polarity == "negated":
            return ""
        return "it speaks of an area, not of one place"
    if kind == "none":
        return ""
    if claim.published is None:
        return "nobody knows when it was published"
    if day is None:
        return "its event lies after its publication"
    if day < origin:
        return "its event lies before the period"
    if kind in {"set", "confirm", "unset"} and not any(a.camp or a.camps for a in claim.actors):
        return "the actor's camp is not known"
    return ""
