"""Places added by hand: each has a page, each quarter its town, each vague point a radius."""

from __future__ import annotations

import csv
import re

import pytest

from geo.gazetteer import Gazetteer
from geo.gazetteer._nearest import distance_km


@pytest.fixture(scope="module")
def gaz():
    return Gazetteer.open()


@pytest.fixture(scope="module")
def rows(root):
    with (root / "data/gazetteer/supplement.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def between(gaz, one, other):
    a, b = gaz.get(one), gaz.get(other)
    return distance_km(a.latitude, a.longitude, b.latitude, b.longitude)


def named(gaz, name, country):
    return gaz.candidates(name, country_codes=country, fuzzy=False)[0].place


def test_every_row_is_indexed_where_its_page_puts_it(gaz, rows):
    for row in rows:
        place = gaz.get(row["id"])
        assert place.name == row["name"]
        assert f"{place.feature_class}.{place.feature_code}" == row["feature"]
        assert row["basis"].strip(), row
        stated = re.fullmatch(r"(-?\d+\.\d+) (-?\d+\.\d+)", row["point"])
        if stated:
            assert (place.latitude, place.longitude) == pytest.approx((float(stated[1]), float(stated[2])), abs=1e-5)
        else:
            assert gaz.area_radius_km(place.id) == float(row["radius_km"]) > 0


def test_a_quarter_lies_in_its_town(gaz, rows):
    quarters = [r for r in rows if r["feature"] == "P.PPLX"]
    assert len(quarters) > 100
    for row in quarters:
        assert between(gaz, row["id"], row["part_of"]) < 10, row
        assert gaz.part_of(gaz.row(row["id"])) == gaz.row(row["part_of"])
    assert gaz.part_of(gaz.row("gn:170063")) is None


def test_no_two_rows_of_one_town_share_a_name(rows):
    seen = set()
    for row in rows:
        assert (row["name"], row["part_of"]) not in seen, row
        seen.add((row["name"], row["part_of"]))


@pytest.mark.parametrize(
    ("name", "other", "km"),
    [  # distances that other pages state
        ("Zamalka", "Damascus", 6.5), ("Saqba", "Damascus", 9.5), ("Qaboun", "Damascus", 7), ("Yalda", "Yarmouk", 3),
        ("Sayyidah Zaynab", "Damascus", 11), ("Tabqa Dam", "Tabqa", 5), ("Mosul Dam", "Mosul", 60),
        ("Misraba", "Douma", 3), ("Muadamiyat al-Sham", "Daraya", 7), ("Khan al-Shih", "Damascus", 27),
        ("Hammam al-Alil", "Mosul", 28), ("Jalawla", "Khanaqin", 46), ("Amirli", "Tuz Khurmatu", 21),
        ("Pisky", "Donetsk", 13), ("Robotyne", "Orikhiv", 16), ("Klishchiivka", "Bakhmut", 9),
        ("Neskuchne", "Velyka Novosilka", 5), ("Antonivka Road Bridge", "Kherson", 12),
    ],
)  # fmt: skip
def test_neighbours_agree(gaz, name, other, km):
    country = gaz.candidates(name, fuzzy=False)[0].place.country_code
    assert between(gaz, named(gaz, name, country).id, named(gaz, other, country).id) < km


def test_a_quarter_stands_behind_a_town_of_its_name(gaz):
    best = gaz.candidates("al-Zahraa", country_codes="SY")[0].place
    assert best.feature_code == "PPL"
    assert gaz.candidates("Jobar", country_codes="SY")[0].place.admin1 == "Damascus"


def test_airfields_never_take_a_bare_name(gaz):
    assert named(gaz, "Al Asad Air Base", "IQ").feature_code == "AIRB"
    assert named(gaz, "Hostomel", "UA").feature_class == "P"
    assert named(gaz, "Hostomel airport", "UA").feature_code == "AIRP"


def test_airfields_that_wars_closed_and_names_soldiers_use(gaz):
    for name, key in (("Donetsk airport", "oa:6468"), ("Antonov Airport", "oa:6479"), ("Camp Speicher", "oa:5296")):
        assert named(gaz, name, None).id == key


@pytest.mark.parametrize(
    ("name", "country"),
    [("Tokhar", "SY"), ("Hawija", "IQ"), ("Heet", "IQ"), ("Shirqat", "IQ"), ("Skeik", "SY"), ("Boulil", "SY")],
)
def test_spellings_of_the_press_are_names(gaz, name, country):
    best = gaz.candidates(name, country_codes=country, fuzzy=False)[0]
    assert best.rung == "exact"
    assert best.place.country_code == country
