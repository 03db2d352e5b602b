"""What the words around a mention say about which place it is: its level, and the area it lies in."""

from __future__ import annotations

import re

__all__ = ["AREA", "CITY", "SITE", "arabic_level", "level_of", "link_between"]

AREA, CITY, SITE = "area", "city", "site"

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
_AREA_BEFORE = frozenset(["rural", "province", "governorate", "region", "state", "countryside", "county"])
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
_CITY_DISTANCE = re.compile(r"\b(?:km|kilomet(?:er|re)s?|miles?)\b[^.]{0,30}$")


def level_of(text: str, start: int, end: int) -> tuple[str, str]:
    """What level of place the words around a mention ask for, and the word that says so.

    Returns
    -------
    (str, str)
        ``area``, ``city``, ``site`` or "" and the cue, for the reasons.
    """
    after = _AFTER.match(text, end)
    word = after.group(1).lower() if after else ""
    if word in _AREA_AFTER:
        return AREA, word
    if word in _CITY_AFTER:
        return CITY, word
    if word in _AREA_AFTER_TITLE and after is not None:
        return AREA, word
    tail = text[end : end + 20].lower().lstrip()
    if tail.startswith(_SITE_AFTER):
        return SITE, next(noun for noun in _SITE_AFTER if tail.startswith(noun))
    before = text[max(0, start - 32) : start].lower().replace("-\n", " ").rsplit(None, 2)
    if before:
        last = before[-1]
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
        if last in ("city", "town", "village", "downtown", "capital"):
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


_LINK = re.compile(
    r"\s*(?:,\s*(?:(?:a|the)\s+(?:[\w\-]+\s+){0,3}(?:city|town|village|suburb|district|area|province)\s+)?(?:in\s+)?(?:[a-z\-]+\s+){0,2}"
    r"|(?:[a-z]+\s+)?(?:in|of)\s+(?:the\s+)?(?:[a-z\-]+\s+){0,2})$"
)
_OWNER = re.compile(r"(?:['’]?s?)\s+(?:[a-z\-]+\s+){0,3}$")


def link_between(between: str) -> str:
    """How two neighbouring names hang together: ``in`` (the first lies in the second), ``of`` (the reverse) or "".

    Parameters
    ----------
    between : str
        The text between them: ", " in "Hama, Syria", "'s " in "Syria's Aleppo".
    """
    if not between or "." in between or "\n" in between:
        return ""
    if between == ", " or _LINK.match(between):
        return "in"
    if between.startswith(("'s", "’s", "s ")) and _OWNER.match(between):
        return "of"
    return ""
