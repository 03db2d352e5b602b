"""Cheap tests that no phrase can stand at a name. Most names stop here, in a microsecond or two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.regions._grammar import HELD, PEOPLES, PREPOSITIONS, TOKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.regions._grammar import Grammar

__all__ = ["AFTER", "BEFORE", "BEFORE_IT", "BEHIND_IT", "GAP", "owned", "read_before", "worth_reading"]

#: Characters before and after a mention that are looked at.
BEFORE, AFTER = 110, 60
#: Where a phrase may stand beside a name.
BEFORE_IT, BEHIND_IT = 1, 2
#: Largest stretch of text between the two names of "between A and B".
GAP = 80
_LAST = re.compile(r"\w+\W{0,3}\Z")
_DASHES = ("-", "–", "—", "/")
_STOPS = '.,;:!?)"”'
_OWNER_MARKS = ("'", "’", "s")
_ADJECTIVES = (*("-" + held for held in HELD), "besieged", *PEOPLES)
#: The same without the hyphen, and a possessive.
_LAST_PARTS = (*HELD, "besieged", *PEOPLES, "s")
#: Characters from the first word of a phrase to the word that tells what it is: "an estimated 12.5 kilometres".
_CUE_WITHIN = 50
#: Characters in which the last words of a phrase lie, up to the noun that it may govern.
_LAST_WORDS = 60
#: Words looked at between a phrase and the noun it governs ("near the rebel-held town of"): six and the parts of nouns.
_MODIFIERS = 9
_NEXT = re.compile(r"(?:['’]?s|['’])?\s+(\w+)(?:\s+(\w+))?(?:\s+(\w+))?")


def worth_reading(text: str, spans: Sequence[tuple[int, int]], number: int, grammar: Grammar) -> int:
    """Whether the few words beside a name leave room for a phrase: 0, or the sum of `BEFORE_IT` and `BEHIND_IT`."""
    start, end = spans[number]
    where = 0
    mark = text[end : end + 1]
    if mark == " ":
        words = text[end + 1 : end + AFTER].split(" ", 3)
        if _follows(words, grammar.followers, text, end) or (words[0][:1] in _DASHES and number + 1 < len(spans)):
            where = BEHIND_IT
    elif mark in _OWNER_MARKS or mark.isspace():
        match = _NEXT.match(text, end, end + AFTER)
        if match is not None and not grammar.followers.isdisjoint(match.groups()):
            where = BEHIND_IT
    elif mark in _DASHES and number + 1 < len(spans) and spans[number + 1][0] - end <= 3:
        where = BEHIND_IT
    floor = spans[number - 1][1] if number else 0
    if number and text[floor] in _OWNER_MARKS and owned(text, spans, number, grammar):
        return where + BEFORE_IT if _owned_worth_reading(text, start, grammar) else where
    if start < 2 or text[start - 1] not in " \t\xa0" or not text[start - 2].isalnum():
        return where  # a phrase ends with a word and a space, and lies in this line
    at = text.rfind(" ", start - 40 if start > 40 else 0, start - 1)
    word = text[at + 1 : start - 1]
    ends = _ends.get(word)
    if ends is None:
        ends = _may_end(word, grammar)
    if not ends:
        return where
    needed = grammar.needed.get(word)
    if needed is not None:
        second = text.rfind(" ", floor, at)
        if second >= 0:
            word = text[second + 1 : at]
            if word.isalpha() and word.lower() not in needed and not word.endswith(_ADJECTIVES):
                return where  # "president of": to read on takes ten times as long
    window = text[max(start - BEFORE, floor, 0) : start]
    if not window.isascii():
        return where + BEFORE_IT if _owned_worth_reading(window, len(window), grammar) else where
    if "\n" in window:
        window = window[window.rfind("\n") + 1 :]
    return where + BEFORE_IT if _ends_with_phrase(window, grammar) else where


#: Whether a phrase may end with a word, of those met so far: hardly any text has a new one before a name.
_ends: dict[str, bool] = {}
_MOST_WORDS = 4096


def _may_end(written: str, grammar: Grammar) -> bool:
    if len(_ends) >= _MOST_WORDS:
        _ends.clear()
    word = written.lower()
    made = _ends[written] = (
        word in grammar.last or not word.isalpha() or not word.isascii() or word.endswith(_ADJECTIVES)
    )
    return made


def _follows(words: list[str], followers: frozenset[str], text: str, end: int) -> bool:
    """Whether one of the three words behind a space is a follower: as `_NEXT`, which costs more, finds them."""
    for word in words[:3]:
        if word in followers:
            return True
        if word.isalpha():
            continue
        if word and word[-1] in _STOPS and word[:-1].isalpha():
            return word[:-1] in followers  # no word stands behind a comma
        match = _NEXT.match(text, end, end + AFTER)
        return match is not None and not followers.isdisjoint(match.groups())
    return False


def _ends_with_phrase(window: str, grammar: Grammar) -> bool:
    """Whether a text may end with a phrase: read backwards, as `_grammar` builds `before` and its filling."""
    words = window[-_LAST_WORDS:].lower().split()
    k = len(words) - 1
    if k >= 0 and words[k].endswith(_ADJECTIVES):
        if _closes(words, k, grammar):
            return True
        k -= 1
    if k >= 0 and words[k] in ("the", "both"):
        k -= 1
    if k < 0:
        return False
    if _closes(words, k, grammar):
        return True
    if words[k] == "of":
        k -= 1
    if k < 0 or words[k] not in grammar.heads:
        return False
    k -= len(words)
    words = window.lower().split()
    k += len(words)
    for j in range(k - 1, max(-1, k - 1 - _MODIFIERS), -1):
        if _closes(words, j, grammar):
            return True
        if words[j] in PREPOSITIONS:
            return False
    return False


def _closes(words: list[str], j: int, grammar: Grammar) -> bool:
    """Whether word `j` can be the last of a phrase."""
    word = words[j]
    if word in grammar.closers:
        return True
    before = grammar.links.get(word)
    if before is not None:
        return j > 0 and (words[j - 1] in before or not words[j - 1].isalpha())
    if word.isalpha():
        return False
    tokens = TOKEN.findall(word)
    return bool(tokens) and tokens[-1] in grammar.closers


def _owned_worth_reading(text: str, start: int, grammar: Grammar) -> bool:
    """The same, roughly, where the name before may own this one ("Syria's second city Aleppo"), and for Arabic."""
    window = text[max(0, start - BEFORE) : start]
    window = window[window.rfind("\n") + 1 :]
    last = _LAST.search(window, max(0, len(window) - 24))
    if last is None:
        return False
    word = last.group().rstrip().lower()
    cues = grammar.cues
    plain = word in grammar.enders or word in cues or word.isdigit()
    if not plain and word.isascii() and not word.endswith(_LAST_PARTS):
        return False
    tokens = TOKEN.findall(window.lower())
    if not cues.isdisjoint(tokens):
        return True
    return not window.isascii() and any(not token.isascii() and token[1:] in cues for token in tokens)


def read_before(text: str, floor: int, stop: int, grammar: Grammar) -> re.Match[str] | None:
    """The longest phrase that ends at `stop`: tried only where its first word can stand, with a telling word behind."""
    openers, cues = grammar.openers, grammar.cues
    window = text[floor:stop]
    plain = window.isascii()
    # Only of plain letters the small ones are sure to be as many.
    words = TOKEN.findall(window.lower()) if plain else [word.lower() for word in TOKEN.findall(window)]
    if cues.isdisjoint(words) and (plain or "".join(words).isascii()):
        return None  # half of all windows; to find out costs a fourth of what follows
    waiting: list[int] = []  # first words that no telling word has followed yet
    ready: list[int] = []
    for number, (word, token) in enumerate(zip(words, TOKEN.finditer(window), strict=True), 1):
        foreign = not plain and not word.isascii()
        if word in openers:
            seconds = openers[word]
            if seconds is None or (number < len(words) and words[number] in seconds):
                waiting.append(token.start() + floor)
        elif foreign or word[0].isdigit():
            waiting.append(token.start() + floor)
        if waiting and (foreign or word in cues):
            start = token.start() + floor
            ready += [at for at in waiting if start - at <= _CUE_WITHIN]
            waiting = []
    before = grammar.before
    for start in ready:
        match = before.match(text, start, stop)
        if match is not None:
            return match
    return None


def owned(text: str, spans: Sequence[tuple[int, int]], number: int, grammar: Grammar) -> bool:
    """Whether the name before owns this one: "Syria's second city Aleppo"."""
    if not number:
        return False
    before, start = spans[number - 1][1], spans[number][0]
    if text[before : before + 1] not in {"'", "’", "s"}:
        return False
    return start - before <= GAP and grammar.owner.fullmatch(text, before, start) is not None
