"""Reports that no war was chosen for: what nobody armed is named for, in a text without a word of war, is doubtful."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.claims.lexicon import load_lexicon
from geo.conflicts.spelling import word_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.models import Claim

__all__ = ["without_war"]

#: What such a claim is worth; our own prior. It stays in the answer, below the map's threshold.
_PEACE = 0.5


def without_war(text: str, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Lower the claims that name no side, in a report that has no word of war.

    Parameters
    ----------
    text : str
        Of the report.
    claims : sequence of Claim

    Returns
    -------
    tuple of Claim
        Those lowered have a certainty term ``war``.
    """
    sides = any(actor.camp and "police" not in actor.text.lower() for claim in claims for actor in claim.actors)
    if sides or not any(_is_nameless(claim) for claim in claims) or _tells_of_war(text):
        return tuple(claims)
    return tuple(
        replace(
            claim,
            certainty=round(claim.certainty * _PEACE, 3),
            certainty_terms=(*claim.certainty_terms, ("war", _PEACE)),
        )
        if _is_nameless(claim)
        else claim
        for claim in claims
    )


def _is_nameless(claim: Claim) -> bool:
    return not any(actor.camp for actor in (*claim.actors, *claim.opponents))


def _tells_of_war(text: str) -> bool:
    return next(iter(word_table(text).among(load_lexicon().classes["war"])), None) is not None
