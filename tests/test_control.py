"""The control filter: the note's numbers, its laws, and the states it makes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from geo.conflicts import load_conflict
from geo.control import ControlParameters, estimate, learn_reliability, predict_holders
from geo.errors import InvalidQueryError
from geo.models import Actor, Claim, EventTime, Mention, Place, Region, Resolution

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


def at(timeline, place, day):
    return timeline.state(place.id, DAY + timedelta(day))


def track(timeline, place):
    """Holder and status of a place, day by day."""
    return [(s.holder, s.status) for d in timeline.dates if (s := timeline.state(place.id, d))]


class TestHolder:
    def test_neutral_capture_is_assessed_after_three_quiet_days(self):
        place = town()
        near = town(1, 35.72)
        timeline = estimate([claim(place)], conflict=War([row(place), row(near)]), end=DAY + timedelta(6))
        # Deep in the rear, against a fresh baseline, one neutral voice is not enough.
        assert at(timeline, place, 0).holder == "opposition"
        war = War([row(place), row(near, "regime")])
        timeline = estimate([claim(place)], conflict=war, end=DAY + timedelta(6))
        assert [s for _, s in track(timeline, place)] == ["claimed"] * 3 + ["assessed"] * 4
        assert {h for h, _ in track(timeline, place)} == {"regime"}

    def test_one_partisan_claim_makes_nothing_assessed(self):
        place, near = town(), town(1, 35.72)
        war = War([row(place, "hts"), row(near, "regime")])
        timeline = estimate([claim(place, interest="partisan")], conflict=war, end=DAY + timedelta(30))
        assert all(s != "assessed" for _, s in track(timeline, place))
        assert at(timeline, place, 0).holder == "hts"

    def test_claimed_then_contested_then_assessed(self):
        place, near = town(feature_class="S"), town(1, 35.72)
        war = War([row(place, "hts", DAY - timedelta(180)), row(near, "regime", DAY - timedelta(2))])
        says = [
            claim(place, day=9, predicate="advance", effect="move", interest="partisan"),
            claim(place, day=12, predicate="attack", effect="contest", interest="partisan"),
            claim(place, day=18, interest="partisan"),
            claim(place, day=19, modality="denied", effect="none", interest="partisan", source_stance="hts"),
            claim(place, day=20, interest="neutral"),
        ]
        timeline = estimate(says, conflict=war, start=DAY, end=DAY + timedelta(22))
        assert at(timeline, place, 17).holder == "hts"
        assert at(timeline, place, 18).holder == "regime"
        assert [at(timeline, place, d).status for d in (18, 19, 20)] == ["claimed", "contested", "assessed"]

    def test_time_alone_makes_nobody_a_holder(self):
        place, near = town(), town(1, 35.72)
        war = War([row(place), row(near, "regime")])
        attacks = [claim(place, day=d, predicate="attack", effect="contest") for d in range(0, 60, 4)]
        timeline = estimate(attacks, conflict=war, end=DAY + timedelta(120))
        assert {h for h, _ in track(timeline, place)} == {"opposition"}

    def test_loss_without_successor_leaves_nobody(self):
        place = town()
        war = War([row(place)])
        gone = claim(place, "opposition", predicate="withdraw", effect="unset", interest="admission")
        timeline = estimate([gone], conflict=war, end=DAY + timedelta(1))
        assert at(timeline, place, 0).holder is None

    def test_loss_to_a_named_enemy_gives_it_to_them(self):
        place = town()
        war = War([row(place), row(town(1, 35.72), "regime")])
        gone = claim(
            place, "opposition", predicate="lose", effect="unset", interest="admission",
            opponents=(Actor("army", "SAA", "regime"),),
        )  # fmt: skip
        timeline = estimate([gone], conflict=war)
        state = at(timeline, place, 0)
        assert (state.holder, state.status, state.supporting) == ("regime", "assessed", (gone.claim_id,))

    def test_ally_holds_for_its_side(self):
        place = town()
        timeline = estimate([claim(place, "russia", interest="admission")], conflict=War())
        assert at(timeline, place, 0).holder == "regime"
        assert "russia" not in timeline.camps

    def test_order_within_one_report(self):
        place = town()
        war = War([row(place, "hts")])
        first = claim(place, "isis", claim_id="z", start=0, interest="unattributed")
        again = claim(place, "hts", claim_id="y", start=9, predicate="recapture", interest="unattributed")
        once_more = claim(place, "isis", claim_id="x", start=20, interest="unattributed")
        timeline = estimate([first, again, once_more], conflict=war)
        assert track(timeline, place)[0] == ("isis", "contested")
        assert at(estimate([first, again], conflict=war), place, 0).holder == "hts"

    def test_held_by_the_loser_before_the_capture(self):
        place = town()
        held = claim(place, "hts", predicate="hold", effect="confirm", interest="unattributed")
        taken = claim(place, "regime", interest="unattributed")
        both = estimate([held, taken], conflict=War())
        assert at(both, place, 0).holder == "regime"

    def test_unknown_place_is_not_filled_in(self):
        place, other = town(), town(1, 35.72)
        war = War([row(other, "regime")])
        timeline = estimate([claim(place, None, predicate="attack", effect="contest")], conflict=war)
        state = at(timeline, place, 0)
        assert (state.holder, state.basis) == (None, "none")
        assert state.status in {"unknown", "contested"}

    def test_what_nobody_contradicts_is_not_contested(self):
        place, near = town(), town(1, 35.72)
        war = War([row(place, as_of=DAY - timedelta(90)), row(near)])
        alone = estimate([claim(place, interest="admission")], conflict=war, end=DAY + timedelta(44))
        states = [alone.state(place.id, day) for day in alone.dates]
        assert {s.holder for s in states} == {"regime"}
        assert dict(states[-1].probabilities)["regime"] < 0.5
        assert "contested" not in {s.status for s in states}

    def test_two_takers_of_whom_none_is_likely_are_contested(self):
        place, near = town(), town(1, 35.72)
        said = [claim(place, interest="admission"), claim(place, "hts", 5, interest="anonymous")]
        timeline = estimate(said, conflict=War([row(near)]), end=DAY + timedelta(30))
        states = [timeline.state(place.id, day) for day in timeline.dates[13:]]
        assert all(max(p for _, p in s.probabilities) < 0.5 for s in states)
        assert {s.status for s in states} == {"contested"}

    def test_baseline_is_never_assessed(self):
        places = [town(i, 35.7 + i / 50) for i in range(4)]
        war = War([row(p, c) for p, c in zip(places, CAMPS, strict=False)])
        timeline = estimate([], conflict=war, start=DAY, end=DAY + timedelta(200))
        states = [s for d in timeline.dates for s in timeline.states(d)]
        assert {s.basis for s in states} == {"baseline"}
        assert {s.status for s in states} == {"claimed", "stale"}
        assert [s.holder for s in timeline.states(timeline.dates[-1])] == list(CAMPS[:4])

    def test_baseline_of_the_future_is_not_known(self):
        place = town()
        war = War([row(place, as_of=DAY + timedelta(5))])
        timeline = estimate([], conflict=war, start=DAY, end=DAY + timedelta(9))
        assert [h for h, _ in track(timeline, place)] == [None] * 5 + ["opposition"] * 5
        state = timeline.state(place.id, DAY + timedelta(5))
        assert (state.basis, state.since) == ("baseline", DAY + timedelta(5))
        assert state.confidence == pytest.approx(ControlParameters().baseline_probability, abs=0.01)

    def test_baseline_of_the_future_weighs_the_same_where_somebody_speaks_of_the_place(self):
        quiet, told = town(), town(1, 36.7)
        war = War([row(p, as_of=DAY + timedelta(5)) for p in (quiet, told)])
        attack = claim(told, "regime", 9, predicate="attack", effect="attack")
        timeline = estimate([attack], conflict=war, start=DAY, end=DAY + timedelta(9))
        one, other = (timeline.state(p.id, DAY + timedelta(5)) for p in (quiet, told))
        assert one.holder == other.holder == "opposition"
        assert one.confidence == pytest.approx(other.confidence, abs=1e-6)
        assert one.status == other.status

    def test_a_look_back_at_a_baseline_of_the_future(self):
        place = town()
        war = War([row(place, as_of=DAY + timedelta(5))])
        timeline = estimate([], conflict=war, start=DAY, end=DAY + timedelta(9), mode="smoother")
        before = dict(timeline.state(place.id, DAY + timedelta(4)).probabilities)
        assert max(before, key=before.get) == "opposition"

    @pytest.mark.parametrize(("neighbour", "days"), [("regime", 180), ("opposition", 45)])
    def test_news_grows_old(self, neighbour, days):
        place, near = town(), town(1, 35.72)
        war = War([row(near, neighbour)])
        timeline = estimate([claim(place, interest="admission")], conflict=war, end=DAY + timedelta(300))
        statuses = [s for _, s in track(timeline, place)]
        assert statuses[days] != "stale"
        assert statuses[days + 1 :] == ["stale"] * (300 - days)


class TestDates:
    def test_late_news_changes_the_past_only_from_its_publication_on(self):
        place = town()
        late = claim(place, day=2, seen=6, interest="admission")
        other = claim(place, "hts", day=4, interest="admission", source_stance="opposition")
        war = War([row(place), row(town(1, 35.72), "isis")])
        timeline = estimate([late, other], conflict=war, start=DAY, end=DAY + timedelta(8))
        holders = [h for h, _ in track(timeline, place)]
        assert holders[:4] == ["opposition"] * 4
        # What came first on the ground comes first in the filter, though it was told last.
        assert holders[4:] == ["hts"] * 5

    def test_smoother_applies_it_on_its_day(self):
        place = town()
        late = claim(place, day=2, seen=6, interest="admission")
        timeline = estimate([late], conflict=War([row(place)]), start=DAY, end=DAY + timedelta(8), mode="smoother")
        assert [h for h, _ in track(timeline, place)] == ["opposition"] * 2 + ["regime"] * 7

    def test_undated_claim_acts_weakly_when_published(self):
        place = town()
        war = War([row(place, as_of=DAY - timedelta(90))])
        plain, undated = (
            at(estimate([claim(place, time=t)], conflict=war), place, 0).probabilities[0][1]
            for t in (EventTime(DAY, DAY, "day"), EventTime())
        )
        assert undated < plain

    def test_claim_without_publication_acts_never(self):
        place = town()
        says = claim(place, published=None)
        timeline = estimate([says], conflict=War([row(place)]), start=DAY, end=DAY + timedelta(3))
        assert {h for h, _ in track(timeline, place)} == {"opposition"}
        assert timeline.unused == ((says.claim_id, "nobody knows when it was published"),)

    def test_background_never_moves_the_map_of_today(self):
        place = town()
        old = claim(place, "isis", day=-800, seen=0, is_background=True, interest="admission")
        timeline = estimate([old], conflict=War([row(place, "regime")]), end=DAY + timedelta(3))
        assert {h for h, _ in track(timeline, place)} == {"regime"}
        assert timeline.dates[0] == DAY

    def test_no_dates_no_days(self):
        timeline = estimate([claim(town(), published=None)], conflict=War())
        assert timeline.dates == () and timeline.states(DAY) == () and timeline.runs() == ()

    def test_end_before_start(self):
        with pytest.raises(InvalidQueryError, match="end"):
            estimate([], conflict=War(), start=DAY, end=DAY - timedelta(1))


class TestOverlays:
    def test_siege_begins_and_is_lifted(self):
        place = town()
        siege = claim(place, "opposition", day=1, predicate="besiege", effect="siege")
        lifted = replace(
            siege,
            claim_id="l",
            polarity="negated",
            time=EventTime(DAY + timedelta(4), None),
            published=DAY + timedelta(4),
        )
        timeline = estimate([siege, lifted], conflict=War([row(place, "regime")]), start=DAY, end=DAY + timedelta(6))
        assert timeline.besieged[:, 0].tolist() == [False, True, True, True, False, False, False]
        assert {h for h, _ in track(timeline, place)} == {"regime"}
        assert at(timeline, place, 2).overlays == ("besieged",)

    def test_truce_lasts_a_while(self):
        place = town()
        truce = claim(place, predicate="ceasefire", effect="truce")
        timeline = estimate([truce], conflict=War([row(place)]), end=DAY + timedelta(60))
        assert timeline.truce[:, 0].tolist() == [True] * 46 + [False] * 15

    def test_area_sets_no_place(self):
        for area in (
            replace(claim(town()).resolution, precision=5),
            replace(claim(town()).resolution, region=Region("south of T", 0, 5, "offset", (), None, 5.0)),
            replace(claim(town()).resolution, place=town(feature_class="A")),
        ):
            timeline = estimate([claim(town(), resolution=area)], conflict=War())
            assert timeline.places == ()
            assert timeline.unused[0][1] == "it speaks of an area, not of one place"

    def test_part_contests_but_never_sets(self):
        place = town()
        part = claim(place, part="much of", interest="admission")
        timeline = estimate([part], conflict=War([row(place)]))
        assert track(timeline, place) == [("opposition", "contested")]


class TestQuestions:
    def setup_method(self):
        self.place = town(population=5)
        self.taken = claim(self.place, day=1, interest="admission")
        self.held = claim(self.place, "opposition", day=2, predicate="hold", effect="confirm", interest="partisan")
        self.bombed = claim(self.place, day=2, predicate="strike", effect="none")
        self.timeline = estimate(
            [self.bombed, self.held, self.taken], conflict=War([row(self.place)]), start=DAY, end=DAY + timedelta(4)
        )

    def test_changes_name_their_claims(self):
        (change,) = self.timeline.changes(DAY, DAY + timedelta(4))
        assert (change.day, change.before, change.after) == (DAY + timedelta(1), "opposition", "regime")
        assert change.claim_ids == (self.taken.claim_id,)
        assert self.timeline.changes(DAY + timedelta(1), DAY + timedelta(4)) == ()

    def test_explain(self):
        shown = self.timeline.explain(self.place.id)
        assert shown.supporting == (self.taken,)
        assert shown.contradicting == (self.held,)
        assert shown.other == (self.bombed,)
        assert self.timeline.explain(self.place.id, DAY + timedelta(1)).contradicting == ()
        assert self.timeline.explain("nowhere") is None

    def test_runs_give_back_the_table(self):
        (runs,) = self.timeline.runs()
        for t in range(5):
            run = [r for r in runs if r.day <= t][-1]
            assert run.holder == self.timeline.holder[t, 0]
            assert (run.status, run.basis) == (self.timeline.status[t, 0], self.timeline.basis[t, 0])
            p = 100 * self.timeline.probabilities[t, 0, run.holder]
            assert abs(run.confidence - p) <= (2.51 if run.basis == 2 else 10.01)
        assert all(a.day < b.day for a, b in pairwise(runs))

    def test_days_outside(self):
        assert self.timeline.state(self.place.id, DAY - timedelta(1)) is None
        assert self.timeline.states(DAY + timedelta(99))[0].as_of == DAY + timedelta(4)
        with pytest.raises(InvalidQueryError, match="before the first day"):
            self.timeline.day_index(DAY - timedelta(1))


def test_bad_parameter_is_named():
    with pytest.raises(InvalidQueryError, match="hazard_front"):
        ControlParameters(hazard_front=2)


class TestReliability:
    def claims(self):
        """A careful source and a boastful one, on the same places; a third one that agrees with the careful one."""
        out = []
        for i in range(40):
            place = town(i, 33 + i * 0.3)
            says = {"careful": "regime", "third": "regime", "boast": "opposition"}
            for source, camp in says.items():
                out.append(
                    claim(
                        place, camp, interest="neutral", predicate="hold", effect="confirm",
                        source=source, claim_id=f"{source}{i:02d}", report_id=f"{source}{i:02d}",
                    )
                )  # fmt: skip
        return out

    def test_a_source_that_others_contradict_loses_trust(self):
        learned = {r.source: r for r in learn_reliability(self.claims(), conflict=War())}
        assert sorted(learned) == ["boast", "careful", "third"]
        assert learned["boast"].after < 0.3 < learned["boast"].before == 0.88 < learned["careful"].after
        table = {(r.source, r.interest): r.after for r in learned.values()}
        plain, wiser = (
            estimate(self.claims(), conflict=War(), reliability=t).probabilities[0, 0, 0] for t in (None, table)
        )
        assert plain < wiser

    def test_nobody_is_borne_out_by_his_own_word(self):
        alone = [c for c in self.claims() if c.source == "boast"]
        (told,) = learn_reliability(alone, conflict=War())
        assert (told.claims, told.checked, told.before, told.after) == (40, 0, 0.88, pytest.approx(0.88))
        learned = {r.source: r for r in learn_reliability(self.claims(), conflict=War())}
        assert {r.checked for r in learned.values()} == {40}
        assert all(0 <= r.low < r.after < r.high <= 1 for r in learned.values())

    def test_few_claims_teach_nothing(self):
        assert learn_reliability(self.claims()[:19], conflict=War()) == ()


class TestNeighbours:
    def known(self):
        west = [(town(i, 35 + i * 0.05, 36.0), "regime") for i in range(15)]
        return west + [(town(20 + i, 35 + i * 0.05, 36.4), "opposition") for i in range(15)]

    def test_a_place_among_others_is_guessed_as_they_are(self):
        asked = [town(90, 35.31, 36.02), town(91, 35.31, 36.38), town(92, 35.31, 36.2)]
        west, east, middle = predict_holders(self.known(), asked)
        assert (west.camp, east.camp) == ("regime", "opposition")
        assert west.probabilities[0][1] > 0.9
        assert abs(middle.probabilities[0][1] - 0.5) < 0.1
        assert all(abs(sum(v for _, v in g.probabilities) - 1) < 1e-9 for g in (west, east, middle))

    def test_nothing_known(self):
        with pytest.raises(InvalidQueryError, match="at least one"):
            predict_holders([], [town()])

    def test_one_place_known(self):
        (guess,) = predict_holders([(town(), "regime")], [town(1, 36)])
        assert guess.probabilities == (("regime", 1.0),)

    def test_a_place_of_two_camps_speaks_for_both(self):
        shared = [(town(40 + i, 35 + i * 0.05, 36.8), "isis+hts") for i in range(15)]
        (guess,) = predict_holders([*self.known(), *shared], [town(90, 35.31, 36.81)])
        p = dict(guess.probabilities)
        assert set(p) == {"regime", "opposition", "isis", "hts"}
        assert p["isis"] == pytest.approx(p["hts"], rel=0.05)
        assert p["isis"] > 0.3

    def test_a_site_named_after_an_armed_group_is_its_own(self):
        syria = load_conflict("syria")
        base = Place("x", "YPG Base", 35.31, 36.02, feature_class="S", feature_code="INSM")
        barracks = Place("y", "Syrian Army Base", 35.31, 36.38, feature_class="S", feature_code="INSM")
        village = Place("z", "Rebel", 35.31, 36.02, feature_class="P", feature_code="PPL")
        known = [*self.known(), (town(70, 34, 38), "sdf")]
        named, army, plain = predict_holders(known, [base, barracks, village], conflict=syria)
        assert named.camp == "sdf"
        assert named.probabilities[0][1] == pytest.approx(12 / 13, abs=0.01)
        # The state's army built most barracks before the war; a village is not named after whoever is there.
        assert (army.camp, plain.camp) == ("opposition", "regime")
        assert predict_holders(known, [base])[0].camp == "regime"


class TestSharedBaseline:
    def test_nobody_is_picked_out_of_two_camps(self):
        place = town(3)
        war = War([row(place, "opposition+hts")])
        assert estimate([], conflict=war, start=DAY, end=DAY).places == ()
        timeline = estimate([claim(place, "regime", 5)], conflict=war, start=DAY, end=DAY + timedelta(9))
        before, after = timeline.state(place.id, DAY + timedelta(4)), timeline.state(place.id, DAY + timedelta(9))
        assert (before.holder, before.status) == (None, "unknown")
        assert after.holder == "regime"
        p = dict(before.probabilities)
        assert p["opposition"] == pytest.approx(p["hts"])
        assert p["hts"] > 0.4

    def test_a_later_row_of_two_camps_makes_neither_the_holder(self):
        place = town(3)
        war = War([row(place, "opposition+hts", DAY + timedelta(3))])
        timeline = estimate([claim(place, "regime", 6)], conflict=war, start=DAY, end=DAY + timedelta(9))
        assert timeline.state(place.id, DAY + timedelta(4)).holder is None
        assert timeline.state(place.id, DAY + timedelta(9)).holder == "regime"


class TestPockets:
    def test_enemies_all_around_are_a_siege(self):
        ring = [town(i, 35.7 + 0.05 * np.sin(a), 37 + 0.05 * np.cos(a)) for i, a in enumerate(np.arange(0, 6.2, 0.8))]
        middle = town(50)
        war = War([row(middle, "regime"), *(row(p) for p in ring)])
        timeline = estimate([], conflict=war, start=DAY, end=DAY)
        assert [p.id for i, p in enumerate(timeline.places) if timeline.besieged[0, i]] == [middle.id]
        half = War([row(middle, "regime"), *(row(p) for p in ring[:4])])
        assert not estimate([], conflict=half, start=DAY, end=DAY).besieged.any()


class TestNames:
    def test_name_without_a_place_is_followed_but_not_drawn(self):
        lost = Resolution(Mention(0, 9, "Umm Nowhere"), None)
        taken = claim(town(), resolution=lost, effect="part", interest="admission")
        timeline = estimate([taken], conflict=War())
        assert timeline.places == ()
        (place,) = timeline.unlocated.places
        assert timeline.unlocated.state(place.id, DAY).holder == "regime"

    def test_city_takes_the_camp_of_its_districts(self):
        districts = [town(i, 35.7 + i * 0.01) for i in range(1, 4)]
        timeline = estimate(
            [claim(town(), None, predicate="attack", effect="contest")], conflict=War(map(row, districts))
        )
        state = at(timeline, town(), 0)
        assert (state.holder, state.basis) == ("opposition", "baseline")

    def test_side_that_only_the_claims_know(self):
        place = town()
        taken = claim(place, "other:clan", opponents=(Actor("x", "x", "regime"),), interest="admission")
        timeline = estimate([taken], conflict=War())
        assert at(timeline, place, 0).holder == "other:clan"
        a, b = timeline.camps.index("other:clan"), timeline.camps.index("regime")
        assert timeline.opposed[a, b] and timeline.opposed[b, a]


class TestDoubtfulClaims:
    """A claim that the map hides never settles a state, unless an independent one agrees."""

    def doubtful(self, **more):
        values = {
            "certainty": 0.5,
            "certainty_terms": (("attribution", 0.5),),
            "source": "one",
            "claim_id": "x",
            **more,
        }
        return claim(town(), "regime", report_id=values["claim_id"], **values)

    def state(self, *claims, day=20):
        war = War([row(town())])
        fight = claim(town(), None, -1, predicate="attack", effect="contest")
        return estimate([fight, *claims], conflict=war, end=DAY + timedelta(20)).states(DAY + timedelta(day))[0]

    def test_the_limit_is_the_map_s(self):
        from geo.claims import MAP_THRESHOLD

        assert ControlParameters().least_certainty == MAP_THRESHOLD

    def test_alone_it_is_claimed_at_best(self):
        sure = self.state(self.doubtful(certainty=0.9))
        unsure = self.state(self.doubtful())
        assert (sure.holder, sure.status) == ("regime", "assessed")
        assert (unsure.holder, unsure.status) == ("regime", "claimed")
        assert unsure.confidence == pytest.approx(sure.confidence)

    def test_an_independent_one_settles_it_from_its_own_day_on(self):
        later = self.doubtful(source="two", claim_id="y", seen=5)
        assert self.state(self.doubtful(), later, day=4).status == "claimed"
        assert self.state(self.doubtful(), later, day=20).status == "assessed"

    @pytest.mark.parametrize(
        "more", [{"source": "one"}, {"source": "two", "origin_id": "wire"}, {"source": "two", "actors": ()}]
    )
    def test_the_same_source_a_copy_or_another_matter_is_no_help(self, more):
        first = self.doubtful(origin_id="wire" if "origin_id" in more else "")
        assert self.state(first, self.doubtful(**{"claim_id": "y", **more})).status == "claimed"


def test_a_place_goes_from_claimed_over_contested_to_assessed():
    """State TV alone makes a claim, its denial a dispute, an independent account the assessment."""
    base = town()
    war = War([row(base, "hts")])
    fight = claim(base, "regime", -1, predicate="contest", effect="contest")
    tv = claim(base, "regime", 0, interest="partisan", report_id="tv")
    tv_again = claim(base, "regime", 0, interest="partisan", report_id="radio")
    denial = claim(
        base,
        "regime",
        0,
        interest="partisan",
        modality="denied",
        source_stance="hts",
        report_id="rebels",
        effect="none",
    )
    monitor = claim(base, "regime", 0, seen=1, report_id="monitor")

    def status(*claims, day=0):
        state = estimate(claims, conflict=war, end=DAY + timedelta(2)).states(DAY + timedelta(day))[0]
        return state.holder, state.status

    assert status(fight, tv, tv_again, day=2) == ("regime", "claimed")
    assert status(fight, tv, denial)[1] == "contested"
    assert status(fight, denial, tv) == status(fight, tv, denial)
    assert status(fight, tv, denial, monitor, day=1) == ("regime", "assessed")
