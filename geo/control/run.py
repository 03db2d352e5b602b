"""One estimate under way, from the state before day 0 to the finished timeline."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.control.baseline import likelihood, of_one_camp, with_baseline
from geo.control.effects import event_day, place_key
from geo.control.enclaves import cut_off
from geo.control.evidence import NEVER, Evidence
from geo.control.filtering import CLAIMED, CONTESTED, LONG_AGO, STALE, UNKNOWN, Engine, state_dtype
from geo.control.spatial import neighbour_pairs, pairs_from, project
from geo.control.standing import why_unused
from geo.control.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from geo.control.camps import CampTable
    from geo.control.parameters import ControlParameters
    from geo.models import Claim, Place

__all__ = ["Run", "shown_as"]


def shown_as(camps: CampTable) -> Iterable[tuple[str, str]]:
    """The camps, and the ones that they are shown as."""
    return ((camp, camps.names[row]) for camp, row in camps.index.items())


class Run:
    """The places with evidence step by step, the others along with them."""

    def __init__(
        self,
        places: tuple[Place, ...],
        camps: CampTable,
        evidence: Evidence,
        baseline: Mapping[str, tuple[Any, npt.NDArray[np.bool_]]],
        *,
        days: tuple[date, date],
        c: ControlParameters,
        mode: str = "filter",
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
        # A row of the baseline that is younger than day 0 acts like a report of its own date. Where nothing else
        # speaks of the place, it need not go through the filter for that; a look back does.
        young = np.flatnonzero(self.listed & (self.as_of > 0))
        told = np.isin(young, evidence.place) | (mode == "smoother")
        self.late = young[~told]
        evidence = with_baseline(evidence, young[told], self.mask, self.as_of, c)
        self.active = np.unique(evidence.place).astype(np.int64)
        local = np.full(n, -1, dtype=np.int64)
        local[self.active] = np.arange(len(self.active))
        evidence.place = local[evidence.place].astype(np.int32)
        self.passive = np.setdiff1d(np.arange(n), self.active)
        self.start = self._start_state()
        self.engine = Engine(evidence, self.n_days, k, c, self.start[self.active])
        self.pairs = neighbour_pairs(self.xy, c.front_km)
        # Who has neighbours, where their pairs begin, and how many they are; the pairs come sorted.
        self._around = np.unique(self.pairs[0], return_index=True, return_counts=True)
        # What a neighbour is by both holders (row 0: unknown): 1 for an enemy, 2 for any known holder.
        self._seen = np.zeros((k + 1, k + 1), dtype=np.uint8)
        self._seen[1:, 1:] = camps.opposed
        self._seen[:, 1:] |= 2
        self.wide = pairs_from(self.xy, self.active, c.offensive_km)
        self.p = np.empty((self.n_days, n, k), dtype=np.float32)
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
        self._enter_map(state, np.flatnonzero(self.listed & (self.as_of <= 0)))
        return state

    def _enter_map(self, state: npt.NDArray[np.void], rows: npt.NDArray[np.int64]) -> None:
        """Let places be held by those that the baseline gives them to, as of its date, in place."""
        day = np.maximum(self.as_of[rows], LONG_AGO + 2).astype(np.int16)
        single = of_one_camp(self.mask[rows])
        state["holder"][rows] = np.where(single, self.mask[rows].argmax(axis=1), -1)
        state["since"][rows] = state["news"][rows] = day
        state["held"][rows] = np.where(self.mask[rows] & single[:, None], day[:, None], LONG_AGO)
        state["status"][rows] = np.where(single, CLAIMED, UNKNOWN)

    # -- day by day -------------------------------------------------------------------------------------------------

    def forward(self) -> None:
        """Run the filter over all days."""
        c, k = self.c, len(self.camps.names)
        holder = self.start["holder"].astype(np.int64)
        status = self.start["status"].astype(np.int64)
        p = self.start["p"][self.passive]
        rest = self.start[self.passive]
        self._note_map(0, rest, self.passive)
        settled = self._near(holder, status)
        pocket = cut_off(self.xy, holder, self.camps.opposed, self.pairs, c.pocket_places)
        for day in range(self.n_days):
            near = settled | self._near_offensive(day)
            self.near[day] = near
            if k > 1 and len(self.passive):
                hazard = np.where(near[self.passive], c.hazard_front, c.hazard_rear)[:, None]
                p = p + hazard * ((1.0 - p) / (k - 1) - p)
            late = self.late[self.as_of[self.late] == day]
            if len(late):
                at = np.searchsorted(self.passive, late)
                p[at] *= likelihood(self.mask[late], c)
                p[at] /= p[at].sum(axis=1, keepdims=True)
                self._enter_map(self.start, late)
                rest = self.start[self.passive]
                self._note_map(day, rest[at], late)
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

    def _note_map(self, day: int, state: npt.NDArray[np.void], rows: npt.NDArray[np.int64]) -> None:
        """Put down what only the baseline says, from `day` on."""
        self.basis[day:, rows] = np.where(state["holder"] >= 0, 1, 0)
        self.since[day:, rows] = self._ordinals(state["since"], state["holder"])

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
        whose, starts, counts = self._around
        second = self.pairs[1]
        contested = status == CONTESTED
        lonely = np.ones(len(self.places), dtype=bool)
        out = np.zeros(len(self.places), dtype=bool)
        if len(whose):
            row = (holder + 1).astype(np.int16)
            pair = np.repeat(row[whose] * np.int16(self._seen.shape[1]), counts) + row[second]
            bits = np.bitwise_or.reduceat(self._seen.ravel().take(pair) | contested.view(np.uint8)[second], starts)
            out[whose] = (bits & 1) > 0
            lonely[whose] = (bits & 2) == 0
        lonely[self.passive] = False
        return np.asarray(out | lonely | contested)

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
            reason = why_unused(claim, event_day(claim), self.origin)
            if reason:
                unused.append((claim.claim_id, reason))
        for group in by_place.values():
            group.sort(key=lambda x: (event_day(x) or date.min, x.published or date.max, x.claim_id))
        # Places without a point come last, so that both parts are views of one table.
        n, drawn = len(self.places), sum(not math.isnan(p.latitude) for p in self.places)
        lost = self._cut(first, slice(drawn, n), by_place, mode=mode) if drawn < n else None
        return self._cut(first, slice(0, drawn), by_place, mode=mode, unused=tuple(unused), unlocated=lost)

    def _cut(
        self,
        first: date,
        columns: slice,
        by_place: Mapping[str, Sequence[Claim]],
        **more: Any,  # noqa: ANN401 - passed on
    ) -> Timeline:
        """The days from `first` on, of some of the places."""
        skip = (first - self.origin).days
        places = self.places[columns]

        def cut(table: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return table[skip:, columns]

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
            shown_as=dict(shown_as(self.camps)),
            parameters=self.c,
            **more,
        )
