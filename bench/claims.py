"""Figures of the claim extractor on annotated sentences, with the gold toponyms ("oracle") or the package's own.

    python bench/claims.py ../shared/eval/dev_claims.jsonl --mode oracle --show miss

The oracle mode separates errors of the claim extractor from errors of the geoparser. Scoring follows
../shared/eval/score.py, whose functions are used when it is found.
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import sys
import time
from pathlib import Path
from typing import Any

from geo.claims.build import claims_of, read_sentences
from geo.claims.effects import MAP_THRESHOLD
from geo.conflicts import available_conflicts, load_conflict
from geo.models import Claim, Mention, Place, Report, Resolution

SHARED = Path(__file__).resolve().parents[2] / "shared"


def load_score() -> Any:
    """The scorer module of the shared evaluation folder."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    if spec is None or spec.loader is None:
        sys.exit("../shared/eval/score.py is needed")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def oracle(item: dict[str, Any]) -> tuple[Resolution, ...]:
    """The annotated toponyms as resolutions."""
    found = []
    for t in item["toponyms"]:
        kind, country = t["kind"], t.get("country") or ""
        cls, code = {"city": ("P", "PPL"), "site": ("S", "SITE"), "province": ("A", "ADM1")}.get(kind, ("L", "RGN"))
        if kind == "region" and t["lat"] is None:
            cls, code = "A", "PCLI"
        place = Place(
            f"{country}:{t['surface'].lower()}:{kind}", t["surface"], t["lat"] or 0, t["lon"] or 0, cls, code, country
        )
        mention = Mention(t["start"], t["end"], t["surface"], t["literal"])
        found.append(Resolution(mention, place, precision=1, score=1.0))
    return tuple(found)


def context(item: dict[str, Any]) -> tuple[Report, Any]:
    """The item as a report, and its conflict."""
    from datetime import date

    conflict = load_conflict(item["conflict"] if item["conflict"] in available_conflicts() else None)
    day = date.fromisoformat(item["date"]) if item.get("date") else None
    return Report(item["id"], item["text"], published=day, published_precision="day" if day else "unknown"), conflict


def resolutions_of(item: dict[str, Any], mode: str) -> tuple[Resolution, ...]:
    """Toponyms of an item: annotated or found by the package."""
    if mode == "oracle":
        return oracle(item)
    from geo.geoparsing import geoparse

    report, conflict = context(item)
    return geoparse(report, conflict=conflict, published=report.published)


def predictions(score: Any, claims: tuple[Claim, ...]) -> list[dict[str, Any]]:
    """Claims in the form score.py compares."""
    out = []
    for c in claims:
        m = c.resolution.mention if c.resolution is not None else None
        out.append(
            {
                "type": c.predicate,
                "camps": {score.CAMP.get(a.camp, a.camp) for a in c.actors},
                "span": (m.start, m.end) if m else None,
                "place": c.place_text or (m.text if m else ""),
                "polarity": c.polarity,
                "modality": c.modality,
                "claim": c,
            }
        )
    return out


def evaluate(
    score: Any, items: list[dict[str, Any]], found: list[list[dict[str, Any]]], show: str = ""
) -> dict[str, Any]:
    """Precision, recall and F1 at the three levels of score.py, by type, and the precision on the map."""
    levels: dict[str, Any] = {}
    per: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0])
    sure = [0, 0]
    for name, extra in score.LEVELS.items():
        tp = fp = fn = 0
        for it, ps in zip(items, found, strict=True):
            used: set[int] = set()
            for g in sorted(it["claims"], key=lambda g: bool(g.get("optional"))):
                fits = (k for k, p in enumerate(ps) if k not in used and g["type"] == p["type"])
                hit = next((k for k in fits if score.place_fits(it, g, ps[k]) and extra(it, g, ps[k])), None)
                if hit is not None:
                    used.add(hit)
                    tp += not g.get("optional")
                    if name == "type+place":
                        per[g["type"]][0] += not g.get("optional")
                elif not g.get("optional"):
                    fn += 1
                    per[g["type"]][2] += name == "type+place"
                    same = [
                        (str(p["camps"]), p["place"], p["polarity"], p["modality"])
                        for p in ps
                        if p["type"] == g["type"]
                    ]
                    wanted = {"type+place": "miss", "type+place+camp": "camp"}.get(name, "state")
                    if show == wanted or (show == "both" and wanted == "miss"):
                        print(
                            wanted.upper(),
                            it["id"],
                            g["type"],
                            g["actor"],
                            g["camp"],
                            "@",
                            g["place"],
                            g["polarity"],
                            g["modality"],
                            same,
                            "|",
                            it["text"],
                        )
            for k, p in enumerate(ps):
                if name == "type+place":
                    certain = p["claim"].certainty >= MAP_THRESHOLD
                    sure[0] += certain and k in used
                    sure[1] += certain and k not in used
                if k not in used:
                    fp += 1
                    per[p["type"]][1] += name == "type+place"
                    if name == "type+place" and show in ("false", "both"):
                        print(
                            "FALSE",
                            it["id"],
                            p["type"],
                            p["camps"],
                            "@",
                            p["place"],
                            p["claim"].frame,
                            p["claim"].certainty,
                            "|",
                            it["text"],
                        )
        levels[name] = score.prf(tp, fp, fn)
    silent = [ps for it, ps in zip(items, found, strict=True) if not it["claims"]]
    return {
        **levels,
        "by_type": {k: score.prf(*v) for k, v in sorted(per.items())},
        "claim_free": [len(silent), sum(bool(ps) for ps in silent)],
        "precision_on_map": [round(sure[0] / max(1, sum(sure)), 3), sum(sure)],
    }


def main() -> None:
    """Print the figures of one file."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("path", type=Path)
    ap.add_argument("--mode", choices=["oracle", "full"], default="full")
    ap.add_argument("--show", default="", choices=["", "miss", "false", "both", "camp", "state"])
    args = ap.parse_args()
    score = load_score()
    items = score.load(args.path)
    found, seconds = [], 0.0
    for item in items:
        report, conflict = context(item)
        resolutions = resolutions_of(item, args.mode)
        begin = time.perf_counter()
        found.append(predictions(score, claims_of(report, resolutions, conflict)))
        seconds += time.perf_counter() - begin
    figures = evaluate(score, items, found, args.show)
    figures["claims_only_sentences_per_second"] = round(len(items) / seconds, 1)
    print(json.dumps({k: v for k, v in figures.items() if k != "by_type"}, indent=1))
    print({k: (v["f1"], v["tp"], v["fp"], v["fn"]) for k, v in figures["by_type"].items()})


__all__ = ["context", "evaluate", "load_score", "oracle", "predictions", "read_sentences", "resolutions_of"]

if __name__ == "__main__":
    main()
