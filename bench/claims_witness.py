"""Does a dependency parse know which claims are right? Precision of claims by what the parse confirms, and its price.

    python bench/claims_witness.py ../shared/eval/dev_claims.jsonl ../shared/eval/train_claims.jsonl

A claim is right if it fits an annotated one in predicate, place and camp. Needs the extra ``parse``.
"""

from __future__ import annotations

import argparse
import collections
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import claims as bench

from geo import geoparse
from geo.claims import claims_of
from geo.claims.witness import witnesses


def right_ones(score: Any, item: dict[str, Any], found: list[dict[str, Any]]) -> list[bool | None]:
    """For each claim whether it fits a label of its own; None for a fit of an optional one."""
    result: list[bool | None] = [False] * len(found)
    used: set[int] = set()
    for gold in sorted(item["claims"], key=lambda g: bool(g.get("optional"))):
        hit = next(
            (
                k
                for k, p in enumerate(found)
                if k not in used
                and p["type"] == gold["type"]
                and score.place_fits(item, gold, p)
                and score.camp_fits(gold, p)
            ),
            None,
        )
        if hit is not None:
            used.add(hit)
            result[hit] = None if gold.get("optional") else True
    return result


def main() -> None:
    """Print a row for each answer of the parse."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("paths", type=Path, nargs="+")
    score = bench.load_score()
    for path in ap.parse_args().paths:
        counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        plain = parsed = 0.0
        items = score.load(path)
        for item in items:
            report, conflict = bench.context(item)
            t0 = time.process_time()
            claims = claims_of(report, geoparse(report, conflict=conflict, published=report.published), conflict)
            t1 = time.process_time()
            seen = witnesses(report, claims)
            plain, parsed = plain + t1 - t0, parsed + time.process_time() - t1
            found = bench.predictions(score, claims)
            for answer, right in zip(seen, right_ones(score, item, found), strict=True):
                if right is not None:
                    counts[answer or "no answer"]["right" if right else "wrong"] += 1
        print(path.name)
        for answer, n in sorted(counts.items()):
            total = n["right"] + n["wrong"]
            print(f"  {answer:9} {total:4} claims, precision {n['right'] / total:.3f}")
        print(f"  {len(items) / plain:.0f} texts/s without, {len(items) / (plain + parsed):.0f} with the parse")


if __name__ == "__main__":
    main()
