"""The words of `data/lexicons/regions.toml` as patterns, and the sets that tell cheaply that none can match."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geo._files import data_path

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["HELD", "PEOPLES", "PREPOSITIONS", "TOKEN", "Grammar", "bearing_of", "grammar_of_regions", "kilometres"]

TOKEN = re.compile(r"\w+")
#: Words that end the search for the start of a phrase: none of them modifies a noun.
PREPOSITIONS = frozenset((
    "of", "in", "on", "at", "to", "from", "and", "or", "by", "with", "for", "is", "are", "was", "were", "has", "have",
    "had", "that", "which", "who", "as", "where", "near",
))  # fmt: skip
#: Ends of the adjectives that stand between a phrase and its name: "rebel-held", "Iraqi".
HELD, PEOPLES = ("held", "controlled", "occupied"), ("ian", "ish", "ese", "aqi")


@dataclass(frozen=True, slots=True)
class Grammar:
    cues: frozenset[str]
    enders: frozenset[str]
    heads: frozenset[str]
    closers: frozenset[str]
    links: dict[str, frozenset[str]]
    last: frozenset[str]
    needed: dict[str, frozenset[str]]
    followers: frozenset[str]
    openers: dict[str, frozenset[str] | None]
    before: re.Pattern[str]
    after: re.Pattern[str]
    between: re.Pattern[str]
    joiner: re.Pattern[str]
    dash: re.Pattern[str]
    owner: re.Pattern[str]
    road: re.Pattern[str]
    border: re.Pattern[str]
    directions: dict[str, float]
    units: dict[str, float]
    numbers: dict[str, float]
    kinds: dict[str, str]


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(set(words), key=lambda w: (-len(w), w)))


@cache
def grammar_of_regions() -> Grammar:
    import tomllib

    data: dict[str, Any] = tomllib.loads(data_path("lexicons", "regions.toml").read_text(encoding="utf-8"))
    words, arabic = data["words"], data["arabic_words"]
    latin_dirs = {k: float(v) for k, v in data["directions"].items()}
    # "north-west", "north west" beside "northwest"
    pairs = r"(?:north|south)[-\s]?(?:east|west)(?:ern)?"
    direction = rf"(?:{pairs}|(?:north|south|east|west)(?:ern)?|northerly|central)"
    directions = {**latin_dirs, **{k: float(v) for k, v in data["arabic_directions"].items()}}
    directions |= {k: float(v) for k, v in data["arabic_adjectives"].items()}
    ar_dir, ar_adj = _either(list(data["arabic_directions"])), _either(list(data["arabic_adjectives"]))
    heads = _either(words["heads"])
    unit = _either(list(data["units"]))
    number = rf"(?:\d+(?:[.,]\d+)?|{_either(list(words['numbers']))})"
    beside = _either(arabic["countryside"] + arabic["outskirts"] + arabic["near"] + arabic["rest"])
    # "the rebel-held town of", "Syria's second city", "the capital": a modifier is any word that is not a preposition.
    stop = rf"(?!(?:{'|'.join(sorted(PREPOSITIONS))})\b)"
    modifier = rf"{stop}[\w'’-]+\s+"
    fill = (
        rf"(?:(?:{modifier}){{0,6}}?(?:{heads})\s+(?:of\s+)?(?:the\s+)?)?(?:(?:the|both)\s+)?"
        rf"(?:[\w-]+-(?:{'|'.join(HELD)})\s+|besieged\s+|\w+(?:{'|'.join(PEOPLES)})\s+)?"
    )
    bearing = rf"(?P<{{}}>{direction}(?:(?:\s+and\s+|/){direction})?)"
    about = _either(words["about"])
    part_nouns = _either(words["parts"] + words["outskirts"] + words["countryside"])
    rural = _either(words["rural"])
    before = re.compile(
        "(?:"
        rf"(?P<offset>\b(?:(?P<about>{about})\s+)?(?P<number>{number})(?:\s*-\s*\d+)?\s*-?\s*(?P<unit>{unit})\b\.?"
        rf"(?:\s*\([^()]{{0,24}}\))?\s*(?:away\s+)?(?:to\s+the\s+|due\s+|in\s+the\s+)?(?:{bearing.format('offset_dir')}\s+)?"
        rf"(?:of|from|outside|away\s+from|out\s+of|off)\s+)"
        rf"|(?P<noun_of>\b(?:the\s+)?(?:(?:[\w-]+\s+)?{bearing.format('noun_dir')}\s+)?(?P<noun>{part_nouns})\s+of\s+)"
        rf"|(?P<dir_of>\b(?:(?P<to>{_either(words['inside_after'])})\s+|(?P<in>(?:in\s+)?the\s+(?:[\w-]+\s+)?|in\s+))?"
        rf"{bearing.format('of_dir')}\s+(?:of|from)\s+)"
        rf"|(?P<rest>\b(?:the\s+)?(?:{_either(words['rest'])})\s+)"
        rf"|(?P<border>\b(?:the\s+)?(?:{_either(words['border_before'])})\s+)"
        rf"|(?P<along>\b(?:{_either(words['along'])})\s+)"
        rf"|(?P<near>\b(?:{_either(words['near'])})\s+)"
        rf"){fill}\Z"
        rf"|(?P<rural>\b(?:{bearing.format('rural_dir')}\s+)?(?:{rural})\s+)\Z"
        rf"|(?P<dir>\b(?:{bearing.format('plain_dir')})\s+)\Z"
        rf"|(?<!\w)[وفبل]?(?P<ar_offset>(?P<ar_number>\d+(?:[.,]\d+)?)\s*(?P<ar_unit>{unit})\s+(?P<ar_offset_dir>{ar_dir})\s+)"
        rf"(?:(?:{_either(arabic['heads'])})\s+)?\Z"
        rf"|(?<!\w)[وفبل]?(?:(?P<ar_noun>{beside})\s+"
        rf"|(?P<ar_dir>{ar_dir})\s+)(?:(?:{_either(arabic['heads'])})\s+)?\Z",
        re.IGNORECASE,
    )
    level = r"(?:\s+(?:province|governorate|city|region))?"
    after = re.compile(
        rf"(?P<noun>{level}(?:['’]?s)?\s+(?:(?:[\w-]+\s+)?{bearing.format('noun_dir')}\s+)?"
        rf"(?P<what>{_either(words['countryside'] + [w for w in words['outskirts'] if w.endswith('s')])})\b)"
        rf"|(?P<part>{level}(?:['’]?s)\s+(?:[\w-]+\s+)?{bearing.format('part_dir')}\s+(?:{_either(words['parts'])})\b)"
        rf"|(?P<border>\s+(?:{_either(words['border_after'])})\b)"
        rf"|(?P<ar_adj>\s+(?P<ar_bearing>{ar_adj})(?!\w))",
        re.IGNORECASE,
    )
    between = re.compile(
        rf"\b(?:(?:{_either(words['between'])})|(?:{_either(words['links'])})|(?:stretching|extending|running)\s+from)\s+{fill}\Z"
        rf"|(?<!\w){_either(arabic['between'])}\s+(?:(?:{_either(arabic['heads'])})\s+)?\Z",
        re.IGNORECASE,
    )
    arabic_heads = rf"(?:(?:{_either(arabic['heads'])})\s+)?"
    joiner = re.compile(
        rf"[^.;:!?\n]{{0,40}}?\b(?:and|with|to)\s+{fill}|\s*و{arabic_heads}",
        re.IGNORECASE,
    )
    cues, enders, followers = _quick_tests(data)
    closers, links = _closing_words(data)
    head_words = frozenset(h.split()[-1] for h in words["heads"])
    kinds = dict.fromkeys(words["outskirts"] + arabic["outskirts"], "outskirts")
    kinds |= dict.fromkeys(words["countryside"] + arabic["countryside"], "countryside")
    kinds |= dict.fromkeys(arabic["near"], "near") | dict.fromkeys(arabic["rest"], "rest")
    kinds |= dict.fromkeys(words["parts"], "cardinal")
    return Grammar(
        cues=cues,
        enders=enders,
        heads=head_words,
        closers=closers,
        links=links,
        last=closers | links.keys() | {"the", "both"} | head_words,
        needed=_needed_words(closers, links, head_words),
        followers=followers,
        openers=_openers(data),
        before=before,
        after=after,
        between=between,
        joiner=joiner,
        dash=re.compile(r"\s?[-–—/]\s?"),
        owner=re.compile(rf"(?:['’]s|s['’]?|['’])\s+{fill}", re.IGNORECASE),
        road=re.compile(rf"\s+(?:{_either(words['roads'])})\b", re.IGNORECASE),
        border=re.compile(rf"\s+(?:{_either(words['border_after'])})\b", re.IGNORECASE),
        directions=directions,
        units={k: float(v) for k, v in data["units"].items()},
        numbers={k: float(v) for k, v in words["numbers"].items()},
        kinds=kinds,
    )


def _quick_tests(data: dict[str, Any]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Three sets of words that tell cheaply that no phrase can stand at a name.

    The first: one of them is in every phrase before a name. The second: what such a phrase can end with. The third:
    one of them is among the words after a name if they are part of a phrase.
    """
    words, arabic = data["words"], data["arabic_words"]
    weak = {"in", "the", "of", "to", "on", "with", "from", "not", "both", "area", "areas", "and", "bank", "by"}
    surroundings = words["outskirts"] + words["countryside"] + words["rural"]
    before = words["near"] + surroundings + words["rest"] + words["along"] + words["border_before"] + words["links"]
    before += [*words["between"], "stretching", "extending", "running", *data["directions"], "km", *data["units"]]
    tokens = {t for phrase in before for t in TOKEN.findall(phrase.lower())}
    arab = [*data["arabic_directions"], *(w for k, group in arabic.items() if k != "heads" for w in group)]
    cues = (tokens - weak) | {t for phrase in arab for t in TOKEN.findall(phrase)} | {"banks", "bank"}
    enders = {p.split()[-1] for p in (*before, *words["heads"])} | {
        "of",
        "from",
        "the",
        "both",
        "off",
        "and",
        "with",
        "to",
    }
    after = words["border_after"] + surroundings + words["parts"] + words["roads"] + list(data["arabic_adjectives"])
    plain = {t for phrase in after for t in TOKEN.findall(phrase.lower())}
    followers = {written for t in plain for written in (t, t.title(), t.upper())}
    return frozenset(cues), frozenset(enders), frozenset(followers)


def _closing_words(data: dict[str, Any]) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """What a phrase before a name ends with: words that do so alone, and links with what stands before them."""
    words = data["words"]
    nouns = words["parts"] + words["outskirts"] + words["countryside"]
    alone = [*words["rural"], *words["between"], *words["links"], *data["directions"], "outside"]
    links: dict[str, set[str]] = {
        "of": {n.split()[-1] for n in nouns} | {*data["directions"], *data["units"], "out"},
        "from": {*data["directions"], *data["units"], "away", "stretching", "extending", "running"},
        "off": set(data["units"]),
    }
    for phrase in words["near"] + words["rest"] + words["along"] + words["border_before"]:
        *before, last = phrase.split()
        if before and last in {*PREPOSITIONS, "with"} - {"near"}:
            links.setdefault(last, set()).add(before[-1])
        else:
            alone.append(last)
    return frozenset(alone), {link: frozenset(before) for link, before in links.items()}


def _needed_words(
    closers: frozenset[str], links: dict[str, frozenset[str]], heads: frozenset[str]
) -> dict[str, frozenset[str]]:
    """Words that never end a phrase by themselves, each with those of which one must stand before it."""
    needed = {link: before for link, before in links.items() if link not in closers | heads}
    needed["of"] |= heads
    return needed | dict.fromkeys(("the", "both"), closers | links.keys() | heads)


def _openers(data: dict[str, Any]) -> dict[str, frozenset[str] | None]:
    """First words of the phrases that stand before a name (digits and Arabic words apart).

    Each has the words that may follow it, or None where any may. Many phrases open with "in", "to" or "on", and most of
    these words open none.
    """
    words = data["words"]
    phrases = [p for kind in ("about", "inside_after", "rest", "border_before", "along", "near") for p in words[kind]]
    phrases += [f"{noun} of" for kind in ("parts", "outskirts", "countryside") for noun in words[kind]]
    directions = frozenset(TOKEN.findall(d.lower())[0] for d in data["directions"])
    found: dict[str, set[str] | None] = {"in": {"the"}}
    for phrase in phrases:
        first, *rest = TOKEN.findall(phrase.lower())
        seconds = found.setdefault(first, set())
        if rest and seconds is not None:
            seconds.add(rest[0])
        elif not rest:
            found[first] = None
    found |= dict.fromkeys((*words["rural"], *words["numbers"], *directions, "the"))
    return {first: seconds if seconds is None else directions | seconds for first, seconds in found.items()}


def kilometres(number: str, unit: str, grammar: Grammar) -> float | None:
    """The distance; None for a letter that only looks like one of ours ("mıles")."""
    size, scale = number.lower(), grammar.units.get(unit.lower())
    value = grammar.numbers.get(size)
    if value is None and size[0].isdigit():
        value = float(size.replace(",", "."))
    return None if value is None or scale is None else value * scale


def bearing_of(words: str | None, grammar: Grammar) -> float | None:
    """Degrees of "north-west", or the middle of "north and west"; None for no words."""
    if not words:
        return None
    whole = " ".join(words.split())
    if whole in grammar.directions:
        return grammar.directions[whole]
    angles = []
    for piece in re.split(r"\s+and\s+|/", words.lower()):
        plain = re.sub(r"[-\s]", "", piece)
        if plain in grammar.directions:
            angles.append(grammar.directions[plain])
    if not angles:
        return None
    if len(angles) == 1 or -1.0 in angles:
        return angles[0]
    first, second = angles[0], angles[1]
    turn = (second - first + 180) % 360 - 180
    return (first + turn / 2) % 360
