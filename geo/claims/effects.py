"""What a claim does to the state of its place, and how certain it is. The table of the design note, as code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from geo.models import Effect, Interest, Resolution

__all__ = ["MAP_THRESHOLD", "certainty_of", "effect_of", "may_set"]

#: Claims less certain than this are not drawn by default: at and above it at least 85 % were right on the
#: training sentences (bench/claims.py prints the figure).
MAP_THRESHOLD: Final = 0.55

_GAINS = frozenset({"capture", "recapture", "transfer"})
_LOSSES = frozenset({"lose", "withdraw"})
_GROUND = _GAINS | _LOSSES | {"hold", "repel"}
#: How far the speaker's interest lowers a claim; our own priors, in the order of design/claims.md.
ATTRIBUTION_WEIGHT: Final[dict[str, float]] = {
    "admission": 1.0,
    "neutral": 0.95,
    "unattributed": 0.95,
    "partisan": 0.8,
    "anonymous": 0.8,
}
_HEDGE_WEIGHT: Final = 0.75
_TIME_WEIGHT: Final[dict[str, float]] = {"none": 0.9, "published": 0.97, "inherited": 0.95}
#: A place given only by reference ("the town"), and one not found in the gazetteer.
_ANAPHOR_WEIGHT: Final = 0.85
_NIL_WEIGHT: Final = 0.3


def may_set(resolution: Resolution | None) -> bool:
    """Whether the place is exact enough to change hands as a whole: a settlement or site, not an area or a vicinity."""
    if resolution is None or resolution.place is None:
        return False
    place = resolution.place
    if resolution.precision == 1 and resolution.region is None:
        return place.feature_class not in ("A", "L", "H", "R") or place.feature_code in ("BDG", "DAM")
    return resolution.precision == 2 and place.feature_class == "S" and resolution.region is None


def effect_of(
    predicate: str,
    polarity: str,
    modality: str,
    resolution: Resolution | None,
    part: str,
    *,
    enters: bool,
    near: bool,
    named: bool = True,
    elsewhere: bool = False,
) -> Effect:
    """The effect of a claim (see `geo.models.Effect`).

    Parameters
    ----------
    predicate, polarity, modality : str
        Of the claim.
    resolution : Resolution or None
        Its place.
    part : str
        Words that limit the place; a part never sets the whole.
    enters : bool
        An advance "into" the place.
    near : bool
        The place is only the anchor ("near X").
    named : bool
        Somebody is said to have done it: a bomb that nobody is named for contests nothing.
    elsewhere : bool
        `part` is other ground told with the place ("four villages near X", "the pocket"), not a part of a settlement:
        then the claim says nothing about the settlement itself.

    Returns
    -------
    str
        Planned, possible and denied claims have no effect but the move of an advance.
    """
    if modality in ("planned", "possible", "denied"):
        return "none"
    if polarity == "negated":
        if predicate == "hold" and may_set(resolution) and not part and not near:
            return "unset"
        return "siege" if predicate == "besiege" else "truce" if predicate == "ceasefire" else "none"
    whole = may_set(resolution) and not part and not near
    if elsewhere and may_set(resolution) and predicate in _GROUND:
        return "none"
    if predicate in _GAINS:
        return "set" if whole else "part"
    if predicate in _LOSSES:
        return "unset" if whole else "part"
    if predicate in ("hold", "repel"):
        return "confirm" if whole else "part"
    if predicate in ("contest", "attack"):
        return "none" if near or (predicate == "attack" and not named) else "contest"
    if predicate == "advance":
        return "part" if enters and not near else "move"
    return {"besiege": "siege", "ceasefire": "truce"}.get(predicate, "none")  # type: ignore[return-value]


def certainty_of(
    probability: float, resolution: Resolution | None, interest: Interest, *, hedged: bool, basis: str, anaphor: bool
) -> tuple[float, tuple[tuple[str, float], ...]]:
    """Certainty and the factors it is the product of.

    Parameters
    ----------
    probability : float
        What the scorer gives the candidate.
    resolution : Resolution or None
        Its place.
    interest : str
        See `geo.models.Interest`.
    hedged : bool
    basis : str
        How the time is known.
    anaphor : bool
        The place is named by reference only.

    Returns
    -------
    float
    tuple of (str, float)
        ``extractor``, ``geo``, ``attribution``, ``hedge``, ``time``.
    """
    if resolution is None or resolution.place is None:
        geo = _NIL_WEIGHT
    else:
        geo = max(_NIL_WEIGHT, min(1.0, resolution.score)) * (_ANAPHOR_WEIGHT if anaphor else 1.0)
    terms = (
        ("extractor", round(probability, 3)),
        ("geo", round(geo, 3)),
        ("attribution", ATTRIBUTION_WEIGHT[interest]),
        ("hedge", _HEDGE_WEIGHT if hedged else 1.0),
        ("time", _TIME_WEIGHT.get(basis, 1.0)),
    )
    product = 1.0
    for _name, value in terms:
        product *= value
    return round(product, 3), terms
