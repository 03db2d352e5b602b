"""Where a speaker phrase begins and ends: "a source at the police command", "state media", "Rami Abdulrahman"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from geo.claims.speech import Sentence

__all__ = ["AND", "NOT_FIRST", "WHEN", "could_speak", "phrase_end", "subject_before"]

#: A speaker phrase is sought in this many characters before its verb.
REACH: Final = 140
#: Longest sentence-initial phrase that is taken for one speaker, in words.
SUBJECT_WORDS: Final = 16
_ADVERBS = frozenset(
    {
        "also", "later", "earlier", "has", "have", "had", "initially", "further", "then", "previously", "already",
        "again", "officially", "publicly", "meanwhile", "separately", "reportedly", "itself",
    }
)  # fmt: skip
#: How far back, in characters, a word may begin that a pattern wants at the end.
_LAST = 40
WHEN = (
    r"(?:on\s+)?(?:late\s+|early\s+)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|today|yesterday|this\s+week|earlier)"
    r"(?:\s+(?:morning|afternoon|evening|night))?|on\s+\d{1,2}\s+\w+(?:\s+\d{4})?|on\s+[A-Z]\w+\s+\d{1,2}(?:,?\s+\d{4})?"
    r"|earlier\s+(?:in\s+the\s+day|on\s+\w+)|later\s+(?:in\s+the\s+day|on\s+\w+)"
)
_PREPOSITION = re.compile(r"\b(?:of|at|in|for|from|near|with|inside|on|by|and)\s+$")
_JOINED = re.compile(r"\s+and\s+(?:the\s+|an?\s+)?$")
AND = re.compile(r"(?:\bbut|\band|,)(?:\s+(?:also|later|then|instead))?\s*$")
_RELATIVE = re.compile(r"\b(?:who|which|that|whose)\b")
_PRONOUN = re.compile(r"\b(?:[Ii]t|[Hh]e|[Ss]he|[Tt]hey|[Ww]e)\s*$")
_STARTS = re.compile(
    r"(?:^|[.!?\"”]\s+|\n|[,;:]\s+(?:but|and|while|however|although|as)\s+|[,;]\s+(?=[A-Z])|\b(?:but|while|however|although)\b,?\s+)"
)
_TOKEN = re.compile(r"[^\s,;:\"“”()]+")
_DETERMINERS = frozenset({"a", "an", "the", "one", "another", "some", "several", "its", "their"})
NOT_FIRST = frozenset(
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


def phrase_end(context: Sentence, start: int) -> int:
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


def subject_before(context: Sentence, verb_start: int) -> tuple[int, int] | None:
    """The speaker phrase that ends before a verb."""
    text = context.text
    end = _before_adverbs(text, verb_start)
    if text.endswith(",", 0, end):
        end = len(text[: end - 1].rstrip())  # an apposition closes with a comma
    if not end or AND.search(text, max(0, end - _LAST), end):
        return None  # "X did ..., and said": whoever spoke before
    begin = _right_anchored(context, end)
    opened = max((m.end() for m in _STARTS.finditer(text[:end]) if m.end() < end), default=0)
    opener = context.words.openers.match(text, opened)
    if opener and opener.end() < end:
        opened = opener.end()
    opened = _after_time(text, opened, end)
    segment = text[opened:end]
    whole = len(segment.split()) <= SUBJECT_WORDS and could_speak(context, opened, end)
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


def _before_adverbs(text: str, end: int) -> int:
    """Where the text before `end` ends without the adverbs and auxiliaries that close it."""
    end = len(text[:end].rstrip())
    while True:
        begin = end
        while begin and not text[begin - 1].isspace():
            begin -= 1
        if not begin or text[begin:end] not in _ADVERBS:
            return end
        end = len(text[:begin].rstrip())


_FINITE = re.compile(
    r"\b(?:was|were|is|are|has|have|had|killed|wounded|hit|struck|captured|took|seized|left|injured|targeted|attacked|destroyed|fell|began|died)\b"
)


def _has_finite(segment: str) -> bool:
    """A clause of its own, not only a subject."""
    return bool(_FINITE.search(segment))


def _after_time(text: str, start: int, end: int) -> int:
    """Skip "On Sunday morning, " and the like before a subject."""
    match = re.match(
        rf"(?:(?:{WHEN}|[Oo]n\s+the\s+same\s+day|[Ll]ater\s+that\s+(?:day|week)|[Ii]n\s+(?:a|its|his)\s+(?:\w+\s+)?(?:statement|report)|[Ii]n\s+[A-Z]\w+"
        r"|[Ll]ast\s+(?:week|month|year)|[Dd]espite\s+[\w\s]{1,30}|[Ff]ollowing\s+[\w\s]{1,30}))(?:,\s*|\s+(?=(?:a|an|the|it|he|they|[A-Z])\b))",
        text[start:end].replace("On ", "on ", 1) if text[start:end].startswith("On ") else text[start:end],
    )
    return start + match.end() if match and start + match.end() < end else start


def could_speak(context: Sentence, start: int, end: int) -> bool:
    """Whether a stretch of the sentence can be one speaker: it names an actor, a source, or somebody."""
    segment = context.text[start:end]
    if not segment or segment.split()[0].lower() in NOT_FIRST:
        return False
    if any(start <= begin and stop <= end for begin, stop in context.actors):
        return True
    if context.words.heads.search(segment) or context.conflict.find_source(segment) is not None:
        return True
    return segment[0].isupper() and len(segment.split()) <= 5


def _right_anchored(context: Sentence, end: int) -> int | None:
    """Start of the shortest phrase ending at `end` that can speak."""
    text = context.text
    low = max(0, end - REACH)
    window = text[low:end]
    pronoun = _PRONOUN.search(text, max(low, end - _LAST), end)
    if pronoun:
        return pronoun.start()
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


def _is_place_like(context: Sentence, window: str, token: re.Match[str], count: int) -> bool:
    """In `in Aleppo state media said`, a capital before a complete speaker phrase belongs to the clause before."""
    if context.conflict.find_source(window[token.start() :]) is not None:
        shorter = context.conflict.find_source(window[token.end() :])
        return shorter is not None
    return count > 0


def _with_article(text: str, start: int) -> int:
    match = re.search(r"\b(?:[Tt]he|[Aa]n?)\s+$", text[:start])
    return match.start() if match else start
