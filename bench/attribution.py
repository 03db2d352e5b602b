"""Speakers found in annotated sentences, and the modality that follows from them.

Reads annotated sentences (JSON lines with `claims`, each with `attribution` and `modality`). A speaker counts as found
if half of the words of the shorter of the two surfaces agree; modality is read at the first mention of the place of
each asserted, claimed or denied claim.

    python bench/attribution.py PATH.jsonl [PATH ...]
"""

import datetime as dt
import json
import re
import sys
from pathlib import Path

from geo.claims.actors import find_actors
from geo.claims.attribution import find_attributions
from geo.conflicts import available_conflicts, load_conflict
from geo.text import sentences

IGNORED = {"the", "a", "an", "of", "for", "in"}


def words(surface):
    return set(re.findall(r"[^\W_]+", (surface or "").lower())) - IGNORED


def agree(gold, got):
    common = words(gold) & words(got)
    return len(common) >= 0.5 * min(len(words(gold)), len(words(got))) and bool(common)


def main():
    for path in map(Path, sys.argv[1:]):
        with path.open(encoding="utf-8") as lines:
            items = [json.loads(line) for line in lines if line.strip()]
        found = missed = extra = right = read = 0
        for item in items:
            conflict = load_conflict(item["conflict"] if item["conflict"] in available_conflicts() else None)
            on = dt.date.fromisoformat(item["date"]) if item["date"] else None
            text = item["text"]
            spans = find_actors(text, conflict, on=on)
            got = [a for s, e in sentences(text) for a in find_attributions(text, s, e, conflict, spans)]
            speakers = [a.speaker for a in got if a.speaker is not None]
            gold = {claim["attribution"] for claim in item["claims"] if claim["attribution"]}
            found += sum(any(agree(g, s) for s in speakers) for g in gold)
            missed += sum(not any(agree(g, s) for s in speakers) for g in gold)
            if item["claims"]:
                extra += sum(not any(words(g) & words(s) for g in gold) for s in speakers)
            for claim in item["claims"]:
                if claim["modality"] not in ("asserted", "claimed", "denied") or not claim["place"]:
                    continue
                at = text.find(claim["place"])
                covering = [a.kind for a in got if a.scope_start <= at < a.scope_end]
                modality = "denied" if "denied" in covering else "claimed" if covering else "asserted"
                read += 1
                right += modality == claim["modality"]
        print(
            f"{path.name}: speakers P {found / max(1, found + extra):.3f} R {found / max(1, found + missed):.3f}; "
            f"modality {right} of {read} = {right / max(1, read):.3f}"
        )


if __name__ == "__main__":
    main()
