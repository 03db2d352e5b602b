"""From claims to a timeline."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geo.control.enclaves import cut_off
from geo.control.evidence import NEVER, CampTable, Evidence, compile_evidence, effect_of, event_day, place_key
from geo.control.filtering import CLAIMED, CONTESTED, LONG_AGO, STALE, UNKNOWN, Engine, state_dtype
from geo.control.parameters import ControlParameters
from geo.control.smoothing import smooth
from geo.control.spatial import neighbour_pairs, project
from geo.control.timeline import Timeline
from geo.errors import InvalidQueryError
from geo.models import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from geo.conflicts import Conflict
    from geo.gazetteer import Gazetteer
    from geo.models import Claim

__all__ = ["estimate"]


def estimate(
    claims: Iterable[Claim],
    *,
    conflict: Conflict,
    gazetteer: Gazetteer | None = None,  # noqa: ARG001 - part of the contract between the stages
    start: date | None = None,
    end: date | None = None,
    parameters: ControlParameters | None = None,
    mode: Literal["filter", "smoother"] = "filter",
    include_baseline: bool = True,
    reliability: Mapping[tuple[str, str], float] | None = None,
) -> Timeline:
    """Estimate who holds each place on each day.

    Parameters
    ----------
    claims : iterable of Claim
        In any order: it does not matter.
    conflict : Conflict
        Gives the camps, who is shown as whom, who opposes whom, and the baseline.
    gazetteer : Gazetteer, optional
        Not needed at present: claims and baseline bring their places along.
    start, end : datetime.date, optional
        First and last day. Default: the first and the last day on which a claim was published. Claims published
        after `end` are not used.
    parameters : ControlParameters, optional
    mode : str
        ``filter``: each day shows what was known by its end. ``smoother``: each day shows what is thought of it in
        the light of everything up to `end` (forward-backward).
    include_baseline : bool
        Whether the places that only the baseline speaks of are part of the timeline.
    reliability : mapping of (source, interest) to float, optional
        As `learn_reliability` gives it.

    Returns
    -------
    Timeline
        Without any dated claim and without `start` and `end`: one without days.

    Raises
    ------
    InvalidQueryError
        If `mode` is not known or `end` lies before `start`.
    """
    if mode not in {"filter", "smoother"}:
        message = f"mode is {mode!r}; use 'filter' or 'smoother'"
        raise InvalidQueryError(message)
    c = parameters or ControlParameters()
    listed = sorted(
        (x for x in claims if end is None or x.published is None or x.published <= end),
        key=lambda x: (x.claim_id, x.report_id, x.start),
    )
    camps = CampTable.of(conflict, _camp_ids(conflict), listed)
    dated = [x.published for x in listed if x.published is not None]
    first = start or (min(dated) if dated else end)
    last = end or (max(dated) if dated else start)
    if first is None or last is None:
        return _empty(camps, c, mode)
    if last < first:
        if start is not None and end is not None:
            message = f"end ({last.isoformat()}) lies before start ({first.isoformat()})"
            raise InvalidQueryError(message)
        first = last = max(first, last)
    origin = _origin(listed, first, c)
    rows = _baseline_rows(conflict, camps)
    places = _places(listed, rows if include_baseline else _about(rows, listed))
    index = {p.id: i for i, p in enumerate(places)}
    evidence = compile_evidence(listed, camps, index, origin, c, reliability=reliability)
    run = _Run(places, camps, evidence, rows, days=(origin, last), c=c)
    run.forward()
    if mode == "smoother":
        smooth(run.engine)
        run.resolve_again()
    return run.timeline(first, listed, mode)


def _camp_ids(conflict: Any) -> tuple[str, ...]:  # noqa: ANN401 - camps may be ids or objects with an id
    holding = (c for c in conflict.camps if getattr(c, "holds", True))
    return tuple(getattr(c, "id", c) for c in holding)


def _empty(camps: CampTable, parameters: ControlParameters, mode: str) -> Timeline:
    k = len(camps.names)
    small = np.zeros((0, 0), dtype=np.int8)
    yes = np.zeros((0, 0), dtype=bool)
    return Timeline(
        (), (), camps.names, np.zeros((0, 0, k), dtype=np.float32), small, small, small, yes, yes,
        np.zeros((0, 0), dtype=np.int32), yes, camps.opposed, {}, dict(_shown(camps)), parameters, mode,
    )  # fmt: skip


def _shown(camps: CampTable) -> Iterable[tuple[str, str]]:
    return ((camp, camps.names[row]) for camp, row in camps.index.items())


def _origin(claims: Sequence[Claim], first: date, c: ControlParameters) -> date:
    """Day 0: early enough for the news in the first reports, and not years before them."""
    published = min((x.published for x in claims if x.published is not None), default=first)
    floor = min(published, first) - timedelta(days=c.lookback_days)
    days = [d for x in claims if not x.is_background and (d := event_day(x)) is not None and d >= floor]
    return min([first, published, *days])


def _baseline_rows(conflict: Any, camps: CampTable) -> dict[str, tuple[Any, npt.NDArray[np.bool_]]]:  # noqa: ANN401
    """Baseline rows by place id, with the camps each one gives the place to ("shared:a+b" gives it to both)."""
    out: dict[str, tuple[Any, npt.NDArray[np.bool_]]] = {}
    for row in sorted(conflict.baseline(), key=lambda r: r.place_id):
        mask = np.zeros(len(camps.names), dtype=bool)
        for camp in row.camp.split(":")[-1].split("+"):
            if camp in camps.index:
                mask[camps.index[camp]] = True
        if mask.any():
            out.setdefault(row.place_id, (row, mask))
    return out


def _about(rows: Mapping[str, Any], claims: Sequence[Claim]) -> dict[str, Any]:
    named = {place_key(x) for x in claims}
    return {place_id: row for place_id, row in rows.items() if place_id in named}


def _places(claims: Sequence[Claim], rows: Mapping[str, tuple[Any, Any]]) -> tuple[Place, ...]:
    """Every settlement or site that a claim acts on, or that the baseline lists; sorted by id.

    Rows of the baseline bring their name and coordinates along: thousands of look-ups would cost seconds.
    """
    found: dict[str, Place] = {}
    for claim in claims:
        key, where = place_key(claim), claim.resolution
        if key is not None and where is not None and effect_of(claim) != "none":
            found.setdefault(key, where.place or Place(key, where.mention.text, math.nan, math.nan, source="text"))
    for place_id, (row, _) in rows.items():
        if place_id not in found:
            found[place_id] = Place(place_id, row.name, row.latitude, row.longitude)
    return tuple(found[i] for i in sorted(found))


class _Run:
    """One estimate under way: the places with evidence step by step, the others along with them."""

    def __init__(
        self,
        places: tuple[Place, ...],
        camps: CampTable,
        evidence: Evidence,
        baseline: Mapping[str, tuple[Any, npt.NDArray[np.bool_]]],
        *,
        days: tuple[date, date],
        c: ControlParameters,
    ) -> None:
        self.places, self.camps, self.c = places, camps, c
        origin, last = days
        self.origin = origin
        self.n_days = (last - origin).days + 1
        n, k = len(places), len(camps.names)
        self.p0 = np.full((n, k), 1.0 / k)
        self.mask = np.zeros((n, k), dtype=bool)
        self.as_of = np.full(n, int(NEVER), dtype=np.int64)
        for i, place in enumerate(places):
            if place.id in baseline:
                row, mask = baseline[place.id]
                day = (row.as_of - origin).days
                if day < self.n_days:
                    self.mask[i], self.as_of[i] = mask, day
        self.xy, _ = project(places)
        # A name without coordinates has no neighbours.
        nowhere = np.flatnonzero(np.isnan(self.xy).any(axis=1))
        self.xy[nowhere] = 1e9 * (2.0 + np.arange(len(nowhere)))[:, None]
        self._fill_towns()
        self.listed = self.as_of < NEVER
        self._prior()
        # A row of the baseline that is younger than day 0 acts like a report of its own date.
        young = np.flatnonzero(self.listed & (self.as_of >= 0) & (self.as_of > 0))
        evidence = _with_baseline(evidence, young, self.mask, self.as_of, c)
        self.active = np.unique(evidence.place).astype(np.int64)
        local = np.full(n, -1, dtype=np.int64)
        local[self.active] = np.arange(len(self.active))
        evidence.place = local[evidence.place].astype(np.int32)
        self.passive = np.setdiff1d(np.arange(n), self.active)
        self.start = self._start_state()
        self.engine = Engine(evidence, self.n_days, k, c, self.start[self.active])
        self.pairs = neighbour_pairs(self.xy, c.front_km)
        self.wide = _pairs_from(self.xy, self.active, c.offensive_km)
        self.p = np.zeros((self.n_days, n, k), dtype=np.float32)
        self.holder = np.full((self.n_days, n), -1, dtype=np.int8)
        self.status = np.full((self.n_days, n), UNKNOWN, dtype=np.int8)
        self.basis = np.zeros((self.n_days, n), dtype=np.int8)
        self.siege = np.zeros((self.n_days, n), dtype=bool)
        self.truce = np.zeros((self.n_days, n), dtype=bool)
        self.since = np.zeros((self.n_days, n), dtype=np.int32)
        self.near = np.zeros((self.n_days, n), dtype=bool)

    # -- before day 0 -----------------------------------------------------------------------------------------------

    def _fill_towns(self) -> None:
        """Give a place without a row of its own the baseline of its surroundings, if these are of one mind.

        Large towns are listed by their districts and barracks, not by name.
        """
        c = self.c
        bare = np.flatnonzero(self.as_of == NEVER)
        first, second = neighbour_pairs(self.xy, c.town_km, of=bare)
        rows = self.as_of[second] < NEVER
        first, second = first[rows], second[rows]
        for place in np.unique(first).tolist():
            around = second[first == place]
            if len(around) >= c.town_rows and (self.mask[around] == self.mask[around[0]]).all():
                self.mask[place], self.as_of[place] = self.mask[around[0]], self.as_of[around].max()

    def _prior(self) -> None:
        """Probabilities before day 0: the baseline, aged since its own date; else what the neighbours suggest."""
        c, k = self.c, len(self.camps.names)
        old = self.listed & (self.as_of <= 0)
        if k < 2:
            return
        share = self.mask[old] / np.maximum(self.mask[old].sum(axis=1, keepdims=True), 1)
        p = c.baseline_probability * share + (1 - c.baseline_probability) * (~self.mask[old]) / np.maximum(
            (~self.mask[old]).sum(axis=1, keepdims=True), 1
        )
        p /= p.sum(axis=1, keepdims=True)
        keep = (1.0 - c.hazard_rear * k / (k - 1)) ** -self.as_of[old]
        self.p0[old] = 1.0 / k + (p - 1.0 / k) * keep[:, None]
        bare = np.flatnonzero(~self.listed)
        if c.neighbour_trust > 0 and len(bare) and old.any():
            from geo.control.neighbours import guess_holders

            guess = guess_holders(self.xy[old], self.p0[old], self.xy[bare])
            self.p0[bare] = c.neighbour_trust * guess + (1 - c.neighbour_trust) / k

    def _start_state(self) -> npt.NDArray[np.void]:
        k = len(self.camps.names)
        state = np.zeros(len(self.places), dtype=state_dtype(k))
        for name in state.dtype.names or ():
            if state.dtype[name].base == np.dtype("i2"):
                state[name] = LONG_AGO
        state["p"], state["holder"], state["status"] = self.p0, -1, UNKNOWN
        old = np.flatnonzero(self.listed & (self.as_of <= 0))
        if len(old):
            day = np.maximum(self.as_of[old], LONG_AGO + 2).astype(np.int16)
            state["holder"][old] = np.where(self.mask[old], self.p0[old], -1.0).argmax(axis=1)
            state["since"][old] = state["news"][old] = day
            state["held"][old] = np.where(self.mask[old], day[:, None], LONG_AGO)
            state["status"][old] = CLAIMED
        return state

    # -- day by day -------------------------------------------------------------------------------------------------

    def forward(self) -> None:
        c, k = self.c, len(self.camps.names)
        holder = self.start["holder"].astype(np.int64)
        status = self.start["status"].astype(np.int64)
        p = self.start["p"][self.passive]
        rest = self.start[self.passive]
        settled = self._near(holder, status)
        pocket = cut_off(self.xy, holder, self.camps.opposed, self.pairs, c.pocket_places)
        for day in range(self.n_days):
            near = settled | self._near_offensive(day)
            self.near[day] = near
            if k > 1 and len(self.passive):
                hazard = np.where(near[self.passive], c.hazard_front, c.hazard_rear)[:, None]
                p = p + hazard * ((1.0 - p) / (k - 1) - p)
            state = self.engine.advance(day, near[self.active])
            self.p[day, self.passive] = p
            self._keep(day, state)
            limit = np.where(near[self.passive], c.stale_front_days, c.stale_rear_days)
            sure = p[np.arange(len(p)), np.maximum(rest["holder"], 0)] >= c.claimed_probability
            calm = np.where(sure & (day - rest["news"].astype(np.int64) <= limit), CLAIMED, STALE)
            self.holder[day, self.passive] = rest["holder"]
            self.status[day, self.passive] = np.where(rest["holder"] >= 0, calm, UNKNOWN)
            new_holder, new_status = self.holder[day].astype(np.int64), self.status[day].astype(np.int64)
            moved_now = new_holder != holder
            taken = moved_now.any()
            moved = taken or ((new_status == CONTESTED) != (status == CONTESTED)).any()
            holder, status = new_holder, new_status
            if moved:
                settled = self._near(holder, status)
            if taken and pocket[self.pairs[0]][moved_now[self.pairs[1]]].any():
                pocket &= cut_off(self.xy, holder, self.camps.opposed, self.pairs, c.pocket_places, among=pocket)
            # Ground just taken only looks like a pocket: its surroundings fell unnamed.
            old = np.ones(len(self.places), dtype=bool)
            old[self.active] = state["since"] <= 0
            self.siege[day] |= pocket & old
        self.basis[:, self.passive] = np.where(rest["holder"] >= 0, 1, 0)
        self.since[:, self.passive] = self._ordinals(rest["since"], rest["holder"])

    def resolve_again(self) -> None:
        """Read holders and statuses off the smoothed probabilities."""
        history = self.engine.history
        state = history[0].copy()
        for day in range(self.n_days):
            now = history[day + 1].copy()
            now["holder"], now["since"] = state["holder"], state["since"]
            self.engine.resolve(now, day, self.near[day, self.active])
            sieges = self.siege[day].copy()
            self._keep(day, now)
            self.siege[day] |= sieges
            state = now

    def _keep(self, day: int, state: npt.NDArray[np.void]) -> None:
        c, a = self.c, self.active
        self.p[day, a] = state["p"]
        self.holder[day, a] = state["holder"]
        self.status[day, a] = state["status"]
        from_map = self.listed[a] & (self.as_of[a] <= day)
        self.basis[day, a] = np.where(state["reported"], 2, np.where(from_map, 1, 0))
        # A state that rests on the baseline alone is never better than somebody's word.
        self.siege[day, a] = (day - state["siege"].astype(np.int64) <= c.siege_days) & (state["siege"] > LONG_AGO)
        self.truce[day, a] = (day - state["truce"].astype(np.int64) <= c.truce_days) & (state["truce"] > LONG_AGO)
        self.since[day, a] = self._ordinals(state["since"], state["holder"])

    def _ordinals(self, since: npt.NDArray[np.int16], holder: npt.NDArray[np.int8]) -> npt.NDArray[np.int32]:
        days = since.astype(np.int64) + self.origin.toordinal()
        return np.where((holder >= 0) & (since > LONG_AGO + 2), days, 0).astype(np.int32)

    def _near(self, holder: npt.NDArray[np.int64], status: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Places with an enemy's or a contested place within the reach of the front."""
        first, second = self.pairs
        out = np.zeros(len(self.places), dtype=bool)
        known = (holder[first] >= 0) & (holder[second] >= 0)
        hostile = known & self.camps.opposed[holder[first], holder[second]]
        out[first[hostile | (status[second] == CONTESTED)]] = True
        lonely = np.ones(len(self.places), dtype=bool)
        lonely[first[holder[second] >= 0]] = False
        lonely[self.passive] = False
        return np.asarray(out | lonely | (status == CONTESTED))

    def _near_offensive(self, day: int) -> npt.NDArray[np.bool_]:
        """Places within the reach of another one that was attacked, reached or taken in the last days."""
        ev = self.engine.evidence
        out = np.zeros(len(self.places), dtype=bool)
        rows = slice(*np.searchsorted(ev.day, (day - self.c.attacked_days, day + 1)))
        told = (ev.known[rows] <= day) & ev.attackers[rows].any(axis=1)
        busy = np.zeros(len(self.active), dtype=bool)
        busy[ev.place[rows][told]] = True
        source, target = self.wide
        out[target[busy[source]]] = True
        return out

    # -- the product ------------------------------------------------------------------------------------------------

    def timeline(self, first: date, claims: Sequence[Claim], mode: str) -> Timeline:
        """Cut the days before `first` off and hand over."""
        by_place: dict[str, list[Claim]] = defaultdict(list)
        unused: list[tuple[str, str]] = []
        index = {p.id for p in self.places}
        for claim in claims:
            key = place_key(claim)
            if key in index:
                by_place[str(key)].append(claim)
            reason = _reason(claim, event_day(claim), self.origin)
            if reason:
                unused.append((claim.claim_id, reason))
        for group in by_place.values():
            group.sort(key=lambda x: (event_day(x) or date.min, x.published or date.max, x.claim_id))
        nowhere = np.array([math.isnan(p.latitude) for p in self.places], dtype=bool)
        lost = self._cut(first, np.flatnonzero(nowhere), by_place, mode=mode) if nowhere.any() else None
        return self._cut(first, np.flatnonzero(~nowhere), by_place, mode=mode, unused=tuple(unused), unlocated=lost)

    def _cut(
        self,
        first: date,
        columns: npt.NDArray[np.int64],
        by_place: Mapping[str, Sequence[Claim]],
        **more: Any,  # noqa: ANN401 - passed on
    ) -> Timeline:
        """The days from `first` on, of some of the places."""
        skip = (first - self.origin).days
        places = tuple(self.places[i] for i in columns)
        everything = len(places) == len(self.places)

        def cut(table: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return table[skip:] if everything else np.ascontiguousarray(table[skip:, columns])

        return Timeline(
            dates=tuple(first + timedelta(days=i) for i in range(self.n_days - skip)),
            places=places,
            camps=self.camps.names,
            probabilities=cut(self.p),
            holder=cut(self.holder),
            status=cut(self.status),
            basis=cut(self.basis),
            besieged=cut(self.siege),
            truce=cut(self.truce),
            since=cut(self.since),
            near_front=cut(self.near),
            opposed=self.camps.opposed,
            claims={p.id: tuple(by_place[p.id]) for p in places if p.id in by_place},
            shown_as=dict(_shown(self.camps)),
            parameters=self.c,
            **more,
        )


def _pairs_from(
    xy: npt.NDArray[np.float64], active: npt.NDArray[np.int64], reach_km: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs of a place with evidence, counted among these, and another place within reach."""
    first, second = neighbour_pairs(xy, reach_km, of=active)
    return np.searchsorted(active, first), second


def _reason(claim: Claim, day: date | None, origin: date) -> str:
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


def _with_baseline(
    ev: Evidence,
    rows: npt.NDArray[np.int64],
    mask: npt.NDArray[np.bool_],
    as_of: npt.NDArray[np.int64],
    c: ControlParameters,
) -> Evidence:
    """Add rows of the baseline as statements of their own date."""
    if not len(rows):
        return ev
    n, k = len(rows), mask.shape[1]
    others = np.maximum(k - mask[rows].sum(axis=1, keepdims=True), 1)
    right = c.baseline_probability
    log = np.where(mask[rows], np.log(right), np.log((1 - right) / others))
    day = as_of[rows].astype(np.int32)
    no, zero, low = np.zeros(n, dtype=bool), np.zeros(n, dtype=np.int8), np.zeros((n, k), dtype=bool)
    extra = Evidence(
        claim=np.full(n, -1, dtype=np.int32), place=rows.astype(np.int32), day=day, known=day,
        until=np.full(n, NEVER, dtype=np.int32), turn=np.zeros(n, dtype=np.int16), before=no, move=log, stay=log,
        holds=mask[rows], against=~mask[rows], attackers=low, fight=no, hot=no, control=no,
        voice=np.full(n, k + 1, dtype=np.int8), interest=np.full(n, 4, dtype=np.int8), siege=zero, truce=zero,
    )  # fmt: skip
    order = np.argsort(np.concatenate([ev.day, extra.day]), kind="stable")
    return Evidence(
        **{name: np.concatenate([getattr(ev, name), getattr(extra, name)])[order] for name in Evidence.__slots__}
    )
