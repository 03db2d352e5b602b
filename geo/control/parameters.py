"""Every number of the control estimate, in one place."""

from __future__ import annotations

from dataclasses import dataclass, fields

from geo.errors import InvalidQueryError

__all__ = ["ControlParameters"]


@dataclass(frozen=True, slots=True)
class ControlParameters:
    """The numbers of the control filter.

    None of them was fitted: they are priors of ours, stated so that they can be argued with, and to be replaced by
    fitted ones when there is a reference to fit them to (`geo.control.learn_reliability` does it for the
    reliabilities). Shares and probabilities are 0 to 1, windows are in days, distances in kilometres.

    Attributes
    ----------
    hold_admission, hold_neutral, hold_unattributed, hold_partisan, hold_anonymous : float
        Probability that a statement "X holds the place" (also "X repelled an attack") is right, by the interest of
        whoever says so. The rest is shared evenly by the other camps.
    event_admission, event_neutral, event_unattributed, event_partisan, event_anonymous : float
        Likelihood ratio of "X took the place today" against every other course of that day.
    confirm_share : float
        Exponent with which such an event statement also confirms a camp that held the place already.
    hedge_weight : float
        Exponent of a hedged statement ("reportedly"). Exponents of this kind temper the whole likelihood.
    sure_score : float
        Scores of the place and of the extraction from here on count in full; lower ones in proportion, as exponents.
    facility_weight : float
        Exponent of a statement about a site told with an offset (precision 2).
    undated_weight : float
        Exponent of a statement without any date; it then acts on the day it was published.
    echo_weight : float
        Exponent of a further statement of the same side on the same thing within `echo_days`: repetition by one
        party is hardly news.
    echo_days : int
    least_certainty : float
        A claim less certain than this (the map's threshold, `geo.claims.MAP_THRESHOLD`) weighs in proportion to its
        certainty like all others, but neither settles a state nor counts as a further side, unless an independent
        source says the same within `echo_days`. So no state becomes ``assessed`` by claims that the map hides.
    denial_share : float
        Exponent of a denial that a camp holds or took the place; it lowers that camp and raises nobody by name.
    attack_share : float
        Exponent with which an attack says that the attacker did not hold the place at that moment.
    hazard_rear, hazard_front, hazard_attacked : float
        Chance of a change on a day: far from any enemy; within `front_km` of an enemy or contested place; if
        attacked within `attacked_days`.
    hazard_attacker : float
        Chance that the only attacker itself stops holding the place.
    directed_share : float
        Part of the hazard that goes to the attackers named within `attacker_days`.
    front_km : float
    offensive_km : float
        A place this near to another one that was said to be attacked, reached or taken within `attacked_days` counts
        as near the front too: an offensive reported at one village seldom stops there, and most villages that change
        hands are never named. So does a place that is reported on and has no known holder within `front_km`.
    attacked_days, attacker_days : int
    baseline_probability : float
        Trust in a row of the baseline on its own date.
    neighbour_trust : float
        Weight of the spatial guess, against an even one, in the prior of a place that has no baseline row. Such a
        prior never makes a holder by itself.
    town_km, town_rows : float, int
        A place without a baseline row, with at least so many rows within this distance that all name one camp, takes
        their camp (a city that is listed by its districts).
    pocket_places : int
        A pocket of at most so many places with enemies on all sides counts as besieged.
    assessed_probability, claimed_probability : float
        Least probability of the holder for the status ``assessed``, and the one below which a place is ``contested``
        if it was given to several camps within `stale_front_days`, else no better than ``claimed``, or ``stale`` if
        no report speaks of it.
    quiet_days : int
        A neutral statement counts as settled if nobody contradicts it for so long (the note's 72 h).
    unattributed_quiet_days : int
        The same for the author's own voice.
    contested_days : int
        How long fighting or contradiction keeps a place ``contested``.
    stale_front_days, stale_rear_days : int
        Without news for longer than this a state is ``stale``.
    siege_days, truce_days : int
        How long a siege or a truce is believed to last without news of it.
    lookback_days : int
        How long before the first report its events may lie and still act.

    Notes
    -----
    Source: the design note of this project on control. Its worked check, with a prior of .93 for the opposition and
    a directed hazard of .02, gives P(government) = .35 for a partisan claim alone, .24 neutral but hedged, .84
    neutral, .95 admission, .99 partisan and neutral, .36 neutral in the rear; the tests hold it to two decimals.
    """

    hold_admission: float = 0.97
    hold_neutral: float = 0.88
    hold_unattributed: float = 0.80
    hold_partisan: float = 0.62
    hold_anonymous: float = 0.58
    event_admission: float = 1000.0
    event_neutral: float = 300.0
    event_unattributed: float = 100.0
    event_partisan: float = 30.0
    event_anonymous: float = 20.0
    confirm_share: float = 0.3
    hedge_weight: float = 0.5
    sure_score: float = 0.9
    facility_weight: float = 0.8
    undated_weight: float = 0.5
    echo_weight: float = 0.15
    echo_days: int = 2
    least_certainty: float = 0.55
    denial_share: float = 1.0
    attack_share: float = 0.3
    hazard_rear: float = 0.002
    hazard_front: float = 0.02
    hazard_attacked: float = 0.05
    hazard_attacker: float = 0.001
    directed_share: float = 0.85
    front_km: float = 10.0
    offensive_km: float = 20.0
    attacked_days: int = 7
    attacker_days: int = 14
    baseline_probability: float = 0.97
    neighbour_trust: float = 0.7
    town_km: float = 5.0
    town_rows: int = 3
    pocket_places: int = 12
    assessed_probability: float = 0.80
    claimed_probability: float = 0.50
    quiet_days: int = 3
    unattributed_quiet_days: int = 7
    contested_days: int = 7
    stale_front_days: int = 45
    stale_rear_days: int = 180
    siege_days: int = 60
    truce_days: int = 45
    lookback_days: int = 31

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            low, high = (0.0, 1.0) if field.type == "float" else (0, 36500)
            if field.name.startswith("event_"):
                low, high = 1.0, 1e9
            if field.name.endswith("_km"):
                high = 1000.0
            if not low <= value <= high:
                message = f"ControlParameters.{field.name} is {value}; it must lie between {low:g} and {high:g}"
                raise InvalidQueryError(message)

    def hold_reliability(self, interest: str) -> float:
        """Reliability of a statement of holding by the interest of its speaker."""
        return {
            "admission": self.hold_admission,
            "neutral": self.hold_neutral,
            "unattributed": self.hold_unattributed,
            "partisan": self.hold_partisan,
        }.get(interest, self.hold_anonymous)

    def event_ratio(self, interest: str) -> float:
        """Likelihood ratio of a statement of a take-over by the interest of its speaker."""
        return {
            "admission": self.event_admission,
            "neutral": self.event_neutral,
            "unattributed": self.event_unattributed,
            "partisan": self.event_partisan,
        }.get(interest, self.event_anonymous)
