"""Places that say where a report was written, and where a picture was taken: evidence, but no news."""

from __future__ import annotations

import re

from geo.models import Mention

__all__ = ["mark_sources"]

_WRITTEN = "where the report was written"
_SHOWN = "in the caption of a picture"
# What follows the first place of a dateline up to the dash: ", Syria", "/AMMAN", ", Jan 3", " (Reuters)", ", SANA".
_REST = re.compile(
    r"(?P<places>(?:(?:, ?|/)[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}){0,3}?)"
    r"(?P<date>,? (?:\d{1,2} )?[A-Z][a-z]{2,8}\.?(?: \d{1,2})?(?:,? \d{4})?)?"
    r"(?P<agency>,? ?\([A-Z][^()\n]{1,30}\)|, [A-Z]{2,6})?"
    r" ?(?P<dash>—|–|--|-|:)(?=\s)"
)
#: A dateline that lost its marks: capitals before a sentence ("BEIRUT At least 70 ...").
_BARE = re.compile(
    r"(?:,? [A-Z][a-z]+)?(?: \(?(?:Reuters|AFP|AP|UPI|SANA|TASS|Xinhua)\)?)? (?=[A-Z][a-z]*\b(?! ?[,/]))"
)
_CAPITALS = 4
_LINE_STARTS = frozenset(("", "\n"))
#: One of these is in every credit line and caption: sought before anything else, and the rest only around it.
_HINTS = ("hoto", "PHOTO", "Getty")
_AGENCY_HINTS = ("REUTERS/", "Reuters/", "AFP/", "AP/", "EPA/", "Anadolu/")
_AROUND = 60
_CREDIT = re.compile(
    r"\b(?:REUTERS|Reuters|AFP|AP|EPA|Anadolu|Getty(?: Images)?)/ ?[A-Z]|\(AP Photo\b|\b[Pp]hoto(?: by\b| ?:)"
    r"|\b[Pp]hoto credit\b|\((?:AFP|AP|Reuters|[Ff]ile) photo\)|\bGetty Images\b"
)
_PICTURE = re.compile(
    r"\b[Ff]ile photo\b|\bFILE PHOTO\b|\b[Ii]n this (?:\w+[ ,]+){0,5}?photo\b|\bphoto (?:shows|taken)\b"
)
_CAPTION_LENGTH = 300


def mark_sources(text: str, mentions: list[Mention]) -> list[Mention]:
    """Give places in datelines the kind ``dateline`` and places in captions ``caption``, with the reason.

    They stay literal: they are places, and meant as such. They say where the reporter or the camera was.
    """
    captions = _captions(text) if mentions else ()
    if not captions:
        for mention in mentions:
            start = mention.start
            if text[start - 1 : start] in _LINE_STARTS or (
                mention.text[1:2].isupper() and mention.end - start >= _CAPITALS
            ):
                break
        else:
            return mentions  # nothing that could open a dateline: nearly all texts
    until = -1  # where the dateline ends
    for index, mention in enumerate(mentions):
        start = mention.start
        if start >= until:
            first = not start or text[start - 1] == "\n"
            if not first and not captions and not mention.text[1:2].isupper():
                continue  # nearly all
            if mention.kind == "place" and mention.literal:
                until = max(until, _dateline_end(text, mention, first=first))
        if mention.kind != "place" or not mention.literal:
            continue
        if start < until:
            mentions[index] = _marked(mention, "dateline", _WRITTEN)
        elif captions and any(a <= start < b for a, b in captions):
            mentions[index] = _marked(mention, "caption", _SHOWN)
    return mentions


def _marked(mention: Mention, kind: str, reason: str) -> Mention:
    return Mention(mention.start, mention.end, mention.text, mention.literal, kind, reason, mention.ref)


def _dateline_end(text: str, mention: Mention, *, first: bool) -> int:
    """Where the dateline that a place opens ends, or -1."""
    capitals = mention.text.isupper() and len(mention.text) >= _CAPITALS
    if not first and not capitals:
        return -1
    match = _REST.match(text, mention.end)
    if match is not None:
        dash = match["dash"]
        told = match["date"] is not None or match["agency"] is not None
        if told or (capitals and dash != ":"):
            return match.end()
    if capitals and not text[mention.start : mention.start + 60].isupper():
        match = _BARE.match(text, mention.end)
        if match is not None:
            return match.end()
    return -1


def _captions(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the captions of pictures, as far as credits and words tell them."""
    out = []
    for hint in (*_HINTS, *_AGENCY_HINTS) if "/" in text else _HINTS:
        at = text.find(hint)
        while at >= 0:
            first, last = max(0, at - _AROUND), at + _AROUND
            if (match := _CREDIT.search(text, first, last)) is not None:
                out.append((_sentence_start(text, match.start() - 2), match.end()))
            if (match := _PICTURE.search(text, first, last)) is not None:
                out.append((_sentence_start(text, match.start()), _sentence_end(text, match.end())))
            at = text.find(hint, last)
    return tuple(out)


def _sentence_start(text: str, at: int) -> int:
    at = max(at, 0)
    floor = max(0, at - _CAPTION_LENGTH)
    return max(floor, text.rfind("\n", floor, at) + 1, text.rfind(". ", floor, at) + 2)


def _sentence_end(text: str, at: int) -> int:
    ceiling = min(len(text), at + _CAPTION_LENGTH)
    ends = (text.find(mark, at, ceiling + len(mark) - 1) for mark in ("\n", ". "))
    return min((end for end in ends if end >= 0), default=ceiling)
