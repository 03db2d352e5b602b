"""Stretches of capitalised words: the only part of a text in which names are looked for.

One regular expression finds them; everything that follows works on a run and the few words around it, so that the cost
of a document is that of its capitals, not of its length.
"""

from __future__ import annotations

import re

__all__ = ["ARTICLES", "ARTICLE_ENDS", "RUN", "RUN_ASCII", "TOKEN", "article_before"]


def _uppercase() -> str:
    """Upper-case letters of the Latin, Greek, Cyrillic and Armenian scripts, as the inside of a character class."""
    codes = [
        c for lo, hi in ((0x41, 0x5A), (0xC0, 0x58F), (0x1E00, 0x1FFF)) for c in range(lo, hi + 1) if chr(c).isupper()
    ]
    parts: list[str] = []
    start = last = codes[0]
    for code in [*codes[1:], -1]:
        if code != last + 1:
            parts.append(chr(start) if start == last else f"{chr(start)}-{chr(last)}")
            start = code
        last = code
    return "".join(parts)


_UPPER = _uppercase()
#: Apostrophes and the signs for ayn and hamza that stand inside words.
_MARK = "'’‘`ʿʾʻʼ"
#: The Arabic article and its assimilated forms, as they are written before a name.
_ARTICLE = "al|el|ul|as|ash|ad|adh|ar|an|at|ath|az|es|esh|ez|ed|er|en|et"
ARTICLES = frozenset(_ARTICLE.split("|")) | {"a"}
#: The last letter of an article and what joins it to the name.
ARTICLE_ENDS = frozenset(["l ", *(article[-1] + "-" for article in sorted(ARTICLES))])
_LINKS = (
    r"of(?: the)?|de(?: l[aeo]s?)?|del|della|d[aiou]s?|des|l[aeo]s?"
    r"|v[ao]n(?: de[rn])?|der|den|upon|sur|bin|ibn|al|el|[ye]"
)
_GLUE = (
    rf"(?: (?:(?:{_LINKS}) )?"
    r"|-(?:(?:al|el|ez|es|on|upon|sur|le|la|de|en|in|the|sous|au|aux|am|im|d|ad|an|ar|as|at|az|ash)-)?)"
    rf"(?:(?:{_ARTICLE})-)?"
)


def _run(upper: str, mark: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The expression for a run, with these capitals and marks inside words.

    It starts with a plain character class, which the engine searches for at full speed. Nothing of it is ever given
    back (whatever follows may be missing), so it is possessive; and an alternative with nothing is cheaper than "?".
    """
    rest = (
        # What may follow the first capital: initials ("U.S."), "W. Va.", or the rest of the word. A short word keeps
        # its full stop ("St.", "Ky."); the parser drops it where it only ends the sentence.
        r"(?:\.(?:[A-Z]\.)+|\. ?Va\.|\w*+"
        rf"(?:[{mark}](?!s\b)\w++(?:[{mark}](?!s\b)\w++)*+|)(?:\.(?<!\w\w\w\w\w\w\.)(?!\w)|))"
    )
    return re.compile(rf"[{upper}](?<![\w@#].){rest}(?:{_GLUE}[{upper}]{rest})*+", flags)


#: A run.
RUN = _run(_UPPER, _MARK)
#: The same for a text of nothing but ASCII.
RUN_ASCII = _run("A-Z", "'`", re.ASCII)
#: The words of a run: split at spaces and hyphens.
TOKEN = re.compile(r"[^\s\-]+")


def article_before(text: str, start: int) -> int:
    """Where a run really starts: the start of the lower-case article before it ("al-Bab", "al Qaeda"), or `start`."""
    if start >= 2 and text[start - 1] in "- ":
        at = text.rfind(" ", max(0, start - 5), start - 1) + 1
        if at == 0:
            at = 0 if start <= 5 else start - 4
        # The article may follow a bracket, quote or hyphen instead of a space.
        while at < start - 2 and not text[at].isalnum():
            at += 1
        word = text[at : start - 1]
        if (
            word in ARTICLES
            and (text[start - 1] == "-" or word in ("al", "el"))
            and (at == 0 or not text[at - 1].isalnum())
        ):
            return at
    return start
