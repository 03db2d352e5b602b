"""Time expressions read exactly, of a list that was written before the code.

Every row has a sentence, its day of publication, the expression that should be found (empty: none) and the interval
of days it means. Prints the share of rows whose interval is exact, and every other row.

    python bench/dates.py [LIST.csv ...]
"""

import csv
import datetime as dt
import sys
from pathlib import Path

from geo.claims.dates import find_times

HERE = Path(__file__).parent
LISTS = [HERE / "dates_cases.csv", HERE / "dates_unseen.csv"]


def main():
    for path in map(Path, sys.argv[1:] or LISTS):
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        exact = 0
        for row in rows:
            published = dt.date.fromisoformat(row["published"]) if row["published"] else None
            spans = [span for span in find_times(row["text"], published) if span.time.start]
            got = [(str(span.time.start), str(span.time.end)) for span in spans]
            want = [(row["start"], row["end"])] if row["start"] else []
            if got == want:
                exact += 1
            else:
                words = [row["text"][span.start : span.end] for span in spans]
                print(f"  {row['text']} ({row['published']}): {want}, not {list(zip(words, got, strict=True))}")
        print(f"{path.name}: {exact} of {len(rows)} exact")


if __name__ == "__main__":
    main()
