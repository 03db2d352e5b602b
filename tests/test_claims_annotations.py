"""Our own labels of news sentences: labels and offsets only, well formed, and measured where the texts lie."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from geo.conflicts import load_conflict
from geo.models import PREDICATES

ROOT = Path(__file__).resolve().parents[1]
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (ROOT / "bench" / "annotations.jsonl").read_text(encoding="utf-8").splitlines()
]
#: The scorer's name for the camp of Hayat Tahrir al-Sham and its forerunners, as in the guidelines.
NAMES = {"jihadist": "hts"}


def test_two_halves_of_distinct_sentences() -> None:
    assert Counter((row.get("round", 1), row["part"]) for row in ROWS) == {
        (1, "develop"): 75,
        (1, "held_out"): 75,
        (2, "develop"): 50,
        (2, "held_out"): 50,
        (3, "develop"): 45,
        (3, "held_out"): 45,
    }
    assert len({(row["unit"], row["start"]) for row in ROWS}) == len(ROWS)


def test_no_text_is_carried() -> None:
    strings = [v for row in ROWS for claim in row["claims"] for v in claim.values() if isinstance(v, str)]
    assert max(len(v) for v in strings) <= 20
    assert {key for row in ROWS for key in row} - {"round"} == {"part", "unit", "start", "end", "check", "claims"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['unit']}:{row['start']}")
def test_labels_and_offsets(row: dict[str, Any]) -> None:
    war = load_conflict("syria")
    size = row["end"] - row["start"]
    assert len(row["check"]) == 8
    for claim in row["claims"]:
        assert claim["type"] in PREDICATES
        assert claim["polarity"] in ("affirmed", "negated")
        assert claim["modality"] in ("asserted", "claimed", "planned", "possible", "denied")
        camp = claim["camp"]
        assert camp is None or camp.startswith("other:") or war.camp(NAMES.get(camp, camp)).id
        for span in (claim["actor"], claim["place"], claim["ref"]):
            assert span is None or 0 <= span[0] < span[1] <= size


def test_the_script_says_what_it_found_or_that_the_texts_are_absent() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "annotations.py"), "--part", "develop"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert '"type+place"' in run.stdout or "nothing to score" in run.stdout
