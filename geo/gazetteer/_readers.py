"""Places from files of others: GeoNames dumps, Who's On First, OCHA common operational data, GeoJSON, any table.

A file is read whole or refused: a message names the file, the line or feature, what is wrong and what to do.
"""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataNotFoundError, GazetteerError
from geo.gazetteer._entries import Entry
from geo.gazetteer._fields import FIELDS, KIND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["SourceFile", "iter_sources", "read_source"]

_GEONAMES_FIELDS = 19
#: A zip archive may not unpack to more than this.
_MAX_BYTES = 3_000_000_000


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What was read from one file."""

    path: Path
    kind: str
    entries: tuple[Entry, ...]
    skipped: int = 0
    shapes: Mapping[str, Any] = field(default_factory=dict)


def read_source(
    path: str | Path, *, columns: Mapping[str, str] | None = None, country: str | None = None
) -> SourceFile:
    """Read one file; its kind is told from its name and first lines.

    Parameters
    ----------
    path
        ``CC.zip`` or ``CC.txt`` (GeoNames), ``.geojson``, ``.json``, ``.csv`` or ``.tsv``.
    columns
        Field (a key of `FIELDS`) to the name of its column or property.
    country
        ISO 3166-1 alpha-2: a file with places of another country is refused.

    Raises
    ------
    DataNotFoundError
        No such file.
    GazetteerError
        The file is cut off, damaged, of another country, or lacks a column.
    """
    file = Path(path)
    if not file.is_file():
        message = f"{file}: no such file"
        raise DataNotFoundError(message)
    unknown = sorted(set(columns or ()) - set(FIELDS))
    if unknown:
        message = f"column map: unknown field {unknown[0]!r}; known are {', '.join(FIELDS)}"
        raise GazetteerError(message)
    source = _read(file, columns or {})
    if country:
        code = country.strip().upper()
        for number, e in enumerate(source.entries, start=1):
            if e.country_code and e.country_code != code:
                message = (
                    f"{file}, place {number} ({e.name}): is in {e.country_code}, not in {code}: another country's file?"
                )
                raise GazetteerError(message)
        source = replace(
            source, entries=tuple(e if e.country_code else replace(e, country_code=code) for e in source.entries)
        )
    if not source.entries:
        message = f"{file}: no place in it"
        raise GazetteerError(message)
    return source


def _read(file: Path, columns: Mapping[str, str]) -> SourceFile:
    name = file.name
    if file.suffix.lower() == ".zip":
        name, data = _unzip(file)
    else:
        try:
            data = file.read_bytes()
        except OSError as error:
            message = f"{file}: cannot be read ({error})"
            raise GazetteerError(message) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"{file}, line {line}: not UTF-8 text; save it as UTF-8"
        raise GazetteerError(message) from error
    if "\0" in text:
        message = f"{file}, line {text[: text.index(chr(0))].count(chr(10)) + 1}: not a text file"
        raise GazetteerError(message)
    if name.lower().endswith((".geojson", ".json")) or text.lstrip()[:1] == "{":
        return _geojson(file, text, columns)
    first = text.split("\n", 1)[0]
    if first.split("\t")[0].isdigit() and first.count("\t") >= 4:
        return _geonames(file, text)
    return _table(file, text, columns, "\t" if first.count("\t") > first.count(",") else _delimiter(first))


def _delimiter(line: str) -> str:
    return ";" if line.count(";") > line.count(",") else ","


def _unzip(file: Path) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and m.filename.lower() != "readme.txt"]
            members = [m for m in members if m.filename.lower().endswith((".txt", ".csv", ".tsv", ".json", ".geojson"))]
            if len(members) != 1:
                message = f"{file}: expected one table in the archive, found {len(members)}"
                raise GazetteerError(message)
            if members[0].file_size > _MAX_BYTES:
                message = f"{file}: unpacks to {members[0].file_size} bytes, more than any gazetteer has"
                raise GazetteerError(message)
            return Path(members[0].filename).name, archive.read(members[0])
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError) as error:
        message = f"{file}: not a whole zip archive ({error}); download it again"
        raise GazetteerError(message) from error


def _number(file: Path, where: str, what: str, value: object, limit: float) -> float:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and abs(number) <= limit):
        message = f"{file}, {where}: {what} {value!r} is not a number of degrees"
        raise GazetteerError(message)
    return number


def _people(value: object) -> int:
    try:
        return min(max(0, int(float(str(value).replace(",", "") or 0))), 2**32 - 1)
    except (ValueError, OverflowError):
        return 0


def _split(value: str) -> tuple[str, ...]:
    mark = "|" if "|" in value else ";" if ";" in value else ","
    return tuple(dict.fromkeys(n.strip() for n in value.split(mark) if n.strip()))


# ---------------------------------------------------------------------------------------------------- GeoNames
def _geonames(file: Path, text: str) -> SourceFile:
    rows: list[list[str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip("\r"):
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) != _GEONAMES_FIELDS:
            message = (
                f"{file}, line {number}: {len(cells)} fields instead of {_GEONAMES_FIELDS}: "
                "cut off, or not a GeoNames dump"
            )
            raise GazetteerError(message)
        if not cells[0].isdigit():
            message = f"{file}, line {number}: the geonameid {cells[0]!r} is not a number"
            raise GazetteerError(message)
        rows.append(cells)
    admin = {(c[8], c[10]): c[1] for c in rows if c[7] == "ADM1"}
    entries = []
    for number, c in enumerate(rows, start=1):
        where = f"line {number}"
        entries.append(
            Entry(
                id=f"gn:{c[0]}",
                name=c[1],
                latitude=_number(file, where, "latitude", c[4], 90),
                longitude=_number(file, where, "longitude", c[5], 180),
                names=_split(c[3]),
                feature_class=c[6] or "P",
                feature_code=c[7] or "PPL",
                country_code=c[8].upper(),
                admin1=admin.get((c[8], c[10]), ""),
                population=_people(c[14]),
                source="geonames",
            )
        )
    return SourceFile(file, "geonames", tuple(entries))


# ---------------------------------------------------------------------------------------------------- tables
def _table(file: Path, text: str, columns: Mapping[str, str], delimiter: str) -> SourceFile:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [h.strip() for h in next(reader, [])]
        at = _columns(file, header, columns)
        rows = []
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(header):
                message = (
                    f"{file}, line {reader.line_num}: {len(cells)} fields instead of {len(header)}: "
                    "cut off, or another delimiter"
                )
                raise GazetteerError(message)
            rows.append((reader.line_num, cells))
    except csv.Error as error:
        message = f"{file}, line {reader.line_num}: {error}: cut off, or not a table"
        raise GazetteerError(message) from error
    wof = "wof_id" in (h.lower() for h in header)
    scheme = "wof" if wof else "".join(c for c in file.stem.lower() if c.isalnum() or c in "-_") or "file"
    low = [h.lower() for h in header]
    regions = {}
    if wof and "region_id" in low:
        regions = (
            {c[at["id"]]: c[at["name"]] for _, c in rows if c[at["feature"]] == "region"} if "feature" in at else {}
        )
    entries, skipped, seen = [], 0, set()
    for line, cells in rows:
        get = {f: cells[i].strip() for f, i in at.items()}
        gone = wof and any(
            cells[low.index(h)].strip() not in ("", "0", "0.0") for h in ("deprecated", "superseded_by") if h in low
        )
        if gone or not get["name"] or (not get["latitude"] and not get["longitude"]):
            skipped += 1
            continue
        place_id = f"{scheme}:{get.get('id') or line}"
        if place_id in seen:
            message = f"{file}, line {line}: the id {place_id.partition(':')[2]!r} stands twice"
            raise GazetteerError(message)
        seen.add(place_id)
        entry = _entry(file, f"line {line}", place_id, get, "wof" if wof else file.stem)
        if wof and "region_id" in low and not entry.admin1:
            entry = replace(entry, admin1=regions.get(cells[low.index("region_id")], ""))
        entries.append(entry)
    return SourceFile(file, "whosonfirst" if wof else "table", tuple(entries), skipped)


def _columns(file: Path, header: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    low = [h.lower() for h in header]
    at: dict[str, int] = {}
    for name, known in FIELDS.items():
        if name in columns:
            if columns[name] not in header:
                message = f"{file}, line 1: no column {columns[name]!r} (for {name}); there are {', '.join(header)}"
                raise GazetteerError(message)
            at[name] = header.index(columns[name])
            continue
        found = next((k for k in known if k in low), None)
        if found is not None:
            at[name] = low.index(found)
    missing = [n for n in ("name", "latitude", "longitude") if n not in at]
    if missing:
        shown = ", ".join(header[:20])
        message = f"{file}, line 1: no column for {', '.join(missing)}; there are {shown}: name them in a column map"
        raise GazetteerError(message)
    return at


def _entry(file: Path, where: str, place_id: str, get: Mapping[str, str], source: str) -> Entry:
    feature = KIND.get(get.get("feature", "").lower(), "")
    feature_class, _, feature_code = feature.partition(".")
    country = get.get("country_code", "").upper()
    return Entry(
        id=place_id,
        name=get["name"],
        latitude=_number(file, where, "latitude", get["latitude"], 90),
        longitude=_number(file, where, "longitude", get["longitude"], 180),
        names=_split(get.get("names", "")),
        feature_class=get.get("feature_class") or feature_class or "P",
        feature_code=get.get("feature_code") or feature_code or "PPL",
        country_code=country if len(country) == 2 else "",
        admin1=get.get("admin1", ""),
        population=_people(get.get("population", "0")),
        source=source,
    )


# ---------------------------------------------------------------------------------------------------- GeoJSON
def _geojson(file: Path, text: str, columns: Mapping[str, str]) -> SourceFile:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"{file}, line {error.lineno}: {error.msg}: cut off, or not GeoJSON"
        raise GazetteerError(message) from error
    except RecursionError as error:
        message = f"{file}: nested too deeply for GeoJSON"
        raise GazetteerError(message) from error
    kind = data.get("type") if isinstance(data, dict) else None
    features = data.get("features") if kind == "FeatureCollection" else [data] if kind == "Feature" else None
    if not isinstance(features, list):
        message = f"{file}: not a GeoJSON Feature or FeatureCollection"
        raise GazetteerError(message)
    scheme = "".join(c for c in file.stem.lower() if c.isalnum() or c in "-_") or "file"
    entries, shapes, skipped, seen = [], {}, 0, set()
    for number, feature in enumerate(features, start=1):
        where = f"feature {number}"
        entry, shape = _feature(file, where, feature, columns, scheme, number)
        if entry is None:
            skipped += 1
            continue
        if entry.id in seen:
            message = f"{file}, {where}: the id {entry.id.partition(':')[2]!r} stands twice"
            raise GazetteerError(message)
        seen.add(entry.id)
        entries.append(entry)
        if shape is not None:
            shapes[entry.id] = shape
    if not entries and skipped:
        message = f"{file}: no feature has a name; say which property holds it with a column map (name=PROPERTY)"
        raise GazetteerError(message)
    return SourceFile(file, "geojson", tuple(entries), skipped, shapes)


def _feature(  # noqa: PLR0917 - one caller
    file: Path, where: str, feature: object, columns: Mapping[str, str], scheme: str, number: int
) -> tuple[Entry | None, Any]:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape as to_shape

    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties, dict):
        message = f"{file}, {where}: no properties: not a GeoJSON feature"
        raise GazetteerError(message)
    wof = "wof:name" in properties
    low = {str(k).lower(): k for k in properties}
    get: dict[str, str] = {}
    for name, known in FIELDS.items():
        if name in columns:
            key: object = columns[name]
        else:
            key = next((low[k] for k in (f"wof:{known[0]}", f"geom:{name}", *known) if k in low), None)
        value = properties.get(key) if key is not None else None
        get[name] = "" if value is None or isinstance(value, (dict, list)) else str(value).strip()
    if wof:
        get["feature"] = str(properties.get("wof:placetype", ""))
        get["country_code"] = str(properties.get("wof:country", ""))
        get["population"] = str(properties.get("wof:population", "0") or "0")
        others = [n for k, v in properties.items() if str(k).startswith("name:") and isinstance(v, list) for n in v]
        get["names"] = "|".join(str(n) for n in others)
        scheme = "wof"
    if not get["name"]:
        return None, None
    geometry = feature.get("geometry")
    shape = None
    if geometry is not None:
        try:
            shape = to_shape(geometry)
        except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            message = f"{file}, {where} ({get['name']}): bad geometry ({error})"
            raise GazetteerError(message) from error
        if shape.is_empty:
            shape = None
    if shape is None and not get["latitude"]:
        return None, None
    if shape is not None and not (get["latitude"] and get["longitude"]):
        spot = shape.representative_point()
        get["longitude"], get["latitude"] = repr(spot.x), repr(spot.y)
    place_id = f"{scheme}:{get['id'] or feature.get('id') or number}"
    area = shape is not None and shape.geom_type in ("Polygon", "MultiPolygon", "LineString", "MultiLineString")
    entry = _entry(file, f"{where} ({get['name']})", place_id, get, "wof" if wof else file.stem)
    if area and not get["feature"] and not get["feature_class"]:
        entry = replace(entry, feature_class="A", feature_code="ADMD")
    return entry, geometry if area else None


def iter_sources(
    paths: list[str | Path], columns: Mapping[str, str] | None, country: str | None
) -> Iterator[SourceFile]:
    """Read several files in order."""
    for path in paths:
        yield read_source(path, columns=columns, country=country)
