"""Shapes of areas: the file beside the index, read when first asked for, or one shape at a time (see `_outlines`)."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from geo.errors import GazetteerError
from geo.gazetteer._outlines import OUTLINES_SUFFIX, Outlines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

__all__ = ["AREAS_FILE", "Areas", "read_area_lines"]

AREAS_FILE = "areas.jsonl.gz"


def read_area_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of an areas file (JSON lines, gzip).

    Raises
    ------
    GazetteerError
        With file and line, if a line is not a JSON object or the file is cut off.
    """
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                record = json.loads(line)
                if not isinstance(record, dict) or "id" not in record:
                    message = f"{path}, line {number}: not an area"
                    raise GazetteerError(message)
                yield record
    except (OSError, EOFError, ValueError) as error:
        message = f"{path}, after line {number}: {error}"
        raise GazetteerError(message) from error


class Areas:
    """Shapes and sizes by id, from an areas file, or from its packed outlines where they lie beside it."""

    def __init__(self, records: Iterator[dict[str, Any]], outlines: Outlines | None = None) -> None:
        self._outlines = outlines
        self._shapes: dict[str, Any] = {}
        self._radius: dict[str, float] | None = None if outlines is not None else {}
        self._parsed: dict[str, BaseGeometry | None] = {}
        self._ready: set[str] = set()
        self._boxes: list[tuple[float, float, float, float, str]] | None = None
        for record in records:
            place_id = str(record["id"])
            if record.get("geometry") is not None:
                self._shapes[place_id] = record["geometry"]
            if record.get("radius_km") and self._radius is not None:
                self._radius[place_id] = float(record["radius_km"])

    @classmethod
    def beside(cls, index: Path) -> Areas:
        """The areas that lie beside an index file; none if there is no such file."""
        for path in (index.with_suffix(".areas.jsonl.gz"), index.with_name(AREAS_FILE)):
            if path.is_file():
                outlines = Outlines.of(path, path.with_name(path.name.replace(".jsonl.gz", OUTLINES_SUFFIX)))
                return cls(iter(()), outlines) if outlines is not None else cls(read_area_lines(path))
        return cls(iter(()))

    def radius_km(self, place_id: str) -> float:
        """Size or vagueness in km; 0 if unknown."""
        if self._radius is None:
            self._radius = self._outlines.radii() if self._outlines is not None else {}
        return self._radius.get(place_id, 0.0)

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Shape of a place, or None."""
        try:
            return self._parsed[place_id]
        except KeyError:
            pass
        made: BaseGeometry | None = None
        if self._outlines is not None:
            made = self._outlines.geometry(place_id)
        elif place_id in self._shapes:
            from shapely.geometry import shape as to_shape

            made = to_shape(self._shapes[place_id])
        if made is not None:
            self._parsed[place_id] = made
        return made

    def around(self, latitude: float, longitude: float) -> list[str]:
        """Ids of the polygons around a point, the smallest first."""
        from shapely import prepare
        from shapely.geometry import Point

        point = Point(longitude, latitude)
        found = []
        for place_id in self._boxed(latitude, longitude):
            shape = self.geometry(place_id)
            if shape is None:
                continue
            if place_id not in self._ready:
                prepare(shape)
                self._ready.add(place_id)
            if shape.intersects(point):
                found.append(place_id)
        return found

    def _boxed(self, latitude: float, longitude: float) -> list[str]:
        if self._outlines is not None:
            return self._outlines.boxed(latitude, longitude)
        if self._boxes is None:
            ids = [i for i in sorted(self._shapes) if self._shapes[i].get("type") in ("Polygon", "MultiPolygon")]
            found = [(shape, i) for i in ids if (shape := self.geometry(i)) is not None]
            found.sort(key=lambda pair: (pair[0].area, pair[1]))
            self._boxes = [(*shape.bounds, i) for shape, i in found]
        return [
            place_id
            for west, south, east, north, place_id in self._boxes
            if west <= longitude <= east and south <= latitude <= north
        ]
