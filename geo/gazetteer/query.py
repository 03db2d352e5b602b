"""Queries as people type them: a name, perhaps with its kind and with what it lies in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from geo._files import lexicon_rows
from geo.errors import InvalidQueryError
from geo.folding import consonant_keys, fold
from geo.gazetteer._ladder import MAX_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.gazetteer._index import Gazetteer
    from geo.models import Candidate

__all__ = ["Query", "find", "parse_query"]

_ADM1 = ("A.ADM1", "A.ADM1H")
#: Words for a kind of place, before or after its name, in GeoNames classes and codes.
KINDS: dict[str, tuple[str, ...]] = {
    "city": ("P",),
    "town": ("P",),
    "village": ("P",),
    "hamlet": ("P",),
    "settlement": ("P",),
    "quarter": ("P",),
    "neighborhood": ("P",),
    "neighbourhood": ("P",),
    "suburb": ("P",),
    "governorate": _ADM1,
    "province": _ADM1,
    "state": _ADM1,
    "oblast": _ADM1,
    "wilayat": _ADM1,
    "region": (*_ADM1, "L", "A.ADM2"),
    "county": ("A.ADM2",),
    "district": ("A.ADM2", "A.ADM3", "P", "L"),
    "subdistrict": ("A.ADM3", "P"),
    "canton": ("A.ADM1", "A.ADM2", "L"),
    "airbase": ("S.AIRB", "S.AIRH", "S.AIRP", "S.AIRF"),
    "airport": ("S.AIRB", "S.AIRH", "S.AIRP", "S.AIRF"),
    "airfield": ("S.AIRB", "S.AIRH", "S.AIRP", "S.AIRF"),
    "airstrip": ("S.AIRB", "S.AIRH", "S.AIRP", "S.AIRF"),
    "heliport": ("S.AIRH", "S.AIRB"),
    "base": ("S.INSM", "S.AIRB", "S.NVB", "S.AIRH"),
    "barracks": ("S.INSM",),
    "checkpoint": ("S.INSM",),
    "garrison": ("S.INSM",),
    "hill": ("T",),
    "mountain": ("T",),
    "mount": ("T",),
    "mountains": ("T",),
    "dam": ("S.DAM",),
    "crossing": ("S.PSTB",),
    "oilfield": ("L.OILF",),
    "refinery": ("L.OILF", "S"),
    "river": ("H.STM",),
    "lake": ("H.LK",),
    "port": ("S.NVB", "P"),
    "camp": ("P", "S"),
    "plain": ("L", "T"),
    "valley": ("L", "T"),
    "desert": ("L", "T"),
    "countryside": _ADM1,
    # Other languages of the wars, folded.
    "ville": ("P",),
    "stadt": ("P",),
    "provinz": _ADM1,
    "gouvernement": _ADM1,
    "gouvernorat": _ADM1,
    "місто": ("P",),
    "село": ("P",),
    "город": ("P",),
    "область": _ADM1,
    "مدينه": ("P",),
    "بلده": ("P",),
    "قريه": ("P",),
    "حي": ("P",),
    "مخيم": ("P", "S"),
    "محافظه": _ADM1,
    "ولايه": _ADM1,
    "ريف": _ADM1,
    "منطقه": (*_ADM1, "L", "A.ADM2", "P"),
    "قضاء": ("A.ADM2", "A.ADM3", "P"),
    "ناحيه": ("A.ADM3", "P"),
    "مطار": ("S.AIRB", "S.AIRH", "S.AIRP", "S.AIRF"),
    "جبل": ("T",),
    "سد": ("S.DAM",),
    "معبر": ("S.PSTB",),
}
#: Those that a settlement of the same name says nothing about.
_NATURAL = frozenset(["river", "lake", "mount", "mountain", "mountains", "desert"])
#: Spellings of kinds in several words.
_PHRASES = {
    "military air base": "airbase",
    "military airbase": "airbase",
    "military airport": "airbase",
    "international airport": "airport",
    "air base": "airbase",
    "air force base": "airbase",
    "air field": "airfield",
    "air strip": "airstrip",
    "military base": "base",
    "naval base": "port",
    "border crossing": "crossing",
    "border gate": "crossing",
    "oil field": "oilfield",
    "oil fields": "oilfield",
    "gas field": "oilfield",
    "gas fields": "oilfield",
    "refugee camp": "camp",
    "sub district": "subdistrict",
}
#: "Saraqib in southern Idlib", "Saraqib (Idlib)": the first part lies in the second.
_IN = re.compile(
    r"^(?P<name>.+?)(?:\s+(?:in|في)\s+(?:the\s+)?|\s*\((?=.+\)\s*$))(?P<container>.+?)\)?\s*$", re.IGNORECASE
)
_PART = re.compile(r"^(?:the )?(?:(?:north|south|east|west|northern|southern|eastern|western|central|rural) ?)+ (?=\w)")
_KIND = "|".join(sorted((*_PHRASES, *KINDS), key=lambda k: (-len(k), k)))
_AFTER = re.compile(rf"^(.+?) ({_KIND})$")
_BEFORE = re.compile(rf"^(?:the )?({_KIND})(?: of| de)? (?:the )?(.+)$")
#: Keys of Nominatim's structured query, from the place itself to what contains it.
_STRUCTURE = (
    "name",
    "q",
    "amenity",
    "city",
    "town",
    "village",
    "place",
    "county",
    "district",
    "state",
    "admin1",
    "governorate",
    "country",
)
_IGNORED = frozenset({"street", "postalcode"})


@dataclass(frozen=True, slots=True)
class Query:
    """A name, the kinds it asks for and what it lies in."""

    name: str
    containers: tuple[str, ...] = ()


def parse_query(query: object) -> Query | None:
    """Split a query into name and containers; None if nothing in it could be a name.

    Raises
    ------
    InvalidQueryError
        For anything but text or a mapping of text.
    """
    if isinstance(query, Mapping):
        parts = []
        unknown = sorted(str(k) for k in query if k not in _STRUCTURE and k not in _IGNORED)
        if unknown:
            message = f"structured query: unknown key {unknown[0]!r}; known are {', '.join(_STRUCTURE)}"
            raise InvalidQueryError(message)
        for key in _STRUCTURE:
            value = query.get(key)
            if value is None or value == "":
                continue
            if not isinstance(value, str):
                message = f"structured query: {key} must be text, not {type(value).__name__}"
                raise InvalidQueryError(message)
            parts.append(value)
    elif isinstance(query, str):
        if len(query) > MAX_NAME:
            return None
        parts = re.split(r"[,;،\n]", query)
    else:
        message = f"a query must be text or a mapping, not {type(query).__name__}"
        raise InvalidQueryError(message)
    parts = [p.strip() for p in parts if fold(p)]
    return Query(parts[0], tuple(parts[1:])) if parts else None


def split_kind(name: str) -> tuple[str, tuple[str, ...]] | None:
    """Core name (folded) and feature classes of "Aleppo city" or "province of Idlib"; None without such a word."""
    key = fold(name)
    match = _AFTER.match(key)
    if match:
        core, kind = match.groups()
    else:
        match = _BEFORE.match(key)
        if not match:
            return None
        kind, core = match.groups()
    return core, KINDS[_PHRASES.get(kind, kind)]


def find(
    gazetteer: Gazetteer,
    query: Query,
    *,
    limit: int,
    country_codes: tuple[str, ...] | None = None,
    near: tuple[float, float] | None = None,
    viewbox: tuple[tuple[float, float], tuple[float, float]] | None = None,
    bounded: bool = False,
    feature_classes: tuple[str, ...] | None = None,
) -> tuple[Candidate, ...]:
    """Candidates for a parsed query, best first."""
    wide = max(limit, 100) if query.containers else limit

    some = partial(gazetteer.candidates, near=near, viewbox=viewbox, bounded=bounded)

    def ask(
        name: str, features: tuple[str, ...] | None, *, fuzzy: bool, codes: tuple[str, ...] | None = country_codes
    ) -> tuple[Candidate, ...]:
        return some(name, limit=wide, country_codes=codes, feature_classes=features, fuzzy=fuzzy)

    if not query.containers:
        found = ask(query.name, feature_classes, fuzzy=False)
        parts = None if found else _IN.match(query.name)
        if parts is None:
            return (found or _ladder(ask, query.name, feature_classes, country_codes))[:limit]
        query = Query(parts["name"], (parts["container"],))
        wide = max(limit, 100)
    # "Washington, D.C.": the whole may be a name.
    whole = ask(" ".join((query.name, *query.containers)), feature_classes, fuzzy=False)
    if whole:
        return whole[:limit]
    country = _country(gazetteer, query.containers[-1])
    answers = []
    if country and (country_codes is None or country in country_codes):
        answers.append(_within(gazetteer, _ladder(ask, query.name, feature_classes, (country,)), query.containers[:-1]))
    if not any(map(_is_sure, answers)) or short_forms().get(_letters(query.containers[-1])):
        # A country's name or code may be a state's, too: "Athens, Georgia", "Cambridge, MA".
        answers.append(_inside(gazetteer, ask(query.name, feature_classes, fuzzy=False), query.containers))
    sure = [a for a in answers if _is_sure(a)]
    if sure:
        return max(sure, key=lambda a: a[0].place.population)[:limit]
    if not any(answers) and (country is None or country_codes is not None):
        answers.append(_within(gazetteer, _ladder(ask, query.name, feature_classes, country_codes), query.containers))
    return next((a for a in answers if a), ())[:limit]


def _is_sure(found: tuple[Candidate, ...]) -> bool:
    return bool(found) and found[0].rung in {"exact", "folded"}


def _ladder(
    ask: Callable[..., tuple[Candidate, ...]],
    name: str,
    features: tuple[str, ...] | None,
    codes: tuple[str, ...] | None,
) -> tuple[Candidate, ...]:
    found = ask(name, features, fuzzy=False, codes=codes)
    if found:
        return found
    if name[:4].lower() == "the " and (found := ask(name[4:], features, fuzzy=False, codes=codes)):
        return found
    if (kind := split_kind(name)) is None:
        return ask(name, features, fuzzy=True, codes=codes)
    core, kinds = kind
    wanted = kinds if features is None else features
    found = ask(core, wanted, fuzzy=True, codes=codes) or ask(name, features, fuzzy=True, codes=codes)
    # A dam or a base stands by the town of its name; Murray River is nowhere near Murray, Utah.
    return (
        found
        if found or not _NATURAL.isdisjoint(fold(name).split())
        else tuple(
            replace(c, score=round(c.score * 0.5, 4), reasons=(*c.reasons, "not of the kind asked for"))
            for c in ask(core, features, fuzzy=True, codes=codes)
        )
    )


@lru_cache(maxsize=1)
def short_forms() -> dict[str, str]:
    """Names of states and provinces by the letters of their short forms ("ny", "calif", "wva")."""
    rows = lexicon_rows("short_forms.tsv", 5)
    return {_letters(surface): name for surface, name, level, _code, _use in rows if level == "A1"}


def _letters(text: str) -> str:
    return fold(text).replace(" ", "")


def _country(gazetteer: Gazetteer, name: str) -> str | None:
    found = gazetteer.candidates(
        name, limit=1, feature_classes=("A.PCLI", "A.PCLD", "A.PCLS", "A.PCL", "A.TERR"), fuzzy=False
    )
    if found:
        return found[0].place.country_code
    code = name.strip().upper()
    return code if len(code) == 2 and code in gazetteer.countries else None


def _within(gazetteer: Gazetteer, found: tuple[Candidate, ...], containers: tuple[str, ...]) -> tuple[Candidate, ...]:
    """Those candidates that lie in all containers, with their share of the score; all, less sure, if none does."""
    for container in containers:
        found = _inside(gazetteer, found, (container,)) or tuple(
            replace(c, score=round(c.score * 0.5, 4), reasons=(*c.reasons, f"not known to lie in {container}"))
            for c in found
        )
    return found


def _inside(gazetteer: Gazetteer, found: tuple[Candidate, ...], containers: tuple[str, ...]) -> tuple[Candidate, ...]:
    """Those candidates that lie in all containers, with their share of the score."""
    for container in containers:
        core = _PART.sub("", fold(container))
        kind = split_kind(core)
        core = kind[0] if kind else core
        long = short_forms().get(_letters(container), "")
        keys, consonants = {core, fold(container), fold(long)} - {""}, set(consonant_keys(core))
        inside = [c for c in found if _lies_in(gazetteer, c, keys, consonants)]
        total = sum(c.score for c in inside) or 1.0
        whole = sum(c.score for c in found)
        found = tuple(replace(c, score=round(min(1.0, c.score / total * whole), 4)) for c in inside)
    return found


def _lies_in(gazetteer: Gazetteer, candidate: Candidate, keys: set[str], consonants: set[str]) -> bool:
    place = candidate.place
    names = [place.admin1, gazetteer.country_name(place.country_code), place.country_code]
    if any(fold(n) in keys or (len(n) > 3 and consonants & set(consonant_keys(n))) for n in names if n):
        return True
    row = gazetteer.row(place.id)
    town = gazetteer.part_of(row) if row is not None else None
    if town is not None and not keys.isdisjoint(map(fold, gazetteer.names(gazetteer.place(town).id))):
        return True
    around = gazetteer.contains(place.latitude, place.longitude)
    return any(not keys.isdisjoint(map(fold, gazetteer.names(area.id))) for area in around if area.id != place.id)
