"""The estimate over time, and the questions it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.control.evidence import effect_of, event_day, possible_camps
from geo.errors import InvalidQueryError
from geo.models import ControlState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy.typing as npt

    from geo.control.parameters import ControlParameters
    from geo.models import Actor, Claim, Place, Status

__all__ = ["BASES", "STATUSES", "Change", "PlaceEvidence", "Run", "Timeline"]

#: Status of a code in `Timeline.status`.
STATUSES: tuple[Status, ...] = ("assessed", "claimed", "contested", "stale", "unknown")
#: Where a state comes from, by the code in `Timeline.basis`.
BASES: tuple[str, ...] = ("none", "baseline", "reports")


@dataclass(frozen=True, slots=True)
class Change:
    """A place that had another holder at the end of `until` than at the end of `since`.

    Attributes
    ----------
    day : datetime.date
        First day of the present holder.
    before, after : str or None
        Camp ids.
    claim_ids : tuple of str
        The claims that give it to the new holder, by day.
    """

    place: Place
    day: date
    before: str | None
    after: str | None
    status: Status
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of days on which nothing about a place changes.

    Attributes
    ----------
    day : int
        Position of its first day in `Timeline.dates`; it lasts until the next run.
    holder : int
        Position in `Timeline.camps`; -1 for none.
    status, basis : int
        Positions in `STATUSES` and `BASES`.
    confidence : int
        Probability of the holder, per cent, in steps of five (twenty where only the baseline speaks).
    second : int
        The likeliest other camp, or -1.
    second_confidence : int
    """

    day: int
    holder: int
    status: int
    basis: int
    besieged: bool
    truce: bool
    confidence: int
    second: int
    second_confidence: int


@dataclass(frozen=True, slots=True)
class PlaceEvidence:
    """The claims about one place, oldest first, seen from its holder on a day.

    Attributes
    ----------
    supporting, contradicting : tuple of Claim
    other : tuple of Claim
        They speak of the place but for or against nobody as its holder (strikes, moves, sieges, background, plans).
    """

    place: Place
    state: ControlState
    supporting: tuple[Claim, ...]
    contradicting: tuple[Claim, ...]
    other: tuple[Claim, ...]


@dataclass(frozen=True)
class Timeline:
    """Who holds each place at the end of each day.

    In mode ``filter`` a day shows what was known by its end; in mode ``smoother`` what is thought of it now.

    Attributes
    ----------
    dates : tuple of datetime.date
        Every day from first to last; empty if nothing dates the claims.
    places : tuple of Place
        Sorted by id.
    camps : tuple of str
        Camps that can hold a place, in the order of the conflict. K of them.
    probabilities : float32 array (dates, places, K)
    holder : int8 array (dates, places)
        Row of the camp; -1 none or unknown.
    status, basis : int8 arrays (dates, places)
        Codes, see `STATUSES` and `BASES`.
    besieged, truce : bool arrays (dates, places)
        A siege is one that was reported and not said to be lifted, or a small pocket with enemies all around.
    since : int32 array (dates, places)
        Ordinal of the first day of the holder (`datetime.date.fromordinal`); 0 if unknown. For a holder that comes
        from the baseline: the baseline's date.
    near_front : bool array (dates, places)
        Whether the place lies near an enemy or contested place.
    claims : dict of place id to tuple of Claim
        All claims about each place, by event day.
    unlocated : Timeline or None
        The same for names that no gazetteer knows (ids ``nil:name``, coordinates NaN): followed by name, never drawn.
    unused : tuple of (claim id, reason)
        Claims that could not act, and why.
    opposed : bool array (K, K)
        Which camps fight each other.
    """

    dates: tuple[date, ...]
    places: tuple[Place, ...]
    camps: tuple[str, ...]
    probabilities: npt.NDArray[np.float32] = field(repr=False)
    holder: npt.NDArray[np.int8] = field(repr=False)
    status: npt.NDArray[np.int8] = field(repr=False)
    basis: npt.NDArray[np.int8] = field(repr=False)
    besieged: npt.NDArray[np.bool_] = field(repr=False)
    truce: npt.NDArray[np.bool_] = field(repr=False)
    since: npt.NDArray[np.int32] = field(repr=False)
    near_front: npt.NDArray[np.bool_] = field(repr=False)
    opposed: npt.NDArray[np.bool_] = field(repr=False)
    claims: Mapping[str, tuple[Claim, ...]] = field(repr=False)
    shown_as: Mapping[str, str] = field(repr=False)
    parameters: ControlParameters = field(repr=False)
    mode: str = "filter"
    unused: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    unlocated: Timeline | None = field(default=None, repr=False)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Row of each place id."""
        return {p.id: i for i, p in enumerate(self.places)}

    def day_index(self, day: date) -> int:
        """Position of a day; a day after the last one counts as the last.

        Raises
        ------
        InvalidQueryError
            If it lies before the first day, or the timeline is empty.
        """
        if not self.dates or day < self.dates[0]:
            first = self.dates[0].isoformat() if self.dates else "none: no claim has a date"
            message = f"{day.isoformat()} lies before the first day of the timeline ({first})"
            raise InvalidQueryError(message)
        return min((day - self.dates[0]).days, len(self.dates) - 1)

    def states(self, as_of: date, *, reported_only: bool = False) -> tuple[ControlState, ...]:
        """State of each place at the end of a day, in the order of `places`.

        Parameters
        ----------
        as_of : datetime.date
            Before the first day: no states. After the last: the last.
        reported_only : bool
            Leave out the places that only the baseline speaks of.

        Returns
        -------
        tuple of ControlState
        """
        if not self.dates or as_of < self.dates[0]:
            return ()
        t = self.day_index(as_of)
        return tuple(
            self._state(t, i) for i in range(len(self.places)) if not reported_only or self.places[i].id in self.claims
        )

    def state(self, place_id: str, as_of: date) -> ControlState | None:
        """State of one place at the end of a day; None if the place or the day is not in the timeline."""
        row = self.rows.get(place_id)
        if row is None or not self.dates or as_of < self.dates[0]:
            return None
        return self._state(self.day_index(as_of), row)

    def changes(self, since: date, until: date) -> tuple[Change, ...]:
        """Places whose holder differs between the end of two days, by day, then place id.

        Parameters
        ----------
        since, until : datetime.date

        Returns
        -------
        tuple of Change
        """
        if not self.dates or until < self.dates[0]:
            return ()
        a, b = self.day_index(max(since, self.dates[0])), self.day_index(until)
        found = []
        for row in np.flatnonzero(self.holder[a] != self.holder[b]):
            place, after = self.places[row], self.holder[b, row]
            t = b
            while t > a and self.holder[t - 1, row] == after:
                t -= 1
            wanted, _ = self._sides(place.id, int(after), b) if after >= 0 else ((), ())
            found.append(
                Change(
                    place,
                    self.dates[t],
                    self._camp(self.holder[a, row]),
                    self._camp(after),
                    STATUSES[self.status[b, row]],
                    tuple(c.claim_id for c in wanted),
                )
            )
        return tuple(sorted(found, key=lambda c: (c.day, c.place.id)))

    def explain(self, place_id: str, as_of: date | None = None) -> PlaceEvidence | None:
        """The claims for and against the holder of a place.

        Parameters
        ----------
        place_id : str
        as_of : datetime.date, optional
            Default: the last day. Claims published later are left out.

        Returns
        -------
        PlaceEvidence or None
            None if the place or the day is not in the timeline.
        """
        day = as_of or (self.dates[-1] if self.dates else None)
        state = self.state(place_id, day) if day else None
        if state is None:
            return None
        t = self.day_index(state.as_of)
        pro, con = self._sides(place_id, int(self.holder[t, self.rows[place_id]]), t)
        used = {c.claim_id for c in (*pro, *con)}
        rest = tuple(c for c in self._known(place_id, t) if c.claim_id not in used)
        return PlaceEvidence(state.place, state, pro, con, rest)

    def runs(self, *, step: int = 5) -> tuple[tuple[Run, ...], ...]:
        """The whole table, run by run, in the order of `places`: what a map ships.

        Parameters
        ----------
        step : int
            Rounding of the confidence, in per cent; smaller steps make more runs.

        Returns
        -------
        tuple of tuple of Run
        """
        out: list[list[Run]] = [[] for _ in self.places]
        place, day, columns = self.run_columns(step=step)
        for i, t, c in zip(place.tolist(), day.tolist(), columns.tolist(), strict=True):
            out[i].append(Run(t, c[0], c[1], c[2], bool(c[3]), bool(c[4]), c[5], c[6], c[7]))
        return tuple(tuple(runs) for runs in out)

    def run_columns(
        self, *, step: int = 5
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int16]]:
        """`runs` as arrays, for those who turn all of them into something else.

        Parameters
        ----------
        step : int
            As for `runs`.

        Returns
        -------
        place, day : int64 arrays (n_runs,)
            Row of the place and position of the first day; by place, then day.
        columns : int16 array (n_runs, 8)
            The fields of `Run` after `day`, in their order.
        """
        # Some places at a time: the tables of a few hundred places stay in the processor's cache.
        size = max(1, 400_000 // max(1, len(self.dates)))
        parts = [self._run_block(a, min(a + size, len(self.places)), step) for a in range(0, len(self.places), size)]
        if not parts or not self.dates:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 8), np.int16)
        return (
            np.concatenate([part[0] for part in parts]),
            np.concatenate([part[1] for part in parts]),
            np.concatenate([part[2] for part in parts]),
        )

    def _run_block(
        self, begin: int, end: int, step: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int16]]:
        """Runs of the places ``[begin, end)``."""
        k = len(self.camps)
        holder = self.holder[:, begin:end]
        basis = self.basis[:, begin:end]
        p = self.probabilities[:, begin:end]
        held = np.maximum(holder, 0).astype(np.int64)
        top = np.where(holder >= 0, np.take_along_axis(p, held[:, :, None], axis=2)[:, :, 0], 0.0)
        if k > 1:
            rest = p.copy()
            np.put_along_axis(rest, held[:, :, None], np.where(holder >= 0, -1.0, 0.0)[:, :, None], axis=2)
            second = rest.argmax(axis=2)
            value = np.take_along_axis(rest, second[:, :, None], axis=2)[:, :, 0]
            # Even shares say nothing about a runner-up.
            named = value > 1.05 * (1.0 - top) / (k - 1)
            second = np.where(named, second, -1)
        else:
            second = np.full(holder.shape, -1, dtype=np.int64)
            value = np.zeros(holder.shape, dtype=np.float32)

        # What only the baseline says fades slowly and evenly: coarser steps keep the table small.
        grain = np.where(basis == BASES.index("reports"), step, max(step, 20))

        def percent(share: npt.NDArray[Any]) -> npt.NDArray[np.int16]:
            return (np.round(100.0 * share / grain) * grain).astype(np.int16)

        columns: tuple[npt.NDArray[Any], ...] = (
            holder,
            self.status[:, begin:end],
            basis,
            self.besieged[:, begin:end],
            self.truce[:, begin:end],
            percent(top),
            second,
            np.where(second >= 0, percent(value), 0),
        )
        changed = np.ones(holder.shape, dtype=bool)
        changed[1:] = False
        for column in columns:
            changed[1:] |= column[1:] != column[:-1]
        place, day = np.nonzero(changed.T)
        table = np.stack([column[day, place].astype(np.int16) for column in columns], axis=1)
        return place + begin, day, table

    # -- helpers ----------------------------------------------------------------------------------------------------

    def _camp(self, row: int) -> str | None:
        return self.camps[row] if row >= 0 else None

    def _known(self, place_id: str, t: int) -> tuple[Claim, ...]:
        """Claims about a place that are known at the end of day `t`, or by now if this is a look back."""
        limit = self.dates[-1] if self.mode == "smoother" else self.dates[t]
        return tuple(c for c in self.claims.get(place_id, ()) if c.published is None or c.published <= limit)

    def _sides(self, place_id: str, holder: int, t: int) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
        """Claims for and against the holder up to day `t`."""
        pro: list[Claim] = []
        con: list[Claim] = []
        if holder < 0:
            return (), ()
        camp = self.camps[holder]
        for claim in self._known(place_id, t):
            kind, day = effect_of(claim), event_day(claim)
            if claim.published is None or day is None or day > self.dates[t]:
                continue
            if claim.is_background and day < self.dates[0]:
                continue
            sides = self._camps_of(claim.actors)
            if kind in {"set", "confirm"} and sides:
                (pro if camp in sides else con).append(claim)
            elif kind == "deny" and sides:
                if camp in sides:
                    con.append(claim)
            elif kind == "unset" and sides:
                gained = self._camps_of(claim.opponents)
                if camp in sides:
                    con.append(claim)
                elif camp in gained or not gained:
                    pro.append(claim)
            elif kind in {"part", "attack", "contest"} and sides and camp not in sides:
                con.append(claim)
        return tuple(pro), tuple(con)

    def _camps_of(self, actors: tuple[Actor, ...]) -> set[str]:
        return {self.shown_as[c] for actor in actors for c in possible_camps(actor) if c in self.shown_as}

    def _state(self, t: int, row: int) -> ControlState:
        from datetime import date

        place, holder = self.places[row], int(self.holder[t, row])
        p = self.probabilities[t, row]
        overlays = (*(("besieged",) if self.besieged[t, row] else ()), *(("truce",) if self.truce[t, row] else ()))
        pro, con = self._sides(place.id, holder, t) if place.id in self.claims else ((), ())
        first = int(self.since[t, row])
        return ControlState(
            place=place,
            as_of=self.dates[t],
            holder=self._camp(holder),
            status=STATUSES[self.status[t, row]],
            probabilities=tuple((c, float(v)) for c, v in zip(self.camps, p, strict=True)),
            confidence=float(p[holder]) if holder >= 0 else 0.0,
            since=date.fromordinal(first) if first > 0 else None,
            overlays=overlays,
            supporting=tuple(c.claim_id for c in pro),
            contradicting=tuple(c.claim_id for c in con),
            basis=BASES[self.basis[t, row]],
        )
