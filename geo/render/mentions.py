"""Sentences, mentions and areas named in words, as columns for the page."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from geo.render.encode import Table, clean_text, delta
from geo.render.shapes import encode_geometry
from geo.text import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.models import Report, Resolution
    from geo.render.payload import Places

__all__ = ["Mentions", "Regions", "Sentences", "columns_of", "span_of"]


class Sentences:
    """Sentences by report, cut once, with offsets that a browser understands."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.reports = {report.id: row for row, report in enumerate(reports)}
        self.texts = [report.text for report in reports]
        self._cuts: dict[int, tuple[tuple[int, int], ...]] = {}
        self._table = Table()

    def row(self, report: int, start: int, end: int) -> int:
        """Row of the sentence ``[start, end)`` of a report, appended if new."""
        return self._table.add((report, start, end))

    def around(self, report: int, start: int) -> tuple[int, int]:
        """Give the sentence that holds the character `start`."""
        cuts = self._cuts.get(report)
        if cuts is None:
            cuts = self._cuts[report] = sentences(self.texts[report])
        at = bisect_right(cuts, (start, len(self.texts[report]) + 1)) - 1
        return cuts[max(at, 0)] if cuts else (0, len(self.texts[report]))

    def encode(self, quotes: dict[tuple[int, int, int], str]) -> dict[str, Any]:
        """Columns of the sentences; `quotes` holds the text of those that claims quote."""
        rows = self._table.rows
        texts = [quotes.get(row) or self.texts[row[0]][row[1] : row[2]] for row in rows]
        return {
            "report": delta(row[0] for row in rows),
            "text": [clean_text(text) for text in texts],
        }


def columns_of(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Turn rows into columns; `width` empty columns where there are no rows."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def _units(text: str, offset: int) -> int:
    """Turn a character offset into `text` into one of UTF-16 units."""
    return offset if text.isascii() else offset + sum(char > "\uffff" for char in text[:offset])


def span_of(quote: str, sentence_start: int, start: int, end: int, words: str = "") -> tuple[int, int]:
    """Offset and length of ``[start, end)`` in its quote, or of `words`, or (-1, 0)."""
    begin, stop = start - sentence_start, end - sentence_start
    if start < 0 or begin < 0 or stop > len(quote) or begin >= stop:
        begin = quote.find(words) if words else -1
        stop = begin + len(words)
    if begin < 0:
        return -1, 0
    unit = _units(quote, begin)
    return unit, _units(quote, stop) - unit


class Regions:
    """Areas named in words: each distinct geometry once."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self._index: dict[tuple[str, bytes], int] = {}

    def add(self, resolution: Resolution) -> int:
        """Row of the area a resolution means; -1 if it means a point."""
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


class Mentions:
    """Mentions of places, each once, whether a claim uses them or not."""

    def __init__(self, cutter: Sentences, places: Places, words: Table, regions: Regions) -> None:
        self._cutter, self._places, self._words, self._regions = cutter, places, words, regions
        self._rows: list[tuple[int, ...]] = []
        self._index: dict[tuple[int, int, int], int] = {}
        self._choices = Table([()])
        self._skipped: dict[tuple[str, str], int] = {}

    def add(self, report: int, resolution: Resolution) -> int:
        """Row of a mention, appended if new; -1 for a name that is not meant as a place."""
        mention = resolution.mention
        if not mention.literal:
            key = (clean_text(mention.text), clean_text(mention.reason or mention.kind))
            self._skipped[key] = self._skipped.get(key, 0) + 1
            return -1
        where = (report, mention.start, mention.end)
        if where in self._index:
            return self._index[where]
        start, end = self._cutter.around(report, mention.start)
        text = self._cutter.texts[report]
        offset, length = span_of(text[start:end], start, mention.start, mention.end)
        chosen = resolution.place.id if resolution.place is not None else ""
        rung = next((one.rung for one in resolution.candidates if one.place.id == chosen), "")
        choices = tuple(
            (self._places.add(one.place), round(one.score * 100))
            for one in resolution.candidates[:6]
            if one.place.id != chosen
        )
        self._index[where] = len(self._rows)
        self._rows.append(
            (
                self._cutter.row(report, start, end),
                offset,
                length,
                self._words.add(clean_text(mention.text)),
                self._places.add(resolution.place),
                round(resolution.score * 100),
                self._choices.add(choices),
                self._words.add(clean_text(rung)),
                self._regions.add(resolution),
                resolution.precision,
                round(resolution.radius_km * 10),
            )
        )
        return self._index[where]

    def named(self, row: int) -> tuple[int, int, int, int]:
        """Place, words, offset and length of a mention."""
        found = self._rows[row]
        return found[4], found[3], found[1], found[2]

    def encode(self) -> dict[str, Any]:
        """Columns of the mentions, alternatives, and the names that were not taken as places."""
        names = (
            "sentence", "offset", "length", "text", "place", "score", "choices", "rung", "region", "precision",
            "radius",
        )  # fmt: skip
        columns: dict[str, list[int]] = dict(zip(names, columns_of(self._rows, len(names)), strict=True))
        columns["sentence"] = delta(columns["sentence"])
        return {
            "columns": columns,
            "choices": [list(map(list, row)) for row in self._choices.rows],
            "skipped": [[text, why, count] for (text, why), count in sorted(self._skipped.items())],
        }
