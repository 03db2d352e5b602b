"""Words that point back to a place: "the town", "the province", "there", "its outskirts".

Typed: a word finds only places of the kind it can mean. Nothing that fits within reach means no anaphor; a wrong place
is worse than none. The words and what they accept are in data/lexicons/anaphora.toml.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from geo._files import data_path
from geo._ranges import Ranges
from geo.conflicts.spelling import plain_key, word_table
from geo.text import paragraphs, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.models import Place, Resolution

__all__ = ["Anaphor", "place_anaphors"]

#: How many sentences back a typed word may reach. News paragraphs are one sentence each.
WINDOW = 8
#: Reach of words that say little about the kind of place ("there", "its suburbs").
SHORT_WINDOW = 2
#: Cost, in sentences, of taking another reading of a name than the one chosen ("Idlib" the city, "the province").
REREAD_COST = 1.5
#: Cost, in sentences, of a place that the head accepts but does not prefer.
MISFIT_COST = 0.9


@dataclass(frozen=True, slots=True)
class Anaphor:
    """Words that point back: ``text[start:end]``, and the resolution of the place they mean.

    `antecedent` is the `Resolution` of the earlier mention. Where the word asks for another reading of that name
    ("Idlib ... the province"), its `place` is that reading, taken from the resolution's candidates.
    """

    start: int
    end: int
    text: str
    antecedent: Resolution


@dataclass(frozen=True, slots=True)
class _Head:
    accepts: frozenset[str]
    prefers: frozenset[str] = frozenset()
    rejects: frozenset[str] = frozenset()
    min_population: int = 0
    max_population: int = 0
    window: int = WINDOW

    def fits(self, place: Place) -> float | None:
        """Cost of this place for this word (0 fits best), or None."""
        code, kind = place.feature_code, place.feature_class
        if code in self.rejects or not ({code, kind} & self.accepts):
            return None
        if self.max_population and place.population > self.max_population:
            return None
        cost = 0.0
        big = self.min_population and place.population >= self.min_population
        if self.prefers and not ({code, kind} & self.prefers) and not big:
            cost += MISFIT_COST
        return cost


_ANY = _Head(frozenset({"P", "A", "L", "S", "T"}), window=SHORT_WINDOW)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    starters: frozenset[str]
    phrase: re.Pattern[str]
    arabic: re.Pattern[str]
    container: re.Pattern[str]
    heads: dict[str, _Head]


_ARABIC = re.compile(r"[\u0621-\u064a]")


@cache
def _lexicon() -> _Lexicon:
    import tomllib

    data: dict[str, Any] = tomllib.loads(data_path("lexicons", "anaphora.toml").read_text(encoding="utf-8"))
    heads: dict[str, _Head] = {}
    latin: list[str] = []
    arabic: list[str] = []
    for entry in data["head"]:
        head = _Head(
            frozenset(entry["accepts"]),
            frozenset(entry.get("prefers", ())),
            frozenset(entry.get("rejects", ())),
            entry.get("min_population", 0),
            entry.get("max_population", 0),
            entry.get("window", WINDOW),
        )
        for word in entry["words"]:
            heads[word] = head
            (arabic if entry.get("script") == "arabic" else latin).append(word)

    def either(words: Sequence[str]) -> str:
        return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))

    suffixes = "|".join(re.escape(s) for s in sorted(data["modifier_suffixes"], key=len, reverse=True))
    modifier = rf"(?:(?:{either(data['modifiers'])})|[A-Za-z][a-zA-Z-]*(?:{suffixes}))"
    pattern = re.compile(
        rf"(?P<noun>\b(?:{either(data['determiners'])})\s+(?:{modifier},?\s+){{0,3}}(?P<head>{either(latin)})"
        rf"(?:s(?=\s+(?:{either(data['possessed'])})\b))?\b)"
        rf"(?!-)(?!\s+(?:{either(data['stops_after'])})\b)"
        rf"|(?P<part>\bits\s+(?:[a-z-]+\s+){{0,2}}?(?:{either(data['parts'])})\b)"
        rf"|(?P<there>\bthere\b)(?!\s*(?:{either(data['not_there'])})(?![\w-]))",
        re.IGNORECASE,
    )
    starters = frozenset(plain_key(d.split()[0]) for d in (*data["determiners"], "its", "there"))
    arabic_pattern = re.compile(rf"(?<!\w)[وفبكل]{{0,2}}(?P<arabic>{either(arabic)})(?!\w)")
    container = re.compile(rf",?\s*(?:{either(data['containers'])})\b[^.;:!?\n]{{0,50}}|,\s*")
    return _Lexicon(starters, pattern, arabic_pattern, container, heads)


def place_anaphors(text: str, resolutions: Sequence[Resolution]) -> tuple[Anaphor, ...]:
    """Find words that point back to a place named earlier in the same text.

    Parameters
    ----------
    text : str
        Body of one report. A paragraph that repeats an earlier one is left out.
    resolutions : sequence of Resolution
        Of this text's mentions, in any order; metonyms and unresolved names are never antecedents.

    Returns
    -------
    tuple of Anaphor
        In text order. Words with no fitting place within reach are left out.
    """
    usable = sorted(
        (r for r in resolutions if r.place is not None and r.mention.literal),
        key=lambda r: (r.mention.start, r.mention.end),
    )
    if not usable:
        return ()
    lexicon = _lexicon()
    hits = sorted(_hits(text, lexicon), key=lambda hit: hit[:2])
    if not hits:
        return ()
    starts = [s for s, _ in sentences(text)]
    repeated = Ranges(_repeated(text))
    named = {r.mention.start for r in resolutions}
    inside = Ranges((r.mention.start, r.mention.end) for r in resolutions)
    found = []
    for start, end, head in hits:
        if repeated.hit(start, start + 1) or inside.hit(start, end):
            continue
        if _names_next(text, end, named):
            continue
        antecedent = _antecedent(start, head, usable, starts)
        if antecedent is not None:
            antecedent = _inner(text, antecedent, head, usable, lexicon.container)
        if antecedent is not None:
            found.append(Anaphor(start, end, text[start:end], antecedent))
    return tuple(found)


def _hits(text: str, lexicon: _Lexicon) -> Iterator[tuple[int, int, _Head]]:
    if _ARABIC.search(text):
        for word in lexicon.arabic.finditer(text):
            yield word.start("arabic"), word.end("arabic"), lexicon.heads[" ".join(word["arabic"].split())]
    table = word_table(text)
    for at in table.among(lexicon.starters):
        match = lexicon.phrase.match(text, table.words[at].start)
        if match is None:
            continue
        if match["noun"] is None:
            yield match.start(), match.end(), _ANY
            continue
        # A letter that only looks like one of ours ("ſ", "ı") matches without regard to case, but is no word we know.
        head = lexicon.heads.get(" ".join(match["head"].lower().split()))
        if head is not None:
            yield match.start("noun"), match.end("noun"), head


def _names_next(text: str, end: int, named: set[int]) -> bool:
    """Whether a name follows at once: "the town Saraqib", "the capital, Damascus"."""
    gap = re.compile(r"(?:['’]?s\b)?,?\s*").match(text, end)
    return gap is not None and gap.end() in named and "'" not in gap.group() and "’" not in gap.group()


def _repeated(text: str) -> list[tuple[int, int]]:
    seen: set[str] = set()
    out = []
    for start, end in paragraphs(text):
        line = text[start:end]
        if line in seen:
            out.append((start, end))
        seen.add(line)
    return out


def _start(resolution: Resolution) -> int:
    return resolution.mention.start


def _antecedent(start: int, head: _Head, usable: Sequence[Resolution], starts: Sequence[int]) -> Resolution | None:
    here = bisect_right(starts, start)
    best: tuple[float, int] | None = None
    chosen: Resolution | None = None
    for number in range(bisect_left(usable, start, key=_start) - 1, -1, -1):
        resolution = usable[number]
        mention = resolution.mention
        if mention.end > start:
            continue
        distance = here - bisect_right(starts, mention.start)
        if distance > head.window or (best is not None and distance > best[0]):
            break
        reading = _reading(resolution, head)
        if reading is None:
            continue
        cost, fitting = reading
        rank = (distance + cost, -mention.start)
        if best is None or rank < best:
            best, chosen = rank, fitting
    return chosen


def _inner(
    text: str, chosen: Resolution, head: _Head, usable: Sequence[Resolution], container: re.Pattern[str]
) -> Resolution:
    """The place that is told to lie in the chosen one, if it fits as well: "Rashidin in the outskirts of Aleppo"."""
    begin = chosen.mention.start
    number = bisect_left(usable, begin, key=_start) - 1
    while number >= 0 and usable[number].mention.end > begin:
        number -= 1
    if number < 0 or chosen.place is None:
        return chosen
    previous = usable[number]
    gap = text[previous.mention.end : chosen.mention.start]
    if previous.place is None or not container.fullmatch(gap):
        return chosen
    cost, held = head.fits(previous.place), head.fits(chosen.place)
    return previous if cost is not None and (held is None or cost <= held + MISFIT_COST) else chosen


def _reading(resolution: Resolution, head: _Head) -> tuple[float, Resolution] | None:
    place = resolution.place
    assert place is not None  # noqa: S101 - filtered by the caller
    cost = head.fits(place)
    if cost is not None:
        return cost, resolution
    if head is _ANY:
        return None
    for candidate in resolution.candidates:
        other = candidate.place
        if place.feature_class == "A" and other.feature_class == "P" and other.feature_code not in head.prefers:
            # "Idlib ... the city" may be the capital of the province just named; "the town" is some other place.
            continue
        near = abs(other.latitude - place.latitude) < 1.5 and abs(other.longitude - place.longitude) < 2.5
        if near and other.country_code == place.country_code and head.fits(other) is not None:
            precision = 5 if other.feature_class == "A" else 1
            return REREAD_COST, replace(
                resolution, place=other, footprint=None, region=None, precision=precision, score=resolution.score * 0.9
            )
    return None
