"""Cells, areas, front line, band and movements."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from test_control import CAMPS, DAY, War, claim, row, town

from geo import frontline
from geo.control import estimate
from geo.errors import InvalidQueryError

points = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=25)


def grid(cells):
    return [town(i, 35.5 + y / 60, 36.5 + x / 60) for i, (x, y) in enumerate(cells)]


def line_of_towns(n=8):
    return [town(i, 35.7 + (i % 2) * 0.01, 36.5 + i * 0.05, population=100 - i) for i in range(n)]


def war_of(places, camps):
    return War([row(p, c) for p, c in zip(places, camps, strict=True)])


def quiet(places, camps, days=3):
    return estimate([], conflict=war_of(places, camps), start=DAY, end=DAY + timedelta(days))


laws = settings(max_examples=40, deadline=None)


@laws
@given(points)
def test_cells_are_valid_and_do_not_overlap(cells):
    places = grid(cells)
    made = frontline.cells(places)
    assert len(made.polygons) == len(places)
    assert all(g.is_valid and g.geom_type in {"Polygon", "MultiPolygon"} for g in made.polygons)
    seen = set()
    for place, cell in zip(places, made.metric, strict=True):
        spot = (place.latitude, place.longitude)
        assert cell.is_empty == (spot in seen)
        seen.add(spot)
    total = sum(g.area for g in made.metric)
    assert shapely.union_all(made.metric, grid_size=0.01).area == pytest.approx(total, rel=1e-4)
    assert all(e.left < e.right and e.length_km > 0 for e in made.edges)


@laws
@given(points, st.data())
def test_every_layer_is_valid_and_repeatable(cells, data):
    places = grid(cells)
    camps = [data.draw(st.sampled_from(CAMPS)) for _ in places]
    taken = [claim(p, "regime", day=1, interest="admission") for p in places[::3]]
    timeline = estimate(taken, conflict=war_of(places, camps), start=DAY, end=DAY + timedelta(3))
    first, last = timeline.dates[0], timeline.dates[-1]
    made = frontline.cells(timeline.places)

    def layers():
        return (
            frontline.control_areas(timeline, last, cells=made),
            frontline.front_lines(timeline, last, cells=made),
            frontline.movements(timeline, first, last, cells=made),
            frontline.band(timeline, last, cells=made, draws=20),
        )

    areas, lines, moves, band = layers()
    assert layers() == (areas, lines, moves, band)
    assert all(a.geometry.is_valid and not a.geometry.is_empty and a.area_km2 > 0 for a in areas)
    assert all(x.geometry.is_valid and x.length_km > 0 for x in lines)
    assert all(m.geometry.is_valid and m.area_km2 > 0 and m.camp != m.lost_by for m in moves)
    assert band.is_valid
    coloured = sum(a.area_km2 for a in areas)
    assert coloured == pytest.approx(sum(g.area for g in made.metric) / 1e6, rel=1e-4)


def test_cells_end_with_the_evidence():
    (cell,) = frontline.cells([town()], reach_km=5).metric
    assert cell.area == pytest.approx(np.pi * 25e6, rel=0.01)


def test_cells_stay_inside_the_clip():
    box = shapely.box(36.9, 35.6, 37.0, 35.8)
    made = frontline.cells(line_of_towns(), clip=box)
    assert shapely.union_all(made.polygons).within(box.buffer(1e-3))


def test_bisector_is_right_angled_on_the_ground():
    a, b = town(0, 35.70, 37.00), town(1, 35.75, 37.06)
    (edge,) = frontline.cells([a, b]).edges
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    for lon, lat in edge.line.coords:
        da, db = (geod.inv(lon, lat, p.longitude, p.latitude)[2] for p in (a, b))
        assert da == pytest.approx(db, rel=2e-3)


def test_reach_must_be_positive():
    with pytest.raises(InvalidQueryError, match="reach_km"):
        frontline.cells([town()], reach_km=0)


def test_no_places_no_days():
    timeline = estimate([], conflict=War())
    assert frontline.cells([]).edges == ()
    assert frontline.control_areas(timeline, DAY) == ()
    assert frontline.front_lines(timeline, DAY) == ()
    assert frontline.movements(timeline, DAY, DAY) == ()
    assert frontline.band(timeline, DAY).is_empty


def test_the_front_runs_between_enemies():
    places = line_of_towns()
    timeline = quiet(places, ["regime"] * 4 + ["opposition"] * 4)
    (line,) = frontline.front_lines(timeline, DAY)
    assert (line.camps, line.status, line.basis) == (("regime", "opposition"), "claimed", "baseline")
    west, east = places[3].longitude, places[4].longitude
    # The villages zigzag, so the bisector leans; its middle lies between the two nearest towns.
    assert west < line.geometry.interpolate(0.5, normalized=True).x < east
    assert not frontline.front_lines(quiet(places, ["regime"] * 8), DAY)


def test_front_between_assessed_places_is_assessed():
    places = line_of_towns(2)
    timeline = estimate(
        [claim(p, c, interest="admission") for p, c in zip(places, ("regime", "opposition"), strict=True)],
        conflict=War(),
    )
    (line,) = frontline.front_lines(timeline, DAY)
    assert (line.status, line.basis) == ("assessed", "reports")


def test_unknown_ground_is_left_blank():
    places = line_of_towns(2)
    timeline = estimate(
        [claim(places[0], interest="admission"), claim(places[1], None, predicate="attack", effect="contest")],
        conflict=War(),
    )
    areas = frontline.control_areas(timeline, DAY)
    assert [a.camp for a in areas] == ["regime"]
    assert not shapely.Point(places[1].longitude, places[1].latitude).within(areas[0].geometry)


def test_movement_names_what_was_gained():
    places = line_of_towns()
    war = war_of(places, ["regime"] * 4 + ["opposition"] * 4)
    taken = [claim(p, "regime", day=2, interest="admission") for p in places[4:6]]
    timeline = estimate(taken, conflict=war, start=DAY, end=DAY + timedelta(4))
    (move,) = frontline.movements(timeline, DAY, DAY + timedelta(4))
    assert (move.camp, move.lost_by, move.day) == ("regime", "opposition", DAY + timedelta(2))
    assert move.places == ("Town 4", "Town 5")
    tail, tip = move.arrow.coords
    assert tail == pytest.approx((places[3].longitude, places[3].latitude), abs=1e-6)
    assert tail[0] < tip[0]
    cell = frontline.cells(timeline.places)
    gained = sum(cell.metric[cell.rows[p.id]].area for p in places[4:6]) / 1e6
    assert move.area_km2 == pytest.approx(gained, rel=1e-3)
    assert frontline.movements(timeline, DAY + timedelta(3), DAY + timedelta(4)) == ()
    (bare,) = frontline.movements(timeline, DAY, DAY + timedelta(4), outlines=False)
    assert bare.geometry.is_empty
    assert bare.area_km2 == pytest.approx(move.area_km2)
    assert (bare.camp, bare.lost_by, bare.arrow, bare.place_ids) == (
        move.camp,
        move.lost_by,
        move.arrow,
        move.place_ids,
    )


def test_band_is_where_the_reports_leave_doubt():
    places = line_of_towns()
    war = war_of(places, ["regime"] * 4 + ["opposition"] * 4)
    unsure = claim(places[4], "regime", interest="partisan")
    timeline = estimate([unsure], conflict=war)
    band = frontline.band(timeline, DAY)
    inside = [shapely.Point(p.longitude, p.latitude).within(band) for p in places]
    assert inside == [i == 4 for i in range(8)]
    assert frontline.band(timeline, DAY, seed=1).is_valid


def test_band_holds_the_ground_between_the_last_places_of_two_sides():
    places = line_of_towns()
    timeline = estimate(
        [claim(p, "regime" if i < 4 else "opposition", interest="admission") for i, p in enumerate(places)],
        conflict=War(),
    )
    band = frontline.band(timeline, DAY)
    (line,) = frontline.front_lines(timeline, DAY)
    assert band.intersection(line.geometry).length > 0.3 * line.geometry.length
    assert not any(shapely.Point(places[i].longitude, places[i].latitude).within(band) for i in (0, 1, 6, 7))
    assert frontline.band(quiet(places, ["regime"] * 4 + ["opposition"] * 4), DAY).is_empty
