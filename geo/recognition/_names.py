"""What the gazetteer knows about a name, reduced to what the gates need, and kept between documents."""

from __future__ import annotations

import re
import threading
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo._frozen import quick_init
from geo.folding import fold
from geo.recognition._entries import MAX_ROWS, PREFIXES, NameEntry, entry_of, local_entry, short_entry
from geo.recognition._lexicon import CALENDAR, PROMINENT, STOP, lexicon
from geo.recognition._priors import words_beside
from geo.recognition._runs import ARTICLES

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.recognition._run import Part

__all__ = ["NameBook", "NameEntry", "Token", "name_book"]

#: Caches are emptied, not trimmed, when they hold this many items: simple, and it hardly ever happens.
_CACHE_ITEMS = 60_000
#: Of so many `NameBook.support` speaks.
_WEIGHTIEST = 6
#: And of these `NameBook.around`.
_AROUND = 20
_DOUBLE = re.compile(r"(.)\1+")


@quick_init
@dataclass(frozen=True, slots=True)
class Token:
    """A word: folded key, flags of the lexicon, words in the longest place name that begins with it."""

    key: str
    flags: int
    longest: int


class NameBook:
    """Look-ups of one gazetteer, with caches. Safe to share between threads: a lost race repeats work."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.lexicon = lexicon()
        self.joined_heads = frozenset(re.split(r" (?:and|&) ", name)[0] for name in self.lexicon.joined)
        self.site_after = re.compile(" (?:" + "|".join(map(re.escape, self.lexicon.site_after)) + r")\b")
        self.site_openers = frozenset(" " + noun[:2] for noun in self.lexicon.site_after)
        self.site_first_words = frozenset(noun.split()[0] for noun in self.lexicon.site_after if " " in noun)
        self.beside = words_beside(self.lexicon)
        self.asking = frozenset(word for word, (_, asks) in self.beside.items() if asks)
        # Plain buffers: indexing a numpy array makes an object for every item.
        self.weight = memoryview(gazetteer.weight)  # type: ignore[arg-type]
        self.feature = memoryview(gazetteer.feature)  # type: ignore[arg-type]
        self.country = memoryview(gazetteer.country)  # type: ignore[arg-type]
        self.admin1 = memoryview(gazetteer.admin1)  # type: ignore[arg-type]
        self.country_numbers = {code: n for n, code in enumerate(gazetteer.countries)}
        self._entries: dict[str, NameEntry | None] = {}
        self._tokens: dict[str, Token] = {}
        self.parsed: dict[str, tuple[Part, ...] | None] = {}
        self.parsed_local: dict[str, tuple[Part, ...] | None] = {}
        self.candidates: dict[object, Any] = {}
        self.reasons: dict[tuple[int, str, str, str], Any] = {}
        self._of: dict[str, NameEntry | None] = {}
        self._best: dict[tuple[str, tuple[str, ...]], NameEntry | None] = {}
        self._local: dict[tuple[str, tuple[str, ...]], NameEntry | None] = {}
        self._short: dict[str, NameEntry | None] = {}

    def token(self, written: str) -> Token:
        """A word as it is written, without its full stop."""
        found = self._tokens.get(written)
        if found is None:
            if len(self._tokens) > _CACHE_ITEMS:
                self._tokens.clear()
            key = fold(written)
            flags = self.lexicon.flags.get(key, 0)
            if not flags and key.endswith("s") and len(key) > 4:
                # "Fridays edition", "Theres": an apostrophe was lost
                flags = self.lexicon.flags.get(key[:-1], 0) & (CALENDAR | STOP | PROMINENT)
            if len(written) > 1 and written.isupper():
                flags |= 1 << 15
            first = key.partition(" ")[0]
            longest = self.gazetteer.max_tokens(first) if first else 0
            if first in PREFIXES:
                longest = max(longest, self.gazetteer.max_tokens(PREFIXES[first]))
            found = self._tokens[written] = Token(key, flags, longest)
        return found

    def entry(self, key: str) -> NameEntry | None:
        """The entry of a folded name, or None if the gazetteer has no such name."""
        try:
            return self._entries[key]
        except KeyError:
            if len(self._entries) > _CACHE_ITEMS:
                self._entries.clear()
            found = self._entries[key] = entry_of(self, key)
            return found

    def short(self, written: str) -> NameEntry | None:
        """The entry of a short form exactly as written ("U.S.", "Ky."), or None."""
        if written not in self.lexicon.short_forms:
            return None
        if written not in self._short:
            self._short[written] = short_entry(self, written)
        return self._short[written]

    def local(self, key: str, countries: tuple[str, ...]) -> NameEntry | None:
        """The entry of a name as the places of these countries may be spelt: by its consonants, without articles.

        Parameters
        ----------
        key : str
            Folded name.
        countries : tuple of str
            Country codes.
        """
        at = key, countries
        if at not in self._local:
            if len(self._local) > _CACHE_ITEMS:
                self._local.clear()
            self._local[at] = local_entry(self, key, countries)
        return self._local[at]

    def of(self, text: str) -> NameEntry | None:
        """The entry of a mention's text: short form or name."""
        try:
            return self._of[text]
        except KeyError:
            if len(self._of) > _CACHE_ITEMS:
                self._of.clear()
            found = self._of[text] = self.short(text) or self.entry(fold(text))
            return found

    def support(self, entry: NameEntry) -> tuple[tuple[tuple[int, int], float], ...]:
        """Where the places of a name lie: pairs of country and first-level division, each with its share; sorted.

        A first-level division is its own; a country says nothing, and gives nothing. Of the others the weightiest
        places count.
        """
        found = entry.support
        if found is None:
            row = entry.rows[0]
            found = ()
            if self.gazetteer.features[self.feature[row]].endswith("ADM1"):
                found = (((self.country[row], self.admin1[row]), 1.0),)
            elif entry.rank < 3:
                pairs = sorted({(self.country[row], self.admin1[row]) for row in entry.rows[:_WEIGHTIEST]})
                found = tuple((pair, 1.0 / len(pairs)) for pair in pairs)
            entry.support = found
        return found

    def around(self, entry: NameEntry) -> tuple[tuple[int, int], ...]:
        """Country and first-level division of the first twenty places of a name, each pair once."""
        if not entry.near:
            entry.near = tuple(dict.fromkeys((self.country[r], self.admin1[r]) for r in entry.rows[:_AROUND]))
        return entry.near

    def best(self, text: str, countries: tuple[str, ...]) -> NameEntry | None:
        """The entry of a mention, with the spelling variants of some countries where the name as such is not theirs.

        Parameters
        ----------
        text : str
            A mention, article included.
        countries : tuple of str
            Country codes, the theatre proper first; empty for none.
        """
        at = text, countries
        if at not in self._best:
            if len(self._best) > _CACHE_ITEMS:
                self._best.clear()
            self._best[at] = self._make_best(text, countries)
        return self._best[at]

    def _make_best(self, text: str, countries: tuple[str, ...]) -> NameEntry | None:
        found = self.short(text)
        if found is not None:
            return found
        key = fold(text)
        found = self.entry(key)
        if found is not None and (found.rank == 3 or not countries or self._settled(found, countries[0])):
            return found
        first, _, rest = key.partition(" ")
        if rest and first in ARTICLES:
            bare = self.entry(rest)
            if bare is not None:
                if not countries or self._settled(bare, countries[0]):
                    return bare
                found = found or bare
            key = rest
        squeezed = _DOUBLE.sub(r"\1", key)
        if found is None and squeezed != key and len(squeezed) > 2:
            # "Fuaa", "Jabal Zawwiya"
            found = self.entry(squeezed)
            if found is not None and countries and not self._settled(found, countries[0]):
                found = None
            elif found is not None:
                return _loosely(found)
        if countries and len(key) > 3:
            near = self.local(key, countries)
            if near is not None and (
                found is None or countries[0] in near.countries or not found.countries & set(countries)
            ):
                if found is None:
                    return near
                rows = (*near.rows, *(r for r in found.rows if r not in near.rows))
                return near.changed(rows=rows[:MAX_ROWS], countries=near.countries | found.countries)
        if found is not None:
            return found
        for noun in self.lexicon.site_after:
            if key.endswith(" " + noun):
                # "Tabqa airbase": no entry of its own, then the place it is named after stands for it.
                return _loosely(self._make_best(text[: -len(noun) - 1], countries))
        for noun in sorted(self.lexicon.site_nouns):
            if key.endswith(" " + noun):
                return _loosely(self._make_best(text[: -len(noun) - 1], countries))
        return None

    def is_site(self, text: str) -> bool:
        """Whether a mention ends in the noun for a site ("Haditha dam")."""
        low = text.lower()
        return any(low.endswith(" " + noun) for noun in (*self.lexicon.site_after, *self.lexicon.site_nouns))

    def _settled(self, entry: NameEntry, code: str) -> bool:
        """Whether a settlement of a country bears the name; a province or base alone leaves its town to be found."""
        gaz = self.gazetteer
        return any(
            gaz.countries[self.country[r]] == code and gaz.features[self.feature[r]][0] in "PLH" for r in entry.rows
        )


def _loosely(entry: NameEntry | None) -> NameEntry | None:
    """The same entry, marked as found by a loose reading of the name."""
    return entry.changed(name="~") if entry is not None and not entry.name else entry


_BOOKS: weakref.WeakKeyDictionary[Gazetteer, NameBook] = weakref.WeakKeyDictionary()
_LOCK = threading.Lock()
_last: NameBook | None = None


def name_book(gazetteer: Gazetteer) -> NameBook:
    """The name book of a gazetteer; one for each."""
    global _last  # noqa: PLW0603 - nearly always the same one: the look-up by weak reference costs more
    book = _last
    if book is None or book.gazetteer is not gazetteer:
        book = _BOOKS.get(gazetteer)
        if book is None:
            with _LOCK:
                book = _BOOKS.setdefault(gazetteer, NameBook(gazetteer))
        _last = book
    return book
