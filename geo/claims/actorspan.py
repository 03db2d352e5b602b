"""An actor mention, as the claim extractor passes it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo._frozen import quick_init

if TYPE_CHECKING:
    from geo.models import Actor

__all__ = ["ActorSpan"]


@quick_init
@dataclass(frozen=True, slots=True)
class ActorSpan:
    """An actor mention: ``text[start:end]``, without a leading article.

    Attributes
    ----------
    actor : Actor
        Its camp may be None ("the warplanes") and it lists all possible camps where the words do not decide.
    kind : str
        ``group`` (named or described), ``adjective`` ("Russian" before "air strikes", "rebel" in "rebel-held"),
        ``air`` (never holds ground), ``metonym`` (a capital or country that acts), ``person``, ``coref`` ("they",
        "the group": the camp is that of the antecedent).
    secondary : bool
        Named only as a helper or member of the actor before ("backed by Russian warplanes", "including X").
    """

    start: int
    end: int
    text: str
    actor: Actor
    kind: str
    secondary: bool = False
