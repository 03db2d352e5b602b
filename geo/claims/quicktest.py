"""Whether a sentence can hold a frame at all: most can not, and need no analysis."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from geo.claims.lexicon import ACTOR, load_lexicon
from geo.claims.units import HOLDING

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.claims.lexicon import Lexicon, Pattern

__all__ = ["sentence_filter"]


@cache
def sentence_filter(*, placed: bool = True) -> Callable[[str], bool]:
    """A quick test whether a sentence can hold any trigger: others need no analysis.

    Parameters
    ----------
    placed : bool
        False for a sentence that names no place: then frames that need one (fighting and fire) do not count.

    Returns
    -------
    callable
        From the text of a sentence to yes or no.
    """
    lexicon = load_lexicon()

    def counts(patterns: list[Pattern]) -> bool:
        return placed or any(p.frame.predicate not in ("strike", "attack", "contest") for p in patterns)

    words = frozenset(k for k, found in lexicon.starts.items() if not k.startswith("{") and counts(found)).union(
        *_after_actor(lexicon)
    )
    suffixes = tuple("-" + word for word in HOLDING)
    split = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*").findall

    single, rows = _plausible_starts(lexicon)
    single |= frozenset().union(*_after_actor(lexicon))

    def test(sentence: str) -> bool:
        lower = sentence.lower()
        found = split(lower)
        if "-" in lower and any(w.endswith(suffixes) for w in found):
            return True
        if words.isdisjoint(found):
            return False
        present = set(found)
        if "-" in lower:
            # a name cuts "regime-bombardment" in two
            present.update(part for w in found if "-" in w for part in w.split("-"))
        return not single.isdisjoint(present) or any(
            not any(need.isdisjoint(present) for need in needs) for w in present & rows.keys() for needs in rows[w]
        )

    return test


def _after_actor(lexicon: Lexicon) -> list[frozenset[str]]:
    """What follows the actor in the patterns that begin with one."""
    return [
        next((e for e in p.elements[1:] if not isinstance(e, str)), frozenset()) for p in lexicon.starts.get(ACTOR, ())
    ]


def _plausible_starts(lexicon: Lexicon) -> tuple[frozenset[str], dict[str, list[list[frozenset[str]]]]]:
    """Words that are a trigger by themselves, and those that need others in the sentence ("in" ... "control of").

    Only sets of plain words are asked for: "'s" and "-held" are not words to a quick test.
    """
    single, rows = set(), {}
    for word, patterns in lexicon.starts.items():
        rows[word] = [[n for n in p.needs if all(w.isalpha() for w in n)] for p in patterns]
        if not all(rows[word]):
            single.add(word)
            del rows[word]
    return frozenset(single), rows
