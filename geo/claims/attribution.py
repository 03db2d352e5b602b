"""Who says so: speakers, their verbs, and the stretch of the sentence that they answer for.

Three shapes are read: "X said (that) CLAUSE", "CLAUSE, X said" (the comma is often lost), and "according to X"; with
"Y quoted X as saying" and one speaker inside another they form a chain, nearest first. Hedges without a speaker
("reportedly") are kept apart. The words are in data/frames/attribution.toml.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from geo._files import data_path
from geo.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.claims.actors import ActorSpan
    from geo.conflicts import Conflict
    from geo.models import Interest

__all__ = ["Attribution", "find_attributions", "interest"]

#: A speaker phrase is sought in this many characters before its verb.
REACH: Final = 140
#: Longest sentence-initial phrase that is taken for one speaker, in words.
SUBJECT_WORDS: Final = 16


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


@dataclass(frozen=True, slots=True)
class _Words:
    kinds: dict[str, str]
    verb: re.Pattern[str]
    hedge: re.Pattern[str]
    heads: re.Pattern[str]
    stance_of: dict[str, str]
    modifiers: frozenset[str]
    head_words: frozenset[str]
    openers: re.Pattern[str]
    before_claims: frozenset[str]
    after_claimed: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> _Words:
    path = data_path("frames", "attribution.toml")
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        kinds = {form: kind for kind, forms in data["verbs"].items() for form in forms}
        speakers = data["speakers"]
        stance_of = {word: name for name in ("monitor", "anonymous", "state", "plain") for word in speakers[name]}
        hedges = [*data["hedges"]["phrases"], *data["hedges"]["words"]]
        return _Words(
            kinds,
            re.compile(rf"\b(?:{_either(kinds)})\b"),
            re.compile(rf"\b(?:{_either(hedges)})\b", re.IGNORECASE),
            re.compile(rf"\b(?:{_either(stance_of)})\b", re.IGNORECASE),
            stance_of,
            frozenset(speakers["modifiers"]),
            frozenset(word for phrase in stance_of for word in phrase.split()),
            re.compile(rf"(?:(?:{_either(speakers['openers'])})\b[,\s]*)+", re.IGNORECASE),
            frozenset(data["not_verbs"]["before_claims"]),
            tuple(data["not_verbs"]["after_claimed"]),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        message = (
            f"{path}: {error}: the file must have [verbs], [not_verbs], [hedges] and [speakers] as lists of strings"
        )
        raise ConflictError(message) from error


def _either(words: Any) -> str:  # noqa: ANN401 - any iterable of str
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda w: (-len(w), w)))


_ACCORDING = re.compile(r"\b[Aa]ccording\s+to\s+")
_QUOTED_AS = re.compile(r"\bas\s+(?:saying|reporting|claiming|telling)\b")
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?$")
_ADVERBS = (
    r"(?:\s+(?:also|later|earlier|has|have|had|initially|further|then|previously|already|again|officially|publicly|meanwhile"
    r"|separately|reportedly|itself))*"
)
_WHEN = (
    r"(?:on\s+)?(?:late\s+|early\s+)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|today|yesterday|this\s+week|earlier)"
    r"(?:\s+(?:morning|afternoon|evening|night))?|on\s+\d{1,2}\s+\w+(?:\s+\d{4})?|on\s+[A-Z]\w+\s+\d{1,2}(?:,?\s+\d{4})?"
    r"|earlier\s+(?:in\s+the\s+day|on\s+\w+)|later\s+(?:in\s+the\s+day|on\s+\w+)"
)
_TAIL = re.compile(
    rf"(?:[,\s]*(?:(?:in|on|via|through)\s+(?:a|an|its|his|her|their)\s+(?:\w+\s+){{0,3}}?(?:statement|report|website|page|interview|press\s+release"
    rf"|news\s+conference|account|briefing|Twitter|Facebook|Telegram)(?:\s+on\s+(?:social\s+media|Twitter|Facebook))?"
    rf"(?:\s+(?:carried|published|released|posted|broadcast|quoted)\s+(?:by|on)\s+\w+(?:\s+\w+){{0,3}})?|{_WHEN}"
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
_PREPOSITION = re.compile(r"\b(?:of|at|in|for|from|near|with|inside|on|by|and)\s+$")
_BY = re.compile(r"\s+by\s+")
_JOINED = re.compile(r"\s+and\s+(?:the\s+|an?\s+)?$")
_AND = re.compile(r"(?:\bbut|\band|,)(?:\s+(?:also|later|then|instead))?\s*$")
_TURN = re.compile(r",\s+(?:and\s+)?(?:saying|adding|insisting|but)\s+")
_LIVES = re.compile(r"\s+(?:at\s+least\s+|more\s+than\s+|the\s+)?(?:\S+\s+)?(?:lives|life)\b")
_REFUSED = re.compile(r"\b(?:did|does|would|could)\s+not\s+(?:say|deny|confirm|comment|specify|elaborate)\b")
_HEADLINE = re.compile(
    r"(?:\s+|:\s*|\s[-–]\s*)(?P<who>(?:Monitors?|NGO|Observatory|Reports?|[Ss]tate\s+[Mm]edia|Activists|[Cc]ivil\s+[Dd]efen[cs]e|Sources"
    r"|(?:[A-Z][\w-]*\s+){1,3}(?:Cent(?:er|re)|Ministry))|(?<=[:-]\s)(?:the\s+)?(?:\w+\s+){0,2}"
    r"(?:monitors?|army|reports|activists|officials?|sources?|ministry|media|police))"
    r"(?=\s*\.?\s*$|\s+(?:AFP|Reuters|AP|REUTERS|Agencies)\b)"
)
_RELATIVE = re.compile(r"\b(?:who|which|that|whose)\b")
_NAME = re.compile(
    r"(?:(?:[A-Z][\w.'’-]*|al-[A-Z][\w'’-]*|bin|ibn|de|von|van|al|el)\s+){1,4}(?:[A-Z][\w.'’-]*|al-[A-Z][\w'’-]*)\s*$"
)
_PRONOUN = re.compile(r"\b(?:[Ii]t|[Hh]e|[Ss]he|[Tt]hey|[Ww]e)\s*$")
_STARTS = re.compile(
    r"(?:^|[.!?\"”]\s+|\n|[,;:]\s+(?:but|and|while|however|although|as)\s+|[,;]\s+(?=[A-Z])|\b(?:but|while|however|although)\b,?\s+)"
)
_TOKEN = re.compile(r"[^\s,;:\"“”()]+")
_DETERMINERS = frozenset({"a", "an", "the", "one", "another", "some", "several", "its", "their"})
_NOT_FIRST = frozenset(
    {
        "on",
        "in",
        "at",
        "by",
        "after",
        "before",
        "during",
        "since",
        "for",
        "from",
        "as",
        "when",
        "with",
        "to",
        "of",
        "and",
    }
)


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
    words = _words()
    spans = [
        (span.start - sentence_start, span.end - sentence_start)
        for span in actor_spans
        if sentence_start <= span.start and span.end <= sentence_end
    ]
    if not (
        words.verb.search(sentence)
        or words.hedge.search(sentence)
        or _ACCORDING.search(sentence)
        or _HEADLINE.search(sentence)
    ):
        return ()
    sources = tuple(
        (start - sentence_start, end - sentence_start, name)
        for start, end, name in conflict.find_sources(text)
        if sentence_start <= start and end <= sentence_end
    )
    context = _Context(sentence, words, conflict, spans, source, stance, sources)
    found = [*_according(context), *_headline(context), *_spoken(context), *_hedges(context)]
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


@dataclass(slots=True)
class _Context:
    text: str
    words: _Words
    conflict: Conflict
    actors: list[tuple[int, int]]
    source: str
    stance: str
    sources: tuple[tuple[int, int, str], ...] = ()

    def make(self, start: int, end: int, verb: str, scope: tuple[int, int], kind: str) -> Attribution:
        speaker = self.text[start:end]
        return Attribution(speaker, start, end, verb, scope[0], scope[1], kind, self.stance_of(speaker), (speaker,))

    def stance_of(self, speaker: str) -> str:
        """Camp that a speaker phrase speaks for."""
        found = self.conflict.find_source(speaker)
        if found is not None:
            return found.stance
        heads = [" ".join(match.group().lower().split()) for match in self.words.heads.finditer(speaker)]
        groups = [self.words.stance_of.get(head, "") for head in heads]
        group = "monitor" if "monitor" in groups else groups[-1] if groups else ""
        if group == "monitor":
            return "monitor"
        for actor in self.conflict.find_actors(speaker):
            if actor.camp is not None and actor.camp != "other":
                return actor.camp
        nation = self.conflict.find_nation(speaker)
        if nation is not None:
            return self.conflict.camp_of(nation)
        if group == "state" and self.conflict.default_army:
            return self.conflict.camp_of(self.conflict.default_army)
        if group == "anonymous":
            # "a military source" in a party's own outlet speaks for that party.
            return (
                self.stance
                if self.stance and re.search(r"\b(?:military|field|security|army)\b", speaker)
                else "anonymous"
            )
        return "unknown"


# ------------------------------------------------------------------ shapes
def _according(context: _Context) -> list[Attribution]:
    found = []
    text = context.text
    for match in _ACCORDING.finditer(text):
        end = _phrase_end(context, match.end())
        if end > match.end():
            found.append(context.make(match.end(), end, "according to", (0, len(text)), "said"))
    return found


def _headline(context: _Context) -> list[Attribution]:
    """Read `Air strikes kill 34 in Deir Ezzor: monitor`, also without the colon where punctuation was lost."""
    match = _HEADLINE.search(context.text)
    if match is None or re.search(
        r"(?:^|\b(?:with|by|of|against|for|from|to|and|the|in|on))\s*$", context.text[: match.start("who")]
    ):
        return []
    return [context.make(match.start("who"), match.end("who"), "headline", (0, match.start("who")), "said")]


def _phrase_end(context: _Context, start: int) -> int:
    """Where a noun phrase that begins at `start` ends."""
    text = context.text
    for begin, end in context.actors:
        if start <= begin <= start + 4:
            return end
    stop = re.search(
        r"[,.;:\"”]|\s(?:who|which|that|said|says|while|but|as|when|has|have|had|was|were|is|are)\b|$", text[start:]
    )
    limit = start + (stop.start() if stop else len(text) - start)
    window = text[start:limit]
    last = start
    seen_head = False
    seen_name = False
    for token in _TOKEN.finditer(window):
        word = token.group()
        low = word.lower()
        known = low in context.words.head_words
        if not (
            known
            or low in context.words.modifiers
            or low in _DETERMINERS
            or word[0].isupper()
            or low in ("of", "at", "for", "and", "in")
        ):
            break
        if (
            low in _DETERMINERS
            and (seen_head or seen_name)
            and not re.search(r"\b(?:and|of|at|for|in)\s+$", window[: token.start()])
        ):
            break
        if low not in ("of", "at", "for", "and", "in"):
            last = start + token.end()
        seen_head = seen_head or known
        seen_name = seen_name or (word[0].isupper() and low not in _DETERMINERS)
    return last if seen_head or seen_name else start


def _spoken(context: _Context) -> list[Attribution]:
    text, words = context.text, context.words
    found: list[Attribution] = []
    for match in _REFUSED.finditer(text):
        refused = _subject(context, match.start())
        if refused is not None:
            found.append(context.make(*refused, "did not say", (match.end(), match.end()), "said"))
    for match in words.verb.finditer(text):
        verb = " ".join(match.group().split())
        kind = words.kinds.get(verb, "said")
        start, end = match.span()
        before = text[:start]
        if not _is_verb(before, text[end:], verb, kind, words):
            continue
        if kind == "quoted":
            found += _quotation(context, start, end, verb)
            continue
        if verb == "saying":
            continue  # "as saying" belongs to "quoted"; ", saying ..." to the speaker before
        if _BY.match(text, end) and (kind == "denied" or _PASSIVE.search(before)):
            agent = _BY.match(text, end)
            begin = agent.end() if agent else end
            stop = _phrase_end(context, begin)
            if stop > begin and _could_speak(context, begin, stop):
                found.append(context.make(begin, stop, f"{verb} by", (0, start), kind))
            continue
        if _PASSIVE.search(before):
            continue
        tail = _TAIL.match(text, end)
        after = tail.end() if tail else end
        if verb in ("told", "tells", "informed") and (addressee := _ADDRESSEE.match(text, end)):
            end = addressee.end()
            tail = _TAIL.match(text, end)
            after = tail.end() if tail else end
        subject = _subject(context, start)
        closed = _ENDS.match(text, after)
        if subject is None or (subject[0] > 0 and text[:start].rstrip().endswith(('"', "”", ","))):
            inverted = _inverted(context, start, end)
            if inverted is not None:
                found.append(context.make(*inverted, verb, (0, start), kind))
                continue
        if subject is None and found and _AND.search(before):
            last = found[-1]  # "X did not say ..., but said ..."
            subject = (last.speaker_start, last.speaker_end)
            scope = (end, len(text))
            found[-1] = replace(last, scope_end=max(last.scope_start, min(last.scope_end, start)))
            found.append(context.make(*subject, verb, scope, kind))
            continue
        if subject is None:
            continue
        if any(hedge.start() < subject[1] and subject[0] < hedge.end() for hedge in words.hedge.finditer(text)):
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
                found.append(context.make(*subject, verb, scope, kind))
                scope, kind = (turn.end(), len(text)), "said"
        found.append(context.make(*subject, verb, scope, kind))
    return found


def _is_verb(before: str, after: str, verb: str, kind: str, words: _Words) -> bool:
    last = re.search(r"([\w-]+)\s*$", before)
    previous = last.group(1).lower() if last else ""
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
    if verb == "reports" and (previous in _NOT_FIRST or re.search(r"day\s*$", before) or previous in words.modifiers):
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


def _quotation(context: _Context, start: int, end: int, verb: str) -> list[Attribution]:
    """Read `Y quoted X as saying`, `X was quoted (by Y) as saying`, `Y cited X`, `citing X`."""
    text = context.text
    before, after = text[:start], text[end:]
    saying = _QUOTED_AS.search(after)
    if _PASSIVE.search(before):
        if saying is None:
            return []
        outlet = re.match(r"\s+by\s+", after)
        passive = _PASSIVE.search(before)
        subject = _subject(context, passive.start() if passive else start)
        if subject is None:
            return []
        item = context.make(*subject, verb, (end + saying.end(), len(text)), "said")
        if outlet:
            stop = _phrase_end(context, end + outlet.end())
            item = replace(item, chain=(*item.chain, text[end + outlet.end() : stop]))
        return [item]
    begin = end + len(after) - len(after.lstrip())
    stop = end + saying.start() if saying else _phrase_end(context, begin)
    speaker = text[begin:stop].strip()
    if not speaker or stop <= begin:
        return []
    outer = _subject(context, start) if not verb.endswith("ing") else None
    if saying is None and not verb.endswith("ing") and outer is None:
        return []
    scope = (end + saying.end(), len(text)) if saying else (0, start) if verb.endswith("ing") else (stop, len(text))
    item = context.make(begin, begin + len(speaker), verb, scope, "said")
    if outer is not None:
        item = replace(item, chain=(*item.chain, text[outer[0] : outer[1]]))
    return [item]


def _inverted(context: _Context, start: int, end: int) -> tuple[int, int] | None:
    """'"...," said the monitor': the speaker follows the verb and closes the sentence or the clause."""
    text = context.text
    if not text[:start].strip():
        return None
    begin = end + len(text[end:]) - len(text[end:].lstrip())
    stop = _phrase_end(context, begin)
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


def _hedges(context: _Context) -> list[Attribution]:
    found = []
    text = context.text
    for match in context.words.hedge.finditer(text):
        stop = re.search(r"[;.]|,\s+(?:but|and|while)\b", text[match.end() :])
        end = match.end() + stop.start() if stop else len(text)
        word = match.group().lower()
        begin = match.end() if " " not in word else 0 if word.endswith(("reported", "to", "as")) else match.end()
        breaks = [m.end() for m in re.finditer(r"[,;]\s+(?:but|and|while)\s|\b(?:but|while)\s", text[: match.start()])]
        begin = max([begin, *breaks]) if begin == 0 else begin
        found.append(Attribution(None, match.start(), match.end(), word, begin, end, "hedge"))
    return found


# ------------------------------------------------------------------ speakers
def _clause_start(text: str, before: int) -> int:
    """Start of the clause that a speaker after it answers for: the sentence, unless a contrast opens it."""
    starts = [m.end() for m in re.finditer(r"[;]\s+|,\s+(?:but|while)\s+", text[:before])]
    return max(starts, default=0)


def _subject(context: _Context, verb_start: int) -> tuple[int, int] | None:
    """The speaker phrase that ends before a verb."""
    text = context.text
    tail = re.search(rf"{_ADVERBS}\s*$", text[:verb_start])
    end = tail.start() if tail else verb_start
    end = len(text[:end].rstrip())
    if text[:end].endswith(","):
        end = len(text[: end - 1].rstrip())  # an apposition closes with a comma
    if not end or _AND.search(text[:end]):
        return None  # "X did ..., and said": whoever spoke before
    begin = _right_anchored(context, end)
    opened = max((m.end() for m in _STARTS.finditer(text[:end]) if m.end() < end), default=0)
    opener = context.words.openers.match(text, opened)
    if opener and opener.end() < end:
        opened = opener.end()
    opened = _after_time(text, opened, end)
    segment = text[opened:end]
    whole = len(segment.split()) <= SUBJECT_WORDS and _could_speak(context, opened, end)
    if begin is None:
        return (opened, end) if whole and not _has_finite(segment) else None
    if (joined := _JOINED.search(text, opened, begin)) is not None:
        # "a monitor and rebels said": both speak.
        other = _right_anchored(context, joined.start())
        if other is not None and other >= opened:
            begin = other
    lead = text[opened:begin].strip()
    if context.words.verb.search(lead):
        return begin, end
    if not lead:
        return begin, end
    if (
        whole
        and (_PREPOSITION.search(text[:begin]) or _RELATIVE.search(lead))
        and not _has_finite(lead.split(" that ")[0].split(" who ")[0])
    ):
        return opened, end
    return begin, end


_FINITE = re.compile(
    r"\b(?:was|were|is|are|has|have|had|killed|wounded|hit|struck|captured|took|seized|left|injured|targeted|attacked|destroyed|fell|began|died)\b"
)


def _has_finite(segment: str) -> bool:
    """A clause of its own, not only a subject."""
    return bool(_FINITE.search(segment))


def _after_time(text: str, start: int, end: int) -> int:
    """Skip "On Sunday morning, " and the like before a subject."""
    match = re.match(
        rf"(?:(?:{_WHEN}|[Oo]n\s+the\s+same\s+day|[Ll]ater\s+that\s+(?:day|week)|[Ii]n\s+(?:a|its|his)\s+(?:\w+\s+)?(?:statement|report)|[Ii]n\s+[A-Z]\w+"
        r"|[Ll]ast\s+(?:week|month|year)|[Dd]espite\s+[\w\s]{1,30}|[Ff]ollowing\s+[\w\s]{1,30}))(?:,\s*|\s+(?=(?:a|an|the|it|he|they|[A-Z])\b))",
        text[start:end].replace("On ", "on ", 1) if text[start:end].startswith("On ") else text[start:end],
    )
    return start + match.end() if match and start + match.end() < end else start


def _could_speak(context: _Context, start: int, end: int) -> bool:
    segment = context.text[start:end]
    if not segment or segment.split()[0].lower() in _NOT_FIRST:
        return False
    if any(start <= begin and stop <= end for begin, stop in context.actors):
        return True
    if context.words.heads.search(segment) or context.conflict.find_source(segment) is not None:
        return True
    return segment[0].isupper() and len(segment.split()) <= 5


def _right_anchored(context: _Context, end: int) -> int | None:
    """Start of the shortest phrase ending at `end` that can speak."""
    text = context.text
    low = max(0, end - REACH)
    window = text[low:end]
    pronoun = _PRONOUN.search(window)
    if pronoun:
        return low + pronoun.start()
    tokens = list(_TOKEN.finditer(window))
    for begin, stop in context.actors:
        if stop == end:
            return _with_article(text, begin)
    words = context.words
    sources = [(begin, stop) for begin, stop, _source in context.sources if low <= begin and stop <= end]
    tokens_done: int | None = None
    count = 0
    head = False
    start: int | None = None
    capitals = 0
    gap_end = len(window)
    for token in reversed(tokens):
        word = token.group()
        key = word.lower().removesuffix("'s").removesuffix("’s")
        if tokens_done is not None and low + token.start() >= tokens_done:
            continue
        if window[token.end() : gap_end].strip(' "“”()'):
            break  # a comma or the like lies between
        jump = next((begin for begin, stop in sources if begin <= low + token.start() < stop), None)
        if jump is not None:
            start, head, count = jump, True, count + 1
            capitals += 1
            gap_end = jump - low
            tokens_done = jump
            continue
        is_head = key in words.head_words or (key.endswith("s") and key[:-1] in words.head_words)
        is_modifier = key in words.modifiers or context.conflict.find_nation(word) is not None
        is_name = word[0].isupper() or word.lower().startswith(("al-", "el-"))
        if key in _DETERMINERS and count:
            if head or capitals:
                start = low + token.start()
                head = True
            break
        if is_head:
            head = True
        elif not (is_modifier or (is_name and not (head and _is_place_like(context, window, token, count)))):
            break
        capitals += is_name
        start = low + token.start()
        gap_end = token.start()
        count += 1
        if count > 9:
            break
    if start is None:
        return None
    phrase = text[start:end]
    if head or context.conflict.find_source(phrase) is not None:
        return start
    if capitals >= 2 or (
        capitals == 1 and (start == 0 or not text[:start].strip() or text[:start].rstrip()[-1] in ',;:"”.')
    ):
        return start
    return start if context.conflict.find_nation(phrase) is not None and capitals else None


def _is_place_like(context: _Context, window: str, token: re.Match[str], count: int) -> bool:
    """In `in Aleppo state media said`, a capital before a complete speaker phrase belongs to the clause before."""
    if context.conflict.find_source(window[token.start() :]) is not None:
        shorter = context.conflict.find_source(window[token.end() :])
        return shorter is not None
    return count > 0


def _with_article(text: str, start: int) -> int:
    match = re.search(r"\b(?:[Tt]he|[Aa]n?)\s+$", text[:start])
    return match.start() if match else start


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


_GAIN = frozenset({"capture", "recapture", "transfer", "hold", "repel", "advance", "besiege"})
_LOSS = frozenset({"lose", "withdraw"})


def interest(
    actor_camps: Sequence[str],
    opponent_camps: Sequence[str],
    predicate: str,
    stance: str,
    *,
    conflict: Conflict | None = None,
) -> Interest:
    """Whose interest a claim serves, seen from whoever makes it.

    Parameters
    ----------
    actor_camps, opponent_camps : sequence of str
        Camps of the two sides of the claim.
    predicate : str
    stance : str
        Camp of the speaker, ``monitor``, ``neutral``, ``anonymous`` or ``unknown``.
    conflict : Conflict, optional
        Lets allies count as one side, and an enemy's gain as one's own loss where no loser is named.

    Returns
    -------
    str
        ``partisan`` (own gain, or blame on the enemy), ``admission`` (own loss), ``neutral``, or ``anonymous``.
    """
    if stance in ("monitor", "neutral"):
        return "neutral"
    if stance in ("", "unknown", "anonymous"):
        return "anonymous"

    def side(camp: str) -> str:
        return conflict.shows_as(camp) if conflict is not None else camp

    own = side(stance)
    actors = {side(camp) for camp in actor_camps}
    others = {side(camp) for camp in opponent_camps}
    if predicate in _LOSS:
        gainers, losers = others, actors
    elif predicate in _GAIN:
        gainers, losers = actors, others
    else:
        blamed = conflict is not None and any(conflict.opposes(own, camp) for camp in actors)
        return "partisan" if blamed or own in actors | others else "neutral"
    if own in gainers:
        return "partisan"
    if own in losers:
        return "admission"
    if conflict is not None and not losers and any(conflict.opposes(own, camp) for camp in gainers):
        return "admission"
    if conflict is not None and not gainers and any(conflict.opposes(own, camp) for camp in losers):
        return "partisan"
    return "neutral"
