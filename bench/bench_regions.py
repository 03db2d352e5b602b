"""Scores the phrases that make an area of a name against hand-labelled relations.

    python bench/bench_regions.py ../shared/eval/dev_claims.jsonl ../shared/eval/train_claims.jsonl [--errors]

The labelled toponyms stand in for the recogniser. A phrase is right if it overlaps the labelled words and is built on
the labelled name; the kind is counted apart. "The city's eastern neighborhoods" is read through coreference.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from bench_coreference import resolutions

from geo.coreference import place_anaphors
from geo.regions import anaphor_phrase, find_phrases

KIND = {"offset": "distance", "along": "near", "border": "near", "rest": "near"}


def named(text, spans, phrase):
    return [text[slice(*spans[i])] for i in (phrase.anchor, phrase.other) if i >= 0]


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
            phrases = [(p, named(text, spans, p)) for p in find_phrases(text, spans)]
            for anaphor in place_anaphors(text, resolutions(item)):
                said = anaphor_phrase(text, anaphor.start, anaphor.end)
                if said is not None:
                    phrases.append((said, [anaphor.antecedent.mention.text]))
            found_total += len(phrases)
            for rel in item["relation"]:
                gold_total += 1
                stats = by_kind.setdefault(rel["kind"], Counter())
                stats["gold"] += 1
                at = text.find(rel["surface"])
                hit = None
                for p, names in phrases:
                    if rel["anchor"] in names and p.start < at + len(rel["surface"]) and at < p.end:
                        hit = (p, names)
                        break
                if hit is None:
                    if show:
                        near = text[max(0, at - 30) : at + 90]
                        print(f"MISS {item['id']} {rel['kind']}: {rel['surface']!r} on {rel['anchor']!r} | {near}")
                    continue
                phrases.remove(hit)
                right += 1
                stats["found"] += 1
                same = KIND.get(hit[0].kind, hit[0].kind) == rel["kind"]
                kind_right += same
                if show and not same:
                    print(f"KIND {item['id']} {rel['kind']} not {hit[0].kind}: {rel['surface']!r}")
            for p, _ in phrases:
                if show:
                    print(f"EXTRA {item['id']} {p.kind}: {text[p.start : p.end]!r}")
        recall, precision = right / gold_total, right / max(1, found_total)
        f1 = 2 * recall * precision / max(1e-9, recall + precision)
        print(
            f"{Path(path).name}: gold {gold_total}, found {found_total}, "
            f"recall {recall:.2f}, precision {precision:.2f}, F1 {f1:.2f}, "
            f"kind right {kind_right / max(1, right):.2f}; "
            + ", ".join(f"{k} {v['found']}/{v['gold']}" for k, v in sorted(by_kind.items()))
        )


if __name__ == "__main__":
    main()
