"""Scores place_anaphors against hand-labelled claims: does "the town" find the labelled place?

    python bench/bench_coreference.py ../shared/eval/train_claims.jsonl ../shared/eval/dev_claims.jsonl

The labelled toponyms stand in for the recogniser, so only the antecedents are measured.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from geo.coreference import place_anaphors
from geo.models import Candidate, Mention, Place, Resolution

CODES = {"city": ("P", "PPL"), "province": ("A", "ADM1"), "region": ("A", "PCLI"), "site": ("S", "SITE")}
GENERIC = re.compile(
    r"\b(?:the|its)\s+(?:\S+\s+){0,3}?(?:town|city|citys|village|province|provinces|area|base|airbase|airport|there|outskirts|suburbs"
    r"|surroundings|countryside)\b|^there$",
    re.IGNORECASE,
)


def resolutions(item):
    out = []
    for number, top in enumerate(item["toponyms"]):
        kind, code = CODES.get(top["kind"], ("L", "RGN"))
        if re.search(r"air ?(?:base|port)", top["surface"], re.IGNORECASE):
            code = "AIRB"
        if top["surface"] in ("Damascus", "Baghdad", "Kyiv") and kind == "P":
            code = "PPLC"
        place = Place(
            str(number), top["surface"], top["lat"] or 0.0, top["lon"] or 0.0, kind, code, top["country"] or ""
        )
        other = Place(f"{number}x", top["surface"], place.latitude, place.longitude, "A", "ADM1", place.country_code)
        if kind == "A":
            other = Place(
                f"{number}x", top["surface"], place.latitude, place.longitude, "P", "PPLA", place.country_code
            )
        mention = Mention(top["start"], top["end"], top["surface"], literal=top["literal"])
        out.append(Resolution(mention, place, score=1.0, candidates=(Candidate(place, 1.0), Candidate(other, 0.5))))
    return out


def main():
    right = wrong = missing = 0
    for path in sys.argv[1:]:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            anaphors = place_anaphors(item["text"], resolutions(item))
            done = set()
            for claim in item["claims"]:
                words, ref = claim.get("place") or "", claim.get("place_ref")
                if (
                    ref is None
                    or not GENERIC.search(words)
                    or item["toponyms"][ref]["surface"] in words
                    or words in done
                ):
                    continue
                done.add(words)
                gold = item["toponyms"][ref]["surface"]
                hits = [a for a in anaphors if a.text.lower() in words.lower() or words.lower() in a.text.lower()]
                got = {a.antecedent.mention.text for a in hits}
                if gold in got:
                    right += 1
                else:
                    missing += not got
                    wrong += bool(got)
                    print(f"{item['id']}: {words!r} is {gold!r}, found {sorted(got)}")
    print(
        f"right {right}, wrong {wrong}, no antecedent {missing}; accuracy {right / max(1, right + wrong + missing):.2f}"
    )


if __name__ == "__main__":
    main()
