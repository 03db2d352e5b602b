"""Distances between places, and what the neighbours of a place say about who holds it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from pyproj import Transformer

    from geo.models import Place

__all__ = ["neighbour_pairs", "pairs_from", "project", "projection_of", "transformer"]


def projection_of(longitude: npt.NDArray[np.float64], latitude: npt.NDArray[np.float64]) -> str:
    """Metric CRS for a set of points, as a string that pyproj reads.

    Parameters
    ----------
    longitude, latitude : float arrays
        WGS 84 degrees.

    Returns
    -------
    str
        The UTM zone of the middle of the points; where they spread over more than nine degrees of longitude, in which
        UTM would stretch distances by more than two in a thousand, an azimuthal equidistant projection around it.
    """
    longitude, latitude = longitude[np.isfinite(longitude)], latitude[np.isfinite(latitude)]
    if not len(longitude):
        return "EPSG:32631"
    lon = float((longitude.min() + longitude.max()) / 2)
    lat = float((latitude.min() + latitude.max()) / 2)
    if float(longitude.max() - longitude.min()) > 9.0 or abs(lat) > 80.0:
        return f"+proj=aeqd +lat_0={lat:.3f} +lon_0={lon:.3f} +datum=WGS84 +units=m +no_defs"
    zone = int(min(60, max(1, (lon + 180.0) // 6 + 1)))
    return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


@lru_cache(maxsize=32)
def transformer(source: str, target: str) -> Transformer:
    """The pyproj transformer between two CRSs, longitude first; making one takes longer than using it."""
    from pyproj import Transformer

    return Transformer.from_crs(source, target, always_xy=True)


def project(places: Sequence[Place], crs: str | None = None) -> tuple[npt.NDArray[np.float64], str]:
    """Coordinates of places in metres, (n, 2), and the CRS they are in."""
    lon = np.array([p.longitude for p in places], dtype=float)
    lat = np.array([p.latitude for p in places], dtype=float)
    chosen = crs or projection_of(lon, lat)
    if not len(lon):
        return np.zeros((0, 2)), chosen
    x, y = transformer("EPSG:4326", chosen).transform(lon, lat)
    xy = np.stack([x, y], axis=1)
    return np.where(np.isfinite(xy), xy, np.nan), chosen


def neighbour_pairs(
    xy: npt.NDArray[np.float64], reach_km: float, *, of: npt.NDArray[np.int64] | None = None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """All ordered pairs of different points that lie within `reach_km` of each other.

    Parameters
    ----------
    xy : float array (n, 2)
        Metres.
    reach_km : float
    of : int array, optional
        Only pairs whose first point is one of these.

    Returns
    -------
    two int arrays
        Positions of the first and of the second point, sorted.
    """
    import shapely

    if not len(xy) or (of is not None and not len(of)):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    points: Any = shapely.points(xy)
    asked = points if of is None else points[of]
    first, second = shapely.STRtree(points).query(asked, predicate="dwithin", distance=reach_km * 1000.0)
    first = first.astype(np.int64) if of is None else of[first]
    second = second.astype(np.int64)
    apart = first != second
    order = np.lexsort((second[apart], first[apart]))
    return first[apart][order], second[apart][order]


def pairs_from(
    xy: npt.NDArray[np.float64], active: npt.NDArray[np.int64], reach_km: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs of a place with evidence, counted among these, and another place within reach."""
    first, second = neighbour_pairs(xy, reach_km, of=active)
    return np.searchsorted(active, first), second
