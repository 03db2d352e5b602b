"""Points on the ellipsoid (WGS 84): Vincenty's solutions, so that a circle around a town needs no projection library.

T. Vincenty, "Direct and Inverse Solutions of Geodesics on the Ellipsoid with Application of Nested Equations", Survey
Review 23 (176), 1975. Good to a millimetre over the distances asked for here; the inverse solution does not
serve for points on opposite sides of the earth.
"""

from __future__ import annotations

from math import atan, atan2, cos, degrees, radians, sin, sqrt, tan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ahead", "along"]

#: Semi-axes of WGS 84 in metres, and its flattening.
_A = 6378137.0
_F = 1 / 298.257223563
_B = _A * (1 - _F)
_CLOSE = 1e-13
_MOST = 100


def ahead(x: float, y: float, bearings: Iterable[float], km: float) -> list[tuple[float, float]]:
    """Points at one distance from a point.

    Parameters
    ----------
    x, y : float
        Longitude and latitude in degrees.
    bearings : iterable of float
        Degrees clockwise from north.
    km : float

    Returns
    -------
    list of (float, float)
        Longitude (-180 to 180) and latitude for each bearing.
    """
    reduced = atan((1 - _F) * tan(radians(y)))
    sin_u, cos_u = sin(reduced), cos(reduced)
    return [_step(x, sin_u, cos_u, radians(bearing), km * 1000) for bearing in bearings]


def _step(x: float, sin_u: float, cos_u: float, azimuth: float, metres: float) -> tuple[float, float]:
    sin_a, cos_a = sin(azimuth), cos(azimuth)
    sigma_1 = atan2(sin_u, cos_u * cos_a)  # tan(sigma_1) = tan(u) / cos(azimuth)
    sin_alpha = cos_u * sin_a
    square = 1 - sin_alpha * sin_alpha
    a, b = _series(square)
    first = metres / (_B * a)
    sigma = first
    cos_2m = sin_s = cos_s = 0.0
    for _ in range(_MOST):
        cos_2m, sin_s, cos_s = cos(2 * sigma_1 + sigma), sin(sigma), cos(sigma)
        last, sigma = sigma, first + _delta(b, sin_s, cos_s, cos_2m)
        if abs(sigma - last) < _CLOSE:
            break
    cos_2m, sin_s, cos_s = cos(2 * sigma_1 + sigma), sin(sigma), cos(sigma)
    rest = sin_u * sin_s - cos_u * cos_s * cos_a
    y = atan2(sin_u * cos_s + cos_u * sin_s * cos_a, (1 - _F) * sqrt(sin_alpha * sin_alpha + rest * rest))
    turn = atan2(sin_s * sin_a, cos_u * cos_s - sin_u * sin_s * cos_a)
    turn -= _drift(sigma, square, sin_alpha, sin_s, cos_s, cos_2m)
    return (x + degrees(turn) + 180.0) % 360.0 - 180.0, degrees(y)


def along(x1: float, y1: float, x2: float, y2: float, count: int) -> list[tuple[float, float]]:
    """Points that divide the geodesic between two points into equal parts, without the two.

    Parameters
    ----------
    x1, y1, x2, y2 : float
        Longitudes and latitudes in degrees.
    count : int
        How many points.

    Returns
    -------
    list of (float, float)
        Longitude and latitude.
    """
    metres, azimuth = _inverse(x1, y1, x2, y2)
    reduced = atan((1 - _F) * tan(radians(y1)))
    sin_u, cos_u = sin(reduced), cos(reduced)
    return [_step(x1, sin_u, cos_u, azimuth, metres * n / (count + 1)) for n in range(1, count + 1)]


def _inverse(x1: float, y1: float, x2: float, y2: float) -> tuple[float, float]:
    """Metres from the first point to the second, and the azimuth in radians at the first."""
    u1, u2 = atan((1 - _F) * tan(radians(y1))), atan((1 - _F) * tan(radians(y2)))
    sin_1, cos_1, sin_2, cos_2 = sin(u1), cos(u1), sin(u2), cos(u2)
    apart = radians((x2 - x1 + 180.0) % 360.0 - 180.0)
    turn = apart
    for _ in range(_MOST):
        sin_t, cos_t = sin(turn), cos(turn)
        east, north = cos_2 * sin_t, cos_1 * sin_2 - sin_1 * cos_2 * cos_t
        sin_s = sqrt(east * east + north * north)
        if sin_s == 0.0:
            return 0.0, 0.0
        cos_s = sin_1 * sin_2 + cos_1 * cos_2 * cos_t
        sigma = atan2(sin_s, cos_s)
        sin_alpha = cos_1 * cos_2 * sin_t / sin_s
        square = 1 - sin_alpha * sin_alpha
        cos_2m = cos_s - 2 * sin_1 * sin_2 / square if square > 0 else 0.0
        last, turn = turn, apart + _drift(sigma, square, sin_alpha, sin_s, cos_s, cos_2m)
        if abs(turn - last) < _CLOSE:
            break
    a, b = _series(square)
    metres = _B * a * (sigma - _delta(b, sin_s, cos_s, cos_2m))
    return metres, atan2(cos_2 * sin(turn), cos_1 * sin_2 - sin_1 * cos_2 * cos(turn))


def _series(square: float) -> tuple[float, float]:
    """A and B of the paper, from the squared cosine of the azimuth at the equator."""
    u2 = square * (_A * _A - _B * _B) / (_B * _B)
    a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    return a, u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))


def _delta(b: float, sin_s: float, cos_s: float, cos_2m: float) -> float:
    inner = cos_s * (-1 + 2 * cos_2m * cos_2m)
    inner -= b / 6 * cos_2m * (-3 + 4 * sin_s * sin_s) * (-3 + 4 * cos_2m * cos_2m)
    return b * sin_s * (cos_2m + b / 4 * inner)


def _drift(  # noqa: PLR0917 - the symbols of the paper
    sigma: float, square: float, sin_alpha: float, sin_s: float, cos_s: float, cos_2m: float
) -> float:
    """Difference of longitude on the sphere and on the ellipsoid, in radians."""
    c = _F / 16 * square * (4 + _F * (4 - 3 * square))
    return (1 - c) * _F * sin_alpha * (sigma + c * sin_s * (cos_2m + c * cos_s * (-1 + 2 * cos_2m * cos_2m)))
