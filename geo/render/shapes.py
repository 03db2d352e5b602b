"""Geometries as short lists of whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SHAPE_SCALE", "encode_geometry", "encode_line"]

#: Digits kept of a drawn outline: 1e-3 degree is about 100 m, half a pixel at zoom 10.
SHAPE_SCALE: Final = 1000


def encode_line(points: Iterable[tuple[float, float]], scale: int = SHAPE_SCALE) -> list[int]:
    """Flat, delta-coded ``[x0, y0, dx1, dy1, ...]`` in 1/`scale` degrees; repeated points are dropped."""
    out: list[int] = []
    before = (0, 0)
    for x, y in points:
        now = (round(x * scale), round(y * scale))
        if not out or now != before:
            out += [now[0] - before[0], now[1] - before[1]]
            before = now
    return out


def encode_geometry(geometry: Any, tolerance: float = 0.002) -> list[list[int]]:  # noqa: ANN401
    """Rings and lines of a shapely geometry (EPSG:4326, x = longitude), simplified and delta-coded.

    Parameters
    ----------
    geometry : shapely geometry
    tolerance : float
        Degrees; about 200 m.

    Returns
    -------
    list of list of int
        Rings of all parts, holes included (the page fills them even-odd); lines as they are; points are left out.
    """
    import shapely

    simple = shapely.simplify(geometry, tolerance)
    rings = []
    for part in shapely.get_parts(simple):
        if part.geom_type == "Polygon":
            rings += [encode_line(ring.coords) for ring in (part.exterior, *part.interiors)]
        elif part.geom_type in ("LineString", "LinearRing"):
            rings.append(encode_line(part.coords))
        elif hasattr(part, "geoms"):
            rings += encode_geometry(part, tolerance)
    return [ring for ring in rings if len(ring) > 2]
