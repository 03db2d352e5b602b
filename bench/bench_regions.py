"""Scores the phrases that make an area of a name against hand-labelled relations.

    python bench/bench_regions.py ../shared/eval/dev_claims.jsonl ../shared/eval/train_claims.jsonl [--errors]

The labelled toponyms stand in for the recogniser. A phrase is right if it overlaps the labelled words and is built on
the labelled name; the kind is counted apart. A label whose name does not stand in or beside its words ("the city's
eastern neighborhoods") needs coreference and counts as a miss here.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from geo.regions import find_phrases

KIND = {"offset": "distance", "along": "near", "border": "near", "rest": "near"}


def main():
    show = "--errors" in sys.argv
    for path in [a for a in sys.argv[1:] if not a.startswith("--")]:
        right = kind_right = gold_total = found_total = 0
        by_kind: dict[str, Counter] = {}
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            text = item["text"]
            tops = sorted((t for t in item["toponyms"]), key=lambda t: t["start"])
            spans = []
            for t in tops:
                if not spans or t["start"] >= spans[-1][1]:
                    spans.append((t["start"], t["end"]))
            phrases = list(find_phrases(text, spans))
            found_total += len(phrases)
            for rel in item["relation"]:
                gold_total += 1
                stats = by_kind.setdefault(rel["kind"], Counter())
                stats["gold"] += 1
                at = text.find(rel["surface"])
                hit = None
                for p in phrases:
                    names = [text[slice(*spans[i])] for i in (p.anchor, p.other) if i >= 0]
                    if rel["anchor"] in names and p.start < at + len(rel["surface"]) and at < p.end:
                        hit = p
                        break
                if hit is None:
                    if show:
                        print(f"MISS {item['id']} {rel['kind']}: {rel['surface']!r} on {rel['anchor']!r} | {text[max(0, at - 30) : at + 90]}")
                    continue
                phrases.remove(hit)
                right += 1
                stats["found"] += 1
                same = KIND.get(hit.kind, hit.kind) == rel["kind"]
                kind_right += same
                if show and not same:
                    print(f"KIND {item['id']} {rel['kind']} not {hit.kind}: {rel['surface']!r}")
            for p in phrases:
                if show:
                    print(f"EXTRA {item['id']} {p.kind}: {text[p.start : p.end]!r}")
        recall, precision = right / gold_total, right / max(1, found_total)
        print(
            f"{Path(path).name}: gold {gold_total}, found {found_total}, recall {recall:.2f}, precision {precision:.2f}, "
            f"F1 {2 * recall * precision / max(1e-9, recall + precision):.2f}, kind right {kind_right / max(1, right):.2f}; "
            + ", ".join(f"{k} {v['found']}/{v['gold']}" for k, v in sorted(by_kind.items()))
        )


if __name__ == "__main__":
    main()
