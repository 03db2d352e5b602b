"""Are names found as newspapers might spell them? Systematic variants of the best-known places of countries at war.

    python bench/geocode_spellings.py [--show 3]

Each name of the index is changed by one rule at a time (articles, q for k, ou for u, endings, German, French and
Turkish letters, Arabic without hamza ...) and asked for with its country. A namesake within the country that bears the
changed name exactly counts as wrong, although nobody could tell. The rules are ours: real newspapers are neither as
regular nor as wild, so the table shows what breaks, not how often it happens.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter, defaultdict

import numpy as np

from geo.folding import has_arabic
from geo.gazetteer._nearest import distance_km
from geo.geocoder import GazetteerGeocoder

COUNTRIES = {
    "SY": 300, "IQ": 90, "YE": 60, "LY": 50, "LB": 50, "PS": 50, "SD": 40, "EG": 30, "UA": 120, "TR": 40, "IR": 40,
    "AF": 40, "SO": 30, "ET": 30, "CD": 20, "ML": 15, "MM": 30, "RU": 40, "AZ": 30, "AM": 15,
}  # fmt: skip
ARABIC = frozenset(["SY", "IQ", "YE", "LY", "LB", "PS", "SD", "EG", "SO"])
GROUP = {"SY": "Syria", "UA": "Ukraine"}
#: Rule: pattern, replacement; the first sixteen only where names are Arabic.
_ARTICLE = r"^(?:al|el|ad|ar|as|ash|at|an|az)[- ](?=\S)"
LATIN = [
    (_ARTICLE, "el-"), (_ARTICLE, "Al "), (_ARTICLE, ""), (_ARTICLE, "Al"), (r"^(?=\w+$)(?!Al)", "al-"),
    (r"\bT[ae]ll?\b", "Tel"), (r"\bT[ae]ll?\b", "Tall"), (r"\bD[ea][iy]r\b", "Der"), (r"\bKafr\b", "Kfar"),
    (r"\b[AE][iy]n\b", "Ein"), (r"\bUmm?\b", "Oum"), (r"\bAbu\b", "Abou"), (r"\bAbu\b", "Bu"), (r"\bBa[iy]t\b", "Beit"),
    (r"iyy?ah?$", "ieh"), (r"iyy?ah?$", "ia"),
    ("q", "k"), ("q", "g"), ("(?<![oa])u(?!u)", "ou"), ("ou", "u"),
    ("(?<=[b-z])i(?=[bdfghjklmnqrst](?![aeiou]))", "ee"),
    ("(?<=[bdfghjklmnqrst])i(?=[bdfghjklmnqrst])", "e"), ("(?<=[bdfghjklmnqrst])a(?=[bdfghjklmnqrst])", "e"),
    ("(?<=[b-z])(?:a|eh|e)$", "ah"), ("(?:ah|eh)$", "a"), ("(?<=[^aeiou])(?:ah|a)$", "eh"), (r"([b-z])\1", r"\1"),
    ("(?<=[aiu])([lmnbdrs])(?=[aiu])", r"\1\1"), ("['‘’`]", ""), ("sh", "ch"), ("j", "dj"), ("sh", "sch"),
    ("j", "dsch"),
    ("y", "j"), ("sh", "ş"), ("j", "c"), ("kh", "h"), ("gh", "g"), ("ay", "ei"), ("ai", "ay"), ("aw(?=[^aeiou])", "o"),
    ("dh", "z"), ("-", " "), ("[- ]", ""), ("aa", "a"), ("w(?=[aei])", "ou"), ("$", " city"), ("^", "the city of "),
]  # fmt: skip
ONLY_ARABIC = 16
SCRIPT = [
    ("[أإآ]", "ا"), ("ة", "ه"), ("ي", "ى"), ("^ال", ""), (r"^(?=\S+$)(?!ال)", "ال"), ("^", "مدينة "), (" ", ""),
    ("[ةه]$", "ا"),
]  # fmt: skip


def variants(name, arabic, country):
    """(rule, spelling) of each rule that changes the name."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if unicodedata.category(c) != "Mn")
    yield "as written", name
    for number, (old, new) in enumerate(LATIN):
        if number >= ONLY_ARABIC or country in ARABIC:
            spelt = re.sub(old, new, plain, flags=re.IGNORECASE)
            if spelt != plain:
                yield f"{old} > {new}", spelt[:1].upper() + spelt[1:]
    for old, new in SCRIPT if arabic else ():
        spelt = re.sub(old, new, arabic)
        if spelt != arabic:
            yield f"{old} > {new}", spelt


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=int, default=0, help="misses to show of each rule")
    args = parser.parse_args()
    coder = GazetteerGeocoder()
    gaz = coder.gazetteer
    towns = np.array([f == "P.PPL" for f in gaz.features])[gaz.feature]
    total, missed = defaultdict(Counter), defaultdict(list)
    for country, count in COUNTRIES.items():
        rows = np.flatnonzero(towns & (gaz.country == gaz.countries.index(country))).tolist()
        for row in sorted(rows, key=lambda r: (-int(gaz.weight[r]), r))[:count]:
            arabic = next((n for n in gaz.names_of_row(row) if has_arabic(n)), "")
            rules = {spelt: rule for rule, spelt in variants(gaz.name(row), arabic, country)}
            for spelt, rule in rules.items():
                found = coder.geocode(spelt, country_codes=country)
                if found is None:
                    outcome = "unresolved"
                else:
                    km = distance_km(*gaz.point(row), found.latitude, found.longitude)
                    outcome = "right" if km <= 5 else "wrong"
                group = GROUP.get(country, "Arab countries" if country in ARABIC else "others")
                total[group][outcome] += 1
                if outcome != "right":
                    missed[rule].append((spelt, gaz.name(row), found and found.raw["name"]))
    for group, counts in total.items():
        n = counts.total()
        print(f"{group}: {n} spellings, right {counts['right'] / n:.3f}, wrong {counts['wrong'] / n:.3f}")
    for rule in sorted(missed, key=lambda r: -len(missed[r])) if args.show else ():
        print(f"  {rule}: {len(missed[rule])}", missed[rule][: args.show])


if __name__ == "__main__":
    main()
