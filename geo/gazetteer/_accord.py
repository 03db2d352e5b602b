"""How far two spellings of names of the Arab world and its neighbours are apart, as hearers and typists vary them.

Plain edit distance takes "Mubarakah" and "Mubarakiyah", two places, for nearer than "Abu al-Duhur" and "Abo Adhour",
which are one. Here a change costs what it says: a short vowel little, a long vowel or a glide more, a consonant most.
"""

from __future__ import annotations

from functools import lru_cache

from geo.folding import bare_tokens, has_arabic, sounds

__all__ = ["discord"]

_VOWELS = frozenset("aeiouyw")
#: Cost of one vowel for another; glides are written as vowels and the other way round.
_SWAP = {
    "ae": 0.15, "ai": 0.4, "ao": 0.5, "au": 0.6, "ay": 0.5, "aw": 0.6, "ei": 0.1, "eo": 0.5, "eu": 0.5, "ey": 0.25,
    "ew": 0.6, "io": 0.5, "iu": 0.5, "iy": 0.15, "iw": 0.7, "ou": 0.1, "oy": 0.7, "ow": 0.15, "uy": 0.7, "uw": 0.1,
    "yw": 0.9,
}  # fmt: skip
_COST = {**_SWAP, **{pair[::-1]: cost for pair, cost in _SWAP.items()}}
#: Cost of a letter that only one of two names has.
_EXTRA = {"a": 0.35, "e": 0.35, "i": 0.45, "o": 0.45, "u": 0.5, "y": 0.7, "w": 0.7, "h": 0.5}
_LETTER = 1.2
#: Two neighbouring letters in the other order: a slip of the hand.
_TURNED = 0.6
#: Arabic script writes no short vowels: a vowel that only the Latin name has is no difference; one that only the
#: Arabic name has is a long one, and is heard.
_SHORT, _LONG = 0.08, 0.8
_BREAK = 0.4


@lru_cache(maxsize=16384)
def _sounds(key: str) -> tuple[str, int]:
    tokens = bare_tokens(key)
    return "".join(sounds(t) for t in tokens), len(tokens)


@lru_cache(maxsize=16384)
def discord(one: str, other: str) -> tuple[float, int]:
    """How much tells two folded names apart, and the length of the longer.

    Parameters
    ----------
    one, other : str
        Folded names, in Latin or Arabic script.

    Returns
    -------
    (float, int)
        Sum of the costs of the cheapest way from one to the other (0: the same sounds), and the number of sounds.

    Examples
    --------
    >>> discord("latamneh", "al lataminah")[0] < 0.6 < discord("mubarakah", "mubarakiyah")[0]
    True
    """
    (a, words), (b, others) = _sounds(one), _sounds(other)
    left, right = has_arabic(one), has_arabic(other)
    total = _align(a, b, _LONG if left else _SHORT if right else 0.0, _LONG if right else _SHORT if left else 0.0)
    return round(total + _BREAK * abs(words - others), 4), max(len(a), len(b))


def _align(a: str, b: str, lone_a: float, lone_b: float) -> float:
    """Cheapest alignment; `lone_a` and `lone_b` replace the costs of a vowel that one side lacks, where not 0."""
    gap_a = [(lone_a if lone_a and c in _VOWELS else _EXTRA.get(c, _LETTER)) for c in a]
    gap_b = [(lone_b if lone_b and c in _VOWELS else _EXTRA.get(c, _LETTER)) for c in b]
    row = [0.0]
    for gap in gap_b:
        row.append(row[-1] + gap)
    earlier = before = row
    for i, (x, gap) in enumerate(zip(a, gap_a, strict=True)):
        earlier, before, row = before, row, [row[0] + gap]
        for j, y in enumerate(b):
            swap = 0.0 if x == y else _COST.get(x + y, _LETTER)
            cost = min(before[j + 1] + gap, row[j] + gap_b[j], before[j] + swap)
            if i and j and x == b[j - 1] and y == a[i - 1]:
                cost = min(cost, earlier[j - 1] + _TURNED)
            row.append(cost)
    return row[-1]
