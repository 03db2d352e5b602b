"""Is a loosely matched name right as often as its score says? Spellings of newspapers, and of a national gazetteer.

    python bench/geocode_reliability.py [--shared ../shared] [--fit]

Newspapers name places that the index mostly has; the gazetteer (Who's On First, Syria) lists hamlets that it mostly has
not, so that every loose match of theirs is wrong. A score should lie between what the two say. `--fit` prints the
logistic coefficients of `geo/gazetteer/_ladder.py` for these names.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
from collections import defaultdict
from pathlib import Path

from geo.gazetteer import Gazetteer
from geo.gazetteer._nearest import distance_km

FITTED, TESTED = slice(0, 3500), slice(3500, 6000)


def names(shared, part):
    """(kind, name, latitude, longitude, limit in km, country), each once."""
    out = []
    with (shared / "gazetteer/wof_sy_places.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines, delimiter="\t") if r["name"]]
    random.Random(5).shuffle(rows)
    out += [("gazetteer", r["name"], float(r["lat"]), float(r["lon"]), 5, "SY") for r in rows[part]]
    for name in ("train_claims.jsonl", "dev_claims.jsonl"):
        for line in (shared / "eval" / name).read_text(encoding="utf-8").splitlines():
            for t in json.loads(line)["toponyms"]:
                if t.get("lat") is not None and t.get("country"):
                    limit = 60 if t["kind"] in ("province", "region") else 8
                    out.append(("press", t["surface"], t["lat"], t["lon"], limit, t["country"]))
    with (shared / "eval/dev_geocode.csv").open(encoding="utf-8", newline="") as lines:
        for r in csv.DictReader(lines):
            if r["lat"]:
                limit = 60 if r["kind"] in ("province", "region") else 8
                out.append(("press", r["name_as_written"], float(r["lat"]), float(r["lon"]), limit, r["country"]))
    return list(dict.fromkeys(out))


def outcomes(gaz, asked):
    """Score and truth of the best answer to each name that only a loose rung answers, with and without its country."""
    out = defaultdict(list)
    for kind, name, latitude, longitude, limit, country in asked:
        for where, codes in (("in its country", country or None), ("anywhere", None)):
            best = next(iter(gaz.candidates(name, limit=1, country_codes=codes)), None)
            if best is None or best.rung in ("exact", "folded"):
                continue
            away = distance_km(latitude, longitude, best.place.latitude, best.place.longitude)
            out[kind, where].append((best.score, away <= limit))
    return out


def table(rows):
    bins = defaultdict(list)
    for score, right in rows:
        bins[min(9, int(score * 10))].append((score, right))
    for tenth in sorted(bins):
        part = bins[tenth]
        said, true = (sum(v) / len(part) for v in zip(*part, strict=True))
        print(f"    {tenth / 10:.1f}  n {len(part):4}  score {said:.2f}  right {true:.2f}")


def fit(gaz, asked):
    """Coefficients of the logistic function, newspapers weighed 16 times the gazetteer's names."""
    import numpy as np

    from geo.folding import consonant_keys, fold, has_arabic
    from geo.gazetteer._accord import discord

    rows, right, weight = [], [], []
    for kind, name, latitude, longitude, limit, country in asked:
        if country != "SY":
            continue
        for codes in ("SY", None):
            for c in gaz.candidates(name, limit=1, country_codes=codes):
                if c.rung in ("exact", "folded"):
                    continue
                key, other = fold(name), c.reasons[0].split("“")[1].split("”")[0]
                apart, length = discord(key, other)
                shared = set(consonant_keys(key)) & set(consonant_keys(other)) or consonant_keys(other)
                rows.append((1, apart, apart / length, min(8, max(map(len, shared), default=0)), c.rung == "fuzzy",
                             has_arabic(key) != has_arabic(other), codes is None))  # fmt: skip
                right.append(distance_km(latitude, longitude, c.place.latitude, c.place.longitude) <= limit)
                weight.append(4.0 if kind == "press" else 0.25)
    x, y, w = np.array(rows, float), np.array(right, float), np.array(weight)
    beta = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ beta))
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + 0.01 * np.eye(len(beta))
        beta += np.linalg.solve(hessian, x.T @ (w * (y - p)) - 0.01 * beta)
    for label, value in zip(
        ("base", "discord", "per sound", "per consonant", "edited", "across", "anywhere"), beta, strict=True
    ):
        print(f"  {label:14} {value:7.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--fit", action="store_true")
    args = parser.parse_args()
    gaz = Gazetteer.open()
    if args.fit:
        fit(gaz, names(args.shared, FITTED))
        return
    for (kind, where), rows in sorted(outcomes(gaz, names(args.shared, TESTED)).items()):
        said, true = (sum(v) / len(rows) for v in zip(*rows, strict=True))
        brier = math.fsum((s - r) ** 2 for s, r in rows) / len(rows)
        print(f"{kind}, {where}: {len(rows)} loose, mean score {said:.2f}, right {true:.2f}, Brier {brier:.3f}")
        table(rows)


if __name__ == "__main__":
    main()
