"""Whose interest a claim serves: blame on the enemy and gains of one's own weigh less than what one admits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.conflicts import Conflict
    from geo.models import Interest

__all__ = ["interest"]

_GAIN = frozenset({"capture", "recapture", "transfer", "hold", "repel", "advance", "besiege"})
_LOSS = frozenset({"lose", "withdraw"})


def interest(
    actor_camps: Sequence[str],
    opponent_camps: Sequence[str],
    predicate: str,
    stance: str,
    *,
    conflict: Conflict | None = None,
) -> Interest:
    """Whose interest a claim serves, seen from whoever makes it.

    Parameters
    ----------
    actor_camps, opponent_camps : sequence of str
        Camps of the two sides of the claim.
    predicate : str
    stance : str
        Camp of the speaker, ``monitor``, ``neutral``, ``anonymous`` or ``unknown``.
    conflict : Conflict, optional
        Lets allies count as one side, and an enemy's gain as one's own loss where no loser is named.

    Returns
    -------
    str
        ``partisan`` (own gain, or blame on the enemy), ``admission`` (own loss), ``neutral``, or ``anonymous``.
    """
    if stance in ("monitor", "neutral"):
        return "neutral"
    if stance in ("", "unknown", "anonymous"):
        return "anonymous"

    def side(camp: str) -> str:
        return conflict.shows_as(camp) if conflict is not None else camp

    own = side(stance)
    actors = {side(camp) for camp in actor_camps}
    others = {side(camp) for camp in opponent_camps}
    if predicate in _LOSS:
        gainers, losers = others, actors
    elif predicate in _GAIN:
        gainers, losers = actors, others
    else:
        blamed = conflict is not None and any(conflict.opposes(own, camp) for camp in actors)
        return "partisan" if blamed or own in actors | others else "neutral"
    if own in gainers:
        return "partisan"
    if own in losers:
        return "admission"
    if conflict is not None and not losers and any(conflict.opposes(own, camp) for camp in gainers):
        return "admission"
    if conflict is not None and not gainers and any(conflict.opposes(own, camp) for camp in losers):
        return "partisan"
    return "neutral"
