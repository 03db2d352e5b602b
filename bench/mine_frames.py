"""Which words a corpus uses beside places and actors that no frame explains yet: the way to extend the lexicon.

    python bench/mine_frames.py ../shared/corpus/fakes.csv --text article_content --date date --top 40

A sentence counts if it names a place and an actor but yields no claim. Its verbs and nouns next to the place or the
actor are ranked by how often they occur there, against how often they occur in sentences that do yield claims.
"""

from __future__ import annotations

import argparse
import collections
import sys
import time
from pathlib import Path

from geo.claims.build import read_sentences
from geo.claims.lexicon import load_lexicon
from geo.conflicts import load_conflict
from geo.geoparsing import geoparse
from geo.reports import read_reports
from geo.text import sentences


def main() -> None:
    """Print the ranking."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("path", type=Path)
    ap.add_argument("--conflict", default="syria")
    ap.add_argument("--limit", type=int, default=200, help="reports to read")
    ap.add_argument("--top", type=int, default=40)
    ap.add_argument("--examples", type=int, default=2)
    args = ap.parse_args()
    conflict = load_conflict(args.conflict)
    known = load_lexicon()
    plain: collections.Counter[str] = collections.Counter()
    explained: collections.Counter[str] = collections.Counter()
    examples: dict[str, list[str]] = collections.defaultdict(list)
    seconds = 0.0
    n_claims = n_open = 0
    reports = list(read_reports(args.path, on_error="collect"))[: args.limit]
    for report in reports:
        begin = time.perf_counter()
        resolutions = geoparse(report, conflict=conflict, published=report.published)
        readings = {(r.start, r.end): r for r in read_sentences(report, resolutions, conflict)}
        seconds += time.perf_counter() - begin
        for start, end in sentences(report.text):
            here = [r for r in resolutions if start <= r.mention.start < end and r.mention.literal]
            if not here:
                continue
            reading = readings.get((start, end))
            text = report.text[start:end]
            words = {w.strip(".,;:()\"'").lower() for w in text.split()}
            words = {w for w in words if w.isalpha() and len(w) > 3}
            if reading is not None and reading.kept:
                n_claims += 1
                explained.update(words)
                continue
            if not conflict.find_actors(text, report.published):
                continue
            n_open += 1
            plain.update(words)
            for word in words:
                if len(examples[word]) < args.examples:
                    examples[word].append(text[:200])
    print(f"{len(reports)} reports, {len(reports) / seconds:.0f} a second")
    print(f"sentences with claims {n_claims}, open {n_open}")
    ignore = known.classes["determiner"] | known.classes["clause"] | known.classes["auxiliary"]
    scored = []
    for word, count in plain.items():
        if count < 3 or word in ignore:
            continue
        share = count / (count + explained[word])
        scored.append((round(share * count**0.5, 2), word, count, explained[word]))
    for value, word, count, other in sorted(scored, reverse=True)[: args.top]:
        print(f"{value:6} {word:18} open {count:4} explained {other:4}")
        for example in examples[word]:
            print("        " + example)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
