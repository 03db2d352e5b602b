"""How far each source can be trusted, learned from how often the others bear it out."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from geo.control.camps import possible_camps
from geo.control.effects import effect_of, event_day, place_key
from geo.control.estimation import estimate
from geo.control.parameters import ControlParameters
from geo.models import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.conflicts import Conflict
    from geo.control.timeline import Timeline
    from geo.models import Claim

__all__ = ["LearnedReliability", "learn_reliability"]

_STATES = frozenset({"set", "confirm"})
#: Kept away from certainty.
_LOWEST, _HIGHEST = 0.05, 0.99


@dataclass(frozen=True, slots=True)
class LearnedReliability:
    """What was learned about one source speaking in one interest.

    Attributes
    ----------
    source, interest : str
    claims : int
        How many statements of holding or taking it made.
    before, after : float
        Probability that such a statement is right: the prior, and the learned one.
    checked : int
        Of its statements, those about places and times of which another source speaks too; all that is learned comes
        from these.
    low, high : float
        Central 95 % of the Beta posterior.
    """

    source: str
    interest: str
    claims: int
    before: float
    after: float
    checked: int = 0
    low: float = 0.0
    high: float = 1.0


def learn_reliability(
    claims: Iterable[Claim],
    *,
    conflict: Conflict,
    parameters: ControlParameters | None = None,
    least_claims: int = 20,
    prior_weight: float = 10.0,
    rounds: int = 5,
    window_days: int = 30,
) -> tuple[LearnedReliability, ...]:
    """Learn the reliability of each source and interest (after Dawid and Skene, 1979).

    Expectation: the holders in the light of all claims of the *other* sources (forward-backward), and from these and
    the source's present reliability the chance that each of its statements is right. Maximisation: their mean, with
    a Beta prior around the value of `parameters`. Repeated until nothing moves by more than a thousandth, at most
    `rounds` times.

    Parameters
    ----------
    claims : iterable of Claim
    conflict : Conflict
    parameters : ControlParameters, optional
    least_claims : int
        Sources with fewer statements keep the prior and are not listed.
    prior_weight : float
        Weight of the prior, in statements.
    rounds : int
    window_days : int
        A statement is checked if another source says who holds, takes or loses its place within so many days.

    Returns
    -------
    tuple of LearnedReliability
        By source and interest. Pass ``{(r.source, r.interest): r.after for r in result}`` to `estimate`.

    Notes
    -----
    A source that is alone in speaking of a place would be borne out by its own word; such statements teach nothing.
    """
    c = parameters or ControlParameters()
    listed = sorted(claims, key=lambda x: (x.claim_id, x.report_id, x.start))
    acting = [x for x in listed if effect_of(x) != "none" and event_day(x) is not None]
    group: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in acting:
        if effect_of(claim) in _STATES:
            group[claim.source, claim.interest].append(claim)
    kept = {key: said for key, said in sorted(group.items()) if len(said) >= least_claims}
    shared = _shared(acting, window_days)
    checked = {key: [x for x in said if id(x) in shared] for key, said in kept.items()}
    before = {key: c.hold_reliability(key[1]) for key in kept}
    now = dict(before)
    right: dict[tuple[str, str], list[float]] = {key: [] for key in kept}
    witnesses = _witnesses(acting, checked)
    for _ in range(rounds if any(checked.values()) else 0):
        timeline = estimate(
            witnesses, conflict=conflict, parameters=c, mode="smoother", include_baseline=False, reliability=now
        )
        right = {key: borne_out(said, timeline, now[key]) for key, said in checked.items()}
        after = {key: _share(right[key], before[key], prior_weight) for key in kept}
        moved = max(abs(after[key] - now[key]) for key in kept)
        now = after
        if moved < 1e-3:
            break
    return tuple(
        LearnedReliability(
            *key, len(kept[key]), before[key], now[key], len(right[key]),
            *_interval(right[key], before[key], prior_weight),
        )
        for key in kept
    )  # fmt: skip


def _shared(claims: Sequence[Claim], window_days: int) -> set[int]:
    """Identities of the statements whose place another source speaks of at about the same time."""
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if effect_of(claim) in {"set", "confirm", "unset", "deny"}:
            told[str(place_key(claim))].append(claim)
    out = set()
    for said in told.values():
        dated = [(x, when) for x in said if (when := event_day(x)) is not None]
        for claim, day in dated:
            if any(
                other.source != claim.source
                # A copy is no second opinion.
                and (not claim.origin_id or other.origin_id != claim.origin_id)
                and abs((when - day).days) <= window_days
                for other, when in dated
            ):
                out.add(id(claim))
    return out


def _witnesses(claims: Sequence[Claim], checked: dict[tuple[str, str], list[Claim]]) -> list[Claim]:
    """For each source a copy of its places of which only the others speak: all can be estimated in one go.

    The copies have no coordinates, so that they are nobody's neighbours.
    """
    by_place: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_place[str(place_key(claim))].append(claim)
    wanted = sorted({(x.source, str(place_key(x))) for said in checked.values() for x in said})
    out = []
    for source, key in wanted:
        for claim in by_place[key]:
            where = claim.resolution
            if claim.source != source and where is not None:
                old = where.place or Place(key, where.mention.text, math.nan, math.nan, source="text")
                place = replace(old, id=_copy_id(source, key), latitude=math.nan, longitude=math.nan)
                copy_id = f"{claim.claim_id}:{source}"
                out.append(replace(claim, claim_id=copy_id, resolution=replace(where, place=place)))
    return out


def _copy_id(source: str, key: str) -> str:
    return f"{key} without {source}"


def borne_out(claims: Iterable[Claim], timeline: Timeline, reliability: float) -> list[float]:
    """Chance that each claim is right on its own day, by what the others say and the source's present reliability.

    If the others give its camps (m of K) the probability q, the chance is in the proportion of
    ``q reliability / m`` to ``(1 - q) (1 - reliability) / (K - m)``, the emission of a statement of holding.
    """
    out: list[float] = []
    table = timeline.unlocated
    if table is None or not table.dates:
        return out
    for claim in claims:
        day, row = event_day(claim), table.rows.get(_copy_id(claim.source, str(place_key(claim))))
        if day is None or row is None:
            continue
        camps = {table.shown_as[x] for a in claim.actors for x in possible_camps(a) if x in table.shown_as}
        mask = np.array([camp in camps for camp in table.camps])
        if not mask.any() or mask.all():
            continue
        p = table.probabilities[table.day_index(max(day, table.dates[0])), row]
        q = float(p[mask].sum())
        yes = q * reliability / mask.sum()
        no = (1.0 - q) * (1.0 - reliability) / (~mask).sum()
        out.append(float(yes / (yes + no)) if yes + no > 0 else reliability)
    return out


def _share(right: list[float], prior: float, weight: float) -> float:
    """Mean of the Beta posterior, kept away from certainty."""
    value = (weight * prior + sum(right)) / (weight + len(right))
    return min(_HIGHEST, max(_LOWEST, value))


def _interval(right: list[float], prior: float, weight: float) -> tuple[float, float]:
    """Central 95 % of the Beta posterior, summed on a fine grid."""
    x = (np.arange(4000) + 0.5) / 4000
    a = weight * prior + sum(right)
    b = weight + len(right) - a
    log = (a - 1) * np.log(x) + (b - 1) * np.log1p(-x)
    steps = np.cumsum(np.exp(log - log.max()))
    low, high = np.searchsorted(steps / steps[-1], (0.025, 0.975))
    return float(x[low]), float(x[min(high, len(x) - 1)])
