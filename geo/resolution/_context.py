"""What the words around a mention say about which place it is: its level, and the area it lies in."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = [
    "AREA",
    "BESIDE",
    "CALLED_QUARTER",
    "CITY",
    "INSIDE",
    "LISTED",
    "OWNER",
    "PART",
    "PLURAL",
    "QUARTER",
    "QUARTER_NOUNS",
    "RURAL",
    "SITE",
    "arabic_level",
    "called_quarter",
    "joins_list",
    "level_of",
    "link_between",
    "list_side",
    "speaks_of_quarters",
]

AREA, CITY, SITE, QUARTER = "area", "city", "site", "quarter"

_AFTER = re.compile(r"(?:['’]?s)?[ ]+([\w\-]+)")
_AREA_AFTER = frozenset(
    [
        "province",
        "provinces",
        "governorate",
        "governorates",
        "countryside",
        "region",
        "state",
        "rif",
        "oblast",
        "prefecture",
        "department",
        "canton",
        "provincial",
        "wilayat",
        "raion",
        "counties",
    ]
)
_AREA_AFTER_TITLE = frozenset(["gov", "governor", "state", "senator", "legislature", "lawmakers"])
_CITY_AFTER = frozenset(
    [
        "city",
        "town",
        "village",
        "municipality",
        "suburb",
        "neighbourhood",
        "neighborhood",
        "hospital",
        "downtown",
        "mayor",
    ]
)
_SITE_AFTER = (
    "airbase",
    "air base",
    "dam",
    "airport",
    "military airport",
    "crossing",
    "camp",
    "prison",
    "refinery",
    "square",
    "hill",
)
_SITE_NEXT = re.compile(rf"(?:{'|'.join(sorted(_SITE_AFTER, key=len, reverse=True))})\b")
_AREA_BEFORE = frozenset(
    [
        "rural",
        "province",
        "governorate",
        "region",
        "state",
        "countryside",
        "county",
        *["provinces", "governorates", "regions", "states", "counties", "countrysides"],
    ]
)
_CITY_BEFORE = frozenset(
    ["city", "town", "village", "downtown", "capital", "suburb", "municipality", "outside", "port", "hamlet"]
)
_SITE_BEFORE = frozenset(("airbase", "base", "airport", "airfield", "crossing", "dam", "refinery", "prison"))
_CARDINAL = frozenset(
    [
        "northern",
        "southern",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "north-eastern",
        "north-western",
        "south-eastern",
        "south-western",
        "north-west",
        "north-east",
        "south-east",
        "south-west",
        "northwest",
        "northeast",
        "southwest",
        "southeast",
    ]
)
_CITY_RIGHT_BEFORE = frozenset(["city", "town", "village", "downtown", "capital"])
#: Last words before a mention that say anything.
_CUES_BEFORE = _AREA_BEFORE | _CITY_RIGHT_BEFORE | _CARDINAL | {"of"}
#: Beginnings of `_SITE_AFTER`, and marks behind which nothing is said of the name.
_SITE_STARTS = frozenset(word[:3] for word in _SITE_AFTER)
_CLOSED = frozenset(",.;:)!?")
#: Characters before a mention in which its cue lies.
_BEFORE = 32
_LEVEL_AFTER = {
    **dict.fromkeys(_AREA_AFTER_TITLE, AREA), **dict.fromkeys(_CITY_AFTER, CITY), **dict.fromkeys(_AREA_AFTER, AREA)
}  # fmt: skip


def level_of(text: str, start: int, end: int) -> tuple[str, str]:
    """What level of place the words around a mention ask for, and the word that says so.

    Returns
    -------
    (str, str)
        ``area``, ``city``, ``site`` or "" and the cue, for the reasons.
    """
    mark = text[end : end + 1]
    if mark not in _CLOSED:
        # As the pattern finds it, which costs twice this.
        stop = text.find(" ", end + 1) if mark == " " else -1
        word = text[end + 1 : stop].lower() if stop > 0 else ""
        if not word.isalpha():
            after = _AFTER.match(text, end)
            word = after.group(1).lower() if after is not None else ""
        level = _LEVEL_AFTER.get(word)
        if level is not None:
            return level, word
        if not word or mark != " " or word[:3] in _SITE_STARTS:
            tail = text[end : end + 20].lower().lstrip()
            if tail.startswith(_SITE_AFTER) and (site := _SITE_NEXT.match(tail)) is not None:
                return SITE, site.group()
    if start > _BEFORE and text[start - 1] == " ":
        last = text[text.rfind(" ", start - _BEFORE, start - 1) + 1 : start - 1]
        if last.isalpha() and last.lower() not in _CUES_BEFORE:
            return "", ""  # nearly all
    before = text[max(0, start - _BEFORE) : start].lower().replace("-\n", " ").rsplit(None, 2)
    if before:
        last = before[-1]
        if last not in _CUES_BEFORE:
            return "", ""
        if last == "of" and len(before) > 1:
            if before[-2] in _SITE_BEFORE:
                return SITE, f"{before[-2]} of"
            if before[-2] in _AREA_BEFORE:
                return AREA, f"{before[-2]} of"
            if before[-2] in _CITY_BEFORE:
                return CITY, f"{before[-2]} of"
            if before[-2] in ("kilometers", "kilometres", "km", "miles"):
                return CITY, "distance from it"
        if last in _AREA_BEFORE:
            return AREA, last
        if last in _CITY_RIGHT_BEFORE:
            return CITY, last
        if last in _CARDINAL:
            return "cardinal", last
    return "", ""


def arabic_level(text: str, start: int, cues: dict[str, str]) -> tuple[str, str]:
    """Level asked for by the word before a mention in Arabic script (``ريف``: the area, ``مدينة``: the town).

    Parameters
    ----------
    cues : dict
        Word to level; a word may carry one-letter particles.
    """
    before = text[max(0, start - 24) : start].split()
    if not before:
        return "", ""
    word = before[-1]
    for cut in range(3):
        level = cues.get(word[cut:])
        if level:
            return level, word
    return "", ""


_WORD = r"(?:[a-z\-]+\s+)"
_PIECE = r"(?:countryside|parts?|areas?|regions?|suburbs?|outskirts|district|province|governorate|side|towns?|city)"
_LINK = re.compile(
    rf"\s*(?:,\s*(?:(?:a|the)\s+(?:[\w\-]+\s+){{0,3}}(?:city|town|village|suburb|district|area|province)\s+)?(?:in\s+)?"
    rf"{_WORD}{{0,2}}|{_WORD}?(?:in|of)\s+(?:the\s+)?{_WORD}{{0,2}}(?:{_PIECE}\s+of\s+(?:the\s+)?{_WORD}{{0,2}})?)$"
)
#: "the Damascus suburb of Daraya", "the Shahba neighbourhood of Aleppo": the larger is around the other.
_PART = re.compile(
    r"(?:['’]?s)? (?:[a-z\-]+ )?"
    r"(?:city|town|village|suburb|district|neighbou?rhood|quarter|hamlet|port)s? of (?:the )?$"
)
_OWNED = re.compile(r"(?:['’]?s?)\s+(?:[a-z\-]+\s+){0,3}$")
_TOWARDS = r"(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ern)?"
_BESIDE = re.compile(
    rf"[ ,]+(?:{_WORD}{{0,3}}|{_WORD}{{0,2}}[\d.,]{{1,2}} ?-?(?:km|kilomet(?:er|re)s?|miles?)\.? (?:to the )?)"
    rf"(?:{_TOWARDS} (?:of|from)|near|outside|close to|next to|adjacent to|around|(?:suburbs|outskirts|vicinity) of)"
    r" (?:the )?(?:(?:city|town|village|capital)(?: of)? )?$"
)
_SIDES = {
    "northern": 0.0,
    "northeastern": 45.0,
    "eastern": 90.0,
    "southeastern": 135.0,
    "southern": 180.0,
    "southwestern": 225.0,
    "western": 270.0,
    "northwestern": 315.0,
}
_SIDE = re.compile(
    r"\b((?:north|south)[- ]?(?:east|west)(?:ern)?|(?:north|south|east|west)ern)"
    rf" (?:{_PIECE} of (?:the )?(?:[a-z\-]+ ){{0,2}})?$"
)

#: How a name hangs together with the next: inside it, in a list or inside it, inside the one before, beside it.
INSIDE, LISTED, OWNER, PART, BESIDE = "inside", "listed", "owner", "part", "beside"


@lru_cache(maxsize=20_000)
def link_between(between: str) -> tuple[str, float | None]:
    """How two neighbouring names hang together, and the part of the area that is said.

    Parameters
    ----------
    between : str
        The text between them: ", " in "Hama, Syria", "'s " in "Syria's Aleppo", ", just south of ".

    Returns
    -------
    (str, float or None)
        ``inside``: the first lies in the second; ``listed``: only a comma says so; ``owner``: the second lies in the
        first; ``part``: the smaller lies in the larger; ``beside``: the first lies near the second; "" for none.
        Degrees from north in "X, eastern Y".
    """
    if not between or "." in between or "\n" in between:
        return "", None
    if between == ", ":
        return LISTED, None
    if between.endswith((" of ", " of the ")) and _PART.match(between):
        return PART, None
    if between.startswith(("'s", "’s", "s ")):
        if _OWNED.match(between):
            return OWNER, None
        return "", None
    if between[0] in " ," and _BESIDE.match(between):
        return BESIDE, None
    if _LINK.match(between):
        side = _SIDE.search(between)
        if side is None:
            return INSIDE, None
        word = re.sub("[- ]", "", side.group(1))
        return INSIDE, _SIDES[word if word.endswith("ern") else word + "ern"]
    return "", None


_QUARTERS = r"(?:sub-?district|district|neighbou?rhood|quarter|slum)s?"
_QUARTER_BEHIND = re.compile(rf"(?:['’]s)? (?:residential )?(?:{_QUARTERS})\b", re.IGNORECASE)
_QUARTER_BEFORE = re.compile(rf"\b(?:{_QUARTERS})(?: of| including| such as|,| in)?(?: the)? $", re.IGNORECASE)
#: Characters before a name in which "the neighbourhoods of" is looked for.
_WINDOW = 40
_QUARTER_WORDS = ("istrict", "eighbo", "uarter", "slum", "Slum")


def speaks_of_quarters(text: str) -> bool:
    """Whether a text has a word for part of a town at all."""
    for word in _QUARTER_WORDS:  # noqa: SIM110 - `any` costs three times this
        if word in text:
            return True
    return False


def called_quarter(text: str, start: int, end: int) -> bool:
    """Whether the words beside a mention call it part of a town: "X district", "the neighbourhood of X"."""
    if _QUARTER_BEHIND.match(text, end) is not None:
        return True
    window = text[max(0, start - _WINDOW) : start]
    # The pattern is slow, and few windows have one of its words.
    return speaks_of_quarters(window) and _QUARTER_BEFORE.search(window) is not None


#: Words behind the last name of a list, or before the first, that speak of all of it.
_PLURALS = ("provinces", "governorates", "regions", "states", "counties", "departments", "prefectures", "countrysides")
PLURAL = frozenset([*_PLURALS, *(f"{word} of" for word in _PLURALS)])
CALLED_QUARTER = "called a quarter"
#: Cues for a town that may as well mean a part of one.
QUARTER_NOUNS = frozenset(["neighbourhood", "neighborhood"])
#: Cues for the land around a town.
RURAL = frozenset(["countryside", "rural", "rif", "countryside of", "rural of"])
_PLURAL = r"(?:sub-?districts|districts|neighbou?rhoods|quarters)"
_PLURAL_BEHIND = re.compile(rf"(?:['’]s)? (?:residential )?{_PLURAL}\b", re.IGNORECASE)
_PLURAL_BEFORE = re.compile(rf"\b{_PLURAL}(?: of| including| such as|,| in)?(?: the)? $", re.IGNORECASE)
#: Newspapers that have lost their commas leave a space between the names of a list.
_JOINS = re.compile(r"\s*(?:,|and|, and|,? or)?\s*")


def list_side(text: str, start: int, end: int, level: str, cue: str) -> tuple[bool, bool]:
    """Whether the plural that gives a mention its level stands before it, and so speaks of what follows, or behind."""
    if level != QUARTER:
        return cue.endswith(" of"), not cue.endswith(" of")
    before = _PLURAL_BEFORE.search(text, max(0, start - 40), start) is not None
    return before, _PLURAL_BEHIND.match(text, end) is not None


def joins_list(text: str, end: int, start: int) -> bool:
    """Whether only a comma, "and" or a space stands between two names."""
    return start - end <= 6 and _JOINS.fullmatch(text, end, start) is not None
