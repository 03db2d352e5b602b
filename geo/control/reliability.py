"""How far each source can be trusted, learned from how often the others bear it out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.control.estimation import estimate
from geo.control.evidence import effect_of, event_day, place_key, possible_camps
from geo.control.parameters import ControlParameters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.conflicts import Conflict
    from geo.control.timeline import Timeline
    from geo.models import Claim

__all__ = ["LearnedReliability", "learn_reliability"]


@dataclass(frozen=True, slots=True)
class LearnedReliability:
    """What was learned about one source speaking in one interest.

    Attributes
    ----------
    source, interest : str
    claims : int
        How many statements of holding or taking it rests on.
    before, after : float
        Probability that such a statement is right: the prior, and the learned one.
    """

    source: str
    interest: str
    claims: int
    before: float
    after: float


def learn_reliability(
    claims: Iterable[Claim],
    *,
    conflict: Conflict,
    parameters: ControlParameters | None = None,
    least_claims: int = 20,
    prior_weight: float = 10.0,
    rounds: int = 5,
) -> tuple[LearnedReliability, ...]:
    """Learn the reliability of each source and interest (after Dawid and Skene, 1979).

    Expectation: the holders in the light of all claims (forward-backward). Maximisation: the share of a source's
    statements that these holders bear out, with a Beta prior around the value of `parameters`. Repeated until
    nothing moves by more than a thousandth, at most `rounds` times.

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

    Returns
    -------
    tuple of LearnedReliability
        By source and interest. Pass ``{(r.source, r.interest): r.after for r in result}`` to `estimate`.

    Notes
    -----
    A source that is alone in speaking of its places is borne out by its own word; the prior keeps that in bounds, but
    it can only be trusted where several sources overlap.
    """
    c = parameters or ControlParameters()
    listed = sorted(claims, key=lambda x: (x.claim_id, x.report_id, x.start))
    group: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in listed:
        if effect_of(claim) in {"set", "confirm"} and event_day(claim) is not None:
            group[claim.source, claim.interest].append(claim)
    kept = {key: said for key, said in sorted(group.items()) if len(said) >= least_claims}
    before = {key: c.hold_reliability(key[1]) for key in kept}
    now = dict(before)
    for _ in range(rounds if kept else 0):
        timeline = estimate(
            listed, conflict=conflict, parameters=c, mode="smoother", include_baseline=False, reliability=now
        )
        after = {key: _share(borne_out(said, timeline), before[key], prior_weight) for key, said in kept.items()}
        moved = max(abs(after[key] - now[key]) for key in kept)
        now = after
        if moved < 1e-3:
            break
    return tuple(LearnedReliability(s, i, len(kept[s, i]), before[s, i], now[s, i]) for s, i in kept)


def borne_out(claims: Iterable[Claim], timeline: Timeline) -> list[float]:
    """Probability of what each claim says, on its own day, in the light of everything."""
    out = []
    for claim in claims:
        day, key = event_day(claim), place_key(claim)
        if day is None or key is None or not timeline.dates:
            continue
        table = timeline if key in timeline.rows else timeline.unlocated
        if table is None or key not in table.rows or day < table.dates[0]:
            continue
        p = table.probabilities[table.day_index(day), table.rows[key]]
        camps = {table.shown_as[x] for a in claim.actors for x in possible_camps(a) if x in table.shown_as}
        if camps:
            out.append(float(sum(p[i] for i, camp in enumerate(table.camps) if camp in camps)))
    return out


def _share(right: list[float], prior: float, weight: float) -> float:
    """Mean of the Beta posterior, kept away from certainty."""
    value = (weight * prior + sum(right)) / (weight + len(right))
    return min(0.99, max(0.05, value))
