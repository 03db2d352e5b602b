"""Shapes of areas in a form that is read one at a time: what areas.jsonl.gz says, packed, without parsing it all.

The file holds, in this order: the magic bytes, the last eight bytes of the areas file it was made from (checksum and
length of its content, as gzip writes them), the lengths of the two tables, the table of shapes, the table of radii, and
the shapes. Tables are JSON, deflated. A shape is an array of 32-bit integers, deflated by itself: its kind, the numbers
of parts, rings and points, and the coordinates as differences in units of 1e-4 degrees, the bytes of equal weight side
by side. The table lists polygons by size, smallest first, then lines, so that a search by point needs no shape but
those whose box holds the point.
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, Any

from geo.errors import GazetteerError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

__all__ = ["OUTLINES_SUFFIX", "Outlines", "pack", "stamp_of"]

OUTLINES_SUFFIX = ".shapes"
_MAGIC = b"FLSHAPE1"
_HEAD = struct.Struct("<8s8sII")
#: Coordinates are kept in this many units a degree; the areas file gives no more decimals.
_UNITS = 10_000
_KINDS = ("LineString", "Polygon", "MultiPolygon")
_POLYGONS = frozenset(("Polygon", "MultiPolygon"))


def stamp_of(areas: Path) -> bytes:
    """What tells one areas file from another: the checksum and the length at the end of a gzip file."""
    with areas.open("rb") as file:
        file.seek(-8, 2)
        return file.read(8)


def pack(records: Iterable[dict[str, Any]], stamp: bytes) -> bytes:
    """The bytes of an outlines file.

    Parameters
    ----------
    records : iterable of dict
        As `geo.gazetteer._areas.read_area_lines` gives them.
    stamp : bytes
        `stamp_of` the file they come from.

    Raises
    ------
    GazetteerError
        A shape is of another kind than a line, a polygon or several polygons, or has finer coordinates than 1e-4
        degrees: such areas stay in their own file.
    """
    from shapely.geometry import shape as to_shape

    rows = []
    radii: dict[str, float] = {}
    for record in records:
        if record.get("radius_km"):
            radii[str(record["id"])] = float(record["radius_km"])
        if record.get("geometry") is not None:
            made = to_shape(record["geometry"])
            flat = made.geom_type not in _POLYGONS
            rows.append((flat, made.area, str(record["id"]), list(made.bounds), record["geometry"]))
    rows.sort(key=lambda row: row[:3])
    table, blobs, at = [], [], 0
    for flat, _, place_id, bounds, geometry in rows:
        blob = _packed(place_id, geometry)
        table.append([place_id, at, len(blob), int(not flat), *bounds])
        blobs.append(blob)
        at += len(blob)
    tables = [zlib.compress(json.dumps(t, separators=(",", ":"), sort_keys=True).encode(), 9) for t in (table, radii)]
    return b"".join((_HEAD.pack(_MAGIC, stamp, *map(len, tables)), *tables, *blobs))


def _packed(place_id: str, geometry: dict[str, Any]) -> bytes:
    import numpy as np

    kind = geometry.get("type")
    if kind not in _KINDS:
        message = f"area {place_id}: cannot pack a {kind}"
        raise GazetteerError(message)
    coordinates = geometry["coordinates"]
    polygons = [[coordinates]] if kind == "LineString" else [coordinates] if kind == "Polygon" else coordinates
    points = np.array([point for polygon in polygons for ring in polygon for point in ring], dtype=np.float64)
    units = np.rint(points * _UNITS).astype(np.int64)
    if not np.array_equal(units / _UNITS, points):
        message = f"area {place_id}: coordinates finer than 1e-4 degrees"
        raise GazetteerError(message)
    head = [_KINDS.index(kind), len(polygons), *map(len, polygons), *(len(r) for p in polygons for r in p)]
    steps = np.diff(units, axis=0, prepend=0)
    whole = np.concatenate([np.array(head), steps[:, 0], steps[:, 1]]).astype("<i4")
    return zlib.compress(np.ascontiguousarray(whole.view(np.uint8).reshape(-1, 4).T).tobytes(), 9)


class Outlines:
    """An outlines file, opened: the bytes and the table; shapes and radii are unpacked when asked for."""

    def __init__(self, path: Path) -> None:
        try:
            data = path.read_bytes()
            magic, self.stamp, first, second = _HEAD.unpack_from(data)
            if magic != _MAGIC:
                message = "not an outlines file"
                raise ValueError(message)  # noqa: TRY301 - told with the file's name below
            rows = json.loads(zlib.decompress(data[_HEAD.size : _HEAD.size + first]))
        except (OSError, ValueError, struct.error, zlib.error) as error:
            message = f"{path}: {error}: build it again with data/gazetteer/build_outlines.py"
            raise GazetteerError(message) from error
        self.path = path
        start = _HEAD.size + first
        self._radii = data[start : start + second]
        self._data = memoryview(data)[start + second :]
        self._where: dict[str, tuple[int, int]] = {row[0]: (row[1], row[2]) for row in rows}
        self._boxes = [(row[4], row[5], row[6], row[7], row[0]) for row in rows if row[3]]

    @classmethod
    def of(cls, areas: Path, path: Path) -> Outlines | None:
        """The outlines that belong to an areas file; None if there are none, or if they were made from another."""
        if not path.is_file():
            return None
        made = cls(path)
        return made if made.stamp == stamp_of(areas) else None

    def radii(self) -> dict[str, float]:
        """Radius in km by area."""
        found: dict[str, float] = json.loads(zlib.decompress(self._radii))
        return found

    def boxed(self, latitude: float, longitude: float) -> list[str]:
        """Ids of the polygons whose box holds a point, the smallest polygon first."""
        return [
            place_id
            for west, south, east, north, place_id in self._boxes
            if west <= longitude <= east and south <= latitude <= north
        ]

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Shape of an area, or None if it has none."""
        where = self._where.get(place_id)
        if where is None:
            return None
        import numpy as np
        import shapely

        at, size = where
        try:
            shuffled = np.frombuffer(zlib.decompress(self._data[at : at + size]), dtype=np.uint8)
            numbers = np.ascontiguousarray(shuffled.reshape(4, -1).T).view("<i4").ravel()
        except (ValueError, zlib.error) as error:
            message = f"{self.path}, area {place_id}: {error}: build it again with data/gazetteer/build_outlines.py"
            raise GazetteerError(message) from error
        kind, polygons = _KINDS[numbers[0]], int(numbers[1])
        rings = numbers[2 : 2 + polygons]
        lengths = numbers[2 + polygons : 2 + polygons + int(rings.sum())]
        steps = numbers[2 + polygons + lengths.size :].reshape(2, -1)
        points = np.ascontiguousarray(np.cumsum(steps, axis=1, dtype=np.int64).T) / _UNITS
        if kind == "LineString":
            return shapely.LineString(points)
        ends = np.concatenate(([0], np.cumsum(lengths)))
        outer = np.concatenate(([0], np.cumsum(rings)))
        if kind == "Polygon":
            made = shapely.from_ragged_array(shapely.GeometryType.POLYGON, points, (ends, outer))
        else:
            made = shapely.from_ragged_array(
                shapely.GeometryType.MULTIPOLYGON, points, (ends, outer, np.array([0, polygons]))
            )
        found: BaseGeometry = made[0]
        return found
