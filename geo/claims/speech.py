"""The words by which texts attribute, read from data/frames/attribution.toml, and a sentence seen through them."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo._files import data_path
from geo._frozen import quick_init
from geo.conflicts.spelling import plain_key, word_table
from geo.errors import ConflictError

if TYPE_CHECKING:
    from geo.conflicts import Conflict

__all__ = ["Sentence", "SpeechWords", "speech_starts", "speech_words"]


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """The lists of data/frames/attribution.toml, compiled.

    Attributes
    ----------
    kinds : dict
        Verb form -> ``said``, ``claimed``, ``denied``, ``admitted``, ``accused`` or ``quoted``.
    starts : frozenset of str
        Keys of the words with which a verb, a hedge or "according to" begins.
    stance_of : dict
        Heart of a speaker phrase -> ``monitor``, ``anonymous``, ``state`` or ``plain``.
    """

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
    starts: frozenset[str]


@lru_cache(maxsize=1)
def speech_words() -> SpeechWords:
    """Read the lists once.

    Raises
    ------
    ConflictError
        If the file is broken.
    """
    path = data_path("frames", "attribution.toml")
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        kinds = {form: kind for kind, forms in data["verbs"].items() for form in forms}
        speakers = data["speakers"]
        stance_of = {word: name for name in ("monitor", "anonymous", "state", "plain") for word in speakers[name]}
        hedges = [*data["hedges"]["phrases"], *data["hedges"]["words"]]
        return SpeechWords(
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
            frozenset(plain_key(phrase.split()[0]) for phrase in ("according", *kinds, *hedges)),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        message = (
            f"{path}: {error}: the file must have [verbs], [not_verbs], [hedges] and [speakers] as lists of strings"
        )
        raise ConflictError(message) from error


@lru_cache(maxsize=4)
def _all_starts(text: str) -> list[int]:
    table = word_table(text)
    return [table.words[at].start for at in table.among(speech_words().starts)]


def speech_starts(text: str, start: int, end: int) -> tuple[int, ...]:
    """Where in ``text[start:end]`` a verb of saying, a hedge or "according to" may begin, counted from `start`."""
    places = _all_starts(text)
    return tuple(at - start for at in places[bisect_left(places, start) : bisect_left(places, end)])


def _either(words: Any) -> str:  # noqa: ANN401 - any iterable of str
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda w: (-len(w), w)))


@quick_init
@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in which speakers are sought; offsets count from its start.

    Attributes
    ----------
    actors : list of (int, int)
        Where actors stand.
    source, stance : str
        Who publishes, and the camp of that outlet.
    sources : tuple of (start, end, source id)
        Where known sources are named.
    starts : tuple of int
        Where a verb of saying, a hedge or "according to" may begin; see `speech_starts`.
    """

    text: str
    words: SpeechWords
    conflict: Conflict
    actors: list[tuple[int, int]]
    source: str
    stance: str
    sources: tuple[tuple[int, int, str], ...] = ()
    starts: tuple[int, ...] = ()

    def found(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """What ``pattern.finditer(self.text)`` finds, of a pattern that begins with one of `SpeechWords.starts`."""
        matches = []
        past = 0
        for at in self.starts:
            if at >= past and (match := pattern.match(self.text, at)) is not None:
                past = match.end()
                matches.append(match)
        return matches

    def stance_of(self, speaker: str) -> str:
        """Camp that a speaker phrase speaks for."""
        return _stance_of(self.conflict, self.stance, speaker)


@lru_cache(maxsize=4096)
def _stance_of(conflict: Conflict, stance: str, speaker: str) -> str:
    found = conflict.find_source(speaker)
    if found is not None:
        return found.stance
    words = speech_words()
    heads = [" ".join(match.group().lower().split()) for match in words.heads.finditer(speaker)]
    groups = [words.stance_of.get(head, "") for head in heads]
    group = "monitor" if "monitor" in groups else groups[-1] if groups else ""
    if group == "monitor":
        return "monitor"
    for actor in conflict.find_actors(speaker):
        if actor.camp is not None and actor.camp != "other":
            return actor.camp
    nation = conflict.find_nation(speaker)
    if nation is not None:
        return conflict.camp_of(nation)
    if group == "state" and conflict.default_army:
        return conflict.camp_of(conflict.default_army)
    if group == "anonymous":
        # "a military source" in a party's own outlet speaks for that party.
        return stance if stance and re.search(r"\b(?:military|field|security|army)\b", speaker) else "anonymous"
    return "unknown"
