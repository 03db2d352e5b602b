"""Does the conflict data give an actor phrase the camp that annotators gave it?

Reads annotated sentences (JSON lines with `claims`, each with `actor` and `camp`), asks
`Conflict.resolve_actor` for the camp of each actor surface, and prints the share that agrees.

    python bench/actors.py PATH.jsonl [PATH ...] [--errors N]
"""

import argparse
import collections
import datetime as dt
import json
from pathlib import Path

from geo.conflicts import available_conflicts, load_conflict

CAMP = {"hts": "jihadist"}
ANAPHORS = {"it", "they", "them", "he", "its", "their", "the latter", "the former", "the group", "group", "his group"}
ANAPHORS |= {"the alliance", "their forces", "members of the group", "the terrorist group"}
ANAPHORS |= {"advancing forces", "its militants"}


def fits(gold, actor):
    """The camp rule of the claim scorer: other wars accept any camp."""
    camps = {CAMP.get(actor.camp, actor.camp)} if actor else set()
    if gold is None:
        return not camps or camps == {None}
    if gold.startswith("other"):
        return bool(camps)
    return gold in camps


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    for path in options.paths:
        with Path(path).open(encoding="utf-8") as lines:
            items = [json.loads(line) for line in lines if line.strip()]
        right = total = anaphors = 0
        wrong = collections.Counter()
        for item in items:
            conflict = load_conflict(item["conflict"] if item["conflict"] in available_conflicts() else None)
            on = dt.date.fromisoformat(item["date"]) if item["date"] else None
            for claim in item["claims"]:
                surface = claim["actor"]
                if surface is None:
                    continue
                if surface.lower() in ANAPHORS:
                    anaphors += 1
                    continue
                actor = conflict.resolve_actor(surface, on)
                total += 1
                if fits(claim["camp"], actor):
                    right += 1
                else:
                    wrong[surface, claim["camp"], actor.camp if actor else "-", item["id"]] += 1
        print(
            f"{path.rsplit('/', 1)[-1]}: {right} of {total} = {right / max(1, total):.3f}; "
            f"{anaphors} that only refer back left out"
        )
        for (surface, gold, got, where), number in wrong.most_common(options.errors):
            print(f"  {number} x {surface!r}: {gold}, not {got} ({where})")


if __name__ == "__main__":
    main()
