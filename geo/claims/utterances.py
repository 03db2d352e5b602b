"""The ways of saying who says so: a speaker before or behind the words, quoted, denying, or behind "according to"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo._frozen import quick_init
from geo.claims.speakers import AND, NOT_FIRST, WHEN, could_speak, phrase_end, subject_before

if TYPE_CHECKING:
    from geo.claims.speech import Sentence, SpeechWords

__all__ = ["ACCORDING", "Attribution", "according_to", "make", "spoken"]


ACCORDING = re.compile(r"\b[Aa]ccording\s+to\s+")


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


_BY = re.compile(r"\s+by\s+")


_TURN = re.compile(r",\s+(?:and\s+)?(?:saying|adding|insisting|but)\s+")


_LIVES = re.compile(r"\s+(?:at\s+least\s+|more\s+than\s+|the\s+)?(?:\S+\s+)?(?:lives|life)\b")


_REFUSED = re.compile(r"\b(?:did|does|would|could)\s+not\s+(?:say|deny|confirm|comment|specify|elaborate)\b")


_FALSELY = re.compile(r"\b(?:falsely|wrongly|incorrectly|mistakenly|erroneously)\s+$")
#: Longer than the longest of these adverbs.
_ADVERB = 20
_DENIED = re.compile(r"\b(?:den(?:y|ies|ied)|reject\w*|dismiss\w*|refut\w+|disput\w+)\s+(?:[\w'’-]+\s+){0,3}$")


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


def make(context: Sentence, span: tuple[int, int], verb: str, scope: tuple[int, int], kind: str) -> Attribution:
    """An attribution to the words at `span`, with the camp they speak for."""
    speaker = context.text[span[0] : span[1]]
    return Attribution(speaker, *span, verb, *scope, kind, context.stance_of(speaker), (speaker,))


def according_to(context: Sentence, matches: list[re.Match[str]]) -> list[Attribution]:
    """Reads "according to X"."""
    found = []
    text = context.text
    for match in matches:
        end = phrase_end(context, match.end())
        if end > match.end():
            found.append(make(context, (match.end(), end), "according to", (0, len(text)), "said"))
    return found


def spoken(context: Sentence, verbs: list[re.Match[str]], hedges: list[re.Match[str]]) -> list[Attribution]:
    """Reads "X said (that) CLAUSE", "CLAUSE, X said", and what is quoted or denied."""
    text, words = context.text, context.words
    found: list[Attribution] = []
    for match in _REFUSED.finditer(text) if "not" in text else ():
        refused = subject_before(context, match.start())
        if refused is not None:
            found.append(make(context, refused, "did not say", (match.end(), match.end()), "said"))
    for match in verbs:
        verb = " ".join(match.group().split())
        kind = words.kinds.get(verb, "said")
        if kind in ("said", "claimed") and _FALSELY.search(text, max(0, match.start() - _ADVERB), match.start()):
            kind = "denied"
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
                found.append(make(context, speaker, verb, (end, len(text)), kind))
            continue
        if verb == "saying":
            continue  # "as saying" belongs to "quoted"; ", saying ..." to the speaker before
        if _BY.match(text, end) and (kind == "denied" or _PASSIVE.search(before)):
            agent = _BY.match(text, end)
            begin = agent.end() if agent else end
            stop = phrase_end(context, begin)
            if stop > begin and could_speak(context, begin, stop):
                found.append(make(context, (begin, stop), f"{verb} by", (0, start), kind))
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
                found.append(make(context, inverted, verb, (0, start), kind))
                continue
        if subject is None and found and AND.search(before):
            last = found[-1]  # "X did not say ..., but said ..."
            subject = (last.speaker_start, last.speaker_end)
            scope = (end, len(text))
            found[-1] = replace(last, scope_end=max(last.scope_start, min(last.scope_end, start)))
            found.append(make(context, subject, verb, scope, kind))
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
                found.append(make(context, subject, verb, scope, kind))
                scope, kind = (turn.end(), len(text)), "said"
        found.append(make(context, subject, verb, scope, kind))
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
        item = make(context, subject, verb, (end + saying.end(), len(text)), "said")
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
    item = make(context, (begin, begin + len(speaker)), verb, scope, "said")
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


def _clause_start(text: str, before: int) -> int:
    """Start of the clause that a speaker after it answers for: the sentence, unless a contrast opens it."""
    starts = [m.end() for m in re.finditer(r"[;]\s+|,\s+(?:but|while)\s+", text[:before])]
    return max(starts, default=0)
