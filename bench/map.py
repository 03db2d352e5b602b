"""The map against plain folium: build time, size, first paint, slider step, in one run.

Usage: python bench/map.py [--sizes 1000,10000,50000] [--peers 5000]

Claims are made up over real places. `first paint` is from the start of loading until the areas and marks of the opening
day are on the screen, in headless Chromium with the network cut; peers are timed until their last layer is added.
`slider step` is the median and the worst of 40 steps over the whole axis, from the input event to the end of drawing.
Peers grow at least linearly: above `--peers` features they are scaled from that size, and marked so.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from geo import frontline
from geo.conflicts import load_conflict
from geo.control import estimate
from geo.gazetteer import Gazetteer
from geo.models import Actor, Candidate, Claim, EventTime, Mention, Report, Resolution
from geo.render import MapData, find_browser, save_map

PREDICATES = {
    "capture": ("captured", "set"), "lose": ("lost", "unset"), "hold": ("holds", "confirm"),
    "contest": ("fought for", "contest"), "attack": ("attacked", "contest"), "strike": ("shelled", "none"),
    "advance": ("advanced towards", "move"), "besiege": ("besieged", "siege"),
}  # fmt: skip
ACTORS = (
    ("The Syrian army", "regime"), ("Hay'at Tahrir al-Sham", "hts"), ("The Free Idlib Army", "opposition"),
    ("Islamic State fighters", "isis"), ("The Syrian Democratic Forces", "sdf"), ("Russian jets", "russia"),
)  # fmt: skip
WORDS = """after before during heavy light clashes shelling night morning columns roads hills farms village district
northern southern eastern western soldiers fighters residents convoy checkpoint artillery rocket drone supply route
reported statement agency channel observers monitor families displaced field hospital bridge crossing"""


def make(claims: int, days: int = 730, seed: int = 1) -> MapData:
    """Give map data with about `claims` claims in reports of five sentences, two claims in every fourth sentence."""
    luck = random.Random(seed)
    conflict, gazetteer = load_conflict("syria"), Gazetteer.open()
    places = [place for place, _ in gazetteer.near(35.5, 37.1, k=1500) if place.feature_class in "PS"]
    first = date(2016, 3, 1)
    reports, made, resolutions = [], [], []
    while len(made) < claims:
        number = len(reports)
        day = first + timedelta(days=luck.randrange(days))
        text, found = "", []
        for nth in range(5):
            actor, camp = luck.choice(ACTORS)
            place = luck.choice(places)
            predicate = luck.choice(tuple(PREDICATES))
            verb, effect = PREDICATES[predicate]
            rest = " ".join(luck.choices(WORDS.split(), k=12))
            sentence = f"{actor} {verb} {place.name} {rest}, a local source said."
            start = len(text)
            at = start + len(actor) + len(verb) + 2
            text += sentence + " "
            mention = Mention(at, at + len(place.name), place.name)
            choices = (Candidate(place, 0.9), Candidate(luck.choice(places), 0.1, "fuzzy"))
            resolution = Resolution(mention, place, None, 1, 1.0, 0.9, choices)
            found.append(resolution)
            one = Claim(
                f"{number:05d}-{nth}", f"report-{number:05d}", start, start + len(sentence), sentence, predicate,
                (Actor(actor, None, camp, (camp,), start, start + len(actor)),), (), resolution, place.name,
                attribution="a local source", attribution_chain=("a local source",), source="Wire",
                source_stance="neutral", interest=luck.choice(("neutral", "partisan", "admission")),
                time=EventTime(day, day, "day", "dateline"), published=day,
                certainty=round(luck.uniform(0.3, 0.95), 2),
                certainty_terms=(("attribution", round(luck.uniform(0.5, 1), 1)), ("geo", 0.9)), effect=effect,
                event_id=f"e{number}-{nth}", origin_id=f"o{number}-{nth}",
            )  # fmt: skip
            made.append(one)
            if nth == 0:
                made.append(replace(one, claim_id=one.claim_id + "b", predicate="strike", effect="none"))
        source = luck.choice(("Wire", "Agency", "Monitor", "Channel"))
        reports.append(Report(f"report-{number:05d}", text, f"Report {number}", source, day, "day"))
        resolutions.append((reports[-1].id, tuple(found)))
    timeline = estimate(tuple(made), conflict=conflict, gazetteer=gazetteer)
    cells = frontline.cells(timeline.places, gazetteer=gazetteer)
    return MapData("Benchmark", tuple(reports), tuple(made), conflict, tuple(resolutions), timeline, cells)


def points(count: int, seed: int = 1) -> list[tuple[float, float, str]]:
    luck = random.Random(seed)
    colours = ("#c0392b", "#35a79c", "#f2c200")
    return [(35.5 + luck.gauss(0, 0.6), 37.1 + luck.gauss(0, 0.7), luck.choice(colours)) for _ in range(count)]


def collection(rows) -> dict:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"c": c, "t": f"claim {i}"},
             "geometry": {"type": "Point", "coordinates": [round(lon, 4), round(lat, 4)]}}
            for i, (lat, lon, c) in enumerate(rows)
        ],
    }  # fmt: skip


def peer_circles(rows, chart):
    import folium

    for i, (lat, lon, colour) in enumerate(rows):
        folium.CircleMarker([lat, lon], radius=4, color=colour, popup=f"claim {i}").add_to(chart)


def peer_geojson(rows, chart):
    import folium

    folium.GeoJson(
        collection(rows), marker=folium.CircleMarker(radius=4),
        style_function=lambda feature: {"color": feature["properties"]["c"]},
    ).add_to(chart)  # fmt: skip


def peer_cluster(rows, chart):
    from folium.plugins import FastMarkerCluster

    FastMarkerCluster([[lat, lon] for lat, lon, _ in rows]).add_to(chart)


PEERS = {"CircleMarker each": peer_circles, "GeoJson style_function": peer_geojson, "FastMarkerCluster": peer_cluster}


def build_peer(add, count: int, path: Path) -> float:
    import folium

    from geo.render.figure import OfflineFigure

    begin = time.perf_counter()
    chart = folium.Map([35.5, 37.1], zoom_start=8, tiles=None, prefer_canvas=True)
    add(points(count), chart)
    figure = OfflineFigure()
    figure.add_child(chart)
    path.write_text(figure.render(), encoding="utf-8")
    return time.perf_counter() - begin


STEP = """async () => {
  const range = document.getElementById('fl-range'), times = [];
  for (let i = 0; i < 40; i++) {
    range.value = String(Math.round((i * 37 % 40) / 40 * Number(range.max)));
    const begin = performance.now();
    range.dispatchEvent(new Event('input'));
    times.push(performance.now() - begin);
    await new Promise(requestAnimationFrame);
  }
  return times;
}"""


def look(browser, path: Path, ours: bool) -> tuple[float, list[float]]:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as room:
        room.set_offline(True)
        page = room.new_page()
        page.add_init_script("performance.mark('start')")
        page.goto(path.as_uri(), timeout=300_000)
        if not ours:
            return page.evaluate(
                "new Promise((done) => requestAnimationFrame(() => done(performance.now())))"
            ) / 1000, []
        page.wait_for_selector("html[data-ready=true]", timeout=120_000)
        painted = page.evaluate("frontline.painted") / 1000
        return painted, page.evaluate(STEP)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000,50000")
    parser.add_argument("--peers", type=int, default=5000, help="largest size that peers are really built at")
    args = parser.parse_args()
    from playwright.sync_api import sync_playwright

    program = find_browser()
    if program is None:
        sys.exit("bench/map.py needs Chromium")
    print(f"{'':24}{'claims':>8}{'build s':>9}{'MB':>7}{'first paint s':>15}{'slider step ms (worst)':>25}")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for size in (int(n) for n in args.sizes.split(",")):
            path = Path(folder) / "map.html"
            data = make(size)
            begin = time.perf_counter()
            save_map(data, path)
            built = time.perf_counter() - begin
            painted = min(look(browser, path, ours=True)[0] for _ in range(2))
            steps = look(browser, path, ours=True)[1]
            step = f"{statistics.median(steps):.1f} ({max(steps):.1f})"
            size_mb = path.stat().st_size / 1e6
            print(f"{'frontline':24}{len(data.claims):>8}{built:>9.2f}{size_mb:>7.2f}{painted:>15.2f}{step:>25}")
            for name, add in PEERS.items():
                count = min(size, args.peers)
                peer_built = build_peer(add, count, path)
                megabytes = path.stat().st_size / 1e6
                shown, _ = look(browser, path, ours=False)
                factor = size / count
                mark = "" if factor == 1 else f"  scaled from {count}"
                row = f"{name:24}{size:>8}{peer_built * factor:>9.2f}{megabytes * factor:>7.2f}{shown * factor:>15.2f}"
                ratio = f"ours {peer_built * factor / built:.1f}x build, {shown * factor / painted:.1f}x paint"
                print(f"{row}{'-':>25}  {ratio}{mark}")
        browser.close()


if __name__ == "__main__":
    main()
