"""Scores the claim extractor on our own labels of 340 random news sentences (bench/annotations.jsonl).

    python bench/annotations.py --part held_out [--round 2] [--show miss]

The labels follow ../shared/eval/GUIDELINES.md and were written before the extractor's answer was seen; none of the
sentences is among the development or training sentences. Part "develop" was read while frames were mended, "held_out"
only scored. Round 1 has 150 sentences; round 2, another 100, and round 3, another 90, were drawn later. The
file holds unit ids, offsets and labels; the texts are read from ../shared/corpus/fakes.csv, and the script says so and
stops where that is absent. Measured as ../shared/eval/score.py does: each sentence alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import claims as bench

from geo.claims.build import claims_of
from geo.reports import read_reports

FILE = Path(__file__).with_name("annotations.jsonl")
CORPUS = bench.SHARED / "corpus" / "fakes.csv"


def item_of(row: dict[str, Any], text: str, published: str | None, number: int) -> dict[str, Any]:
    """A row of the file with its text, in the form of ../shared/eval/train_claims.jsonl."""

    def cut(span: list[int] | None) -> str | None:
        return text[span[0] : span[1]] if span else None

    refs = sorted({tuple(c["ref"]) for c in row["claims"] if c["ref"]})
    toponyms = [{"surface": text[s:e], "start": s, "end": e, "literal": True} for s, e in refs]
    claims = [
        {
            **{k: c[k] for k in ("type", "camp", "against", "polarity", "modality")},
            "actor": cut(c["actor"]),
            "place": cut(c["place"]),
            "place_ref": refs.index(tuple(c["ref"])) if c["ref"] else None,
            "optional": c.get("optional", False),
        }
        for c in row["claims"]
    ]
    return {
        "id": f"A{number:03}",
        "text": text,
        "date": published,
        "conflict": "syria",
        "toponyms": toponyms,
        "claims": claims,
    }


def items(part: str = "all", drawn: int = 0) -> list[dict[str, Any]]:
    """The annotated sentences of a part and a round (0: all), with their texts.

    Rows whose text has changed are named and left out.
    """
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    reports = {report.id: report for report in read_reports(CORPUS, on_error="collect")}
    found = []
    for number, row in enumerate(rows):
        if part not in ("all", row["part"]) or drawn not in (0, row.get("round", 1)):
            continue
        report = reports.get(row["unit"])
        text = report.text[row["start"] : row["end"]] if report is not None else ""
        if report is None or hashlib.sha256(text.encode()).hexdigest()[:8] != row["check"]:
            print(f"{FILE.name}:{number + 1}: {row['unit']} has another text now; left out", file=sys.stderr)
            continue
        found.append(item_of(row, text, str(report.published) if report.published else None, number))
    return found


def main() -> None:
    """Print the figures of a part."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--part", choices=["develop", "held_out", "all"], default="all")
    ap.add_argument("--round", type=int, choices=[0, 1, 2, 3], default=0, help="0: all")
    ap.add_argument("--show", default="", choices=["", "miss", "false", "both", "camp", "state"])
    args = ap.parse_args()
    if not CORPUS.exists():
        print("the texts lie in ../shared/corpus/fakes.csv, which is not here: nothing to score")
        return
    score = bench.load_score()
    found = []
    sentences = items(args.part, args.round)
    for item in sentences:
        report, conflict = bench.context(item)
        found.append(bench.predictions(score, claims_of(report, bench.resolutions_of(item, "full"), conflict)))
    figures = bench.evaluate(score, sentences, found, args.show)
    print(json.dumps({k: v for k, v in figures.items() if k != "by_type"}, indent=1))
    print({k: (v["f1"], v["tp"], v["fp"], v["fn"]) for k, v in figures["by_type"].items()})


if __name__ == "__main__":
    main()
