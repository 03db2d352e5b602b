"""The bundled data: every claim of SOURCES.md that a machine can check."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re

import pytest
from shapely.geometry import Point, shape

from geo.folding import fold
from geo.gazetteer import Gazetteer
from geo.gazetteer._nearest import distance_km

CAMPS = {"regime", "russia", "iran", "opposition", "hts", "isis", "sdf", "turkey_sna", "coalition", "other"}
SYRIA = (32.2, 37.5, 35.5, 42.5)


@pytest.fixture(scope="module")
def gaz():
    return Gazetteer.open()


@pytest.fixture(scope="module")
def syrian(gaz):
    number = gaz.countries.index("SY")
    return [gaz.place(int(r)) for r in (gaz.country == number).nonzero()[0]]


def test_counts(gaz, syrian):
    info = gaz.info()
    assert info["places"] > 240_000
    assert len(syrian) > 6_000
    assert sum(1 for p in syrian if p.feature_code == "AIRB") >= 30
    assert sum(1 for p in syrian if p.feature_class == "T") > 450


def test_ids_are_unique_and_found_again(gaz):
    seen = [gaz.id(r) for r in range(len(gaz))]
    assert len(set(seen)) == len(seen)
    for row in range(0, len(gaz), 997):
        assert gaz.row(gaz.id(row)) == row


def test_every_place_has_a_key_a_source_and_a_code(gaz):
    for row in range(len(gaz)):
        assert fold(gaz.name(row)), gaz.id(row)
    assert all(label for label in gaz.version.split("; "))
    assert all(re.fullmatch(r"[ALPRSTHUV]\.[A-Z0-9]+", f) for f in gaz.features)


def test_syrian_points_lie_in_syria(gaz, root, syrian):
    with gzip.open(root / "data/gazetteer/areas.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = (json.loads(line) for line in lines)
        country = next(
            shape(r["geometry"]) for r in records if r["feature_code"] == "PCLI" and r["country_code"] == "SY"
        )
    roomy = country.buffer(0.12)  # the outline is 1:10m; crossings lie on it
    outside = [
        p.name for p in syrian if p.feature_class in "PST" and not roomy.contains(Point(p.longitude, p.latitude))
    ]
    golan = [p for p in syrian if p.name in outside and 32.6 < p.latitude < 33.4 and p.longitude < 36.0]
    assert len(outside) - len(golan) == 0, outside


def test_no_wiki_noise(syrian):
    noisy = [p.name for p in syrian if re.search(r"[#\[\]{}|_]|, Syria$|offensive", p.name)]
    assert noisy == []


def test_merged_places_are_the_same_place(gaz, root, syrian):
    with (root / "data/gazetteer/syria_places_2017.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    merged = [p for p in syrian if p.source.startswith("geonames+syria2017")]
    assert len(merged) > 200
    for place in merged:
        near = min(
            distance_km(place.latitude, place.longitude, float(r["latitude"]), float(r["longitude"])) for r in rows
        )
        assert near <= 3.0, place


def test_baseline(gaz, root):
    with (root / "data/conflicts/syria/baseline.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) > 5_900
    assert {camp for r in rows for camp in r["camp"].split("+")} <= CAMPS
    assert sum("+" in r["camp"] for r in rows) == 112
    assert {r["as_of"] for r in rows} == {"2017-07-01"}
    assert len({r["place_id"] for r in rows}) == len(rows)
    for row in rows:
        place = gaz.get(row["place_id"])
        assert place.latitude == pytest.approx(float(row["latitude"]), abs=1e-4)
        assert SYRIA[0] < place.latitude < SYRIA[1]
        assert SYRIA[2] < place.longitude < SYRIA[3]


def test_exonyms_point_where_they_say(gaz, root):
    with (root / "data/gazetteer/exonyms.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            place = gaz.get(row["place_id"])
            keys = {fold(n) for n in gaz.names(place.id)}
            assert {fold(a) for a in row["aliases"].split("|")} <= keys, row


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Kobani", 36.89, 38.35), ("Serekaniye", 36.85, 40.07), ("Gire Spi", 36.70, 38.95), ("Palmyra", 34.56, 38.28),
        ("al-Ladhiqiyah", 35.52, 35.79), ("Halab", 36.20, 37.16), ("Foua", 35.98, 36.70), ("Kfraya", 35.99, 36.67),
        ("Hmeimim", 35.40, 35.95), ("T4", 34.52, 37.63), ("Kyiv", 50.45, 30.52), ("Mosul", 36.34, 43.12),
    ],
)  # fmt: skip
def test_well_known_places(gaz, name, latitude, longitude):
    place = gaz.candidates(name)[0].place
    assert distance_km(latitude, longitude, place.latitude, place.longitude) < 6


def test_common_words_are_not_places(gaz):
    for word in (
        "Reading",
        "March",
        "Nice",
        "Mobile",
        "Of",
        "Patrick",
        "English",
        "Army",
        "Base",
        "Checkpoint",
        "Hill",
    ):
        assert gaz.candidates(word, context=False) == (), word
    for word in ("London", "Turkey", "Syria", "Idlib", "Saraqib"):
        assert gaz.candidates(word, context=False), word


def test_sources_state_the_checksums(root):
    text = (root / "data/gazetteer/SOURCES.md").read_text(encoding="utf-8")
    for name in ("index.gaz", "syria_places_2017.csv", "exonyms.csv", "supplement.csv"):
        digest = hashlib.sha256((root / "data/gazetteer" / name).read_bytes()).hexdigest()
        assert digest[:16] in text, name


def test_the_folder_stays_small(root):
    sizes = [p.stat().st_size for p in (root / "data/gazetteer").iterdir() if p.is_file()]
    assert sum(sizes) < 26_000_000
