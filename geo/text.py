"""Sentences and paragraphs of a text, as offsets into it. Nothing here changes the text."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["paragraphs", "sentence_at", "sentences"]

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
# A sentence ends at . ! ? (or the Arabic question mark) with closing quotes, before white space and something that
# can open a sentence. Digits open one too ("... in 2015. 14 villages"), but not after an abbreviation.
_END = re.compile(r"[.!?؟…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9À-ÖØ-ÞĀ-ſ؀-ۿЀ-Я])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Lt|Col|Maj|Brig|Capt|Sgt|Gov|Sen|Rep|Rev|Hon|Jr|Sr|No|Nos|vs|Mt|Ft|approx|ca|cf"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|i\.e|e\.g|Inc|Ltd|Co|Corp|Ave|Blvd|Rd)|\b[A-Z](?:\.[A-Z])*)\.$"
)
#: Initials that do end a sentence when the next word is one that rarely follows a name.
_STARTER = re.compile(r"\s+(?:The|A|An|In|On|At|It|He|She|They|But|And|However|Meanwhile|This|That|These|Those)\b")


def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the non-blank lines of `text`, without their outer white space.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of (int, int)
        Half-open character ranges, in order.
    """
    return tuple(_trim(text, m.start(), m.end()) for m in _PARAGRAPH.finditer(text))


#: The longest abbreviation with its dot; of initials the last one tells.
_ABBREVIATION_CHARS = 8


@lru_cache(maxsize=8)  # every stage asks for the sentences of the report at hand
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the sentences of `text`. A sentence never crosses a line end.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of (int, int)
        Half-open character ranges, in order, without outer white space.
    """
    found: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        line = text[start:end]
        begin = 0
        for match in _END.finditer(line):
            stop = match.end()
            is_period = match.group().startswith(".") and len(match.group()) == 1
            near = max(begin, stop - _ABBREVIATION_CHARS)
            if is_period and _ABBREVIATION.search(line, near, stop) and not _STARTER.match(line, stop):
                continue
            found.append(_trim(text, start + begin, start + stop))
            begin = stop
        if begin < len(line):
            found.append(_trim(text, start + begin, end))
    return tuple(span for span in found if span[0] < span[1])


def sentence_at(spans: tuple[tuple[int, int], ...], offset: int) -> tuple[int, int] | None:
    """The sentence of `spans` (as `sentences` returns them) that contains the character at `offset`, or None."""
    for start, end in spans:
        if start <= offset < end:
            return start, end
        if offset < start:
            return None
    return None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
