"""Words that refer back to an actor: "they", "its troops", "the group", "the latter", and whom each of them means."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo._frozen import quick_init
from geo.claims.actorspan import ActorSpan
from geo.claims.owners import own_speaker
from geo.conflicts.spelling import word_table
from geo.models import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo._ranges import Ranges
    from geo.conflicts import Conflict
    from geo.conflicts.spelling import WordTable

__all__ = ["with_references"]


@quick_init
@dataclass(frozen=True, slots=True)
class _Mark:
    """A reference: where it starts, its last word, and ``the``, ``bare``, ``pronoun``, ``latter`` or a possessive."""

    start: int
    how: str
    word: str


#: How far back "they" and "the group" may reach, in characters: about three sentences of a news report.
REACH = 600
# "its fighters", "their forces": belongs to whoever was named; "the group" names it again.
_GROUP = re.compile(
    r"(?:\b(?:[Tt]he|[Tt]his|[Tt]hat|[Hh]is|[Ii]ts|[Tt]heir)\s+|\b(?=(?:terror|terrorist|jihadist|militant|extremist)\s+group\b))"
    r"((?:(?:terror|terrorist|ultra-radical|radical|powerful|ultraconservative|hard-line|extremist|jihadist|jihadi|militant|armed|rebel|insurgent|ultra-hardline|hardline|Islamist"
    r"|advancing|attacking|remaining|besieged|allied)\s+)*"
    r"(?:groups?|organi[sz]ation|alliance|faction|fighters|forces|troops|soldiers|men|militants|jihadists|jihadis"
    r"|extremists|insurgents|rebels|gunmen|attackers|militia|army))\b"
)
_OWNED = re.compile(
    r"\b(?:[Hh]is|[Ii]ts|[Tt]heir)\s+((?:ground|armed|air|special|own)\s+)?"
    r"((?:military|navy|units|paratroopers|marines|commandos|police|infantry|gunners|artillery|tanks"
    r"|jets|fighter jets|warplanes|planes|aircraft|helicopters|drones|air force|forces|troops|fighters|soldiers)\b)"
)
_AS = re.compile(r"\b(?:as|while|when)\s+$")
_TRYING = re.compile(r"\s+(?:were|tried|attempted|sought)\b")
_HARM = re.compile(
    r"\b(?:kill|target|hit|attack|destroy|eliminat|ambush|struck|shell|bomb|shot|trap|surround|chas|arrest)"
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
# "the former Isis bastion" is none
_LATTER = re.compile(
    r"\b[Tt]he\s+(latter|former(?=\s*[,.;)]|\s+(?:is|was|are|were|has|had|have|who|took|[a-z]+ed)\b))\b"
)
_SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)|\s+(?=[A-Z\"“]))")
# The words with which the patterns above begin: each is tried where one of its words stands, not everywhere.
_GROUP_WORDS = frozenset(
    {"the", "this", "that", "his", "its", "their", "terror", "terrorist", "jihadist", "militant", "extremist"}
)
_FORCES_WORDS = frozenset({"advancing", "attacking", "retreating", "besieging", "withdrawing"})
_OWN = frozenset({"its", "their", "his"})
_SIDE_WORDS = frozenset({"militants", "terrorists", "jihadists", "jihadis", "extremists"})
_PRONOUN_WORDS = frozenset({"they", "it", "them"})
_LATTER_WORDS = frozenset({"latter", "former"})


def with_references(text: str, spans: list[ActorSpan], conflict: Conflict, blocked: Ranges) -> list[ActorSpan]:
    """The actors of a text with those that refer back to one of them.

    Parameters
    ----------
    text : str
    spans : list of ActorSpan
        Those named or described, in order.
    conflict : Conflict
    blocked : Ranges
        Where nothing is looked for.

    Returns
    -------
    list of ActorSpan
        In order, not overlapping.
    """
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
        inside = len(at) == 1 and at[0].start >= start and at[0].end <= end
        owned = how in _OWN and inside and at[0].kind in ("group", "air")
        if at and not (inside and (owned or _vague(at[0], conflict))):
            continue
        before = [span for span in result[near:] if span.end <= start and start - span.end <= REACH]
        mark = _Mark(start, how, text[start:end].rsplit(maxsplit=1)[-1].lower())
        surface = text[start:end]
        speaker = own_speaker(text, start, before, conflict) if how in _OWN or surface == "it" else None
        antecedent = _antecedent(mark, before, ends, conflict, at[0] if at and not owned else None)
        if surface == "they" and _AS.search(text, max(0, start - 8), start) and _TRYING.match(text, end):
            antecedent = _harmed(text, start, before, ends) or antecedent
        if speaker is not None:
            if surface == "it" and speaker.span is None:
                # "the monitor said it had": nobody armed
                continue
            actor = speaker.actor(surface, start, end)
        elif antecedent is not None:
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
        kind = "air" if at and at[0].kind == "air" else "coref"
        result.insert(place, ActorSpan(start, end, surface, actor, kind))
        longest = max(longest, end - start)
    return [*result, *spans[taken:]]


def _found(pattern: re.Pattern[str], text: str, table: WordTable, keys: frozenset[str]) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(text)`` finds, of a pattern that begins with one of these words."""
    past = 0
    for at in table.among(keys):
        start = table.words[at].start
        if start >= past and (match := pattern.match(text, start)) is not None:
            past = match.end()
            yield match


def _marks(text: str) -> list[tuple[int, int, str]]:
    """The words that may refer back: start, end, and how (see `_Mark`)."""
    table = word_table(text)
    marks: list[tuple[int, int, str]] = []
    for match in _found(_GROUP, text, table, _GROUP_WORDS):
        own = match.group().split()[0].lower()
        marks.append((match.start(1), match.end(1), own if own in _OWN else "the"))
    known = {start for start, _end, _how in marks}
    marks += [
        (m.start(2), m.end(2), m.group().split()[0].lower())
        for m in _found(_OWNED, text, table, _OWN)
        if m.start(2) not in known
    ]
    marks += [(m.start(1), m.end(1), "the") for m in _found(_BARE_FORCES, text, table, _FORCES_WORDS)]
    marks += [(m.start(), m.end(), "bare") for m in _found(_BARE_SIDE, text, table, _SIDE_WORDS)]
    for at in table.among(_LATTER_WORDS):
        if at and (latter := _LATTER.match(text, table.words[at - 1].start)) is not None:
            marks.append((latter.start(), latter.end(), latter.group(1)))
    marks += [(m.start(), m.end(), "pronoun") for m in _found(_PRONOUN, text, table, _PRONOUN_WORDS)]
    marks.sort()
    return marks


def _harmed(text: str, start: int, before: list[ActorSpan], ends: list[int]) -> ActorSpan | None:
    """Reads "troops killed ten rebels as they were trying to flee": the rebels, not the subject."""
    opened = _last(ends, bisect_right(ends, start))
    here = [s for s in before if s.start >= opened and s.kind != "adjective" and s.actor.camps]
    if len(here) < 2 or here[-1].actor.camp == here[0].actor.camp:
        return None
    return here[-1] if _HARM.search(text, here[-2].end, here[-1].start) else None


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
