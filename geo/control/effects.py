"""Where and when a claim acts, and what it does to the state of its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.folding import fold

if TYPE_CHECKING:
    from datetime import date

    from geo.models import Claim

__all__ = ["effect_of", "event_day", "place_key"]

_HOLDING = frozenset({"capture", "recapture", "transfer", "hold", "repel"})
_BY_NAME = {
    "capture": "set", "recapture": "set", "transfer": "set", "hold": "confirm", "repel": "confirm",
    "lose": "unset", "withdraw": "unset",
}  # fmt: skip


def event_day(claim: Claim) -> date | None:
    """Day on which a claim acts: the end of its event, never after its publication; None if that is unknown.

    An undated claim acts when it was published.
    """
    if claim.published is None:
        return None
    end = claim.time.end or claim.time.start
    if end is None:
        return claim.published
    if claim.time.start is not None and claim.time.start > claim.published:
        return None
    return min(end, claim.published)


def place_key(claim: Claim) -> str | None:
    """Id of the place a claim is about; ``nil:name`` for a name that no gazetteer knows; None without any name."""
    where = claim.resolution
    if where is None or not where.mention.literal:
        return None
    if where.place is not None:
        return where.place.id
    name = fold(where.mention.text)
    return f"nil:{name}" if name else None


def effect_of(claim: Claim) -> str:
    """What a claim does to the state of its place.

    Returns
    -------
    str
        The claim's own effect where it is affirmed and actual; ``deny`` for a denial, or a negation, that some camp
        holds or took the place; ``lift`` and ``end`` for a siege or a truce that is over; else ``none``. Whatever is
        not about one settlement or site as a whole sets nothing.
    """
    where = claim.resolution
    if place_key(claim) is None or where is None or claim.modality in {"planned", "possible"}:
        return "none"
    feature_class = where.place.feature_class if where.place is not None else "P"
    if where.region is not None or feature_class in {"A", "L", "R", "H"} or where.precision >= 3:
        return "none"
    if claim.modality == "denied" or claim.polarity == "negated":
        if claim.predicate in _HOLDING:
            return "none" if claim.part else "deny"
        if claim.modality != "denied":
            return {"besiege": "lift", "ceasefire": "end"}.get(claim.predicate, "none")
        return "none"
    if where.place is None and claim.effect == "part" and not claim.part:
        # Not in the gazetteer, so not on the map; by name it is followed all the same.
        return _BY_NAME.get(claim.predicate, "part")
    if claim.effect in {"set", "unset", "confirm"}:
        if claim.part:
            return "part" if claim.effect == "set" else "none"
        if where.precision == 2 and feature_class != "S":
            return "none"
    if claim.effect == "contest" and claim.predicate == "attack":
        return "attack"
    return claim.effect
