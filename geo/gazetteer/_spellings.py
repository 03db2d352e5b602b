"""Other spellings of a name that is not in the index: its article, its short vowels, the habits of other languages.

The keys of consonants bring most spellings together. What they cannot do is told here: names of one or two consonants,
for which they say too little; articles that have grown to the word; and newspapers that write sounds by the rules of
their own language ("Tschassiw Jar", "Boutcha", "Han Şeyhun"). Each spelling is looked up as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

from geo.folding import bare_tokens, consonant_keys, fold, has_arabic

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["with_article", "with_vowels", "written_abroad"]

_GROWN = re.compile(r"(?:al|el|ul)(?=[b-df-hj-np-tv-z][a-z]{2})")
#: Most short names have fewer; the bound keeps a strange one from costing more than it tells.
_MOST = 400

#: What writers of a language put for a sound that English spells otherwise, the longest first.
_ABROAD: dict[str, dict[str, str]] = {
    "German": {
        "schtsch": "shch", "tsch": "ch", "dsch": "j", "sch": "sh", "ch": "kh", "j": "y", "w": "v", "z": "ts", "ss": "s",
        "ß": "s",
    },
    "French": {
        "tch": "ch", "dj": "j", "ch": "sh", "ou(?=[aeiéè])": "w", "ou": "u", "gu(?=[ei])": "g", "qu": "k", "é$": "eh",
        "ss": "s", "rh": "gh", r"\bi(?=[aeou])": "y", "y(?=[bcdfgkmnrst])": "i",
    },
    "Turkish": {"ş": "sh", "ç": "ch", "c": "j", "ğ": "gh", "v": "w", "ı": "i"},
    "Turkish, kh": {"ş": "sh", "ç": "ch", "c": "j", "ğ": "gh", "v": "w", "ı": "i", "h": "kh"},
    "Slavic": {
        "dż": "j", "dž": "j", "cz": "ch", "sz": "sh", "č": "ch", "š": "sh", "ž": "zh", "ż": "zh", "ch": "kh", "w": "v",
        "j": "y", "c": "ts", "ł": "l",
    },
    "Spanish": {"j": "kh"},
    "Egyptian": {"g(?!h)": "j"},
    "Bedouin": {"g(?!h)": "q"},
    "Kurdish": {"ئە": "ا", "ە": "", "ۆ": "و", "ێ": "ي", "ڕ": "ر", "ڵ": "ل", "ۇ": "و"},
}  # fmt: skip
#: Letters that a language's newspapers would not have written.
_NEVER = {"Turkish": "[cskg]h|ou|w", "Turkish, kh": "[cskg]h|ou|w", "Slavic": "sch|tch|sh|ou|dj", "French": "sh|sch|w"}
_RULES = tuple(
    (
        re.compile("|".join(f"({old})" for old in rules)),
        tuple(rules.values()),
        re.compile(_NEVER.get(language, "(?!)")),
    )
    for language, rules in _ABROAD.items()
)
#: Vowels that writers take for one another inside a name, and at its end.
_VOWELS = (
    ("a", "e", "aa"), ("i", "ee", "e", "y"), ("u", "ou", "o", "oo"), ("ay", "ai", "ei", "ey", "e"),
    ("aw", "au", "ou", "o"),
)  # fmt: skip
_LIKE = {v: tuple(dict.fromkeys(w for group in _VOWELS if v in group for w in group)) for g in _VOWELS for v in g}
_ENDS = ("a", "ah", "eh", "e")
_PARTS = re.compile("aa|ee|oo|ou|ay|ai|ei|ey|aw|au|ow|[aeiou]|y(?![aeiou])|(.)\\1?")


@lru_cache(maxsize=4096)
def with_article(key: str) -> tuple[str, ...]:
    """Folded spellings of a folded name with its article written otherwise ("alshaar", "esh shaar": "al shaar")."""
    tokens = key.split()
    out: list[str] = []
    if has_arabic(key):
        if tokens[0].startswith("ال") and len(tokens[0]) > 3:
            out.append(" ".join((tokens[0][2:], *tokens[1:])))
        elif len(tokens) == 1 and len(key) > 2:
            out.append("ال" + key)
        return tuple(out)
    bare = bare_tokens(key)
    if len(tokens) > 1 and bare and bare[0] != tokens[0]:
        rest = " ".join(tokens[1:])
        out += [f"al {rest}", f"el {rest}", rest]
    elif _GROWN.match(tokens[0]):
        rest = " ".join((tokens[0][2:], *tokens[1:]))
        out += [f"al {rest}", rest]
    if tokens[0] == "bu" and len(tokens) > 1:
        out.append(f"a{key}")
    return tuple(k for k in dict.fromkeys(out) if k != key)


@lru_cache(maxsize=4096)
def with_vowels(key: str) -> tuple[str, ...]:
    """Spellings of a name of one or two consonants with other vowels ("azez": "azaz"); none for longer names."""
    tokens = key.split()
    article = "al " if len(tokens) > 1 and bare_tokens(key)[0] != tokens[0] else ""
    word = tokens[-1]
    if len(tokens) > (2 if article else 1) or not word.isascii() or not word.isalpha() or not 3 <= len(word) <= 8:
        return ()
    if not 1 <= max(map(len, consonant_keys(key)), default=0) <= 2:
        return ()
    return tuple(k for k in islice(_choices(word, article), _MOST) if k != key)


def _choices(word: str, article: str) -> Iterator[str]:
    slots: list[tuple[str, ...]] = []
    end = next((e for e in ("ah", "eh", "a", "e") if word.endswith(e) and len(word) > len(e) + 1), "")
    for match in _PARTS.finditer(word[: len(word) - len(end)]):
        part = match[0]
        single = match[1]
        if single is None:
            slots.append(tuple(dict.fromkeys((part, *_LIKE.get(part, ())))))
        else:
            slots.append((single, single * 2) if slots else (single,))
    if end:
        slots.append((end, *(e for e in _ENDS if e != end)))
    seen: set[str] = set()
    for choice in product(*slots):
        spelt = "".join(choice)
        if spelt not in seen:
            seen.add(spelt)
            yield article + spelt


@lru_cache(maxsize=4096)
def written_abroad(name: str) -> tuple[str, ...]:
    """Folded keys of a name read by the rules of other languages' newspapers."""
    text = name.lower()
    out: dict[str, None] = {}
    for pattern, news, never in _RULES:
        if never.search(text):
            continue
        spelt = pattern.sub(lambda m, news=news: news[m.lastindex - 1], text)  # type: ignore[misc]
        if spelt != text:
            out.setdefault(fold(spelt))
    out.pop(fold(name), None)
    return tuple(out)
