"""Whose troops "its troops" are: those of whoever speaks ("the ministry said its troops"), never the default army's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.claims.speech import speech_words
from geo.models import Actor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.claims.actorspan import ActorSpan
    from geo.conflicts import Conflict

__all__ = ["Speaker", "own_speaker"]

#: How far back the verb of saying and its subject are sought, in characters.
_REACH = 160
#: What may stand between the verb and what is said: a time, "in a statement", "that".
_BETWEEN = (
    r"(?:\s+(?:on\s+)?(?:(?:late|early|earlier|yesterday|today|also)|[A-Z][a-z]+day)|\s+in\s+an?\s+statement)*"
    r"(?:\s+that)?\s+(?:(?:its|their|his)\s+(?:\w+\s+)?)?$"
)
_GOVERNED = re.compile(r"\b(?:by|against|from|with|on|of|and|to)\s+(?:the\s+)?$")
_CLAUSE = re.compile(r"[.;,:!?\"“”\n]")


@lru_cache(maxsize=1)
def _said() -> re.Pattern[str]:
    return re.compile(speech_words().verb.pattern + _BETWEEN)


class Speaker:
    """Who said that "its troops" or "it" did something.

    Attributes
    ----------
    span : ActorSpan or None
        The actor that speaks.
    camp : str or None
        The camp of a speaker that is no actor, such as a minister.
    """

    __slots__ = ("camp", "span")

    def __init__(self, span: ActorSpan | None, camp: str | None) -> None:
        self.span = span
        self.camp = camp

    def actor(self, surface: str, start: int, end: int) -> Actor:
        """The words `surface` as an actor of the speaker's side."""
        if self.span is not None:
            known = self.span.actor
            return Actor(surface, known.id, known.camp, known.camps, start, end)
        return Actor(surface, None, self.camp, (self.camp,) if self.camp else (), start, end)


def own_speaker(text: str, start: int, before: Sequence[ActorSpan], conflict: Conflict) -> Speaker | None:
    """Who speaks right before a reference.

    Parameters
    ----------
    text : str
    start : int
        Of "troops" in "its troops", of "it" in "said it had".
    before : sequence of ActorSpan
        Actors before it, in order.
    conflict : Conflict

    Returns
    -------
    Speaker or None
        None where no verb of saying stands there.
    """
    said = next(_said().finditer(text, max(0, start - _REACH), start), None)
    if said is None:
        return None
    opened = max(0, said.start() - _REACH)
    for mark in _CLAUSE.finditer(text, opened, said.start()):
        opened = mark.end()
    here = [span for span in before if span.start >= opened and span.end <= said.start() and span.actor.camps]
    if here:
        subjects = [span for span in here if not _GOVERNED.search(text, max(opened, span.start - 12), span.start)]
        named = [span for span in subjects if span.kind != "adjective"]
        return Speaker((named or subjects or here)[-1], None)
    clause = text[opened : said.start()]
    if conflict.find_source(clause) is not None:
        return Speaker(None, None)
    nation = conflict.find_nation(clause)
    return Speaker(None, conflict.camp_of(nation) if nation is not None else None)
