"""Toponym resolution: one report decided jointly."""

from __future__ import annotations

import pytest

import geo


def found(text, conflict="syria"):
    return {r.mention.text: r for r in geo.geoparse(text, conflict=conflict) if r.mention.literal}


def test_the_area_named_behind_the_comma_decides():
    place = found("A man from Paris, Texas, was heard.", None)["Paris"].place
    assert (place.country_code, place.admin1) == ("US", "Texas")


def test_small_towns_are_told_by_their_company():
    text = "Palestine police, the Anderson County sheriff and a judge from Athens, Texas met in Elkhart."
    places = found(text, None)
    assert places["Athens"].place.country_code == "US"
    assert places["Anderson County"].place.admin1 == "Texas"


def test_a_country_is_not_the_hamlet_of_its_name():
    assert found("Damascus accused Qatar and Jordan of arming rebels in Qatar.")["Qatar"].place.feature_code.startswith(
        "PCL"
    )


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Raids hit Idlib province.", "Idlib", "ADM1"),
        ("Shells fell on Idlib city.", "Idlib", "PPL"),
        ("The city of Hama was quiet.", "Hama", "PPL"),
        ("Villages in the Hama countryside were bombed.", "Hama", "ADM1"),
        ("Fighting went on in rural Aleppo.", "Aleppo", "ADM1"),
    ],
)
def test_words_around_the_name_choose_the_level(text, name, code):
    assert found(text)[name].place.feature_code.startswith(code)


def test_bare_idlib_is_the_province_and_the_city_stays_a_candidate():
    resolution = found("The rebels were pushed back across Idlib.")["Idlib"]
    assert resolution.place.feature_code == "ADM1"
    assert any(c.place.feature_class == "P" for c in resolution.candidates)


def test_spelling_variants_of_the_war_zone_are_found():
    places = found("Residents of Foua and Kfraya in Idlib province were moved; troops entered Sraqb.")
    assert places["Foua"].place.latitude == pytest.approx(35.98, abs=0.05)
    assert places["Kfraya"].place.latitude == pytest.approx(35.99, abs=0.05)


def test_unknown_names_are_listed_without_a_place():
    resolution = found("The army entered the village of Tell Nowhereiyah.")["Tell Nowhereiyah"]
    assert resolution.place is None


def test_an_unknown_quarter_stands_for_part_of_its_town():
    resolution = found("Shells fell on Aleppos Qarqarzooma district.")["Qarqarzooma"]
    assert resolution.place.name == "Aleppo"
    assert resolution.precision == 2


def test_figurative_mentions_have_no_place():
    resolutions = [r for r in geo.geoparse("Moscow said so.", conflict="syria") if not r.mention.literal]
    assert resolutions
    assert all(r.place is None for r in resolutions)


def test_scores_are_probabilities_and_the_chosen_candidate_comes_first():
    for resolution in geo.geoparse("Clashes between Hama and Saraqib, near Abu al-Duhur.", conflict="syria"):
        if resolution.place is not None:
            assert 0.0 <= resolution.score <= 1.0
            assert resolution.candidates[0].place == resolution.place
            assert resolution.candidates[0].reasons


def test_the_conflict_is_overridden_by_the_words():
    assert found("He fled from Tripoli, Libya, to Malta.")["Tripoli"].place.country_code == "LY"
