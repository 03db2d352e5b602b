"""The shape that a phrase makes of a place.

Sizes are our own reading of how reporters use the words; every shape carries `radius_km`, how far its true edge may lie
from the drawn one.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.gazetteer._nearest import KM_PER_DEGREE
from geo.regions._geodesic import along
from geo.regions._geometry import clean, disc, half, km2, ring, sector, settlement_km, sweep, widen

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.models import Place
    from geo.regions._phrases import Phrase

__all__ = ["footprint"]

NEAR_KM = 5.0
NEAR_QUARTER_KM = 2.0
NEAR_AREA_KM = 10.0
OUTSIDE_KM = 15.0
OUTSIDE_AREA_KM = 30.0
COUNTRYSIDE_KM = 15.0
BORDER_KM = 8.0
#: Areas larger than this are joined by their edges and not by their points.
WIDE_KM2 = 1500.0
ALONG_KM = 4.0
#: Areas farther apart than this have no ground between them that anybody speaks of.
WIDEST_GAP_KM = 250.0
#: Half width of a sector for a simple direction ("north of"); compound ones ("north-west of") are narrower.
SECTOR_DEGREES, SECTOR_COMPOUND_DEGREES = 40.0, 30.0
OFFSET_SECTOR_DEGREES = 18.0
#: Stated distances are rounded: "10 km" is taken as 8.5 to 11.5 km.
OFFSET_TOLERANCE = 0.15
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
        phrase.urban, second, country if phrase.kind in ("border", "near") else "", place, other,
    )  # fmt: skip


@lru_cache(maxsize=MAX_CACHED)
def _cached(  # noqa: PLR0917
    gazetteer: Gazetteer, place_id: str, kind: str, bearing: float | None, distance_km: float | None, inside: bool,
    within: bool, road: bool, urban: bool, second_id: str, country: str, place: Place, other: Place | None,
) -> tuple[Any, float] | None:  # fmt: skip
    del place_id, second_id
    builder = _Builder(gazetteer, place)
    if place.feature_class == "H" and not (builder.is_line or builder.is_area):
        return None  # a water whose shape is not known is no point
    made: tuple[Any, float] | None
    if kind == "offset" and distance_km is not None:
        made = builder.offset(distance_km, bearing, within=within)
    elif kind == "cardinal" and bearing is not None:
        made = builder.part(bearing, urban=urban) if inside else builder.beyond(bearing)
    elif kind == "outskirts":
        made = builder.outskirts(bearing)
    elif kind == "countryside":
        made = builder.countryside(bearing)
    elif kind == "near" and place.feature_code.startswith("PCL"):
        made = builder.border(None, country)  # all along a country is nowhere
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
    shape = clean(shape)
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
            self.size_km = math.sqrt(km2(area) / math.pi)
        else:
            self.size_km = settlement_km(place)
        self.shape = area if area is not None else disc(place.longitude, place.latitude, self.size_km)

    # ------------------------------------------------------------------ parts and surroundings
    def part(self, bearing: float, *, urban: bool = False) -> tuple[Any, float]:
        """Part of it: for "southern X" the half that lies that way, for "central X" the middle."""
        vague = max(1.0, 0.2 * self.size_km)
        if self.is_line:
            return widen(self.shape, ALONG_KM), ALONG_KM
        if not self.is_area and not urban and self.place.feature_code == "PPLA" and self.place.population < LARGE_CITY:
            province = self._own_province()
            if province is not None:
                return half(province, bearing), 0.2 * math.sqrt(km2(province) / math.pi)
        return half(self.shape, bearing), vague

    def beyond(self, bearing: float) -> tuple[Any, float]:
        """Ground that lies that way from it ("south of X")."""
        if bearing < 0:
            return self.part(bearing)
        if self.is_line:
            return self._home(sweep(self.shape, bearing, OUTSIDE_AREA_KM)), 8.0
        if self.is_area and self.size_km > OUTSIDE_KM:
            reach = min(OUTSIDE_AREA_KM, self.size_km)
            belt_shape = widen(self.shape, reach).difference(self.shape)
            middle = self.shape.centroid
            wedge = sector(middle.x, middle.y, bearing, SECTOR_DEGREES + 10, 0.0, 6 * self.size_km)
            return belt_shape.intersection(wedge), reach / 2
        spread = SECTOR_COMPOUND_DEGREES if bearing % 90 else SECTOR_DEGREES
        outer = self.size_km + OUTSIDE_KM
        shape = sector(self.place.longitude, self.place.latitude, bearing, spread, self.size_km * 0.6, outer)
        return self._home(shape), 6.0

    def outskirts(self, bearing: float | None) -> tuple[Any, float]:
        if self.is_area:
            belt = max(3.0, 0.15 * self.size_km)
            belt_shape = widen(self.shape, belt / 2).difference(widen(self.shape, -belt))
            middle = self.shape.centroid
            far = 4 * self.size_km
        else:
            belt_shape = ring(self.place, self.size_km * 0.6, self.size_km * 1.6 + 1.0)
            middle, far, belt = belt_shape.centroid, 3 * self.size_km + 5, self.size_km * 0.5
        if bearing is not None and bearing >= 0:
            belt_shape = belt_shape.intersection(sector(middle.x, middle.y, bearing, 60.0, 0.0, far))
        return belt_shape, max(1.0, belt)

    def countryside(self, bearing: float | None) -> tuple[Any, float]:
        """The land around a town; for a provincial capital, the province without it (rif)."""
        shape, vague = self.shape, max(3.0, 0.15 * self.size_km)
        if not self.is_area:
            province = self._own_province()
            if province is not None:
                core = disc(self.place.longitude, self.place.latitude, self.size_km * 1.2)
                shape, vague = province.difference(core), 8.0
            else:
                outer = self.size_km + COUNTRYSIDE_KM
                shape, vague = self._home(ring(self.place, self.size_km, outer)), 6.0
        if bearing is not None:
            shape = half(shape, bearing)
        return shape, vague

    def near(self) -> tuple[Any, float]:
        if self.is_line:
            return widen(self.shape, NEAR_KM), NEAR_KM
        if self.is_area and self.size_km > NEAR_AREA_KM:
            return widen(self.shape, NEAR_AREA_KM), NEAR_AREA_KM
        reach = NEAR_QUARTER_KM if self.place.feature_code == "PPLX" else NEAR_KM
        return disc(self.place.longitude, self.place.latitude, self.size_km + reach), reach

    def along(self) -> tuple[Any, float]:
        if self.is_line:
            return widen(self.shape, ALONG_KM), ALONG_KM
        return self.near()

    # ------------------------------------------------------------------ distances and pairs
    def offset(self, km: float, bearing: float | None, *, within: bool) -> tuple[Any, float]:
        vague = max(1.0, OFFSET_TOLERANCE * km)
        x, y = self.place.longitude, self.place.latitude
        inner, outer = max(0.0, km - vague), km + vague
        if self.is_line or (self.is_area and self.size_km > OUTSIDE_KM):
            # From something long or wide it is measured from the edge.
            belt = widen(self.shape, outer)
            if not within and inner > 0.0:
                belt = belt.difference(widen(self.shape, inner))
            if bearing is not None and bearing >= 0 and not self.is_line:
                middle = self.shape.centroid
                belt = belt.intersection(sector(middle.x, middle.y, bearing, SECTOR_DEGREES, 0.0, 6 * self.size_km))
            return belt, vague
        if bearing is None or bearing < 0:
            shape = disc(x, y, outer) if within else ring(self.place, inner, outer)
        else:
            shape = sector(x, y, bearing, OFFSET_SECTOR_DEGREES, 0.0 if within else inner, outer)
        return shape, vague

    def between(self, other: Place, *, road: bool) -> tuple[Any, float] | None:
        import shapely

        theirs = self.gazetteer.area(other.id)
        wide = theirs is not None and theirs.geom_type.endswith("Polygon") and km2(theirs) > WIDE_KM2
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
        return widen(line, width), width

    def _gap(self, other: Any) -> tuple[Any, float] | None:  # noqa: ANN401
        import shapely

        line = shapely.shortest_line(self.shape, other)
        if line is None or line.is_empty or line.length * KM_PER_DEGREE > WIDEST_GAP_KM:
            return None
        if line.length * KM_PER_DEGREE > NEAR_KM:
            width = max(NEAR_KM, 0.12 * line.length * KM_PER_DEGREE)
            return widen(line, width), width
        shared = self.shape.boundary.intersection(widen(other, NEAR_KM))
        return (widen(shared, BORDER_KM), BORDER_KM) if not shared.is_empty else None

    def border(self, other: Place | None, country: str) -> tuple[Any, float] | None:
        import shapely

        mine = self.gazetteer.area(self.place.id)
        theirs = self.gazetteer.area(other.id) if other is not None else self.gazetteer.area(country)
        if mine is None or not mine.geom_type.endswith("Polygon"):
            return None
        line = mine.boundary
        if theirs is not None and theirs.geom_type.endswith("Polygon") and not theirs.equals(mine):
            shared = line.intersection(widen(theirs, 3.0))
            if not shared.is_empty and shared.length > 0.02:
                line = shared
        elif self.place.feature_code.startswith("PCL") and theirs is None:
            return None  # the whole outline of a country locates nothing
        return widen(shapely.simplify(line, 0.01), BORDER_KM), BORDER_KM

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
