"""The words of a run of capitals: what each can be, and the longest place name that begins with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo._frozen import quick_init
from geo.recognition._lexicon import (
    CALENDAR,
    CAPITALS,
    DEMONYM,
    DIRECTION,
    FACILITY,
    FEATURE,
    FIRST,
    LINK,
    ORG,
    STOP,
    STREET,
    SURNAME,
    TITLE,
    WORD,
)  # fmt: skip
from geo.recognition._runs import ARTICLES, TOKEN

if TYPE_CHECKING:
    from geo.recognition._names import NameBook, NameEntry, Token

__all__ = [
    "BODY",
    "DEMONYM_PART",
    "NAMED_PART",
    "ORDINARY",
    "PERSON_PART",
    "PLACE_KINDS",
    "PLACE_PART",
    "ROAD_PART",
    "UNKNOWN_PART",
    "Match",
    "Part",
    "Run",
]

PLACE_PART, PERSON_PART, DEMONYM_PART, ROAD_PART, NAMED_PART, UNKNOWN_PART = 1, 2, 3, 4, 5, 6

#: Kinds of a mention that names a place meant as one: in the story, where it was written, where its picture was taken.
PLACE_KINDS = frozenset(("place", "dateline", "caption"))
_MAX_WORDS = 6
_INITIAL = re.compile(r"[A-Z]\.?$|(?:[A-Z]\.){2}$")
_INITIALISM = re.compile(r"(?:[A-Z]\.){2,}$|W\.Va\.$")
#: Flags of a word that is not simply a name.
ORDINARY = WORD | STOP | LINK | CALENDAR | DEMONYM | FEATURE | STREET | FACILITY | ORG | TITLE | DIRECTION
BODY = WORD | FACILITY | ORG | TITLE | STREET

#: Word after a name, its entry, and whether a lost apostrophe was put back.
Match = tuple[int, "NameEntry", bool]


@quick_init
@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a run; offsets count from its start.

    `left` and `right` are True where nothing of the run stands on that side, so that the words around the run decide;
    `before` is the capitalised function word or direction in front ("in", "northern"), or "".
    """

    kind: int
    start: int
    end: int
    entry: NameEntry | None
    score: float
    left: bool
    right: bool
    before: str = ""
    after: str = ""
    extra: tuple[str, ...] = ()
    genitive: bool = False


class Run:
    """Words of a run and how they hang together."""

    __slots__ = ("book", "broken", "ends", "hyphen", "limit", "n", "starts", "text", "tokens", "written")

    def __init__(self, book: NameBook, text: str) -> None:
        self.book = book
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.written: list[str] = []
        self.tokens: list[Token] = []
        self.hyphen: list[bool] = []
        self.broken: list[bool] = []
        abbreviations = book.lexicon.abbreviations
        short = book.lexicon.short_forms
        for match in TOKEN.finditer(text):
            start, end = match.span()
            word = match.group()
            broken = False
            if word.endswith(".") and not _INITIALISM.match(word):
                bare = word[:-1]
                if word in short or bare.lower() in abbreviations or len(bare) == 1:
                    bare = word
                else:
                    end -= 1
                    broken = True
                word = bare
            self.starts.append(start)
            self.ends.append(end)
            self.written.append(word)
            self.tokens.append(book.token(word.rstrip(".")))
            self.hyphen.append(start > 0 and text[start - 1] == "-")
            self.broken.append(broken)
        self.n = len(self.tokens)
        self.limit = [0] * self.n
        stop = self.n
        for i in range(self.n - 1, -1, -1):
            if self.broken[i]:
                stop = i + 1
            self.limit[i] = stop

    def match(self, i: int) -> Match | None:
        """Longest name at word `i`: (word after it, entry, whether a lost apostrophe was put back)."""
        book = self.book
        short = book.short(self.written[i])
        if short is not None:
            return i + 1, short, False
        if i + 1 < self.limit[i]:
            short = book.short(f"{self.written[i]} {self.written[i + 1]}")
            if short is not None:
                return i + 2, short, False
        longest = min(self.tokens[i].longest, self.limit[i] - i, _MAX_WORDS)
        if self.article(i):
            # "Al-Tabqah": the gazetteer may have the name without its article; the mention keeps it.
            bare = self.match(i + 1)
            whole = self._longest(i, longest) if longest > 1 else None
            if whole is not None and whole[0] > i + 1 and (bare is None or whole[0] >= bare[0]):
                return whole
            return bare
        return self._longest(i, longest)

    def article(self, i: int) -> bool:
        """Whether word `i` is an Arabic article before a name."""
        key = self.tokens[i].key
        return i + 1 < self.limit[i] and key in ARTICLES and (self.hyphen[i + 1] or key in ("al", "el"))

    def _longest(self, i: int, longest: int) -> Match | None:
        book = self.book
        if longest <= 0 and self.tokens[i].key.endswith("s") and len(self.tokens[i].key) > 4:
            longest = 1
        for j in range(i + longest, i, -1):
            key = self.tokens[i].key if j == i + 1 else " ".join([t.key for t in self.tokens[i:j]])
            entry = book.entry(key)
            if entry is not None:
                if (
                    j < self.limit[i]
                    and j > i + 1
                    and key.endswith(" city")
                    and entry.rank == 0
                    and self.tokens[j].flags & BODY
                    and book.entry(key[:-5])
                ):
                    continue  # "Dublin City Schools" are in Dublin
                return j, entry, False
            if key.endswith("s") and len(key) > 4 and not self.tokens[j - 1].flags & ORDINARY:
                entry = book.entry(key[:-1])
                if entry is not None and (entry.rank >= 1 or entry.words > 1 or entry.weight >= 4.3):
                    return j, entry, True
        return None

    def namelike(self, i: int) -> bool:
        """Whether a word can be part of a person's name."""
        flags = self.tokens[i].flags
        if flags & (FIRST | SURNAME):
            return not flags & (FACILITY | ORG | STOP | CALENDAR | DEMONYM) or bool(flags & FIRST and not flags & WORD)
        return not flags & ORDINARY and len(self.written[i]) > 1 and not flags & CAPITALS

    def initial(self, i: int) -> bool:
        return bool(_INITIAL.match(self.written[i]))
