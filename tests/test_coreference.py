"""Words that point back to a place: which words, to which place, and when to none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.coreference import place_anaphors
from geo.models import Candidate, Mention, Place, Resolution

SEED = (
    Path(os.environ.get("FRONTLINE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    / "seeds/idlib-operations-room.txt"
)
PROVINCE = Place("a1", "Norda", 50, 10, "A", "ADM1", "XX", "Norda")
CAPITAL = Place("p1", "Norda", 50, 10, "P", "PPLA", "XX", "Norda", 200_000)
TOWN = Place("p2", "Altdorf", 50.1, 10.1, "P", "PPL", "XX", "Norda", 15_000)
VILLAGE = Place("p3", "Kleinau", 50.2, 10.2, "P", "PPL", "XX", "Norda", 300)
BASE = Place("s1", "Feld", 50.2, 10.3, "S", "AIRB", "XX", "Norda")
COUNTRY = Place("c1", "Xland", 51, 11, "A", "PCLI", "XX")
PLACES = {"Altdorf": TOWN, "Kleinau": VILLAGE, "Feld": BASE, "Xland": COUNTRY, "Norda": CAPITAL}


def resolve(text, **changes):
    places = {**PLACES, **changes}
    out = []
    for name, place in places.items():
        at = text.find(name)
        while at >= 0:
            candidates = (Candidate(place, 0.9),) if place is not None else ()
            if name == "Norda":
                candidates = (Candidate(CAPITAL, 0.6), Candidate(PROVINCE, 0.4))
            out.append(Resolution(Mention(at, at + len(name), name), place, score=0.8, candidates=candidates))
            at = text.find(name, at + 1)
    return sorted(out, key=lambda r: r.mention.start)


def found(text, **changes):
    return [(a.text, a.antecedent.place.id) for a in place_anaphors(text, resolve(text, **changes))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels took Altdorf. The army shelled the town.", [("the town", "p2")]),
        (
            "Rebels took Altdorf. The army shelled the strategic rebel-held town.",
            [("the strategic rebel-held town", "p2")],
        ),
        ("From Kleinau in Altdorf they fled the village.", [("the village", "p3")]),
        ("They met in Feld. Jets bombed the airbase.", [("the airbase", "s1")]),
        ("Altdorf lies in Xland. The country is at war.", [("The country", "c1")]),
        ("Norda was hit. The city burned.", [("The city", "p1")]),
        ("Norda was hit. The province burned.", [("The province", "a1")]),
        ("Altdorf was hit. Fighters there fled.", [("there", "p2")]),
        ("Altdorf was hit. Shells fell on its northern outskirts.", [("its northern outskirts", "p2")]),
        ("Altdorf was hit. The towns airport shut.", [("The towns", "p2")]),
        ("Altdorf was hit. The town's airport shut.", [("The town", "p2")]),
        ("سقطت Altdorf. دخل الجيش البلدة", [("البلدة", "p2")]),
    ],
)
def test_points_back(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The army shelled the town. Rebels held Altdorf.",  # nothing before it
        "Rebels took Altdorf. The army shelled two villages.",
        "Rebels took Altdorf. The army shelled the villages.",
        "Rebels took Altdorf. Jets bombed the airbase.",  # no airbase named
        "Rebels took Xland. The army shelled the town.",
        "Rebels took Altdorf. There is no bread.",
        "Rebels took Altdorf. There were clashes.",
        "Rebels took Altdorf. The army shelled the town of Neudorf.",
        "Rebels took Altdorf. The army shelled the town Kleinau.",
        "Rebels took Altdorf. The city council met.",
        "Xland and Norda talked. The village was far away.",
    ],
)
def test_points_nowhere(text):
    assert found(text) == []


def test_nearest_that_fits_wins():
    text = "Altdorf fell on Monday. Kleinau fell on Tuesday. The town fell quiet."
    assert found(text) == [("The town", "p3")]


def test_named_inside_another_is_the_one_meant():
    text = "They shelled Kleinau in the western outskirts of Altdorf and left the town."
    assert found(text) == [("the town", "p3")]


def test_too_far_back_is_forgotten():
    text = "Rebels took Altdorf. " + "Nothing happened. " * 12 + "The town slept."
    assert found(text) == []


def test_repeated_paragraph_counts_once():
    text = "Altdorf fell. The town slept.\nNothing new.\nAltdorf fell. The town slept."
    assert found(text) == [("The town", "p2")]


def test_unresolved_and_figurative_names_are_no_antecedent():
    assert found("Rebels took Altdorf. The town slept.", Altdorf=None) == []
    mention = Mention(0, 7, "Altdorf", literal=False, kind="metonym")
    assert place_anaphors("Altdorf said so. The town slept.", [Resolution(mention, TOWN)]) == ()


def test_other_reading_keeps_the_mention():
    text = "Norda was hit. The province burned."
    (anaphor,) = place_anaphors(text, resolve(text))
    assert anaphor.antecedent.mention.text == "Norda"
    assert anaphor.antecedent.place == PROVINCE
    assert anaphor.antecedent.precision == 5


@pytest.mark.shared
@pytest.mark.skipif(not SEED.is_file(), reason="reference material absent")
def test_seed_article():
    text = SEED.read_text(encoding="utf-8")
    province = {n: Place(f"a-{n}", n, 35.5, 36.7, "A", "ADM1", "SY") for n in ("Idlib", "Hama")}
    out = []
    for name in ("Idlib", "Hama", "Aleppo", "Syria", "Russia"):
        at = text.find(name)
        while at >= 0:
            place = province.get(name) or Place(
                name, name, 36, 37, "A" if name[0] in "SR" else "P", "PCLI" if name[0] in "SR" else "PPLA", "SY"
            )
            out.append(Resolution(Mention(at, at + len(name), name), place))
            at = text.find(name, at + 1)
    provinces = [a.antecedent.place.name for a in place_anaphors(text, out) if a.text == "the province"]
    assert provinces == ["Idlib", "Idlib", "Hama", "Idlib"]


WORDS = st.sampled_from(
    ["Altdorf", "Norda", "the", "town", "city", "vıllage", "ſettlement", "province", "there", "is", "its", "outskirts", "of", ".", "\n", "The", "'s", "s", "المدينة", "İ"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=200))
def test_any_text(text):
    resolutions = resolve(text)
    for anaphor in place_anaphors(text, resolutions):
        assert text[anaphor.start : anaphor.end] == anaphor.text
        assert anaphor.antecedent.place is not None
        assert anaphor.antecedent.mention.end <= anaphor.start


def test_a_province_is_not_read_again_as_the_town_of_its_name() -> None:
    import geo

    text = "Troops advanced in the south-east of Idlib province. The town was taken two days later."
    found = geo.geoparse(text, conflict="syria", published="2018-01-30")
    assert [r.place.feature_class for r in found if r.place] == ["A"]
    assert [a for a in place_anaphors(text, found) if "town" in a.text] == []
