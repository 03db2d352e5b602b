"""Actor mentions in running text, and whom references mean."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.actors import find_actors
from geo.conflicts import load_conflict

SYRIA = load_conflict("syria")
DAY = date(2018, 1, 10)


def found(text, **options):
    return [(s.text, s.actor.camp, s.kind) for s in find_actors(text, SYRIA, on=DAY, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army and Hezbollah took the hill.", [("army", "regime", "group"), ("Hezbollah", "iran", "group")]),
        (
            "Syrian government troops and their allies entered.",
            [("Syrian government troops and their allies", "regime", "group")],
        ),
        ("The army and allied militias entered.", [("army and allied militias", "regime", "group")]),
        ("Rebel-held Morek was hit.", [("Rebel", "opposition", "adjective")]),
        ("Russian air strikes hit the town.", [("Russian", "russia", "adjective")]),
        ("The town is in Kurdish hands.", [("Kurdish", "sdf", "adjective")]),
        ("The warplanes hit the town.", [("warplanes", None, "air")]),
        ("Ankara has sent a convoy.", [("Ankara", "turkey_sna", "metonym")]),
        ("Turkey sent a convoy.", [("Turkey", "turkey_sna", "metonym")]),
        ("Sheitaat fighters attacked.", [("Sheitaat fighters", None, "group")]),
        ("BEIRUT Islamic State fighters left.", [("Islamic State fighters", "isis", "group")]),
    ],
)
def test_mentions(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They fled to Turkey.",
        "He lives in Russia.",
        "The rest is held by nobody.",
        "A military source spoke.",
        "The White Helmets came.",
        "Damascus is a city.",
    ],
)
def test_no_mention(text):
    assert found(text) == []


def test_an_ally_of_another_camp_is_an_actor_of_its_own():
    assert found("The regime and its Russian ally bombed Idlib.") == [
        ("regime", "regime", "group"),
        ("Russian ally", "russia", "group"),
    ]


def test_helpers_are_secondary():
    spans = find_actors("Syrian troops backed by Russian warplanes took it.", SYRIA, on=DAY)
    assert [(s.actor.camp, s.secondary) for s in spans] == [("regime", False), ("russia", True)]


@pytest.mark.parametrize(
    ("text", "word", "camp"),
    [
        ("Rebels fought Islamic State as the group took al-Rai.", "group", "isis"),
        ("HTS withdrew on Sunday. Its fighters left the town.", "fighters", "hts"),
        ("Palmyra was lost to Isis that spring, and militants took the museum.", "militants", "isis"),
        ("The SDF advanced. They took two villages.", "They", "sdf"),
        ("IS lost the city. The jihadists fled.", "jihadists", "isis"),
        ("Kurdish forces fought the Turkish army before the latter entered.", "the latter", "turkey_sna"),
    ],
)
def test_references_take_the_camp_of_whom_they_mean(text, word, camp):
    spans = {s.text: s for s in find_actors(text, SYRIA, on=DAY)}
    assert spans[word].actor.camp == camp
    assert spans[word].kind == "coref"


def test_a_reference_to_nobody_stays_open():
    assert found("The group retreated.") == [("group", None, "coref")]


def test_skipped_ranges_stay_empty():
    text = "The army of Idlib."
    assert found(text, skip=((4, 8),)) == []


def test_whoever_publishes_decides_about_terrorists():
    text = "Terrorists attacked the post."
    assert found(text, stance="turkey_sna")[0][1] == "sdf"
    assert found(text, stance="regime")[0][1] == "opposition"


@given(
    st.lists(
        st.sampled_from(
            ["The army", "rebels", "they", "the group", "said", "took", "Idlib", ".", "and its", "Russia", "\n"]
        ),
        max_size=20,
    )
)
def test_spans_are_true_and_apart(parts):
    text = " ".join(parts)
    spans = find_actors(text, SYRIA, on=DAY)
    assert all(text[s.start : s.end] == s.text for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
