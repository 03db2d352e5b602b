"""Who acts: the actor mentions of a text; `geo.claims.references` takes pronouns back to whom they mean.

Names, words and dates come from the conflict files; here is only what English does with them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo._ranges import Ranges
from geo.claims.actorspan import ActorSpan
from geo.claims.references import with_references
from geo.conflicts.spelling import word_table
from geo.models import Actor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.conflicts import ActorPhrase, Conflict
    from geo.conflicts.spelling import WordTable

__all__ = ["DEED_AFTER", "find_actors"]


_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|into|inside|outside|around|across|throughout|towards?|through|via|of|over|within|leave|left"
    r"|enter(?:ed|ing)?|reach(?:ed|ing)?|bordering|neighbou?ring|northern|southern|eastern|western|central|north|south"
    r"|east|west|north-?east(?:ern)?|north-?west(?:ern)?|south-?east(?:ern)?|south-?west(?:ern)?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ALLIES = re.compile(
    r"\s+(?:and|with)\s+(?:(?:its|their|his|other|some)\s+(?:[A-Za-z-]+\s+){0,3}?(?:allies|ally|supporters|backers|partners|proxies)"
    r"|allies\b|allied\s+(?:[A-Za-z-]+\s+){0,2}?"
    r"(?:militias?|militiamen|forces|fighters|groups|factions|troops|insurgents|paramilitaries))\b"
)
_NAMED_FIGHTERS = re.compile(
    r"\b(?!(?:The|A|An|In|On|At|And|But|As|After|When|While|Some|Several|All|Two|Three|More|Most|Many|Other|Armed"
    r"|Special|Security|Government|Air|Ground|Local|Foreign|Ex|Former|New|No|Its|Their|His|They|These|Those|This|That|Allied|Rival|Pro|Anti|Mr|President|General|Colonel)\b)"
    r"((?:[A-Z][\w'’]*[ -])*?[A-Z][\w'’]+)\s+"
    r"(?:fighters|forces|militants|militia(?:s|men)?|rebels|insurgents|troops|soldiers|army|gunmen|paramilitaries|warplanes)\b"
)
# The words with which the patterns above begin: each is tried where one of its words stands, not everywhere.
_FIGHTER_WORDS = frozenset(
    {
        "fighters", "forces", "militants", "militia", "militias", "militiamen", "rebels", "insurgents", "troops",
        "soldiers", "army", "gunmen", "paramilitaries", "warplanes",
    }
)  # fmt: skip
#: "In the US air strikes": whose they are, not where.
DEED_AFTER = re.compile(
    r"\s+(?:(?:led|air|missile|drone|military|coalition)\s+)?(?:air)?(?:strikes?|raids?|attacks?|bombings?|bombardment)\b"
)
_REST_OF_NAME = re.compile(r"[-\s](?:held|controlled|run|dominated|occupied|besieged)\b")


def find_actors(
    text: str,
    conflict: Conflict,
    *,
    on: date | None = None,
    stance: str = "",
    skip: Sequence[tuple[int, int]] = (),
    known: Sequence[ActorSpan] = (),
) -> tuple[ActorSpan, ...]:
    """Find the actors of a text.

    Parameters
    ----------
    text : str
        A sentence or a whole report; references reach back within it.
    conflict : Conflict
    on : datetime.date or None
        Day by which names are resolved, usually that of publication.
    stance : str
        Camp of whoever publishes, where known: decides "terrorists".
    skip : sequence of (int, int)
        Character ranges in which nothing is looked for (names of sources, places).
    known : sequence of ActorSpan
        Actors found by other means ("Russia takes a village"): they are kept, and can be referred to.

    Returns
    -------
    tuple of ActorSpan
        In order, not overlapping.
    """
    blocked = Ranges(skip)
    taken = Ranges([*skip, *((span.start, span.end) for span in known)]) if known else blocked
    spans = [
        span
        for phrase in conflict.find_phrases(text, on, stance)
        if (span := _span(text, phrase, conflict)) is not None and not taken.hit(span.start, span.end)
    ]
    spans = sorted([*spans, *known], key=lambda span: span.start)
    spans = [span for n, span in enumerate(spans) if not n or span.start >= spans[n - 1].end]
    spans += _metonyms(text, conflict, on, spans, blocked)
    spans += _unknown_names(text, spans, blocked)
    spans.sort(key=lambda span: span.start)
    if not conflict.countries:
        spans = _one_army(spans, conflict)
    return tuple(with_references(text, spans, conflict, blocked))


_ARMY = re.compile(r"\b(?:army|military|armed forces)$")


def _one_army(spans: list[ActorSpan], conflict: Conflict) -> list[ActorSpan]:
    """Where no war is chosen and the text names the army of one state, "the army" is that one."""
    default = conflict.default_army
    named = [
        span
        for span in spans
        if span.actor.id != default and _ARMY.search(span.text) and conflict.find_nation(span.text) is not None
    ]
    if len({span.actor.camp for span in named}) != 1:
        return spans
    army = named[0].actor
    return [
        replace(span, actor=replace(span.actor, id=army.id, camp=army.camp, camps=army.camps))
        if span.actor.id == default and span.kind != "adjective"
        else span
        for span in spans
    ]


def _span(text: str, phrase: ActorPhrase, conflict: Conflict) -> ActorSpan | None:
    entry = conflict.actor(phrase.actor_id) if phrase.actor_id else None
    if entry is not None and entry.kind == "civil" and not entry.holds:
        return None
    end = phrase.end
    kind = "group"
    follows = text[end : end + 24]
    if phrase.kind == "air":
        kind = "air"
    elif phrase.kind == "person":
        kind = "person"
    elif phrase.kind == "adjective" or _REST_OF_NAME.match(follows) or follows.startswith(("-", "\u2011")):
        kind = "adjective"
    elif phrase.kind == "state" and entry is not None and phrase.surface in entry.aliases and not phrase.head:
        country = entry.kind == "state" and conflict.is_country(phrase.surface)
        if country and _PLACE_BEFORE.search(text, max(0, phrase.start - 40), phrase.start):
            if not DEED_AFTER.match(follows):
                return None
            country = False
        kind = "metonym" if country else "group"
    elif phrase.kind in ("side", "state") and not phrase.head and re.match(r"\s+[a-z]", follows):
        singular = not phrase.surface.lower().endswith(("s", "group", "organization", "organisation"))
        kind = "adjective" if singular and phrase.kind == "side" else "group"
    allies = _ALLIES.match(text, end) if kind in ("group", "person") else None
    if allies and (
        allies.group().endswith("proxies") or not _others(text[end : allies.end() + 25], phrase.camp, conflict)
    ):
        end = allies.end()
    surface = text[phrase.start : end]
    actor = Actor(surface, phrase.actor_id, phrase.camp, phrase.camps, phrase.start, end)
    if "/" in surface:
        actor = _joint(actor, conflict)
    return ActorSpan(phrase.start, end, surface, actor, kind, phrase.link in ("backed", "including"))


def _joint(actor: Actor, conflict: Conflict) -> Actor:
    """Reads "A/B forces": of no one camp where the two are of different ones."""
    named = [next(iter(conflict.find_phrases(name)), None) for name in actor.text.split("/")]
    camps = tuple(dict.fromkeys(found.camp for found in named if found is not None and found.camp))
    if len(camps) < 2:
        return actor
    return replace(actor, id=None, camp=None, camps=camps)


def _others(tail: str, camp: str | None, conflict: Conflict) -> bool:
    """`the army and its Russian ally`: the ally is an actor of its own."""
    return any(found.camp not in (None, camp) for found in conflict.find_phrases(tail))


def _metonyms(
    text: str, conflict: Conflict, on: date | None, spans: list[ActorSpan], blocked: Ranges
) -> list[ActorSpan]:
    """Capitals that act: the subject of a verb ("Moscow said", "Ankara has sent")."""
    taken = Ranges((span.start, span.end) for span in spans)
    found = []
    for start, end, actor_id in conflict.find_metonyms(text, on):
        if taken.hit(start, end) or blocked.hit(start, end) or not _is_subject(text, start, end):
            continue
        camp = conflict.camp_of(actor_id)
        surface = text[start:end]
        found.append(ActorSpan(start, end, surface, Actor(surface, actor_id, camp, (camp,), start, end), "metonym"))
    return found


_ACTS = re.compile(
    r"\s+(?:also\s+|has\s+|have\s+|had\s+|would\s+|will\s+|did\s+|not\s+|and\s+[A-Z]\w+\s+(?:have\s+)?)*"
    r"(?:(?:been|was|is)\s+(?:\w+ly\s+)?(?:\w+ing|(?:on\s+\w+\s+)?(?:accused|blamed|suspected)\s+(?:of|for))|said|says|announced?s?|accus\w+|agree\w*|den(?:y|ie)\w*|vow\w*|sent|sends?|back\w*|support\w*|claim\w*|reject\w*"
    r"|insist\w*|warn\w*|launch\w*|want\w*|ordered|deploy\w*|condemn\w*|blam\w+|confirm\w*|declar\w*|call\w*|intends?"
    r"|seeks?|sought|considers?|sees|views|began|begun|carried|conducted|intervened|threaten\w*|responded|struck|hit)\b"
)


def _is_subject(text: str, start: int, end: int) -> bool:
    return bool(_ACTS.match(text, end)) and not _PLACE_BEFORE.search(text, max(0, start - 40), start)


def _unknown_names(text: str, spans: list[ActorSpan], blocked: Ranges) -> list[ActorSpan]:
    """`Sheitaat fighters`: a name nobody entered, known for an actor by its head noun. Its camp stays open."""
    taken = Ranges((span.start, span.end) for span in spans)
    found = []
    past = 0
    table = word_table(text)
    for at in table.among(_FIGHTER_WORDS):
        first = max(_chain_start(text, table, at), past)
        match = _NAMED_FIGHTERS.search(text, first, table.words[at].end + 1) if first < table.words[at].start else None
        if match is None:
            continue
        start, end = match.span()
        past = end
        if not taken.hit(start, end) and not blocked.hit(start, end):
            surface = match.group()
            found.append(ActorSpan(start, end, surface, Actor(surface, None, None, (), start, end), "group"))
    return found


def _chain_start(text: str, table: WordTable, at: int) -> int:
    """Where the words with a capital begin that stand right before word `at`."""
    words = table.words
    start = words[at].start
    while at and words[at - 1].written[0].isupper() and text[words[at - 1].end : start].strip("'’_ \t\n-") == "":
        at -= 1
        start = words[at].start
    return start
