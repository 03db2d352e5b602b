"""The control filter: the note's numbers, its laws, and the states it makes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pytest

from geo.control import ControlParameters, estimate
from geo.models import Actor, Claim, EventTime, Mention, Place, Resolution

CAMPS = ("regime", "opposition", "hts", "isis", "sdf")
DAY = date(2018, 1, 1)


@dataclass(frozen=True)
class Row:
    place_id: str
    name: str
    latitude: float
    longitude: float
    camp: str
    as_of: date


class War:
    """A small war: five camps that all fight each other, one ally."""

    camps = (*CAMPS, "russia")

    def __init__(self, rows=()):
        self.rows = tuple(rows)

    def shows_as(self, camp):
        return "regime" if camp == "russia" else camp

    def opposes(self, a, b):
        return self.shows_as(a) != self.shows_as(b)

    def baseline(self):
        return self.rows


def town(i=0, lat=35.7, lon=37.0, **more):
    return Place(f"t{i:03d}", f"Town {i}", lat, lon, **more)


def row(place, camp="opposition", as_of=DAY - timedelta(1)):
    return Row(place.id, place.name, place.latitude, place.longitude, camp, as_of)


def claim(place, camp="regime", day=0, *, predicate="capture", effect="set", interest="neutral", seen=None, **more):
    """A claim about an event on `day` that is published on `seen` (the same day unless said)."""
    when = DAY + timedelta(day)
    stance = {"partisan": camp, "neutral": "monitor", "admission": "opposition"}.get(interest, "unknown")
    values = {
        "claim_id": f"{place.id}-{camp}-{day}-{predicate}-{interest}-{more.get('report_id', 'r')}",
        "report_id": "r", "start": 0, "end": 1, "quote": "q", "predicate": predicate, "effect": effect,
        "actors": (Actor(camp, camp, camp),) if camp else (), "interest": interest, "source_stance": stance,
        "resolution": Resolution(Mention(0, 1, "T"), place, precision=1), "time": EventTime(when, when, "day"),
        "published": when if seen is None else DAY + timedelta(seen),
    }  # fmt: skip
    return Claim(**{**values, **more})


def worked(claims, hazard=0.02, **more):
    """P(regime) on the day, from a prior of .93 for the opposition and the given hazard."""
    place = town()
    war = War([row(place, as_of=DAY)])
    c = ControlParameters(hazard_rear=hazard, hazard_front=hazard, **more)
    timeline = estimate(claims, conflict=war, parameters=c)
    return timeline


@pytest.mark.parametrize(
    ("interests", "hedged", "hazard", "expected"),
    [
        (["partisan"], False, 0.02, 0.35),
        (["neutral"], True, 0.02, 0.24),
        (["neutral"], False, 0.02, 0.84),
        (["admission"], False, 0.02, 0.95),
        (["partisan", "neutral"], False, 0.02, 0.99),
        (["neutral"], False, 0.002, 0.36),
    ],
)
def test_worked_check_of_the_note(interests, hedged, hazard, expected):
    from geo.control.evidence import CampTable, compile_evidence
    from geo.control.filtering import Engine, state_dtype

    place = town()
    claims = [claim(place, interest=i, hedged=hedged, report_id=i) for i in interests]
    camps = CampTable.of(War(), CAMPS)
    c = ControlParameters(hazard_rear=hazard, hazard_front=hazard)
    evidence = compile_evidence(claims, camps, {place.id: 0}, DAY, c)
    start = np.zeros(1, dtype=state_dtype(5))
    for name in ("hot", "named"):
        start[name] = -30000
    start["p"] = [0.01, 0.93, 0.04, 0.01, 0.01]
    state = Engine(evidence, 1, 5, c, start).advance(0, np.zeros(1, dtype=bool))
    assert round(float(state["p"][0, 0]), 2) == expected
