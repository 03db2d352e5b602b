"""Points on the ellipsoid agree with PROJ's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.regions._geodesic import ahead, along

WGS84 = Geod(ellps="WGS84")
LONGITUDES, LATITUDES = st.floats(-180, 180), st.floats(-85, 85)


def apart(one, other):
    return max(abs((one[0] - other[0] + 180) % 360 - 180), abs(one[1] - other[1]))


@given(LONGITUDES, LATITUDES, st.floats(-360, 720), st.floats(0.05, 1000))
def test_ahead_is_the_direct_solution(x, y, bearing, km):
    assert apart(ahead(x, y, [bearing], km)[0], WGS84.fwd(x, y, bearing, km * 1000)) < 1e-8


@given(LONGITUDES, LATITUDES, st.floats(0, 360), st.floats(1, 1500), st.integers(1, 7))
def test_along_divides_the_geodesic(x, y, bearing, km, count):
    x2, y2 = ahead(x, y, [bearing], km)[0]
    ours, theirs = along(x, y, x2, y2, count), WGS84.npts(x, y, x2, y2, count)
    assert len(ours) == count
    assert max(map(apart, ours, theirs)) < 1e-7


def test_edges():
    assert along(1.0, 1.0, 1.0, 1.0, 1) == [pytest.approx((1.0, 1.0))]
    assert along(1.0, 0.0, 3.0, 0.0, 1) == [pytest.approx((2.0, 0.0), abs=1e-9)]
    ((x, _y),) = ahead(179.99, 10.0, [90.0], 10.0)  # over the date line
    assert -180 <= x < -179
