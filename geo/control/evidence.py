"""Claims as arrays: what each one says to the filter, from which day on, and how loudly.

A claim becomes at most one row. Rows that tell the same event or are copies of one statement are merged here, so that
the filter itself never has to think about repetition.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.control.camps import CampTable, possible_camps
from geo.control.effects import effect_of, event_day, place_key
from geo.control.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import numpy.typing as npt

    from geo.control.parameters import ControlParameters
    from geo.models import Claim

__all__ = [
    "CampTable",
    "Evidence",
    "compile_evidence",
    "effect_of",
    "event_day",
    "place_key",
    "possible_camps",
]

NEVER = np.int32(2**30)
_INTERESTS = ("admission", "neutral", "unattributed", "partisan", "anonymous")


@dataclass(slots=True)
class Evidence:
    """Rows of evidence, sorted by day, place and claim id; K = number of camps.

    Attributes
    ----------
    claim : int array (n,)
        Position in the list of claims; -1 for a row of the baseline.
    place, day, known, until : int arrays (n,)
        Row of the place; day on which it acts; day from which it is known; day from which a stronger telling of the
        same event has taken its place.
    turn : int array (n,)
        Order within one day as one report tells it ("captured ... later lost again").
    before : bool array (n,)
        True if it speaks of the state before that day's take-over ("rebel-held X was captured").
    move, stay : float arrays (n, K)
        Log likelihood of ending the day in camp k after a change, and without one.
    holds, against, attackers : bool arrays (n, K)
        Camps it gives the place to, camps it denies it to, camps it names as attackers.
    fight, hot, control : bool arrays (n,)
        Tells of fighting inside; of an attack; of control at all.
    voice : int array (n,)
        Who speaks: row of a camp, K for neutral ones, K + 1 for unknown ones.
    interest : int array (n,)
        0 admission, 1 neutral, 2 unattributed, 3 partisan, 4 anonymous.
    siege, truce : int arrays (n,)
        1 begins or goes on, -1 is over, 0 no word of it.
    """

    claim: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]
    day: npt.NDArray[np.int32]
    known: npt.NDArray[np.int32]
    until: npt.NDArray[np.int32]
    turn: npt.NDArray[np.int16]
    before: npt.NDArray[np.bool_]
    move: npt.NDArray[np.float64]
    stay: npt.NDArray[np.float64]
    holds: npt.NDArray[np.bool_]
    against: npt.NDArray[np.bool_]
    attackers: npt.NDArray[np.bool_]
    fight: npt.NDArray[np.bool_]
    hot: npt.NDArray[np.bool_]
    control: npt.NDArray[np.bool_]
    voice: npt.NDArray[np.int8]
    interest: npt.NDArray[np.int8]
    siege: npt.NDArray[np.int8]
    truce: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.place)


@dataclass(slots=True)
class _Row:
    claim: int
    claim_id: str
    report: str
    start: int
    place: int
    day: int
    known: int
    kind: str
    holds: npt.NDArray[np.bool_]
    against: npt.NDArray[np.bool_]
    attackers: npt.NDArray[np.bool_]
    move: npt.NDArray[Any]
    stay: npt.NDArray[Any]
    voice: int
    interest: int
    keys: tuple[tuple[object, ...], ...]
    until: int = int(NEVER)
    turn: int = 0
    before: bool = False
    flags: dict[str, int] = field(default_factory=dict)

    @property
    def strength(self) -> float:
        return float(np.abs(self.move).max() + np.abs(self.stay).max())

    @property
    def says(self) -> tuple[object, ...]:
        """What it says, without who says it and when."""
        return (
            self.place,
            self.kind,
            self.holds.tobytes(),
            self.against.tobytes(),
            tuple(sorted(k for k, v in self.flags.items() if v < 0)),
        )


def compile_evidence(
    claims: Sequence[Claim],
    camps: CampTable,
    rows: Mapping[str, int],
    origin: date,
    parameters: ControlParameters,
    *,
    reliability: Mapping[tuple[str, str], float] | None = None,
) -> Evidence:
    """Turn claims into rows of evidence.

    Parameters
    ----------
    claims : sequence of Claim
    camps : CampTable
    rows : mapping of place id to row
        Claims about other places are left out.
    origin : datetime.date
        Day 0. Earlier events are left out.
    parameters : ControlParameters
    reliability : mapping of (source, interest) to float, optional
        Learned probability that such a source is right; replaces the ones of `parameters`.

    Returns
    -------
    Evidence
    """
    found: list[_Row] = []
    for i, claim in enumerate(claims):
        day = event_day(claim)
        key = place_key(claim)
        if day is None or key is None or key not in rows:
            continue
        if (day - origin).days < 0 or claim.published is None:
            continue
        row = _read(i, claim, camps, parameters, reliability or {})
        if row is None:
            continue
        row.place = rows[key]
        row.day = (day - origin).days
        # Background and news alike are known from the day they were published.
        row.known = (claim.published - origin).days
        row.keys = _keys(row, claim)
        found.append(row)
    kept = _merge_copies(found)
    _soften_echoes(kept, parameters)
    _order_within_days(kept)
    kept += _withhold(kept, standing(claims, parameters), origin)
    kept.sort(key=lambda r: (r.day, r.place, r.turn, r.known, r.claim_id, r.claim))
    return _arrays(kept, len(camps.names))


def _weight(claim: Claim, parameters: ControlParameters) -> float:
    """Exponent of a claim: hedge x geography x extractor. Who speaks is in the reliabilities already."""
    terms = dict(claim.certainty_terms)
    where = claim.resolution
    score = where.score if where is not None and where.score > 0 else 1.0
    sure = max(parameters.sure_score, 1e-9)
    weight = min(1.0, terms.get("geo", score) / sure) * min(1.0, terms.get("extractor", 1.0) / sure)
    if claim.hedged:
        weight *= parameters.hedge_weight
    if where is not None and where.precision == 2:
        weight *= parameters.facility_weight
    if claim.time.start is None and claim.time.end is None:
        weight *= parameters.undated_weight
    return min(1.0, max(0.0, weight))


def _read(
    i: int,
    claim: Claim,
    camps: CampTable,
    parameters: ControlParameters,
    reliability: Mapping[tuple[str, str], float],
) -> _Row | None:
    kind = effect_of(claim)
    if kind == "none":
        return None
    k = len(camps.names)
    none = np.zeros(k, dtype=bool)
    zero = np.zeros(k)
    actors, opponents = camps.mask(claim.actors), camps.mask(claim.opponents)
    interest = claim.interest if claim.interest in _INTERESTS else "anonymous"
    voice = _voice(claim, camps)
    if kind == "deny" and voice < k:
        # Whoever denies an enemy's success speaks for himself; whoever denies his own admits something.
        interest = "admission" if actors[voice] else "partisan"
    learned = reliability.get((claim.source, interest))
    right = parameters.hold_reliability(interest) if learned is None else learned
    log_ratio = math.log(parameters.event_ratio(interest))
    if learned is not None:
        # The ratio moves with the odds of being right, against the odds assumed for that interest.
        assumed = parameters.hold_reliability(interest)
        log_ratio = max(0.0, log_ratio + math.log(learned / (1 - learned)) - math.log(assumed / (1 - assumed)))
    w = _weight(claim, parameters)
    row = _Row(
        i, claim.claim_id, claim.report_id, claim.start, 0, 0, 0, kind, none, none, none, zero, zero,
        voice, _INTERESTS.index(interest), (),
    )  # fmt: skip
    if kind == "unset" and opponents.any() and not (opponents & actors).any():
        kind, actors, row.kind = "set", opponents, "set"
    if claim.predicate == "repel" and kind == "confirm" and not actors.any() and opponents.any():
        # Nobody says who held out, only who did not get in.
        kind, row.kind, actors = "deny", "deny", opponents
    informative = bool(actors.any()) and not bool(actors.all())
    if kind in {"set", "confirm", "unset", "deny"} and not informative:
        return None
    if kind == "set":
        row.holds, row.against, row.attackers = actors, ~actors, actors
        row.move, row.stay = actors * w * log_ratio, actors * w * log_ratio * parameters.confirm_share
    elif kind == "unset":
        row.against = actors
        row.move, row.stay = ~actors * w * log_ratio, ~actors * w * log_ratio * parameters.confirm_share
    elif kind == "confirm":
        others = max(1, k - int(actors.sum()))
        row.holds, row.against = actors, ~actors
        row.move = row.stay = w * np.where(actors, math.log(right), math.log((1 - right) / others))
        if claim.predicate == "repel":
            row.attackers, row.flags = opponents & ~actors, {"hot": 1}
    elif kind == "deny":
        row.against = actors
        row.move = row.stay = actors * (w * parameters.denial_share * math.log((1 - right) / right))
    elif kind == "attack":
        row.attackers, row.flags = actors, {"hot": 1}
        row.move = row.stay = actors * (w * parameters.attack_share * min(0.0, math.log((1 - right) / right)))
    elif kind in {"contest", "part"}:
        row.attackers, row.flags = actors | opponents, {"hot": 1, "fight": 1}
    elif kind == "move":
        row.attackers = actors
    elif kind in {"siege", "lift"}:
        row.attackers, row.flags = (actors if kind == "siege" else none), {"siege": 1 if kind == "siege" else -1}
    elif kind in {"truce", "end"}:
        row.flags = {"truce": 1 if kind == "truce" else -1}
    else:
        return None
    return row


def _voice(claim: Claim, camps: CampTable) -> int:
    k = len(camps.names)
    if claim.source_stance in camps.index:
        return camps.index[claim.source_stance]
    if claim.source_stance in {"neutral", "monitor"} or claim.interest in {"neutral", "unattributed"}:
        return k
    return k + 1


def _keys(row: _Row, claim: Claim) -> tuple[tuple[object, ...], ...]:
    keys: list[tuple[object, ...]] = []
    if claim.event_id:
        # Two sides telling one event are two witnesses; one side telling it twice is one.
        keys.append(("event", claim.event_id, row.voice, *row.says))
    if claim.origin_id:
        keys.append(("origin", claim.origin_id, *row.says))
    return tuple(keys) or (("claim", claim.claim_id, *row.says),)


def _merge_copies(rows: list[_Row]) -> list[_Row]:
    """Keep one telling of each event at a time: the first known, until a stronger one becomes known."""
    group: dict[tuple[object, ...], int] = {}
    parent: list[int] = []

    def root(g: int) -> int:
        while parent[g] != g:
            g = parent[g]
        return g

    for row in rows:
        present = sorted({root(group[key]) for key in row.keys if key in group})
        target = present[0] if present else len(parent)
        if not present:
            parent.append(target)
        for other in present[1:]:
            parent[other] = target
        for key in row.keys:
            group.setdefault(key, target)
    members: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        members[root(group[row.keys[0]])].append(row)
    kept: list[_Row] = []
    for copies in members.values():
        copies.sort(key=lambda r: (r.known, -r.strength, r.day, r.claim_id, r.claim))
        best = copies[0]
        chosen = [best]
        for row in copies[1:]:
            if row.strength > best.strength + 1e-9 and row.known > best.known:
                best.until = row.known
                best = row
                chosen.append(row)
        kept += chosen
    return kept


def _soften_echoes(rows: list[_Row], parameters: ControlParameters) -> None:
    """Let the second statement of one party on the same thing weigh little."""
    last: dict[tuple[object, ...], int] = {}
    for row in sorted(rows, key=lambda r: (r.day, r.known, -r.strength, r.claim_id, r.claim)):
        if row.interest < 3:
            continue
        key = (row.voice, *row.says)
        earlier = last.get(key)
        if earlier is not None and row.day - earlier <= parameters.echo_days:
            row.move, row.stay = row.move * parameters.echo_weight, row.stay * parameters.echo_weight
        else:
            last[key] = row.day


def _withhold(rows: list[_Row], settles: Mapping[int, date | None], origin: date) -> list[_Row]:
    """Let doubtful statements count as anonymous ones; the rows that stand for them once they are borne out."""
    later = []
    for row in rows:
        if row.claim not in settles:
            continue
        when = settles[row.claim]
        day = int(NEVER) if when is None else (when - origin).days
        if day <= row.known:
            continue
        if day < row.until and when is not None:
            later.append(replace(row, known=day))
            row.until = day
        row.interest = _INTERESTS.index("anonymous")
    return later


def _order_within_days(rows: list[_Row]) -> None:
    """Number the take-overs of one day as each report tells them, and find statements about the state before."""
    told: dict[tuple[int, int, str], list[_Row]] = defaultdict(list)
    for row in rows:
        if row.kind in {"set", "confirm"}:
            told[row.place, row.day, row.report].append(row)
    for group in told.values():
        group.sort(key=lambda r: (r.start, r.claim_id, r.claim))
        taken = [r for r in group if r.kind == "set"]
        turn = 0
        for previous, row in pairwise(taken):
            turn += not np.array_equal(previous.holds, row.holds)
            row.turn = turn
        for row in group:
            if row.kind == "confirm" and taken and not any((row.holds & t.holds).any() for t in taken):
                row.before, row.against = True, np.zeros_like(row.against)


def _arrays(rows: list[_Row], k: int) -> Evidence:
    def column(values: Iterable[int], dtype: type) -> Any:  # noqa: ANN401 - an array of that type
        return np.fromiter(values, dtype=dtype, count=len(rows))

    def table(values: list[npt.NDArray[Any]], dtype: type) -> Any:  # noqa: ANN401 - an array of that type
        return np.array(values, dtype=dtype).reshape(len(rows), k)

    def flag(name: str) -> Any:  # noqa: ANN401 - an array of int8
        return column((r.flags.get(name, 0) for r in rows), np.int8)

    return Evidence(
        claim=column((r.claim for r in rows), np.int32),
        place=column((r.place for r in rows), np.int32),
        day=column((r.day for r in rows), np.int32),
        known=column((r.known for r in rows), np.int32),
        until=column((r.until for r in rows), np.int32),
        turn=column((r.turn for r in rows), np.int16),
        before=column((r.before for r in rows), np.bool_),
        move=table([r.move for r in rows], np.float64),
        stay=table([r.stay for r in rows], np.float64),
        holds=table([r.holds for r in rows], np.bool_),
        against=table([r.against for r in rows], np.bool_),
        attackers=table([r.attackers for r in rows], np.bool_),
        fight=flag("fight").astype(bool),
        hot=flag("hot").astype(bool),
        control=column((r.kind in {"set", "unset", "confirm", "deny"} for r in rows), np.bool_),
        voice=column((r.voice for r in rows), np.int8),
        interest=column((r.interest for r in rows), np.int8),
        siege=flag("siege"),
        truce=flag("truce"),
    )
