"""Who took a place, where the sentence does not say: the side that takes places in its paragraph, less certainly."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.conflicts import Conflict
    from geo.models import Actor, Claim

__all__ = ["with_agents"]

#: What a gain is worth whose agent is carried over: the only side that gains in the paragraph, the last one that
#: gained from the loser, the only side that attacks. Our own priors.
_ONLY, _LAST, _ATTACKER = 0.8, 0.7, 0.7
#: How far back, in characters: about five sentences.
_REACH: Final = 1200
_GAINS = frozenset({"capture", "recapture"})
_FIRE = frozenset({"strike", "attack"})
_ATTACKS = frozenset({"attack", "advance", "besiege"})
_ACTUAL = frozenset({"asserted", "claimed"})


def with_agents(text: str, claims: Sequence[Claim], conflict: Conflict) -> tuple[Claim, ...]:
    """Give a gain without an agent the side that its paragraph names for it.

    Parameters
    ----------
    text : str
        Of the report.
    claims : sequence of Claim
        In text order.
    conflict : Conflict
        Knows who fights whom.

    Returns
    -------
    tuple of Claim
        Those completed have a certainty term ``agent``.
    """
    result: list[Claim] = []
    first = 0  # of those within reach
    for at, claim in enumerate(claims):
        while first < len(result) and claim.start - result[first].start > _REACH:
            first += 1
        if claim.predicate in _FIRE and not claim.actors and claim.polarity == "affirmed":
            told = _told_with_agent(claim, _of_sentence(claims, at))
            if told:
                terms = (*claim.certainty_terms, ("agent", _ONLY))
                certainty = round(claim.certainty * _ONLY, 3)
                claim = replace(claim, actors=told, certainty=certainty, certainty_terms=terms)  # noqa: PLW2901
        nobody = claim.predicate in _GAINS and not claim.actors and claim.polarity == "affirmed"
        if nobody and claim.modality in _ACTUAL:
            beside = _beside(claim, claims[at + 1 :])
            actors, weight = (beside, _ONLY) if beside else _agent(text, claim, result[first:], conflict)
            if actors:
                terms = (*claim.certainty_terms, ("agent", weight))
                certainty = round(claim.certainty * weight, 3)
                claim = replace(claim, actors=actors, certainty=certainty, certainty_terms=terms)  # noqa: PLW2901
        result.append(claim)
    return tuple(result)


def _of_sentence(claims: Sequence[Claim], at: int) -> Sequence[Claim]:
    """The claims of the sentence of claim number `at`."""
    first = last = at
    while first and claims[first - 1].start == claims[at].start:
        first -= 1
    while last + 1 < len(claims) and claims[last + 1].start == claims[at].start:
        last += 1
    return claims[first : last + 1]


def _told_with_agent(claim: Claim, claims: Sequence[Claim]) -> tuple[Actor, ...]:
    """Reads "Rebel shelling kills four in X. Shelling on the east of X": one deed told twice in a sentence."""
    same = [c for c in claims if c.predicate == claim.predicate and c.actors]
    if len({_side(c) for c in same}) != 1 or _side(same[0]) is None:
        return ()
    return same[0].actors if any(_within(claim, c) or _within(c, claim) for c in same) else ()


def _within(inner: Claim, outer: Claim) -> bool:
    """Whether one claim's place is the other's, or lies in it."""
    a = inner.resolution.place if inner.resolution is not None else None
    b = outer.resolution.place if outer.resolution is not None else None
    if a is None or b is None:
        return False
    return a.id == b.id or (b.feature_code == "ADM1" and a.admin1 == b.admin1) or b.name in a.name.split()


def _side(claim: Claim) -> str | None:
    """The one camp that acts in a claim."""
    camps = {a.camp for a in claim.actors}
    return next(iter(camps)) if len(camps) == 1 else None


def _beside(claim: Claim, after: Sequence[Claim]) -> tuple[Actor, ...]:
    """Reads "X was captured, resulting in the army reaching Y": the only side that advances."""
    same = [
        c
        for c in takewhile(lambda c: c.start == claim.start, after)
        if c.predicate == "advance" and c.polarity == "affirmed" and c.modality in _ACTUAL and _side(c) is not None
    ]
    known = {a.camp for a in claim.opponents}
    sides = {_side(c) for c in same}
    return same[0].actors if len(sides) == 1 and not sides & known else ()


def _losers(claim: Claim, before: Sequence[Claim]) -> set[str | None]:
    """Camps that had the place: said to lose it, or to hold it in the same sentence."""
    camps = {a.camp for a in claim.opponents}
    for other in before:
        same = other.resolution is not None and other.resolution is claim.resolution
        if same and other.start == claim.start and other.predicate == "hold":
            camps |= {a.camp for a in other.actors}
    return camps


def _agent(text: str, claim: Claim, before: Sequence[Claim], conflict: Conflict) -> tuple[tuple[Actor, ...], float]:
    near = [
        c
        for c in before
        if claim.start - c.start <= _REACH
        and "\n" not in text[c.end : claim.start]
        and c.polarity == "affirmed"
        and c.modality in _ACTUAL
        and c.actors
    ]
    losers = _losers(claim, before)
    gains = [c for c in near if c.predicate in _GAINS and (side := _side(c)) is not None and side not in losers]
    sides = {_side(c) for c in gains}
    if len(sides) == 1:
        return gains[-1].actors, _ONLY
    against = [c for c in gains if any(o and conflict.opposes(_side(c) or "", o) for o in losers)]
    if against:
        return against[-1].actors, _LAST
    attacks = [c for c in near if c.predicate in _ATTACKS and (side := _side(c)) is not None and side not in losers]
    if not gains and len({_side(c) for c in attacks}) == 1:
        return attacks[-1].actors, _ATTACKER
    return (), 1.0
