"""The Syrian list: names cleaned of wiki noise, kinds turned into feature codes, camps into ids."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FEATURES = {
    "settlement": ("P", "PPL"),
    "hill": ("T", "HLL"),
    "base": ("S", "INSM"),
    "industry": ("S", "MNQ"),
    "oil_gas": ("L", "OILF"),
    "airbase": ("S", "AIRB"),
    "border_crossing": ("S", "PSTB"),
    "heliport": ("S", "AIRH"),
    "naval_base": ("S", "NVB"),
}
#: Camp ids of the conflict.
CAMPS = {
    "regime": "regime",
    "sdf": "sdf",
    "opposition": "opposition",
    "isis": "isis",
    "hts": "hts",
    "turkey": "turkey_sna",
}
#: Icon size on the source map to the decimal logarithm of a pseudo-population.
PROMINENCE = {3: 2.2, 4: 2.4, 5: 2.7, 6: 3.1, 7: 3.6, 8: 4.1, 9: 4.5, 10: 4.8, 11: 5.0, 12: 5.2}

_ELEVATION = re.compile(r"\s*\(?\b\d{3,4}\s?m?\)?$")
_NOISE = re.compile(r"(?:^\d{4} [\w\s-]*#|, Syria$|\s*\(2016\)$)")
_IN_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]+)\)\s*(.*)$")
_NOT_A_NAME = re.compile(
    r"^(?:\d+|former .*|(?:Big|Small|Little|Southern|Northern|West|East|Western|Eastern)\b.*|hill|radio tower|SAM"
    r"|.*farms|Air defense battalion|Bus Station|Brick Factory|Artillery Battery|Factories barrier|\d+m-Airstrip"
    r"|Textile/.*)$"
)
#: Words that make a name of a site out of no name at all.
_GENERIC = frozenset(
    [
        "a",
        "abandoned",
        "academy",
        "agriculture",
        "air",
        "blue",
        "brick",
        "conscript",
        "air",
        "airfield",
        "airforce",
        "ammunition",
        "ancient",
        "anti-tank",
        "area",
        "armored",
        "armoured",
        "arms",
        "army",
        "artillery",
        "asphalt",
        "bakery",
        "barracks",
        "base",
        "bases",
        "battalion",
        "batallion",
        "battery",
        "blockhouse",
        "branch",
        "brigade",
        "bridge",
        "building",
        "bunkers",
        "burial",
        "camp",
        "carton",
        "castle",
        "cattle",
        "cement",
        "cemetery",
        "center",
        "centre",
        "central",
        "checkpoint",
        "checkpoints",
        "chemical",
        "communication",
        "communications",
        "company",
        "complex",
        "conscription",
        "cork",
        "cotton",
        "crossing",
        "crossroad",
        "crossroads",
        "dam",
        "defence",
        "defense",
        "depot",
        "depots",
        "division",
        "electric",
        "electrical",
        "electricity",
        "engineering",
        "extension",
        "facilities",
        "facility",
        "factories",
        "factory",
        "farm",
        "farms",
        "fire",
        "fodder",
        "fort",
        "fortified",
        "free",
        "fuel",
        "fueling",
        "garages",
        "gas",
        "gathering",
        "general",
        "grain",
        "grid",
        "guard",
        "guardtower",
        "headquarters",
        "helicopter",
        "hill",
        "hospital",
        "hotel",
        "house",
        "housing",
        "industrial",
        "industry",
        "infantry",
        "intelligence",
        "joint",
        "juvenile",
        "large",
        "logistics",
        "lookout",
        "main",
        "mechanized",
        "medical",
        "military",
        "mill",
        "mine",
        "missile",
        "missiles",
        "national",
        "old",
        "oil",
        "on",
        "outpost",
        "plant",
        "plants",
        "point",
        "police",
        "position",
        "post",
        "poultry",
        "power",
        "prison",
        "production",
        "project",
        "public",
        "pump",
        "pumping",
        "quarries",
        "quarry",
        "radar",
        "radio",
        "railway",
        "regiment",
        "repair",
        "republican",
        "research",
        "residence",
        "restaurant",
        "road",
        "roads",
        "roundabout",
        "sam",
        "school",
        "schools",
        "scientific",
        "security",
        "sewage",
        "silo",
        "silos",
        "site",
        "slaughterhouse",
        "small",
        "soap",
        "special",
        "forces",
        "stables",
        "staff",
        "station",
        "storage",
        "store",
        "strip",
        "sub",
        "sub-station",
        "substation",
        "sugar",
        "support",
        "supply",
        "syrian",
        "tank",
        "tanks",
        "technical",
        "terminal",
        "textile",
        "thermal",
        "tower",
        "train",
        "training",
        "transport",
        "treatment",
        "tunnel",
        "unit",
        "university",
        "urban",
        "vehicle",
        "village",
        "warehouse",
        "warehouses",
        "water",
        "works",
        "workers",
        "worker's",
        "zone",
        "&",
        "and",
        "of",
        "the",
        "for",
        "in",
    ]
)
_SITE_WORDS = re.compile(
    r"\b(?:military|army|int'l|international|air ?base|airport|airfield|airstrip|heliport|naval base|naval port"
    r"|base|checkpoint|oil|gas|fields?|plant|border|crossing|abandoned|station|pumping|\d+m|hill|mountains?|mount)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Row:
    """One line of the list, cleaned."""

    number: int
    name: str
    names: tuple[str, ...]
    latitude: float
    longitude: float
    kind: str
    camp: str
    prominence: float
    generic: bool


def clean(raw: str, kind: str) -> tuple[str, tuple[str, ...], bool]:
    """Name, other names, and whether the name says only what kind of site it is.

    Examples
    --------
    >>> clean("2016 Hama offensive#Khafsin", "settlement")
    ('Khafsin', (), False)
    >>> clean("Ajil/Ujayl/Icêl", "settlement")
    ('Ajil', ('Ujayl', 'Icêl'), False)
    """
    text = _NOISE.sub("", raw.strip()).strip()
    site = kind != "settlement"
    other: list[str] = []
    bracket = _IN_BRACKETS.match(text)
    if bracket:
        before, inside, after = (part.strip() for part in bracket.groups())
        text = f"{before} {after}".strip()
        if not _NOT_A_NAME.match(inside):
            if kind in ("base", "industry") or (kind == "airbase" and "Airport" in before):
                # "1st Armoured Division (Kiswah)": the bracket says where, or another name of the base.
                text = f"{text} ({inside})"
                if re.search(r"[Bb]ase|Brigade|Regiment|battalion", inside):
                    other.append(inside)
            else:
                tail = after or (before.split()[-1] if kind in ("airbase", "heliport") else "")
                other.extend(f"{part.strip()} {tail}".strip() for part in inside.split(","))
    text = _ELEVATION.sub("", text).strip() if kind == "hill" and not re.fullmatch(r"\w+ \d+", text) else text
    if not site or kind == "hill":
        parts = [p.strip() for p in text.split("/") if p.strip()]
        text = parts[0]
        for part in parts[1:]:
            # "Jabal Maksar Samr/Nimr", "Abu Jubb/Jeb": the second half stands for the last word.
            words = text.split()
            other.append(" ".join([*words[:-1], part]) if len(words) > 1 and " " not in part and site else part)
    generic = site and all(w.strip("-").lower() in _GENERIC for w in re.split(r"[\s/\-]+", text) if w)
    text = re.sub(r"\s+", " ", text)
    return text, tuple(dict.fromkeys(n for n in other if n and n != text)), generic


def site_names(name: str, kind: str) -> tuple[str, ...]:
    """What else reporters call a site: "Abu al-Duhur Military Airbase" is also "Abu al-Duhur airbase" and "airport"."""
    core = re.sub(r"\s+", " ", _SITE_WORDS.sub("", re.sub(r"\s*\([^)]*\)", "", name))).strip(" -&")
    if not core or core.lower() in ("al", "russian", "east", "west") or not re.search(r"[^\W\d_]{3}|T-?\d", core):
        return ()
    nouns = {
        "airbase": ("airbase", "air base", "airport", "military airport", "military airbase", "airfield", "base"),
        "heliport": ("airbase", "air base", "airport", "heliport", "helicopter base"),
        "border_crossing": ("crossing", "border crossing"),
        "naval_base": ("naval base", "port"),
    }.get(kind, ())
    out = [f"{core} {noun}" for noun in nouns]
    if kind in ("airbase", "heliport", "naval_base", "border_crossing"):
        out.append(core)
    if kind == "oil_gas" and re.search(r"field", name, re.IGNORECASE):
        out += [
            f"{core} {fuel} {noun}" for fuel in ("oil", "gas") for noun in ("field", "fields") if fuel in name.lower()
        ]
    if kind == "hill" and re.search(r"\b(?:mountains?|hill)\b", name, re.IGNORECASE):
        out += [f"{core} hill" if "hill" in name.lower() else f"Jabal {core}"]
    return tuple(n for n in dict.fromkeys(out) if n != name)


def core_name(name: str) -> str:
    """The name of a site without the words for its kind; what stands in brackets if nothing else is left.

    Examples
    --------
    >>> core_name("Muslimiyah Cement plant"), core_name("137th Regiment (Khan ash-Shih)"), core_name("Army Base")
    ('Muslimiyah', 'Khan ash-Shih', '')
    """
    bracket = re.search(r"\(([^)]*)\)", name)
    for text in (re.sub(r"\s*\([^)]*\)", "", name), bracket[1] if bracket else ""):
        words = text.split()
        while words and _is_generic(words[-1]):
            words.pop()
        while words and _is_generic(words[0]):
            words.pop(0)
        core = " ".join(words)
        if len(core) >= 4 and not re.search(r"\d|[&/]", core) and not any(_is_generic(w) for w in words):
            return core
    return ""


def _is_generic(word: str) -> bool:
    return all(w in _GENERIC or not w for w in re.split(r"[\-/]", word.lower().strip("().,")))


def camps(control: str) -> str:
    """Camp ids of "regime", "shared:opposition+hts" or "contested:sdf+isis", joined by "+"; "" if none is known."""
    return "+".join(CAMPS[c] for c in control.rpartition(":")[2].split("+") if c in CAMPS)


def read(path: Path) -> list[Row]:
    """The list, without its two repeats of the header or rows without a name."""
    rows = []
    with path.open(encoding="utf-8", newline="") as lines:
        for number, line in enumerate(csv.DictReader(lines), start=2):
            kind = line["kind"]
            if kind not in FEATURES:
                message = f"{path}, line {number}: kind {kind!r} is not known"
                raise ValueError(message)
            name, names, generic = clean(line["name"], kind)
            size = int(line["prominence"] or 5)
            rows.append(
                Row(
                    number,
                    name,
                    names,
                    float(line["latitude"]),
                    float(line["longitude"]),
                    kind,
                    camps(line["control_mid_2017"]),
                    PROMINENCE.get(size, 2.4) if kind == "settlement" else 0.0,
                    generic,
                )
            )
    return rows
