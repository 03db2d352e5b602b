"""Areas said in words: the phrases, their shapes, and what lands on a resolution."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.models import Mention, Place, Resolution
from geo.regions import anaphor_region, attach_regions, find_phrases, footprint
from geo.regions._phrases import Phrase

GEOD = Geod(ellps="WGS84")
PROVINCE = Place("prov", "Nord", 50.5, 10.5, "A", "ADM1", "XX", "Nord")
CAPITAL = Place("cap", "Nord", 50.5, 10.5, "P", "PPLA", "XX", "Nord", 100_000)
TOWN = Place("town", "Altdorf", 50.2, 10.2, "P", "PPL", "XX", "Nord", 10_000)
OTHER = Place("town2", "Neudorf", 50.2, 10.6, "P", "PPL", "XX", "Nord", 10_000)
RIVER = Place("river", "Fluss", 50.5, 10.7, "H", "STM", "XX")
LAND = Place("land", "Xland", 50.5, 11.0, "A", "PCLI", "XX")
NEIGHBOUR = Place("land2", "Yland", 50.5, 14.0, "A", "PCLI", "YY")
SHAPES = {
    "prov": shapely.box(10, 50, 11, 51),
    "river": shapely.LineString([(10.7, 50.0), (10.7, 51.0)]),
    "land": shapely.box(9, 49, 13, 52),
    "land2": shapely.box(13, 49, 15, 52),
}
PLACES = {p.id: p for p in (PROVINCE, CAPITAL, TOWN, OTHER, RIVER, LAND, NEIGHBOUR)}


class Gazetteer:
    """The methods that regions use, over a country of four squares."""

    def area(self, place_id):
        return SHAPES.get(place_id)

    def area_radius_km(self, place_id):
        return 0.0

    def contains(self, latitude, longitude):
        point = shapely.Point(longitude, latitude)
        held = [k for k, g in SHAPES.items() if g.geom_type == "Polygon" and g.contains(point)]
        return tuple(PLACES[k] for k in sorted(held, key=lambda k: SHAPES[k].area))

    def names(self, place_id):
        return (PLACES[place_id].name,)


GAZ = Gazetteer()


def resolve(text, *places):
    out = []
    at = 0
    for place in places:
        start = text.index(place.name, at)
        at = start + len(place.name)
        out.append(Resolution(Mention(start, at, place.name), place, score=1.0))
    return out


def region_of(text, *places):
    found = [r for r in attach_regions(text, resolve(text, *places), GAZ) if r.region is not None]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "bearing"),
    [
        ("Troops entered southern Altdorf.", "cardinal", 180),
        ("Troops entered north-west Altdorf.", "cardinal", 315),
        ("Troops entered north eastern Altdorf.", "cardinal", 45),
        ("Troops entered central Altdorf.", "cardinal", -1),
        ("Troops dug in to the south-east of the town of Altdorf.", "cardinal", 135),
        ("They hold the rebel-held east of Altdorf.", "cardinal", 90),
        ("They hold the western districts of Altdorf.", "cardinal", 270),
        ("They hold Altdorf's eastern neighbourhoods.", "cardinal", 90),
        ("They hold Altdorfs eastern neighborhoods.", "cardinal", 90),
        ("They left the southern Altdorf countryside.", "countryside", 180),
        ("They left the northeastern countryside of Altdorf.", "countryside", 45),
        ("They left rural Altdorf.", "countryside", None),
        ("They left Altdorf countryside.", "countryside", None),
        ("It lies near the rebel-held village of Altdorf.", "near", None),
        ("It lies in and around Altdorf.", "near", None),
        ("It burned on the outskirts of Altdorf.", "outskirts", None),
        ("It burned on the western outskirts of Altdorf.", "outskirts", 270),
        ("It burned in the rest of Altdorf.", "rest", None),
        ("قصف على ريف Altdorf الجنوبي", "countryside", 180),
        ("اشتباكات شمال شرق مدينة Altdorf", "cardinal", 45),
        ("اشتباكات بالقرب من Altdorf", "near", None),
    ],
)
def test_phrase_is_found(text, kind, bearing):
    start = text.index("Altdorf")
    (phrase,) = find_phrases(text, [(start, start + 7)])
    assert (phrase.kind, phrase.bearing) == (kind, bearing)
    assert phrase.start <= start < start + 7 <= phrase.end


@pytest.mark.parametrize(
    ("text", "km", "bearing"),
    [
        ("A base 10 km southeast of Altdorf fell.", 10, 135),
        ("A base about six miles north of Altdorf fell.", 6 * 1.609344, 0),
        ("A base some 35 kilometers (22 miles) from Altdorf fell.", 35, None),
        ("A base 2.5 km to the west of the town of Altdorf fell.", 2.5, 270),
        ("على بعد 12 كم جنوب Altdorf", 12, 180),
    ],
)
def test_distance_is_read(text, km, bearing):
    start = text.index("Altdorf")
    (phrase,) = find_phrases(text, [(start, start + 7)])
    assert (phrase.kind, phrase.bearing) == ("offset", bearing)
    assert phrase.distance_km == pytest.approx(km)


@pytest.mark.parametrize(
    "text",
    [
        "Troops captured Altdorf.",
        "In the northern city of Altdorf shops reopened.",
        "The northern Xish city of Altdorf is quiet.",
        "He drove north. Altdorf was quiet.",
        "They live nearby.\nAltdorf was quiet.",
        "Parts of Altdorf burned.",
    ],
)
def test_no_area_is_made_up(text):
    start = text.index("Altdorf")
    assert find_phrases(text, [(start, start + 7)]) == ()


def test_owner_passes_the_words_on():
    text = "A bomb fell near Xland's second city Altdorf."
    (phrase,) = find_phrases(text, [(17, 22), (37, 44)])
    assert (phrase.kind, phrase.anchor) == ("near", 1)
    text = "A bomb fell in eastern Altdorf's Hill."
    (phrase,) = find_phrases(text, [(23, 30), (33, 37)])
    assert (phrase.kind, phrase.anchor) == ("cardinal", 0)


def test_southern_part_is_the_south_of_the_area():
    done = region_of("They moved into southern Nord.", PROVINCE)
    assert done.place == PROVINCE
    assert done.region.text == "southern Nord"
    assert done.footprint is done.region.geometry
    west, south, east, north = done.footprint.bounds
    assert (west, south, east) == pytest.approx((10, 50, 11))
    assert 50.4 < north < 50.5
    assert SHAPES["prov"].buffer(1e-4).covers(done.footprint)
    assert done.precision == 3


def test_compound_part_lies_in_its_corner():
    shape = region_of("They moved into north-west Nord.", PROVINCE).footprint
    assert shape.centroid.x < 10.4
    assert shape.centroid.y > 50.6
    assert shape.area < 0.5 * SHAPES["prov"].area


def test_part_of_a_provincial_capital_is_its_province_or_its_town():
    shape = region_of("They moved into southern Nord.", CAPITAL).footprint
    assert shape.bounds[0] == pytest.approx(10)
    shape = region_of("They moved into the southern districts of Nord.", CAPITAL).footprint
    assert shape.bounds[0] > 10.4


def test_centre_lies_around_the_middle():
    shape = region_of("Prices rose in central Nord.", PROVINCE).footprint
    assert shape.contains(shapely.Point(10.5, 50.5))
    assert shape.area == pytest.approx(0.25, rel=0.05)


def test_offset_lies_where_it_is_said():
    done = region_of("A base 10 km southeast of Altdorf fell.", TOWN)
    lon, lat, _ = GEOD.fwd(TOWN.longitude, TOWN.latitude, 135, 10_000)
    assert done.footprint.contains(shapely.Point(lon, lat))
    assert done.region.radius_km == pytest.approx(1.5)
    _, _, metres = GEOD.inv(TOWN.longitude, TOWN.latitude, done.footprint.centroid.x, done.footprint.centroid.y)
    assert metres == pytest.approx(10_000, rel=0.05)


def test_distance_without_direction_is_a_ring():
    shape = region_of("A base 10 km from Altdorf fell.", TOWN).footprint
    assert not shape.contains(shapely.Point(TOWN.longitude, TOWN.latitude))
    shape = region_of("A base within 10 km of Altdorf fell.", TOWN).footprint
    assert shape.contains(shapely.Point(TOWN.longitude, TOWN.latitude))


def test_beyond_a_town_leaves_the_town_out():
    shape = region_of("Rebels regrouped south of Altdorf.", TOWN).footprint
    assert not shape.contains(shapely.Point(TOWN.longitude, TOWN.latitude))
    assert shape.centroid.y < TOWN.latitude


def test_one_side_of_a_river():
    shape = region_of("Units lined up west of the Fluss.", RIVER).footprint
    assert shape.bounds[2] == pytest.approx(10.7, abs=0.01)
    assert shape.bounds[0] < 10.5


def test_countryside_of_a_capital_is_its_province_without_it():
    shape = region_of("Shells fell on rural Nord.", CAPITAL).footprint
    assert not shape.contains(shapely.Point(10.5, 50.5))
    assert shape.contains(shapely.Point(10.05, 50.05))


def test_between_two_towns():
    text = "A convoy burned between Altdorf and the town of Neudorf."
    done = region_of(text, TOWN, OTHER)
    assert done.region.anchors == ("town", "town2")
    assert done.region.text == "between Altdorf and the town of Neudorf"
    assert done.footprint.contains(shapely.Point(10.4, 50.2))
    road = region_of("A convoy burned on the Altdorf-Neudorf highway.", TOWN, OTHER)
    assert road.region.radius_km < done.region.radius_km


def test_between_areas_lies_along_their_common_edge():
    shape = region_of("Guards shot between Xland and Yland.", LAND, NEIGHBOUR).footprint
    assert shape.contains(shapely.Point(13.0, 50.5))
    assert shape.bounds[0] > 12.8
    assert shape.bounds[2] < 13.2


def test_border_of_two_countries():
    shape = region_of("Guards shot at the Xland-Yland border.", LAND, NEIGHBOUR).footprint
    assert shape.contains(shapely.Point(13.0, 50.5))
    assert not shape.contains(shapely.Point(9.0, 50.5))


def test_border_with_one_country_named_takes_the_other_from_the_text():
    text = "Xland closed its crossings. Guards shot on the border with Yland."
    done = [r for r in attach_regions(text, resolve(text, LAND, NEIGHBOUR), GAZ) if r.region]
    assert [r.place.id for r in done] == ["land2"]
    assert done[0].footprint.contains(shapely.Point(13.0, 50.5))
    text = "Guards shot on the border with Yland."
    assert [r for r in attach_regions(text, resolve(text, NEIGHBOUR), GAZ) if r.region] == []


def test_figurative_and_unresolved_names_get_no_area():
    text = "southern Altdorf"
    mention = Mention(9, 16, "Altdorf", literal=False, kind="metonym")
    for resolution in (Resolution(mention, TOWN), Resolution(Mention(9, 16, "Altdorf"), None)):
        assert attach_regions(text, [resolution], GAZ) == (resolution,)


def test_area_of_words_that_point_back():
    antecedent = Resolution(Mention(0, 7, "Altdorf"), TOWN)
    text = "Altdorf is split. Kurds hold the citys eastern neighborhoods."
    done = anaphor_region(text, 29, 38, antecedent, GAZ)
    assert done.region.kind == "cardinal"
    assert done.footprint.centroid.x > TOWN.longitude
    text = "Altdorf and its southern countryside"
    done = anaphor_region(text, 12, 36, antecedent, GAZ)
    assert done.region.kind == "countryside"
    assert anaphor_region("Altdorf, and the city slept", 13, 21, antecedent, GAZ) is antecedent


def test_same_phrase_same_shape():
    one = region_of("Troops near Altdorf.", TOWN).footprint
    two = region_of("Later they came near Altdorf again.", TOWN).footprint
    assert one.wkb == two.wkb


PHRASES = st.builds(
    Phrase,
    start=st.just(0),
    end=st.just(1),
    kind=st.sampled_from(
        ["cardinal", "offset", "near", "outskirts", "countryside", "along", "between", "border", "rest"]
    ),
    anchor=st.just(0),
    bearing=st.none() | st.just(-1.0) | st.floats(0, 359.9),
    distance_km=st.none() | st.floats(0, 2000),
    inside=st.booleans(),
    within=st.booleans(),
    road=st.booleans(),
)
COORDINATES = st.tuples(st.floats(-80, 80), st.floats(-179, 179))


@settings(max_examples=150, deadline=None)
@given(PHRASES, st.sampled_from(sorted(PLACES)), COORDINATES, st.integers(0, 30_000_000))
def test_any_shape_is_valid(phrase, place_id, where, population):
    place = PLACES[place_id]
    if place_id not in SHAPES:
        place = Place(f"{where}{population}", "X", *where, "P", "PPL", "", "", population)
    made = footprint(GAZ, place, phrase, OTHER)
    if made is None:
        return
    shape, radius = made
    assert shape.is_valid
    assert not shape.is_empty
    assert shape.geom_type in {"Polygon", "MultiPolygon"}
    assert radius > 0
    assert all(math.isfinite(v) for v in shape.bounds)


WORDS = st.sampled_from(
    ["Altdorf", "Neudorf", "southern", "north", "of", "near", "the", "between", "and", "10", "km", "border", "-", "'s", ".", "\n",
     "countryside", "outskirts", "rest of", "its", "ريف", "شمال", "الجنوبي", "rural", "road", "ſouthern", "mıles", "ſuburbs of", "ſix", "miles", "(", "east", "from", "İ", "\x00"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=200))
def test_any_text_is_read_without_error(text):
    resolutions = []
    for name, place in (("Altdorf", TOWN), ("Neudorf", OTHER)):
        at = text.find(name)
        while at >= 0:
            resolutions.append(Resolution(Mention(at, at + len(name), name), place))
            at = text.find(name, at + 1)
    resolutions.sort(key=lambda r: r.mention.start)
    done = attach_regions(text, resolutions, GAZ)
    assert [r.mention for r in done] == [r.mention for r in resolutions]
    assert [r.place for r in done] == [r.place for r in resolutions]
    for r in done:
        if r.region is not None:
            assert text[r.region.start : r.region.end] == r.region.text
            assert r.region.start <= r.mention.start
            assert r.mention.end <= r.region.end
            assert r.region.geometry.is_valid
            assert r.radius_km == r.region.radius_km > 0
            assert 1 <= r.precision <= 7


# ------------------------------------------------------------------ words that only look like an area
def said(text, conflict="syria"):
    import geo

    return [(r.region.kind, r.region.text) for r in geo.geoparse(text, conflict=conflict) if r.region is not None]


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit the southern neighbourhood of Salaheddin in Aleppo.",
        "Shelling hit the central district of Jobar in Damascus.",
        "A blast near Syrias capital killed ten.",
        "Air raids kill 10 near Syria hospital.",
        "Talks between Russia and Iran went on.",
        "Rockets hit the Damascus suburb of Harasta.",
        "Fighters press on in north US-backed campaign.",
    ],
)
def test_words_that_only_look_like_an_area_make_none(text):
    assert said(text) == []


def test_the_southern_part_of_a_quarter_is_a_part_of_it():
    assert ("cardinal", "the southern part of Salaheddin") in said(
        "They took the southern part of Salaheddin in Aleppo."
    )


def test_near_a_country_is_a_strip_along_its_border():
    import geo

    found = [r for r in geo.geoparse("Syria's villages are near Jordan.", conflict="syria") if r.region is not None]
    assert len(found) == 1
    assert found[0].footprint.area < 1.0
    assert found[0].precision == 6


def test_a_place_beside_it_says_which_stretch_of_a_border_is_meant():
    import geo

    def strip(text):
        return next(r.footprint for r in geo.geoparse(text, conflict="syria") if r.region and r.region.kind == "border")

    whole = strip("Syria closed the border with Turkey.")
    azaz = strip("A blast hit the Syrian town of Azaz on the border with Turkey.")
    assert azaz.area < whole.area / 4
    assert azaz.is_valid
    assert azaz.distance(shapely.Point(37.05, 36.59)) < 0.2


def test_a_distance_from_a_river_is_measured_from_its_course():
    import geo

    found = next(
        r
        for r in geo.geoparse("Forces came within 20 km of the Euphrates River near Raqqa.", conflict="syria")
        if r.region and r.region.kind == "offset"
    )
    assert found.footprint.covers(shapely.Point(39.01, 35.95))


def test_a_sea_without_a_shape_has_no_parts():
    assert said("Ships crossed the western Mediterranean.") == []
