"""Names that the gazetteer does not have, or spells otherwise: places where the words around ask for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.recognition._document import LOCAL_ITEM
from geo.recognition._lexicon import (
    CALENDAR,
    CAPITALS,
    DEMONYM,
    FIRST,
    ORG,
    PERSON_HEADS,
    PROMINENT,
    STOP,
    SURNAME,
    TITLE,
    WORD,
)
from geo.recognition._local import counted_among, introduced, is_taken, split_names, takes_ground
from geo.recognition._run import NAMED_PART, ORDINARY, PLACE_PART, UNKNOWN_PART
from geo.recognition._runs import ARTICLES, TOKEN
from geo.recognition._weigh import JOINTS, Item, speaks, word_after, word_before

if TYPE_CHECKING:
    from geo.recognition._names import NameBook
    from geo.recognition._run import Part

__all__ = ["asks_for_place", "in_list", "with_local"]

_AND = frozenset((" and ", ", ", ", and "))
_PERSON_HEAD = re.compile(r"(?:Abu|Sheikh|Shaykh|Khan|Seif|Nabi)\b")
#: What a word can be that keeps it from being simply an unknown name.
_KNOWN = WORD | FIRST | SURNAME | DEMONYM | ORG | TITLE | STOP | CALENDAR | CAPITALS


def in_list(  # noqa: PLR0917 - where it stands, and what stands before it
    text: str, start: int, stop: int, part: Part, items: list[Item], book: NameBook
) -> bool:
    """Whether what looks like a person stands in an announced list of places, or is ground that is taken."""
    if introduced(text, start):
        return True
    last = items[-1] if items else None
    if (
        last is not None
        and text[last.end : start] in JOINTS
        and (last.strong or (last.kind == UNKNOWN_PART and introduced(text, last.start)))
    ):
        return True
    head = text[start:stop].partition(" ")[0].lower()
    if head not in PERSON_HEADS or word_after(text, stop) in book.lexicon.person_verbs:
        return False
    before = part.before or word_before(text, start)
    if (
        before in book.lexicon.strong_before
        or before in book.lexicon.listed_before
        or takes_ground(text, start, before, book.lexicon)
    ):
        return True
    return last is not None and text[last.end : start] in JOINTS and (last.kind == UNKNOWN_PART or last.score >= 0)


def asks_for_place(text: str, start: int, stop: int, part: Part, book: NameBook) -> bool:
    """Whether the words around an unknown name make it a place, cheaply."""
    before = part.before or (word_before(text, start) if part.left else "")
    if before in book.asking:
        return True
    if before == "of":
        return word_before(text, start - 3) in book.lexicon.generic_before
    return part.right and text[stop : stop + 1] == " " and word_after(text, stop) in book.lexicon.vicinity


def with_local(
    text: str, items: list[Item], book: NameBook, theatre: tuple[str, ...], demonyms: list[str]
) -> list[Item]:
    """Turn unknown stretches into places: by another spelling in the countries at hand, or as bare names."""
    lex = book.lexicon
    countries = theatre[:1]
    named = [
        code
        for i in items
        if i.entry is not None and i.entry.rank == 3 and i.score >= 0
        for code in sorted(i.entry.countries)
    ]
    counts = {c: named.count(c) + demonyms.count(c) for c in {*named, *demonyms} if c}
    countries = (*countries, *(c for c in sorted(counts, key=lambda c: (-counts[c], c))[:3] if c not in countries))
    out: list[Item] = []
    commas = text.count(", ") * 600 > len(text)
    for index, item in enumerate(items):
        if item.kind != UNKNOWN_PART and not _foreign(item, book, theatre):
            if theatre and item.score < 0 and out and out[-1].strong and text[out[-1].end : item.start] in JOINTS:
                plain = item.entry is None or not lex.flags.get(item.entry.key, 0) & ORDINARY
                item.score += 2.4 if plain else 0.0
                item.strong = item.score >= 0
            out.append(item)
            continue
        end = item.end
        if item.kind != UNKNOWN_PART and text.startswith("s", end):
            end += 1  # "Meles" is no genitive of "Mele"
        before = item.lower_left
        taken = bool(theatre) and (takes_ground(text, item.start, before, lex) or is_taken(text, item.end, lex))
        announced = (
            before in lex.generic_before and before not in ("people", "residents", "state", "port", "capital")
        ) or introduced(text, item.start)
        previous = out[-1] if out else None
        gap = text[previous.end : item.start] if previous is not None else "x" * 9
        follows_place = previous is not None and previous.score >= 0 and len(gap) <= 9
        listed = follows_place and gap.strip(" ,") in ("", "and", "or", "-", ", and")
        owned = follows_place and gap in ("s ", "'s ", "’s ")
        paired = follows_place and gap == " and " and text.endswith("between ", 0, previous.start if previous else 0)
        inherited = previous is not None and previous.strong and listed
        in_company = follows_place or (index + 1 < len(items) and text[end : items[index + 1].start] in _AND)
        behind = word_after(text, end)
        pieces = split_names(book, item.written or text[item.start : end], countries, commas=commas)
        by_person = before in lex.person_before or before == "by"
        for number, piece in enumerate(pieces):
            start, stop = item.start + piece.start, item.start + piece.end
            last = number == len(pieces) - 1
            asked = (
                announced
                or (owned and not _is_known(book, text[start:stop]))
                or (paired and number == 0)
                or inherited
                or (last and behind in lex.vicinity)
                or (number > 0 and bool(out) and out[-1].strong and out[-1].end >= item.start)
            )
            score = -1.2
            if piece.entry is not None:
                score += piece.entry.prior + (1.0 if piece.words > 1 else 0.0)
                score += 1.5 if not theatre or not piece.entry.countries.isdisjoint(theatre[:1]) else 0.3
            else:
                score -= 0.8
            if piece.headed and theatre:
                score += (
                    0.7
                    if piece.entry is not None
                    else 2.2
                    if piece.words > 1 and not _PERSON_HEAD.match(text, start)
                    else 0.0
                )
            if asked:
                score += 3.0
            elif before in lex.strong_before:
                score += 1.6 if number == 0 else 0.8
            elif taken or before in lex.weak_before or before in lex.listed_before:
                score += (1.6 if taken else 1.0) if number == 0 else 0.4
            elif listed and number == 0:
                score += 0.8 if previous is None or previous.kind != NAMED_PART else 1.6
            elif theatre and piece.entry is not None and not (piece.headed and piece.words > 1) and not in_company:
                score -= 1.0 if number == 0 or out[-1].score < 0 else 0.0  # more often than not a person
            if last and (speaks(text, end, behind, lex) or text.startswith(", who ", end)):
                score -= 2.5
            if by_person:
                score -= 2.5 if before != "by" else 1.5
            if theatre:
                score += _shape(book, text[start:stop])
            made = Item(start, stop, piece.entry, score, NAMED_PART if piece.entry is None else LOCAL_ITEM)
            made.strong = asked and score >= 0
            out.append(made)
        if item.kind != UNKNOWN_PART and (out[-1].score < 0 or out[-1].start != item.start):
            # A small place elsewhere that is nothing here either stays what it was.
            del out[-len(pieces) :]
            out.append(item)
    if theatre:
        _enumerations(text, out)
    return out


def _foreign(item: Item, book: NameBook, theatre: tuple[str, ...]) -> bool:
    """Whether an item is a small place elsewhere that was not let through: it may be a village here."""
    entry = item.entry
    return (
        bool(theatre)
        and entry is not None
        and item.score < 0
        and entry.rank == 0
        and item.kind == PLACE_PART
        and not book.lexicon.flags.get(entry.key, 0) & ORDINARY
        and entry.countries.isdisjoint(theatre)
    )


def _is_known(book: NameBook, name: str) -> bool:
    """Whether every word of a name is a common one, or a name of persons or peoples."""
    return all(book.token(word).flags & (WORD | FIRST | DEMONYM) for word in TOKEN.findall(name))


def _shape(book: NameBook, name: str) -> float:
    """What a name by itself says: a word that is nothing else is likelier a village, a brand or politician is none."""
    if "http" in name.lower():
        return -9.0
    if any(c.isupper() for word in re.split(r"[^\w]", name) for c in word[1:]):
        return -2.0  # "FacebookComment", "SRF"
    flags = 0
    known = 0
    words = [book.token(word) for word in TOKEN.findall(name)]
    for token in words:
        if token.key in ARTICLES or token.key in book.lexicon.arabic_heads:
            continue
        flags |= token.flags
        known |= token.flags & _KNOWN
    if flags & PROMINENT and len(words) == 1:
        return -3.0
    return 0.5 if not known and len(name) > 3 else 0.0


_COMMA = re.compile(r"(?:, | and |, and |, as well as )(?:the )?")


def _enumerations(text: str, items: list[Item]) -> None:
    """In a list of three or more, what is doubtful goes with what is sure."""
    first = 0
    for index in range(1, len(items) + 1):
        if index < len(items) and _COMMA.fullmatch(text, items[index - 1].end, items[index].start):
            continue
        group = items[first:index]
        if counted_among(text, group[-1].end):
            for item in group:
                if item.score < 0 and item.kind in {NAMED_PART, LOCAL_ITEM, PLACE_PART}:
                    item.score = max(item.score + 3.0, 0.5)
        if len(group) >= 3 and any(i.score >= 0 for i in group):
            for item in group:
                if item.kind in (NAMED_PART, LOCAL_ITEM) and item.score < 0:
                    item.score += 2.4
        first = index
