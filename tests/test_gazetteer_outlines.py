"""The packed shapes of areas say what the areas file says."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from geo._files import data_path
from geo.errors import GazetteerError
from geo.gazetteer._areas import AREAS_FILE, Areas, read_area_lines
from geo.gazetteer._outlines import OUTLINES_SUFFIX, Outlines, pack, stamp_of

SQUARE = [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]
HOLE = [[0.25, 0.25], [0.5, 0.25], [0.5, 0.5], [0.25, 0.25]]
RECORDS = [
    {"id": "a:1", "radius_km": 60.5, "geometry": {"type": "Polygon", "coordinates": [*SQUARE, HOLE]}},
    {"id": "a:2", "geometry": {"type": "MultiPolygon", "coordinates": [SQUARE, [[[-5.0, 2.5], [-4.0, 2.5], [-4.0, 3.1234], [-5.0, 2.5]]]]}},
    {"id": "a:3", "radius_km": 4, "geometry": {"type": "LineString", "coordinates": [[0.5, -1.0], [0.5, 2.0]]}},
    {"id": "a:4", "radius_km": 9},
]  # fmt: skip


def written(folder, records):
    path = folder / AREAS_FILE
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(r) + "\n" for r in records)
    return path


def packed(path):
    target = path.with_name(path.name.replace(".jsonl.gz", OUTLINES_SUFFIX))
    target.write_bytes(pack(read_area_lines(path), stamp_of(path)))
    return target


def test_packed_and_plain_agree(tmp_path):
    path = written(tmp_path, RECORDS)
    packed(path)
    plain, quick = Areas(read_area_lines(path)), Areas.beside(tmp_path / "index.gaz")
    assert quick._outlines is not None
    for record in RECORDS:
        place_id = record["id"]
        assert quick.radius_km(place_id) == plain.radius_km(place_id) == record.get("radius_km", 0.0)
        one, other = plain.geometry(place_id), quick.geometry(place_id)
        assert (one is None) == (other is None)
        assert one is None or one.wkb == other.wkb
    for point in ((0.3, 0.3), (0.3, 0.45), (3.0, -4.1), (9.0, 9.0), (0.0, 0.0), (1.0, 0.5)):
        assert plain.around(*point) == quick.around(*point)
    assert quick.around(0.9, 0.9) == ["a:1", "a:2"]  # the smaller first
    assert quick.geometry("a:none") is None


def test_outlines_of_another_areas_file_are_not_used(tmp_path):
    path = written(tmp_path, RECORDS)
    target = packed(path)
    assert Outlines.of(path, target) is not None
    written(tmp_path, RECORDS[:1])
    assert Outlines.of(path, target) is None
    areas = Areas.beside(tmp_path / "index.gaz")
    assert areas.geometry("a:1") is not None
    assert areas.geometry("a:2") is None


@pytest.mark.parametrize("damage", [b"", b"FLSHAPE1", b"something else altogether, long enough to be read"])
def test_damaged_outlines_are_named(tmp_path, damage):
    target = tmp_path / "areas.shapes"
    target.write_bytes(damage)
    with pytest.raises(GazetteerError, match=r"areas\.shapes.*build_outlines"):
        Outlines(target)


def test_a_damaged_shape_names_the_area(tmp_path):
    target = packed(written(tmp_path, RECORDS))
    data = bytearray(target.read_bytes())
    data[-6:] = b"\0" * 6
    target.write_bytes(data)
    with pytest.raises(GazetteerError, match="area a:3"):
        Outlines(target).geometry("a:3")


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [0.0, 0.0]},
        {"type": "LineString", "coordinates": [[0.123456, 0.0], [1.0, 1.0]]},
    ],
)
def test_what_cannot_be_packed_is_refused(geometry):
    with pytest.raises(GazetteerError, match="area x"):
        pack([{"id": "x", "geometry": geometry}], b"12345678")


def test_the_bundled_outlines_are_those_of_the_areas_file():
    path = data_path("gazetteer", AREAS_FILE)
    target = data_path("gazetteer", AREAS_FILE.replace(".jsonl.gz", OUTLINES_SUFFIX))
    assert target.read_bytes() == pack(read_area_lines(path), stamp_of(path))
    plain, quick = Areas(read_area_lines(path)), Areas.beside(data_path("gazetteer", "index.gaz"))
    assert quick._outlines is not None
    random = np.random.default_rng(7)
    for longitude, latitude in random.uniform((-180, -60), (180, 75), (200, 2)).tolist():
        assert plain.around(latitude, longitude) == quick.around(latitude, longitude)
