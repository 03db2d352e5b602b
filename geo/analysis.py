"""The object that holds what the stages made: layers as tables, the map, the sentences behind each place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geo.errors import InvalidQueryError
from geo.evidence import Explanation, explain_place

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from pathlib import Path

    import folium
    import geopandas as gpd

    from geo.conflicts import Conflict
    from geo.control import Change, Timeline
    from geo.frontline import CellComplex
    from geo.gazetteer import Gazetteer
    from geo.models import Claim, ControlState, Report, Resolution
    from geo.render import MapData

__all__ = ["LAYERS", "Analysis", "Problem", "to_date", "unresolved_counts"]

_QUESTION = "who is said to hold what"
LAYERS = ("mentions", "claims", "control", "areas", "frontline", "movements", "regions")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong with one report; the rest went on.

    Attributes
    ----------
    subject : str
        The file or report.
    stage : str
        ``read``, ``analyze``, ``as_of``, or ``note`` for a doubt that lost nothing (a guessed encoding, a future date).
    message : str
        What is wrong and what to do.
    """

    subject: str
    stage: str
    message: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}"

    @property
    def is_loss(self) -> bool:
        """Whether something was left out."""
        return self.stage != "note"


@dataclass(frozen=True)
class Analysis:
    """What the reports say, and what follows from it.

    Attributes
    ----------
    reports : tuple of Report
        Sorted by publication date, then id; cut at `as_of` if that was given.
    resolutions : dict of report id to tuple of Resolution
    claims : tuple of Claim
    timeline : Timeline
        The state of every place for every day.
    as_of : datetime.date or None
        The day that `states` shows: the one asked for, else the last day of the timeline.
    problems : tuple of Problem
        Reports that could not be used in full. Never silently lost.
    """

    reports: tuple[Report, ...]
    resolutions: dict[str, tuple[Resolution, ...]]
    claims: tuple[Claim, ...]
    timeline: Timeline
    conflict: Conflict
    gazetteer: Gazetteer = field(repr=False)
    as_of: date | None = None
    problems: tuple[Problem, ...] = ()

    @cached_property
    def states(self) -> tuple[ControlState, ...]:
        """State of each place on the day `as_of`."""
        return self.states_on(self.as_of)

    def states_on(self, as_of: str | date | None = None) -> tuple[ControlState, ...]:
        """State of each place at the end of a day, from what was known by then.

        Parameters
        ----------
        as_of : str or datetime.date, optional
            ISO date; default: the last day.

        Returns
        -------
        tuple of ControlState
        """
        day = self._day(as_of)
        return self.timeline.states(day) if day is not None else ()

    @cached_property
    def unresolved(self) -> tuple[tuple[str, Resolution], ...]:
        """Pairs of report id and literal mention that no place was found for."""
        return tuple(
            (report.id, r)
            for report in self.reports
            for r in self.resolutions.get(report.id, ())
            if r.mention.literal and r.place is None
        )

    def changes(self, since: str | date | None = None, until: str | date | None = None) -> tuple[Change, ...]:
        """Places whose holder changed between two days, with the claims that say so.

        Parameters
        ----------
        since, until : str or datetime.date, optional
            ISO dates; default: the first and the last day.

        Returns
        -------
        tuple of Change
        """
        first, last = self._first_day(since), self._day(until)
        return self.timeline.changes(first, last) if first and last else ()

    def to_gdf(
        self, layer: str, *, as_of: str | date | None = None, since: str | date | None = None
    ) -> gpd.GeoDataFrame:
        """One layer as a GeoDataFrame in EPSG:4326.

        Parameters
        ----------
        layer : str
            One of `LAYERS`.
        as_of : str or datetime.date, optional
            Day of the layers ``control``, ``areas``, ``frontline`` and ``movements``; default: the last.
        since : str or datetime.date, optional
            Start of ``movements``; default: the first day.

        Returns
        -------
        geopandas.GeoDataFrame

        Raises
        ------
        InvalidQueryError
            If there is no such layer, or the day is not a date.
        """
        from geo import frames, frontline

        frames.check_layer(layer, LAYERS)
        if layer == "mentions":
            return frames.mentions_frame(self.reports, self.resolutions)
        if layer == "claims":
            return frames.claims_frame(self.claims)
        if layer == "regions":
            return frames.regions_frame(self.reports, self.resolutions)
        day = self._day(as_of)
        if layer == "control":
            return frames.control_frame(self.states_on(day))
        if layer == "areas":
            areas = frontline.control_areas(self.timeline, day, cells=self.cells) if day else ()
            return frames.areas_frame(areas, day)
        if layer == "frontline":
            lines = frontline.front_lines(self.timeline, day, cells=self.cells) if day else ()
            return frames.frontline_frame(lines, day)
        start = self._first_day(since)
        moves = frontline.movements(self.timeline, start, day, cells=self.cells) if start and day else ()
        return frames.movements_frame(moves, start, day)

    @cached_property
    def cells(self) -> CellComplex:
        """The Voronoi cells of the timeline's places."""
        from geo import frontline

        return frontline.cells(self.timeline.places, gazetteer=self.gazetteer)

    def explain(self, name: str, *, as_of: str | date | None = None) -> Explanation:
        """The claims for and against who holds a place.

        Parameters
        ----------
        name : str
            A place name in any spelling, or a place id.
        as_of : str or datetime.date, optional

        Returns
        -------
        Explanation
            `print` it for the quotes with their sources.
        """
        return explain_place(
            name, claims=self.claims, timeline=self.timeline, gazetteer=self.gazetteer, as_of=self._day(as_of)
        )

    @cached_property
    def map_data(self) -> MapData:
        """Everything the map shows."""
        from geo import frontline
        from geo._version import __version__
        from geo.render import MapData

        first, last = self._first_day(None), self.as_of
        moves = frontline.movements(self.timeline, first, last, cells=self.cells) if first and last else ()
        info = self.gazetteer.info()
        return MapData(
            title=f"{self.conflict.title}: {_QUESTION}" if self.conflict.name else _QUESTION.capitalize(),
            reports=self.reports,
            claims=self.claims,
            conflict=self.conflict,
            resolutions=tuple((r.id, self.resolutions.get(r.id, ())) for r in self.reports),
            timeline=self.timeline,
            cells=self.cells,
            movements=moves,
            warnings=tuple(str(p) for p in self.problems),
            as_of=self.as_of,
            gazetteer=self.gazetteer,
            provenance=(
                ("Made with", f"Frontline {__version__}"),
                ("Conflict file", f"{self.conflict.title} ({self.conflict.name})"),
                ("Gazetteer", f"{info['places']:,} places, {info['names']:,} names"),
                *(
                    (f"Places from {k.removeprefix('source ')}", str(v))
                    for k, v in info.items()
                    if k.startswith("source ")
                ),
            ),
        )

    def explore(self, **options: Any) -> folium.Map:  # noqa: ANN401 - passed on as they are
        """The map as a `folium.Map`; in a notebook it shows itself.

        Parameters
        ----------
        **options
            As `geo.render.build_map`: ``title``, ``theme``, ``threshold``, ``bbox``, ``tiles``.

        Returns
        -------
        folium.Map
        """
        from geo.render import build_map

        return build_map(self.map_data, **options)

    def save(self, path: str | os.PathLike[str], **options: Any) -> Path:  # noqa: ANN401
        """Write the map as one HTML file that needs nothing else.

        Parameters
        ----------
        path : path
        **options
            As `explore`.

        Returns
        -------
        pathlib.Path
        """
        from geo.render import save_map

        return save_map(self.map_data, path, **options)

    def export(
        self, path: str | os.PathLike[str], *, layer: str | None = None, as_of: str | date | None = None
    ) -> Path:
        """Write the layers as data: ``.gpkg``, ``.geojson``, ``.kml``, ``.parquet`` or ``.csv``.

        Parameters
        ----------
        path : path
            The suffix chooses the format. A GeoPackage or KML holds each layer by itself; the others hold one table,
            with a column ``layer`` if there is more than one.
        layer : str, optional
            Only this one of `LAYERS`.
        as_of : str or datetime.date, optional

        Returns
        -------
        pathlib.Path

        Raises
        ------
        ExportError
            If the format is unknown or the file cannot be written.
        """
        from geo.frames import write_frames

        names = LAYERS if layer is None else (layer,)
        return write_frames({name: self.to_gdf(name, as_of=as_of) for name in names}, path)

    def summary(self) -> dict[str, int]:
        """Counts that a reader wants first."""
        literal = [r for rs in self.resolutions.values() for r in rs if r.mention.literal]
        return {
            "reports": len(self.reports),
            "mentions": len(literal),
            "unresolved": len(self.unresolved),
            "places": len({r.place.id for r in literal if r.place}),
            "claims": len(self.claims),
            "events": len({c.event_id for c in self.claims}),
            "problems": sum(p.is_loss for p in self.problems),
        }

    def __repr__(self) -> str:  # the dataclass would print every claim
        counts = ", ".join(f"{n} {what}" for what, n in self.summary().items())
        return f"<Analysis {self.conflict.name} as of {self.as_of}: {counts}>"

    def _repr_html_(self) -> str:
        from html import escape

        cells = "".join(f"<td><b>{n}</b> {escape(what)}</td>" for what, n in self.summary().items())
        missing = sorted({r.mention.text for _, r in self.unresolved})
        notes = f"<p>Not resolved: {escape(', '.join(missing))}</p>" if missing else ""
        problems = "".join(f"<li>{escape(str(p))}</li>" for p in self.problems)
        notes += f"<ul>{problems}</ul>" if problems else ""
        return f"<table><tr>{cells}</tr></table>{self.explore()._repr_html_()}{notes}"

    def _first_day(self, day: str | date | None) -> date | None:
        if day is not None:
            return to_date(day)
        return self.timeline.dates[0] if self.timeline.dates else None

    def _day(self, day: str | date | None) -> date | None:
        if day is not None:
            return to_date(day)
        return self.as_of or (self.timeline.dates[-1] if self.timeline.dates else None)


def unresolved_counts(analysis: Analysis) -> Mapping[str, int]:
    """How often each unresolved name occurs, most frequent first."""
    counts: dict[str, int] = {}
    for _, r in analysis.unresolved:
        counts[r.mention.text] = counts.get(r.mention.text, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def to_date(day: str | date) -> date:
    """Read an ISO date; raise `InvalidQueryError` if it is none."""
    if isinstance(day, datetime):
        return day.date()
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        message = f"{day!r} is not a date; write it as YYYY-MM-DD"
        raise InvalidQueryError(message) from error
