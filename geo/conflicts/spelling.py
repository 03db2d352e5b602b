"""Keys under which the spellings of a name meet, and the words of a text.

A name romanised from Arabic is written in a dozen ways (Jaish al-Izzah, Jaysh al-Ezza, Geish al Izza). Two keys serve:
the plain key (case, accents and possessive only) for ordinary words, and the loose key (vowels, doubled letters,
q/k, dh/z, final -ah) for names. The article ``al-`` and its assimilated forms are not words of their own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Word", "WordTable", "loose_key", "plain_key", "word_table", "words"]

_APOSTROPHES = "'’‘`´ʼʻʿʾ′"
# Initials with dots are one word ("U.S.", "U.S"); apostrophes inside a word belong to it ("Hay'at", "Assad's").
# The look-ahead keeps all other words from trying the shapes of initials: a third of the time.
_WORD = re.compile(rf"((?=[A-Z]\.)(?:(?:[A-Z]\.){{2,}}|[A-Z]\.[A-Z](?![^\W_]))|[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*)")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s$", re.IGNORECASE)
_MARKS = str.maketrans("", "", _APOSTROPHES + ".")
_PLAIN_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae"})
#: Articles that are dropped from names. Those that are also English words count only before a hyphen.
_ARTICLES = frozenset({"al", "el", "ul"})
_ARTICLES_HYPHEN = frozenset(
    {"al", "el", "ul", "as", "ash", "ad", "ar", "an", "az", "at", "es", "ed", "er", "ez", "en"}
)
_LOOSE = (
    (re.compile(r"ou|oo|w(?=[^aeiouy]|$)"), "u"),
    (re.compile(r"ee|ie|iy"), "i"),
    (re.compile(r"dh|th(?=$)"), "z"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=.)[ae]h?$"), "a"),
)
#: How many readings of written words are remembered.
_KNOWN_WORDS = 65536
_known: dict[str, tuple[str, bool, bool]] = {}
_HYPHENS = ("-", "\u2010", "\u2011")
_LOOSE_LETTERS = str.maketrans({"y": "i", "e": "i", "o": "u", "q": "k", "c": "k"})


@lru_cache(maxsize=65536)
def plain_key(written: str) -> str:
    """Lower case, without accents, apostrophes, dots and possessive ``'s``.

    Parameters
    ----------
    written : str
        One word as written.

    Returns
    -------
    str
    """
    text = _POSSESSIVE.sub("", written)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    return text.lower().translate(_MARKS).translate(_PLAIN_LETTERS)


@lru_cache(maxsize=65536)
def loose_key(plain: str) -> str:
    """Key under which the usual romanisations of one Arabic word meet.

    Parameters
    ----------
    plain : str
        A `plain_key`.

    Returns
    -------
    str
    """
    if len(plain) <= 2 or not plain[0].isalpha():
        return plain
    key = plain
    for pattern, replacement in _LOOSE:
        key = pattern.sub(replacement, key)
    return key.translate(_LOOSE_LETTERS)


@dataclass(slots=True)
class Word:
    """A word of a text, ``text[start:end] == written``; `plain` is its `plain_key`."""

    start: int
    end: int
    written: str
    plain: str
    is_article: bool
    joined: bool
    """True if no sentence mark, bracket or line end lies between the word before and this one."""


@lru_cache(maxsize=32)
def words(text: str) -> tuple[Word, ...]:
    """Split `text` into words, keeping articles apart from the names they belong to.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of Word
    """
    found: list[Word] = []
    add, known = found.append, _known
    if len(known) > _KNOWN_WORDS:
        known.clear()
    # What is between the words and the words, in turn.
    parts = _WORD.split(text)
    at = 0
    for gap, written in zip(parts[::2], parts[1::2], strict=False):
        reading = known.get(written)
        if reading is None:
            known[written] = reading = _read(written)
        plain, is_article, before_hyphen = reading
        start = at + len(gap)
        at = start + len(written)
        if before_hyphen and text[at : at + 1] in _HYPHENS:
            is_article = True
        add(Word(start, at, written, plain, is_article, gap == " " or _joins(gap)))
    if found:
        found[0].joined = False
    return tuple(found)


@dataclass(frozen=True, slots=True)
class WordTable:
    """The words of a text with where each stands.

    A stage that looks for some words asks only for their places, instead of going through the whole text once more.

    Attributes
    ----------
    places : mapping of str to list of int
        `plain_key` -> indices into `words`, in order.
    articles : tuple of int
        Indices of the articles that belong to names.
    """

    words: tuple[Word, ...]
    places: Mapping[str, list[int]]
    articles: tuple[int, ...]

    def among(self, keys: frozenset[str]) -> list[int]:
        """Indices of the words whose `plain_key` is one of `keys`, in order."""
        found = [at for key in self.places.keys() & keys for at in self.places[key]]
        found.sort()
        return found


@lru_cache(maxsize=16)
def word_table(text: str) -> WordTable:
    """The words of a text with where each stands.

    Parameters
    ----------
    text : str

    Returns
    -------
    WordTable
    """
    found = words(text)
    places: dict[str, list[int]] = {}
    articles = []
    for at, word in enumerate(found):
        plain = word.plain
        if plain in places:
            places[plain].append(at)
        else:
            places[plain] = [at]
        if word.is_article:
            articles.append(at)
    return WordTable(found, places, tuple(articles))


def _read(written: str) -> tuple[str, bool, bool]:
    """The plain key of a word, and whether it is an article, always or before a hyphen."""
    plain = plain_key(written)
    return plain, plain in _ARTICLES, plain in _ARTICLES_HYPHEN


def _joins(gap: str) -> bool:
    if "\n" in gap:
        return False
    return gap.strip(" \t\u00a0") in ("", "-", "\u2010", "\u2011", '"', "“", "”", "‘", "’", "'", "/", "`")
