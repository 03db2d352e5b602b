"""Who acts: the actor mentions of a text, with pronouns and "the group" taken back to whom they mean.

Names, words and dates come from the conflict files; here is only what English does with them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo._frozen import quick_init
from geo._ranges import Ranges
from geo.conflicts.spelling import word_table
from geo.models import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from geo.conflicts import ActorPhrase, Conflict
    from geo.conflicts.spelling import WordTable

__all__ = ["DEED_AFTER", "ActorSpan", "find_actors"]


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


@quick_init
@dataclass(frozen=True, slots=True)
class _Mark:
    """A reference: where it starts, its last word, and ``the``, ``bare``, ``pronoun``, ``latter`` or a possessive."""

    start: int
    how: str
    word: str


#: How far back "they" and "the group" may reach, in characters: about three sentences of a news report.
REACH = 600
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
# "its fighters", "their forces": belongs to whoever was named; "the group" names it again.
_GROUP = re.compile(
    r"(?:\b(?:[Tt]he|[Tt]his|[Tt]hat|[Hh]is|[Ii]ts|[Tt]heir)\s+|\b(?=(?:terror|terrorist|jihadist|militant|extremist)\s+group\b))"
    r"((?:(?:terror|terrorist|ultra-radical|radical|powerful|ultraconservative|hard-line|extremist|jihadist|jihadi|militant|armed|rebel|insurgent|ultra-hardline|hardline|Islamist"
    r"|advancing|attacking|remaining|besieged|allied)\s+)*"
    r"(?:groups?|organi[sz]ation|alliance|faction|fighters|forces|troops|soldiers|men|militants|jihadists|jihadis"
    r"|extremists|insurgents|rebels|gunmen|attackers|militia|army))\b"
)
_BARE_FORCES = re.compile(
    r"\b((?:advancing|attacking|retreating|besieging|withdrawing)\s+(?:forces|troops|fighters))\b"
)
# Without an article they refer back only within their sentence.
_BARE_SIDE = re.compile(r"(?<!the )(?<!The )\b(?:militants|terrorists|jihadists|jihadis|extremists)\b", re.IGNORECASE)
# "it" only where it does something: as an object it is mostly the place.
_PRONOUN = re.compile(
    r"\b(they|it(?=\s+(?:has|had|have|was|is|would|will|said|says|also|took|lost|began|held|holds|controls?|withdrew|\w+ed)\b)"
    r"|(?<=\bby\s)them|(?<=\bfrom\s)them|(?<=\bagainst\s)them)\b",
    re.IGNORECASE,
)
_LATTER = re.compile(r"\b[Tt]he\s+(latter|former)\b")
_SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)|\s+(?=[A-Z\"“]))")
# The words with which the patterns above begin: each is tried where one of its words stands, not everywhere.
_FIGHTER_WORDS = frozenset(
    {
        "fighters", "forces", "militants", "militia", "militias", "militiamen", "rebels", "insurgents", "troops",
        "soldiers", "army", "gunmen", "paramilitaries", "warplanes",
    }
)  # fmt: skip
_GROUP_WORDS = frozenset(
    {"the", "this", "that", "his", "its", "their", "terror", "terrorist", "jihadist", "militant", "extremist"}
)
_FORCES_WORDS = frozenset({"advancing", "attacking", "retreating", "besieging", "withdrawing"})
_SIDE_WORDS = frozenset({"militants", "terrorists", "jihadists", "jihadis", "extremists"})
_PRONOUN_WORDS = frozenset({"they", "it", "them"})
_LATTER_WORDS = frozenset({"latter", "former"})
#: "In the US air strikes": whose they are, not where.
DEED_AFTER = re.compile(
    r"\s+(?:(?:led|air|missile|drone|military|coalition)\s+)?(?:air)?(?:strikes?|raids?|attacks?|bombings?|bombardment)\b"
)
_REST_OF_NAME = re.compile(r"[-\s](?:held|controlled|run|dominated|occupied|besieged)\b")
_OWN = frozenset({"its", "their", "his"})


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
    return tuple(_with_references(text, spans, conflict, blocked))


def _found(pattern: re.Pattern[str], text: str, table: WordTable, keys: frozenset[str]) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(text)`` finds, of a pattern that begins with one of these words."""
    past = 0
    for at in table.among(keys):
        start = table.words[at].start
        if start >= past and (match := pattern.match(text, start)) is not None:
            past = match.end()
            yield match


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
    r"(?:(?:been|was|is)\s+(?:\w+ly\s+)?\w+ing|said|says|announced?s?|accus\w+|agree\w*|den(?:y|ie)\w*|vow\w*|sent|sends?|back\w*|support\w*|claim\w*|reject\w*"
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


# ------------------------------------------------------------------ references
def _marks(text: str) -> list[tuple[int, int, str]]:
    """The words that may refer back: start, end, and how (see `_Mark`)."""
    table = word_table(text)
    marks: list[tuple[int, int, str]] = []
    for match in _found(_GROUP, text, table, _GROUP_WORDS):
        own = match.group().split()[0].lower()
        marks.append((match.start(1), match.end(1), own if own in _OWN else "the"))
    marks += [(m.start(1), m.end(1), "the") for m in _found(_BARE_FORCES, text, table, _FORCES_WORDS)]
    marks += [(m.start(), m.end(), "bare") for m in _found(_BARE_SIDE, text, table, _SIDE_WORDS)]
    for at in table.among(_LATTER_WORDS):
        if at and (latter := _LATTER.match(text, table.words[at - 1].start)) is not None:
            marks.append((latter.start(), latter.end(), latter.group(1)))
    marks += [(m.start(), m.end(), "pronoun") for m in _found(_PRONOUN, text, table, _PRONOUN_WORDS)]
    marks.sort()
    return marks


def _with_references(text: str, spans: list[ActorSpan], conflict: Conflict, blocked: Ranges) -> list[ActorSpan]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    waiting = len(spans)
    longest = max((span.end - span.start for span in spans), default=0)
    result: list[ActorSpan] = []  # in order, up to the mark that is read
    taken = 0
    for start, end, how in _marks(text):
        if blocked.hit(start, end):
            continue
        while taken < waiting and spans[taken].start < end:
            result.append(spans[taken])
            taken += 1
        near = len(result)
        while near and result[near - 1].start >= start - REACH - longest:
            near -= 1
        at = [span for span in result[near:] if span.start < end and start < span.end]
        if at and not (len(at) == 1 and at[0].start >= start and at[0].end <= end and _vague(at[0], conflict)):
            continue
        before = [span for span in result[near:] if span.end <= start and start - span.end <= REACH]
        mark = _Mark(start, how, text[start:end].rsplit(maxsplit=1)[-1].lower())
        antecedent = _antecedent(mark, before, ends, conflict, at[0] if at else None)
        surface = text[start:end]
        if antecedent is not None:
            known = antecedent.actor
            actor = Actor(surface, known.id, known.camp, known.camps, start, end)
        elif at or how in ("pronoun", "latter", "former", "bare"):
            continue
        else:
            actor = Actor(surface, None, None, (), start, end)  # somebody named outside this text
        if at:
            del result[next(k for k in range(len(result) - 1, -1, -1) if result[k] is at[0])]
        place = len(result)
        while place and result[place - 1].start > start:
            place -= 1
        result.insert(place, ActorSpan(start, end, surface, actor, "coref"))
        longest = max(longest, end - start)
    return [*result, *spans[taken:]]


def _vague(span: ActorSpan, conflict: Conflict) -> bool:
    """Words that may stand for somebody named before ("the militants", "the forces")."""
    if span.actor.id is None:
        return True
    return len(span.actor.camps) > 1 and conflict.actor(span.actor.id).kind == "generic"


def _antecedent(
    mark: _Mark, before: list[ActorSpan], ends: list[int], conflict: Conflict, replaced: ActorSpan | None
) -> ActorSpan | None:
    start, how = mark.start, mark.how
    candidates = [span for span in before if not span.secondary and span.actor.camp is not None]
    if how == "former" and len(candidates) >= 2:
        return candidates[-2]
    if how in ("latter", "former"):
        return candidates[-1] if candidates else None
    opened = _last(ends, bisect_right(ends, start))
    if how == "pronoun":
        return _subject(candidates, opened, ends)
    word = mark.word
    if replaced is not None and replaced.actor.camps:
        # "the militants": only somebody whom the word can mean, and who was named.
        fits = [
            span
            for span in candidates
            if (how != "bare" or span.start >= opened)
            and span.actor.camp in replaced.actor.camps
            and not _vague(span, conflict)
            and span.kind != "adjective"
        ]
        return fits[-1] if fits else None
    if word in ("group", "groups", "organization", "organisation", "faction", "alliance", "militia"):
        named = [span for span in candidates if _is_group(span, conflict)]
        return named[-1] if named else None
    if how in _OWN or word in ("men", "attackers", "fighters"):
        grounded = [span for span in candidates if span.kind not in ("air", "adjective")]
        return _subject(grounded, opened, ends)
    if word in ("forces", "troops", "soldiers"):
        grounded = [span for span in candidates if span.kind not in ("air", "adjective", "metonym")]
        return grounded[-1] if grounded else None
    return None


def _last(ends: list[int], count: int) -> int:
    """The last of the first `count` sentence ends, or the start of the text."""
    return ends[count - 1] if count else 0


def _is_group(span: ActorSpan, conflict: Conflict) -> bool:
    return span.actor.id is not None and conflict.actor(span.actor.id).kind in ("group", "operation", "generic")


def _subject(candidates: list[ActorSpan], opened: int, ends: list[int]) -> ActorSpan | None:
    """The first actor of this sentence, else the first of the one before: subjects tend to stay subjects."""
    full = [span for span in candidates if span.kind != "adjective"] or candidates
    here = [span for span in full if span.start >= opened]
    if here:
        return here[0]
    earlier = _last(ends, bisect_left(ends, opened))
    previous = [span for span in full if span.start >= earlier]
    return previous[0] if previous else None
