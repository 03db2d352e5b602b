"""Shapes on the ground: discs, rings, sectors, widened and cut polygons.

Discs, rings and sectors are geodesic (WGS 84, see `_geodesic`). Widening, halving and clipping of polygons use a local
plate carree scaled at the shape's middle latitude, true to about 1 % over 300 km: far below the vagueness stated.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geo.gazetteer._nearest import KM_PER_DEGREE
from geo.regions._geodesic import ahead

if TYPE_CHECKING:
    from geo.models import Place

__all__ = ["clean", "disc", "half", "km2", "ring", "sector", "settlement_km", "sweep", "widen"]

#: A part ("southern X") is cut this far beyond the middle, as a share of the half extent in that direction.
PART_SHIFT, PART_SHIFT_COMPOUND, CENTRE_SCALE = 0.08, 0.2, 0.5
SLIVER = 0.03
#: A shape of more parts is widened part by part.
_MANY = 50


def settlement_km(place: Place) -> float:
    """Radius of a settlement from its population: 1 km for a village, 3 km at 100,000, 10 km at two million."""
    return 1.0 + 0.2 * math.sqrt(max(0, place.population) / 1000)


def km2(shape: Any) -> float:  # noqa: ANN401
    return float(scaled(shape)[0].area)


def arc(  # noqa: PLR0917 - a point and four numbers
    x: float, y: float, km: float, first: float, last: float, steps: int
) -> list[tuple[float, float]]:
    return ahead(x, y, [first + (last - first) * n / (steps - 1) for n in range(steps)], km)


def disc(x: float, y: float, km: float) -> Any:  # noqa: ANN401
    import shapely

    return shapely.Polygon(arc(x, y, max(km, 0.05), 0, 360, 33)[:-1])


def ring(place: Place, inner: float, outer: float) -> Any:  # noqa: ANN401
    whole = disc(place.longitude, place.latitude, outer)
    return whole.difference(disc(place.longitude, place.latitude, inner)) if inner > 0.05 else whole


def sector(  # noqa: PLR0917 - a point and four numbers
    x: float, y: float, bearing: float, half: float, inner: float, outer: float
) -> Any:  # noqa: ANN401
    import shapely

    far = arc(x, y, outer, bearing - half, bearing + half, 13)
    near = arc(x, y, inner, bearing + half, bearing - half, 13) if inner > 0.05 else [(x, y)]
    return shapely.make_valid(shapely.Polygon(far + near))


def scaled(shape: Any) -> tuple[Any, float]:  # noqa: ANN401
    """The shape in km from its middle latitude's plate carree, and the scale of its x."""
    import shapely

    west, south, east, north = shape.bounds
    del west, east
    x_scale = max(0.05, math.cos(math.radians((south + north) / 2)))
    return shapely.transform(shape, lambda xy: xy * (x_scale * KM_PER_DEGREE, KM_PER_DEGREE)), x_scale


def unscaled(shape: Any, x_scale: float) -> Any:  # noqa: ANN401
    import shapely

    return shapely.transform(shape, lambda xy: xy / (x_scale * KM_PER_DEGREE, KM_PER_DEGREE))


def widen(shape: Any, km: float) -> Any:  # noqa: ANN401
    import shapely

    flat, x_scale = scaled(shape)
    plain = flat.simplify(abs(km) * 0.05)
    if shapely.get_num_geometries(plain) > _MANY:
        # The rims of hundreds of islands, all crossed at once, take 50 MB and five times as long.
        wide = shapely.union_all(shapely.buffer(shapely.get_parts(plain), km, quad_segs=6))
    else:
        wide = plain.buffer(km, quad_segs=6)
    return unscaled(wide, x_scale)


def half(shape: Any, bearing: float) -> Any:  # noqa: ANN401
    """The part of a shape that lies in a direction from its middle; its centre for a bearing of -1."""
    import shapely
    from shapely import affinity

    flat, x_scale = scaled(shape)
    middle = flat.centroid
    if bearing < 0:
        small = affinity.scale(flat.convex_hull, CENTRE_SCALE, CENTRE_SCALE, origin=(middle.x, middle.y))
        kept = flat.intersection(small)
    else:
        dx, dy = math.sin(math.radians(bearing)), math.cos(math.radians(bearing))
        west, south, east, north = flat.bounds
        coords = shapely.get_coordinates(flat)
        ahead = float((coords @ (dx, dy)).max()) - (middle.x * dx + middle.y * dy)
        shift = (PART_SHIFT_COMPOUND if bearing % 90 else PART_SHIFT) * max(0.0, ahead)
        span = 2 * (east - west + north - south) + 1
        px, py = middle.x + dx * shift, middle.y + dy * shift
        side = [(px - dy * span, py + dx * span), (px + dy * span, py - dx * span)]
        plane = shapely.Polygon(
            [*side, (side[1][0] + dx * span, side[1][1] + dy * span), (side[0][0] + dx * span, side[0][1] + dy * span)]
        )
        kept = flat.intersection(plane)
    return unscaled(kept if not kept.is_empty else flat, x_scale)


def sweep(line: Any, bearing: float, km: float) -> Any:  # noqa: ANN401
    """The ground on one side of a line: what it passes over when moved that way."""
    import shapely
    from shapely import affinity
    from shapely.ops import unary_union

    flat, x_scale = scaled(line)
    flat = flat.simplify(1.0)
    dx, dy = km * math.sin(math.radians(bearing)), km * math.cos(math.radians(bearing))
    pieces = []
    for part in shapely.get_parts(flat):
        xy = list(part.coords)
        for a, b in pairwise(xy):
            moved = affinity.translate(shapely.LineString([a, b]), dx, dy)
            pieces.append(shapely.MultiPoint([a, b, *moved.coords]).convex_hull)
    return unscaled(unary_union(pieces), x_scale)


def clean(shape: Any) -> Any:  # noqa: ANN401
    """Valid, polygons only, six decimals; None if nothing is left."""
    import shapely

    if shape is None or shape.is_empty:
        return None
    shape = shapely.make_valid(shape) if not shape.is_valid else shape
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and p.area > 0]
    if not parts:
        return None
    # Slivers that a cut leaves behind are no part of what the words mean.
    largest = max(p.area for p in parts)
    parts = [p for p in parts if p.area >= SLIVER * largest]
    shape = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    snapped = shapely.set_precision(shape, 1e-5)
    snapped = snapped if not snapped.is_empty else shape
    return snapped if snapped.is_valid else shapely.make_valid(snapped)
