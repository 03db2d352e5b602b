"""The main job on real input: one article on the joint operations room, and its retelling in seeds/.

The article itself is read from the reference material where that is present; the retelling always.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo.coreference import place_anaphors
from geo.pipeline import analyze
from geo.reports import read_reports

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
ARTICLE = SHARED / "seeds" / "idlib-operations-room.txt"
RETELLING = ROOT / "seeds" / "2018-01-02-wire-joint-operations-room.md"


@pytest.fixture(scope="module", params=["article", "retelling"])
def analysis(request):
    path = ARTICLE if request.param == "article" else RETELLING
    if not path.exists():
        pytest.skip("reference material ../shared is not there")
    return analyze(read_reports(path, on_error="raise"), conflict="syria")


@pytest.fixture
def report(analysis):
    (only,) = analysis.reports
    return only


@pytest.fixture
def places(analysis, report):
    return [r for r in analysis.resolutions[report.id] if r.mention.literal]


def about(analysis, predicates, camp, name):
    """Claims of a camp on a place of this name."""
    return [
        claim
        for claim in analysis.claims
        if claim.predicate in predicates
        and camp in {a.camp for a in claim.actors} | {c for a in claim.actors for c in a.camps}
        and claim.resolution is not None
        and claim.resolution.place is not None
        and claim.resolution.place.name == name
    ]


def test_each_paragraph_counts_once(report):
    lines = [line for line in report.text.split("\n") if len(line) > 40]
    assert len(lines) == len(set(lines))


def test_idlib_is_the_province_throughout(places):
    idlib = [r for r in places if "Idlib" in r.mention.text]
    assert len(idlib) >= 4
    assert {r.place.feature_code for r in idlib} == {"ADM1"}
    assert {r.place.name for r in idlib} == {"Idlib"}


def test_southern_idlib_is_an_area(places):
    from geo.gazetteer import Gazetteer

    southern = [r for r in places if r.region is not None and r.region.text.lower().startswith("southern idlib")]
    assert southern, [r.mention.text for r in places]
    area = southern[0].region.geometry
    whole = Gazetteer.open().area(southern[0].place.id)
    assert area.is_valid
    assert area.intersection(whole).area > 0.8 * area.area, "it lies in the province"
    assert area.centroid.y < whole.centroid.y, "and in its south"
    assert area.area < 0.75 * whole.area


def test_what_the_province_means(analysis, report):
    """Three times Idlib, once Hama ("assault on the rebels in the province")."""
    said = [a for a in place_anaphors(report.text, analysis.resolutions[report.id]) if "province" in a.text.lower()]
    assert [a.antecedent.place.name for a in said] == ["Idlib", "Idlib", "Hama", "Idlib"]
    assert {a.antecedent.place.feature_code for a in said} == {"ADM1"}


def test_the_governments_forces_advance_into_idlib_from_the_south(analysis):
    moves = about(analysis, {"advance"}, "regime", "Idlib")
    assert len(moves) >= 2
    assert any(claim.resolution.region is not None for claim in moves)
    assert {claim.effect for claim in moves} <= {"move", "part", "none"}


def test_the_opposition_holds_idlib(analysis):
    assert about(analysis, {"hold"}, "opposition", "Idlib")


def test_hts_took_much_of_the_province_in_2017(analysis):
    (claim,) = (c for c in about(analysis, {"capture"}, "hts", "Idlib") if "much" in c.part)
    assert claim.is_background
    assert claim.time.start.year == claim.time.end.year == 2017
    assert claim.effect != "set"


def test_the_offensive_on_north_west_hama_began_in_october(analysis):
    claims = about(analysis, {"attack", "advance"}, "regime", "Hama")
    assert claims
    assert any(claim.time.start == date(2017, 10, 1) for claim in claims)
    assert {claim.resolution.place.feature_code for claim in claims} == {"ADM1"}


def test_aleppo_city_is_background_and_moves_no_day_of_the_map(analysis):
    (claim,) = about(analysis, {"capture", "recapture"}, "regime", "Aleppo")
    assert claim.resolution.place.feature_class == "P"
    assert claim.is_background
    assert claim.time.start.year == 2015, "as the article says"
    state = {s.place.id: s for s in analysis.states}.get(claim.resolution.place.id)
    assert state is None or claim.claim_id not in state.supporting or state.since is None or state.since.year < 2016


@pytest.mark.parametrize(
    "name",
    ["Enab Baladi", "Jolani", "Hassan", "Zinki", "Tahrir al-Sham", "Ahrar al-Sham", "Nimr", "offensive", "Christmas"],
)
def test_names_that_are_no_places(analysis, report, places, name):
    assert name in report.text
    starts = [n for n in range(len(report.text)) if report.text.startswith(name, n)]
    for start in starts:
        hit = [r.mention.text for r in places if r.mention.start < start + len(name) and start < r.mention.end]
        assert hit == []
    assert [c.quote for c in analysis.claims if name in c.place_text] == []


def test_no_settlement_changes_hands(analysis):
    assert analysis.changes() == ()
    settlements = [c for c in analysis.claims if c.effect == "set" and not c.is_background and c.resolution is not None]
    assert [c.quote for c in settlements if c.resolution.place and c.resolution.place.feature_class == "P"] == []
