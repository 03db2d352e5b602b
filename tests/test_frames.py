"""Frames have their columns always, in EPSG:4326 with x = longitude; files are equal for equal input."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

import geo
from geo import frames
from geo.errors import ExportError, InvalidQueryError
from geo.models import Actor, Candidate, Claim, ControlState, EventTime, Mention, Place, Region, Report, Resolution

if TYPE_CHECKING:
    from pathlib import Path

REPORT = Report("r1", "=The army took Sinjar in southern Idlib, not Xyz.", published=date(2018, 1, 7))
SINJAR = Place("p1", "Sinjar", 35.6, 36.9, country_code="SY", admin1="Idlib")
OTHER = Place("p2", "Sinjar", 36.3, 41.9, country_code="IQ", admin1="Nineveh")
IDLIB = Place("p3", "Idlib", 35.9, 36.6, "A", "ADM1", "SY", "Idlib")
SOUTH = Region("southern Idlib", 26, 40, "cardinal", ("p3",), box(36.3, 35.4, 36.9, 35.6), 8.0)
RESOLUTIONS = {
    "r1": (
        Resolution(
            Mention(15, 21, "Sinjar"),
            SINJAR,
            None,
            1,
            1.0,
            0.9,
            (Candidate(SINJAR, 0.9, "folded"), Candidate(OTHER, 0.2)),
        ),
        Resolution(Mention(34, 39, "Idlib"), IDLIB, SOUTH.geometry, 5, 8.0, 0.8, (Candidate(IDLIB, 0.8),), SOUTH),
        Resolution(Mention(45, 48, "Xyz")),
    )
}
CLAIM = Claim(
    "c1", "r1", 0, 49, REPORT.text, "capture", actors=(Actor("The army", "SAA", "regime"),),
    resolution=RESOLUTIONS["r1"][0], place_text="Sinjar", time=EventTime(date(2018, 1, 6), date(2018, 1, 6), "day", "relative"),
    published=date(2018, 1, 7), certainty=0.8, effect="set",
)  # fmt: skip
STATE = ControlState(
    SINJAR, date(2018, 1, 7), "regime", "claimed", (("regime", 0.6), ("hts", 0.4)), 0.6, supporting=("c1",)
)


def all_frames() -> dict[str, gpd.GeoDataFrame]:
    return {
        "mentions": frames.mentions_frame([REPORT], RESOLUTIONS),
        "claims": frames.claims_frame([CLAIM]),
        "control": frames.control_frame([STATE]),
        "regions": frames.regions_frame([REPORT], RESOLUTIONS),
    }


def test_promised_columns() -> None:
    found = all_frames()
    assert {
        "report_id",
        "start",
        "end",
        "text",
        "literal",
        "place_id",
        "name",
        "admin1",
        "country_code",
        "score",
        "rung",
        "radius_km",
    } <= set(found["mentions"])
    promised = """claim_id report_id predicate camp actor opponent place place_id polarity modality attribution
    stance event_start event_end time_basis published is_background certainty quote start end"""
    assert set(promised.split()) <= set(found["claims"])
    promised = "place_id name holder status confidence since as_of n_supporting n_contradicting"
    assert set(promised.split()) <= set(found["control"])
    assert found["control"].loc[0, "p_hts"] == pytest.approx(0.4)


def test_axis_order_and_crs() -> None:
    for name, frame in all_frames().items():
        assert frame.crs == "EPSG:4326", name
    point = frames.claims_frame([CLAIM]).geometry[0]
    assert (point.x, point.y) == (36.9, 35.6)


def test_unresolved_mentions_are_kept() -> None:
    frame = frames.mentions_frame([REPORT], RESOLUTIONS)
    assert list(frame["text"]) == ["Sinjar", "Idlib", "Xyz"]
    assert frame.geometry.isna().tolist() == [False, False, True]
    assert frame.loc[0, "rung"] == "folded"
    assert "IQ" in frame.loc[0, "alternatives"] or "Nineveh" in frame.loc[0, "alternatives"]


def test_empty_frames_have_columns_and_crs() -> None:
    for frame, columns in (
        (frames.mentions_frame([], {}), frames.MENTION_COLUMNS),
        (frames.claims_frame([]), frames.CLAIM_COLUMNS),
        (frames.control_frame([]), frames.CONTROL_COLUMNS),
        (frames.areas_frame([], None), frames.AREA_COLUMNS),
        (frames.frontline_frame([], None), frames.FRONT_COLUMNS),
        (frames.movements_frame([], None, None), frames.MOVEMENT_COLUMNS),
        (frames.regions_frame([], {}), frames.REGION_COLUMNS),
    ):
        assert list(frame.columns) == [*columns, "geometry"]
        assert frame.crs == "EPSG:4326"


@pytest.mark.parametrize("suffix", sorted(frames.FORMATS))
def test_every_format_is_written_and_twice_the_same(tmp_path: Path, suffix: str) -> None:
    first = frames.write_frames(all_frames(), tmp_path / f"a{suffix}")
    data = first.read_bytes()
    again = frames.write_frames(all_frames(), tmp_path / f"a{suffix}")
    assert again.read_bytes() == data
    assert [p.name for p in tmp_path.iterdir()] == [f"a{suffix}"]


def test_geopackage_layers_read_back(tmp_path: Path) -> None:
    path = frames.write_frames(all_frames(), tmp_path / "x.gpkg")
    back = gpd.read_file(path, layer="claims")
    assert back.loc[0, "predicate"] == "capture"
    assert back.crs == "EPSG:4326"
    assert set(gpd.list_layers(path)["name"]) == set(all_frames())


def test_geoparquet_and_geojson_read_back(tmp_path: Path) -> None:
    back = gpd.read_parquet(frames.write_frames({"claims": all_frames()["claims"]}, tmp_path / "x.parquet"))
    assert back.loc[0, "quote"] == REPORT.text
    back = gpd.read_file(frames.write_frames(all_frames(), tmp_path / "x.geojson"))
    assert set(back["layer"]) == set(all_frames())


def test_a_quote_cannot_become_a_spreadsheet_formula(tmp_path: Path) -> None:
    path = frames.write_frames({"claims": all_frames()["claims"]}, tmp_path / "x.csv")
    assert pd.read_csv(path).loc[0, "quote"] == "'" + REPORT.text


def test_unknown_format_and_layer_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"x\.shp: unknown format"):
        frames.write_frames(all_frames(), tmp_path / "x.shp")
    with pytest.raises(InvalidQueryError, match="no layer"):
        frames.check_layer("places", ("claims",))


def test_geocode_frame_keeps_what_geopandas_drops() -> None:
    names = pd.Series(["Saraqib", None, float("nan"), "Qqqzzzxx", "  "], index=list("abcde"))
    frame = geo.geocode_frame(names)
    assert list(frame.index) == list("abcde")
    assert frame.geometry.isna().tolist() == [False, True, True, True, True]
    assert frame.loc["a", "admin1"] == "Idlib"
    assert frame.loc["a", "rung"] == "exact"
    assert frame.loc["a", "score"] > 0.5
