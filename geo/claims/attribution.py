"""Who says so: speakers, their verbs, and the stretch of the sentence that they answer for.

Three shapes are read: "X said (that) CLAUSE", "CLAUSE, X said" (the comma is often lost), and "according to X"; with
"Y quoted X as saying" and one speaker inside another they form a chain, nearest first. Hedges without a speaker
("reportedly") are kept apart. The words are in data/frames/attribution.toml.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.claims.speech import Sentence, speech_starts, speech_words
from geo.claims.utterances import ACCORDING, Attribution, according_to, make, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.claims.actorspan import ActorSpan
    from geo.conflicts import Conflict

__all__ = ["Attribution", "find_attributions"]

_CONTRAST = re.compile(r"[,;]?\s*\b(?:but|however|while|whereas|although|though|yet)\b[,\s]*", re.IGNORECASE)
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
_AGENCIES = re.compile(r"AFP|Reuters|AP|REUTERS|Agencies")
_LONGEST_END = 24


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
    according = context.found(ACCORDING)
    headline = _HEADLINE.search(sentence) if may_be_headline else None
    if not (verbs or hedges or according or headline):
        return ()
    found = [
        *according_to(context, according),
        *_headline(context, headline),
        *spoken(context, verbs, hedges),
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


def _headline(context: Sentence, match: re.Match[str] | None) -> list[Attribution]:
    """Read `Air strikes kill 34 in Deir Ezzor: monitor`, also without the colon where punctuation was lost."""
    if match is None or re.search(
        r"(?:^|\b(?:with|by|of|against|for|from|to|and|the|in|on))\s*$", context.text[: match.start("who")]
    ):
        return []
    return [make(context, match.span("who"), "headline", (0, match.start("who")), "said")]


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
