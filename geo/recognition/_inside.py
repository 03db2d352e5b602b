"""Places that are not meant as places: names inside names, processes, capitals and countries that act."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.conflicts import Conflict
    from geo.models import Mention
    from geo.recognition._names import NameBook

__all__ = ["judge"]


def judge(text: str, mentions: list[Mention], conflict: Conflict, book: NameBook) -> list[Mention]:
    """Set `literal` to False, with kind and reason, where the words around a mention ask for it."""
    return [_judged(text, m, conflict, book) for m in mentions]


_NEXT = re.compile(r"(?:['’]?s)?[ ]+([\w\-]+)(?:[ ]+([\w\-]+))?(?:[ ]+([\w\-]+))?")


def _judged(text: str, mention: Mention, conflict: Conflict, book: NameBook) -> Mention:
    lex = book.lexicon
    after = _NEXT.match(text, mention.end)
    words = [w for w in (after.groups() if after else ()) if w]
    low = [w.lower() for w in words]
    before = text[max(0, mention.start - 40) : mention.start].lower().split()
    tail = text[mention.end : mention.end + 14]
    if words:
        if low[0] in lex.process and not (low[0] == "plan" and words[0][0].isupper()):
            return replace(mention, literal=False, kind="process", reason="an event or agreement named after the place")
        capital = words[0][0].isupper()
        body = [w for w in low[:3] if w in lex.organisation]
        if low[0] in lex.organisation and (capital or low[0] in ("martyrs", "brigade", "brigades", "battalion")):
            return replace(mention, literal=False, kind="institution", reason="part of the name of a body")
        if capital and body and all(w[0].isupper() for w in words[: low.index(body[0]) + 1]):
            return replace(mention, literal=False, kind="institution", reason="part of the name of a body")
    entry = book.of(mention.text)
    rank = entry.rank if entry is not None else 0
    is_state = rank == 3 or mention.text in conflict.metonyms
    if words and low[0] in ("governor", "governors") and rank >= 0 and not is_state:
        return replace(mention, literal=False, kind="institution", reason="part of the title of an official")
    if not is_state:
        return mention
    if tail.startswith("-"):
        suffix = re.match(r"-(\w+)", tail)
        if suffix and suffix.group(1).lower() in lex.metonym_suffix:
            return replace(mention, literal=False, kind="metonym", reason=f"its government: {tail[1:12].split()[0]}")
    if words and (low[0] in lex.government or (low[0] in ("state", "uling", "ruling"))) and (rank == 3 or mention.text in conflict.metonyms):
        if not (low[0] == "military" and "base" in low[1:2]):
            return replace(mention, literal=False, kind="metonym", reason="its government or army")
    if before and before[-1] == "of" and before[-2:-1] and before[-2] in ("president", "government", "king", "ministry"):
        return replace(mention, literal=False, kind="metonym", reason="its government")
    if before and before[-1] in ("by", "with", "between", "against") or (len(before) > 1 and before[-2:] in (["by", "the"], ["with", "the"])):
        window = before[-5:-1]
        if any(w in lex.metonym_agent for w in window):
            return replace(mention, literal=False, kind="metonym", reason="its government: agent of a deed")
    if words:
        verb = low[0]
        if verb in lex.metonym_verbs:
            return replace(mention, literal=False, kind="metonym", reason=f"its government: {verb}")
        if verb in lex.metonym_auxiliaries and any(w in lex.metonym_participles or w in lex.metonym_verbs for w in low[1:]):
            return replace(mention, literal=False, kind="metonym", reason=f"its government: {' '.join(low)}")
    return mention
