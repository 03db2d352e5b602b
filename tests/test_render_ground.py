"""Maps of wars without files of their own: colours for each side, towns under the data, a view that fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import geo
from geo.conflicts import load_conflict
from geo.models import Report
from geo.render.camps import FALLBACK_COLOURS, camp_styles, camps_of
from geo.render.ground import with_ground
from geo.render.page import encode_page, find_basemap

TEXT = (
    "Rapid Support Forces seized Nyala and shelled Omdurman. Rapid Support Forces besieged El Fasher. "
    "The Sudanese army held Kosti."
)


@pytest.fixture(scope="module")
def analysis() -> geo.Analysis:
    return geo.analyze([Report("a", TEXT, "Darfur", "Wire", date(2023, 11, 1), "day")], conflict=None)


def test_sides_that_no_file_lists_have_colours_and_names_of_their_own(analysis: geo.Analysis) -> None:
    used = tuple(camps_of(analysis.map_data))
    assert used[:2] == ("other:rsf", "other:saf"), "the side named most comes first"
    styles = {style.id: style for style in camp_styles(analysis.conflict, used)}
    first, second = styles["other:rsf"], styles["other:saf"]
    assert (first.name, second.name) == ("Rapid Support Forces", "Sudanese Armed Forces")
    assert {first.shows_as, second.shows_as} == {"other:rsf", "other:saf"}
    assert first.colour != second.colour
    assert first.shape != second.shape


def test_more_sides_than_colours_share_one() -> None:
    used = tuple(f"other:side_{n}" for n in range(len(FALLBACK_COLOURS) + 2))
    styles = {style.id: style for style in camp_styles(load_conflict(None), used)}
    own = [styles[camp] for camp in used if styles[camp].shows_as == camp]
    assert [style.colour for style in own] == list(FALLBACK_COLOURS)
    assert {styles[camp].shows_as for camp in used[len(own) :]} == {"other"}


def test_in_a_war_with_files_the_others_stay_among_the_others() -> None:
    styles = {style.id: style for style in camp_styles(load_conflict("syria"), ("other:iraq",))}
    assert (styles["other:iraq"].name, styles["other:iraq"].shows_as) == ("Iraq", "other")


def test_the_towns_of_another_country_are_on_its_map(analysis: geo.Analysis) -> None:
    extent = encode_page(analysis.map_data)[1]["extent"]
    labels = find_basemap(analysis.map_data, extent)["labels"]
    towns = {label["en"]: label for label in labels}
    assert {"Khartoum", "El Obeid"} <= set(towns)
    assert towns["Khartoum"]["ar"] == "الخرطوم"
    assert towns["Khartoum"]["zoom"] <= towns["El Obeid"]["zoom"]
    spots = [(label["lat"], label["lon"]) for label in labels if label["kind"] in ("city", "town", "village")]
    assert len(spots) == len(set(spots))
    assert find_basemap(replace(analysis.map_data, gazetteer=None), extent)["labels"] != labels


def test_a_city_comes_before_its_suburb(analysis: geo.Analysis) -> None:
    empty = {"labels": [], "layers": {"borders1": []}}
    here = with_ground(empty, analysis.gazetteer, (42.5, 36.0, 43.5, 36.7))
    mosul = next(label for label in here["labels"] if label["en"] == "Mosul")
    assert mosul["ar"] == "الموصل"
    assert not any(label["ar"] == "الموصل الجديدة" for label in here["labels"])


def test_the_home_country_keeps_its_own_base_map(analysis: geo.Analysis) -> None:
    data = replace(analysis.map_data, conflict=load_conflict("syria"))
    plain = replace(data, gazetteer=None)
    assert find_basemap(data, (36.0, 35.0, 37.0, 36.0)) is find_basemap(plain, (0.0, 0.0, 1.0, 1.0))


def test_provinces_are_drawn_where_their_shapes_are_known(analysis: geo.Analysis) -> None:
    empty = {"labels": [], "layers": {"borders1": []}}
    here = with_ground(empty, analysis.gazetteer, (35.0, 47.0, 37.0, 49.0))
    assert here["layers"]["borders1"]
    assert empty == {"labels": [], "layers": {"borders1": []}}
    nowhere = with_ground(empty, analysis.gazetteer, (-40.0, -40.0, -39.0, -39.0))
    assert nowhere == empty


def test_a_stray_namesake_does_not_set_the_view(analysis: geo.Analysis) -> None:
    data = analysis.map_data
    extent = encode_page(data)[1]["extent"]
    claim = data.claims[0]
    away = replace(claim.resolution.place, latitude=18.25, longitude=109.5)
    stray = replace(claim, claim_id="stray", resolution=replace(claim.resolution, place=away))
    assert encode_page(replace(data, claims=(*data.claims, stray)))[1]["extent"] == extent
