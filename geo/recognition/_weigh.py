"""Is it a place here: the words right around a name, weighed in log-odds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.recognition._lexicon import WORD
from geo.recognition._local import introduced, is_taken, takes_ground
from geo.recognition._run import NAMED_PART, ORDINARY, ROAD_PART

if TYPE_CHECKING:
    from geo.recognition._lexicon import Lexicon
    from geo.recognition._names import NameBook, NameEntry
    from geo.recognition._run import Part

__all__ = ["JOINTS", "NO_WORD", "Item", "speaks", "weigh", "word_after", "word_before"]

_WORD_AFTER = re.compile(r"[ ]?([\w'’\-]+)")
_DATELINE = re.compile(
    r"\s*(?:\(|[—–]|--|- |, [A-Z][a-z]{2,8}\.? \d)"
    r"|[,\s]+(?:\w+\.? )?\((?:Reuters|AP|AFP|CNN|UPI|Xinhua|TASS|SANA|AA|IRNA)\b"
)
_SPEECH_SUFFIX = ("based", "born", "wide", "bound", "area", "style", "native")
_AGE = re.compile(r", \d\d?[,.]")
_LINE_STARTS = frozenset(("\n", "--"))
#: Verbs of persons that the next word tells from others ("the town called Jisr").
_TOLD = dict.fromkeys(("was", "were", "is"), (" quoted ",)) | dict.fromkeys(("calls", "called"), (" on ", " for "))
_ENDS = (".", "\n", ":", "”", "?", "!", "")
NO_WORD = (0.0, False)
#: Marks that end most of the words before a name that are not all letters.
_STOPS = ",.:;"
#: Characters of the word before a name that are looked at.
_LONGEST = 24
#: What stands between the names of a list.
JOINTS = frozenset((" ", " and ", ", ", ", and ", " or "))
#: Small places with a better score are not looked at again in a war.
_DOUBTFUL = 2.0
#: Log-odds that such words give the name of a place of the war, however little the name says by itself.
_LIKELY = 0.4
#: Log-odds of a name that has no chance.
_NEVER = -9.0


class Item:
    """A stretch of text that may be a place, on its way through the gates.

    `container` is the index of the item it is said to lie in ("X, Y"), or -1; `strong` that the words ask for a place;
    `person` that the document knows a person by this name; `lower_left` the word before it; `written` how an unknown
    name is to be read, where that is not how it stands.
    """

    # Defaults of the class, not slots: half of the fields are hardly ever set, and setting ten takes twice as long.
    container = -1
    person = False
    strong = False
    lower_left = ""
    written = ""

    def __init__(self, start: int, end: int, entry: NameEntry | None, score: float, kind: int) -> None:
        self.start = start
        self.end = end
        self.entry = entry
        self.score = score
        self.kind = kind


def word_before(text: str, start: int) -> str:
    """The word before an offset, in lower case; a mark if something other than one space lies between."""
    at = start - 1
    if at > _LONGEST + 1 and text[at] == " ":
        # Nearly always; below the same for all other cases.
        space = text.rfind(" ", at - _LONGEST - 1, at)
        word = text[space + 1 if space >= 0 else at - _LONGEST : at]
        if not word.isalpha() and not (word[:-1].isalpha() and word[-1] in _STOPS):
            word = word[max(word.rfind("\n"), word.rfind("("), word.rfind("—")) + 1 :]
        return word.lower()
    if at < 0:
        return "\n"
    mark = text[at]
    if mark != " ":
        if mark in "\"'“‘(":
            at -= 1
        if at < 0:
            return "\n"
        mark = text[at]
        if mark not in " \t":
            return mark
    head = text[at - _LONGEST if at > _LONGEST else 0 : at]
    word = head[head.rfind(" ") + 1 :]
    if not word.isalpha():
        cut = max(head.rfind(" "), head.rfind("\n"), head.rfind("("), head.rfind("—"))
        word = head[cut + 1 :]
    return word.lower()


def word_after(text: str, stop: int) -> str:
    """The word behind one space at an offset, in lower case, or ""."""
    if text[stop : stop + 1] != " ":
        return ""
    end = text.find(" ", stop + 1)
    word = text[stop + 1 : end if end >= 0 else None]
    if not word.isalpha():
        follows = _WORD_AFTER.match(text, stop)
        word = follows.group(1) if follows else ""
    return word.lower()


def weigh(  # noqa: PLR0917 - one caller, in the hot path
    text: str, start: int, stop: int, part: Part, book: NameBook, theatre: frozenset[str], items: list[Item]
) -> Item:
    """Weigh a part of a run that is a place, a road or a named site, by the words beside it.

    Parameters
    ----------
    start, stop : int
        Where the part stands in the text.
    theatre : frozenset of str
        Countries of the conflict.
    items : list of Item
        Those before it; the last may turn out to lie in this one.
    """
    entry = part.entry
    kind = part.kind
    score = part.score
    item = Item(start, stop, entry, score, kind)
    if kind == ROAD_PART:
        return item
    if entry is None:
        item.lower_left = part.before or (word_before(text, start) if part.left else "")
        item.score = 0.5 if kind == NAMED_PART else score
        return item
    rank = entry.rank
    bound = entry.bound
    if rank == 3 and score >= 3.0 and not bound and not part.genitive and text[start - 2 : start] not in {", ", ". "}:
        # A country by its name: the words around could not change the verdict.
        item.score = score + 1.0
        return item
    local = False
    if theatre and not theatre.isdisjoint(entry.countries):
        local = True
        score += 2.0
    left = part.left
    before = item.lower_left = part.before or (word_before(text, start) if left else "")
    if items:
        # A short form needs a place and a comma before it.
        last = items[-1]
        gap = start - last.end
        if (
            0 < gap <= 2
            and last.entry is not None
            and last.kind != ROAD_PART
            and text[last.end : start] in {", ", ",", " "}
            and (text[last.end] == "," or bound)
        ):
            if bound:
                score += 1.0
            if _lies_in(last.entry, entry, book):
                last.score += 3.5 if not last.person else 0.0
                last.strong = True
                last.container = len(items)
                score += 2.0
            elif bound:
                item.score = _NEVER
                return item
            elif last.score >= 0:
                score += 0.6
        elif bound:
            item.score = _NEVER
            return item
        elif gap <= 6 and before in {"and", "or"} and last.score > 0.5:
            score += 1.2
    elif bound:
        item.score = _NEVER
        return item
    said = book.beside.get(before)
    if said is not None:
        score += said[0]
        if said[1]:
            item.strong = True
    elif before == ",":
        score += 0.2
    elif left and rank < 2 and before in _ENDS and book.lexicon.flags.get(entry.key, 0) & WORD:
        score -= 1.5
    mark = text[stop : stop + 1]
    after = word_after(text, stop) if mark == " " and part.right else ""
    # "the Tiyas air base" as well as "the Tiyas airbase"
    placed = after in book.lexicon.after or (after in book.site_first_words and bool(book.site_after.match(text, stop)))
    if before == "of" and mark:
        # "the town of X", "suburb of X"; "of" alone says little.
        if word_before(text, start - 3) in book.lexicon.generic_before:
            score += 2.0
            item.strong = True
    elif rank < 2 and before in {"the", "a", "an"} and not (local and entry.words > 2):
        score -= 1.0 if part.after or placed else 2.5
    if after:
        lex = book.lexicon
        if placed:
            score += 1.6
        elif rank < 2 and speaks(text, stop, after, lex) and not _is_object(before, said):
            score -= 4.0 if local and not rank else 2.5  # a village of the war has no government to speak for it
        elif after[0] in "-'’":
            score += _behind(text, stop, after, entry, book)
    elif mark and mark in "-,'’" and part.right:
        follows = _WORD_AFTER.match(text, stop + 1) if mark == "-" else None
        if mark == ",":
            if text[stop + 2 : stop + 3].isdigit() and _AGE.match(text, stop):
                score -= 4.0  # "Smith, 35, of ..." is a person
            elif rank < 2 and text.startswith(" who ", stop + 1) and not _is_object(before, said):
                score -= 4.0
        elif mark != "-":
            score += _behind(text, stop, text[stop : stop + 2].lower(), entry, book)
        elif follows is not None:
            score += _behind(text, stop, "-" + follows.group(1).lower(), entry, book)
    if part.genitive and not (local or (rank >= 1 and before != "the")):
        score -= 6.0
    if theatre and rank < 2 and not part.genitive:
        told = _in_war(text, item, before, score, items, book, theatre)
        if score < _DOUBTFUL:
            score += told
    elif (
        score < 0
        and rank < 2
        and not theatre
        and (before in book.lexicon.taken_before or before in book.lexicon.deed_links)
        and takes_ground(text, start, before, book.lexicon)
    ):
        score += 1.4
    if (before in _LINE_STARTS or not start) and _opens(text, start, stop):
        score += 2.5
        item.strong = True
    item.score = score
    return item


def speaks(text: str, stop: int, after: str, lex: Lexicon) -> bool:
    """Whether the words behind a name tell what persons do ("said", "was quoted as saying").

    Parameters
    ----------
    after : str
        The word behind it, as `word_after` gives it.
    """
    if after in lex.person_verbs:
        return True
    told = _TOLD.get(after)
    return told is not None and text.startswith(told, stop + 1 + len(after))


def _is_object(before: str, said: tuple[float, bool] | None) -> bool:
    """Whether the word before a name makes it part of a subject: the people of X say, X does not."""
    return before == "of" or (said is not None and said[0] > 0)


def _in_war(  # noqa: PLR0917 - one caller
    text: str, item: Item, before: str, score: float, items: list[Item], book: NameBook, theatre: frozenset[str]
) -> float:
    """What the reports of a war say around a small place: lists that are announced, ground that is taken."""
    start = item.start
    if item.entry is not None and book.lexicon.flags.get(item.entry.key, 0) & ORDINARY:
        return 0.0
    if introduced(text, start):
        item.strong = True
        return 3.0
    if items and items[-1].strong and text[items[-1].end : start] in JOINTS:
        item.strong = True
        return 2.4
    lex = book.lexicon
    if word_after(text, item.end) in lex.vicinity:
        item.strong = True
        return 3.0
    taken = takes_ground(text, start, before, lex) or is_taken(text, item.end, lex)
    if item.entry is not None and not item.entry.countries.isdisjoint(theatre):
        if taken:
            return max(1.4, _LIKELY - score)
        if before in lex.listed_before:
            return max(1.0, _LIKELY - score)
    return 1.4 if taken else 0.0


def _behind(text: str, stop: int, after: str, entry: NameEntry, book: NameBook) -> float:
    """What a mark behind a name says: a possessive, a hyphen with its word."""
    if after.startswith(("'s", "’s")):
        saint = entry.key.startswith(("st ", "saint ")) and entry.weight < 5.5
        return -4.0 if saint and text[stop + 2 : stop + 3] == " " and text[stop + 3 : stop + 4].isupper() else 0.2
    if after[0] == "-":
        suffix = after[1:].split("-", maxsplit=1)[0]
        return 1.5 if suffix in _SPEECH_SUFFIX or suffix in book.lexicon.metonym_suffix else -0.8
    return 0.0


def _opens(text: str, start: int, stop: int) -> bool:
    """Whether a name is the dateline of an article or paragraph: "BEIRUT (Reuters) -"."""
    return (start == 0 or text[start - 1] == "\n" or text[max(0, start - 3) : start] == "-- ") and _DATELINE.match(
        text, stop
    ) is not None


def _lies_in(inner: NameEntry, outer: NameEntry, book: NameBook) -> bool:
    """Whether some place named `inner` lies in some place named `outer`, by country and first-level division."""
    gaz = book.gazetteer
    country, admin1 = book.country, book.admin1
    for o in outer.rows[:6]:
        feature = gaz.features[book.feature[o]]
        code = feature.partition(".")[2]
        if code.startswith("PCL"):
            state = country[o]
            for i in inner.rows:
                if country[i] == state:
                    return True
        elif code in {"ADM1", "ADM2"} or feature[0] == "P":
            state, division = country[o], admin1[o]
            for i in inner.rows[:3] if feature[0] == "P" else inner.rows:
                if country[i] == state and admin1[i] == division and i != o:
                    return True
    return False
