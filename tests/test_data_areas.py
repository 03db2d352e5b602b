"""The bundled areas and base maps: complete, valid, inside their countries, and as their builders write them."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

DATA = Path(__file__).resolve().parent.parent / "data" / "gazetteer"
FIELDS = {"id", "name", "names", "feature_class", "feature_code", "country_code", "admin1", "latitude", "longitude", "population",
          "source", "point_source"}  # fmt: skip
NAMES = {
    "Aleppo", "Damascus", "Daraa", "Deir ez-Zor", "Hama", "Hasakah", "Homs", "Idlib", "Latakia", "Quneitra", "Raqqa", "Rif Dimashq",
    "Suwayda", "Tartus",
}  # fmt: skip
BASEMAPS = ("basemap.json", "basemap-ukraine.json")


@cache
def areas():
    with gzip.open(DATA / "areas.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@cache
def shapes():
    return {a["id"]: shape(a["geometry"]) for a in areas() if "geometry" in a}


def by_name(name, code):
    return next(a for a in areas() if a["name"] == name and a["feature_code"] == code)


def test_every_record_is_whole():
    for area in areas():
        assert area.keys() >= FIELDS, area["id"]
        assert -90 <= area["latitude"] <= 90
        assert -180 <= area["longitude"] <= 180
        assert area["name"]
        assert area["name"].strip() == area["name"]
        assert area["point_source"]
        assert re.fullmatch(r"(?:gn:\d+|ne:[\w+?-]+|us:\d{5}|area:[a-z0-9-]+)", area["id"]), area["id"]
        assert not area["country_code"] or re.fullmatch(r"[A-Z]{2}", area["country_code"])
        assert area.get("radius_km", 1) > 0
        assert area["name"] not in area["names"]
        assert len(set(area["names"])) == len(area["names"])


def test_ids_are_unique_and_sorted():
    ids = [a["id"] for a in areas()]
    assert ids == sorted(set(ids))


def test_file_has_no_time_stamp():
    assert (DATA / "areas.jsonl.gz").read_bytes()[4:8] == b"\0\0\0\0"


def test_shapes_are_valid_and_near_their_point():
    for area in areas():
        if area["id"] not in shapes():
            continue
        geometry = shapes()[area["id"]]
        assert geometry.is_valid, area["id"]
        assert not geometry.is_empty, area["id"]
        point = shapely.Point(area["longitude"], area["latitude"])
        # A country's point may lie in a lake or a gap between islands.
        assert geometry.distance(point) < 1.2, (area["id"], area["name"])


def test_the_world_is_there():
    codes = {a["country_code"] for a in areas() if a["feature_code"] in {"PCLI", "PCLD"}}
    assert {"SY", "TR", "US", "GB", "FR", "CD", "UA", "PS", "XK", "TW", "VA"} <= codes
    assert len(codes) > 230
    states = {a["name"] for a in areas() if a["country_code"] == "US" and a["feature_code"] == "ADM1"}
    assert {"California", "Texas", "New York", "Alaska"} <= states
    assert len(states) == 51
    assert sum(a["id"].startswith("us:") for a in areas()) > 3000


@pytest.mark.parametrize(
    "name", ["US", "UK", "Britain", "DR Congo", "Burma", "UAE", "Ivory Coast", "Palestine", "Holland"]
)
def test_short_forms_of_countries(name):
    assert sum(name in {a["name"], *a["names"]} for a in areas() if a["feature_class"] == "A") == 1


def test_syrian_governorates_cover_syria_once():
    governorates = [a for a in areas() if a["country_code"] == "SY" and a["feature_code"] == "ADM1"]
    assert {a["name"] for a in governorates} == NAMES
    parts = [shapes()[a["id"]] for a in governorates]
    whole = shapes()[by_name("Syria", "PCLI")["id"]]
    union = shapely.union_all(parts)
    assert union.symmetric_difference(whole).area < 0.01 * whole.area
    assert sum(p.area for p in parts) < 1.001 * union.area
    for area in governorates:
        assert any(re.search(r"[\u0621-\u064a]", n) for n in area["names"]), area["name"]


def test_neighbours_do_not_overlap():
    codes = {"SY", "TR", "IQ", "LB", "JO", "IL", "UA", "PL", "RO"}
    countries = [shapes()[a["id"]] for a in areas() if a["feature_code"] == "PCLI" and a["country_code"] in codes]
    assert len(countries) == len(codes)
    total = sum(c.area for c in countries)
    assert shapely.union_all(countries).area > 0.9995 * total


def test_a_direction_alone_is_no_name():
    bare = {"north", "south", "east", "west", "central", "northern", "southern", "eastern", "western"}
    assert [a["id"] for a in areas() if {a["name"].lower(), *(n.lower() for n in a["names"])} & bare] == []


@pytest.mark.parametrize(
    ("slug", "inside", "outside"),
    [
        ("ghab-plain", (35.55, 36.36), (35.13, 36.75)),  # Hama lies east of it
        ("eastern-ghouta", (33.57, 36.40), (33.46, 36.25)),  # Douma; Darayya lies in the west
        ("jabal-zawiya", (35.72, 36.557), (35.93, 36.63)),  # Ihsim; Idlib city
        ("qalamoun", (33.967, 36.657), (33.51, 36.29)),  # Yabroud; Damascus
        ("badia", (34.56, 38.285), (34.73, 36.72)),  # Palmyra; Homs
        ("donbas", (48.0, 37.8), (50.0, 36.25)),  # Donetsk; Kharkiv
        ("yarmouk-basin", (32.80, 35.86), (32.62, 36.10)),  # Jamla; Daraa
    ],
)
def test_front_line_regions_lie_where_they_should(slug, inside, outside):
    area = next(a for a in areas() if a["id"] == f"area:{slug}")
    assert area["approximate"] is True
    geometry = shapes()[area["id"]]
    assert geometry.covers(shapely.Point(inside[1], inside[0]))
    assert not geometry.covers(shapely.Point(outside[1], outside[0]))


def test_roads_pass_their_towns_and_rivers_their_banks():
    m5 = shapes()["area:m5"]
    for lat, lon in ((35.648, 36.675), (35.864, 36.806), (34.73, 36.72), (33.51, 36.29)):
        assert m5.distance(shapely.Point(lon, lat)) < 0.05
    euphrates = shapes()["area:euphrates"]
    for lat, lon in ((35.336, 40.14), (35.95, 39.01), (34.45, 40.92)):
        assert euphrates.distance(shapely.Point(lon, lat)) < 0.08


def decode(line, scale):
    return np.array(line).reshape(-1, 2).cumsum(axis=0) / scale


@pytest.mark.parametrize("name", BASEMAPS)
def test_base_map_is_small_and_decodes(name):
    path = DATA / name
    assert path.stat().st_size < 450_000
    base = json.loads(path.read_text(encoding="utf-8"))
    assert set(base["layers"]) == {
        "land",
        "focus",
        "water",
        "rivers",
        "borders0",
        "borders1",
        "borders1_abroad",
        "roads",
    }
    for layer, items in base["layers"].items():
        for item in items:
            for line in item if layer in {"land", "focus", "water"} else [item]:
                assert all(isinstance(v, int) for v in line)
                xy = decode(line, base["scale"])
                assert np.abs(xy[:, 0]).max() <= 180.001
                assert np.abs(xy[:, 1]).max() <= 90.001
    for label in base["labels"]:
        assert label["en"]
        assert 0 <= label["rank"] <= 9
        assert label["kind"] in {"country", "sea", "governorate", "city", "town", "village", "river", "desert", "water"}


@pytest.mark.parametrize(
    ("name", "land", "sea"),
    [("basemap.json", (35.0, 38.0), (34.0, 34.0)), ("basemap-ukraine.json", (49.0, 32.0), (44.0, 33.0))],
)
def test_base_map_knows_land_from_sea(name, land, sea):
    base = json.loads((DATA / name).read_text(encoding="utf-8"))
    polygons = [shapely.Polygon(decode(p[0], base["scale"])) for p in base["layers"]["land"]]
    on = lambda at: any(p.is_valid and p.covers(shapely.Point(at[1], at[0])) for p in polygons)  # noqa: E731
    assert on(land)
    assert not on(sea)


def test_labels_have_arabic_in_syria():
    base = json.loads((DATA / "basemap.json").read_text(encoding="utf-8"))
    governorates = [x for x in base["labels"] if x["kind"] == "governorate"]
    assert len(governorates) >= 13
    assert all(re.search(r"[\u0621-\u064a]", x["ar"]) for x in governorates)
    cities = {x["en"] for x in base["labels"] if x["kind"] == "city"}
    assert {"Aleppo", "Hama", "Homs", "Raqqa"} <= cities
