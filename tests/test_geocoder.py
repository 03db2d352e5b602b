"""geopy's contract, and the queries people type, on the bundled world."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import geopy
import pandas as pd
import pytest
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.location import Location
from geopy.point import Point

from geo.errors import GazetteerError
from geo.gazetteer._nearest import distance_km
from geo.geocoder import GazetteerGeocoder


@pytest.fixture(scope="module")
def coder():
    return GazetteerGeocoder()


def test_none_one_or_list(coder):
    assert isinstance(coder.geocode("Saraqib"), Location)
    several = coder.geocode("Springfield", exactly_one=False, limit=3)
    assert len(several) == 3
    assert coder.geocode("Xqzzyvwk") is None
    assert coder.geocode("Xqzzyvwk", exactly_one=False) is None
    for empty in ("", "  ", "—", "x" * 10_000, "\x00"):
        assert coder.geocode(empty) is None


@pytest.mark.parametrize("query", [None, float("nan"), 7, ["Idlib"], {"city": 3}, {"planet": "Mars"}])
def test_bad_queries_are_geopys_error(coder, query):
    with pytest.raises(GeocoderQueryError):
        coder.geocode(query)


@pytest.mark.parametrize(
    "options", [{"limit": 0}, {"limit": "x"}, {"near": "nowhere"}, {"viewbox": [(1, 2)]}, {"near": (float("nan"), 0)}]
)
def test_bad_options_are_geopys_error(coder, options):
    with pytest.raises(GeocoderQueryError):
        coder.geocode("Idlib", **options)


def test_raw_says_how_sure_and_what_else(coder):
    raw = coder.geocode("Springfield").raw
    assert 0 < raw["score"] < 1
    assert raw["rung"] == "exact"
    assert raw["candidates"]
    assert raw["id"] not in {c["id"] for c in raw["candidates"]}
    assert raw["gazetteer"]
    assert raw["source"]


@pytest.mark.parametrize(
    ("query", "code", "latitude", "longitude"),
    [
        ("Saraqib, Idlib, Syria", "PPL", 35.864, 36.806),
        ({"city": "Saraqib", "state": "Idlib", "country": "Syria"}, "PPL", 35.864, 36.806),
        ("Aleppo city", "PPL", 36.20, 37.16),
        ("Idlib", "PPL", 35.93, 36.63),
        ("Abu al-Duhur", "PPL", 35.737, 37.048),
        ("Abu al-Duhur airbase", "AIRB", 35.734, 37.105),
        ("Abu Duhur military airport", "AIRB", 35.734, 37.105),
        ("Paris, Texas", "PPL", 33.66, -95.55),
        ("Paris", "PPL", 48.85, 2.35),
        ("Foua", "PPL", 35.98, 36.70),
        ("Kfraya", "PPL", 35.989, 36.672),
        ("معرة النعمان", "PPL", 35.64, 36.67),
    ],
)
def test_queries_as_people_type_them(coder, query, code, latitude, longitude):
    found = coder.geocode(query)
    assert found.raw["feature_code"] == code
    assert distance_km(found.latitude, found.longitude, latitude, longitude) < 5


@pytest.mark.parametrize("query", ["Idlib governorate", "Idlib province", "province of Idlib", "governorate of Idlib"])
def test_a_province_is_the_area(coder, query):
    assert coder.geocode(query).raw["feature_code"] == "ADM1"


def test_a_container_that_does_not_hold_the_place_halves_the_score(coder):
    assert coder.geocode("Kafr Nabl, Hama").raw["score"] < 0.6 < coder.geocode("Kafr Nabl, Idlib").raw["score"]


def test_a_quarter_lies_in_its_town_and_a_doubtful_point_says_so(coder):
    for query, code in (("Sukkari, Aleppo", "SY"), ("Zanjili, Mosul", "IQ"), ("al-Zuhur, Mosul", "IQ")):
        raw = coder.geocode(query).raw
        assert raw["feature_code"] == "PPLX"
        assert raw["country_code"] == code
        assert raw["score"] > 0.9
        assert raw["radius_km"] > 3
    assert coder.geocode("Idlib").raw["radius_km"] == 0


def test_filters(coder):
    assert coder.geocode("Tripoli", country_codes="LB").raw["country_code"] == "LB"
    assert coder.geocode("Tripoli", country_codes=["ly"]).raw["country_code"] == "LY"
    assert coder.geocode("Tripoli", near=(34.4, 35.8)).raw["country_code"] == "LB"
    assert coder.geocode("Tripoli", viewbox=[(33, 35), (35, 37)], bounded=True).raw["country_code"] == "LB"
    assert coder.geocode("Idlib", featuretype="state").raw["feature_code"] == "ADM1"
    assert coder.geocode("Idlib", featuretype="city").raw["feature_class"] == "P"
    assert GazetteerGeocoder(country_codes="LB").geocode("Tripoli").raw["country_code"] == "LB"


def test_arabic_in_and_out(coder):
    assert coder.geocode("سراقب").raw["name"] == "Saraqib"
    assert coder.geocode("Saraqib", language="ar").address.startswith("سراقب")


def test_reverse(coder):
    found = coder.reverse((35.87, 36.80))
    assert found.raw["name"] == "Saraqib"
    assert found.raw["distance_km"] < 3
    assert "Idlib" in [a["name"] for a in found.raw["areas"]]
    assert coder.reverse(Point(35.87, 36.80)) == coder.reverse("35.87, 36.80")
    three = coder.reverse((35.87, 36.80), exactly_one=False, limit=3)
    distances = [x.raw["distance_km"] for x in three]
    assert len(three) == 3
    assert distances == sorted(distances)
    assert coder.reverse((-48.9, -123.4)) is None
    for bad in ("north", None, (float("nan"), 1)):
        with pytest.raises(GeocoderQueryError):
            coder.reverse(bad)


def test_pickles_threads_and_rate_limiter(coder):
    again = pickle.loads(pickle.dumps(coder))
    assert again.geocode("Idlib").raw["id"] == coder.geocode("Idlib").raw["id"]
    names = ["Idlib", "Aleppo", "Saraqeb", "Khan Sheykhoon", "Nowhereatall"] * 20
    with ThreadPoolExecutor(4) as pool:
        threaded = list(pool.map(coder.geocode, names))
    assert threaded == [coder.geocode(n) for n in names]
    limited = RateLimiter(coder.geocode, min_delay_seconds=0)
    assert limited("Idlib") == coder.geocode("Idlib")


def test_geopandas_provider():
    frame = gpd.tools.geocode(
        pd.Series(["Idlib", float("nan"), "Xqzzyvwk"], index=["a", "b", "c"]), provider=GazetteerGeocoder
    )
    assert frame.geometry.is_empty.to_dict() == {"a": False, "b": True, "c": True}
    assert frame.crs == "EPSG:4326"
    back = gpd.tools.reverse_geocode(frame.geometry[:1], provider=GazetteerGeocoder)
    assert "Idlib" in back.address.iloc[0]


def test_registered_with_geopy():
    assert geopy.get_geocoder_for_service("frontline") is GazetteerGeocoder
    code = "import geopy, geo; geo.GazetteerGeocoder; print(geopy.get_geocoder_for_service('frontline').__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "GazetteerGeocoder"


def test_a_broken_index_fails_at_once_and_not_as_value_error(tmp_path):
    path = tmp_path / "broken.gaz"
    path.write_bytes(b"FRNTGAZ\nrest")
    with pytest.raises(GazetteerError) as caught:
        GazetteerGeocoder(path)
    assert not isinstance(caught.value, ValueError)
    with pytest.raises(GazetteerError):
        gpd.tools.geocode(["Idlib"], provider=GazetteerGeocoder, gazetteer=str(path))
