"""Countries and capitals that act: "Russia takes a village", "Turkey's offensive", "under the control of Damascus".

The geoparser reads such names as places; where the words around one make it a side, it is an actor and no place.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.claims.actors import DEED_AFTER
from geo.claims.actorspan import ActorSpan
from geo.models import Actor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.claims.lexicon import Lexicon
    from geo.conflicts import Conflict
    from geo.models import Resolution

__all__ = ["acting_governments"]

_ING = re.compile(r"\s+[a-z]+ing\b")
_WORD = re.compile(r"\s+([A-Za-z'’-]+)")
_ALLIES = re.compile(
    r"\s+(?:and|with)\s+(?:its|their)\s+(?:[\w-]+\s+){0,3}?(?:allies|ally|proxies|partners|forces|militias)\b"
)
#: Apostrophes are often lost: "Syrias rebels".
_POSSESSIVE = re.compile(r"['’]?s\b")
_LOYAL = re.compile(r"\b(?:loyal to|allied (?:to|with)|aligned with|backed by|affiliated (?:to|with))\s+$")
_OWN_FIGHTERS = re.compile(r"['’]?s\s+(?:[\w-]+\s+)?(?:rebels|militants|insurgents|jihadists|opposition|separatists)\b")
_JOINED = re.compile(
    r"\s+and\s+(?:the\s+)?(?:[A-Za-z][\w-]*\s+){0,3}?[A-Za-z][\w-]*(?=\s+(?:have|had|are|were|carried|launched|conducted|struck|bombed)\b)"
)
_ALLY = re.compile(r"\b(?:its|their)\s+(?:\w+\s+)?(?:ally|allies|partner|backer)\s+$")
_HEAD = re.compile(
    r"(?:['’]?s)?\s+(?:armed |ground |security |special |air )?"
    r"(?:(?:\d+(?:st|nd|rd|th) )?(?:\w+ )?(?:brigade|battalion|regiment|division)"
    r"|air forces?|army|forces|troops|military|navy|warplanes|jets|fighters|marines|soldiers)\b"
)
_PREPOSITION = re.compile(
    r"\b(?:in|at|near|from|to|into|inside|outside|around|across|throughout|towards?|through|via|of|over|within|between|on"
    r"|for|against|with|by|bordering|neighbou?ring|northern|southern|eastern|western|central)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"\bby\s+$|\b(?:accus|blam|urg|condemn|pressur)\w*\s+$|\b(?:control|hands|rule|grip) of\s+$"
    r"|\b(?:f[ae]ll(?:en|ing)?|over)\s+to\s+$"
    r"|\b(?:los|ced|surrender|hand|return|transfer)\w*\b[^.;]{0,60}\sto\s+$",
    re.IGNORECASE,
)
#: How far back the words that make a name an agent may begin, and how far on its verb may stand.
_BACK, _WORDS_ON = 80, 7
_DEEDS = frozenset({"frame", "phrase", "support", "plan", "fail", "achieve", "say", "deny", "govern"})
_ACCUSE = frozenset({"accuse", "blame", "suspect"})
_NO_DEED = frozenset({"fall", "come", "flee", "begin", "make"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})


@lru_cache(maxsize=4096)
def _government(name: str, conflict: Conflict, on: date | None) -> str | None:
    """The actor that the name of a country or capital may stand for; names recur, so it is looked up once each."""
    known = conflict.find_metonyms(name, on)
    return known[0][2] if known and known[0][:2] == (0, len(name)) else None


def _acts(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether a verb of the frames follows in the active, after auxiliaries and adverbs only."""
    allies = _ALLIES.match(text, end)
    position = allies.end() if allies else end
    joined = _JOINED.match(text, position)
    if joined:
        # "Turkey and the coalition have carried out"
        position = joined.end()
    passive = False
    for _ in range(_WORDS_ON):
        match = _WORD.match(text, position)
        if match is None:
            return False
        low = match.group(1).lower()
        position = match.end()
        if low in ("on", "late", "early") or low in lexicon.classes["month"]:
            # "was on Monday accused", "on Tuesday bombed"
            continue
        if low in lexicon.classes["auxiliary"] or low in lexicon.classes["modal_planned"] or low.endswith("ly"):
            passive = low in _BE
            continue
        lemma, tags = lexicon.verbs.get(low, ("", ""))
        names = lexicon.verb_class.get(lemma, frozenset())
        if lemma == "begin" and _ING.match(text, position):
            return not passive
        if passive and lemma in _ACCUSE:
            # "was accused of bombing X"
            following = _WORD.match(text, position)
            return following is not None and following.group(1).lower() in ("of", "for")
        if lemma in _NO_DEED or not names & _DEEDS:
            return False
        if passive:
            return "g" in tags
        following = _WORD.match(text, position)
        bare = following is not None and following.group(1).lower() in ("by", "in")
        return bool(set(tags) & set("ds")) and not (bare and "n" in tags)
    return False


def _deeds(text: str, end: int, lexicon: Lexicon) -> bool:
    """Reads "Turkey's offensive": a deed that is theirs."""
    own = _POSSESSIVE.match(text, end)
    if own is None:
        return False
    words = [w.lower() for w in re.findall(r"[\w-]+", text[own.end() : end + 60])[:4]]
    return any(w in lexicon.classes["deed"] for w in words)


def acting_governments(
    text: str, resolutions: Sequence[Resolution], conflict: Conflict, on: date | None, lexicon: Lexicon
) -> tuple[list[ActorSpan], list[Resolution]]:
    """Names of countries and capitals that stand for a side.

    Parameters
    ----------
    text : str
    resolutions : sequence of Resolution
        Of this text.
    conflict : Conflict
    on : datetime.date or None
        Day by which names are resolved.
    lexicon : Lexicon

    Returns
    -------
    list of ActorSpan
    list of Resolution
        The rest, which are places.
    """
    found: list[ActorSpan] = []
    places: list[Resolution] = []
    for resolution in resolutions:
        mention = resolution.mention
        capital = resolution.place is None or resolution.place.feature_code in ("PPLC", "PPLA", "PCLI", "PCL", "PPL")
        actor_id = _government(mention.text, conflict, on) if mention.literal and capital else None
        if actor_id is None:
            places.append(resolution)
            continue
        loyal = _LOYAL.search(text, max(0, mention.start - _BACK), mention.start) is not None
        if loyal or _OWN_FIGHTERS.match(text, mention.end):
            # "Syria's rebels", "fighters loyal to Turkey": no place, and part of another actor's name
            continue
        before = text[max(0, mention.start - _BACK) : mention.start]
        head = _HEAD.match(text, mention.end)
        possessed = _POSSESSIVE.match(text, mention.end) is not None
        agent = (_AGENT.search(before) is not None or _ALLY.search(before) is not None) and not possessed
        acts = _PREPOSITION.search(before) is None and _acts(text, mention.end, lexicon)
        acts = acts or _deeds(text, mention.end, lexicon)
        abroad = resolution.place is not None and resolution.place.country_code not in conflict.countries
        # "in the US air strikes": a country that the war is not in has its deeds named after it
        acts = acts or (abroad and DEED_AFTER.match(text, mention.end) is not None)
        if not (head or agent or acts):
            places.append(resolution)
            continue
        end = head.end() if head else mention.end
        surface = text[mention.start : end]
        camp = conflict.camp_of(actor_id)
        actor = Actor(surface, actor_id, camp, (camp,), mention.start, end)
        found.append(ActorSpan(mention.start, end, surface, actor, "group" if head else "metonym"))
    return found, places
