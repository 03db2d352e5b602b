"""Longest match of names and phrases against the words of a text."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from geo.conflicts.spelling import loose_key, word_table, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.conflicts.spelling import Word

__all__ = ["Index", "Pattern"]

V = TypeVar("V")
#: How many words are remembered with what they may start, and how many texts with their words that do.
_KNOWN_WORDS, _KNOWN_TEXTS = 65536, 8
_ACRONYM_LETTERS = 6
_TITLE_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Pattern(Generic[V]):
    """A phrase as keys, with what it means. An acronym must be written so, a proper name with a capital."""

    keys: tuple[str, ...]
    written: str
    acronym: str
    proper: bool
    value: V


@dataclass(frozen=True, slots=True)
class _Starts(Generic[V]):
    """The phrases that a word may start: those that end with it, and the others by the key of their second word.

    A phrase of more words ends later, so that a word alone counts only where none of the others fits.
    """

    alone: tuple[Pattern[V], ...]
    longer: Mapping[str, tuple[tuple[int, Pattern[V]], ...]]


class Index(Generic[V]):
    """Phrases by their first word.

    Parameters
    ----------
    loose : bool
        Compare `loose_key` (names) instead of `plain_key` (ordinary words).
    spellings : mapping of str to str
        Words that are to be read as another one ("failaq" as "faylaq"); names only.
    """

    def __init__(self, *, loose: bool, spellings: Mapping[str, str] | None = None) -> None:
        self._loose = loose
        self._spellings = spellings or {}
        self._by_first: dict[str, list[Pattern[V]]] = {}
        self._keys: dict[str, tuple[str, str]] = {}
        self._starts: dict[str, _Starts[V] | None] = {}
        self._starting: dict[str, bool] = {}
        self._found: dict[str, list[int]] = {}
        self._memo: tuple[Sequence[Word], dict[int, tuple[int, tuple[Pattern[V], ...]]]] = ((), {})

    def key(self, plain: str) -> tuple[str, str]:
        """The key of a word, and the one it has without a final s (plural, or a possessive that lost its mark)."""
        found = self._keys.get(plain)
        if found is None:
            if len(self._keys) > _KNOWN_WORDS:
                self._keys.clear()
            found = self._make(plain), self._make(plain[:-1]) if len(plain) > 3 and plain.endswith("s") else ""
            self._keys[plain] = found
        return found

    def _make(self, plain: str) -> str:
        if not self._loose:
            return plain
        plain = self._spellings.get(plain, plain)
        return loose_key(plain)

    def add(self, phrase: str, value: V) -> None:
        """Enter `phrase`.

        A phrase written in capitals throughout (an acronym) or starting with a capital must be written so in the
        text as well, else "IS", "US" or "Second Army" would match ordinary words.
        """
        parts = [word for word in words(phrase) if not word.is_article] or words(phrase)
        if not parts:
            return
        bare = parts[0].written.replace(".", "")
        letters = sum(c.isupper() for c in bare)
        exact = letters >= 2 and len(bare) <= _ACRONYM_LETTERS and (len(parts) == 1 or bare.isupper())
        proper = parts[0].written[0].isupper() or parts[0].written[0].isdigit()
        keys = tuple(self.key(part.plain)[0] for part in parts)
        pattern = Pattern(keys, " ".join(part.plain for part in parts), bare if exact else "", proper, value)
        row = self._by_first.setdefault(keys[0], [])
        row.append(pattern)
        row.sort(key=lambda other: -len(other.keys))
        self._starts.clear()
        self._starting.clear()
        self._found.clear()

    def starts(self, text: str) -> list[int]:
        """The words of a text with which some phrase may start, in order: most others are no answer to `match`."""
        found = self._found.get(text)
        if found is None:
            if len(self._found) >= _KNOWN_TEXTS:
                self._found.clear()
            found = self._found[text] = self._starts_in(text)
        return found

    def _starts_in(self, text: str) -> list[int]:
        table = word_table(text)
        tokens, rows = table.words, self._starts
        found = []
        for at in table.articles:
            # "al-Nusra": the name that follows decides.
            begin = at + 1
            follows = begin < len(tokens) and tokens[begin].joined and not tokens[begin].is_article
            if follows and self._may_go_on(tokens, begin, self._rows(tokens[begin])):
                found.append(at)
        for plain, places in table.places.items():
            known = self._starting.get(plain)
            if known if known is not None else self._knows(plain):
                for at in places:
                    word = tokens[at]
                    if not word.is_article:
                        row = rows[word.written] if word.written in rows else self._rows(word)
                        if row is not None and (row.alone or self._may_go_on(tokens, at, row)):
                            found.append(at)
        found.sort()
        return found

    def _knows(self, plain: str) -> bool:
        """Whether some phrase starts with a word of this `plain_key`, however it is written."""
        if len(self._starting) > _KNOWN_WORDS:
            self._starting.clear()
        key, key_s = self.key(plain)
        known = self._starting[plain] = key in self._by_first or (bool(key_s) and key_s in self._by_first)
        return known

    def _may_go_on(self, text: Sequence[Word], at: int, rows: _Starts[V] | None) -> bool:
        """Whether the word after `at` is the second one of some phrase, or none is needed."""
        if rows is None or rows.alone:
            return rows is not None
        second = self._next(text, at)
        return bool(second) and (second[0] in rows.longer or second[1] in rows.longer)

    def _rows(self, word: Word) -> _Starts[V] | None:
        """Phrases that a word may start: those that need a capital only where it has one."""
        written = word.written
        if written in self._starts:
            return self._starts[written]
        if len(self._starts) > _KNOWN_WORDS:
            self._starts.clear()
        key, key_s = self.key(word.plain)
        rows = [*self._by_first.get(key, ()), *(self._by_first.get(key_s, ()) if key_s else ())]
        first = written[0]
        if not (first.isupper() or first.isdigit()):
            rows = [p for p in rows if not (p.acronym[0].isupper() if p.acronym else p.proper)]
        longer: dict[str, list[tuple[int, Pattern[V]]]] = {}
        for number, pattern in enumerate(rows):
            if len(pattern.keys) > 1:
                longer.setdefault(pattern.keys[1], []).append((number, pattern))
        alone = tuple(pattern for pattern in rows if len(pattern.keys) == 1)
        made = _Starts(alone, {second: tuple(found) for second, found in longer.items()}) if rows else None
        self._starts[written] = made
        return made

    def match(self, text: Sequence[Word], at: int) -> tuple[int, tuple[Pattern[V], ...]]:
        """The longest phrases that start with word `at`.

        Parameters
        ----------
        text : list of Word
        at : int

        Returns
        -------
        end : int
            Index after the last word; `at` itself if nothing matches.
        patterns : tuple of Pattern
            All of that length; those spelt exactly as in the text come alone if there are any.
        """
        memo = self._memo
        if memo[0] is not text:
            memo = (text, {})  # one text is searched by several stages: recognition, actors, attribution
            self._memo = memo
        known = memo[1].get(at)
        if known is None:
            known = self._match(text, at)
            memo[1][at] = known
        return known

    def _match(self, text: Sequence[Word], at: int) -> tuple[int, tuple[Pattern[V], ...]]:
        begin = at
        if text[at].is_article:
            # "al-Nusra": the article belongs to the name that follows it.
            if at + 1 >= len(text) or not text[at + 1].joined:
                return at, ()
            begin = at + 1
            if text[begin].is_article:
                return at, ()
        rows = self._rows(text[begin])
        if rows is None:
            return at, ()
        best = 0
        found: list[Pattern[V]] = []
        for pattern in self._longer(text, begin, rows.longer) if rows.longer else ():
            if best and len(pattern.keys) < len(found[0].keys):
                continue
            end = self._fits(text, begin, pattern)
            if end > best:
                best, found = end, [pattern]
            elif end and end == best:
                found.append(pattern)
        if not found:
            best, found = begin + 1, [pattern for pattern in rows.alone if self._fits(text, begin, pattern)]
        if not found:
            return at, ()
        if len(found) > 1:
            spelt = " ".join(word.plain for word in text[begin:best] if not word.is_article)
            found = [pattern for pattern in found if pattern.written == spelt] or found
        return best, tuple(found)

    def _longer(
        self, text: Sequence[Word], at: int, rows: Mapping[str, tuple[tuple[int, Pattern[V]], ...]]
    ) -> list[Pattern[V]]:
        """Of the phrases of several words those whose second word follows; most are ruled out by it."""
        second = self._next(text, at)
        if not second:
            return []
        found = [*rows.get(second[0], ()), *(rows.get(second[1], ()) if second[1] else ())]
        if second[1] and len(found) > 1:
            found.sort(key=itemgetter(0))
        return [pattern for _number, pattern in found]

    def _next(self, text: Sequence[Word], at: int) -> tuple[str, ...]:
        """Keys of the word after `at`, articles passed over."""
        at += 1
        while at < len(text) and text[at].is_article and text[at].joined:
            at += 1
        return self.key(text[at].plain) if at < len(text) and text[at].joined else ()

    def _fits(self, text: Sequence[Word], at: int, pattern: Pattern[V]) -> int:
        first = text[at]
        if pattern.acronym:
            bare = first.written.replace(".", "")
            # "ISIS", also "Isis" in papers that write long acronyms so; never "is" or "us".
            titled = len(bare) >= _TITLE_LETTERS and bare.istitle() and bare.lower().startswith(pattern.acronym.lower())
            if not titled and not bare.startswith(pattern.acronym):
                return 0
        elif pattern.proper and not (first.written[0].isupper() or first.written[0].isdigit()):
            return 0
        index = at
        for key in pattern.keys[1:]:
            index += 1
            while index < len(text) and text[index].is_article and text[index].joined:
                index += 1
            if index >= len(text) or not text[index].joined or key not in self.key(text[index].plain):
                return 0
        return index + 1
