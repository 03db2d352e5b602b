"""The filter: one day's step for many places at once.

The state of a place at the end of a day is one record of `state_dtype`; the history is an array of days x places. A
statement that becomes known late is applied on its own day: the places it concerns are run again from there, while
what was shown on earlier days stays as it was.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from geo.control.evidence import Evidence
    from geo.control.parameters import ControlParameters

__all__ = ["ASSESSED", "CLAIMED", "CONTESTED", "LONG_AGO", "STALE", "UNKNOWN", "Engine", "state_dtype"]

#: Codes of the status, in the order of `geo.control.STATUSES`.
ASSESSED, CLAIMED, CONTESTED, STALE, UNKNOWN = range(5)
LONG_AGO = -30000
_ADMISSION = 1 << 31


def state_dtype(k: int) -> np.dtype[np.void]:
    """Record of one place on one day, for `k` camps; days count from the origin.

    ``p`` probability of each camp; ``holder`` row of the camp or -1; ``since`` its first day; ``held`` last day that
    anything gave the place to a camp, ``firm`` the same for others than parties and anonymous voices; ``denied`` last
    day that anything spoke against a camp, ``rebutted`` the same for others than parties and anonymous voices;
    ``quiet`` (``told``) first day of a neutral (author's) statement that nobody has contradicted since; ``voices``
    bits of who gives the place to a camp; the rest: last day of fighting, of an attack, of named attackers, of any
    news, of a siege or truce going on, of two take-overs within the day.
    """
    days = ("since", "fight", "hot", "named", "news", "siege", "truce", "swap")
    per_camp = ("held", "firm", "denied", "rebutted", "quiet", "told")
    return np.dtype(
        [("p", "f8", (k,)), ("holder", "i1"), ("status", "i1"), ("reported", "?"), ("attackers", "?", (k,))]
        + [("voices", "u4", (k,))]
        + [(name, "i2", (k,)) for name in per_camp]
        + [(name, "i2") for name in days],
        align=True,
    )


def copied(records: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    """A copy of a row of records, byte by byte: ten times as fast as field by field."""
    out = np.empty_like(records)
    out.view(np.uint8)[:] = records.view(np.uint8)
    return out


class Engine:
    """Steps of the filter over the places that have any evidence.

    Parameters
    ----------
    evidence : Evidence
        Its `place` column counts the places given here.
    n_days : int
    k : int
        Camps.
    parameters : ControlParameters
    start : structured array (n_places,)
        The state before day 0.
    """

    def __init__(
        self,
        evidence: Evidence,
        n_days: int,
        k: int,
        parameters: ControlParameters,
        start: npt.NDArray[np.void],
    ) -> None:
        self.evidence = evidence
        self.parameters = parameters
        self.k = k
        self.history = np.zeros((n_days + 1, len(start)), dtype=start.dtype)
        self.history[0] = start
        #: The same as bytes, (days, places, size of a record).
        self._bytes = self.history.view(np.uint8).reshape(n_days + 1, len(start), start.dtype.itemsize)
        self.near = np.zeros((n_days, len(start)), dtype=bool)
        bounds = np.searchsorted(evidence.day, np.arange(n_days + 1))
        self._of_day = [np.arange(a, b) for a, b in pairwise(bounds)]
        touched: dict[int, set[int]] = {}
        for column in (evidence.known, evidence.until):
            for row in np.flatnonzero((column < n_days) & (column > evidence.day)):
                touched.setdefault(int(column[row]), set()).add(int(row))
        self._revised = {day: np.array(sorted(rows)) for day, rows in touched.items()}

    def advance(self, day: int, near: npt.NDArray[np.bool_]) -> npt.NDArray[np.void]:
        """Make the state of `day` from what is known by its end, and return it.

        Parameters
        ----------
        day : int
        near : bool array (n_places,)
            Whether the place lies near an enemy or contested place.
        """
        self.near[day] = near
        revised = self._revised.get(day)
        if revised is not None:
            first = np.full(self.history.shape[1], day, dtype=np.int64)
            np.minimum.at(first, self.evidence.place[revised], self.evidence.day[revised])
            for past in range(int(first.min()), day):
                which = np.flatnonzero(first <= past)
                before = self._bytes[past][which].view(self.history.dtype).reshape(len(which))
                after = self.step(before, past, which, known=day)
                self._bytes[past + 1][which] = after.view(np.uint8).reshape(len(which), -1)
        everyone = np.arange(self.history.shape[1])
        after = self.step(self.history[day], day, everyone, known=day)
        self._bytes[day + 1] = after.view(np.uint8).reshape(self._bytes.shape[1:])
        state: npt.NDArray[np.void] = self.history[day + 1]
        return state

    def step(
        self, before: npt.NDArray[np.void], day: int, which: npt.NDArray[np.int64], *, known: int
    ) -> npt.NDArray[np.void]:
        """State at the end of `day` of the places `which`, from their state at the end of the day before."""
        state = copied(before)
        rows, at = self._rows(day, which, known)
        p = np.array(state["p"])
        if len(rows):
            p = self._likelihood_before(p, rows, at)
            self._mark_attacks(state, rows, at, day)
        rates = self.rates(state, day, self.near[day, which])
        turns = self.evidence.turn[rows]
        for turn in range(int(turns.max()) + 1 if len(rows) else 1):
            sel = turns == turn
            if turn:
                again = np.unique(at[sel])
                state["swap"][again] = day
                rates = self._rates_of_turn(state, rows[sel], at[sel])
            p = self._move(p, rates, rows[sel], at[sel])
        if len(rows):
            self._note(state, rows, at, day)
        state["p"] = p
        self.resolve(state, day, self.near[day, which])
        return state

    def pull_back(self, message: npt.NDArray[np.float64], day: int) -> npt.NDArray[np.float64]:
        """Likelihood of all later evidence given the camp at the end of the day before, from that of `day`.

        Parameters
        ----------
        message : float array (n_places, K)
        day : int

        Returns
        -------
        float array (n_places, K)
            Scaled so that each row has the maximum one.
        """
        everyone = np.arange(self.history.shape[1])
        state = copied(self.history[day])
        rows, at = self._rows(day, everyone, known=len(self._of_day))
        if len(rows):
            self._mark_attacks(state, rows, at, day)
        turns = self.evidence.turn[rows]
        for turn in range(int(turns.max()) if len(rows) else 0, -1, -1):
            sel = turns == turn
            if turn:
                rates = self._rates_of_turn(state.copy(), rows[sel], at[sel])
            else:
                rates = self.rates(state, day, self.near[day])
            move, stay = self._likelihood(message, rows[sel], at[sel])
            to_attacker, to_other, attackers = rates
            moved = message * move
            to_a, to_o = np.where(attackers, moved, 0.0), np.where(attackers, 0.0, moved)
            message = (
                to_attacker * (to_a.sum(axis=1, keepdims=True) - to_a)
                + to_other * (to_o.sum(axis=1, keepdims=True) - to_o)
                + (1.0 - leaving(*rates)) * message * stay
            )
        if len(rows):
            message = self._likelihood_before(message, rows, at)
        scaled: npt.NDArray[np.float64] = message / message.max(axis=1, keepdims=True)
        return scaled

    # -- one day, in parts ---------------------------------------------------------------------------------------

    def _rows(
        self, day: int, which: npt.NDArray[np.int64], known: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        ev = self.evidence
        rows = self._of_day[day]
        if len(rows):
            rows = rows[(ev.known[rows] <= known) & (known < ev.until[rows])]
        if not len(rows):
            return rows, rows
        at = np.searchsorted(which, ev.place[rows])
        at[at == len(which)] = 0
        inside = which[at] == ev.place[rows]
        return rows[inside], at[inside]

    def _likelihood_before(
        self, p: npt.NDArray[np.float64], rows: npt.NDArray[np.int64], at: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float64]:
        sel = self.evidence.before[rows]
        if sel.any():
            log = np.zeros_like(p)
            np.add.at(log, at[sel], self.evidence.stay[rows[sel]])
            p = p * np.exp(log - log.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
        return p

    def _mark_attacks(
        self, state: npt.NDArray[np.void], rows: npt.NDArray[np.int64], at: npt.NDArray[np.int64], day: int
    ) -> None:
        ev = self.evidence
        named = ev.attackers[rows].any(axis=1)
        if named.any():
            fresh = np.unique(at[named])
            mask = np.zeros((len(state), self.k), dtype=bool)
            np.logical_or.at(mask, at[named], ev.attackers[rows[named]])
            state["attackers"][fresh] = mask[fresh]
            state["named"][fresh] = day
        state["hot"][at[ev.hot[rows]]] = day

    def rates(
        self, state: npt.NDArray[np.void], day: int, near: npt.NDArray[np.bool_]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        """Daily rate of change from each camp to one attacker, to one other camp, and who the attackers are."""
        c = self.parameters
        hazard = np.where(near, c.hazard_front, c.hazard_rear)
        hazard = np.where(day - state["hot"].astype(np.int64) <= c.attacked_days, c.hazard_attacked, hazard)
        # Hot marks of today were set before this: an attack precedes what comes of it.
        recent = day - state["named"].astype(np.int64) <= c.attacker_days
        return self._split(hazard, state["attackers"] & recent[:, None])

    def _split(
        self, hazard: npt.NDArray[np.float64], attackers: npt.NDArray[np.bool_]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        k, c = self.k, self.parameters
        count = attackers.sum(axis=1)
        # Attackers other than camp i itself, and the camps that are neither i nor these.
        targets = count[:, None] - attackers
        others = (k - 1) - targets
        lam = np.repeat(hazard[:, None], k, axis=1)
        lam = np.where(attackers & (count == 1)[:, None], np.minimum(lam, c.hazard_attacker), lam)
        share = np.where(targets > 0, np.where(others > 0, c.directed_share, 1.0), 0.0)
        to_attacker = np.where(targets > 0, lam * share / np.maximum(targets, 1), 0.0)
        to_other = np.where(others > 0, lam * (1 - share) / np.maximum(others, 1), 0.0)
        return to_attacker, to_other, attackers

    def _rates_of_turn(
        self, state: npt.NDArray[np.void], rows: npt.NDArray[np.int64], at: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        """Rates of a further take-over within the day: places without one stand still."""
        mask = np.zeros((len(state), self.k), dtype=bool)
        np.logical_or.at(mask, at, self.evidence.attackers[rows])
        hazard = np.where(mask.any(axis=1), self.parameters.hazard_attacked, 0.0)
        state["attackers"][mask.any(axis=1)] = mask[mask.any(axis=1)]
        return self._split(hazard, mask)

    def _move(
        self,
        p: npt.NDArray[np.float64],
        rates: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.bool_]],
        rows: npt.NDArray[np.int64],
        at: npt.NDArray[np.int64],
    ) -> npt.NDArray[np.float64]:
        to_attacker, to_other, attackers = rates
        a, o = p * to_attacker, p * to_other
        arrive = np.where(attackers, a.sum(axis=1, keepdims=True) - a, o.sum(axis=1, keepdims=True) - o)
        remain = p * (1.0 - leaving(*rates))
        move, stay = self._likelihood(p, rows, at)
        out = arrive * move + remain * stay
        total: npt.NDArray[np.float64] = out.sum(axis=1, keepdims=True)
        return np.asarray(out / total)

    def _likelihood(
        self, like: npt.NDArray[np.float64], rows: npt.NDArray[np.int64], at: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Likelihood of the day's statements for a change into each camp, and for staying in it, up to a factor."""
        speaking = ~self.evidence.before[rows]
        rows, at = rows[speaking], at[speaking]
        if not len(rows):
            return np.ones_like(like), np.ones_like(like)
        move, stay = np.zeros_like(like), np.zeros_like(like)
        np.add.at(move, at, self.evidence.move[rows])
        np.add.at(stay, at, self.evidence.stay[rows])
        top = np.maximum(move, stay).max(axis=1, keepdims=True)
        return np.exp(move - top), np.exp(stay - top)

    def _note(
        self, state: npt.NDArray[np.void], rows: npt.NDArray[np.int64], at: npt.NDArray[np.int64], day: int
    ) -> None:
        """Remember who said what, for the status."""
        ev = self.evidence
        state["news"][at] = day
        state["reported"][at[ev.control[rows] & (ev.claim[rows] >= 0)]] = True
        state["fight"][at[ev.fight[rows]]] = day
        for name, column in (("siege", ev.siege[rows]), ("truce", ev.truce[rows])):
            state[name][at[column < 0]] = LONG_AGO
            state[name][at[column > 0]] = day
        row, camp = np.nonzero(ev.against[rows])
        state["denied"][at[row], camp] = day
        solid = ev.interest[rows[row]] <= 2
        state["rebutted"][at[row[solid]], camp[solid]] = day
        row, camp = np.nonzero(ev.holds[rows])
        place, source = at[row], rows[row]
        # What held before a take-over was said of the day before.
        when = day - ev.before[source].astype(np.int64)
        np.maximum.at(held := np.array(state["held"]), (place, camp), when)
        state["held"] = held
        said = ev.claim[source] >= 0
        place, camp, source = place[said], camp[said], source[said]
        interest = ev.interest[source]
        firm = interest <= 2
        when = when[said]
        np.maximum.at(solid := np.array(state["firm"]), (place[firm], camp[firm]), when[firm])
        state["firm"] = solid
        voice = np.where(interest == 4, 0, 1 << np.minimum(ev.voice[source], 30).astype(np.int64))
        voice = voice | np.where(interest == 0, _ADMISSION, 0)
        bits = np.array(state["voices"])
        np.bitwise_or.at(bits, (place, camp), voice.astype(np.uint32))
        state["voices"] = bits
        for name, code in (("quiet", 1), ("told", 2)):
            sel = interest == code
            at_, camp_ = place[sel], camp[sel]
            # Contradicted since it was first said: the clock starts anew.
            again = state["denied"][at_, camp_] >= state[name][at_, camp_]
            state[name][at_[again], camp_[again]] = day

    # -- holder and status -----------------------------------------------------------------------------------------

    def resolve(self, state: npt.NDArray[np.void], day: int, near: npt.NDArray[np.bool_]) -> None:
        """Decide holder and status of each place from its probabilities and from who said what, in place.

        A camp becomes the holder only if it is the likeliest one and something has given it the place since the
        present holder took it: the passing of time alone makes nobody a holder.
        """
        n = np.arange(len(state))
        p, old = state["p"], state["holder"].astype(np.int64)
        held = state["held"].astype(np.int64)
        has = old >= 0
        since = np.where(has, state["since"], LONG_AGO + 1)
        eligible = (held >= since[:, None]) & (held > LONG_AGO)
        score = np.where(eligible, p, -1.0)
        best = score.argmax(axis=1)
        p_old = np.where(has, p[n, old], 0.0)
        even = 1.0 / self.k
        change = (score[n, best] > p_old) & (best != old) & (score[n, best] > even)
        # Denied, or far less likely than another camp that nobody named as taking it: then nobody is known to hold it.
        overtaken = p.max(axis=1) >= self.parameters.claimed_probability
        lost = has & ~change & (p_old < even) & ((state["denied"][n, old] >= since) | overtaken)
        holder = np.where(change, best, np.where(lost, -1, old))
        state["since"] = np.where(change | lost, day, state["since"])
        # A siege ends with the fall of the place.
        state["siege"][(change | lost) & has] = LONG_AGO
        gone = np.flatnonzero((change | lost) & has)
        state["voices"][gone, old[gone]] = 0
        state["holder"] = holder
        state["status"] = self._status(state, day, near)

    def _status(self, state: npt.NDArray[np.void], day: int, near: npt.NDArray[np.bool_]) -> npt.NDArray[np.int8]:
        c = self.parameters
        n = np.arange(len(state))
        h = np.maximum(state["holder"].astype(np.int64), 0)
        p = state["p"][n, h]
        denied, rebutted, held, firm = (state[x][n, h].astype(np.int64) for x in ("denied", "rebutted", "held", "firm"))
        quiet, told = (state[x][n, h].astype(np.int64) for x in ("quiet", "told"))
        since, fight, swap, news = (state[x].astype(np.int64) for x in ("since", "fight", "swap", "news"))
        voices = state["voices"][n, h].astype(np.int64)
        sides = np.bitwise_count(voices & (_ADMISSION - 1))
        settled = (
            ((voices & _ADMISSION) > 0)
            | (sides >= 2)
            | ((quiet > denied) & (day - quiet >= c.quiet_days))
            | ((told > denied) & (day - told >= c.unattributed_quiet_days))
        )
        # A party's denial of the same day does not outweigh an independent account; an independent one does.
        recent = [(day - x < c.contested_days) & (x >= since) & (x > LONG_AGO) for x in (denied, rebutted)]
        opposed = (recent[0] & (denied > firm)) | (recent[1] & (rebutted >= firm))
        fought = (day - fight < c.contested_days) & (fight > held) & (fight > LONG_AGO)
        doubtful = p < c.claimed_probability
        # Nobody likely, and of late the place was given to more than one camp.
        given = (state["held"] >= day - c.stale_front_days).sum(axis=1) > 1
        contested = opposed | fought | (doubtful & given & state["reported"]) | (swap == day)
        limit = np.where(near, c.stale_front_days, c.stale_rear_days)
        status = np.full(len(state), CLAIMED, dtype=np.int8)
        status[(p >= c.assessed_probability) & settled & state["reported"]] = ASSESSED
        status[contested] = CONTESTED
        # Less likely than not by the baseline alone: what was once so is all that can be said. What a report says and
        # nobody contradicts stays its claim until it is old news.
        status[(day - news > limit) | (doubtful & ~contested & ~state["reported"])] = STALE
        status[state["holder"] < 0] = np.where(fought, CONTESTED, UNKNOWN)[state["holder"] < 0]
        return status


def leaving(
    to_attacker: npt.NDArray[np.float64],
    to_other: npt.NDArray[np.float64],
    attackers: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float64]:
    """Chance that each camp stops holding the place on this day, (n, K), from the rates to one other camp each."""
    targets = attackers.sum(axis=1, keepdims=True) - attackers
    return np.asarray(to_attacker * targets + to_other * (attackers.shape[1] - 1 - targets))
