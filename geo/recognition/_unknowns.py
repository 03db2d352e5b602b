"""Names that the gazetteer does not have, or spells otherwise: places where the words around ask for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.recognition._document import LOCAL_ITEM
from geo.recognition._local import introduced, split_names
from geo.recognition._run import NAMED_PART, UNKNOWN_PART
from geo.recognition._weigh import NO_WORD, Item, word_after, word_before

if TYPE_CHECKING:
    from geo.recognition._names import NameBook
    from geo.recognition._run import Part

__all__ = ["asks_for_place", "in_list", "with_local"]

_JOINTS = frozenset((" ", " and ", ", ", ", and "))
_PERSON_HEAD = re.compile(r"(?:Abu|Um|Umm|Sheikh|Shaykh|Khan|Seif|Nabi)\b")


def in_list(text: str, start: int, items: list[Item]) -> bool:
    """Whether what looks like a person stands in an announced list of places."""
    if introduced(text, start):
        return True
    return (
        bool(items)
        and text[items[-1].end : start] in _JOINTS
        and (items[-1].strong or items[-1].kind == UNKNOWN_PART)
        and introduced(text, items[-1].start)
    )


def asks_for_place(text: str, start: int, stop: int, part: Part, book: NameBook) -> bool:
    """Whether the words around an unknown name make it a place, cheaply."""
    before = part.before or (word_before(text, start) if part.left else "")
    if book.beside.get(before, NO_WORD)[1]:
        return True
    if before == "of":
        return word_before(text, start - 3) in book.lexicon.generic_before
    return part.right and word_after(text, stop) in book.lexicon.vicinity


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
    for item in items:
        if item.kind != UNKNOWN_PART:
            out.append(item)
            continue
        before = item.lower_left
        announced = (
            before in lex.generic_before and before not in ("people", "residents", "state", "port", "capital")
        ) or introduced(text, item.start)
        previous = out[-1] if out else None
        gap = text[previous.end : item.start] if previous is not None else "x" * 9
        follows_place = previous is not None and previous.score >= 0 and len(gap) <= 9
        listed = follows_place and gap.strip(" ,") in ("", "and", "or", "-", ", and")
        owned = follows_place and gap in ("s ", "'s ", "’s ")
        inherited = previous is not None and previous.strong and listed
        behind = word_after(text, item.end)
        pieces = split_names(book, text[item.start : item.end], countries, commas=commas)
        for number, piece in enumerate(pieces):
            start, stop = item.start + piece.start, item.start + piece.end
            last = number == len(pieces) - 1
            asked = (
                announced
                or owned
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
            elif before in lex.weak_before or before in lex.taken_before:
                score += (1.6 if before in lex.taken_before else 1.0) if number == 0 else 0.4
            elif listed and number == 0:
                score += 0.8 if previous is None or previous.kind != NAMED_PART else 1.6
            if last and behind in lex.person_verbs:
                score -= 2.5
            if number == 0 and before in lex.person_before:
                score -= 2.5
            made = Item(start, stop, piece.entry, score, NAMED_PART if piece.entry is None else LOCAL_ITEM)
            made.strong = asked and score >= 0
            out.append(made)
    if theatre:
        _enumerations(text, out)
    return out


_COMMA = re.compile(r"(?:, | and |, and |, as well as )(?:the )?")


def _enumerations(text: str, items: list[Item]) -> None:
    """In a list of three or more, what is doubtful goes with what is sure."""
    first = 0
    for index in range(1, len(items) + 1):
        if index < len(items) and _COMMA.fullmatch(text, items[index - 1].end, items[index].start):
            continue
        group = items[first:index]
        if len(group) >= 3 and any(i.score >= 0 for i in group):
            for item in group:
                if item.kind in (NAMED_PART, LOCAL_ITEM) and item.score < 0:
                    item.score += 2.4
        first = index
