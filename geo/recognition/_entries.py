"""The entry of a name: its places, how much it speaks for one by itself, how weighty they are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from geo.folding import consonant_keys, fold
from geo.gazetteer._fuzzy import similarity
from geo.recognition._lexicon import PERSON_HEADS
from geo.recognition._priors import level_fits, prior_of, rank_of

if TYPE_CHECKING:
    from geo.recognition._names import NameBook

__all__ = ["MAX_ROWS", "PREFIXES", "NameEntry", "entry_of", "local_entry", "short_entry"]

#: Candidates of one name that are looked at; the index gives the weightiest first.
MAX_ROWS = 40
#: Words that are written in full or short.
PREFIXES = {"st": "saint", "mt": "mount", "ft": "fort", "saint": "st", "mount": "mt", "fort": "ft"}


@dataclass(slots=True)
class NameEntry:
    """A name with the places it may mean.

    Attributes
    ----------
    prior : float
        How much the name by itself speaks for a place, in log-odds; 0 = as likely as not.
    rank : int
        3 country or continent, 2 first-level division or region, 1 large city, 0 other.
    weight : float
        Decimal logarithm of the pseudo-population of the weightiest place.
    support, near
        Kept by `NameBook.support` and `NameBook.around`.
    """

    key: str
    rows: tuple[int, ...]
    prior: float
    rank: int
    weight: float
    words: int
    countries: frozenset[str]
    bound: bool = False
    name: str = ""
    support: tuple[tuple[tuple[int, int], float], ...] | None = field(default=None, compare=False, repr=False)
    near: tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False)

    def changed(self, **changes: Any) -> NameEntry:  # noqa: ANN401 - as `dataclasses.replace`
        """A copy with other values."""
        return replace(self, **changes, support=None, near=())


def entry_of(book: NameBook, key: str) -> NameEntry | None:
    """See `NameBook.entry`."""
    gaz = book.gazetteer
    rows = gaz.rows(key)
    first, _, rest = key.partition(" ")
    if rest and first in PREFIXES:
        other = gaz.rows(f"{PREFIXES[first]} {rest}")
        if other:
            rows = tuple(dict.fromkeys((*rows, *other)))
    if not rows:
        return None
    rows = rows[:MAX_ROWS]
    best = rows[0]
    weight = float(book.weight[best]) / 25
    feature = gaz.features[book.feature[best]]
    main = any(gaz.is_main_name(row, key) for row in rows[:2])
    rank = rank_of(feature, weight)
    countries = frozenset(gaz.countries[book.country[row]] for row in rows)
    words = key.split()
    headed = words[0] in book.lexicon.arabic_heads and words[0] not in PERSON_HEADS
    prior = prior_of(book.lexicon.flags, words, feature, weight, rank, main=main, headed=headed)
    return NameEntry(key, rows, prior, rank, weight, len(words), countries)


def short_entry(book: NameBook, written: str) -> NameEntry | None:
    """See `NameBook.short`; the form is one of the lexicon's."""
    form = book.lexicon.short_forms[written]
    gaz = book.gazetteer
    rows = tuple(
        row
        for row in gaz.rows(fold(form.name))
        if gaz.countries[book.country[row]] == form.country_code
        and level_fits(gaz.features[book.feature[row]], form.level)
    )
    if not rows:
        return None
    rank = {"PCL": 3, "A1": 2}.get(form.level, 1)
    weight = float(book.weight[rows[0]]) / 25
    return NameEntry(
        fold(written), rows[:1], 4.0, rank, weight, 1, frozenset((form.country_code,)), form.bound, form.name
    )


def local_entry(book: NameBook, key: str, countries: tuple[str, ...]) -> NameEntry | None:
    """See `NameBook.local`."""
    gaz = book.gazetteer
    numbers = gaz.country_numbers(countries) or ()
    wanted = consonant_keys(key)
    quality: dict[int, float] = {}
    for consonants in wanted:
        if len(consonants) < 3:
            continue
        for number in gaz.consonant_numbers(consonants):
            other = gaz.key(number)
            if other.isascii() != key.isascii() or not set(wanted) & set(consonant_keys(other)):
                continue
            alike = similarity(key, other)
            if alike < 0.45:
                continue
            for row in gaz.rows(other):
                if book.country[row] in numbers and alike > quality.get(row, 0.0):
                    quality[row] = alike
    if not quality:
        return None
    best = max(quality.values())
    rows = sorted(
        (r for r in quality if quality[r] > best - 0.25),
        key=lambda r: (-(float(book.weight[r]) / 25 + 5.0 * quality[r]), r),
    )[:MAX_ROWS]
    top = rows[0]
    weight = float(book.weight[top]) / 25
    rank = min(2, rank_of(gaz.features[book.feature[top]], weight))
    return NameEntry(
        key, tuple(rows), 2.0 * (best - 0.7), rank, weight, len(key.split()),
        frozenset(gaz.countries[book.country[r]] for r in rows), name="~",
    )  # fmt: skip
