"""Places in Arabic script: no capitals, and particles that grow onto the word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.folding import fold
from geo.models import Mention

if TYPE_CHECKING:
    from geo.recognition._names import NameBook, NameEntry

__all__ = ["find_arabic"]

_WORD = re.compile(r"[؀-ۿݐ-ݿ‌]+")
_MAX_WORDS = 4
_ACCEPT = 0.0


def _stems(word: str) -> list[tuple[int, str]]:
    """Readings of a word: how many letters of particles are cut off, and what is left.

    "and", "then", "in", "to", "like" are single letters; "to the" swallows the alif of the article (للرقة).
    """
    out = [(0, word)]
    if len(word) > 3 and word[0] in "وف":
        out.append((1, word[1:]))
    for cut, rest in list(out):
        if len(rest) > 3 and rest[0] in "بلكو":
            out.append((cut + 1, rest[1:]))
        if rest.startswith("لل") and len(rest) > 4:
            out.append((cut + 1, "ا" + rest[1:]))
    return out


def may_hold_arabic(text: str) -> bool:
    """Whether a text may have letters of the Arabic script: False is sure, and told at a tenth of the cost.

    The letters are all in two pages of Unicode, whose numbers hardly ever stand for anything else in a text.
    """
    if text.isascii():
        return False
    units = text.encode("utf-16-le", "surrogatepass")
    return b"\x06" in units or b"\x07" in units


def find_arabic(text: str, book: NameBook, theatre: tuple[str, ...]) -> list[Mention]:
    """Mentions in Arabic script; the particles in front are outside the mention."""
    cues = book.lexicon.arabic
    before_cues = cues["before"]
    common = _common(book)
    inside = frozenset(cues["inside"]["words"].split())
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    mentions: list[Mention] = []
    i = 0
    while i < len(words):
        best: tuple[float, int, int, int] | None = None  # words, cut, end word, ...
        previous = words[i - 1][2] if i and not _apart(text, words[i - 1][1], words[i][0]) else ""
        cue = _cue(previous, before_cues)
        if words[i][2] in before_cues and i + 1 < len(words):
            i += 1  # "محافظة إدلب": the name comes behind
            continue
        for cut, stem in _stems(words[i][2]):
            for j in range(min(len(words), i + _MAX_WORDS), i, -1):
                if any(_apart(text, words[k][1], words[k + 1][0]) for k in range(i, j - 1)):
                    continue
                key = fold(" ".join([stem, *(w for _, _, w in words[i + 1 : j])]))
                entry = book.entry(key)
                if entry is None and cue is not None and theatre and (j > i + 1 or len(key) > 5):
                    entry = book.local(key, (theatre[0],))
                if entry is None:
                    continue
                score = _score(entry, j - i, cut, stem, cue=cue, common=common, theatre=theatre)
                if score >= _ACCEPT and (best is None or (j - i, score) > (best[2] - i, best[0])):
                    best = (score, cut, j, 0)
                break
        if best is None:
            i += 1
            continue
        _, cut, j, _ = best
        start, end = words[i][0] + cut, words[j - 1][1]
        literal = _bare(previous) not in inside
        mentions.append(
            Mention(
                start,
                end,
                text[start:end],
                literal,
                "place" if literal else "institution",
                "" if literal else "part of the name of a body",
            )
        )
        i = j
    return mentions


def _common(book: NameBook) -> frozenset[str]:
    return frozenset(fold(w) for w in book.lexicon.arabic["common"]["words"].split())


def _apart(text: str, end: int, start: int) -> bool:
    return text[end:start].strip() != "" or start - end > 2


def _bare(word: str) -> str:
    for cut, stem in _stems(word):
        if cut and stem:
            return stem
    return word


def _cue(word: str, cues: dict[str, str]) -> str | None:
    for _, stem in _stems(word):
        if stem in cues:
            return cues[stem]
    return None


def _score(
    entry: NameEntry,
    words: int,
    cut: int,
    stem: str,
    *,
    cue: str | None,
    common: frozenset[str],
    theatre: tuple[str, ...],
) -> float:
    local = not entry.countries.isdisjoint(theatre)
    score = {3: 4.0, 2: 2.5, 1: 1.5}.get(entry.rank, (entry.weight - 4.2) * 1.2)
    if words > 1:
        score += 2.0
    elif fold(stem) in common:
        score -= 2.5 if cue else 6.0
    if local:
        score += 1.8
    if cue is not None:
        score += 2.0
    if cut:
        score -= 0.8 * cut
    if len(stem) < 4 and words == 1:
        score -= 1.5
    return score
