"""Learn the weights of the candidate scorer (data/frames/scorer.json) from annotated sentences.

    python bench/claims_train.py ../shared/eval/train_claims.jsonl [--own develop] [--write]

Prints F1 by five-fold cross-validation over sentences. Only features, weights and counts are written, never text.
`--own` adds our own labels (bench/annotations.jsonl): "develop", "all", or "none".
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import annotations
import claims as bench
import numpy as np

import geo.claims.build as build
from geo._files import write_text
from geo.claims.scorer import Scorer

ROOT = Path(__file__).resolve().parents[1]
FOLDS = 5
MIN_COUNT = 3


def rows_of(score: Any, items: list[dict[str, Any]], mode: str) -> list[tuple[int, dict[str, float], int, float]]:
    """(sentence, features, label, weight) of every candidate that no rule drops."""
    rows = []
    keep_all = Scorer({}, 0.0)
    build.load_scorer = lambda: keep_all  # type: ignore[assignment]
    for n, item in enumerate(items):
        report, conflict = bench.context(item)
        for reading in build.read_sentences(report, bench.resolutions_of(item, mode), conflict):
            for c in reading.candidates:
                if c.dropped and not c.dropped.startswith(("same", "told", "general")):
                    continue
                m = c.resolution.mention if c.resolution is not None else None
                text = item["text"][c.place_start : c.place_end] if c.place_start >= 0 else ""
                pred = {"type": c.predicate, "span": (m.start, m.end) if m else None, "place": text}
                hits = [g for g in item["claims"] if g["type"] == c.predicate and score.place_fits(item, g, pred)]
                weight = 0.5 if hits and all(g.get("optional") for g in hits) else 1.0
                rows.append((n, c.features, int(bool(hits)), weight))
    return rows


def fit(rows: list[tuple[int, dict[str, float], int, float]], strength: float) -> dict[str, float]:
    """Weights of an L2 logistic regression over the features seen often enough."""
    from sklearn.linear_model import LogisticRegression

    counts: dict[str, int] = {}
    for _n, features, _y, _w in rows:
        for name in features:
            counts[name] = counts.get(name, 0) + 1
    names = sorted(k for k, v in counts.items() if v >= MIN_COUNT)
    index = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for r, (_n, features, _y, _w) in enumerate(rows):
        for name, value in features.items():
            if name in index:
                x[r, index[name]] = value
    y = np.array([row[2] for row in rows])
    w = np.array([row[3] for row in rows])
    model = LogisticRegression(C=strength, max_iter=4000, fit_intercept=False)
    model.fit(x, y, sample_weight=w)
    return {
        name: round(float(model.coef_[0][index[name]]), 4) for name in names if abs(model.coef_[0][index[name]]) > 0.005
    }


def run(score: Any, items: list[dict[str, Any]], scorer: Scorer, mode: str, show: str = "") -> dict[str, Any]:
    """Figures of a scorer on items."""
    build.load_scorer = lambda: scorer  # type: ignore[assignment]
    found = []
    for item in items:
        report, conflict = bench.context(item)
        found.append(bench.predictions(score, build.claims_of(report, bench.resolutions_of(item, mode), conflict)))
    return bench.evaluate(score, items, found, show)


def main() -> None:
    """Cross-validate, and write the weights if asked."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("path", type=Path)
    ap.add_argument("--mode", choices=["oracle", "full"], default="oracle")
    ap.add_argument("--strength", type=float, default=0.4)
    ap.add_argument("--threshold", type=float, default=0.35)
    ap.add_argument("--own", choices=["none", "develop", "all"], default="develop")
    ap.add_argument("--write", action="store_true")
    args = ap.parse_args()
    score = bench.load_score()
    items = score.load(args.path)
    own = [] if args.own == "none" else annotations.items(args.own)
    # the places of our own sentences are not all labelled: they are read with the package's own
    rows = rows_of(score, items, args.mode)
    rows += [(n + len(items), f, y, w) for n, f, y, w in rows_of(score, own, "full")]
    modes = [args.mode] * len(items) + ["full"] * len(own)
    items += own
    print(len(rows), "candidates,", sum(r[2] for r in rows), "right")
    fold = [int.from_bytes(item["id"].encode(), "little") * 2654435761 % 2**32 % FOLDS for item in items]
    found: list[Any] = [None] * len(items)
    for k in range(FOLDS):
        weights = fit([r for r in rows if fold[r[0]] != k], args.strength)
        scorer = Scorer(weights, args.threshold)
        build.load_scorer = lambda scorer=scorer: scorer  # type: ignore[assignment]
        for n, item in enumerate(items):
            if fold[n] == k:
                report, conflict = bench.context(item)
                found[n] = bench.predictions(
                    score, build.claims_of(report, bench.resolutions_of(item, modes[n]), conflict)
                )
    figures = bench.evaluate(score, items, found)
    print("cross-validated", json.dumps({k: v for k, v in figures.items() if k != "by_type"}))
    print({k: (v["f1"], v["tp"], v["fp"], v["fn"]) for k, v in figures["by_type"].items()})
    if args.write:
        weights = fit(rows, args.strength)
        data = {"threshold": args.threshold, "candidates": len(rows), "weights": dict(sorted(weights.items()))}
        write_text(ROOT / "data" / "frames" / "scorer.json", json.dumps(data, indent=1) + "\n")
        print(len(weights), "weights written")


if __name__ == "__main__":
    main()
