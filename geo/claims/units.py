"""A sentence as a row of units: words, places and actors, each with its offsets in the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.claims.actorspan import ActorSpan
    from geo.claims.lexicon import Lexicon
    from geo.models import Resolution

__all__ = ["HOLDING", "Unit", "split_units"]

#: What follows a holder and a hyphen ("rebel-held"): a word of its own.
HOLDING = ("held", "controlled", "besieged", "blockaded", "run", "ruled", "dominated", "occupied", "administered")
_HOLDING = "|".join(HOLDING)
#: "MOSCOW (Sputnik)": a dateline, wherever lost line breaks have put it.
_AGENCY = re.compile(r"\s\([A-Z][A-Za-z]+\)\s")
_WORD = re.compile(
    rf"[A-Za-zÀ-ɏ]+(?:-(?!(?:{_HOLDING})\b)[A-Za-zÀ-ɏ]+)*(?:n't|n’t)?|-(?:{_HOLDING})\b"
    r"|['’]s\b|\d+(?:[.,]\d+)*%?|[^\w\s]"
)


#: How many written words are remembered with what they can be.
_KNOWN_WORDS = 65536


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


def _form(word: str, lexicon: Lexicon) -> tuple[str, str, str]:
    """A word in lower case with the verb that it may be and the tags of that form."""
    low = word.lower().replace("’", "'")
    if low in lexicon.classes["month"] and word[0].isupper():
        return low, "", ""
    lemma, tags = lexicon.verbs.get(low, ("", ""))
    return low, lemma, tags


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
        dated = mention.kind == "dateline" or (mention.text.isupper() and _AGENCY.match(text, mention.end))
        kind = "P" if mention.literal and not dated else "X"
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
    add, forms = units.append, lexicon.forms
    if len(forms) > _KNOWN_WORDS:
        forms.clear()
    position = start
    index = 0
    for begin, stop, kind, place, actor in [*chosen, (end, end, "", None, None)]:
        for match in _WORD.finditer(text, position, max(position, begin)):
            word = match[0]
            form = forms.get(word)
            if form is None:
                forms[word] = form = _form(word, lexicon)
            low, lemma, tags = form
            first, last = match.span()
            add(Unit(first, last, "w", low, word, None, None, index, lemma, tags))
            index += 1
        if kind:
            name = text[begin:stop]
            add(Unit(begin, stop, kind, name.lower(), name, place, actor, index))
            index += 1
        position = max(position, stop)
    return units
