"""How far the score of a resolution can be believed: share of right places by score, and the fit of the coefficients.

    python bench/geoparse_reliability.py [--plot bench/geoparse_reliability.png]

Right means the place that the labels mean: within 25 km for a settlement or site, 60 km for a county, 300 km for a
division or region, 1000 km for a country (the sources put their points far apart). Only mentions that the labels have
are counted: what is no place at all is the matter of recognition.

The coefficients of geo/resolution/_calibration.py are fitted on four fifths of the documents and tested on the fifth
that they have not seen, five times over; the plot shows the scores in use. Labelled sentences on wars count threefold.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from geoparse import km, read_corpus

import geo
from geo.resolution import _calibration, _resolve
from geo.resolution._evidence import nearest_km

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"
LIMIT_KM = {"country": 1000.0, "area": 300.0, "region": 300.0, "county": 60.0}
SHRINK = 2.0
WAR_WEIGHT = 3.0
FOLDS = 5


def documents():
    """Text, conflict and the true points by span."""
    for path in sorted((EVAL / "corpora").glob("*.xml")):
        for text, gold, _ignored in read_corpus(path, set()):
            yield text, None, {span: point for span, point in gold.items() if point is not None}
    known = set(geo.available_conflicts())
    for name in ("dev_claims.jsonl", "train_claims.jsonl"):
        for line in (EVAL / name).read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            gold = {
                (t["start"], t["end"]): (t["lat"], t["lon"])
                for t in item["toponyms"]
                if t["literal"] and t["lat"] is not None and t["kind"] not in ("province", "region")
            }
            yield item["text"], item["conflict"] if item["conflict"] in known else None, gold


def observe():
    """One row a labelled mention that got a place: document, war or not, features, score, whether it is right."""
    seen = {}
    answers = _resolve.answers

    def spy(mentions, names, book, anchors, home):
        seen["names"] = names, anchors, home
        return answers(mentions, names, book, anchors, home)

    _resolve.answers = spy
    rows = []
    for number, (text, conflict, gold) in enumerate(documents()):
        resolutions = geo.geoparse(text, conflict=conflict)
        if not gold or not resolutions:
            continue
        names, anchors, home = seen["names"]
        for name, r in zip(names, resolutions, strict=True):
            point = gold.get((r.mention.start, r.mention.end))
            if point is None or name is None or name.chosen is None or r.place is None or r.precision == 2:
                continue
            chosen = name.chosen
            war = home is not None and chosen.country == home
            near = nearest_km(name, chosen, anchors, home) if war else 0.0
            right = km(*point, r.place.latitude, r.place.longitude) <= LIMIT_KM.get(chosen.kind, 25.0)
            features = _calibration.features(name, war=war, near_km=near)
            rows.append((number, conflict is not None, features, r.score, right))
    _resolve.answers = answers
    return rows


def fit(x, y, weight):
    """Logistic regression by Newton steps; all but the constant are shrunk."""
    b = np.zeros(x.shape[1])
    shrink = SHRINK * np.r_[0.0, np.ones(len(b) - 1)]
    for _ in range(60):
        p = 1.0 / (1.0 + np.exp(-x @ b))
        slope = x.T @ (weight * (y - p)) - shrink * b
        b = b + np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(shrink + 1e-9), slope)
    return b


def report(title, score, right):
    """Prints the share of right ones by tenth of the score, and the expected calibration error."""
    rows = []
    print(title)
    for low in range(10):
        inside = (score >= low / 10) & (score < (low + 1) / 10 + (low == 9))
        if inside.any():
            rows.append((score[inside].mean(), right[inside].mean(), int(inside.sum())))
            print("  score {:.2f}: right {:.2f} of {}".format(*rows[-1]))
    error = sum(n * abs(p - r) for p, r, n in rows) / len(score)
    print(f"  expected calibration error {error:.3f}, Brier {np.mean((score - right) ** 2):.3f}")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plot", type=Path)
    arguments = parser.parse_args()
    rows = observe()
    document = np.array([r[0] for r in rows])
    war = np.array([r[1] for r in rows])
    x = np.array([r[2] for r in rows])
    score = np.array([r[3] for r in rows])
    right = np.array([float(r[4]) for r in rows])
    weight = np.where(war, WAR_WEIGHT, 1.0)
    unseen = np.zeros(len(rows))
    for fold in range(FOLDS):
        test = document % FOLDS == fold
        unseen[test] = 1.0 / (1.0 + np.exp(-x[test] @ fit(x[~test], right[~test], weight[~test])))
    print("in use", _calibration.COEFFICIENTS)
    print("fitted", tuple(round(float(b), 2) for b in fit(x, right, weight)))
    report("unseen fifths, wars", unseen[war], right[war])
    report("unseen fifths, other news", unseen[~war], right[~war])
    points = {
        "sentences on wars": report("in use, wars", score[war], right[war]),
        "TR-News and LGL": report("in use, other news", score[~war], right[~war]),
    }
    if arguments.plot:
        import matplotlib as mpl

        mpl.use("Agg")
        from matplotlib import pyplot as plt

        figure, axes = plt.subplots(figsize=(4, 4))
        axes.plot([0, 1], [0, 1], color="0.7")
        for name, found in points.items():
            axes.plot([p for p, *_ in found], [r for _, r, _ in found], marker="o", label=name)
        axes.set(xlabel="score", ylabel="share right")
        axes.legend(frameon=False)
        figure.savefig(arguments.plot, dpi=120, bbox_inches="tight", metadata={"Software": None})


if __name__ == "__main__":
    main()
