"""What a map is drawn from: one frozen bundle, filled by the pipeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from geo.models import Claim, Report, Resolution

__all__ = ["MapData"]


@dataclass(frozen=True)
class MapData:
    """All that one map shows. Everything but `title` may be empty: an empty map still opens and says so.

    Attributes
    ----------
    title : str
        Headline of the page.
    reports, claims
        What was read, and what it says. Claims point to reports by `report_id`.
    conflict : Conflict or None
        Camps with their colours, shapes and hatches. None: camps are drawn in a neutral palette.
    resolutions : tuple of (report id, tuple of Resolution)
        Every mention of a place, resolved or not. Those without a place make the list of unresolved names.
    timeline : Timeline or None
        States of each place from day to day. None: the map shows claims only.
    cells : CellComplex or None
        Geometry of the control areas. None: places are drawn as points only.
    movements : tuple of Movement
        Arrows.
    warnings : tuple of str
        What went wrong on the way (unreadable files, undated reports); listed on the page.
    as_of : datetime.date or None
        Last day that was known when the map was made; the time axis opens there.
    bbox : (float, float, float, float) or None
        West, south, east, north in degrees (EPSG:4326): where the map opens. None: around what is drawn.
    provenance : tuple of (label, text)
        Rows of the About panel: versions, gazetteer, licences.
    gazetteer : Gazetteer or None
        Where the towns and provinces under a war without a base map of its own come from.
    """

    title: str
    reports: tuple[Report, ...] = ()
    claims: tuple[Claim, ...] = ()
    conflict: Any = None
    resolutions: tuple[tuple[str, tuple[Resolution, ...]], ...] = ()
    timeline: Any = None
    cells: Any = None
    movements: tuple[Any, ...] = ()
    warnings: tuple[str, ...] = ()
    as_of: date | None = None
    bbox: tuple[float, float, float, float] | None = None
    provenance: tuple[tuple[str, str], ...] = ()
    gazetteer: Any = field(default=None, repr=False)
