"""Is it a place here? Each run of capitals is cut into parts, and each part weighed by the words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.recognition._document import weigh_document, weigh_ground
from geo.recognition._parse import parse_run
from geo.recognition._run import DEMONYM_PART, PERSON_PART, PLACE_PART, UNKNOWN_PART, Part
from geo.recognition._runs import ARTICLE_ENDS, RUN, RUN_ASCII, article_before
from geo.recognition._sites import names_ground
from geo.recognition._unknowns import asks_for_place, in_list, with_local
from geo.recognition._weigh import Item, weigh, word_before

if TYPE_CHECKING:
    from geo.recognition._names import NameBook

__all__ = ["find_places"]

_NO_NAME = frozenset((UNKNOWN_PART, PERSON_PART))
#: In place of the parts of a run that was not parsed yet; no run has no parts but one that is nothing.
_UNSEEN = (Part(0, 0, 0, None, 0.0, left=False, right=False),)
_ARTICLE_APART = re.compile(r" (ar|as|ash|at|ath|an|ad|adh|az|es|esh|ez|er|en|ed|et) (?=[A-Z])")


def find_places(
    text: str, book: NameBook, theatre: tuple[str, ...], spans: tuple[tuple[int, int], ...]
) -> tuple[list[Item], list[tuple[int, int, str]]]:
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
    places : list of Item
        Accepted ones only.
    demonyms : list of (start, end, country code)
    """
    items: list[Item] = []
    demonyms: list[tuple[int, int, str]] = []
    surnames: set[str] = set()
    joined_heads = book.joined_heads
    local = bool(theatre)
    known = (book.parsed_local if local else book.parsed).get
    region = frozenset(theatre)
    countries: list[str] = []
    span_at = 0
    previous = 0
    unknown = local
    for match in (RUN_ASCII if text.isascii() else RUN).finditer(text):
        run = match[0]
        parts = known(run, _UNSEEN)
        if parts is None:
            continue  # "The", "Monday": most runs
        begin = match.start()
        if text[begin - 2 : begin] in ARTICLE_ENDS:
            begin = article_before(text, begin)
            run = text[begin : match.end()]
            parts = known(run, _UNSEEN)
        if begin < previous:
            continue
        if run in joined_heads:
            run = _joined(text, begin, run, book)
            previous = begin + len(run)
            parts = known(run, _UNSEEN)
        if local and text.startswith(" ", begin + len(run)):
            longer = _with_article(text, begin, run, book)
            if longer != run:
                run = longer
                previous = begin + len(run)
                parts = known(run, _UNSEEN)
        if parts is _UNSEEN:
            parts = parse_run(book, run, local=local)
        if not parts:
            continue
        if spans:
            while span_at < len(spans) and spans[span_at][1] <= begin:
                span_at += 1
        for part in parts:
            start, stop = begin + part.start, begin + part.end
            if spans and span_at < len(spans) and _masked(start, stop, part, spans[span_at : span_at + 6]):
                continue
            kind = part.kind
            if kind == PLACE_PART:
                items.append(weigh(text, start, stop, part, book, region, items))
            elif kind == DEMONYM_PART:
                demonyms.append((start, stop, part.extra[0]))
                countries.append(part.extra[0])
            elif kind == PERSON_PART and not (
                names_ground(text, stop) or (local and in_list(text, start, stop, part, items, book))
            ):
                surnames.update(part.extra)
            elif kind in _NO_NAME:
                if local or asks_for_place(text, start, stop, part, book):
                    items.append(Item(start, stop, None, -9.0, UNKNOWN_PART))
                    items[-1].lower_left = part.before or word_before(text, start)
                    items[-1].written = run[part.start : part.end]
                    unknown = True
            else:
                items.append(weigh(text, start, stop, part, book, region, items))
    if unknown:
        items = with_local(text, items, book, theatre, countries)
    if items:
        if countries and not local:
            weigh_ground(text, items, countries, book)
        weigh_document(text, items, surnames, book)
    return [i for i in items if i.score >= 0 and not i.person], demonyms


def _with_article(text: str, begin: int, run: str, book: NameBook) -> str:
    """A run that ends with the head of Arabic names, with the article written apart behind it: "Zawr as Sus".

    The article is joined to its name by a hyphen, as if it were written "Zawr as-Sus"; no offset changes.
    """
    if run.rpartition(" ")[2].lower() not in book.lexicon.arabic_heads:
        return run
    article = _ARTICLE_APART.match(text, begin + len(run))
    rest = RUN.match(text, article.end()) if article is not None else None
    if article is None or rest is None:
        return run
    return f"{run} {article[1]}-{rest.group()}"


def _joined(text: str, begin: int, run: str, book: NameBook) -> str:
    """A run that may open a name with "and" in it ("Trinidad and Tobago"): the whole name if it stands here."""
    if text.startswith(" ", begin + len(run)):
        for name in book.lexicon.joined:
            if text.startswith(name, begin):
                return name
    return run


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
