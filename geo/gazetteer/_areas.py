"""Shapes of areas: the file beside the index, read when first asked for."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from geo.errors import GazetteerError

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
    """Shapes by id. Geometry is parsed when asked for."""

    def __init__(self, records: Iterator[dict[str, Any]]) -> None:
        self._shapes: dict[str, Any] = {}
        self._radius: dict[str, float] = {}
        self._parsed: dict[str, BaseGeometry] = {}
        self._tree: tuple[Any, list[Any], list[str]] | None = None
        for record in records:
            place_id = str(record["id"])
            if record.get("geometry") is not None:
                self._shapes[place_id] = record["geometry"]
            if record.get("radius_km"):
                self._radius[place_id] = float(record["radius_km"])

    @classmethod
    def beside(cls, index: Path) -> Areas:
        """The areas that lie beside an index file; none if there is no such file."""
        for path in (index.with_suffix(".areas.jsonl.gz"), index.with_name(AREAS_FILE)):
            if path.is_file():
                return cls(read_area_lines(path))
        return cls(iter(()))

    def radius_km(self, place_id: str) -> float:
        """Size or vagueness in km; 0 if unknown."""
        return self._radius.get(place_id, 0.0)

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Shape of a place, or None."""
        shape = self._shapes.get(place_id)
        if shape is None:
            return None
        parsed = self._parsed.get(place_id)
        if parsed is None:
            from shapely.geometry import shape as to_shape

            parsed = self._parsed[place_id] = to_shape(shape)
        return parsed

    def around(self, latitude: float, longitude: float) -> list[str]:
        """Ids of the polygons around a point, the smallest first."""
        from shapely import STRtree, prepare
        from shapely.geometry import Point

        if self._tree is None:
            ids = [i for i in sorted(self._shapes) if self._shapes[i].get("type") in ("Polygon", "MultiPolygon")]
            found = [(shape, i) for i in ids if (shape := self.geometry(i)) is not None]
            found.sort(key=lambda pair: (pair[0].area, pair[1]))
            ordered, ids = [shape for shape, _ in found], [i for _, i in found]
            prepare(ordered)
            self._tree = STRtree(ordered), ordered, ids
        tree, ordered, ids = self._tree
        point = Point(longitude, latitude)
        return [ids[n] for n in sorted(tree.query(point).tolist()) if ordered[n].intersects(point)]
