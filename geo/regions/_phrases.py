"""Finds the words around a mention that make it an area. No geometry here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geo._files import data_path

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Phrase", "anaphor_phrase", "find_phrases"]

#: Characters before and after a mention that are looked at.
BEFORE, AFTER = 110, 60
#: Largest stretch of text between the two names of "between A and B".
GAP = 80


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that relate an area to a place.

    Attributes
    ----------
    start, end : int
        The phrase with the name in it: ``text[start:end]``.
    kind : str
        See `geo.models.Region`.
    anchor : int
        Index, in the spans given, of the name it is built on.
    bearing : float or None
        Degrees clockwise from north; -1 for the centre; None where no direction is said.
    distance_km : float or None
    inside : bool
        For ``cardinal``: a part of the place ("northern X") and not the ground beyond it ("north of X").
    within : bool
        For ``offset``: at most that far.
    other : int
        Index of the second name of ``between`` and of a border between two; -1 where there is none.
    road : bool
        The words name a road, so the area is a narrow one.
    urban : bool
        The words can only mean a part of a town ("neighbourhoods").
    """

    start: int
    end: int
    kind: str
    anchor: int
    bearing: float | None = None
    distance_km: float | None = None
    inside: bool = True
    within: bool = False
    other: int = -1
    road: bool = False
    urban: bool = False


@dataclass(frozen=True, slots=True)
class _Grammar:
    cues: frozenset[str]
    enders: frozenset[str]
    heads: frozenset[str]
    closers: frozenset[str]
    links: dict[str, frozenset[str]]
    last: frozenset[str]
    followers: frozenset[str]
    openers: frozenset[str]
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
def _grammar() -> _Grammar:
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
    stop = r"(?!(?:of|in|on|at|to|from|and|or|by|with|for|is|are|was|were|has|have|had|that|which|who|as|where|near)\b)"
    modifier = rf"{stop}[\w'’-]+\s+"
    fill = (
        rf"(?:(?:{modifier}){{0,6}}?(?:{heads})\s+(?:of\s+)?(?:the\s+)?)?(?:(?:the|both)\s+)?"
        r"(?:[\w-]+-(?:held|controlled|occupied)\s+|besieged\s+|\w+(?:ian|ish|ese|aqi)\s+)?"
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
    kinds = dict.fromkeys(words["outskirts"] + arabic["outskirts"], "outskirts")
    kinds |= dict.fromkeys(words["countryside"] + arabic["countryside"], "countryside")
    kinds |= dict.fromkeys(arabic["near"], "near") | dict.fromkeys(arabic["rest"], "rest")
    kinds |= dict.fromkeys(words["parts"], "cardinal")
    return _Grammar(
        cues=cues,
        enders=enders,
        heads=frozenset(h.split()[-1] for h in words["heads"]),
        closers=closers,
        links=links,
        last=closers | links.keys() | {"the", "both"} | {h.split()[-1] for h in words["heads"]},
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


_TOKEN = re.compile(r"\w+")
_LAST = re.compile(r"\w+\W{0,3}\Z")
_DASHES = ("-", "–", "—", "/")
_OWNER_MARKS = ("'", "’", "s")
_ADJECTIVES = ("-held", "-controlled", "-occupied", "besieged", "ian", "ish", "ese", "aqi")
#: Words that end the search for the start of a phrase: none of them modifies a noun.
_PREPOSITIONS = frozenset((
    "of", "in", "on", "at", "to", "from", "and", "or", "by", "with", "for", "is", "are", "was", "were", "has", "have",
    "had", "that", "which", "who", "as", "where", "near",
))  # fmt: skip
#: Characters from the first word of a phrase to the word that tells what it is: "an estimated 12.5 kilometres".
_CUE_WITHIN = 50
#: Characters in which the last words of a phrase lie, up to the noun that it may govern.
_LAST_WORDS = 60
#: Words looked at between a phrase and the noun it governs ("near the rebel-held town of"): six and the parts of nouns.
_MODIFIERS = 9
_NEXT = re.compile(r"(?:['’]?s|['’])?\s+(\w+)(?:\s+(\w+))?(?:\s+(\w+))?")


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
    tokens = {t for phrase in before for t in _TOKEN.findall(phrase.lower())}
    arab = [*data["arabic_directions"], *(w for k, group in arabic.items() if k != "heads" for w in group)]
    cues = (tokens - weak) | {t for phrase in arab for t in _TOKEN.findall(phrase)} | {"banks", "bank"}
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
    plain = {t for phrase in after for t in _TOKEN.findall(phrase.lower())}
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
        if before and last in {*_PREPOSITIONS, "with"} - {"near"}:
            links.setdefault(last, set()).add(before[-1])
        else:
            alone.append(last)
    return frozenset(alone), {link: frozenset(before) for link, before in links.items()}


def _openers(data: dict[str, Any]) -> frozenset[str]:
    """First words of the phrases that stand before a name (digits and Arabic words apart)."""
    words = data["words"]
    phrases = [p for kind in ("about", "inside_after", "rest", "border_before", "along", "near") for p in words[kind]]
    phrases += words["parts"] + words["outskirts"] + words["countryside"] + words["rural"]
    phrases += [*words["numbers"], *data["directions"], "the", "in"]
    return frozenset(_TOKEN.findall(p.lower())[0] for p in phrases)


def _read_before(text: str, floor: int, stop: int, grammar: _Grammar) -> re.Match[str] | None:
    """The longest phrase that ends at `stop`: tried only where its first word can stand, with a telling word behind."""
    openers, cues = grammar.openers, grammar.cues
    waiting: list[int] = []  # first words that no telling word has followed yet
    ready: list[int] = []
    for token in _TOKEN.finditer(text, floor, stop):
        word = token.group().lower()
        start = token.start()
        foreign = not word.isascii()
        if foreign or word in openers or word[0].isdigit():
            waiting.append(start)
        if waiting and (foreign or word in cues):
            ready += [at for at in waiting if start - at <= _CUE_WITHIN]
            waiting = []
    before = grammar.before
    for start in ready:
        match = before.match(text, start, stop)
        if match is not None:
            return match
    return None


def _worth_reading(text: str, spans: Sequence[tuple[int, int]], number: int, grammar: _Grammar) -> bool:
    """Whether the few words beside a name leave room for a phrase. Most names stop here, in a microsecond."""
    start, end = spans[number]
    mark = text[end : end + 1]
    if mark == " " or mark in _OWNER_MARKS or mark.isspace():
        match = _NEXT.match(text, end, end + AFTER)
        if match is not None and not grammar.followers.isdisjoint(match.groups()):
            return True
        if mark == " " and text[end + 1 : end + 2] in _DASHES and number + 1 < len(spans):
            return True
    elif mark in _DASHES and number + 1 < len(spans) and spans[number + 1][0] - end <= 3:
        return True
    floor = spans[number - 1][1] if number else 0
    if number and text[floor] in _OWNER_MARKS and _owned(text, spans, number, grammar):
        return _owned_worth_reading(text, start, grammar)
    if start < 2 or not text[start - 2].isalnum() or text[start - 1] not in " \t\xa0":
        return False  # a phrase ends with a word and a space, and lies in this line
    word = text[text.rfind(" ", max(0, start - 40), start - 1) + 1 : start - 1].lower()
    if word.isalpha() and word not in grammar.last and word.isascii() and not word.endswith(_ADJECTIVES):
        return False
    window = text[max(start - BEFORE, floor, 0) : start]
    if not window.isascii():
        return _owned_worth_reading(window, len(window), grammar)
    if "\n" in window:
        window = window[window.rfind("\n") + 1 :]
    return _ends_with_phrase(window, grammar)


def _ends_with_phrase(window: str, grammar: _Grammar) -> bool:
    """Whether a text may end with a phrase: read backwards, as `_grammar` builds `before` and its filling."""
    words = window[-_LAST_WORDS:].lower().split()
    k = len(words) - 1
    if k >= 0 and words[k].endswith(_ADJECTIVES):
        if _closes(words, k, grammar):
            return True
        k -= 1
    if k >= 0 and words[k] in ("the", "both"):
        k -= 1
    if k < 0:
        return False
    if _closes(words, k, grammar):
        return True
    if words[k] == "of":
        k -= 1
    if k < 0 or words[k] not in grammar.heads:
        return False
    k -= len(words)
    words = window.lower().split()
    k += len(words)
    for j in range(k - 1, max(-1, k - 1 - _MODIFIERS), -1):
        if _closes(words, j, grammar):
            return True
        if words[j] in _PREPOSITIONS:
            return False
    return False


def _closes(words: list[str], j: int, grammar: _Grammar) -> bool:
    """Whether word `j` can be the last of a phrase."""
    word = words[j]
    if word in grammar.closers:
        return True
    before = grammar.links.get(word)
    if before is not None:
        return j > 0 and (words[j - 1] in before or not words[j - 1].isalpha())
    if word.isalpha():
        return False
    tokens = _TOKEN.findall(word)
    return bool(tokens) and tokens[-1] in grammar.closers


def _owned_worth_reading(text: str, start: int, grammar: _Grammar) -> bool:
    """The same, roughly, where the name before may own this one ("Syria's second city Aleppo"), and for Arabic."""
    window = text[max(0, start - BEFORE) : start]
    window = window[window.rfind("\n") + 1 :]
    last = _LAST.search(window, max(0, len(window) - 24))
    if last is None:
        return False
    word = last.group().rstrip().lower()
    cues = grammar.cues
    plain = word in grammar.enders or word in cues or word.isdigit()
    if (
        not plain
        and word.isascii()
        and not word.endswith(("held", "controlled", "occupied", "ian", "ish", "ese", "aqi", "s", "besieged"))
    ):
        return False
    tokens = _TOKEN.findall(window.lower())
    if not cues.isdisjoint(tokens):
        return True
    return not window.isascii() and any(not token.isascii() and token[1:] in cues for token in tokens)


def find_phrases(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Phrase, ...]:
    """Find the phrases that make an area of a name.

    Parameters
    ----------
    text : str
    spans : sequence of (int, int)
        Half-open character ranges of the names, in text order, not overlapping.

    Returns
    -------
    tuple of Phrase
        At most one a name, in the order of the names.
    """
    if not spans:
        return ()
    grammar = _grammar()
    found: list[Phrase] = []
    taken: set[int] = set()
    for number in range(len(spans)):
        if number in taken:
            continue
        if not _worth_reading(text, spans, number, grammar):
            continue
        pair = _pair(text, spans, number, grammar)
        if pair is not None:
            found.append(pair)
            taken.add(pair.other)
            continue
        phrase = _single(text, spans, number, grammar)
        if phrase is not None:
            found.append(phrase)
    return tuple(found)


def anaphor_phrase(text: str, start: int, end: int) -> Phrase | None:
    """The phrase that words which point back ("the city", "its countryside") are part of, if they make an area.

    Returns
    -------
    Phrase or None
        With `anchor` 0: there is one name, the words themselves.
    """
    words = text[start:end]
    lowered = words.lower()
    if lowered.startswith("its "):
        end = start + 3
    elif lowered.endswith("s") and end < len(text) and text[end].isspace():
        end -= 1  # a lost apostrophe: "the citys eastern neighborhoods"
    phrases = find_phrases(text, [(start, end)])
    return phrases[0] if phrases else None


def _owned(text: str, spans: Sequence[tuple[int, int]], number: int, grammar: _Grammar) -> bool:
    """Whether the name before owns this one: "Syria's second city Aleppo"."""
    if not number:
        return False
    before, start = spans[number - 1][1], spans[number][0]
    if text[before : before + 1] not in {"'", "’", "s"}:
        return False
    return start - before <= GAP and grammar.owner.fullmatch(text, before, start) is not None


def _clause_start(text: str, spans: Sequence[tuple[int, int]], number: int, grammar: _Grammar) -> int:
    """Where the words that can belong to this name begin: not before another name, a stop or a line end."""
    if _owned(text, spans, number, grammar):
        return _clause_start(text, spans, number - 1, grammar)
    start = spans[number][0]
    floor = max(start - BEFORE, spans[number - 1][1] if number else 0, 0)
    for mark in (". ", "; ", "! ", "? ", "\n", ": "):
        cut = text.rfind(mark, floor, start)
        if cut >= 0:
            floor = max(floor, cut + len(mark))
    return floor


def _pair(text: str, spans: Sequence[tuple[int, int]], number: int, grammar: _Grammar) -> Phrase | None:
    if number + 1 >= len(spans):
        return None
    (start, end), (next_start, next_end) = spans[number], spans[number + 1]
    gap = text[end:next_start]
    if len(gap) > GAP or "\n" in gap:
        return None
    if grammar.dash.fullmatch(gap):
        tail = text[next_end : next_end + AFTER]
        if (road := grammar.road.match(tail)) is not None:
            return Phrase(start, next_end + road.end(), "between", number, other=number + 1, road=True)
        if (border := grammar.border.match(tail)) is not None:
            return Phrase(start, next_end + border.end(), "border", number, other=number + 1)
        return None
    floor = _clause_start(text, spans, number, grammar)
    opening = grammar.between.search(text, floor, start) if start > floor else None
    if opening is None:
        # "between Manbij in Aleppo province and the border": the second name may be one further on.
        return None
    if grammar.joiner.fullmatch(gap):
        return Phrase(opening.start(), next_end, "between", number, other=number + 1)
    if number + 2 < len(spans):
        third_start, third_end = spans[number + 2]
        far = text[end:third_start]
        if len(far) <= GAP and "\n" not in far and re.search(r"\band\s+(?:the\s+)?\Z", text[next_end:third_start]):
            return Phrase(opening.start(), third_end, "between", number, other=number + 2)
    return None


def _single(text: str, spans: Sequence[tuple[int, int]], number: int, grammar: _Grammar) -> Phrase | None:
    start, end = spans[number]
    owned = _owned(text, spans, number, grammar)
    floor = _clause_start(text, spans, number, grammar)
    owner_start = spans[number - 1][0]
    # A regular expression's \Z is the end of the searched part.
    if owned:
        # The words before the owner belong to what it owns; the owner itself has none.
        head = _read_before(text, floor, owner_start, grammar) if owner_start > floor else None
    else:
        head = _read_before(text, floor, start, grammar) if start > floor else None
    owns = number + 1 < len(spans) and _owned(text, spans, number + 1, grammar)
    if head is not None and owned != owns:
        # "eastern Aleppo's Tariq al-Bab" is a part of Aleppo; "near Syria's second city Aleppo" is near Aleppo.
        adjective = head["dir"] is not None or head["rural"] is not None
        if adjective == owned:
            head = None
    if (
        head is not None
        and head["noun"] is not None
        and head["noun"].lower() == "suburb"
        and _follows_name(text, spans, number, head)
    ):
        head = None  # "the Damascus suburb of Daraya" is Daraya itself
    ceiling = spans[number + 1][0] if number + 1 < len(spans) else len(text)
    tail = grammar.after.match(text, end, min(end + AFTER, ceiling))
    phrase = _from_head(head, number, end, grammar) if head is not None else None
    if tail is not None:
        phrase = _with_tail(tail, phrase, number, start, grammar)
    return phrase


def _follows_name(text: str, spans: Sequence[tuple[int, int]], number: int, head: re.Match[str]) -> bool:
    return number > 0 and not text[spans[number - 1][1] : head.start()].strip()


def _from_head(match: re.Match[str], number: int, end: int, grammar: _Grammar) -> Phrase | None:
    part = match.groupdict()
    start = match.start()

    if part["offset"] is not None:
        km = _kilometres(part["number"], part["unit"], grammar)
        if km is None:
            return None
        near = (part["about"] or "").lower() in ("within", "less than", "up to")
        return Phrase(start, end, "offset", number, _bearing(part["offset_dir"], grammar), km, within=near)
    if part["noun_of"] is not None:
        bearing = _bearing(part["noun_dir"], grammar)
        kind = grammar.kinds.get(" ".join(part["noun"].lower().split()), "")
        if not kind or (kind == "cardinal" and bearing is None):
            return None  # "parts of X" says which part of it is meant, not where
        return Phrase(start, end, kind, number, bearing, urban=kind == "cardinal")
    if part["dir_of"] is not None:
        return Phrase(start, end, "cardinal", number, _bearing(part["of_dir"], grammar), inside=part["in"] is not None)
    if part["rural"] is not None:
        return Phrase(start, end, "countryside", number, _bearing(part["rural_dir"], grammar))
    if part["dir"] is not None:
        return Phrase(start, end, "cardinal", number, _bearing(part["plain_dir"], grammar))
    for kind in ("rest", "border", "along", "near"):
        if part[kind] is not None:
            return Phrase(start, end, kind, number)
    if part["ar_offset"] is not None:
        km = _kilometres(part["ar_number"], part["ar_unit"], grammar)
        if km is None:
            return None
        return Phrase(match.start("ar_offset"), end, "offset", number, _bearing(part["ar_offset_dir"], grammar), km)
    if part["ar_noun"] is not None:
        return Phrase(match.start("ar_noun"), end, grammar.kinds.get(" ".join(part["ar_noun"].split()), "near"), number)
    return Phrase(match.start("ar_dir"), end, "cardinal", number, _bearing(part["ar_dir"], grammar))


def _with_tail(match: re.Match[str], head: Phrase | None, number: int, start: int, grammar: _Grammar) -> Phrase:
    part = match.groupdict()
    begin = head.start if head is not None else start
    stop = match.end()
    bearing = head.bearing if head is not None and head.kind in ("cardinal", "countryside") else None
    if part["noun"] is not None:
        kind = grammar.kinds.get(" ".join(part["what"].lower().split()), "outskirts")
        said = _bearing(part["noun_dir"], grammar)
        return Phrase(begin, stop, kind, number, said if said is not None else bearing)
    if part["part"] is not None:
        return Phrase(start, stop, "cardinal", number, _bearing(part["part_dir"], grammar), urban=True)
    if part["border"] is not None:
        return Phrase(begin, stop, "border", number)
    said = _bearing(part["ar_bearing"], grammar)
    return Phrase(begin, stop, head.kind if head is not None else "cardinal", number, said)


def _kilometres(number: str, unit: str, grammar: _Grammar) -> float | None:
    """The distance; None for a letter that only looks like one of ours ("mıles")."""
    size, scale = number.lower(), grammar.units.get(unit.lower())
    value = grammar.numbers.get(size)
    if value is None and size[0].isdigit():
        value = float(size.replace(",", "."))
    return None if value is None or scale is None else value * scale


def _bearing(words: str | None, grammar: _Grammar) -> float | None:
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
