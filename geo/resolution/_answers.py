"""Decisions written down: place, probability, alternatives and reasons; or nothing, where the best is no good."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from geo.models import Candidate, Mention, Resolution
from geo.resolution._candidates import Option, km_between

if TYPE_CHECKING:
    from geo.models import Place
    from geo.recognition._names import NameBook
    from geo.resolution._report import Name

__all__ = ["CALIBRATION", "answers", "astray", "far_fetched"]

_NO_MENTION = Mention(0, 0, "")
_SHOWN = 5
_WELL_KNOWN = 5.0
_ASTRAY_KM = 70.0
_KNOWN_ABOUT = 4.0
_LOOSE = 0.9  # a loose spelling may be another name altogether
#: Alternatives less likely than this are not listed.
_LEAST = 0.005
_RADIUS = {"city": 2.0, "site": 1.0, "quarter": 1.0, "county": 25.0, "area": 60.0, "region": 100.0, "country": 300.0}
_PRECISION = {"city": 1, "site": 1, "quarter": 1, "county": 4, "area": 5, "region": 3, "country": 7}
# Probability that the chosen place is right, from the lead over the next one that lies elsewhere:
# 1 / (1 + exp(-(A + B * lead))); fitted by bench/geoparse_reliability.py.
CALIBRATION = (-0.55, 0.43)


def far_fetched(name: Name, theatre: dict[int, float], named: set[int]) -> bool:
    """Whether the best there is lies in a country that neither the conflict nor the report has to do with.

    Small places of the world share their names with villages that the gazetteer lacks: better to say nothing.
    """
    chosen = name.chosen
    if chosen is None or chosen.kind in ("country", "region") or name.container or name.entry.bound:
        return False
    if chosen.country in theatre or chosen.country in named:
        return False
    return chosen.weight < (_WELL_KNOWN if chosen.main else _WELL_KNOWN + 0.8)


def astray(name: Name, names: list[Name]) -> bool:
    """Whether a place found by a loose spelling lies away from everything else in the report."""
    chosen = name.chosen
    if chosen is None or chosen.weight >= _KNOWN_ABOUT or name.container:
        return False
    others = [
        n.chosen
        for n in names
        if n is not name and n.chosen is not None and n.chosen.kind in ("city", "site", "region")
    ]
    return bool(others) and all(
        km_between(chosen.latitude, chosen.longitude, o.latitude, o.longitude) > _ASTRAY_KM for o in others
    )


def answers(mentions: tuple[Mention, ...], of_mention: list[Name | None], book: NameBook) -> list[Resolution]:
    """The resolution of every mention; those of one name share all but the mention."""
    made: dict[int, Resolution] = {}
    out = []
    for mention, name in zip(mentions, of_mention, strict=True):
        if name is None or name.chosen is None:
            out.append(Resolution(mention, candidates=_listed(name, book) if name is not None else ()))
            continue
        first = made.get(id(name))
        if first is None:
            single = len(name.options) == 1 and not name.container
            first = made[id(name)] = _single(name, book) if single else _answer(_NO_MENTION, name, book)
        out.append(
            Resolution(mention, first.place, None, first.precision, first.radius_km, first.score, first.candidates)
        )
    return out


def _listed(name: Name, book: NameBook) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(book.gazetteer.place(o.row), 0.0, "folded", ("far from the report's places",))
        for _, o in name.scored[:_SHOWN]
    )


def _single(name: Name, book: NameBook) -> Resolution:
    """The resolution of a name with one meaning; the same in every report, so it is kept."""
    key = name.options[0].row, name.entry.name, name.cue
    kept: Resolution | None = book.single.get(key)
    if kept is None:
        if len(book.single) > 40_000:
            book.single.clear()
        kept = book.single[key] = _answer(_NO_MENTION, name, book)
    return kept


def _answer(mention: Mention, name: Name, book: NameBook) -> Resolution:
    chosen = name.chosen
    if chosen is None:
        return Resolution(mention)
    best = name.scored[0][0]
    loose = name.entry.name == "~"
    probability = 1.0 / (1.0 + exp(-(CALIBRATION[0] + CALIBRATION[1] * min(12.0, name.lead))))
    if loose:
        probability *= _LOOSE
    odds = [exp(s - best) for s, _ in name.scored]  # best first: none above one
    total = sum(odds)
    candidates: list[Candidate] = []
    rung = "consonant" if loose else "folded"
    company = name.container[0].key if name.container else ""
    for odd, (_, option) in zip(odds[:_SHOWN], name.scored, strict=False):
        share = odd / total
        if share < _LEAST and candidates:
            break
        place, reasons = _reasons(option, name.cue, company, book)
        candidates.append(Candidate(place, round(share, 4), rung, reasons))
    place = candidates[0].place
    return Resolution(
        mention, place, None, _PRECISION[chosen.kind], _RADIUS[chosen.kind], round(probability, 4), tuple(candidates)
    )


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
