"""A sentence as a row of units: words, places and actors, each with its offsets in the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.claims.actors import ActorSpan
    from geo.claims.lexicon import Lexicon
    from geo.models import Resolution

__all__ = ["Unit", "split_units"]

_WORD = re.compile(
    r"[A-Za-zÀ-ɏ]+(?:-(?!(?:held|controlled|besieged|blockaded|run|ruled|dominated|occupied|administered)\b)"
    r"[A-Za-zÀ-ɏ]+)*(?:n't|n’t)?|-(?:held|controlled|besieged|blockaded|run|ruled|dominated|occupied|administered)\b"
    r"|['’]s\b|\d+(?:[.,]\d+)*%?|[^\w\s]"
)


_NO_VERB = ("", "")


@dataclass(slots=True)
class Unit:
    """One word, place mention or actor mention.

    Attributes
    ----------
    kind : str
        ``w`` word, ``P`` literal place, ``A`` actor, ``X`` a name that is neither (person, media, metonym, source).
    low : str
        Lower-case text.
    """

    start: int
    end: int
    kind: str
    low: str
    text: str
    place: Resolution | None = None
    actor: ActorSpan | None = None
    index: int = -1
    verb: str = ""
    tags: str = ""


def split_units(  # noqa: PLR0917
    text: str,
    start: int,
    end: int,
    resolutions: list[Resolution],
    actors: list[ActorSpan],
    lexicon: Lexicon,
) -> list[Unit]:
    """Cut ``text[start:end]`` into units. Names are never cut; where an actor and a place overlap the longer wins.

    Parameters
    ----------
    text : str
        The report's text.
    start, end : int
        The sentence.
    resolutions, actors : list
        Those that lie in the sentence.
    lexicon : Lexicon

    Returns
    -------
    list of Unit
        In text order, `index` set.
    """
    spans: list[tuple[int, int, str, Resolution | None, ActorSpan | None]] = []
    for resolution in resolutions:
        mention = resolution.mention
        kind = "P" if mention.literal and mention.kind != "dateline" else "X"
        spans.append((mention.start, mention.end, kind, resolution, None))
    spans.extend((actor.start, actor.end, "A", None, actor) for actor in actors)
    order = {"A": 0, "P": 1, "X": 2}
    spans.sort(key=lambda s: (-(s[1] - s[0]), order[s[2]], s[0]))
    chosen: list[tuple[int, int, str, Resolution | None, ActorSpan | None]] = []
    for span in spans:
        if all(span[1] <= other[0] or span[0] >= other[1] for other in chosen):
            chosen.append(span)
    chosen.sort(key=lambda s: s[0])
    units: list[Unit] = []
    verbs = lexicon.verbs
    months = lexicon.classes["month"]
    position = start
    for span in [*chosen, (end, end, "", None, None)]:
        for match in _WORD.finditer(text, position, max(position, span[0])):
            word = match.group()
            low = word.lower()
            if "’" in low:
                low = low.replace("’", "'")
            lemma, tags = verbs.get(low, _NO_VERB)
            if lemma and low in months and word[0].isupper():
                lemma, tags = _NO_VERB
            units.append(Unit(match.start(), match.end(), "w", low, word, None, None, -1, lemma, tags))
        if span[2]:
            units.append(
                Unit(
                    span[0],
                    span[1],
                    span[2],
                    text[span[0] : span[1]].lower(),
                    text[span[0] : span[1]],
                    span[3],
                    span[4],
                )
            )
        position = max(position, span[1])
    for index, unit in enumerate(units):
        unit.index = index
    return units
