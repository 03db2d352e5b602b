"""Draws twenty areas that words make, on the base map, to be looked at.

    python bench/regions_figure.py regions.png

The sentences are our own. Shapes come from data/gazetteer/areas.jsonl.gz and towns from the table of Syrian places, so
that the figure shows the shapes alone and not the resolver.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import shapely
from shapely.geometry import shape

from geo.models import Mention, Place, Resolution
from geo.regions import attach_regions

DATA = Path(__file__).resolve().parent.parent / "data" / "gazetteer"
SENTENCES = [
    ("Fighters moved into southern Idlib.", {"Idlib": "A"}),
    ("The army held north-west Hama.", {"Hama": "A"}),
    ("Raids hit the southern Idlib countryside.", {"Idlib": "A"}),
    ("Farms burned in the northeastern countryside of Hama.", {"Hama": "P"}),
    ("Shells fell on rural Daraa.", {"Daraa": "A"}),
    ("Troops rested 10 km southeast of Abu al-Duhur.", {"Abu al-Duhur": "P"}),
    ("A post stood about six miles north of Saraqib.", {"Saraqib": "P"}),
    ("Planes struck near Palmyra.", {"Palmyra": "P"}),
    ("Clashes went on between Saraqib and Ariha.", {"Saraqib": "P", "Ariha": "P"}),
    ("A convoy burned on the Jarabulus-Manbij road.", {"Jarabulus": "P", "Manbij": "P"}),
    ("Guns fired from the western outskirts of Aleppo.", {"Aleppo": "P"}),
    ("Units lined up west of the Euphrates.", {"Euphrates": "H"}),
    ("Patrols drove along the Khabur.", {"Khabur": "H"}),
    ("Crossings shut on the border with Turkey near Syria.", {"Turkey": "A", "Syria": "A"}),
    ("Central Homs was quiet.", {"Homs": "A"}),
    ("The rest of Quneitra was held.", {"Quneitra": "A"}),
    ("Mortars fell in eastern Aleppo.", {"Aleppo": "P"}),
    ("A base lies south of Manbij.", {"Manbij": "P"}),
    ("Rebels held the northern part of the Ghab Plain.", {"Ghab Plain": "L"}),
    ("Fighting spread across north eastern Syria.", {"Syria": "A"}),
]
POPULATION = {"Aleppo": 2_100_000, "Hama": 460_000, "Manbij": 100_000, "Palmyra": 51_000, "Saraqib": 40_000}


class Shapes:
    """As much of a gazetteer as the figure needs."""

    def __init__(self):
        with gzip.open(DATA / "areas.jsonl.gz", "rt", encoding="utf-8") as lines:
            self.records = {r["id"]: r for r in map(json.loads, lines) if "geometry" in r}
        self.shapes = {k: shape(r["geometry"]) for k, r in self.records.items()}

    def _place(self, ident):
        r = self.records[ident]
        return Place(
            ident, r["name"], r["latitude"], r["longitude"], r["feature_class"], r["feature_code"], r["country_code"]
        )

    def find(self, name, kind):
        order = {"PCLI": 0, "ADM1": 1}
        found = [k for k, r in sorted(self.records.items()) if r["feature_class"] == kind and r["name"] == name]
        return self._place(min(found, key=lambda k: order.get(self.records[k]["feature_code"], 2)))

    def area(self, ident):
        return self.shapes.get(ident)

    def area_radius_km(self, ident):
        return self.records.get(ident, {}).get("radius_km", 0.0)

    def contains(self, lat, lon):
        point = shapely.Point(lon, lat)
        held = [k for k, g in sorted(self.shapes.items()) if g.geom_type.endswith("Polygon") and g.contains(point)]
        return tuple(self._place(k) for k in sorted(held, key=lambda k: self.shapes[k].area))

    def names(self, ident):
        return tuple(self.records.get(ident, {}).get("names", ()))

    def candidates(self, *_args, **_kwargs):
        from geo.models import Candidate

        return (Candidate(self.find("Syria", "A"), 1.0),)


def towns():
    out = {}
    with (DATA / "syria_places_2017.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(line for line in handle if not line.startswith("#")):
            if row.get("kind") == "settlement":
                out.setdefault(row["name"], (float(row["latitude"]), float(row["longitude"])))
    out |= {"Aleppo": (36.2019, 37.1612), "Hama": (35.1318, 36.7578), "Manbij": (36.5281, 37.9549)}
    return out


def draw_base(ax, base, window):
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Curve

    ax.set_facecolor("#cfe0ec")
    for layer, colour in (("land", "#f3f0e8"), ("focus", "#fffdf6"), ("water", "#cfe0ec")):
        points, codes = [], []
        for poly in base["layers"][layer]:
            for ring in poly:
                xy = np.array(ring).reshape(-1, 2).cumsum(0) / base["scale"]
                points.append(np.vstack([xy, xy[:1]]))
                codes += [1] + [2] * (len(xy) - 1) + [79]
        ax.add_patch(PathPatch(Curve(np.vstack(points), codes), fc=colour, ec="none"))
    for layer, colour, width in (("rivers", "#7fb0d0", 0.7), ("borders1", "#aaa", 0.6), ("borders0", "#555", 1.0)):
        for line in base["layers"][layer]:
            xy = np.array(line).reshape(-1, 2).cumsum(0) / base["scale"]
            ax.plot(xy[:, 0], xy[:, 1], color=colour, lw=width)
    west, south, east, north = window
    zoom = 8 if east - west < 2.5 else 6
    for label in base["labels"]:
        if (
            label["kind"] in {"city", "town"}
            and west < label["lon"] < east
            and south < label["lat"] < north
            and label["zoom"] <= zoom
        ):
            ax.plot(label["lon"], label["lat"], ".", color="#444", ms=3)
            ax.text(label["lon"], label["lat"], " " + label["en"], fontsize=6, color="#444", clip_on=True)
    ax.set_xlim(west, east)
    ax.set_ylim(south, north)
    ax.set_aspect(1 / np.cos(np.radians((south + north) / 2)))
    ax.tick_params(labelsize=5)


def main():
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "regions.png")
    gazetteer, known = Shapes(), towns()
    base = json.loads((DATA / "basemap.json").read_text(encoding="utf-8"))
    figure, axes = plt.subplots(4, 5, figsize=(24, 20))
    for ax, (text, names) in zip(axes.flat, SENTENCES, strict=True):
        resolutions = []
        for name, kind in sorted(names.items(), key=lambda item: text.index(item[0])):
            at = text.index(name)
            if kind == "P":
                place = Place(name, name, *known[name], "P", "PPLA", "SY", name, POPULATION.get(name, 20_000))
            else:
                place = gazetteer.find(name, kind)
            resolutions.append(Resolution(Mention(at, at + len(name), name), place))
        done = next(r for r in attach_regions(text, resolutions, gazetteer) if r.region)
        region = done.region
        west, south, east, north = region.geometry.bounds
        pad = 0.45 * max(east - west, north - south) + 0.05
        draw_base(ax, base, (west - pad, south - pad, east + pad, north + pad))
        for part in shapely.get_parts(region.geometry):
            x, y = part.exterior.xy
            ax.fill(x, y, color="#c0392b", alpha=0.3)
            ax.plot(x, y, color="#c0392b", lw=1)
        ax.set_title(f"{region.text}\n{region.kind}, edge within {region.radius_km} km", fontsize=10)
    figure.tight_layout()
    figure.savefig(target, dpi=70, metadata={"Software": ""})
    print(target)


if __name__ == "__main__":
    main()
