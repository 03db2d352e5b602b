"""Names that the gazetteer spells otherwise, or does not have: looked for only where the words ask for a place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geo.recognition._run import Run

if TYPE_CHECKING:
    from geo.recognition._lexicon import Lexicon
    from geo.recognition._names import NameBook, NameEntry

__all__ = ["LocalName", "counted_among", "introduced", "is_taken", "split_names", "takes_ground"]

# "the villages of", "neighborhoods including", "N villages, among them", "town": what stands before a list of places.
_INTRODUCED = re.compile(
    r"\b(?:town|village|neighbou?rhood|district|city|cities|area|hamlet|suburb|farm|hill|hilltop|quarter|locality|localities"
    r"|settlement|checkpoint|camp|surrounding|outskirt|countryside|vicinity)s?"
    r"(?:(?: and \w+)? of| including| such as| like|,? among them|:| named| called)?(?: the)?[ ]$",
    re.IGNORECASE,
)


class LocalName(NamedTuple):
    """Part of a stretch of unknown words: offsets from its start, entry or None, and whether a head noun opens it."""

    start: int
    end: int
    entry: NameEntry | None
    headed: bool
    words: int


def introduced(text: str, start: int) -> bool:
    """Whether the words before an offset announce places ("the villages of ")."""
    return _INTRODUCED.search(text, max(0, start - 40), start) is not None


# "X, Y and Z were among the villages ..."
_COUNTED = re.compile(
    r",? (?:are|is|was|were)(?: also)? (?:among|amongst|two of|three of|some of) (?:the )?(?:[\w-]+ ){0,2}?"
    r"(?:town|village|neighbou?rhood|district|cit(?:y|ie)|area|hamlet|suburb|settlement|locality|localitie)s?\b"
)
_WORD_BEFORE = re.compile(r"(\w+) \w+(?: the)? $")


def counted_among(text: str, end: int) -> bool:
    """Whether the words behind an offset call what stands before it places (" were among the villages")."""
    return _COUNTED.match(text, end) is not None


def takes_ground(text: str, start: int, before: str, lexicon: Lexicon) -> bool:
    """Whether the words before a name have ground as their object: "recaptured", "withdrew from", "clashes in"."""
    if before in lexicon.taken_before:
        return True
    if before not in lexicon.deed_links:
        return False
    deeds = lexicon.deeds
    for word in text[start - 40 if start > 40 else 0 : start].lower().rsplit(None, 3)[-3:-1]:
        if word in deeds or not word.isalpha():
            break
    else:
        return False  # nearly always; the pattern costs three times this
    match = _WORD_BEFORE.search(text, max(0, start - 40), start)
    return match is not None and match[1].lower() in deeds


# "X, south-west of Y, was captured"
_PASSIVE = re.compile(
    r"(?:,[^,.;]{1,40},)? (?:was|were|is|are|has been|have been|had been|being) (?:\w+ly |also )?(\w+)"
)


def is_taken(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether the words behind a name tell what is done to ground ("was recaptured")."""
    match = _PASSIVE.match(text, end)
    return match is not None and match[1] in lexicon.taken_behind


def split_names(book: NameBook, text: str, countries: tuple[str, ...], *, commas: bool) -> tuple[LocalName, ...]:
    """Cut a stretch of unknown words into names, the longest that the countries' places have first.

    Parameters
    ----------
    book : NameBook
    text : str
        Such as "Maan Tayyebet al-Esm al-Shaata Karah", where the commas were lost.
    countries : tuple of str
        Where to look; the first is the theatre proper.
    commas : bool
        Whether the text has its commas: then a stretch of up to three words is one name.
    """
    run = Run(book, text)
    heads = book.lexicon.arabic_heads
    nouns = book.lexicon.site_nouns
    tails = book.lexicon.arabic_tails
    out: list[LocalName] = []
    i = 0
    if commas and run.n > 1 and sum(not run.article(k) for k in range(run.n)) <= 3 and not any(run.broken[:-1]):
        skip = 1 if run.article(0) else 0
        return (
            LocalName(0, run.ends[-1], _entry(run, skip, run.n, countries), run.tokens[0].key in heads, run.n - skip),
        )
    while i < run.n:
        skip = 1 if run.article(i) else 0
        done = None
        for j in range(min(run.n, i + skip + 4), i + skip, -1):
            if any(run.broken[i : j - 1]) or run.article(j - 1):
                continue
            entry = _entry(run, i + skip, j, countries)
            if entry is not None:
                done = j, entry
                break
        headed = run.tokens[i].key in heads
        if done is not None and done[0] == i + 1 and headed and run.n > i + 1:
            done = None
        if done is not None and done[0] < run.n and _tail(run, done[0], tails):
            # "Lweibdeh Sharki" is not Lweibdeh.
            done = None
        if done is not None:
            j, entry_found = done
            out.append(LocalName(run.starts[i], run.ends[j - 1], entry_found, headed, j - i - skip))
        else:
            j = i + skip + 1
            if headed and j < run.n:
                j += 2 if run.article(j) and j + 1 < run.n else 1
            elif not skip and j + 1 < run.n and run.article(j) and _entry(run, j + 1, j + 2, countries) is None:
                j += 2
            if j < run.n and _tail(run, j, tails):
                j += 2 if run.article(j) else 1
            out.append(LocalName(run.starts[i], run.ends[j - 1], None, headed, j - i - skip))
        if j < run.n and run.n - j <= 2 and run.tokens[run.n - 1].key in nouns:
            # "Mallah Farms", "Damascus Central Prison": the site noun belongs to the last name.
            out[-1] = out[-1]._replace(end=run.ends[run.n - 1], words=2)
            j = run.n
        i = j
    return tuple(out)


def _tail(run: Run, j: int, tails: frozenset[str]) -> bool:
    """Whether an attribute ("Sharqi", "al-Kabir") follows at word `j`."""
    return run.tokens[j + 1 if run.article(j) and j + 1 < run.n else j].key in tails


def _entry(run: Run, i: int, j: int, countries: tuple[str, ...]) -> NameEntry | None:
    book = run.book
    key = " ".join([t.key for t in run.tokens[i:j]])
    if len(key) < 3 or any(not t.key for t in run.tokens[i:j]):
        return None
    exact = book.entry(key)
    if exact is not None and not exact.countries.isdisjoint(countries):
        return exact
    if len(key) < 4:
        return None
    found = book.best(key, countries)
    if found is not None and found.countries.isdisjoint(countries):
        found = None
    return found or (exact if exact is not None and j - i > 1 else None)
