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
from geo.render.shapes import encode_geometry
from geo.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.models import Claim, Place, Report, Resolution
    from geo.render.camps import CampStyle
    from geo.render.data import MapData

__all__ = ["Axis", "Places", "claim_day", "encode_texts", "find_axis"]

NO_DAY: Final = -99999
#: Digits kept of a coordinate: 1e-4 degree is 11 m, finer than any place name.
COORDINATE_SCALE: Final = 10_000
PRECISIONS: Final = ("unknown", "day", "week", "month", "season", "year")


@dataclass(frozen=True)
class Axis:
    """The days that the time axis runs over, both included."""

    first: date
    last: date

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
    if data.timeline is not None:
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
        first = last = [date(2000, 1, 1)]
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


class _Sentences:
    """Sentences by report, cut once, with offsets that a browser understands."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.reports = {report.id: row for row, report in enumerate(reports)}
        self._texts = [report.text for report in reports]
        self._cuts: dict[int, tuple[tuple[int, int], ...]] = {}
        self._table = Table()

    def row(self, report: int, start: int, end: int) -> int:
        return self._table.add((report, start, end))

    def around(self, report: int, start: int) -> tuple[int, int]:
        """Give the sentence that holds the character `start`."""
        from bisect import bisect_right

        cuts = self._cuts.get(report)
        if cuts is None:
            cuts = self._cuts[report] = sentences(self._texts[report])
        at = bisect_right(cuts, (start, len(self._texts[report]) + 1)) - 1
        return cuts[max(at, 0)] if cuts else (0, len(self._texts[report]))

    def encode(self, quotes: dict[tuple[int, int, int], str]) -> dict[str, Any]:
        rows = self._table.rows
        texts = [quotes.get(row) or self._texts[row[0]][row[1] : row[2]] for row in rows]
        return {
            "report": [row[0] for row in rows],
            "start": [row[1] for row in rows],
            "text": [clean_text(text) for text in texts],
        }


def _units(text: str, offset: int) -> int:
    """Turn a character offset into `text` into one of UTF-16 units."""
    return offset if text.isascii() else offset + sum(char > "\uffff" for char in text[:offset])


def _span(quote: str, sentence_start: int, start: int, end: int, words: str = "") -> tuple[int, int]:
    """Offset and length of ``[start, end)`` in its quote, or of `words`, or (-1, 0)."""
    begin, stop = start - sentence_start, end - sentence_start
    if start < 0 or begin < 0 or stop > len(quote) or begin >= stop:
        begin = quote.find(words) if words else -1
        stop = begin + len(words)
    if begin < 0:
        return -1, 0
    unit = _units(quote, begin)
    return unit, _units(quote, stop) - unit


class _Regions:
    """Areas named in words: each distinct geometry once."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self._index: dict[tuple[str, bytes], int] = {}

    def add(self, resolution: Resolution) -> int:
        region = resolution.region
        if region is not None:
            name, kind, geometry, radius = region.text, region.kind, region.geometry, region.radius_km
        elif resolution.footprint is not None and resolution.place is not None and resolution.precision in (2, 3, 4, 5):
            name, kind = resolution.place.name, "area"
            geometry, radius = resolution.footprint, resolution.radius_km
        else:
            return -1
        if geometry is None or geometry.is_empty:
            return -1
        key = (name.casefold(), geometry.wkb)
        if key not in self._index:
            self._index[key] = len(self.rows)
            centre = geometry.representative_point()
            self.rows.append(
                {
                    "name": clean_text(name),
                    "kind": clean_text(kind),
                    "rings": encode_geometry(geometry),
                    "at": [round(centre.y, 3), round(centre.x, 3)],
                    "radius": round(radius, 1),
                }
            )
        return self._index[key]


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
    cutter = _Sentences(reports)
    quotes: dict[tuple[int, int, int], str] = {}
    words, regions = Table([""]), _Regions()
    mentions = _Mentions(cutter, places, words, regions)
    for report_id, found in sorted(data.resolutions, key=lambda row: row[0]):
        if report_id in cutter.reports:
            for resolution in found:
                mentions.add(cutter.reports[report_id], resolution)
    claims = _encode_claims(data.claims, camps, places, axis, cutter, quotes, words, mentions)
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


class _Mentions:
    def __init__(self, cutter: _Sentences, places: Places, words: Table, regions: _Regions) -> None:
        self._cutter, self._places, self._words, self._regions = cutter, places, words, regions
        self._rows: list[tuple[int, ...]] = []
        self._index: dict[tuple[int, int, int], int] = {}
        self._choices = Table([()])
        self._skipped: dict[tuple[str, str], int] = {}

    def add(self, report: int, resolution: Resolution) -> int:
        mention = resolution.mention
        if not mention.literal:
            key = (clean_text(mention.text), clean_text(mention.reason or mention.kind))
            self._skipped[key] = self._skipped.get(key, 0) + 1
            return -1
        where = (report, mention.start, mention.end)
        if where in self._index:
            return self._index[where]
        start, end = self._cutter.around(report, mention.start)
        text = self._cutter._texts[report]  # noqa: SLF001 - two halves of one encoder
        offset, length = _span(text[start:end], start, mention.start, mention.end)
        choices = tuple(
            (self._places.add(choice.place), round(choice.score * 100), self._words.add(clean_text(choice.rung)))
            for choice in resolution.candidates[:6]
        )
        self._index[where] = len(self._rows)
        self._rows.append(
            (
                report,
                self._cutter.row(report, start, end),
                offset,
                length,
                self._words.add(clean_text(mention.text)),
                self._places.add(resolution.place),
                round(resolution.score * 100),
                self._choices.add(choices),
                self._regions.add(resolution),
                resolution.precision,
                round(resolution.radius_km * 10),
            )
        )
        return self._index[where]

    def encode(self) -> dict[str, Any]:
        names = (
            "report", "sentence", "offset", "length", "text", "place", "score", "choices", "region", "precision",
            "radius",
        )  # fmt: skip
        columns = list(zip(*self._rows, strict=True)) or [()] * len(names)
        return {
            "columns": {name: list(column) for name, column in zip(names, columns, strict=True)},
            "choices": [list(map(list, row)) for row in self._choices.rows],
            "skipped": [[text, why, count] for (text, why), count in sorted(self._skipped.items())],
        }


def _encode_claims(
    claims: Iterable[Claim],
    camps: Sequence[CampStyle],
    places: Places,
    axis: Axis,
    cutter: _Sentences,
    quotes: dict[tuple[int, int, int], str],
    words: Table,
    mentions: _Mentions,
) -> dict[str, Any]:
    camp_row = {camp.id: row for row, camp in enumerate(camps)}
    predicates = {name: row for row, name in enumerate(PREDICATES)}
    modalities = {name: row for row, name in enumerate(get_args(Modality))}
    interests = {name: row for row, name in enumerate(get_args(Interest))}
    bases = {name: row for row, name in enumerate(get_args(TimeBasis))}
    precisions = {name: row for row, name in enumerate(PRECISIONS)}
    terms, events, effects = Table([()]), Table([""]), Table()
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
        place = None if claim.resolution is None else claim.resolution.place
        named = claim.resolution.mention if claim.resolution else None
        inside = named is not None and (not claim.place_text or named.text == claim.place_text)
        at_place = (named.start, named.end) if named is not None and inside else (-1, -1)
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
                *(_span(quote, claim.start, actor.start, actor.end, actor.text) if actor else (-1, 0)),
                camp_row.get(opponent.camp or "", -1) if opponent else -1,
                words.add(clean_text(", ".join(one.text for one in claim.opponents))),
                places.add(place),
                words.add(clean_text(claim.place_text)),
                *_span(quote, claim.start, *at_place, claim.place_text),
                mention,
                *_span(quote, claim.start, claim.trigger_start, claim.trigger_end),
                words.add(clean_text(claim.part)),
                words.add(clean_text(" > ".join(claim.attribution_chain) or claim.attribution or "")),
                words.add(clean_text(claim.source_stance)),
                interests[claim.interest],
                int(claim.is_background) + 2 * int(claim.hedged),
                round(claim.certainty * 100),
                terms.add(tuple((clean_text(name), round(value * 100)) for name, value in claim.certainty_terms)),
                events.add(claim.event_id),
            )
        )  # fmt: skip
    names = (
        "id", "from", "day", "published", "precision", "basis", "sentence", "predicate", "effect", "negated",
        "modality", "camp", "actor", "actorAt", "actorLength", "against", "opponent", "place", "placeText", "placeAt",
        "placeLength", "mention", "triggerAt", "triggerLength", "part", "speaker", "stance", "interest", "flags",
        "certainty", "terms", "event",
    )  # fmt: skip
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    encoded: dict[str, Any] = {name: list(column) for name, column in zip(names, columns, strict=True)}
    for name in ("from", "day", "published", "sentence", "mention"):
        encoded[name] = delta(encoded[name])
    return {
        "columns": encoded,
        "terms": [[list(term) for term in row] for row in terms.rows],
        "effects": effects.rows,
    }
