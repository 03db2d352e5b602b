"""Whether words that have the form of an area are meant as one.

"The southern district of Salaheddin" is the quarter and not a part of it; "near Syria's capital" is not near Syria;
talks are held between states, but not on the ground between them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from geo._files import data_path

if TYPE_CHECKING:
    from geo.models import Place
    from geo.regions._phrases import Phrase

__all__ = ["in_sense"]

#: People of a town that has suburbs; a smaller one is a suburb.
HAS_SUBURBS = 150_000
#: Characters before "between" in which a word for dealings of states is looked for.
_BEFORE_BETWEEN = 60
_WORD = re.compile(r"\w+")
_FOLLOWS = re.compile(r"(?P<owner>['’]s?|s)?(?:(?P<joined>-[a-z])|\s+(?P<word>[a-z]+))?")


@cache
def _words() -> tuple[dict[str, frozenset[str]], re.Pattern[str]]:
    import tomllib

    data: dict[str, Any] = tomllib.loads(data_path("lexicons", "regions.toml").read_text(encoding="utf-8"))
    border = "|".join(map(re.escape, data["words"]["border_after"]))
    pattern = re.compile(rf"(?:['’]?s)?\s+(?:[\w-]+\s+(?:and\s+)?){{0,3}}(?:{border})\b")
    return {name: frozenset(words) for name, words in data["sense"].items()}, pattern


def in_sense(text: str, phrase: Phrase, span: tuple[int, int], place: Place, other: Place | None) -> Phrase | None:
    """The phrase as it is meant with this place, or None if it makes no area.

    Parameters
    ----------
    text : str
    phrase : Phrase
    span : (int, int)
        Where the name stands that the phrase is built on.
    place, other : Place
        What its names mean.
    """
    words, border = _words()
    start, end = span
    before = {w.lower() for w in _WORD.findall(text, phrase.start, start)} if phrase.start < start else set()
    if place.feature_code == "PPLX" and phrase.kind == "cardinal" and phrase.inside:
        return phrase if before & words["pieces"] else None
    if phrase.kind == "outskirts" and place.feature_class == "P" and place.population < HAS_SUBURBS:
        return None if before & words["suburbs"] else phrase
    state = place.feature_code.startswith("PCL")
    if phrase.kind == "between" and state and other is not None and other.feature_code.startswith("PCL"):
        said = _WORD.findall(text, max(0, phrase.start - _BEFORE_BETWEEN), phrase.start)
        return None if words["dealings"] & {w.lower() for w in said} else phrase
    if not state or phrase.end != end:
        return phrase
    follows = _FOLLOWS.match(text, end)
    if follows is not None and follows["joined"] is not None:
        return None
    if phrase.kind not in ("near", "along"):
        return phrase
    stretch = border.match(text, end)
    if stretch is not None:
        return replace(phrase, kind="border", end=stretch.end())
    if phrase.kind == "near" and text[phrase.start : start].strip().lower() in words["elsewhere"]:
        return None
    if follows is not None and (follows["owner"] or (follows["word"] or "the") not in words["functions"]):
        return None
    return phrase
