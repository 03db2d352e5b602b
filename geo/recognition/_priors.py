"""What a name says by itself: how likely it is a place wherever it stands, and what the words before one say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.recognition._lexicon import (
    CALENDAR,
    DEMONYM,
    DIRECTION,
    FACILITY,
    FEATURE,
    FIRST,
    LINK,
    ORG,
    PROMINENT,
    STOP,
    SURNAME,
    TITLE,
    TOP_SURNAME,
    WORD,
)  # fmt: skip

if TYPE_CHECKING:
    from geo.recognition._lexicon import Lexicon

__all__ = ["level_fits", "prior_of", "rank_of", "words_beside"]

#: What the head of an Arabic name says for the name of a place, in log-odds.
W_HEADED = 2.5
_NUMERAL = re.compile(r"[ivx]+$")
_STRONG_CODES = ("PCL", "CONT", "TERR")


def rank_of(feature: str, weight: float) -> int:
    """3 country or continent, 2 first-level division or region, 1 large city, 0 other."""
    kind, _, code = feature.partition(".")
    if code.startswith(_STRONG_CODES):
        return 3
    if code == "ADM1" or kind in "LH":
        return 2
    return 1 if kind == "P" and weight >= 5.3 else 0


def prior_of(
    flags_of: dict[str, int], words: list[str], feature: str, weight: float, rank: int, *, main: bool, headed: bool
) -> float:
    """Log-odds that the words of a name mean a place, by what the words can be besides and how large the place is.

    `headed` says that the first word opens names of places ("Tal Afar", "Deir Hafer").
    """
    flags = [flags_of.get(w, 0) for w in words]
    kind, _, code = feature.partition(".")
    if rank == 3:
        prior = 4.0
    elif code == "ADM1":
        prior = 3.0 if main else 1.5
    elif code == "ADM2":
        prior = 3.0 if len(words) > 1 else 0.0
    elif kind in "LH":
        prior = 2.5 if main else 1.0
    elif kind == "P":
        prior = (weight - 4.2) * 1.6 - (0.0 if main else 1.8)
    else:
        prior = -1.5
    if len(words) > 1:
        known = all(f & (WORD | FIRST | SURNAME | LINK | STOP | ORG | DIRECTION) for f in flags)
        prior += 0.3 if known else 1.5
        if headed and rank < 2:
            prior += W_HEADED
        if flags[0] & FIRST and flags[-1] & (SURNAME | FIRST) and len(words) == 2:
            prior -= 2.0
        if all(f & (STOP | LINK | CALENDAR | TITLE) for f in flags):
            prior -= 4.0
        elif all(f & (WORD | STOP | LINK) for f in flags) and rank < 2:
            prior -= 2.0
        if kind == "S" and all(f & (WORD | DEMONYM | STOP | LINK) for f in flags):
            prior -= 4.0  # "Russian Helicopter"
        return prior
    flag = flags[0] if flags else 0
    if rank == 3:
        return prior
    if flag & (STOP | CALENDAR):
        return prior - 8.0
    if flag & DEMONYM:
        prior -= 8.0
    if flag & WORD:
        prior -= 2.8
    if flag & DIRECTION:
        prior -= 4.0
    if words and _NUMERAL.match(words[0]):
        prior -= 6.0
    if flag & (TITLE | ORG | FEATURE | FACILITY | LINK | DIRECTION):
        prior -= 2.5
    if flag & FIRST:
        prior -= 2.4
    if flag & PROMINENT:
        prior -= 3.5
    if flag & TOP_SURNAME:
        prior -= 1.2
    elif flag & SURNAME:
        prior -= 0.6
    if len(words[0]) < 3 if words else True:
        prior -= 4.0
    return prior


def words_beside(lex: Lexicon) -> dict[str, tuple[float, bool]]:
    """What the word before a name says: log-odds for a place, and whether it asks for one outright."""
    out = dict.fromkeys(("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr."), (-6.0, False))
    # The later ones win.
    out |= dict.fromkeys(lex.person_before, (-2.5, False))
    out |= dict.fromkeys(lex.generic_before, (2.4, True))
    out |= dict.fromkeys(lex.weak_before, (1.4, False))
    out |= dict.fromkeys(lex.strong_before, (2.4, True))
    return out


def level_fits(feature: str, level: str) -> bool:
    """Whether a GeoNames code is of the level that a short form stands for."""
    kind, _, code = feature.partition(".")
    if level == "PCL":
        return code.startswith(("PCL", "TERR")) or (kind == "A" and code != "ADM1")
    if level == "A1":
        return code == "ADM1"
    return kind == "P"
