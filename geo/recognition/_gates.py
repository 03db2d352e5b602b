"""Is it a place here? The words around a run, and the rest of the document, weighed in log-odds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geo.recognition._lexicon import WORD
from geo.recognition._local import introduced, split_names
from geo.recognition._parse import parse_run
from geo.recognition._run import DEMONYM_PART, NAMED_PART, PERSON_PART, ROAD_PART, UNKNOWN_PART, Part
from geo.recognition._runs import RUN, article_before

if TYPE_CHECKING:
    from geo.recognition._names import NameBook, NameEntry

__all__ = ["Found", "find_places"]

_WORD_AFTER = re.compile(r"[ ]?([\w'’\-]+)")
_DATELINE = re.compile(
    r"\s*(?:\(|[—–]|--|- |, [A-Z][a-z]{2,8}\.? \d)"
    r"|[,\s]+(?:\w+\.? )?\((?:Reuters|AP|AFP|CNN|UPI|Xinhua|TASS|SANA|AA|IRNA)\b"
)
_SPEECH_SUFFIX = ("based", "born", "wide", "bound", "area", "style", "native")


class Found(NamedTuple):
    """A place that was let through (or kept out, with the reason), before conflicts and metonyms are looked at."""

    start: int
    end: int
    entry: NameEntry | None
    score: float
    kind: int
    container: int  #: index of the place it is said to lie in ("X, Y"), or -1
    reason: str


_NO_WORD = (0.0, False)


class _Item:
    __slots__ = ("container", "end", "entry", "kind", "lower_left", "lower_right", "person", "score", "start", "strong")

    def __init__(self, start: int, end: int, entry: NameEntry | None, score: float, kind: int) -> None:
        self.start = start
        self.end = end
        self.entry = entry
        self.score = score
        self.kind = kind
        self.container = -1
        self.person = False
        self.strong = False
        self.lower_left = ""
        self.lower_right = ""


def _word_before(text: str, start: int) -> str:
    """The word before an offset, in lower case; a mark if something other than one space lies between."""
    at = start - 1
    if at < 0:
        return "\n"
    if text[at] in "\"'“‘(":
        at -= 1
    if at < 0 or text[at] not in " \t":
        return text[at] if at >= 0 else "\n"
    head = text[at - 24 : at] if at > 24 else text[:at]
    word = head[head.rfind(" ") + 1 :]
    if not word.isalpha():
        cut = max(head.rfind(" "), head.rfind("\n"), head.rfind("("), head.rfind("—"))
        word = head[cut + 1 :]
    return word.lower()


def find_places(
    text: str, book: NameBook, theatre: tuple[str, ...], spans: tuple[tuple[int, int], ...]
) -> tuple[list[Found], list[tuple[int, int, str]], list[tuple[int, int]]]:
    """Places of a text in Latin script (or Cyrillic, Greek), in order.

    Parameters
    ----------
    text : str
    book : NameBook
    theatre : tuple of str
        Country codes, likeliest first, where the reports of the conflict play; empty without one.
    spans : tuple of (int, int)
        Stretches that are names of another kind (factions, media, persons); nothing in them is looked at.

    Returns
    -------
    places : list of Found
        Accepted ones only.
    demonyms : list of (start, end, country code)
    persons : list of (start, end)
    """
    items: list[_Item] = []
    demonyms: list[tuple[int, int, str]] = []
    persons: list[tuple[int, int]] = []
    surnames: set[str] = set()
    joined = book.lexicon.joined
    joined_heads = book.joined_heads
    local = bool(theatre)
    parsed: dict[str, tuple[Part, ...]] = book.parsed_local if local else book.parsed  # type: ignore[assignment]
    region = frozenset(theatre)
    countries: list[str] = []
    span_at = 0
    previous = 0
    for match in RUN.finditer(text):
        begin, end = match.span()
        if begin < previous:
            continue
        run = match.group()
        if begin >= 3:
            mark = text[begin - 1]
            if mark == "-" or (mark == " " and text[begin - 2] == "l"):
                begin = article_before(text, begin)
                run = text[begin:end]
        if run in joined_heads and text.startswith(" ", end):
            for name in joined:
                if text.startswith(name, begin):
                    run = name
                    end = begin + len(name)
                    break
        previous = end
        parts = parsed.get(run)
        if parts is None:
            parts = parse_run(book, run, local=local)
        if not parts:
            continue
        while span_at < len(spans) and spans[span_at][1] <= begin:
            span_at += 1
        for part in parts:
            start, stop = begin + part.start, begin + part.end
            if span_at < len(spans) and _masked(start, stop, part, spans[span_at : span_at + 6]):
                continue
            kind = part.kind
            if kind == PERSON_PART and not (
                (text.startswith(" ", stop) and _SITE_BEHIND.match(text, stop))
                or (local and _in_list(text, start, items))
            ):
                persons.append((start, stop))
                surnames.update(part.extra)
            elif kind == DEMONYM_PART:
                demonyms.append((start, stop, part.extra[0]))
                countries.append(part.extra[0])
            elif kind in (UNKNOWN_PART, PERSON_PART):
                if local or _asks_for_place(text, start, stop, part, book):
                    items.append(_Item(start, stop, None, -9.0, UNKNOWN_PART))
                    items[-1].lower_left = part.before or _word_before(text, start)
            else:
                items.append(_weigh(text, start, stop, part, book, region, items))
    if local or any(i.kind == UNKNOWN_PART for i in items):
        items = _with_local(text, items, book, theatre, countries)
    _document(text, items, surnames, book)
    found = [
        Found(i.start, i.end, i.entry, i.score, i.kind, i.container, "") for i in items if i.score >= 0 and not i.person
    ]
    return found, demonyms, persons


_JOINTS = frozenset((" ", " and ", ", ", ", and "))
_AGE = re.compile(r", \d\d?[,.]")
_PERSON_HEAD = re.compile(r"(?:Abu|Um|Umm|Sheikh|Shaykh|Khan|Seif|Nabi)\b")
_SITE_BEHIND = re.compile(r" (?:street|square|mosque|neighbou?rhood|district|camp|airport|roundabout)\b")


def _masked(start: int, stop: int, part: Part, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether a name of another kind covers a part; a longer place name wins over a name inside it."""
    for s, e in spans:
        if s < stop and start < e:
            if (
                start <= s
                and e <= stop
                and (e - s) < (stop - start)
                and part.entry is not None
                and part.entry.words > 1
            ):
                continue
            return True
    return False


def _in_list(text: str, start: int, items: list[_Item]) -> bool:
    """Whether what looks like a person stands in an announced list of places."""
    if introduced(text, start):
        return True
    return (
        bool(items)
        and text[items[-1].end : start] in _JOINTS
        and (items[-1].strong or items[-1].kind == UNKNOWN_PART)
        and introduced(text, items[-1].start)
    )


def _after(text: str, stop: int) -> str:
    follows = _WORD_AFTER.match(text, stop) if text[stop : stop + 1] == " " else None
    return follows.group(1).lower() if follows else ""


def _asks_for_place(text: str, start: int, stop: int, part: Part, book: NameBook) -> bool:
    """Whether the words around an unknown name make it a place, cheaply."""
    before = part.before or (_word_before(text, start) if part.left else "")
    if book.beside.get(before, _NO_WORD)[1]:
        return True
    lex = book.lexicon
    if before == "of":
        return _word_before(text, start - 3) in lex.generic_before
    return part.right and text.startswith(" ", stop) and _after(text, stop) in lex.vicinity


def _with_local(
    text: str, items: list[_Item], book: NameBook, theatre: tuple[str, ...], demonyms: list[str]
) -> list[_Item]:
    """Turn unknown stretches into places: by another spelling in the countries at hand, or as bare names."""
    lex = book.lexicon
    countries = theatre[:1]
    named = [
        code
        for i in items
        if i.entry is not None and i.entry.rank == 3 and i.score >= 0
        for code in sorted(i.entry.countries)
    ]
    counts = {c: named.count(c) + demonyms.count(c) for c in {*named, *demonyms} if c}
    countries = (*countries, *(c for c in sorted(counts, key=lambda c: (-counts[c], c))[:3] if c not in countries))
    out: list[_Item] = []
    commas = text.count(", ") * 600 > len(text)
    for item in items:
        if item.kind != UNKNOWN_PART:
            out.append(item)
            continue
        before = item.lower_left
        announced = (
            before in lex.generic_before and before not in ("people", "residents", "state", "port", "capital")
        ) or introduced(text, item.start)
        previous = out[-1] if out else None
        gap = text[previous.end : item.start] if previous is not None else "x" * 9
        follows_place = previous is not None and previous.score >= 0 and len(gap) <= 9
        listed = follows_place and gap.strip(" ,") in ("", "and", "or", "-", ", and")
        owned = follows_place and gap in ("s ", "'s ", "’s ")
        inherited = previous is not None and previous.strong and listed
        behind = _after(text, item.end)
        pieces = split_names(book, text[item.start : item.end], countries, commas=commas)
        for number, piece in enumerate(pieces):
            start, stop = item.start + piece.start, item.start + piece.end
            last = number == len(pieces) - 1
            asked = (
                announced
                or owned
                or inherited
                or (last and behind in lex.vicinity)
                or (number > 0 and bool(out) and out[-1].strong and out[-1].end >= item.start)
            )
            score = -1.2
            if piece.entry is not None:
                score += piece.entry.prior + (1.0 if piece.words > 1 else 0.0)
                score += 1.5 if not theatre or not piece.entry.countries.isdisjoint(theatre[:1]) else 0.3
            else:
                score -= 0.8
            if piece.headed and theatre:
                score += (
                    0.7
                    if piece.entry is not None
                    else 2.2
                    if piece.words > 1 and not _PERSON_HEAD.match(text, start)
                    else 0.0
                )
            if asked:
                score += 3.0
            elif before in lex.strong_before:
                score += 1.6 if number == 0 else 0.8
            elif before in lex.weak_before or before in lex.taken_before:
                score += (1.6 if before in lex.taken_before else 1.0) if number == 0 else 0.4
            elif listed and number == 0:
                score += 0.8 if previous is None or previous.kind != NAMED_PART else 1.6
            if last and behind in lex.person_verbs:
                score -= 2.5
            if number == 0 and before in lex.person_before:
                score -= 2.5
            made = _Item(start, stop, piece.entry, score, NAMED_PART if piece.entry is None else 7)
            made.strong = asked and score >= 0
            out.append(made)
    if theatre:
        _enumerations(text, out)
    return out


_COMMA = re.compile(r"(?:, | and |, and |, as well as )(?:the )?")


def _enumerations(text: str, items: list[_Item]) -> None:
    """In a list of three or more, what is doubtful goes with what is sure."""
    first = 0
    for index in range(1, len(items) + 1):
        if index < len(items) and _COMMA.fullmatch(text, items[index - 1].end, items[index].start):
            continue
        group = items[first:index]
        if len(group) >= 3 and any(i.score >= 0 for i in group):
            for item in group:
                if item.kind in (NAMED_PART, 7) and item.score < 0:
                    item.score += 2.4
        first = index


def _weigh(  # noqa: PLR0917 - one caller, in the hot path
    text: str, start: int, stop: int, part: Part, book: NameBook, theatre: frozenset[str], items: list[_Item]
) -> _Item:
    entry = part.entry
    item = _Item(start, stop, entry, part.score, part.kind)
    lex = book.lexicon
    if part.kind == ROAD_PART:
        return item
    score = part.score
    if (
        entry is not None
        and entry.rank == 3
        and score >= 3.0
        and text[start - 2 : start] != ", "
        and text[start - 2 : start] != ". "
        and not entry.bound
        and not part.genitive
    ):
        # A country by its name: the words around could not change the verdict.
        item.score = score + 1.0
        return item
    local = bool(theatre) and entry is not None and not theatre.isdisjoint(entry.countries)
    if local:
        score += 2.0
    before = part.before or (_word_before(text, start) if part.left else "")
    after = ""
    if part.right:
        if stop < len(text):
            mark = text[stop]
            if mark == " ":
                follows = _WORD_AFTER.match(text, stop)
                after = follows.group(1) if follows else ""
            elif mark == "-":
                follows = _WORD_AFTER.match(text, stop + 1)
                after = "-" + follows.group(1) if follows else ""
            else:
                after = text[stop : stop + 2]
        else:
            after = "."
    item.lower_left, item.lower_right = before, after
    # A short form that needs a place and a comma before it.
    last = items[-1] if items else None
    contained = (
        last is not None
        and last.entry is not None
        and last.kind != ROAD_PART
        and 1 <= start - last.end <= 2
        and text[last.end : start] in (", ", ",", " ")
        and (text[last.end] == "," or (entry is not None and entry.bound))
    )
    if entry is not None and entry.bound:
        if not contained or last is None:
            item.score = -9.0
            return item
        score += 1.0
    if contained and last is not None and entry is not None and last.entry is not None:
        inside = _lies_in(last.entry, entry, book)
        if inside:
            last.score += 3.5 if not last.person else 0.0
            last.strong = True
            last.container = len(items)
            score += 2.0
        elif entry.bound:
            item.score = -9.0
            return item
        elif last.score >= 0:
            score += 0.6
    if part.kind == NAMED_PART and entry is None:
        item.score = 0.5
        return item
    said = book.beside.get(before)
    if said is not None:
        score += said[0]
        item.strong = item.strong or said[1]
    elif before == ",":
        score += 0.2
    elif before in ("and", "or") and last is not None and last.score > 0.5 and start - last.end <= 6:
        score += 1.2
    elif part.left and (before in (".", "\n", ":", "”", "?", "!", "") or not before) and entry is not None:
        flags = lex.flags.get(entry.key, 0)
        if flags & WORD and entry.rank < 2:
            score -= 1.5
    if before == "of" and stop < len(text):
        # "the town of X", "suburb of X"; "of" alone says little.
        word = _word_before(text, start - 3)
        if word in lex.generic_before:
            score += 2.0
            item.strong = True
    elif before in ("the", "a", "an") and entry is not None and entry.rank < 2:
        score -= 1.0 if after.lower() in lex.after or part.after else 2.5
    if after:
        low = after.lower()
        if low in lex.after:
            score += 1.6
        elif low in lex.person_verbs and entry is not None and entry.rank < 2:
            score -= 2.5
        elif low.startswith(("'s", "’s")):
            saint = entry is not None and entry.key.startswith(("st ", "saint ")) and entry.weight < 5.5
            score += -4.0 if saint and text[stop + 2 : stop + 3] == " " and text[stop + 3 : stop + 4].isupper() else 0.2
        elif low[0] == "-":
            suffix = low[1:].split("-")[0]
            score += 1.5 if suffix in _SPEECH_SUFFIX or suffix in lex.metonym_suffix else -0.8
        elif low[0] == "," and _AGE.match(text, stop):
            score -= 4.0  # "Smith, 35, of ..." is a person
    if part.genitive and not (local or (entry is not None and entry.rank >= 1 and before != "the")):
        score -= 6.0
    if (
        (start == 0 or text[start - 1] == "\n" or text[max(0, start - 3) : start] == "-- ")
        and _DATELINE.match(text, stop)
        and entry is not None
    ):
        score += 2.5
        item.strong = True
    item.score = score
    return item


def _lies_in(inner: NameEntry, outer: NameEntry, book: NameBook) -> bool:
    """Whether some place named `inner` lies in some place named `outer`, by country and first-level division."""
    gaz = book.gazetteer
    country, admin1 = book.country, book.admin1
    for o in outer.rows[:6]:
        feature = gaz.features[book.feature[o]]
        code = feature.partition(".")[2]
        if code.startswith("PCL"):
            if any(country[i] == country[o] for i in inner.rows):
                return True
        elif code in ("ADM1", "ADM2"):
            if any(country[i] == country[o] and admin1[i] == admin1[o] and i != o for i in inner.rows):
                return True
        elif feature[0] == "P" and any(
            country[i] == country[o] and admin1[i] == admin1[o] and i != o for i in inner.rows[:3]
        ):
            return True
    return False


def _document(text: str, items: list[_Item], surnames: set[str], book: NameBook) -> None:
    """What the document as a whole says: persons seen in full, names accepted elsewhere, names near each other."""
    best: dict[str, float] = {}
    for item in items:
        entry = item.entry
        if entry is None or item.kind in (ROAD_PART, 7):
            continue
        key = entry.key
        if key in surnames and entry.words == 1:
            located = book.beside.get(item.lower_left or _word_before(text, item.start), _NO_WORD)[1]
            if not (located and entry.rank >= 1) and item.container < 0:
                item.person = True
            continue
        if item.score > best.get(key, -99.0):
            best[key] = item.score
    weak: list[_Item] = []
    support: dict[tuple[int, int], float] = {}
    features, feature, country, admin1 = book.gazetteer.features, book.feature, book.country, book.admin1
    for item in items:
        entry = item.entry
        if entry is None or item.person:
            continue
        top = best.get(entry.key, -99.0)
        if item.score < top and top >= 1.5:
            item.score = max(item.score + 2.0, min(item.score + 3.5, top - 1.0))
        if item.score >= 0:
            row = entry.rows[0]
            if features[feature[row]].endswith("ADM1"):
                pair = country[row], admin1[row]
                support[pair] = support.get(pair, 0.0) + 1.0
            elif entry.rank < 3:
                pairs = book.divisions(entry)
                share = 1.0 / len(pairs)
                for pair in pairs:
                    support[pair] = support.get(pair, 0.0) + share
        elif item.score >= -2.2:
            weak.append(item)
    if not support or not weak:
        return
    for item in weak:
        entry = item.entry
        if entry is None:
            continue
        near = max((support.get((country[r], admin1[r]), 0.0) for r in entry.rows[:20]), default=0.0)
        if near >= 0.9:
            item.score += 1.2 if near < 2 else 1.7
