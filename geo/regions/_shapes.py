"""Geometry of areas said in words.

Discs, rings and sectors are geodesic (WGS 84, see `_geodesic`). Widening, halving and clipping of polygons use a local
plate carree scaled at the shape's middle latitude, true to about 1 % over 300 km: far below the vagueness stated.
Sizes are our own reading of how reporters use the words; every shape carries `radius_km`, how far its true edge may lie
from the drawn one.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geo.regions._geodesic import ahead, along

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.models import Place
    from geo.regions._phrases import Phrase

__all__ = ["footprint"]

KM_PER_DEGREE = 111.195  # mean radius 6371.009 km
NEAR_KM = 5.0
NEAR_AREA_KM = 10.0
OUTSIDE_KM = 15.0
OUTSIDE_AREA_KM = 30.0
COUNTRYSIDE_KM = 15.0
BORDER_KM = 8.0
#: Areas larger than this are joined by their edges and not by their points.
WIDE_KM2 = 1500.0
ALONG_KM = 4.0
#: Half width of a sector for a simple direction ("north of"); compound ones ("north-west of") are narrower.
SECTOR_DEGREES, SECTOR_COMPOUND_DEGREES = 40.0, 30.0
OFFSET_SECTOR_DEGREES = 18.0
#: Stated distances are rounded: "10 km" is taken as 8.5 to 11.5 km.
OFFSET_TOLERANCE = 0.15
#: A part ("southern X") is cut this far beyond the middle, as a share of the half extent in that direction.
PART_SHIFT, PART_SHIFT_COMPOUND, CENTRE_SCALE = 0.08, 0.2, 0.5
SLIVER = 0.03
#: "Northern X" of a provincial capital means its province, unless the city is so large that its parts are news.
LARGE_CITY = 1_000_000
MAX_CACHED = 4096


def footprint(
    gazetteer: Gazetteer, place: Place, phrase: Phrase, other: Place | None = None, country: str = ""
) -> tuple[Any, float] | None:
    """The area that a phrase makes of a place.

    Parameters
    ----------
    gazetteer : Gazetteer
        Gives the shapes of areas.
    place, other : Place
        What the phrase's names mean; `other` only for ``between`` and for a border between two.
    phrase : Phrase
    country : str
        Id of the country the text is about, for borders of which one side is named.

    Returns
    -------
    (shapely geometry, float) or None
        Valid shape, EPSG:4326, x = longitude; and the vagueness of its edge in km. None where no area can be made
        (a border of a country without shape, "between" two names of one place).
    """
    second = other.id if other is not None else ""
    return _cached(
        gazetteer, place.id, phrase.kind, phrase.bearing, phrase.distance_km, phrase.inside, phrase.within, phrase.road,
        phrase.urban, second, country if phrase.kind == "border" else "", place, other,
    )  # fmt: skip


@lru_cache(maxsize=MAX_CACHED)
def _cached(  # noqa: PLR0917
    gazetteer: Gazetteer, place_id: str, kind: str, bearing: float | None, distance_km: float | None, inside: bool,
    within: bool, road: bool, urban: bool, second_id: str, country: str, place: Place, other: Place | None,
) -> tuple[Any, float] | None:  # fmt: skip
    del place_id, second_id
    builder = _Builder(gazetteer, place)
    made: tuple[Any, float] | None
    if kind == "offset" and distance_km is not None:
        made = builder.offset(distance_km, bearing, within=within)
    elif kind == "cardinal" and bearing is not None:
        made = builder.part(bearing, urban=urban) if inside else builder.beyond(bearing)
    elif kind == "outskirts":
        made = builder.outskirts(bearing)
    elif kind == "countryside":
        made = builder.countryside(bearing)
    elif kind == "near":
        made = builder.near()
    elif kind == "along":
        made = builder.along()
    elif kind == "between" and other is not None:
        made = builder.between(other, road=road)
    elif kind == "border":
        made = builder.border(other, country)
    elif kind == "rest":
        made = (builder.shape, max(2.0, builder.size_km * 0.3))
    else:
        made = None
    if made is None:
        return None
    shape, radius = made
    shape = _clean(shape)
    return None if shape is None else (shape, round(max(0.1, radius), 1))


class _Builder:
    def __init__(self, gazetteer: Gazetteer, place: Place) -> None:
        self.gazetteer = gazetteer
        self.place = place
        area = gazetteer.area(place.id)
        self.is_line = area is not None and area.geom_type.endswith("LineString")
        self.is_area = area is not None and area.geom_type.endswith("Polygon")
        if not self.is_area and place.feature_class == "A" and not self.is_line:
            self.size_km = gazetteer.area_radius_km(place.id) or 30.0
            self.is_area = True
            area = None
        elif self.is_area:
            self.size_km = math.sqrt(_km2(area) / math.pi)
        else:
            self.size_km = _settlement_km(place)
        self.shape = area if area is not None else _disc(place.longitude, place.latitude, self.size_km)

    # ------------------------------------------------------------------ parts and surroundings
    def part(self, bearing: float, *, urban: bool = False) -> tuple[Any, float]:
        """Part of it: for "southern X" the half that lies that way, for "central X" the middle."""
        vague = max(1.0, 0.2 * self.size_km)
        if self.is_line:
            return _widen(self.shape, ALONG_KM), ALONG_KM
        if not self.is_area and not urban and self.place.feature_code == "PPLA" and self.place.population < LARGE_CITY:
            province = self._own_province()
            if province is not None:
                return _half(province, bearing), 0.2 * math.sqrt(_km2(province) / math.pi)
        return _half(self.shape, bearing), vague

    def beyond(self, bearing: float) -> tuple[Any, float]:
        """Ground that lies that way from it ("south of X")."""
        if bearing < 0:
            return self.part(bearing)
        if self.is_line:
            return self._home(_sweep(self.shape, bearing, OUTSIDE_AREA_KM)), 8.0
        if self.is_area and self.size_km > OUTSIDE_KM:
            reach = min(OUTSIDE_AREA_KM, self.size_km)
            ring = _widen(self.shape, reach).difference(self.shape)
            middle = self.shape.centroid
            wedge = _sector(middle.x, middle.y, bearing, SECTOR_DEGREES + 10, 0.0, 6 * self.size_km)
            return ring.intersection(wedge), reach / 2
        half = SECTOR_COMPOUND_DEGREES if bearing % 90 else SECTOR_DEGREES
        outer = self.size_km + OUTSIDE_KM
        shape = _sector(self.place.longitude, self.place.latitude, bearing, half, self.size_km * 0.6, outer)
        return self._home(shape), 6.0

    def outskirts(self, bearing: float | None) -> tuple[Any, float]:
        if self.is_area:
            belt = max(3.0, 0.15 * self.size_km)
            ring = _widen(self.shape, belt / 2).difference(_widen(self.shape, -belt))
            middle = self.shape.centroid
            far = 4 * self.size_km
        else:
            ring = _ring(self.place, self.size_km * 0.6, self.size_km * 1.6 + 1.0)
            middle, far, belt = ring.centroid, 3 * self.size_km + 5, self.size_km * 0.5
        if bearing is not None and bearing >= 0:
            ring = ring.intersection(_sector(middle.x, middle.y, bearing, 60.0, 0.0, far))
        return ring, max(1.0, belt)

    def countryside(self, bearing: float | None) -> tuple[Any, float]:
        """The land around a town; for a provincial capital, the province without it (rif)."""
        shape, vague = self.shape, max(3.0, 0.15 * self.size_km)
        if not self.is_area:
            province = self._own_province()
            if province is not None:
                core = _disc(self.place.longitude, self.place.latitude, self.size_km * 1.2)
                shape, vague = province.difference(core), 8.0
            else:
                outer = self.size_km + COUNTRYSIDE_KM
                shape, vague = self._home(_ring(self.place, self.size_km, outer)), 6.0
        if bearing is not None:
            shape = _half(shape, bearing)
        return shape, vague

    def near(self) -> tuple[Any, float]:
        if self.is_line:
            return _widen(self.shape, NEAR_KM), NEAR_KM
        if self.is_area and self.size_km > NEAR_AREA_KM:
            return _widen(self.shape, NEAR_AREA_KM), NEAR_AREA_KM
        return _disc(self.place.longitude, self.place.latitude, self.size_km + NEAR_KM), NEAR_KM

    def along(self) -> tuple[Any, float]:
        if self.is_line:
            return _widen(self.shape, ALONG_KM), ALONG_KM
        return self.near()

    # ------------------------------------------------------------------ distances and pairs
    def offset(self, km: float, bearing: float | None, *, within: bool) -> tuple[Any, float]:
        vague = max(1.0, OFFSET_TOLERANCE * km)
        x, y = self.place.longitude, self.place.latitude
        inner, outer = max(0.0, km - vague), km + vague
        if bearing is None or bearing < 0:
            shape = _disc(x, y, outer) if within else _ring(self.place, inner, outer)
        else:
            shape = _sector(x, y, bearing, OFFSET_SECTOR_DEGREES, 0.0 if within else inner, outer)
        return shape, vague

    def between(self, other: Place, *, road: bool) -> tuple[Any, float] | None:
        import shapely

        theirs = self.gazetteer.area(other.id)
        wide = theirs is not None and theirs.geom_type.endswith("Polygon") and _km2(theirs) > WIDE_KM2
        if wide or (self.is_area and self.size_km**2 * math.pi > WIDE_KM2):
            # Between areas lies what is nearest of both, not what joins their middles.
            return self._gap(theirs if wide else shapely.Point(other.longitude, other.latitude))
        ends = [(self.place.longitude, self.place.latitude), (other.longitude, other.latitude)]
        km = (
            math.hypot((ends[0][0] - ends[1][0]) * math.cos(math.radians(ends[0][1])), ends[0][1] - ends[1][1])
            * KM_PER_DEGREE
        )
        if km < 0.2 or km > 1500:
            return None
        width = max(1.5, (0.06 if road else 0.12) * km)
        # Great circle, so that a long road bends as it should.
        steps = max(2, int(km / 25) + 2)
        points = along(*ends[0], *ends[1], steps)
        line = shapely.LineString([ends[0], *points, ends[1]])
        return _widen(line, width), width

    def _gap(self, other: Any) -> tuple[Any, float] | None:  # noqa: ANN401
        import shapely

        line = shapely.shortest_line(self.shape, other)
        if line is None or line.is_empty:
            return None
        if line.length * KM_PER_DEGREE > NEAR_KM:
            width = max(NEAR_KM, 0.12 * line.length * KM_PER_DEGREE)
            return _widen(line, width), width
        shared = self.shape.boundary.intersection(_widen(other, NEAR_KM))
        return (_widen(shared, BORDER_KM), BORDER_KM) if not shared.is_empty else None

    def border(self, other: Place | None, country: str) -> tuple[Any, float] | None:
        import shapely

        mine = self.gazetteer.area(self.place.id)
        theirs = self.gazetteer.area(other.id) if other is not None else self.gazetteer.area(country)
        if mine is None or not mine.geom_type.endswith("Polygon"):
            return None
        line = mine.boundary
        if theirs is not None and theirs.geom_type.endswith("Polygon") and not theirs.equals(mine):
            shared = line.intersection(_widen(theirs, 3.0))
            if not shared.is_empty and shared.length > 0.02:
                line = shared
        elif self.place.feature_code.startswith("PCL") and theirs is None:
            return None  # the whole outline of a country locates nothing
        return _widen(shapely.simplify(line, 0.01), BORDER_KM), BORDER_KM

    # ------------------------------------------------------------------ what contains the place
    def _own_province(self) -> Any:  # noqa: ANN401
        """Shape of the first-level division that bears this place's name and holds it."""
        for area in self.gazetteer.contains(self.place.latitude, self.place.longitude):
            if area.feature_code == "ADM1" and area.name in {self.place.name, self.place.admin1}:
                names = {n.casefold() for n in self.gazetteer.names(self.place.id)} | {self.place.name.casefold()}
                if area.name.casefold() in names:
                    return self.gazetteer.area(area.id)
        return None

    def _home(self, shape: Any) -> Any:  # noqa: ANN401
        """Keep to the place's own country, unless that leaves little of the shape."""
        for area in reversed(self.gazetteer.contains(self.place.latitude, self.place.longitude)):
            if area.feature_code.startswith("PCL") and area.country_code == self.place.country_code:
                country = self.gazetteer.area(area.id)
                kept = shape.intersection(country) if country is not None else shape
                return kept if kept.area > 0.25 * shape.area else shape
        return shape


# ---------------------------------------------------------------------- geometry
def _settlement_km(place: Place) -> float:
    """Radius of a settlement from its population: 1 km for a village, 3 km at 100,000, 10 km at two million."""
    return 1.0 + 0.2 * math.sqrt(max(0, place.population) / 1000)


def _km2(shape: Any) -> float:  # noqa: ANN401
    return float(_scaled(shape)[0].area)


def _arc(  # noqa: PLR0917 - a point and four numbers
    x: float, y: float, km: float, first: float, last: float, steps: int
) -> list[tuple[float, float]]:
    return ahead(x, y, [first + (last - first) * n / (steps - 1) for n in range(steps)], km)


def _disc(x: float, y: float, km: float) -> Any:  # noqa: ANN401
    import shapely

    return shapely.Polygon(_arc(x, y, max(km, 0.05), 0, 360, 33)[:-1])


def _ring(place: Place, inner: float, outer: float) -> Any:  # noqa: ANN401
    disc = _disc(place.longitude, place.latitude, outer)
    return disc.difference(_disc(place.longitude, place.latitude, inner)) if inner > 0.05 else disc


def _sector(  # noqa: PLR0917 - a point and four numbers
    x: float, y: float, bearing: float, half: float, inner: float, outer: float
) -> Any:  # noqa: ANN401
    import shapely

    far = _arc(x, y, outer, bearing - half, bearing + half, 13)
    near = _arc(x, y, inner, bearing + half, bearing - half, 13) if inner > 0.05 else [(x, y)]
    return shapely.make_valid(shapely.Polygon(far + near))


def _scaled(shape: Any) -> tuple[Any, float]:  # noqa: ANN401
    """The shape in km from its middle latitude's plate carree, and the scale of its x."""
    import shapely

    west, south, east, north = shape.bounds
    del west, east
    x_scale = max(0.05, math.cos(math.radians((south + north) / 2)))
    return shapely.transform(shape, lambda xy: xy * (x_scale * KM_PER_DEGREE, KM_PER_DEGREE)), x_scale


def _unscaled(shape: Any, x_scale: float) -> Any:  # noqa: ANN401
    import shapely

    return shapely.transform(shape, lambda xy: xy / (x_scale * KM_PER_DEGREE, KM_PER_DEGREE))


def _widen(shape: Any, km: float) -> Any:  # noqa: ANN401
    flat, x_scale = _scaled(shape)
    wide = flat.simplify(abs(km) * 0.05).buffer(km, quad_segs=6)
    return _unscaled(wide, x_scale)


def _half(shape: Any, bearing: float) -> Any:  # noqa: ANN401
    """The part of a shape that lies in a direction from its middle; its centre for a bearing of -1."""
    import shapely
    from shapely import affinity

    flat, x_scale = _scaled(shape)
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
    return _unscaled(kept if not kept.is_empty else flat, x_scale)


def _sweep(line: Any, bearing: float, km: float) -> Any:  # noqa: ANN401
    """The ground on one side of a line: what it passes over when moved that way."""
    import shapely
    from shapely import affinity
    from shapely.ops import unary_union

    flat, x_scale = _scaled(line)
    flat = flat.simplify(1.0)
    dx, dy = km * math.sin(math.radians(bearing)), km * math.cos(math.radians(bearing))
    pieces = []
    for part in shapely.get_parts(flat):
        xy = list(part.coords)
        for a, b in pairwise(xy):
            moved = affinity.translate(shapely.LineString([a, b]), dx, dy)
            pieces.append(shapely.MultiPoint([a, b, *moved.coords]).convex_hull)
    return _unscaled(unary_union(pieces), x_scale)


def _clean(shape: Any) -> Any:  # noqa: ANN401
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
