"""Places that are not meant as places: names inside names, processes, capitals and countries that act."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.recognition._weigh import word_before

if TYPE_CHECKING:
    from geo.conflicts import Conflict
    from geo.models import Mention
    from geo.recognition._lexicon import Lexicon
    from geo.recognition._names import NameBook

__all__ = ["judge"]


def judge(text: str, mentions: list[Mention], conflict: Conflict, book: NameBook) -> list[Mention]:
    """Set `literal` to False, with kind and reason, where the words around a mention ask for it."""
    out: list[Mention] = []
    for mention in mentions:
        done = _judged(text, mention, conflict, book)
        before = out[-1] if out else None
        listed = before is not None and before.kind == "metonym" and _LIST.fullmatch(text, before.end, done.start)
        if done.literal and before is not None and listed and _is_state(done, conflict, book):
            # "brokered by the US and Russia": what holds of one in a list holds of the next.
            done = replace(done, literal=False, kind="metonym", reason=before.reason)
        out.append(done)
    for index in range(len(out) - 2, -1, -1):
        done, after = out[index], out[index + 1]
        if (
            done.literal
            and after.kind == "metonym"
            and _is_state(done, conflict, book)
            and _LIST.fullmatch(text[done.end : after.start])
            and word_before(text, done.start) not in book.lexicon.strong_before  # "In Iraq, US strikes went on"
        ):
            out[index] = replace(done, literal=False, kind="metonym", reason=after.reason)
    return out


_NEXT = re.compile(r"(?:['’]?s)?[ ]+([\w\-]+)(?:[ ]+([\w\-]+))?(?:[ ]+([\w\-]+))?")
_LIST = re.compile(r"(?:,| and|, and| or|-| -)?\s*(?:the )?")
_AGENT_BEFORE = re.compile(
    r"(?:\b(?:by|with|between|against) (?:the )?|\b(?:ally|allies|support for|pressure on|relations with|attack by"
    r"|(?:issued|made|sent|delivered|with)\b[^.]{0,40}\bthreats?[\"”’']* to|ministers? from|objections? from"
    r"|opposition from|led|either|face of) (?:the )?)$"
)
_LOOSE = ("by", "with", "the", "between", "against")
_BY = re.compile(r"(?<!bordered)(?<!flanked)(?<!close)(?<!passed)(?<!surrounded) by (?:the )?$")
_VERB_PHRASE = re.compile(
    r" (?P<first>has|have|had|is|was|will|would|might|may|could|should|can|must|did|does)"
    r"(?: (?:not|never|yet|to|also|still|now|then|soon|already|only|no longer|be|been|\w+ly))* (?P<verb>\w+)\b"
)
_MODALS = frozenset(("will", "would", "should", "must", "can", "could", "may", "might", "did", "does"))


def _acts(text: str, mention: Mention, lex: Lexicon, *, country: bool) -> bool:
    """Whether a state or capital is the subject of what governments do: "has yet to confirm", "will continue to".

    Of countries nearly all that they "will" do is done by governments; a capital is a town as well.
    """
    match = _VERB_PHRASE.match(text, mention.end)
    if match is None:
        return False
    verb = match["verb"].lower()
    if verb in lex.metonym_infinitives or verb in lex.metonym_participles or verb in lex.metonym_verbs:
        return True
    return country and match["first"] in _MODALS and verb not in lex.metonym_befalls and verb not in _FILLERS


_FILLERS = frozenset(("no", "the", "a", "an"))


def _is_state(mention: Mention, conflict: Conflict, book: NameBook) -> bool:
    entry = book.of(mention.text)
    return (entry is not None and entry.rank == 3) or mention.text in conflict.metonyms


def _judged(text: str, mention: Mention, conflict: Conflict, book: NameBook) -> Mention:
    lex = book.lexicon
    after = _NEXT.match(text, mention.end)
    words = [w for w in (after.groups() if after else ()) if w]
    low = [w.lower() for w in words]
    head = text[max(0, mention.start - 60) : mention.start]
    before = head.lower().split()
    last = before[-1] if before else ""
    genitive = text[mention.end : mention.end + 2] in ("'s", "’s", "s ")
    # "in Syria", "northern Aleppo", "near Homs": where something is, whatever follows.
    located = last in lex.strong_before and not genitive
    if words and not located:
        capital = words[0][0].isupper()
        if low[0] in lex.process and not (low[0] == "plan" and capital):
            return replace(mention, literal=False, kind="process", reason="an event or agreement named after the place")
        if low[0] in lex.organisation and (capital or low[0] in ("martyrs", "brigade", "brigades", "battalion")):
            return replace(mention, literal=False, kind="institution", reason="part of the name of a body")
        if capital and not genitive:
            for number, word in enumerate(low):
                if not words[number][0].isupper() or word in lex.demonyms_lower:
                    break
                if word in lex.organisation:
                    return replace(mention, literal=False, kind="institution", reason="part of the name of a body")
        if low[0] in ("governor", "governors"):
            return replace(mention, literal=False, kind="institution", reason="part of the title of an official")
    if not _is_state(mention, conflict, book):
        return mention
    if (
        words
        and not genitive
        and (mention.text in lex.short_forms or last == "the")
        and (low[0] in lex.arms or (low[0] == "air" and low[1:2] and low[1] in lex.arms))
    ):
        # "in US air strikes", "in the US strikes on Raqqa": whose they are, not where.
        return replace(mention, literal=False, kind="metonym", reason="its government or army")
    if located:
        return mention
    tail = text[mention.end : mention.end + 14]
    if tail.startswith("-"):
        suffix = re.match(r"-(\w+)", tail)
        if suffix and suffix.group(1).lower() in lex.metonym_suffix:
            return replace(mention, literal=False, kind="metonym", reason=f"its government: {suffix.group(1)}")
    if (
        words
        and (low[0] in lex.government or low[0] in ("state", "uling", "ruling"))
        and not (low[0] == "military" and "base" in low[1:2])
    ):
        return replace(mention, literal=False, kind="metonym", reason="its government or army")
    if last == "of" and len(before) > 1 and before[-2] in ("president", "government", "king", "ministry"):
        return replace(mention, literal=False, kind="metonym", reason="its government")
    if _AGENT_BEFORE.search(head.lower()):
        window = before[-6:]
        by_it = not genitive and _BY.search(head) is not None
        if by_it or any(w in lex.metonym_agent for w in window) or last not in _LOOSE:
            return replace(mention, literal=False, kind="metonym", reason="its government: agent of a deed")
    if words:
        verb = low[0]
        if verb in lex.metonym_verbs:
            return replace(mention, literal=False, kind="metonym", reason=f"its government: {verb}")
        if verb in lex.metonym_auxiliaries and any(
            w in lex.metonym_participles or w in lex.metonym_verbs for w in low[1:]
        ):
            return replace(mention, literal=False, kind="metonym", reason=f"its government: {' '.join(low)}")
    if _acts(text, mention, lex, country=mention.text not in conflict.metonyms):
        return replace(mention, literal=False, kind="metonym", reason="its government: what it does or will do")
    if (
        mention.text in ("US", "U.S.", "United States", "U.S", "UK", "U.K.")
        and not re.match(r"-based", tail)
        and (mention.text.startswith("U.S") or mention.text == "US" or last == "the")
        and not (last == "the" and before[-2:-1] and before[-2] in lex.strong_before | {"to", "from"})
        and last not in ("to", "from")
        and conflict.countries
        and not {"US", "GB"} & set(conflict.countries)
    ):
        # As an adjective, or as the one who acts: hardly ever the ground in a war elsewhere.
        return replace(mention, literal=False, kind="metonym", reason="a state that acts in a war elsewhere")
    return mention
