"""Decisions written down: place, probability, alternatives and reasons; or nothing, where the best is no good."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from geo.models import Candidate, Resolution
from geo.resolution._calibration import probability
from geo.resolution._candidates import Option, km_between
from geo.resolution._context import INSIDE, OWNER, QUARTER_NOUNS
from geo.resolution._evidence import nearest_km
from geo.resolution._report import NAMESAKE
from geo.resolution._scoring import lies_in

if TYPE_CHECKING:
    from geo.models import Mention, Place
    from geo.recognition._names import NameBook
    from geo.resolution._evidence import Anchor
    from geo.resolution._report import Answer, Name

__all__ = ["answers"]

_SHOWN = 5
#: Alternatives less likely than this are not listed.
_LEAST = 0.005
_RADIUS = {"city": 2.0, "site": 1.0, "quarter": 1.0, "county": 25.0, "area": 60.0, "region": 100.0, "country": 300.0}
_PRECISION = {"city": 1, "site": 1, "quarter": 1, "county": 4, "area": 5, "region": 3, "country": 7}
_NAMESAKE_KM = 10.0
_VAGUE_KM = 3.0
#: Scores below which nothing is said in a war: for what all know, for villages, for a loose spelling.
_GUESS, _VILLAGE_GUESS, _LOOSE_GUESS = 0.15, 0.35, 0.5
_VILLAGE = 4.0
_TIE = 1.0
#: What no single site is called.
_CALLED_SUBURB = frozenset(("suburb", "suburb of", *QUARTER_NOUNS))
_BESIDE_KM = 25.0
#: In so many degrees of latitude are more than that.
_NORTH = 0.23


def answers(
    mentions: tuple[Mention, ...],
    of_mention: list[Name | None],
    book: NameBook,
    anchors: tuple[Anchor, ...],
    home: int | None,
) -> list[Resolution]:
    """The resolution of every mention; those of one name share all but the mention.

    Parameters
    ----------
    mentions, of_mention, book
        As for `geo.resolution._report.names_of`.
    anchors : tuple of Anchor
        The surest places of the report.
    home : int or None
        Number of the country that the conflict plays in.
    """
    out = []
    for mention, name in zip(mentions, of_mention, strict=True):
        if name is None:
            out.append(Resolution(mention))
            continue
        chosen = name.chosen
        if chosen is None:
            out.append(Resolution(mention, candidates=_listed(name, book)))
            continue
        answer = name.answer
        if answer is None:
            answer = name.answer = _answer(name, chosen, book, anchors, home)
            if home is not None and _is_guess(name, chosen, answer[3]):
                # A guess among namesakes: better said to be unknown.
                answer = name.answer = None, 0, 0.0, 0.0, answer[4]
        place, precision, radius, score, candidates = answer
        out.append(Resolution(mention, place, None, precision, radius, score, candidates))
    return out


def _is_guess(name: Name, chosen: Option, score: float) -> bool:
    """Whether the place is likelier another; a loose spelling that two places share alike is none of them."""
    if chosen.kind not in ("city", "site", "quarter"):
        return score < _GUESS
    if chosen.kind == "site" and name.cue in _CALLED_SUBURB:
        return True  # the hospital of that name is elsewhere
    if chosen.alike == 1.0:
        return score < (_VILLAGE_GUESS if chosen.weight < _VILLAGE else _GUESS)
    return score < _LOOSE_GUESS or (name.lead < _TIE and not name.container)


def _said_inside(name: Name, chosen: Option) -> bool:
    """Whether the words put a place where it is: "Kinsabba in Latakia countryside"."""
    return any(
        link.kind in (INSIDE, OWNER) and link.name.chosen is not None and lies_in(chosen, link.name.chosen)
        for link in name.links
    )


def _listed(name: Name, book: NameBook) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(book.gazetteer.place(o.row), 0.0, "folded", ("far from the report's places",))
        for _, o in name.scored[:_SHOWN]
    )


def _answer(name: Name, chosen: Option, book: NameBook, anchors: tuple[Anchor, ...], home: int | None) -> Answer:
    scored = name.scored
    cue = name.cue
    war = home is not None and chosen.country == home
    near_km = nearest_km(name, chosen, anchors, home) if war and not _said_inside(name, chosen) else 0.0
    company = name.container[0].key if name.container else ""
    if len(scored) == 1:
        key = "only", chosen.row, company, cue, chosen.alike, chosen.main, len(name.options), war
        kept: Answer | None = book.candidates.get(key) if not near_km else None
        if kept is not None:
            return kept
        score = round(probability(name, 1.0, war=war, near_km=near_km), 4)
        place, reasons = _reasons(chosen, cue, company, book)
        kept = _written(cue, book, chosen, score, (Candidate(place, 1.0, _rung(chosen), reasons),))
        if not near_km:
            book.candidates[key] = kept
        return kept
    best = scored[0][0]
    odds = [exp(s - best) for s, _ in scored]  # best first: none above one
    total = sum(odds)
    beside = 0.0
    listed: list[Candidate] = []
    latitude, longitude = chosen.latitude, chosen.longitude
    for index, odd in enumerate(odds):
        share = odd / total
        if share < _LEAST and listed:
            break
        option = scored[index][1]
        if option is chosen or (
            -_NORTH < option.latitude - latitude < _NORTH
            and km_between(option.latitude, option.longitude, latitude, longitude) <= _BESIDE_KM
        ):
            beside += share
        if index < _SHOWN:
            place, reasons = _reasons(option, cue, company, book)
            listed.append(Candidate(place, round(share, 4), _rung(option), reasons))
    score = round(probability(name, beside, war=war, near_km=near_km), 4)
    return _written(cue, book, chosen, score, tuple(listed))


def _written(cue: str, book: NameBook, chosen: Option, score: float, candidates: tuple[Candidate, ...]) -> Answer:
    precision, radius = _PRECISION[chosen.kind], _RADIUS[chosen.kind]
    if chosen.kind == "quarter":
        # Of some quarters only the town is known.
        radius = max(radius, book.gazetteer.area_radius_km(candidates[0].place.id))
        precision = 1 if radius <= _VAGUE_KM else 2
    if cue == NAMESAKE:
        precision, radius = 2, _NAMESAKE_KM
    return candidates[0].place, precision, radius, score, candidates


def _rung(option: Option) -> str:
    return "consonant" if option.alike < 1.0 else "folded"


def _reasons(option: Option, cue: str, company: str, book: NameBook) -> tuple[Place, tuple[str, ...]]:
    """The place of an option and why it comes into question, kept between reports."""
    key = option.row, option.kind, cue, company
    found: tuple[Place, tuple[str, ...]] | None = book.reasons.get(key)
    if found is None:
        if len(book.reasons) > 40_000:
            book.reasons.clear()
        place = book.gazetteer.place(option.row)
        reasons = [f"{option.kind} of {place.country_code or 'no country'}"]
        if cue:
            reasons.append(f"cue: {cue}")
        if company:
            reasons.append(f"named with {company}")
        found = book.reasons[key] = place, tuple(reasons)
    return found
