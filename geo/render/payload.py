"""`MapData` into the columns that the page reads.

Columns instead of one object a claim: a tenth of the bytes and of the build time. Days are whole numbers counted from
`Axis.first`; texts sit in tables and are referred to by row; offsets into a quote count UTF-16 units, as the browser
does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, get_args

from geo.control.evidence import effect_of
from geo.models import PREDICATES, Interest, Modality, TimeBasis
from geo.render.encode import Table, clean_text, delta, safe_url
from geo.render.mentions import Mentions, Regions, Sentences, columns_of, span_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.models import Claim, Place, Report
    from geo.render.camps import CampStyle
    from geo.render.data import MapData

__all__ = ["Axis", "Places", "claim_day", "encode_texts", "find_axis"]

NO_DAY: Final = -99999
#: In a claim's column: as its mention has it.
SAME: Final = -2
#: Digits kept of a coordinate: 1e-4 degree is 11 m, finer than any place name.
COORDINATE_SCALE: Final = 10_000
PRECISIONS: Final = ("unknown", "day", "week", "month", "season", "year")


@dataclass(frozen=True)
class Axis:
    """The days that the time axis runs over, both included."""

    first: date
    last: date
    known: bool = True  # False: nothing has a date, the day only stands in for one

    @property
    def days(self) -> int:
        """Number of the last day."""
        return (self.last - self.first).days

    def day(self, when: date | None) -> int:
        """Day number; `NO_DAY` for None. Negative before the axis starts."""
        return NO_DAY if when is None else (when - self.first).days


def claim_day(claim: Claim) -> date | None:
    """Return the day a claim stands at on the axis: the end of its event time. None: undated."""
    return claim.time.end or claim.time.start


def find_axis(data: MapData) -> Axis:
    """Choose the axis: from the first event told as news (not as history) to the last day known.

    Raises nothing: a map of nothing gets one day.
    """
    first: list[date] = []
    last: list[date] = []
    news = [day for claim in data.claims if not claim.is_background and (day := claim_day(claim))]
    published = [report.published for report in data.reports if report.published]
    if data.timeline is not None and data.timeline.dates:
        from geo.render.control import timeline_days

        start, end = timeline_days(data.timeline)
        first.append(start)
        last.append(end)
    elif news:
        # A slip in one date must not stretch the axis over decades.
        floor = min(published) - timedelta(days=366) if published else min(news)
        first += [min((day for day in news if day >= floor), default=min(news))]
        last += [max(news)]
    if published:
        first.append(min(published))
        last.append(max(published))
    if data.as_of:
        first.append(data.as_of)
        last = [data.as_of]
    if not first:
        return Axis(date(2000, 1, 1), date(2000, 1, 1), known=False)
    return Axis(min(first), max([*last, min(first)]))


class Places:
    """The places a page refers to, each once."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self.places: list[Place] = []

    def add(self, place: Place | None) -> int:
        """Row of `place`; -1 for None."""
        if place is None:
            return -1
        row = self._rows.get(place.id)
        if row is None:
            row = self._rows[place.id] = len(self.places)
            self.places.append(place)
        return row

    def row(self, place_id: str) -> int:
        """Row of a place added before; -1 if there is none."""
        return self._rows.get(place_id, -1)

    def encode(self) -> dict[str, Any]:
        """Columns of the place table."""
        words = Table()
        return {
            "id": [clean_text(place.id) for place in self.places],
            "name": [clean_text(place.name) for place in self.places],
            "lat": delta((place.latitude for place in self.places), COORDINATE_SCALE),
            "lon": delta((place.longitude for place in self.places), COORDINATE_SCALE),
            "code": [words.add(f"{place.feature_class}/{place.feature_code}") for place in self.places],
            "admin": [words.add(clean_text(place.admin1)) for place in self.places],
            "country": [words.add(clean_text(place.country_code)) for place in self.places],
            "source": [words.add(clean_text(place.source)) for place in self.places],
            "words": words.rows,
        }


def encode_texts(data: MapData, camps: Sequence[CampStyle], places: Places, axis: Axis) -> dict[str, Any]:
    """Encode reports, sentences, claims, mentions and regions.

    Parameters
    ----------
    data : MapData
    camps : sequence of CampStyle
        In the order the page numbers them.
    places : Places
        Filled with every place that is referred to.
    axis : Axis

    Returns
    -------
    dict
        JSON-like columns.
    """
    reports = sorted(data.reports, key=lambda report: (report.published or date.max, report.id))
    cutter = Sentences(reports)
    quotes: dict[tuple[int, int, int], str] = {}
    words, regions = Table([""]), Regions()
    mentions = Mentions(cutter, places, words, regions)
    for report_id, found in sorted(data.resolutions, key=lambda row: row[0]):
        if report_id in cutter.reports:
            for resolution in found:
                mentions.add(cutter.reports[report_id], resolution)
    claims = _encode_claims(
        data.claims,
        camps=camps,
        places=places,
        axis=axis,
        cutter=cutter,
        quotes=quotes,
        words=words,
        mentions=mentions,
    )
    return {
        "reports": _encode_reports(reports, axis, words),
        "claims": claims,
        "mentions": mentions.encode(),
        "sentences": cutter.encode(quotes),
        "regions": regions.rows,
        "words": words.rows,
        "lists": {
            "predicate": list(PREDICATES),
            "effect": claims.pop("effects"),
            "modality": list(get_args(Modality)),
            "interest": list(get_args(Interest)),
            "basis": list(get_args(TimeBasis)),
            "precision": list(PRECISIONS),
        },
    }


def _encode_reports(reports: Iterable[Report], axis: Axis, words: Table) -> list[list[Any]]:
    return [
        [
            clean_text(report.id),
            clean_text(report.title) or clean_text(report.id),
            words.add(clean_text(report.source)),
            axis.day(report.published),
            words.add(report.published_precision),
            safe_url(report.url),
            words.add(clean_text(report.stance)),
        ]
        for report in reports
    ]


def _placecolumns_of(claim: Claim, mentions: Mentions, mention: int, places: Places, words: Table) -> tuple[int, ...]:
    """Give place, its words, their offset and length in the quote; `SAME` for what the mention says already."""
    resolution = claim.resolution
    row = places.add(resolution.place) if resolution is not None else -1
    named = resolution.mention if resolution is not None else None
    own = named is not None and (not claim.place_text or named.text == claim.place_text)
    spot = (named.start, named.end) if named is not None and own else (-1, -1)
    at, length = span_of(claim.quote, claim.start, *spot, claim.place_text)
    text = words.add(clean_text(claim.place_text))
    if mention < 0:
        return row, text, at, length
    known = mentions.named(mention)
    return tuple(SAME if value == there else value for value, there in zip((row, text, at, length), known, strict=True))


def _encode_claims(
    claims: Iterable[Claim],
    *,
    camps: Sequence[CampStyle],
    places: Places,
    axis: Axis,
    cutter: Sentences,
    quotes: dict[tuple[int, int, int], str],
    words: Table,
    mentions: Mentions,
) -> dict[str, Any]:
    camp_row = {camp.id: row for row, camp in enumerate(camps)}
    predicates = {name: row for row, name in enumerate(PREDICATES)}
    modalities = {name: row for row, name in enumerate(get_args(Modality))}
    interests = {name: row for row, name in enumerate(get_args(Interest))}
    bases = {name: row for row, name in enumerate(get_args(TimeBasis))}
    precisions = {name: row for row, name in enumerate(PRECISIONS)}
    terms, effects = Table([()]), Table()
    rows: list[tuple[Any, ...]] = []
    ordered = sorted(claims, key=lambda one: (claim_day(one) or date.max, one.report_id, one.start, one.claim_id))
    for claim in ordered:
        report = cutter.reports.get(claim.report_id)
        if report is None:
            continue
        quote = claim.quote
        sentence = cutter.row(report, claim.start, claim.end)
        quotes[(report, claim.start, claim.end)] = quote
        mention = -1 if claim.resolution is None else mentions.add(report, claim.resolution)
        actor = claim.actors[0] if claim.actors else None
        opponent = claim.opponents[0] if claim.opponents else None
        rows.append(
            (
                clean_text(claim.claim_id),
                axis.day(claim.time.start or claim.time.end),
                axis.day(claim_day(claim)),
                axis.day(claim.published),
                precisions.get(claim.time.precision, 0),
                bases[claim.time.basis],
                sentence,
                predicates[claim.predicate],
                effects.add(effect_of(claim)),
                int(claim.polarity == "negated"),
                modalities[claim.modality],
                camp_row.get(actor.camp or "", -1) if actor else -1,
                words.add(clean_text(", ".join(one.text for one in claim.actors))),
                *(span_of(quote, claim.start, actor.start, actor.end, actor.text) if actor else (-1, 0)),
                camp_row.get(opponent.camp or "", -1) if opponent else -1,
                words.add(clean_text(", ".join(one.text for one in claim.opponents))),
                *_placecolumns_of(claim, mentions, mention, places, words),
                mention,
                *span_of(quote, claim.start, claim.trigger_start, claim.trigger_end),
                words.add(clean_text(claim.part)),
                words.add(clean_text(" > ".join(claim.attribution_chain) or claim.attribution or "")),
                words.add(clean_text(claim.source_stance)),
                interests[claim.interest],
                int(claim.is_background) + 2 * int(claim.hedged),
                round(claim.certainty * 100),
                terms.add(tuple((clean_text(name), round(value * 100)) for name, value in claim.certainty_terms)),
            )
        )  # fmt: skip
    names = (
        "id", "from", "day", "published", "precision", "basis", "sentence", "predicate", "effect", "negated",
        "modality", "camp", "actor", "actorAt", "actorLength", "against", "opponent", "place", "placeText", "placeAt",
        "placeLength", "mention", "triggerAt", "triggerLength", "part", "speaker", "stance", "interest", "flags",
        "certainty", "terms",
    )  # fmt: skip
    encoded: dict[str, list[Any]] = dict(zip(names, columns_of(rows, len(names)), strict=True))
    for name in ("from", "day", "published", "sentence", "mention"):
        encoded[name] = delta(encoded[name])
    return {
        "columns": encoded,
        "terms": [[list(term) for term in row] for row in terms.rows],
        "effects": effects.rows,
    }
