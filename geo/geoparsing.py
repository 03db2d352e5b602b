"""Geoparsing of one text: recognition, resolution, regions, in that order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from geo.gazetteer import Gazetteer
from geo.models import Report
from geo.recognition import recognize
from geo.regions import attach_regions
from geo.resolution import resolve

if TYPE_CHECKING:
    from geo.conflicts import Conflict
    from geo.models import Resolution

__all__ = ["geoparse"]


def geoparse(
    text_or_report: str | Report,
    *,
    conflict: str | Conflict | None = None,
    published: str | date | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Resolution, ...]:
    """Find the places of a text and decide which they are.

    Parameters
    ----------
    text_or_report : str or Report
        A report brings its date; a plain text has none unless `published` is given.
    conflict : str, Conflict or None
        Name or folder of a conflict: factions, media and persons are kept apart from places, and its countries are
        looked at first. None for any news.
    published : str (ISO 8601), datetime.date or None
    gazetteer : Gazetteer or None
        None for the bundled world.

    Returns
    -------
    tuple of Resolution
        In text order, the unresolved (`place` None) and the figurative (`mention.literal` False) among them.

    Raises
    ------
    ConflictError
        No such conflict.
    ValueError
        `published` is not a date.

    Examples
    --------
    >>> [r.place.name for r in geoparse("Clashes near Saraqib, in Idlib province.")]  # doctest: +SKIP
    ['Saraqib', 'Idlib']
    """
    if isinstance(text_or_report, Report):
        text = text_or_report.text
        published = published if published is not None else text_or_report.published
    else:
        text = text_or_report
    day = date.fromisoformat(published[:10]) if isinstance(published, str) and published else published or None
    war = None
    if conflict is not None:
        from geo.conflicts import load_conflict

        war = load_conflict(conflict)
    gaz = gazetteer if gazetteer is not None else Gazetteer.open()
    mentions = recognize(text, conflict=war, gazetteer=gaz)
    resolutions = resolve(text, mentions, conflict=war, gazetteer=gaz, published=day)
    return attach_regions(text, resolutions, gaz)
