"""The laws of the control estimate, checked on random wars."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_control import CAMPS, DAY, War, claim, row, town

from geo.control import estimate
from geo.models import Actor, EventTime

LAST = 12
PLACES = [town(i, 35.6 + i * 0.06, 37.0 + (i % 2) * 0.08) for i in range(5)]
KINDS = [
    ("capture", "set"), ("hold", "confirm"), ("repel", "confirm"), ("lose", "unset"), ("contest", "contest"),
    ("attack", "contest"), ("advance", "move"), ("advance", "part"), ("besiege", "siege"), ("ceasefire", "truce"),
    ("strike", "none"),
]  # fmt: skip
INTERESTS = ("partisan", "admission", "neutral", "unattributed", "anonymous")


@st.composite
def some_claims(draw, size=12):
    """Claims of a random fortnight, each with its own id, some of them copies of one event or statement."""
    out = []
    for n in range(draw(st.integers(1, size))):
        predicate, effect = draw(st.sampled_from(KINDS))
        day = draw(st.integers(0, LAST))
        seen = draw(st.integers(day, LAST))
        undated = draw(st.integers(0, 9)) == 0
        out.append(
            claim(
                draw(st.sampled_from(PLACES)),
                draw(st.sampled_from([*CAMPS, "russia", None])),
                day,
                predicate=predicate,
                effect=effect,
                interest=draw(st.sampled_from(INTERESTS)),
                seen=seen,
                claim_id=f"c{n:02d}",
                report_id=f"r{draw(st.integers(0, 3))}",
                start=n,
                polarity=draw(st.sampled_from(["affirmed"] * 6 + ["negated"])),
                modality=draw(st.sampled_from(["asserted"] * 6 + ["claimed", "denied", "planned"])),
                hedged=draw(st.booleans()),
                event_id=draw(st.sampled_from(["", "", "e1", "e2"])),
                origin_id=draw(st.sampled_from(["", "", "o1"])),
                opponents=draw(st.sampled_from([(), (Actor("x", "x", "hts"),)])),
                **({"time": EventTime()} if undated else {}),
            )
        )
    return out


WARS = [War(), War([row(p, c, DAY - timedelta(90)) for p, c in zip(PLACES, CAMPS, strict=True)])]
wars = st.sampled_from(WARS)


def run(claims, war, **more):
    return estimate(claims, conflict=war, start=DAY, **{"end": DAY + timedelta(LAST), **more})


def same(a, b, days=None):
    """Whether two timelines show the same, bit for bit, on the first `days` days."""
    cut = slice(None, days)
    names = ("probabilities", "holder", "status", "basis", "besieged", "truce", "since")
    return a.places == b.places and all(np.array_equal(getattr(a, n)[cut], getattr(b, n)[cut]) for n in names)


laws = settings(max_examples=40, deadline=None)


@laws
@given(some_claims(), wars, st.integers(0, 2**16), st.sampled_from(["filter", "smoother"]))
def test_order_never_matters(claims, war, seed, mode):
    shuffled = claims.copy()
    random.Random(seed).shuffle(shuffled)
    assert same(run(claims, war, mode=mode), run(shuffled, war, mode=mode))


@laws
@given(some_claims(), wars, st.integers(0, LAST))
def test_later_reports_never_change_an_earlier_day(claims, war, day):
    as_of = DAY + timedelta(day)
    full = run(claims, war)
    cut = run([c for c in claims if c.published <= as_of], war, end=as_of)
    known = [p for p in full.places if p.id in cut.rows]
    for place in known:
        for d in range(day + 1):
            a, b = (t.state(place.id, DAY + timedelta(d)) for t in (full, cut))
            assert (a.holder, a.status, a.since, a.overlays) == (b.holder, b.status, b.since, b.overlays)
            assert a.probabilities == b.probabilities
            assert a.supporting == b.supporting
            assert a.contradicting == b.contradicting
    for place in full.places:
        if place.id not in cut.rows:
            assert full.state(place.id, as_of).holder is None


@laws
@given(some_claims(), wars)
def test_probabilities_are_probabilities(claims, war):
    for mode in ("filter", "smoother"):
        timeline = run(claims, war, mode=mode)
        assert np.isfinite(timeline.probabilities).all()
        assert (timeline.probabilities >= 0).all()
        assert np.allclose(timeline.probabilities.sum(axis=2), 1.0, atol=1e-5)


@laws
@given(some_claims(), wars)
def test_smoother_ends_where_the_filter_ends(claims, war):
    a, b = (run(claims, war, mode=m) for m in ("filter", "smoother"))
    assert np.allclose(a.probabilities[-1], b.probabilities[-1], atol=1e-5)


@laws
@given(
    some_claims(),
    wars,
    st.sampled_from(PLACES),
    st.sampled_from(CAMPS),
    st.integers(0, LAST),
    st.sampled_from(INTERESTS),
)
def test_denial_never_raises_the_denied_camp(claims, war, place, camp, day, interest):
    denial = claim(
        place, camp, day, interest=interest, modality="denied", effect="none", claim_id="zz", report_id="zz",
    )  # fmt: skip
    without, denied = run(claims, war), run([*claims, denial], war)
    if place.id not in without.rows:
        without = run(
            [
                *claims,
                replace(denial, claim_id="zy", predicate="besiege", effect="siege", modality="asserted", actors=()),
            ],
            war,
        )
    k = denied.camps.index(camp)
    before = without.probabilities[day, without.rows[place.id], k]
    assert denied.probabilities[day, denied.rows[place.id], k] <= before + 1e-6


@laws
@given(
    some_claims(), wars, st.sampled_from(PLACES), st.sampled_from(CAMPS), st.lists(st.integers(0, LAST), max_size=12)
)
def test_strikes_change_nothing(claims, war, place, camp, days):
    strikes = [
        claim(place, camp, d, predicate="strike", effect="none", claim_id=f"s{i}", report_id="s")
        for i, d in enumerate(days)
    ]
    assert same(run(claims, war), run([*claims, *strikes], war))


@laws
@given(some_claims(), wars, st.data())
def test_a_duplicate_changes_nothing(claims, war, data):
    claims = [replace(c, event_id=c.event_id or c.claim_id) for c in claims]
    copies = [
        replace(c, claim_id=f"{c.claim_id}-copy")
        for c in data.draw(st.lists(st.sampled_from(claims), max_size=6, unique_by=lambda c: c.claim_id))
    ]
    assert same(run(claims, war), run([*claims, *copies], war))


@pytest.mark.parametrize("copies", [1, 5, 50])
@pytest.mark.parametrize("side", ["hold", "capture"])
def test_admission_outweighs_any_number_of_copies(copies, side):
    place = PLACES[0]
    war = War([row(place, "opposition", DAY - timedelta(90))])
    predicate, effect = ("hold", "confirm") if side == "hold" else ("capture", "set")
    camp = "opposition" if side == "hold" else "regime"
    loud = [
        claim(
            place, camp, interest="partisan", predicate=predicate, effect=effect,
            claim_id=f"c{i}", report_id=f"r{i}", origin_id="o",
        )
        for i in range(copies)
    ]  # fmt: skip
    if side == "hold":
        admission = claim(place, "regime", day=1, interest="admission")
        wanted = "regime"
    else:
        admission = claim(
            place, "opposition", day=1, predicate="hold", effect="confirm", interest="admission", source_stance="regime"
        )
        wanted = "opposition"
    timeline = run([*loud, admission], war)
    state = timeline.state(place.id, DAY + timedelta(1))
    assert state.holder == wanted
    assert dict(state.probabilities)[wanted] > 0.8


def test_copies_of_one_wire_weigh_as_one():
    place = PLACES[0]
    war = WARS[1]
    one = claim(place, "hts", interest="partisan", origin_id="o", claim_id="a", report_id="a")
    many = [replace(one, claim_id=f"a{i}", report_id=f"a{i}") for i in range(20)]
    assert same(run([one], war), run(many, war))


def test_a_stronger_telling_of_an_event_takes_the_place_of_the_weaker():
    place = PLACES[0]
    war = War([row(place, "opposition", DAY - timedelta(90))])
    hedged = claim(place, hedged=True, event_id="e", claim_id="a", report_id="a")
    plain = claim(place, seen=2, event_id="e", claim_id="b", report_id="b")
    both, strong = run([hedged, plain], war), run([plain], war)
    assert both.probabilities[0, 0, 0] < both.probabilities[2, 0, 0]
    assert np.array_equal(both.probabilities[2:], strong.probabilities[2:])


def test_an_echo_of_one_party_weighs_little():
    place = PLACES[0]
    war = War([row(place, "opposition", DAY - timedelta(90))])
    says = [claim(place, interest="partisan", claim_id=x, report_id=x) for x in "abc"]
    neutral = claim(place, claim_id="n", report_id="n")
    one, three, two_sides = (run(c, war).probabilities[0, 0, 0] for c in (says[:1], says, [says[0], neutral]))
    assert one < three < two_sides
