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


# ------------------------------------------------------------------ quarters
def test_a_quarter_of_the_town_named_is_not_a_province_next_door():
    place = found("A bomb exploded in Aleppos Salah al-Din district.")["Salah al-Din"].place
    assert (place.country_code, place.admin1) == ("SY", "Aleppo")


def test_a_quarter_that_two_towns_have_goes_with_the_one_in_the_sentence():
    for town in ("Homs", "Deir ez-Zor"):
        text = f"Shells fell on the al-Qusour neighborhood in {town} city."
        assert found(text)["al-Qusour"].place.admin1 == town


def test_quarters_of_one_list_lie_in_one_town():
    places = found("Shells hit the neighborhoods of al-Midan, al-Furqan and al-Sabil in Aleppo city.")
    assert {places[n].place.admin1 for n in ("al-Midan", "al-Furqan", "al-Sabil")} == {"Aleppo"}


def test_the_old_city_of_a_town_is_its_own():
    resolution = found("A blast shook Aleppos Old City.")["Old City"]
    assert resolution.place.admin1 == "Aleppo"


def test_a_dateline_abroad_is_no_town_of_a_quarter():
    text = "MOSCOW (Sputnik) - Rockets fell on the Qarqarzooma neighborhood, an agency said."
    resolution = found(text)["Qarqarzooma"]
    assert resolution.place is None


# ------------------------------------------------------------------ what the words around a name say
def test_lists_of_provinces_are_provinces():
    for text in ("Raids hit Daraa, Hama and Homs provinces.", "Raids hit the provinces of Daraa, Hama and Homs."):
        assert {found(text)[n].place.feature_code for n in ("Daraa", "Hama", "Homs")} == {"ADM1"}


def test_a_countryside_that_is_a_province_of_its_own():
    assert found("Clashes went on in Damascus countryside.")["Damascus"].place.name == "Rif Dimashq"


def test_a_village_said_to_be_near_a_town_is_not_one_across_the_country():
    resolution = found("An attack on Kamyanka, a village a little south of Izium, failed.", "ukraine")["Kamyanka"]
    assert resolution.place is None or abs(resolution.place.longitude - 37.3) < 1.0


def test_the_part_of_the_country_said_rules_out_the_other_side():
    resolution = found("Fighters retook Al-Janudiyah, eastern Syria.")["Al-Janudiyah"]
    assert resolution.place is None
    assert found("Fighters retook Al-Janudiyah, northwestern Syria.")["Al-Janudiyah"].place.admin1 == "Idlib"


def test_a_province_said_around_a_village_is_where_it_lies():
    for province in ("Idlib", "Quneitra"):
        text = f"Rockets hit al-Hamidiyah village in the western countryside of {province} province."
        place = found(text)["al-Hamidiyah"].place
        assert place is None or place.admin1 == province


@pytest.mark.parametrize("name", ["Binan", "Orem", "Safi"])
def test_small_towns_abroad_are_not_meant_in_a_war(name):
    resolution = found(f"The army entered the village of {name} in Aleppo province.").get(name)
    assert resolution is None or resolution.place is None or resolution.place.country_code == "SY"


def test_cities_that_everybody_knows_are_meant_in_a_war():
    places = found("The UN envoy met US diplomats in Geneva, then flew to Amsterdam.")
    assert places["Geneva"].place.country_code == "CH"
    assert places["Amsterdam"].place.country_code == "NL"


def test_a_state_is_meant_before_a_small_town_of_its_name():
    assert found("Voters in Oregon and Nevada went to the polls.", None)["Oregon"].place.feature_code == "ADM1"


def test_an_article_grown_into_the_word_is_found():
    assert found("Raids hit the town of Urum Alkobra near Aleppo.")["Urum Alkobra"].place.name == "Urum al-Kubra"


# ------------------------------------------------------------------ honest scores
def test_homonyms_all_over_a_country_have_low_scores():
    assert found("The army captured Kamyanka.", "ukraine")["Kamyanka"].score < 0.6


def test_what_is_clear_has_a_high_score_and_what_is_far_a_lower_one():
    clear = found("Raids hit Saraqib and Maarat al-Numan in Idlib province.")
    assert clear["Saraqib"].score > 0.9
    far = found("Raids hit Saraqib, Maarat al-Numan, Khan Sheikhoun and Tall Tamir.")
    assert far["Tall Tamir"].place is None or far["Tall Tamir"].score < clear["Saraqib"].score - 0.05


def test_the_order_of_reports_changes_nothing():
    first = "Clashes in the State of Ohio and in Cookeville near Al Mansoura and Adra."
    second = "Ohio is quiet; Adra, Mansoura and Cookeville are not."
    before = [geo.geoparse(first), geo.geoparse(second)]
    after = [geo.geoparse(second), geo.geoparse(first)]
    assert before == after[::-1]


def test_a_town_abroad_of_the_same_name_makes_no_village_far():
    # Nasiriyah in Iraq is far away; Sheikh Barakeh is four kilometres from Sinjar.
    places = found(
        "Syrian troops took the town of Sinjar. A night raid brought the villages of Lweibdeh Sharki and Al-Nasiriya "
        "under the army's control. Later the army took Sheikh Barakeh and two other settlements near Sinjar."
    )
    assert places["Sheikh Barakeh"].place.name == "Shaykh Barakah"
    assert places["Sheikh Barakeh"].score > 0.9


def test_a_village_of_a_common_name_far_from_everything_is_another_one():
    resolution = found("Rebels in Aleppo left Castello and Handarat. The army then entered the Malah area.")["Malah"]
    assert resolution.place is None
    assert resolution.candidates


def test_a_village_of_a_common_name_in_company_is_found():
    assert found("Clashes went on in Malah, near Salkhad in Sweida province.")["Malah"].place is not None


def test_a_known_town_is_not_spelt_with_other_vowels_throughout():
    places = found(
        "The army took the villages of Al-Jadouyah and Al-Saloumyah, north of Rahjan, and entered Salamiyah."
    )
    assert places["Al-Saloumyah"].place is None
    assert places["Salamiyah"].place is not None


def test_a_hospital_is_not_a_village_spelt_nearly_like_it():
    assert found("Clashes went on near Teshrin Hospital. Manbij and Sarrin were calm.")["Teshrin"].place is None


@pytest.mark.parametrize("name", ["Manchester", "Sofia", "Hamilton", "Portland"])
def test_an_obscure_division_is_not_a_large_city_abroad(name):
    place = found(f"Officials in {name} said on Monday that the storm had passed.", None)[name].place
    assert place.feature_class == "P"


def test_a_small_place_overseas_is_not_meant_where_all_else_is_elsewhere():
    text = (
        "Troops in Mosul took the districts of Karama and Samah in the east of Nineveh; fighting went on in Bartella."
    )
    places = found(text, None)
    assert places["Samah"].place is None or places["Samah"].place.country_code == "IQ"


def test_places_of_the_news_overseas_are_kept():
    text = "Officials from Nashville, Knoxville and Memphis flew to London and on to Basra in Iraq."
    places = found(text, None)
    assert places["London"].place.country_code == "GB"
    assert places["Basra"].place.country_code == "IQ"


def test_names_side_by_side_speak_for_one_region():
    text = "Lebanon, Boone County and Zionsville share a landfill; Whitestown pays for it."
    assert found(text, None)["Lebanon"].place.admin1 == "Indiana"


def test_a_village_far_from_everything_in_a_war_stays_unknown():
    text = "Fighting went on in Douma, Harasta and Jobar. The army carried out operations in Aliya farms."
    assert found(text)["Aliya"].place is None
