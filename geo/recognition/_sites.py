"""Names made of plain words: numbered roads, squares, old towns; and groups with countries in their names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.folding import consonant_keys, fold
from geo.recognition._lexicon import CALENDAR, STOP, lexicon
from geo.recognition._local import introduced

if TYPE_CHECKING:
    from geo.recognition._names import NameBook

__all__ = ["masked_bodies", "names_ground", "names_town", "plain_sites"]

_BESIDE_TOWN = re.compile(r"\b(?:(?:north|south|east|west)(?:ern)? of|outside|near|around|captured|entered) (?:the )?$")
#: An outlet is told something or says something, or is called one.
_OUTLET_AHEAD = re.compile(
    r"(?:\b(?:told|according to|by|citing|quoting|channel|station|network|outlet|broadcaster|television|agency|"
    r"website) (?:the )?(?:[\w-]+ )?|\()$",
    re.IGNORECASE,
)
_OUTLET_BEHIND = re.compile(
    r"(?:['’]?s)?\)?,? (?:\w+ )?(?:TV|television|channel|satellite|network|news|agency|broadcaster|correspondent|"
    r"reporter|website|newspaper|sa(?:id|ys)|report(?:ed|s)|quote[ds]|cite[ds]|claim(?:ed|s)|add(?:ed|s)|wrote|aired|broadcast|showed)\b"
)
_NUMBERED = re.compile(r"[A-Z]-?\d{1,2}\b(?!-)")
_OF_MEN = re.compile(r"\b(?:[Aa]l-)?[A-Z][\w'’]+(?= (?:oil|gas) ?fields?\b)")
#: Decimal logarithm of people: a town of so many is spoken of more often than an outlet called after it.
_KNOWN_TOWN = 4.0

_GROUND_BEHIND = re.compile(
    r" (?:suburb|quarter|street|square|mosque|neighbou?rhood|district|village|camp|airport|roundabout)\b(?!-)"
)
#: Beginnings of these, which tell nearly always.
_GROUND_OPENERS = frozenset((" su", " qu", " st", " sq", " mo", " ne", " di", " vi", " ca", " ai", " ro"))


def names_ground(text: str, end: int) -> bool:
    """Whether the word behind what may be a person makes it a place called after one ("the al-Assad suburb")."""
    return text[end : end + 3] in _GROUND_OPENERS and _GROUND_BEHIND.match(text, end) is not None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], tuple[str, ...]]:
    lex = lexicon()
    roads = "|".join(lex.numbered_roads)
    nouns = "|".join(lex.landmarks)
    parts = "|".join(lex.town_parts)
    bodies = sorted(lex.bodies, key=lambda b: (-len(b), b))
    return (
        re.compile(rf"\b[A-Z]-?\d{{1,3}} (?:{roads})\b"),
        re.compile(
            rf"(?<=\bthe )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){{0,2}} (?:{nouns})\b|(?:(?<=\bthe )|(?<=s ))(?:{parts})\b"
        ),
        re.compile("|".join(map(re.escape, bodies))),
        tuple(sorted({" ".join(b.split()[:2]) for b in bodies})),
    )


def masked_bodies(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of groups whose names hold countries ("Islamic State of Iraq and Syria")."""
    _, _, bodies, heads = _patterns()
    for head in heads:
        if head in text:
            return tuple(m.span() for m in bodies.finditer(text))
    return ()


def names_town(text: str, start: int, end: int, book: NameBook, theatre: tuple[str, ...]) -> bool:
    """Whether what may be an outlet is the town it is called after ("the town of al-Mayadin", "near Al Mayadeen")."""
    entry = book.best(text[start:end], theatre[:1])
    if entry is None or entry.countries.isdisjoint(theatre):
        return False
    if introduced(text, start):
        return True
    if _BESIDE_TOWN.search(text, max(0, start - 20), start):
        return True
    if text[start:end].isupper():  # "SANA" is an agency, "Sana" may be a town
        return False
    speaks = _OUTLET_AHEAD.search(text, max(0, start - 40), start) or _OUTLET_BEHIND.match(text, end)
    row, gazetteer = entry.rows[0], book.gazetteer
    called_so = not set(consonant_keys(entry.key)).isdisjoint(consonant_keys(fold(gazetteer.name(row))))
    settled = gazetteer.features[book.feature[row]].startswith("P.")
    return called_so and settled and entry.weight >= _KNOWN_TOWN and speaks is None


def plain_sites(text: str, book: NameBook, theatre: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Offsets and kind of names that are no names by themselves.

    Roads with a number ("M5 highway"), squares ("Clock Tower square"), old towns, and sites of the war called by a
    number ("T4") or a man ("the Omar oil field") that the gazetteer has under that name.
    """
    roads, squares, _, _ = _patterns()
    out = [(*m.span(), "road") for m in roads.finditer(text)]
    out += [
        (*m.span(), "place")
        for m in squares.finditer(text)
        if not book.token(m.group().partition(" ")[0]).flags & (STOP | CALENDAR)
    ]
    odd = [m for m in _NUMBERED.finditer(text) if not text[m.start() - 1 : m.start()].isalnum()]
    if "field" in text:
        odd += _OF_MEN.finditer(text)
    for m in odd:
        noun = book.site_after.match(text, m.end())
        end = noun.end() if noun else m.end()
        key = fold(text[m.start() : end])
        entry = book.entry(key) or book.entry(f"al {key}")
        if entry is not None and not entry.countries.isdisjoint(theatre):
            out.append((m.start(), end, "place"))
    return out
