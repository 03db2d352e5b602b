"""How far the score of a resolution can be believed: share of right places by score, and the fit of the two constants.

    python bench/geoparse_reliability.py [--plot bench/geoparse_reliability.png]

Right means within 25 km for a settlement, site or county, within 161 km for a country, region or first-level division.
Every other document of LGL and TR-News fits the constants of geo/resolution (CALIBRATION), the others test them.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from geoparse import km, read_corpus

import geo
from geo.resolution import _answers

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "eval" / "corpora"


def pairs(documents):
    """(log-odds given, whether right) of every resolved mention that stands in the gold."""
    out = []
    for text, gold, _ignored in documents:
        for r in geo.geoparse(text):
            point = gold.get((r.mention.start, r.mention.end))
            if point is None or r.place is None or r.precision == 2:
                continue
            limit = 161.0 if r.precision in (3, 5, 6, 7) else 25.0
            p = min(0.9999, max(0.0001, r.score))
            out.append((math.log(p / (1 - p)), km(*point, r.place.latitude, r.place.longitude) <= limit))
    return out


def fit(data):
    """Logistic regression of right on lead, by Newton steps."""
    a, b = _answers.CALIBRATION
    leads = [((z - a) / b, right) for z, right in data]
    for _ in range(30):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for x, y in leads:
            p = 1 / (1 + math.exp(-(a + b * x)))
            w = p * (1 - p)
            g0, g1 = g0 + y - p, g1 + (y - p) * x
            h00, h01, h11 = h00 + w, h01 + w * x, h11 + w * x * x
        det = h00 * h11 - h01 * h01
        a, b = a + (h11 * g0 - h01 * g1) / det, b + (h00 * g1 - h01 * g0) / det
    return a, b


def table(data):
    rows = []
    for low in range(10):
        inside = [
            (1 / (1 + math.exp(-z)), right) for z, right in data if low / 10 <= 1 / (1 + math.exp(-z)) < (low + 1) / 10
        ]
        if inside:
            rows.append((sum(p for p, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside), len(inside)))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plot", type=Path)
    arguments = parser.parse_args()
    documents = [d for path in sorted(CORPORA.glob("*.xml")) for d in read_corpus(path, set())]
    train, test = pairs(documents[::2]), pairs(documents[1::2])
    print("constants in use {}; fitted ({:.3f}, {:.3f})".format(_answers.CALIBRATION, *fit(train)))
    rows = table(test)
    error = sum(n * abs(p - r) for p, r, n in rows) / sum(n for *_, n in rows)
    for p, r, n in rows:
        print(f"score {p:.2f}: right {r:.2f} of {n}")
    print(f"expected calibration error {error:.3f}")
    if arguments.plot:
        import matplotlib as mpl

        mpl.use("Agg")
        from matplotlib import pyplot as plt

        figure, axes = plt.subplots(figsize=(4, 4))
        axes.plot([0, 1], [0, 1], color="0.7")
        axes.plot([p for p, *_ in rows], [r for _, r, _ in rows], marker="o")
        axes.set(xlabel="score", ylabel="share right", title="Resolutions of TR-News and LGL")
        figure.savefig(arguments.plot, dpi=120, bbox_inches="tight", metadata={"Software": None})


if __name__ == "__main__":
    main()
