"""The joint decision.

Every distinct name of a report gets one meaning, unless the words around single mentions ask for another level (city,
province). Evidence is added up as log-odds: how many people would mean the place by the name, the countries and
divisions the report speaks of, the area named right behind or before the mention, the distance to what the other names
mean, and the theatre of the conflict.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.recognition._names import name_book
from geo.resolution._answers import answers
from geo.resolution._context import QUARTER, speaks_of_quarters
from geo.resolution._doubt import doubt
from geo.resolution._evidence import (
    Anchor,
    anchors_of,
    beside_in_text,
    company_votes,
    evidence,
    nearest_km,
    recount,
    theatre_worth,
    worth_of,
)
from geo.resolution._quarters import place_quarters
from geo.resolution._report import names_of, widen
from geo.resolution._scoring import NO_OTHER, Town, lead_of, near_of, score_options, towns_of

if TYPE_CHECKING:
    from datetime import date

    from geo.conflicts import Conflict
    from geo.gazetteer import Gazetteer
    from geo.models import Mention, Resolution
    from geo.recognition._names import NameBook
    from geo.resolution._report import Name

__all__ = ["resolve"]

W_COUNTRY = 1.5
MAX_COUNTRY = 4.0
W_ADMIN1 = 1.7
MAX_ADMIN1 = 5.0
_DECIDED = 7.0
#: A quarter by this lead speaks for its town.
_DECIDED_QUARTER = 2.0
#: Sure places that the others are measured against; in a war those near in the text are picked from more.
_USUAL, _MOST = 10, 40
#: Lesser places than this (decimal logarithm of people) have namesakes spelt nearly so ...
_SMALL = 4.2
#: ... which are thought of when nothing else of the report lies within this distance.
_AWAY_KM = 50.0


def resolve(
    text: str,
    mentions: tuple[Mention, ...],
    *,
    conflict: Conflict | None,
    gazetteer: Gazetteer,
    published: date | None = None,  # noqa: ARG001 - names that change with time will need it
) -> tuple[Resolution, ...]:
    """Decide what each mention of one report means.

    Parameters
    ----------
    text : str
    mentions : tuple of Mention
        As `geo.recognition.recognize` gives them.
    conflict : Conflict or None
        Its countries are where a name is looked for first; the words of the report override that.
    gazetteer : Gazetteer
    published : datetime.date or None

    Returns
    -------
    tuple of Resolution
        One for each mention, in the same order. `place` is None for mentions that are not meant as places and for
        names the gazetteer does not have.
    """
    book = name_book(gazetteer)
    quarters = speaks_of_quarters(text)
    ordered, of_mention, nations, countries = names_of(text, mentions, conflict, book, quarters=quarters)
    spoken_of = dict(nations)
    theatre = theatre_worth(conflict, book.country_numbers)
    open_names: list[Name] = []
    for name in ordered:
        option = name.options[0]
        if len(name.options) > 1:
            open_names.append(name)  # scored below
            continue
        name.scored = [(option.base, option)]
        name.chosen = option
        name.lead = NO_OTHER
    divisions = evidence(ordered, nations)
    votes = company_votes(ordered) if len(open_names) > 1 else {}
    towns = towns_of(ordered, book)
    if open_names:
        worth = worth_of(nations, W_COUNTRY, MAX_COUNTRY), worth_of(divisions, W_ADMIN1, MAX_ADMIN1)
        for name in open_names:
            name.scored = score_options(name, book, *worth, theatre, (), votes, towns)
            name.chosen = name.scored[0][1]
            name.lead = lead_of(name)
    anchors: tuple[Anchor, ...] = ()
    if len(ordered) > 1 and (theatre or open_names):
        anchors = anchors_of(ordered, _MOST if theatre else _USUAL)
    widened = False
    home = next(iter(theatre), None)
    if theatre:
        for name in ordered:
            if _out_of_place(name, beside_in_text(name, anchors), home) and widen(name, countries, book):
                name.lead = 0.0
                widened = True
    if widened or towns:
        towns = (*towns_of(ordered, book), *_homes_of(ordered, book))
    # A lead that neighbours cannot turn is left as it is.
    undecided = [n for n in (ordered if widened else open_names) if n.lead < _DECIDED and len(n.options) > 1]
    if undecided and (len(ordered) > 1 or widened):
        nations, divisions = recount(ordered, nations, divisions)
        worth = worth_of(nations, W_COUNTRY, MAX_COUNTRY), worth_of(divisions, W_ADMIN1, MAX_ADMIN1)
        around = near_of(anchors, theatre)
        for name in undecided:
            near = near_of(beside_in_text(name, anchors), theatre) if theatre else around
            name.scored = score_options(name, book, *worth, theatre, near, votes, towns)
            name.chosen = name.scored[0][1]
            name.lead = lead_of(name)
    doubt(ordered, theatre, spoken_of, book, conflict.lone_village_km if conflict is not None else math.inf)
    out = answers(mentions, of_mention, book, anchors, home)
    if quarters:
        out = place_quarters(
            text, out, gazetteer, conflict.countries[0] if conflict is not None and conflict.countries else ""
        )
    return tuple(out)


def _homes_of(names: list[Name], book: NameBook) -> list[Town]:
    """Towns of the quarters that are decided: those named beside them lie there, too."""
    gaz = book.gazetteer
    found = []
    for name in names:
        chosen = name.chosen
        if chosen is not None and chosen.kind == "quarter" and name.lead >= _DECIDED_QUARTER:
            town = gaz.part_of(chosen.row)
            if town is not None:
                found.append(Town(name, town, *gaz.point(town)))
    return found


def _out_of_place(name: Name, anchors: tuple[Anchor, ...], home: int | None) -> bool:
    """Whether a lesser place lies away from all others, or a quarter is none: the name may be another one's."""
    chosen = name.chosen
    if chosen is None or chosen.weight >= _SMALL or chosen.kind not in ("city", "site", "quarter"):
        return False
    if name.level == QUARTER and chosen.kind != "quarter":
        return True
    return nearest_km(name, chosen, anchors, home) > _AWAY_KM
