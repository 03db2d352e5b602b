"""How do you know? The claims for and against who holds a place, as text and as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.folding import fold
from geo.frames import CLAIM_COLUMNS, claims_frame
from geo.gazetteer.query import find, parse_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.control import Timeline
    from geo.gazetteer import Gazetteer
    from geo.models import Claim, ControlState, Place

__all__ = ["Explanation", "claim_dict", "explain_place"]

#: Candidates less alike than this are other names; the user is told that nothing is known instead.
_ALIKE = 0.3
_OTHERS = 5
_KINDS = {"S": "site", "T": "terrain", "A": "administrative area"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The evidence for and against the present holder of a place.

    Attributes
    ----------
    place : Place or None
        None if no claim is about a place of this name.
    state : ControlState or None
    supporting, contradicting, other : tuple of Claim
        Newest first. `other` neither supports nor contradicts a holder (strikes, moves, background).
    """

    query: str
    place: Place | None
    state: ControlState | None
    supporting: tuple[Claim, ...] = ()
    contradicting: tuple[Claim, ...] = ()
    other: tuple[Claim, ...] = ()
    homonyms: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(_explanation_lines(self))

    def to_dict(self) -> dict[str, Any]:
        """Give the evidence as plain values, for JSON."""
        state = self.state
        return {
            "query": self.query,
            "place_id": self.place.id if self.place else None,
            "name": self.place.name if self.place else None,
            "holder": state.holder if state else None,
            "status": state.status if state else "unknown",
            "confidence": round(state.confidence, 3) if state else 0.0,
            "as_of": state.as_of.isoformat() if state else None,
            **{kind: [claim_dict(c) for c in getattr(self, kind)] for kind in ("supporting", "contradicting", "other")},
            "homonyms": list(self.homonyms),
        }


def explain_place(
    name: str, *, claims: Sequence[Claim], timeline: Timeline, gazetteer: Gazetteer, as_of: date | None
) -> Explanation:
    """Find the place that a name means among those the claims and the timeline know, and its evidence.

    Parameters
    ----------
    name : str
        A place name in any spelling, or a place id.
    claims : sequence of Claim
    timeline : Timeline
    gazetteer : Gazetteer
        Finds other spellings.
    as_of : datetime.date or None
        Leave out what was not known by then.

    Returns
    -------
    Explanation
    """
    known: dict[str, Place] = {}
    surfaces: dict[str, set[str]] = {}
    for c in claims:
        if c.resolution and c.resolution.place:
            place = c.resolution.place
            known[place.id] = place
            surfaces.setdefault(place.id, {place.name}).add(c.resolution.mention.text)
    for row in timeline.places:
        known.setdefault(row.id, row)
    key = fold(name)
    hits = [p for i, p in known.items() if i == name or any(fold(s) == key for s in surfaces.get(i, {p.name}))]
    counts = dict.fromkeys(known, 0)
    for c in claims:
        if c.resolution and c.resolution.place:
            counts[c.resolution.place.id] += 1
    hits.sort(key=lambda p: (-counts[p.id], p.id))
    query = parse_query(name)
    if query is not None:
        # The name as it is written wins; among those spelt otherwise the likeliest, then what the claims speak of.
        named = {p.id for p in hits}
        found = [
            c for c in find(gazetteer, query, limit=25) if c.score >= _ALIKE and c.place.id in known.keys() - named
        ]
        found.sort(key=lambda c: (-round(c.score, 1), -counts[c.place.id], c.place.id))
        hits += [c.place for c in found[:_OTHERS]]
    if not hits:
        return Explanation(name, None, None)
    # A row of the baseline brings no more than name and point along.
    place, *rest = (gazetteer.get(p.id) or p for p in hits)
    others = tuple(f"{_described(p)} [{p.id}]" for p in rest)
    state = timeline.state(place.id, as_of) if as_of and timeline.dates else None
    about = [c for c in claims if c.resolution and c.resolution.place and c.resolution.place.id == place.id]
    about = [c for c in about if as_of is None or c.published is None or c.published <= as_of]
    about.sort(key=lambda c: (c.published or date.min, c.report_id, c.start, c.claim_id), reverse=True)
    pro = set(state.supporting) if state else set()
    con = set(state.contradicting) if state else set()
    return Explanation(
        name,
        place,
        state,
        tuple(c for c in about if c.claim_id in pro),
        tuple(c for c in about if c.claim_id in con),
        tuple(c for c in about if c.claim_id not in pro and c.claim_id not in con),
        others,
    )


def claim_dict(claim: Claim) -> dict[str, Any]:
    """Give a claim as plain values: the columns of the claims frame, without geometry, and the coordinates."""
    row = claims_frame((claim,)).iloc[0]
    values = {name: _plain(row[name]) for name in CLAIM_COLUMNS}
    point = row["geometry"]
    values["latitude"] = round(point.y, 6) if point is not None else None
    values["longitude"] = round(point.x, 6) if point is not None else None
    values["certainty_terms"] = {name: round(value, 3) for name, value in claim.certainty_terms}
    return values


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any column
    return value.item() if hasattr(value, "item") else value


def _described(place: Place) -> str:
    kind = "" if place.feature_class in {"P", ""} else _KINDS.get(place.feature_class, "area")
    return f"{place.name} ({', '.join(x for x in (kind, place.admin1, place.country_code) if x)})"


def _explanation_lines(explanation: Explanation) -> Iterator[str]:
    place, state = explanation.place, explanation.state
    if place is None:
        yield f"{explanation.query}: no claim is about a place of this name."
        return
    yield f"{_described(place)} {place.latitude:.4f} N {place.longitude:.4f} E  [{place.id}]"
    if state is None:
        area = place.feature_class not in {"P", "S", "T", ""}
        yield "  holder: none of its own; an area is held place by place" if area else "  holder: unknown"
    else:
        overlays = f", {', '.join(state.overlays)}" if state.overlays else ""
        since = f" since {state.since}" if state.since else ""
        yield (
            f"  as of {state.as_of}: {state.holder or 'unknown'} ({state.status}{overlays}), "
            f"confidence {state.confidence:.2f}{since}"
        )
    for title, claims in (
        ("For", explanation.supporting),
        ("Against", explanation.contradicting),
        ("Also said", explanation.other),
    ):
        if claims:
            yield f"  {title}:"
            for c in claims:
                yield from _claim_lines(c)
    if explanation.homonyms:
        yield f"  Other places of this or a like name: {'; '.join(explanation.homonyms)}"


def _claim_lines(c: Claim) -> Iterator[str]:
    who = ", ".join(f"{a.text} [{a.camp or '?'}]" for a in c.actors) or "no actor named"
    flags: list[str] = [c.predicate]
    if c.polarity == "negated":
        flags.append("negated")
    if c.modality != "asserted":
        flags.append(c.modality)
    if c.part:
        flags.append(f"part: {c.part}")
    if c.is_background:
        flags.append("background")
    said = f", according to {c.attribution}" if c.attribution else ""
    when = f"{c.time.start}" if c.time.start == c.time.end else f"{c.time.start} to {c.time.end}"
    event = f"{when} ({c.time.basis})" if c.time.start else "undated"
    yield f"    {c.published or 'no date'}  {' / '.join(flags)} by {who}{said}; event {event}"
    yield f'      "{" ".join(c.quote.split())}"'
    terms = ", ".join(f"{name} {value:.2f}" for name, value in c.certainty_terms)
    yield f"      {c.report_id}, {c.source or 'no publisher'}; certainty {c.certainty:.2f}" + (
        f" = {terms}" if terms else ""
    )
