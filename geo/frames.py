"""Dataclasses to GeoDataFrames, and to files. The only place where (latitude, longitude) becomes (x, y).

Every frame is in EPSG:4326, sorted, with the columns documented in its function even when it has no rows.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo._files import atomic_path
from geo.errors import ExportError, InvalidQueryError, MissingDependencyError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.frontline import ControlArea, FrontLine, Movement
    from geo.gazetteer import Gazetteer
    from geo.models import Claim, ControlState, Report, Resolution

__all__ = [
    "FORMATS",
    "areas_frame",
    "claims_frame",
    "control_frame",
    "frontline_frame",
    "geocode_frame",
    "mentions_frame",
    "movements_frame",
    "regions_frame",
    "write_frames",
]

CRS = "EPSG:4326"
MENTION_COLUMNS = (
    "report_id", "start", "end", "text", "literal", "kind", "reason", "place_id", "name", "admin1", "country_code",
    "feature_code", "score", "rung", "precision", "radius_km", "region", "alternatives",
)  # fmt: skip
CLAIM_COLUMNS = (
    "claim_id", "report_id", "predicate", "camp", "actor", "opponent", "place", "place_id", "part", "polarity",
    "modality", "attribution", "stance", "interest", "event_start", "event_end", "time_precision", "time_basis",
    "published", "is_background", "certainty", "effect", "geo_precision", "radius_km", "event_id", "source", "frame",
    "quote", "start", "end",
)  # fmt: skip
CONTROL_COLUMNS = (
    "place_id", "name", "admin1", "holder", "status", "confidence", "since", "as_of", "n_supporting",
    "n_contradicting", "overlays", "basis",
)  # fmt: skip
AREA_COLUMNS = ("camp", "status", "basis", "area_km2", "as_of")
FRONT_COLUMNS = ("camp_a", "camp_b", "status", "basis", "length_km", "as_of")
MOVEMENT_COLUMNS = ("camp", "lost_by", "since", "until", "area_km2", "places", "part")
REGION_COLUMNS = ("report_id", "start", "end", "text", "kind", "anchors", "radius_km")


def mentions_frame(reports: Sequence[Report], resolutions: Mapping[str, Sequence[Resolution]]) -> gpd.GeoDataFrame:
    """One row a mention, resolved or not.

    Parameters
    ----------
    reports : sequence of Report
        Gives the order of the rows.
    resolutions : mapping of report id to sequence of Resolution

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `MENTION_COLUMNS` and point geometry (EPSG:4326), None where unresolved.
    """
    rows: list[tuple[Any, ...]] = []
    points: list[tuple[float, float] | None] = []
    for report in reports:
        for r in resolutions.get(report.id, ()):
            m, p = r.mention, r.place
            chosen = next((c for c in r.candidates if p is not None and c.place.id == p.id), None)
            others = "; ".join(
                f"{c.place.name} ({c.place.admin1 or c.place.country_code}) {c.score:.2f}"
                for c in r.candidates
                if p is None or c.place.id != p.id
            )
            rows.append((
                report.id, m.start, m.end, m.text, m.literal, m.kind, m.reason, p.id if p else None,
                p.name if p else None, p.admin1 if p else None, p.country_code if p else None,
                p.feature_code if p else None, round(r.score, 3), chosen.rung if chosen else None, r.precision,
                round(r.radius_km, 3), r.region.text if r.region else None, others,
            ))  # fmt: skip
            points.append((p.longitude, p.latitude) if p else None)
    return _frame(MENTION_COLUMNS, rows, _points(points))


def claims_frame(claims: Iterable[Claim]) -> gpd.GeoDataFrame:
    """One row a claim, with the columns of the design note and a point.

    Parameters
    ----------
    claims : iterable of Claim

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `CLAIM_COLUMNS`; point geometry (EPSG:4326): the place, or a point inside the region meant, or None.
    """
    rows: list[tuple[Any, ...]] = []
    geometries: list[BaseGeometry | None] = []
    for c in claims:
        r = c.resolution
        place = r.place if r else None
        rows.append((
            c.claim_id, c.report_id, c.predicate, _first(a.camp for a in c.actors),
            ", ".join(a.text for a in c.actors) or None, ", ".join(a.text for a in c.opponents) or None, c.place_text,
            place.id if place else None, c.part or None, c.polarity, c.modality, c.attribution, c.source_stance,
            c.interest, _iso(c.time.start), _iso(c.time.end), c.time.precision, c.time.basis, _iso(c.published),
            c.is_background, round(c.certainty, 3), c.effect, r.precision if r else 0,
            round(r.radius_km, 3) if r else None, c.event_id, c.source, c.frame, c.quote, c.start, c.end,
        ))  # fmt: skip
        geometries.append(_claim_point(r))
    return _frame(CLAIM_COLUMNS, rows, geometries)


def control_frame(states: Iterable[ControlState]) -> gpd.GeoDataFrame:
    """One row a place: who holds it, how sure, on what evidence.

    Parameters
    ----------
    states : iterable of ControlState

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `CONTROL_COLUMNS`, then ``p_<camp>`` for every camp; point geometry (EPSG:4326).
    """
    listed = tuple(states)
    camps = tuple(dict.fromkeys(camp for s in listed for camp, _ in s.probabilities))
    rows = []
    for s in listed:
        chances = dict(s.probabilities)
        rows.append((
            s.place.id, s.place.name, s.place.admin1, s.holder, s.status, round(s.confidence, 3), _iso(s.since),
            _iso(s.as_of), len(s.supporting), len(s.contradicting), ", ".join(s.overlays) or None,
            s.basis, *(round(chances.get(camp, 0.0), 3) for camp in camps),
        ))  # fmt: skip
    columns = (*CONTROL_COLUMNS, *(f"p_{camp}" for camp in camps))
    return _frame(columns, rows, _points([(s.place.longitude, s.place.latitude) for s in listed]))


def areas_frame(areas: Iterable[ControlArea], as_of: date | None) -> gpd.GeoDataFrame:
    """Control areas: one row a camp and status, polygon geometry (EPSG:4326), columns `AREA_COLUMNS`."""
    listed = tuple(areas)
    rows = [(a.camp, a.status, a.basis, round(a.area_km2, 3), _iso(as_of)) for a in listed]
    return _frame(AREA_COLUMNS, rows, [a.geometry for a in listed])


def frontline_frame(lines: Iterable[FrontLine], as_of: date | None) -> gpd.GeoDataFrame:
    """Front lines: one row a pair of camps and status, line geometry (EPSG:4326), columns `FRONT_COLUMNS`."""
    listed = tuple(lines)
    rows = [(f.camps[0], f.camps[1], f.status, f.basis, round(f.length_km, 3), _iso(as_of)) for f in listed]
    return _frame(FRONT_COLUMNS, rows, [f.geometry for f in listed])


def movements_frame(movements: Iterable[Movement], since: date | None, until: date | None) -> gpd.GeoDataFrame:
    """Areas gained and lost, and their arrows.

    Parameters
    ----------
    movements : iterable of Movement
    since, until : datetime.date or None
        The two days compared.

    Returns
    -------
    geopandas.GeoDataFrame
        Two rows a movement, ``part`` = ``area`` (polygon) and ``arrow`` (line), EPSG:4326.
    """
    rows: list[tuple[Any, ...]] = []
    geometries: list[BaseGeometry | None] = []
    for m in movements:
        for part, geometry in (("area", m.geometry), ("arrow", m.arrow)):
            if geometry is None or geometry.is_empty:
                continue
            names = ", ".join(m.places)
            rows.append((m.camp, m.lost_by, _iso(since), _iso(until), round(m.area_km2, 3), names, part))
            geometries.append(geometry)
    return _frame(MOVEMENT_COLUMNS, rows, geometries)


def regions_frame(reports: Sequence[Report], resolutions: Mapping[str, Sequence[Resolution]]) -> gpd.GeoDataFrame:
    """Regions said in words ("southern Idlib"): one row a mention, columns `REGION_COLUMNS`, EPSG:4326."""
    rows: list[tuple[Any, ...]] = []
    geometries: list[BaseGeometry | None] = []
    for report in reports:
        for resolution in resolutions.get(report.id, ()):
            g = resolution.region
            if g is not None:
                rows.append(
                    (report.id, g.start, g.end, g.text, g.kind, ", ".join(g.anchors), round(g.radius_km, 3)),
                )
                geometries.append(g.geometry)
    return _frame(REGION_COLUMNS, rows, geometries)


def geocode_frame(
    names: Iterable[object],
    *,
    gazetteer: Gazetteer | None = None,
    country_codes: str | Sequence[str] | None = None,
    limit: int = 5,
) -> gpd.GeoDataFrame:
    """Geocode many names and keep what `geopandas.tools.geocode` drops: score, rung, id and alternatives.

    Parameters
    ----------
    names : iterable of str
        A pandas Series keeps its index. None, NaN and other non-strings give an empty row, not an error.
    gazetteer : Gazetteer, optional
        Default: the bundled one.
    country_codes : str or sequence of str, optional
        ISO 3166-1 alpha-2 codes to search in.
    limit : int
        How many candidates to keep in `alternatives`.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns ``query, address, place_id, name, admin1, country_code, feature_code, population, score, rung,
        alternatives`` and point geometry (EPSG:4326), empty where nothing matches.
    """
    import pandas as pd

    from geo.geocoder import GazetteerGeocoder

    index = names.index if isinstance(names, pd.Series) else None
    geocoder = GazetteerGeocoder(gazetteer=gazetteer)
    columns = (
        "query", "address", "place_id", "name", "admin1", "country_code", "feature_code", "population", "score",
        "rung", "alternatives",
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    points: list[tuple[float, float] | None] = []
    for name in names:
        query = name if isinstance(name, str) else None
        found = (
            geocoder.geocode(query, exactly_one=False, limit=limit, country_codes=country_codes)
            if query and query.strip()
            else None
        )
        if not found:
            rows.append((query, *(None,) * 10))
            points.append(None)
            continue
        best = found[0]
        place = geocoder.gazetteer.get(best.raw["id"])
        others = "; ".join(f"{loc.address} {loc.raw['score']:.2f}" for loc in found[1:])
        rows.append((
            query, best.address, place.id, place.name, place.admin1, place.country_code, place.feature_code,
            place.population, round(float(best.raw["score"]), 3), best.raw["rung"], others,
        ))  # fmt: skip
        points.append((place.longitude, place.latitude))
    frame = _frame(columns, rows, _points(points))
    if index is not None:
        frame.index = index
    return frame


#: Suffix to the OGR driver, or to our own writer.
FORMATS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".kml": "KML", ".parquet": "Parquet", ".csv": "CSV"}


def write_frames(frames: Mapping[str, gpd.GeoDataFrame], path: str | os.PathLike[str]) -> Path:
    """Write one or more layers to a file; the suffix chooses the format.

    Parameters
    ----------
    frames : mapping of layer name to GeoDataFrame
        A GeoPackage or KML keeps the layers apart. The other formats hold one table: several layers are stacked,
        told apart by a first column ``layer``.
    path : path
        ``.gpkg``, ``.geojson``, ``.kml``, ``.parquet`` (GeoParquet) or ``.csv`` (geometry as WKT).

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ExportError
        If the suffix is unknown or the file cannot be written.
    MissingDependencyError
        If GeoParquet is asked for without pyarrow.
    """
    target = Path(path)
    kind = FORMATS.get(target.suffix.lower())
    if kind is None:
        message = f"{target.name}: unknown format {target.suffix or '(none)'}; use one of {', '.join(FORMATS)}"
        raise ExportError(message)
    try:
        with atomic_path(target) as temporary:
            if kind in {"GPKG", "KML"}:
                _write_layers(frames, temporary, kind)
            else:
                _write_table(_stacked(frames), temporary, kind)
    except OSError as error:
        message = f"{target}: cannot be written: {error}"
        raise ExportError(message) from error
    return target


def _write_layers(frames: Mapping[str, gpd.GeoDataFrame], path: Path, driver: str) -> None:
    import pyogrio
    from pyogrio.errors import DataSourceError

    path.unlink()  # OGR wants to make the file itself
    # A GeoPackage stores when it was written; a fixed moment keeps equal input byte-equal.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "1970-01-01T00:00:00Z"})
    try:
        for number, (name, frame) in enumerate(frames.items()):
            geometry_type = None if len(frame) else "Unknown"
            pyogrio.write_dataframe(
                frame, path, layer=name, driver=driver, append=number > 0 and path.exists(), geometry_type=geometry_type
            )
    except DataSourceError as error:
        message = f"{path.name}: {error}"
        raise ExportError(message) from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _write_table(frame: gpd.GeoDataFrame, path: Path, kind: str) -> None:
    if kind == "Parquet":
        try:
            import pyarrow as pa  # noqa: F401
        except ImportError as error:
            message = "GeoParquet needs pyarrow: pip install 'frontline-map[parquet]'"
            raise MissingDependencyError(message) from error
        frame.to_parquet(path, index=False)
    elif kind == "CSV":
        table = frame.to_wkt()
        for column in table.columns:
            if table[column].dtype.kind in "OTUS" and column != "geometry":
                table[column] = table[column].map(_spreadsheet_safe)
        table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    else:
        path.write_text(frame.to_json(drop_id=True, na="null", ensure_ascii=False) + "\n", encoding="utf-8")


def _spreadsheet_safe(value: object) -> object:
    """Stop a spreadsheet from running a cell of document text as a formula."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return value


def _stacked(frames: Mapping[str, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pandas as pd

    if len(frames) == 1:
        return next(iter(frames.values()))
    parts = []
    for name, frame in frames.items():
        if len(frame):
            part = frame.copy()
            part.insert(0, "layer", name)
            parts.append(part)
    if not parts:
        return _frame(("layer",), [], [])
    columns = list(dict.fromkeys(column for part in parts for column in part.columns if column != "geometry"))
    # Object columns: text, numbers and missing values of several layers meet here without a change of type.
    table = {c: [v for part in parts for v in (part[c] if c in part else [None] * len(part))] for c in columns}
    geometry = [g for part in parts for g in part.geometry]
    return gpd.GeoDataFrame(pd.DataFrame(table), geometry=geometry, crs=CRS)


def _frame(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], geometry: Sequence[BaseGeometry | None]
) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import numpy as np

    data = {name: [row[i] for row in rows] for i, name in enumerate(columns)}
    shapes = np.array([*geometry, None], dtype=object)[:-1]  # never read as a nested sequence
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(shapes, crs=CRS), crs=CRS)


def _points(coordinates: Sequence[tuple[float, float] | None]) -> list[BaseGeometry | None]:
    from shapely import Point

    return [None if xy is None else Point(xy) for xy in coordinates]


def _claim_point(resolution: Resolution | None) -> BaseGeometry | None:
    from shapely import Point

    if resolution is None:
        return None
    if resolution.region is not None and not resolution.region.geometry.is_empty:
        return resolution.region.geometry.representative_point()
    if resolution.place is None:
        return None
    return Point(resolution.place.longitude, resolution.place.latitude)


def _first(values: Iterable[str | None]) -> str | None:
    return next((v for v in values if v), None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def check_layer(name: str, known: Sequence[str]) -> None:
    """Raise `InvalidQueryError` if `name` is not one of the layers `known`."""
    if name not in known:
        message = f"no layer {name!r}; choose one of {', '.join(known)}"
        raise InvalidQueryError(message)
