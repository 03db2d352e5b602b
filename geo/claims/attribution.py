"""Who says so: speakers, their verbs, and the stretch of the sentence that they answer for.

Three shapes are read: "X said (that) CLAUSE", "CLAUSE, X said" (the comma is often lost), and "according to X"; with
"Y quoted X as saying" and one speaker inside another they form a chain, nearest first. Hedges without a speaker
("reportedly") are kept apart. The words are in data/frames/attribution.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo._frozen import quick_init
from geo.claims.speakers import AND, NOT_FIRST, WHEN, could_speak, phrase_end, subject_before
from geo.claims.speech import Sentence, speech_starts, speech_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.claims.actorspan import ActorSpan
    from geo.claims.speech import SpeechWords
    from geo.conflicts import Conflict

__all__ = ["Attribution", "find_attributions"]

_ACCORDING = re.compile(r"\b[Aa]ccording\s+to\s+")
_QUOTED_AS = re.compile(r"\bas\s+(?:saying|reporting|claiming|telling)\b")
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?$")
_TAIL = re.compile(
    rf"(?:[,\s]*(?:(?:in|on|via|through)\s+(?:a|an|its|his|her|their)\s+(?:\w+\s+){{0,3}}?(?:statement|report|website|page|interview|press\s+release"
    rf"|news\s+conference|account|briefing|Twitter|Facebook|Telegram)(?:\s+on\s+(?:social\s+media|Twitter|Facebook))?"
    rf"(?:\s+(?:carried|published|released|posted|broadcast|quoted)\s+(?:by|on)\s+\w+(?:\s+\w+){{0,3}})?|{WHEN}"
    r"|(?:to|told)\s+[A-Z]\w*(?:\s+[A-Z]\w*)*))*"
)
_ADDRESSEE = re.compile(
    r"\s+(?:the\s+)?(?:reporters|journalists|state\s+(?:media|television|TV)|news\s+services|lawmakers|parliament"
    r"|[A-Z][\w.-]*(?:\s+(?:News(?:\s+Agency)?|Agency|TV|television|news\s+agency|Arabic|Online|Novosti|Times|Post|agency|English|World|by\s+telephone))*)"
    r"(?:\s+from\s+[A-Z]\w+)?"
)
_ENDS = re.compile(
    r"[\s\"”’'.!?)]*$|[,\s]*(?:adding|citing|without|using|quoting|with|but|as|although|who|which|while|when|speaking|noting|stressing|part\s+of)\b|[.;]|\.\s"
)
_ADDING = re.compile(r"[,\s]*(?:adding|noting|stressing|saying)\b")
_CONTRAST = re.compile(r"[,;]?\s*\b(?:but|however|while|whereas|although|though|yet)\b[,\s]*", re.IGNORECASE)
_BY = re.compile(r"\s+by\s+")
_TURN = re.compile(r",\s+(?:and\s+)?(?:saying|adding|insisting|but)\s+")
_LIVES = re.compile(r"\s+(?:at\s+least\s+|more\s+than\s+|the\s+)?(?:\S+\s+)?(?:lives|life)\b")
_REFUSED = re.compile(r"\b(?:did|does|would|could)\s+not\s+(?:say|deny|confirm|comment|specify|elaborate)\b")
_HEADLINE = re.compile(
    r"(?:\s+|:\s*|\s[-–]\s*)(?P<who>(?:Monitors?|NGO|Observatory|Reports?|[Ss]tate\s+[Mm]edia|Activists|[Cc]ivil\s+[Dd]efen[cs]e|Sources"
    r"|(?:[A-Z][\w-]*\s+){1,3}(?:Cent(?:er|re)|Ministry))|(?<=[:-]\s)(?:the\s+)?(?:\w+\s+){0,2}"
    r"(?:monitors?|army|reports|activists|officials?|sources?|ministry|media|police))"
    r"(?=\s*\.?\s*$|\s+(?:AFP|Reuters|AP|REUTERS|Agencies)\b)"
)
#: What `_HEADLINE` may end with, or stand before; and how far from the end that is sought.
_HEADLINE_ENDS = (
    "monitor", "monitors", "ngo", "observatory", "report", "reports", "media", "activists", "defence", "defense",
    "source", "sources", "center", "centre", "ministry", "army", "official", "officials", "police",
)  # fmt: skip
_DENIED = re.compile(r"\b(?:den(?:y|ies|ied)|reject\w*|dismiss\w*|refut\w+|disput\w+)\s+(?:[\w'’-]+\s+){0,3}$")
_AGENCIES = re.compile(r"AFP|Reuters|AP|REUTERS|Agencies")
_LONGEST_END = 24
_NAME = re.compile(
    r"(?:(?:[A-Z][\w.'’-]*|al-[A-Z][\w'’-]*|bin|ibn|de|von|van|al|el)\s+){1,4}(?:[A-Z][\w.'’-]*|al-[A-Z][\w'’-]*)\s*$"
)


@quick_init
@dataclass(frozen=True, slots=True)
class Attribution:
    """One speaker and what they answer for. All offsets are in the text given.

    Attributes
    ----------
    speaker : str or None
        As written; None for a hedge.
    verb : str
        The verb form, "according to", or the hedge.
    scope_start, scope_end : int
        Claims whose trigger lies in here are theirs.
    kind : str
        ``said``, ``claimed``, ``denied``, ``admitted``, ``accused`` or ``hedge``.
    stance : str
        Camp of the speaker, ``monitor``, ``neutral``, ``anonymous`` or ``unknown``.
    chain : tuple of str
        From the nearest speaker outwards, the speaker included.
    """

    speaker: str | None
    speaker_start: int
    speaker_end: int
    verb: str
    scope_start: int
    scope_end: int
    kind: str
    stance: str = "unknown"
    chain: tuple[str, ...] = ()


def find_attributions(
    text: str,
    sentence_start: int,
    sentence_end: int,
    conflict: Conflict,
    actor_spans: Sequence[ActorSpan] = (),
    *,
    source: str = "",
    stance: str = "",
) -> tuple[Attribution, ...]:
    """Find who is named as saying what in one sentence.

    Parameters
    ----------
    text : str
        The report; offsets refer to it.
    sentence_start, sentence_end : int
    conflict : Conflict
    actor_spans : sequence of ActorSpan
        Actors already found; those in the sentence help to see where a speaker phrase begins.
    source, stance : str
        Who publishes, and the camp of that outlet: decides "a military source".

    Returns
    -------
    tuple of Attribution
        In order of their verbs; hedges included.
    """
    sentence = text[sentence_start:sentence_end]
    starts = speech_starts(text, sentence_start, sentence_end)
    may_be_headline = _may_be_headline(sentence)
    if not starts and not may_be_headline:
        return ()
    context = Sentence(
        sentence,
        speech_words(),
        conflict,
        [
            (span.start - sentence_start, span.end - sentence_start)
            for span in actor_spans
            if sentence_start <= span.start and span.end <= sentence_end
        ],
        source,
        stance,
        tuple(
            (start - sentence_start, end - sentence_start, name)
            for start, end, name in conflict.find_sources(text, sentence_start, sentence_end)
        ),
        starts,
    )
    hedges = context.found(context.words.hedge)
    verbs = context.found(context.words.verb)
    according = context.found(_ACCORDING)
    headline = _HEADLINE.search(sentence) if may_be_headline else None
    if not (verbs or hedges or according or headline):
        return ()
    found = [
        *_according(context, according),
        *_headline(context, headline),
        *_spoken(context, verbs, hedges),
        *_hedges(context, hedges),
    ]
    found.sort(key=lambda item: (item.speaker_start if item.speaker is not None else item.scope_start, item.verb))
    found = _chained(_bounded(found, sentence))
    return tuple(
        replace(
            item,
            speaker_start=item.speaker_start + sentence_start,
            speaker_end=item.speaker_end + sentence_start,
            scope_start=item.scope_start + sentence_start,
            scope_end=item.scope_end + sentence_start,
        )
        for item in found
    )


def _may_be_headline(sentence: str) -> bool:
    """The quick answer for most sentences: `_HEADLINE` wants one of its words at the end or before an agency."""
    tail = sentence[-_LONGEST_END:].rstrip().removesuffix(".").rstrip().lower()
    return tail.endswith(_HEADLINE_ENDS) or _AGENCIES.search(sentence) is not None


def _make(context: Sentence, span: tuple[int, int], verb: str, scope: tuple[int, int], kind: str) -> Attribution:
    speaker = context.text[span[0] : span[1]]
    return Attribution(speaker, *span, verb, *scope, kind, context.stance_of(speaker), (speaker,))


# ------------------------------------------------------------------ shapes
def _according(context: Sentence, matches: list[re.Match[str]]) -> list[Attribution]:
    found = []
    text = context.text
    for match in matches:
        end = phrase_end(context, match.end())
        if end > match.end():
            found.append(_make(context, (match.end(), end), "according to", (0, len(text)), "said"))
    return found


def _headline(context: Sentence, match: re.Match[str] | None) -> list[Attribution]:
    """Read `Air strikes kill 34 in Deir Ezzor: monitor`, also without the colon where punctuation was lost."""
    if match is None or re.search(
        r"(?:^|\b(?:with|by|of|against|for|from|to|and|the|in|on))\s*$", context.text[: match.start("who")]
    ):
        return []
    return [_make(context, match.span("who"), "headline", (0, match.start("who")), "said")]


def _spoken(context: Sentence, verbs: list[re.Match[str]], hedges: list[re.Match[str]]) -> list[Attribution]:
    text, words = context.text, context.words
    found: list[Attribution] = []
    for match in _REFUSED.finditer(text) if "not" in text else ():
        refused = subject_before(context, match.start())
        if refused is not None:
            found.append(_make(context, refused, "did not say", (match.end(), match.end()), "said"))
    for match in verbs:
        verb = " ".join(match.group().split())
        kind = words.kinds.get(verb, "said")
        start, end = match.span()
        before = text[:start]
        if not _is_verb(before, text[end:], verb, kind, words):
            continue
        if kind == "quoted":
            found += _quotation(context, start, end, verb)
            continue
        if kind == "denied" and verb.endswith("ing"):
            # "The army said it still fought there, denying that X had been taken"
            speaker = (found[-1].speaker_start, found[-1].speaker_end) if found and found[-1].speaker else None
            speaker = speaker or next((span for span in context.actors if span[1] <= start), None)
            if speaker is not None:
                found.append(_make(context, speaker, verb, (end, len(text)), kind))
            continue
        if verb == "saying":
            continue  # "as saying" belongs to "quoted"; ", saying ..." to the speaker before
        if _BY.match(text, end) and (kind == "denied" or _PASSIVE.search(before)):
            agent = _BY.match(text, end)
            begin = agent.end() if agent else end
            stop = phrase_end(context, begin)
            if stop > begin and could_speak(context, begin, stop):
                found.append(_make(context, (begin, stop), f"{verb} by", (0, start), kind))
            continue
        if _PASSIVE.search(before):
            continue
        tail = _TAIL.match(text, end)
        after = tail.end() if tail else end
        if verb in ("told", "tells", "informed") and (addressee := _ADDRESSEE.match(text, end)):
            end = addressee.end()
            tail = _TAIL.match(text, end)
            after = tail.end() if tail else end
        subject = subject_before(context, start)
        closed = _ENDS.match(text, after)
        if subject is None or (subject[0] > 0 and text[:start].rstrip().endswith(('"', "”", ","))):
            inverted = _inverted(context, start, end)
            if inverted is not None:
                found.append(_make(context, inverted, verb, (0, start), kind))
                continue
        if subject is None and found and AND.search(before):
            last = found[-1]  # "X did not say ..., but said ..."
            subject = (last.speaker_start, last.speaker_end)
            scope = (end, len(text))
            found[-1] = replace(last, scope_end=max(last.scope_start, min(last.scope_end, start)))
            found.append(_make(context, subject, verb, scope, kind))
            continue
        if subject is None:
            continue
        if any(hedge.start() < subject[1] and subject[0] < hedge.end() for hedge in hedges):
            continue  # "unconfirmed reports said": nobody
        if closed and text[: subject[0]].strip(' ,"“”'):
            scope = (_clause_start(text, subject[0]), subject[0])
            if _ADDING.match(text, after):
                scope = (scope[0], len(text))
        else:
            scope = (end, len(text))
            if kind == "denied" and (turn := _TURN.search(text, end)) is not None:
                # What follows "denied ..., saying" is what they do say.
                scope = (end, turn.start())
                found.append(_make(context, subject, verb, scope, kind))
                scope, kind = (turn.end(), len(text)), "said"
        found.append(_make(context, subject, verb, scope, kind))
    return found


def _is_verb(before: str, after: str, verb: str, kind: str, words: SpeechWords) -> bool:
    last = re.search(r"([\w-]+)\s*$", before)
    previous = last.group(1).lower() if last else ""
    if verb in ("claims", "claim", "reports", "report") and _DENIED.search(before):
        # "Kyiv rejected Russian claims that"
        return False
    if verb in ("claims", "claim", "reports", "report", "notes", "states", "estimates", "rejects") and (
        previous in words.before_claims
        or previous in ("a", "an", "to", "media", "news", "and", "from", "united")
        or not previous
    ):
        return previous == "media" and verb == "report"
    if previous in ("to", "will", "would", "could", "not", "can", "may", "should", "must") and verb in (
        "say",
        "claim",
        "report",
        "confirm",
        "deny",
        "announce",
    ):
        return False
    if verb == "reports" and (previous in NOT_FIRST or re.search(r"day\s*$", before) or previous in words.modifiers):
        return False
    if verb in ("declared", "announced", "declares") and re.match(
        r"\s+(?:an?\s+(?:[\w-]+\s+){0,2}?(?:cease-?fire|truce|state|caliphate|pause)|by)\b", after
    ):
        return False
    if kind == "claimed" and any(re.match(rf"\s+{re.escape(word)}\b", after) for word in words.after_claimed):
        return False
    if kind == "claimed" and _LIVES.match(after):
        return False
    if verb == "reports" and re.match(
        r"\s+(?:said|say|emerged|suggest\w*|indicat\w*|of|from|in|were|are|have|by)\b", after
    ):
        return False
    return not (
        kind == "denied"
        and re.match(r"\s+(?:access|entry|the\s+right|responsibility|involvement|any\s+involvement)\b", after)
    )


def _quotation(context: Sentence, start: int, end: int, verb: str) -> list[Attribution]:
    """Read `Y quoted X as saying`, `X was quoted (by Y) as saying`, `Y cited X`, `citing X`."""
    text = context.text
    before, after = text[:start], text[end:]
    saying = _QUOTED_AS.search(after)
    if _PASSIVE.search(before):
        if saying is None:
            return []
        outlet = re.match(r"\s+by\s+", after)
        passive = _PASSIVE.search(before)
        subject = subject_before(context, passive.start() if passive else start)
        if subject is None:
            return []
        item = _make(context, subject, verb, (end + saying.end(), len(text)), "said")
        if outlet:
            stop = phrase_end(context, end + outlet.end())
            item = replace(item, chain=(*item.chain, text[end + outlet.end() : stop]))
        return [item]
    begin = end + len(after) - len(after.lstrip())
    stop = end + saying.start() if saying else phrase_end(context, begin)
    speaker = text[begin:stop].strip()
    if not speaker or stop <= begin:
        return []
    outer = subject_before(context, start) if not verb.endswith("ing") else None
    if saying is None and not verb.endswith("ing") and outer is None:
        return []
    scope = (end + saying.end(), len(text)) if saying else (0, start) if verb.endswith("ing") else (stop, len(text))
    item = _make(context, (begin, begin + len(speaker)), verb, scope, "said")
    if outer is not None:
        item = replace(item, chain=(*item.chain, text[outer[0] : outer[1]]))
    return [item]


def _inverted(context: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """'"...," said the monitor': the speaker follows the verb and closes the sentence or the clause."""
    text = context.text
    if not text[:start].strip():
        return None
    begin = end + len(text[end:]) - len(text[end:].lstrip())
    stop = phrase_end(context, begin)
    if stop <= begin:
        return None
    speaker = text[begin:stop]
    known = context.words.heads.search(speaker) is not None or context.conflict.find_source(speaker) is not None
    if not known and not text[:start].rstrip().endswith(('"', "”", ",")):
        return None
    if text[:start].rstrip().endswith(('"', "”", "’", "'")) or re.match(
        r"\s*[.,;]|\s*$|\s+(?:who|which|on|in|of|told)\b", text[stop:]
    ):
        return begin, stop
    return None


def _hedges(context: Sentence, matches: list[re.Match[str]]) -> list[Attribution]:
    found = []
    text = context.text
    for match in matches:
        stop = re.search(r"[;.]|,\s+(?:but|and|while)\b", text[match.end() :])
        end = match.end() + stop.start() if stop else len(text)
        word = match.group().lower()
        begin = match.end() if " " not in word else 0 if word.endswith(("reported", "to", "as")) else match.end()
        breaks = [m.end() for m in re.finditer(r"[,;]\s+(?:but|and|while)\s|\b(?:but|while)\s", text[: match.start()])]
        begin = max([begin, *breaks]) if begin == 0 else begin
        found.append(Attribution(None, match.start(), match.end(), word, begin, end, "hedge"))
    return found


def _clause_start(text: str, before: int) -> int:
    """Start of the clause that a speaker after it answers for: the sentence, unless a contrast opens it."""
    starts = [m.end() for m in re.finditer(r"[;]\s+|,\s+(?:but|while)\s+", text[:before])]
    return max(starts, default=0)


# ------------------------------------------------------------------ together
def _bounded(found: list[Attribution], text: str) -> list[Attribution]:
    """A speaker after a contrast ends the scope of the one before ("X said ..., but Y denied ...")."""
    result = []
    for item in found:
        end = item.scope_end
        for other in found:
            if other.speaker is None or other is item or not item.scope_start < other.speaker_start < end:
                continue
            contrast = list(_CONTRAST.finditer(text, item.scope_start, other.speaker_start + 1))
            if contrast and other.scope_start >= other.speaker_end and item.speaker_end <= contrast[-1].start():
                gap = text[contrast[-1].end() : other.speaker_start]
                if len(gap.split()) <= 4:
                    end = min(end, contrast[-1].start())
        result.append(replace(item, scope_end=max(end, item.scope_start)))
    return result


def _chained(found: list[Attribution]) -> list[Attribution]:
    """Whoever is quoted inside the words of another gets the outer speaker at the end of the chain."""
    result = []
    for item in found:
        chain = item.chain
        if item.speaker is not None:
            outer = [
                other
                for other in found
                if other.speaker is not None
                and other is not item
                and other.scope_start <= item.speaker_start
                and item.speaker_end <= other.scope_end
                and (other.scope_start, other.scope_end) != (item.scope_start, item.scope_end)
            ]
            outer.sort(key=lambda other: other.scope_end - other.scope_start)
            chain = (*chain, *(other.speaker for other in outer if other.speaker and other.speaker not in chain))
        result.append(replace(item, chain=chain))
    return result
