"""From a name as written to the places it may mean: the ladder of ever more forgiving matches."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import InvalidQueryError
from geo.folding import consonant_keys, fold, has_arabic
from geo.gazetteer._accord import discord
from geo.gazetteer._fuzzy import similarity
from geo.gazetteer._nearest import distance_km
from geo.gazetteer._spellings import with_article, with_vowels, written_abroad
from geo.models import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.gazetteer._index import Gazetteer

__all__ = ["MAX_NAME", "Wanted", "climb"]

#: Longer strings are not names.
MAX_NAME = 200
#: Homonyms looked at, the weightiest first.
_MAX_ROWS = 512
#: How sure a rung is that the name is one of the place's names at all.
_QUALITY = {"exact": 0.97, "folded": 0.95}
#: The chance that a loosely matched name is that place's name, as a logistic function; fitted by
#: `bench/geocode_reliability.py` on spellings of newspapers and of a national gazetteer, hamlets included, so that
#: names which the index does not have count as wrong. Per unit of discord, of discord over length, of shared
#: consonants (to 8), and for a match that only edits explain, across scripts, and anywhere in the world.
_BASE, _DISCORD, _PER_SOUND, _PER_CONSONANT, _EDITED, _ACROSS, _ANYWHERE = -1.0, -0.4, -18.0, 0.83, -0.5, -1.1, -0.8
#: An edit is no more than this much discord: it may be a slip of the hand, which no sound explains.
_SLIP = 0.8
#: No loose match is as sure as a written name; below the lower bound it is no answer.
_LOOSE_MAX, _LOOSE_MIN = 0.93, 0.2
#: Below this, a match of consonants does not keep one by edits from being tried.
_WEAK = 0.35
#: How sure a name is that is in the index with its article written otherwise, or as another language's newspapers
#: write it; and what the latter costs a match of consonants. Anywhere in the world the chance of an accident is higher.
_ARTICLE, _ABROAD, _ABROAD_LOOSE, _IN_THE_WORLD = 0.9, 0.85, 0.8, 0.8
#: Exponent on the odds of a loose match against those of another.
_ODDS = 3.0
#: Exponent on the pseudo-population: between homonyms the larger is meant more often, but not in proportion.
_GAMMA = 0.8
#: What an alternate name weighs against the main name of another place: a spelling variant, and a name that is
#: nothing like the main one (often historic: "Berea" for Aleppo, "Whitehall" for Atlanta).
_ALTERNATE, _OTHER_NAME = 0.6, 0.03
#: Weight (decimal logarithm) from which a place is meant even by a common word alone.
WELL_KNOWN = 5.3


class Wanted(NamedTuple):
    """What a query asks for beside its name; see `Gazetteer.candidates`."""

    limit: int = 10
    country_codes: str | tuple[str, ...] | None = None
    near: tuple[float, float] | None = None
    viewbox: tuple[tuple[float, float], tuple[float, float]] | None = None
    bounded: bool = False
    feature_classes: str | tuple[str, ...] | None = None
    fuzzy: bool = True
    context: bool = True


def climb(gazetteer: Gazetteer, name: object, wanted: Wanted) -> tuple[Candidate, ...]:
    """See `Gazetteer.candidates`."""
    if not isinstance(name, str):
        message = f"a name must be a string, not {type(name).__name__}"
        raise InvalidQueryError(message)
    limit = wanted.limit
    if len(name) > MAX_NAME or limit <= 0:
        return ()
    key = fold(name)
    if not key:
        return ()
    keep = _Filter(gazetteer, wanted)
    if not wanted.context and gazetteer.is_common(key):
        return _well_known(gazetteer, name, key, keep, limit)
    found = dict.fromkeys(keep.rows(gazetteer.rows(key)), (_QUALITY["folded"], key))
    rung = "folded"
    if not found and wanted.fuzzy:
        rung = "consonant"
        found = _spelt(gazetteer, name, key, keep)
        _add(found, _consonant(gazetteer, key, keep))
        if max((q for q, _ in found.values()), default=0.0) < _WEAK:
            edited = _edits(gazetteer, key, keep)
            if max((q for q, _ in edited.values()), default=0.0) > max((q for q, _ in found.values()), default=0.0):
                rung, found = "fuzzy", edited
    if not found:
        return ()
    return _rank(gazetteer, name, found, rung, keep, limit)


def _well_known(gazetteer: Gazetteer, name: str, key: str, keep: _Filter, limit: int) -> tuple[Candidate, ...]:
    """A common word alone is a place only if a widely known place has just this name (London, Turkey; not Reading)."""
    if gazetteer.is_ordinary(key):
        return ()
    rows = [r for r in keep.rows(gazetteer.rows(key)) if gazetteer.is_main_name(r, key)]
    found = {r: (_QUALITY["folded"], key) for r in rows if int(gazetteer.weight[r]) >= WELL_KNOWN * 25}
    return _rank(gazetteer, name, found, "folded", keep, limit) if found else ()


class _Filter:
    """Which rows may answer, and what place they have in the asker's world."""

    def __init__(self, gazetteer: Gazetteer, wanted: Wanted) -> None:
        self.gazetteer = gazetteer
        self.countries = gazetteer.country_numbers(wanted.country_codes)
        self.features = gazetteer.feature_mask(wanted.feature_classes)
        self.near = wanted.near
        self.box = None
        self.bounded = wanted.bounded
        if wanted.viewbox is not None:
            (a, b), (c, d) = wanted.viewbox
            self.box = (min(a, c), min(b, d), max(a, c), max(b, d))

    def in_box(self, row: int) -> bool:
        if self.box is None:
            return True
        latitude, longitude = self.gazetteer.point(row)
        return self.box[0] <= latitude <= self.box[2] and self.box[1] <= longitude <= self.box[3]

    def rows(self, rows: Iterable[int]) -> list[int]:
        out = []
        for row in rows:
            if self.countries is not None and int(self.gazetteer.country[row]) not in self.countries:
                continue
            if self.features is not None and not self.features[self.gazetteer.feature[row]]:
                continue
            if self.bounded and not self.in_box(row):
                continue
            out.append(row)
            if len(out) == _MAX_ROWS:
                break
        return out

    def factor(self, row: int) -> float:
        """What nearness and the box make of a row's weight."""
        factor = 1.0
        if self.near is not None:
            km = distance_km(*self.near, *self.gazetteer.point(row))
            factor /= 1.0 + (km / 50.0) ** 2
        if self.box is not None and not self.bounded and not self.in_box(row):
            factor *= 0.02
        return factor


def _loose(key: str, other: str, consonants: int, keep: _Filter, *, edits: int = 0) -> float:
    """How sure it is that two folded names are one."""
    apart, length = discord(key, other)
    if edits:
        apart = min(apart, _SLIP * edits)
    logit = _BASE + _DISCORD * apart + _PER_SOUND * apart / max(1, length) + _PER_CONSONANT * min(consonants, 8)
    logit += _EDITED * (edits > 0)
    if has_arabic(key) != has_arabic(other):
        # A place with an Arabic name mostly has Latin ones too: that only the Arabic one agrees is doubly odd.
        logit += _ACROSS * (1 if has_arabic(key) else 2)
    logit += _ANYWHERE * (keep.countries is None)
    return min(_LOOSE_MAX, 1.0 / (1.0 + exp(-max(-30.0, logit))))


def _consonant(gazetteer: Gazetteer, key: str, keep: _Filter) -> dict[int, tuple[float, str]]:
    wanted = set(consonant_keys(key))
    found: dict[int, tuple[float, str]] = {}
    for consonants in sorted(wanted):
        if len(consonants) < 3:
            continue
        for number in gazetteer.consonant_numbers(consonants):
            rows = keep.rows(gazetteer._rows_of_key(number))  # noqa: SLF001 - same package
            if not rows:
                continue
            other = gazetteer.key(number)
            common = wanted & set(consonant_keys(other))
            quality = _loose(key, other, max(map(len, common)), keep) if common else 0.0
            if quality < _LOOSE_MIN:
                continue
            for row in rows:
                if found.get(row, (0.0, ""))[0] < quality:
                    found[row] = (quality, other)
    return found


def _add(found: dict[int, tuple[float, str]], more: dict[int, tuple[float, str]]) -> None:
    for row, match in more.items():
        if found.get(row, (0.0, ""))[0] < match[0]:
            found[row] = match


def _spelt(gazetteer: Gazetteer, name: str, key: str, keep: _Filter) -> dict[int, tuple[float, str]]:
    """Rows of names that are the same but for an article, a short vowel or the spelling of another language."""
    found: dict[int, tuple[float, str]] = {}
    world = 1.0 if keep.countries is not None else _IN_THE_WORLD
    for other in with_article(key):
        _add(found, dict.fromkeys(keep.rows(gazetteer.rows(other)), (_ARTICLE * world, other)))
    for other in with_vowels(key):
        rows = gazetteer.rows(other)
        if rows and (quality := _loose(key, other, 2, keep)) >= _LOOSE_MIN:
            _add(found, dict.fromkeys(keep.rows(rows), (quality, other)))
    for other in () if found else written_abroad(name):
        _add(found, dict.fromkeys(keep.rows(gazetteer.rows(other)), (_ABROAD * world, other)))
        loose = _consonant(gazetteer, other, keep)
        _add(found, {r: (q * _ABROAD_LOOSE, k) for r, (q, k) in loose.items() if q * _ABROAD_LOOSE >= _LOOSE_MIN})
    return found


def _edits(gazetteer: Gazetteer, key: str, keep: _Filter) -> dict[int, tuple[float, str]]:
    size = len(key)
    if size < 5:
        return {}
    found: dict[int, tuple[float, str]] = {}
    for distance, number in gazetteer.fuzzy_keys().near(key, 1 if size < 9 else 2):
        rows = keep.rows(gazetteer._rows_of_key(number))  # noqa: SLF001 - same package
        if not rows:
            continue
        other = gazetteer.key(number)
        consonants = len(max(consonant_keys(other), key=len, default=""))
        quality = _loose(key, other, consonants, keep, edits=distance)
        if quality < _LOOSE_MIN:
            continue
        for row in rows:
            if found.get(row, (0.0, ""))[0] < quality:
                found[row] = (quality, other)
    return found


def _alike(main: str, other: str) -> bool:
    """Whether a folded name of a place is a spelling or a short form of its main one."""
    if not main.isascii() or not other.isascii() or similarity(main, other) >= 0.5:
        return True
    # "Newcastle", "Francfort": the first words of "Newcastle upon Tyne", "Frankfurt am Main".
    first = " ".join(main.split()[: other.count(" ") + 1])
    return other.startswith(main) or similarity(first, other) >= 0.7


def _rank(  # noqa: PLR0917 - one rule, three callers
    gazetteer: Gazetteer, name: str, found: dict[int, tuple[float, str]], rung: str, keep: _Filter, limit: int
) -> tuple[Candidate, ...]:
    best_quality = max(q for q, _ in found.values())
    best_odds = log(best_quality / (1.0 - best_quality))
    weights = {}
    for row, (quality, matched) in found.items():
        weight = 10.0 ** (_GAMMA * int(gazetteer.weight[row]) / 25.0) * keep.factor(row)
        # A better spelling counts as much as a good deal of population.
        weight *= exp(_ODDS * (log(quality / (1.0 - quality)) - best_odds))
        if len(found) > 1 and (rung == "folded" or gazetteer.features[gazetteer.feature[row]] == "A.ADM1"):
            main = fold(gazetteer.name(row))
            if main != matched:
                weight *= _ALTERNATE if _alike(main, matched) else _OTHER_NAME
        weights[row] = weight
    total = sum(weights.values())
    loose = rung != "folded"
    ranked = sorted(found, key=lambda r: (-weights[r] * (found[r][0] if loose else 1.0), r))[:limit]
    out = []
    for row in ranked:
        quality, matched = found[row]
        step, reasons = rung, [f"matched “{matched}”"]
        if rung == "folded" and name in gazetteer.names_of_row(row):
            step, quality = "exact", _QUALITY["exact"]
            reasons = []
        if len(found) > 1:
            reasons.append(f"one of {len(found)} places of that name")
        score = round(max(0.0, min(1.0, quality * weights[row] / total)), 4) if total else 0.0
        out.append(Candidate(place=gazetteer.place(row), score=score, rung=step, reasons=tuple(reasons)))
    return tuple(out)
