"""Where a report was written and where its picture was taken are told apart from what it tells."""

from __future__ import annotations

import pytest

import geo
from geo.conflicts import load_conflict
from geo.gazetteer import Gazetteer
from geo.recognition import recognize


def kinds(text, conflict="syria"):
    war = load_conflict(conflict) if conflict else None
    found = recognize(text, conflict=war, gazetteer=Gazetteer.open())
    return [(m.text, m.kind) for m in found if m.literal]


@pytest.mark.parametrize("conflict", ["syria", None])
@pytest.mark.parametrize(
    ("text", "datelines"),
    [
        ("BEIRUT (Reuters) - Rebels left Hama.", ["BEIRUT"]),
        ("ALEPPO, Syria, Jan 3 - Rebels left Hama.", ["ALEPPO", "Syria"]),
        ("BEIRUT/AMMAN (Reuters) - Rebels left Hama.", ["BEIRUT", "AMMAN"]),
        ("BEIRUT — Rebels left Hama.", ["BEIRUT"]),
        ("A title\nDAMASCUS, AFP – Rebels left Hama.", ["DAMASCUS"]),
        ("Changed on Jul 012016 BEIRUT Some 70 fighters left Hama.", ["BEIRUT"]),
    ],
)
def test_datelines(text, datelines, conflict):
    found = kinds(text, conflict)
    assert [name for name, kind in found if kind == "dateline"] == datelines
    assert found[-1] == ("Hama", "place")


@pytest.mark.parametrize(
    "text",
    ["Hama (the old city) fell.", "Hama - the old city - fell.", "Moscow: Hama fell.", "HAMA FALLS TO REBELS"],
)
def test_what_only_looks_like_a_dateline(text):
    assert "dateline" not in [kind for _, kind in kinds(text)]


@pytest.mark.parametrize(
    ("text", "captions"),
    [
        ("Smoke rises over Douma, January 3, 2018. REUTERS/A. Name\nRebels left Hama.", ["Douma"]),
        ("In this photo taken on June 8 a man stands in Douma. Rebels left Hama.", ["Douma"]),
        ("A man stands in Douma. Photo: A. Name/AFP\nRebels left Hama.", ["Douma"]),
        ("The photographer left Douma. Rebels left Hama.", []),
    ],
)
def test_captions(text, captions):
    found = kinds(text)
    assert [name for name, kind in found if kind == "caption"] == captions
    assert found[-1] == ("Hama", "place")


def test_they_are_resolved_and_say_why_but_a_dateline_makes_no_claim():
    text = "ALEPPO, Syria, Jan 3 - Rebels captured Saraqib."
    found = geo.geoparse(text, conflict="syria")
    assert [(r.mention.kind, r.place is not None, bool(r.mention.reason)) for r in found] == [
        ("dateline", True, True),
        ("dateline", True, True),
        ("place", True, False),
    ]
    assert [c.place_text for c in geo.extract_claims(text, conflict="syria")] == ["Saraqib"]
