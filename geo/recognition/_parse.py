"""One run of capitalised words, cut into places, persons, peoples and names of roads.

What a run says by itself is worked out here and kept: the same run comes back in other documents. The words around the
run are weighed in `_gates`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geo.recognition._lexicon import (
    CALENDAR,
    CAPITALS,
    DEMONYM,
    DIRECTION,
    FACILITY,
    FEATURE,
    FIRST,
    HEAD,
    LINK,
    ORG,
    STOP,
    STREET,
    SURNAME,
    TITLE,
    TOP_SURNAME,
    WORD,
)  # fmt: skip
from geo.recognition._runs import ARTICLES, TOKEN

if TYPE_CHECKING:
    from geo.recognition._names import NameBook, NameEntry, Token

__all__ = [
    "DEMONYM_PART",
    "NAMED_PART",
    "PERSON_PART",
    "PLACE_PART",
    "ROAD_PART",
    "UNKNOWN_PART",
    "Part",
    "Run",
    "parse_run",
]

PLACE_PART, PERSON_PART, DEMONYM_PART, ROAD_PART, NAMED_PART, UNKNOWN_PART = 1, 2, 3, 4, 5, 6

_MAX_WORDS = 6
_INITIAL = re.compile(r"[A-Z]\.?$|(?:[A-Z]\.){2}$")
_INITIALISM = re.compile(r"(?:[A-Z]\.){2,}$|W\.Va\.$")
#: Street nouns that hardly ever mean anything else behind a name.
_ROADS = frozenset(["street", "road", "rd", "avenue", "ave", "drive", "boulevard", "blvd", "lane", "parkway"])
#: Flags of a word that is not simply a name.
_ORDINARY = WORD | STOP | LINK | CALENDAR | DEMONYM | FEATURE | STREET | FACILITY | ORG | TITLE | DIRECTION
_BODY = WORD | FACILITY | ORG | TITLE | STREET
# What no context can save is not looked at again; in a war zone the theatre may add more.
_DROP = -4.5
_DROP_LOCAL = -7.0
#: What may be named after a country: "Congo River".
_WATERS = frozenset(("river", "basin", "delta", "sea", "gulf", "valley", "strait", "bay", "island", "islands", "lake"))
#: Heads of place names that open the names of persons as often.
_NAME_HEADS = frozenset(["abu", "um", "umm", "sheikh", "shaykh", "khan", "seif", "sayyida", "nabi"])
#: "County", "Co.": the only features that may follow a name of which nothing else is known.
_UNKNOWN_FEATURES = frozenset(
    [
        "county",
        "parish",
        "river",
        "lake",
        "creek",
        "township",
        "twp",
        "mountains",
        "islands",
        "island",
        "valley",
        "bay",
        "mountain",
        "governorate",
        "oblast",
        "raion",
        "district",
        "province",
        "reservoir",
        "forest",
    ]
)


class Part(NamedTuple):
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

    def match(self, i: int) -> tuple[int, NameEntry, bool] | None:
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

    def _longest(self, i: int, longest: int) -> tuple[int, NameEntry, bool] | None:
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
                    and self.tokens[j].flags & _BODY
                    and book.entry(key[:-5])
                ):
                    continue  # "Dublin City Schools" are in Dublin
                return j, entry, False
            if key.endswith("s") and len(key) > 4 and not self.tokens[j - 1].flags & _ORDINARY:
                entry = book.entry(key[:-1])
                if entry is not None and (entry.rank >= 1 or entry.words > 1 or entry.weight >= 4.3):
                    return j, entry, True
        return None

    def namelike(self, i: int) -> bool:
        """Whether a word can be part of a person's name."""
        flags = self.tokens[i].flags
        if flags & (FIRST | SURNAME):
            return not flags & (FACILITY | ORG | STOP | CALENDAR | DEMONYM) or bool(flags & FIRST and not flags & WORD)
        return not flags & _ORDINARY and len(self.written[i]) > 1 and not flags & CAPITALS

    def initial(self, i: int) -> bool:
        return bool(_INITIAL.match(self.written[i]))


def parse_run(book: NameBook, text: str, *, local: bool = False) -> tuple[Part, ...]:
    """Cut a run into parts.

    Parameters
    ----------
    book : NameBook
    text : str
        A run as `geo.recognition._runs.RUN` finds it.
    local : bool
        Whether spelling variants of a war zone will be looked up: then unknown words, and small places elsewhere that
        look like the first word of a longer name, are left together as one unknown part.

    Returns
    -------
    tuple of Part
        In order, not overlapping; words that are nothing of the kind are left out.
    """
    parsed = book.parsed_local if local else book.parsed
    found = parsed.get(text)
    if found is None:
        if len(parsed) > 40_000:
            parsed.clear()
        found = parsed[text] = _parse(book, text, local=local)
    return found  # type: ignore[return-value]


def _parse(book: NameBook, text: str, *, local: bool) -> tuple[Part, ...]:
    if text.isalpha():
        # One word: most runs are, and most of those are nothing.
        token = book.token(text)
        if token.flags & (STOP | CALENDAR) and not token.flags & CAPITALS:
            return ()
        if (
            token.longest == 0
            and not token.flags & DEMONYM
            and not local
            and text[-1] != "s"
            and text not in book.lexicon.short_forms
        ) and token.flags & (WORD | TITLE | ORG | FACILITY | FEATURE):
            return ()
    run = Run(book, text)
    parts: list[Part] = []
    last = 0  # kind of the part that ends right before word i, or 0
    i = 0
    roads = _roads(run)
    while i < run.n:
        token = run.tokens[i]
        flags = token.flags
        if i in roads:
            j = roads[i]
            match = run.match(i)
            if match is None or match[0] < j:
                parts.append(Part(ROAD_PART, run.starts[i], run.ends[j - 1], None, 1.0, left=i == 0, right=j == run.n))
                i, last = j, ROAD_PART
                continue
        begins = i == 0 or run.broken[i - 1]
        match = run.match(i)
        if match is not None and flags & (STOP | CALENDAR) and match[1].rank < 3:
            # "The Hague" is a name, "The Fort" or "After Midnight" is not.
            inner = run.match(i + 1) if i + 1 < run.limit[i] else None
            if match[0] == i + 1 or token.key != "the" or inner is not None or match[1].weight < 4.5:
                match = None
        heads = book.lexicon.arabic_heads
        person = (
            0
            if local and token.key in heads and token.key not in _NAME_HEADS
            else _person(run, i, match, begins=begins, last=last)
        )
        if person > i + 1:
            keys = tuple(
                run.tokens[k].key
                for k in range(i, person)
                if not run.initial(k) and not run.tokens[k].flags & (TITLE | LINK)
            )
            parts.append(
                Part(
                    PERSON_PART,
                    run.starts[i],
                    run.ends[person - 1],
                    None,
                    0.0,
                    left=i == 0,
                    right=person == run.n,
                    extra=keys,
                )
            )
            i, last = person, PERSON_PART
            continue
        if (match is None or local) and not flags & (STOP | CALENDAR):
            unknown = _unknown(run, i, match, local=local)
            if unknown:
                parts.append(
                    Part(
                        UNKNOWN_PART,
                        run.starts[i],
                        run.ends[unknown - 1],
                        None,
                        0.0,
                        left=begins,
                        right=unknown >= run.limit[i],
                        before=_function_word(run, i),
                    )
                )
                i, last = unknown, UNKNOWN_PART
                continue
        if match is None:
            named = _named(run, i)
            if named:
                parts.append(
                    Part(NAMED_PART, run.starts[i], run.ends[named - 1], None, 0.0, left=i == 0, right=named == run.n)
                )
                i, last = named, NAMED_PART
                continue
            if flags & DEMONYM:
                code = book.lexicon.demonyms.get(run.written[i], "")
                parts.append(
                    Part(
                        DEMONYM_PART,
                        run.starts[i],
                        run.ends[i],
                        None,
                        0.0,
                        left=i == 0,
                        right=i + 1 == run.n,
                        extra=(code,),
                    )
                )
                last = DEMONYM_PART
            else:
                last = 0
            i += 1
            continue
        j, entry, genitive = match
        if j == i + 1 and flags & DEMONYM and run.written[i] in book.lexicon.demonyms and entry.rank < 3:
            code = book.lexicon.demonyms[run.written[i]]
            parts.append(
                Part(DEMONYM_PART, run.starts[i], run.ends[i], None, 0.0, left=i == 0, right=j == run.n, extra=(code,))
            )
            i, last = j, DEMONYM_PART
            continue
        part = _place(run, i, j, entry, last, genitive=genitive, local=local)
        if part is not None:
            parts.append(part)
            last = PLACE_PART
            i = j
            while i < run.n and run.starts[i] < part.end:
                i += 1
        else:
            i, last = j, 0
    return tuple(parts)


def _site(run: Run, j: int) -> int:
    """Word after a capitalised site noun at word `j` ("Farms", "Central Prison"), or 0."""
    nouns = run.book.lexicon.site_nouns
    limit = run.limit[j - 1]
    for k in (j, j + 1):
        linked = k == j or run.tokens[j].key in ("central", "military", "air", "power", "border", "international")
        if linked and k < limit and run.tokens[k].key in nouns and not run.hyphen[k]:
            return k + 1
    return 0


def _function_word(run: Run, i: int) -> str:
    if i and not run.broken[i - 1] and run.tokens[i - 1].flags & (STOP | DIRECTION):
        return run.tokens[i - 1].key
    return ""


def _unknown(run: Run, i: int, match: tuple[int, NameEntry, bool] | None, *, local: bool) -> int:
    """Word after a stretch of words that may be names the gazetteer spells otherwise, or 0."""
    limit = run.limit[i]
    heads = run.book.lexicon.arabic_heads
    if match is not None:
        entry = match[1]
        head = run.tokens[i].key in heads and match[0] == i + 1 and i + 1 < limit
        grown = match[0] == i + 1 and i + 2 < limit and run.article(i + 1) and entry.rank == 0
        if not (head or grown) or entry.rank >= 2:
            return 0
    j = i
    while j < limit:
        if run.article(j) and j + 1 < limit:
            j += 1
            continue
        flags = run.tokens[j].flags
        if not (run.namelike(j) or run.tokens[j].key in heads):
            break
        if j > i:
            inner = run.match(j)
            if (
                inner is not None
                and (not local or inner[1].rank >= 1 or inner[1].prior > 1.0 or inner[0] > j + 1)
                and run.tokens[j - 1].key not in heads
                and not run.article(j - 1)
            ):
                break
            if flags & WORD and run.tokens[j].key not in heads and run.tokens[j - 1].key not in heads:
                break
        elif flags & WORD and run.tokens[j].key not in heads:
            break
        j += 1
    if j == i or (j == i + 1 and run.article(i)):
        return 0
    return (_site(run, j) or j) if local and j < limit else j


def _roads(run: Run) -> dict[int, int]:
    """Names of streets: first word to the word after the street noun."""
    found: dict[int, int] = {}
    for k in range(1, run.n):
        token = run.tokens[k]
        is_road = token.key in _ROADS or (token.key == "st" and k + 1 == run.limit[k] and run.written[k].endswith("."))
        if not is_road or run.broken[k - 1] or run.hyphen[k]:
            continue
        begin = k
        while begin > 0 and k - begin < 3 and not run.broken[begin - 1]:
            flags = run.tokens[begin - 1].flags
            if flags & (STOP | CALENDAR | DEMONYM) and not flags & (SURNAME | FIRST | DIRECTION):
                break
            if flags & STOP and begin - 1 == 0:
                break
            begin -= 1
        if begin == k - 1 and run.tokens[begin].flags & (FEATURE | FACILITY | ORG):
            continue  # "County Road", "Hospital Drive"
        if begin < k and begin not in found:
            found[begin] = k + 1
    return found


def _named(run: Run, i: int) -> int:
    """End of an unknown geographical name ("Pelican Lake", "Lake Vermont"), or 0."""
    limit = run.limit[i]
    flags = run.tokens[i].flags
    if flags & (STOP | CALENDAR | TITLE | DEMONYM | LINK) or len(run.written[i]) == 1:
        return 0
    if (
        flags & HEAD
        and i + 1 < limit
        and not run.hyphen[i + 1]
        and run.tokens[i].key in ("lake", "mount", "fort", "wadi", "jebel", "jabal", "tell", "tall")
    ):
        following = run.tokens[i + 1].flags
        if not following & (STOP | CALENDAR | LINK | FACILITY | ORG | DEMONYM) and (
            following & (FIRST | SURNAME) or not following & WORD
        ):
            return i + 2
        return 0
    for k in range(i + 1, min(i + 3, limit)):
        if run.tokens[k].key in _UNKNOWN_FEATURES and not run.hyphen[k]:
            inner = [run.tokens[m].flags for m in range(i, k)]
            if any(f & (STOP | LINK | ORG | FACILITY | TITLE | CALENDAR) for f in inner):
                return 0
            if run.tokens[k].key in ("district", "valley", "bay", "island", "forest", "province") and all(
                f & WORD for f in inner
            ):
                return 0
            if k + 1 < limit and run.tokens[k + 1].flags & (ORG | FACILITY | WORD) and all(f & WORD for f in inner):
                return 0
            return k + 1
    return 0


def _person(run: Run, i: int, match: tuple[int, NameEntry, bool] | None, *, begins: bool, last: int) -> int:
    """Word after a person's name that starts at word `i` (title included), or 0."""
    limit = run.limit[i]
    flags = run.tokens[i].flags
    if i + 1 >= limit or flags & (STOP | CALENDAR | LINK):
        return 0
    following = run.tokens[i + 1].flags
    entry = match[1] if match is not None else None
    if match is not None and match[0] > i + 1 and entry is not None:
        two_names = match[0] == i + 2 and flags & FIRST and following & (SURNAME | FIRST) and entry.rank < 1
        if not two_names:
            return 0
        return i + 2
    if flags & TITLE and not run.hyphen[i + 1] and (begins or last or run.tokens[i - 1].flags & _ORDINARY):
        if flags & SURNAME and not begins and last != PLACE_PART and not run.tokens[i - 1].flags & TITLE:
            return 0
        inner = run.match(i + 1)
        if inner is not None and (inner[1].rank >= 2 or inner[0] > i + 2) and not following & FIRST:
            return 0
        if not run.namelike(i + 1) or (following & WORD and not following & FIRST and not following & TOP_SURNAME):
            return 0
        return _consume(run, i + 1)
    strong = entry is not None and (
        entry.rank >= 2 or (entry.rank == 1 and (entry.prior >= 1.5 or not following & (SURNAME | FIRST)))
    )
    if (
        run.initial(i + 1)
        and len(run.written[i]) > 2
        and not flags & (_ORDINARY & ~WORD & ~TITLE)
        and (not strong or flags & FIRST)
    ):
        return _consume(run, i) if i + 2 < limit else 0
    if flags & FIRST or (run.initial(i) and not strong and entry is None):
        if strong:
            inner = run.match(i + 1)
            if inner is not None and inner[1].rank >= 1:
                return 0
            if following & SURNAME and not following & (WORD | FACILITY | FEATURE | STREET | ORG | TITLE | DIRECTION):
                return _consume(run, i)
            return 0
        if run.hyphen[i + 1] and not following & FIRST:
            return 0
        if not run.namelike(i + 1) and not following & LINK:
            return 0
        if following & LINK and not (
            i + 2 < limit and run.namelike(i + 2) and run.tokens[i + 1].key not in ("of", "the")
        ):
            return 0
        if following & WORD and not following & (SURNAME | FIRST):
            return 0
        if following & (FEATURE | STREET) and not following & FIRST:
            return 0
        if flags & WORD and following & WORD and not following & TOP_SURNAME:
            return 0
        inner = run.match(i + 1)
        if inner is not None and inner[1].rank >= 3 and not following & FIRST:
            return 0
        return _consume(run, i)
    return 0


def _consume(run: Run, i: int) -> int:
    """Word after the name that starts at `i`: at most five words that can be names, initials or particles."""
    j = i
    limit = min(run.limit[i], i + 5)
    named = 0
    while j < limit:
        token = run.tokens[j]
        if run.initial(j):
            j += 1
            continue
        if token.flags & LINK and token.key not in ("of", "the") and j + 1 < limit:
            j += 1
            continue
        if not run.namelike(j):
            break
        if named >= 1 and not run.hyphen[j]:
            if token.flags & (STREET | FEATURE) and not token.flags & (FIRST | TOP_SURNAME):
                break
            if token.flags & WORD and not token.flags & (SURNAME | FIRST):
                break
            if named >= 2 or token.flags & WORD:
                inner = run.match(j)
                if inner is not None and (inner[1].rank >= 2 or (inner[1].rank >= 1 and named >= 2)):
                    break
                if named >= 2 and token.flags & WORD:
                    break
        named += 1
        j += 1
    return j


def _place(run: Run, i: int, j: int, entry: NameEntry, last: int, *, genitive: bool, local: bool) -> Part | None:
    """A place part for the words `i` to `j`, with the evidence of the other words of the run; None if hopeless."""
    book = run.book
    start, end = run.starts[i], run.ends[j - 1] - (1 if genitive else 0)
    score = entry.prior
    weak = entry.rank == 0
    before, after = "", ""
    left = i == 0 or run.broken[i - 1]
    right = j >= run.limit[i]
    rank = entry.rank
    kind = PLACE_PART
    if (
        j == i + 1
        and len(entry.key) <= 3
        and rank == 3
        and not run.tokens[i].flags & CAPITALS
        and run.written[i] not in book.lexicon.short_forms
    ):
        return None  # "Us", "Car": codes of countries must be written as codes
    if not left:
        token = run.tokens[i - 1]
        flags = token.flags
        if run.hyphen[i]:
            score += 0.5 if last == PLACE_PART else (-2.5 if weak else -0.5)
        elif last == PLACE_PART:
            score += 0.5
        elif last == PERSON_PART:
            score -= 2.5 if weak else 0.8
        elif flags & (STOP | DIRECTION):
            before = token.key
            left = i - 1 == 0
        elif token.key == "of":
            score += 2.0
        elif flags & LINK:
            score -= 2.5 if weak else 0.5
        elif flags & HEAD and token.key in ("lake", "mount", "mt", "fort", "ft", "port", "camp", "cape", "point"):
            start, kind = run.starts[i - 1], NAMED_PART
        elif flags & TITLE:
            score -= 3.0 if weak else 0.5
        elif flags & (DEMONYM | CALENDAR):
            score += 0.3
        elif flags & FACILITY:
            score += 0.5
        elif not flags & _ORDINARY:
            # Without commas a list of villages looks like the name of a person.
            score -= (1.0 if local else 3.5) if weak else (1.5 if rank == 1 else 0.4)
        elif flags & WORD:
            score -= 0.3 if weak else 0.0
    if not right:
        token = run.tokens[j]
        flags = token.flags
        after = token.key
        if run.hyphen[j]:
            follows = run.match(j)
            score += 0.3 if follows is not None and (follows[1].prior > -2.0 or not weak) else (-2.5 if weak else -0.5)
        elif flags & STREET and token.key in _ROADS:
            return Part(ROAD_PART, start, run.ends[j], None, 1.0, left=left, right=j + 1 >= run.limit[i], before=before)
        elif flags & FEATURE and not flags & DIRECTION:
            longer = book.entry(f"{entry.key} county") if token.key == "co" and run.written[j].endswith(".") else None
            if longer is not None:
                return Part(
                    PLACE_PART,
                    start,
                    run.ends[j],
                    longer,
                    longer.prior,
                    left=left,
                    right=j + 1 >= run.limit[i],
                    before=before,
                )
            if token.key != "co" and (entry.rank < 3 or token.key in _WATERS):
                return Part(
                    NAMED_PART,
                    start,
                    run.ends[j],
                    entry,
                    score + 1.0,
                    left=left,
                    right=j + 1 >= run.limit[i],
                    before=before,
                )
        elif run.initial(j):
            score -= 3.0 if weak or entry.words == 1 else 0.0
        elif flags & CALENDAR:
            right = j == run.n
        elif flags & _BODY and not (
            flags & (FIRST | TOP_SURNAME) and flags & WORD and not flags & (FACILITY | ORG | TITLE)
        ):
            # "Mansfield Police" is in Mansfield; "Federal Police" is not in a town called Federal.
            known = run.tokens[i].flags & (WORD | FIRST) and weak
            score += -0.5 if known and entry.words == 1 else 1.8 if entry.words == 1 and weak else 1.0
        elif flags & (DEMONYM | DIRECTION | LINK):
            score += 0.0
        elif run.match(j) is not None:
            score -= 1.0 if weak else 0.0
        elif flags & FIRST:
            score -= 1.5 if weak else 0.2
        else:
            score -= (0.8 if local else 3.0) if weak else (0.8 if rank == 1 else 0.3)
    if local and not right:
        stop = _site(run, j)
        if stop:
            return Part(
                NAMED_PART,
                start,
                run.ends[stop - 1],
                entry,
                max(score, 0.5),
                left=left,
                right=stop >= run.limit[i],
                before=before,
            )
    if run.tokens[i].flags & CAPITALS and j == i + 1 and not run.text.isupper():
        score -= 3.0 if weak and len(run.written[i]) <= 5 else 0.3
    elif run.tokens[i].flags & CAPITALS and j == i + 1 and weak and len(run.written[i]) <= 4:
        score -= 3.0
    if score < (_DROP_LOCAL if local else _DROP):
        return None
    return Part(kind, start, end, entry, score, left, right, before, after, (), genitive)
