"""Packs the shapes of areas.jsonl.gz into areas.shapes, which the gazetteer reads one shape at a time.

    python data/gazetteer/build_outlines.py

Run it after build_areas.py. The gazetteer falls back to areas.jsonl.gz if the two do not belong together.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from geo._files import atomic_path  # noqa: E402
from geo.gazetteer._areas import AREAS_FILE, read_area_lines  # noqa: E402
from geo.gazetteer._outlines import OUTLINES_SUFFIX, pack, stamp_of  # noqa: E402


def main() -> None:
    source = HERE / AREAS_FILE
    target = HERE / AREAS_FILE.replace(".jsonl.gz", OUTLINES_SUFFIX)
    data = pack(read_area_lines(source), stamp_of(source))
    with atomic_path(target) as path:
        path.write_bytes(data)
    print(f"{target.name}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
