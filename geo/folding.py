"""Keys under which spellings of one name meet: a folded key, and a coarser key of its consonants.

`fold` forgives case, accents, apostrophes, hyphens and Arabic letter variants. It works token by token: folding two
strings joined by a space equals joining the folded strings, so a text can be folded once and its n-grams looked up.
`consonant_keys` forgives what romanisations of Arabic, Kurdish, Hebrew or Persian disagree about: vowels, doubling,
articles, the many letters for one sound. It also maps the Arabic script onto the same keys, so that a name written in
one script is found under the other.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["consonant_key", "consonant_keys", "fold", "has_arabic"]

#: Signs for ayn, hamza and elision: romanisations put them in or leave them out, so they go without a trace.
_APOSTROPHES = "'`´ʹʺʻʼʽʾʿˈˊˋ‘’‚‛“”„′‵՚׳＇ꞌ"
_LETTERS = {
    "ß": "ss",
    "ẞ": "ss",
    "ø": "o",
    "ı": "i",
    "ə": "a",
    "đ": "d",
    "ł": "l",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
    "ħ": "h",
    "ŋ": "n",
    "ŧ": "t",
    "ɣ": "g",
    "ƣ": "g",
    "ɛ": "e",
    "ɔ": "o",
    # Arabic: one letter for the forms that writers, keyboards and Persian or Urdu layouts mix up.
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ۍ": "ي",
    "ے": "ي",
    "ة": "ه",
    "ۃ": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ک": "ك",
    "ڪ": "ك",
    "ٱ": "ا",
    "ء": "",
    "ـ": "",
    "ٹ": "ت",
    "ڈ": "د",
    "ڑ": "ر",
    "ں": "ن",
}
_SPECIAL = {ord(k): v for k, v in _LETTERS.items()} | {ord(c): "" for c in _APOSTROPHES}
#: ASCII in one pass: upper to lower case, apostrophes out, every other sign to a space.
_ASCII = {c: (chr(c).lower() if chr(c).isalnum() else "" if chr(c) in _APOSTROPHES else " ") for c in range(128)}
_ASCII_TABLE = str.maketrans({chr(c): v for c, v in _ASCII.items()})


def _fold_unicode(text: str) -> str:
    text = text.translate(_SPECIAL)
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_SPECIAL)
    out = []
    for char in text:
        if char.isalnum():
            out.append(char)
        elif unicodedata.category(char)[0] != "M" and unicodedata.category(char) != "Cf":
            out.append(" ")
    return " ".join("".join(out).split())


def fold(text: str) -> str:
    """Lower-case key without accents, apostrophes and punctuation; words are separated by one space.

    Idempotent and total: any Unicode string has a key, which may be empty.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> fold("Ma‘arrat an-Nu‘mān")
    'maarrat an numan'
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII_TABLE).split())
    return _fold_rare(text)


@lru_cache(maxsize=8192)
def _fold_rare(text: str) -> str:
    key = _fold_unicode(text)
    # A few code points only settle at the second pass (compatibility forms that decompose into folded letters).
    for _ in range(4):
        again = _fold_unicode(key)
        if again == key:
            break
        key = again
    return key


_ARABIC = re.compile("[؀-ۿݐ-ݿ]")


def has_arabic(text: str) -> bool:
    """Whether `text` has a letter of the Arabic script."""
    return _ARABIC.search(text) is not None


# ---------------------------------------------------------------------------------------------------- consonants
_ARTICLE = frozenset(["al", "el", "ul", "il", "l"])
#: Articles with an assimilated sun letter, and the first letters that they may stand before.
_SUN = {
    **dict.fromkeys(("as", "es", "is", "us", "ass", "ess"), "s"),
    **dict.fromkeys(("ash", "esh", "ish", "ush", "ech", "ach"), "sc"),
    **dict.fromkeys(("ar", "er", "ir", "ur"), "r"),
    **dict.fromkeys(("az", "ez", "iz", "uz"), "zd"),
    **dict.fromkeys(("an", "en", "in", "un"), "n"),
    **dict.fromkeys(("at", "et", "it", "ut"), "t"),
    **dict.fromkeys(("ath", "eth", "ith"), "t"),
    **dict.fromkeys(("ad", "ed", "id", "ud"), "dz"),
    **dict.fromkeys(("adh", "edh", "idh"), "dz"),
}
#: Letters and digraphs to classes; capital letters are classes of their own. Longest first.
_DIGRAPHS = (
    ("tch", "S"),
    ("sch", "S"),
    ("dsch", "J"),
    ("sh", "S"),
    ("ch", "S"),
    ("kh", "K"),
    ("gh", "g"),
    ("zh", "J"),
    ("th", "t"),
    ("dj", "J"),
    ("dg", "J"),
    ("ph", "f"),
    ("ck", "k"),
    ("ts", "s"),
    ("tz", "s"),
    ("q", "k"),
    ("c", "k"),
    ("x", "ks"),
    ("j", "J"),
    ("p", "b"),
    ("v", "f"),
)
_DIGRAPH = re.compile("|".join(sorted((a for a, _ in _DIGRAPHS), key=len, reverse=True)))
_CLASS = dict(_DIGRAPHS)
_VOWELS = re.compile("[aeiouyw]+")
_DOUBLE = re.compile(r"(.)\1+")
_ARABIC_CLASS = str.maketrans(
    {
        "ب": "b",
        "ت": "t",
        "ث": "t",
        "ج": "J",
        "ح": "h",
        "خ": "K",
        "د": "d",
        "ذ": "D",
        "ر": "r",
        "ز": "z",
        "س": "s",
        "ش": "S",
        "ص": "s",
        "ض": "d",
        "ط": "t",
        "ظ": "D",
        "ع": "a",
        "غ": "g",
        "ف": "f",
        "ق": "k",
        "ك": "k",
        "ل": "l",
        "م": "m",
        "ن": "n",
        "ه": "h",
        "و": "w",
        "ي": "y",
        "ا": "a",
        "پ": "b",
        "چ": "S",
        "ژ": "J",
        "گ": "k",
        "ڤ": "f",
        "ڭ": "n",
        "ۆ": "w",
        "ێ": "y",
        "ڕ": "r",
        "ڵ": "l",
    }
)


def bare_tokens(key: str) -> list[str]:
    """Tokens of a folded key without articles (never the last token: "Al" alone stays)."""
    tokens = key.split()
    out = []
    last = len(tokens) - 1
    for i, token in enumerate(tokens):
        if i < last and (token in _ARTICLE or (token in _SUN and tokens[i + 1][0] in _SUN[token])):
            continue
        arabic_article = len(token) > 3 and token.startswith("ال")
        out.append(token[2:] if arabic_article else token)
    return out


def _skeleton(token: str, *, initial: bool) -> str:
    if has_arabic(token):
        token = token.removesuffix("ه") if len(token) > 2 else token
        token = token.translate(_ARABIC_CLASS)
    else:
        if len(token) > 3 and token[-1] == "h" and token[-2] in "aeiou":
            token = token[:-1]
        token = token.replace("dh", "D")
        token = _DIGRAPH.sub(lambda m: _CLASS[m[0]], token)
    if not token:
        return ""
    head = token[0]
    # An initial glide is a consonant, an initial vowel only says that there is one (Idlib, Edleb, Adlib).
    first = "A" if head in "aeiou" else head
    body = token[1:]
    if first == "A":
        body = body.lstrip("aeiouyw")
        if not initial:
            # "Deir Ezzor", "Kafr Anbel": what looks like a vowel may be an article grown to the word.
            first = ""
    return _DOUBLE.sub(r"\1", first + _VOWELS.sub("", body))


_SOUND = re.compile("ou|oo|ee|aa|ii|uu|ei|ai|au|ie|yy|ww")
_SOUNDS = {"ou": "u", "oo": "u", "ee": "i", "aa": "a", "ii": "i", "uu": "u", "ei": "y", "ai": "y", "au": "w", "ie": "i",
           "yy": "y", "ww": "w"}  # fmt: skip
_ENDING = re.compile("(?<=.{2})(?:eh|ah|e|h)$")


def sounds(token: str) -> str:
    """The sounds of a folded word, one character each, vowels and glides kept (see `geo.gazetteer._accord`)."""
    if has_arabic(token):
        if len(token) > 2 and token[-1] == "ه":
            token = token[:-1] + "a"
        return _DOUBLE.sub(r"\1", token.translate(_ARABIC_CLASS).replace("D", "d"))
    token = _ENDING.sub("a", token.replace("dh", "d").replace("th", "t"))
    token = _DIGRAPH.sub(lambda m: _CLASS[m[0]], token)
    return _DOUBLE.sub(r"\1", _SOUND.sub(lambda m: _SOUNDS[m[0]], token))


def consonant_keys(text: str) -> tuple[str, ...]:
    """Keys of the consonants of a name, the usual one first.

    Articles are dropped, sun letters assimilated, vowels and doubling ignored, letters that stand for one Arabic
    letter merged (q/k/c, gh/g, p/b, v/f). "dh" may be read as d or z, and the t of a construct ("Qal'at al-") may be
    missing, which gives up to four keys; names match where any of their keys meet.

    Parameters
    ----------
    text : str
        A name in Latin or Arabic script; others give a key of their own letters.

    Returns
    -------
    tuple of str
        Without duplicates; empty for a text without letters.

    Examples
    --------
    >>> consonant_keys("Deir ez-Zor") == consonant_keys("Dayr az Zawr")
    True
    """
    return _consonant_keys(fold(text))


@lru_cache(maxsize=16384)
def _consonant_keys(key: str) -> tuple[str, ...]:
    tokens = bare_tokens(key)
    parts = [_skeleton(t, initial=i == 0) for i, t in enumerate(tokens)]
    whole = "".join(parts)
    variants = [whole]
    last = len(parts) - 1
    short = [
        p[:-1] if i < last and len(p) > 2 and p[-1] == "t" and tokens[i][-1] in "tت" else p for i, p in enumerate(parts)
    ]
    variants.append("".join(short))
    out: list[str] = []
    for variant in variants:
        for read_as in ("z", "d"):
            # n before b is heard and written as m (Manbij, Membij).
            done = _DOUBLE.sub(r"\1", variant.replace("D", read_as).replace("nb", "mb"))
            if done and done not in out:
                out.append(done)
    return tuple(out)


def consonant_key(text: str) -> str:
    """First of `consonant_keys`, or an empty string."""
    keys = consonant_keys(text)
    return keys[0] if keys else ""
