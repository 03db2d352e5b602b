"""Towns and provinces under the data of a war that has no base map of its own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from geo.render.shapes import encode_geometry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.gazetteer import Gazetteer

__all__ = ["size_of", "with_ground"]

_TOWNS: Final = 160
#: Share of the extent that is added on each side, so that there is something to move to.
_MARGIN: Final = 0.5
#: Towns this close to a larger one, as a share of the extent, are its suburbs or would hide its name.
_APART: Final = 0.012
#: So many names more with each step of zoom.
_FIRST: Final = 14
#: Degrees; a province's border is context, not data.
_TOLERANCE: Final = 0.01
#: People from which a settlement is shown at a zoom, with the rank of its name among all names and its style.
_SIZES: Final = (
    (1_000_000, 5, 2, "city"),
    (500_000, 6, 3, "city"),
    (150_000, 7, 4, "city"),
    (100_000, 7, 4, "town"),
    (30_000, 8, 6, "town"),
    (20_000, 9, 7, "town"),
    (8_000, 9, 7, "village"),
    (0, 10, 8, "village"),
)


def with_ground(block: Mapping[str, Any], gazetteer: Gazetteer, extent: Sequence[float]) -> dict[str, Any]:
    """Add the largest towns and the provinces of the ground shown to the common base map.

    Parameters
    ----------
    block : mapping
        A base map: ``layers`` of delta-coded lines and ``labels``.
    gazetteer : Gazetteer
    extent : sequence of float
        West, south, east, north in degrees (EPSG:4326).

    Returns
    -------
    dict
        A new block; the old one is left as it is.
    """
    west, south, east, north = extent
    dx, dy = _MARGIN * max(east - west, 1.0), _MARGIN * max(north - south, 1.0)
    box = (west - dx, south - dy, east + dx, north + dy)
    labels = [*block["labels"], *_towns(block["labels"], gazetteer, box)]
    lines = [*block["layers"]["borders1"], *_provinces(gazetteer, box)]
    return {**block, "labels": labels, "layers": {**block["layers"], "borders1": lines}}


def size_of(people: int) -> tuple[int, int, str]:
    """Zoom from which a settlement is named, rank of its name (lower ones are placed first), and its style."""
    return next((zoom, rank, kind) for least, zoom, rank, kind in _SIZES if people >= least)


def _towns(
    labels: Sequence[Mapping[str, Any]], gazetteer: Gazetteer, box: tuple[float, float, float, float]
) -> Iterator[dict[str, Any]]:
    """Names of the largest settlements, none beside a larger one or one that is named already."""
    import numpy as np

    west, south, east, north = box
    latitude, longitude = gazetteer.latitude, gazetteer.longitude
    settled = gazetteer.feature_mask("P")
    inside = (latitude > south) & (latitude < north) & (longitude > west) & (longitude < east)
    if settled is not None:
        inside &= settled[np.asarray(gazetteer.feature)]
    people = np.asarray(gazetteer.population).astype(np.int64)
    rows = np.flatnonzero(inside & (people > 0))
    kept = [(label["lon"], label["lat"]) for label in labels if label["kind"] in ("city", "town", "village")]
    apart, squeeze = _APART * (north - south), math.cos(math.radians((south + north) / 2))
    shown = 0
    # The zoom at which the part between the margins fills a window of a thousand pixels (256 to a tile).
    opening = math.floor(math.log2(1000 / 256 * 360 * (1 + 2 * _MARGIN) / (east - west)))
    # The gazetteer's own weight puts a city before a suburb that a list counts more people in.
    weight = np.asarray(gazetteer.weight).astype(np.int64)
    for row in rows[np.lexsort((rows, -people[rows], -weight[rows]))].tolist():
        lat, lon = gazetteer.point(row)
        if any(math.hypot((lon - x) * squeeze, lat - y) < apart for x, y in kept):
            continue
        kept.append((lon, lat))
        zoom, rank, kind = size_of(int(people[row]))
        # However small they are, some are named as the map opens.
        zoom = min(zoom, opening + shown // _FIRST)
        yield {
            "lat": round(lat, 3), "lon": round(lon, 3), "en": gazetteer.name(row),
            "ar": _arabic(gazetteer.names_of_row(row)), "kind": kind, "rank": rank, "zoom": zoom,
        }  # fmt: skip
        shown += 1
        if shown == _TOWNS:
            return


def _arabic(names: Sequence[str]) -> str:
    """The shortest name with an article, else the first in Arabic letters."""
    written = [name for name in names if "\u0621" <= name[:1] <= "\u064a"]
    return min((name for name in written if name.startswith("\u0627\u0644")), key=len, default=next(iter(written), ""))


def _provinces(gazetteer: Gazetteer, box: tuple[float, float, float, float]) -> list[list[int]]:
    """Borders of the first-level divisions that reach into the box, each drawn once."""
    import numpy as np
    import shapely

    window = shapely.box(*box)
    divisions = gazetteer.feature_mask(["A.ADM1"])
    rows = np.flatnonzero(divisions[np.asarray(gazetteer.feature)]) if divisions is not None else ()
    shapes = [gazetteer.area(gazetteer.id(int(row))) for row in rows]
    edges = [shape.boundary for shape in shapes if shape is not None and shape.intersects(window)]
    if not edges:
        return []
    merged = shapely.line_merge(shapely.unary_union(edges))
    return sorted(encode_geometry(shapely.normalize(merged), _TOLERANCE))
