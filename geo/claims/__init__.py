"""Claims: who is said to hold, take, lose or contest which place, when, and according to whom.

`claims_of` reads a report whose places are resolved; `extract_claims` does that first. `link_events` finds the tellings
of one event across reports. How words become claims lies in data/frames/, who the actors are in data/conflicts/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.effects import MAP_THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from geo.conflicts import Conflict
    from geo.gazetteer import Gazetteer
    from geo.models import Claim, Report, Resolution

__all__ = ["MAP_THRESHOLD", "claims_of", "explain_report", "explain_text", "extract_claims", "link_events"]


def claims_of(
    report: Report, resolutions: Sequence[Resolution], conflict: Conflict | None, *, parse: bool = False
) -> tuple[Claim, ...]:
    """The claims of a report whose places are resolved; see `geo.claims.build.claims_of`.

    With ``parse=True`` a dependency parse is heard as a second witness; see `geo.claims.witness.witnessed`.
    """
    from geo.claims.build import claims_of as build

    claims = build(report, resolutions, conflict)
    if parse:
        from geo.claims.witness import witnessed

        return witnessed(report, claims)
    return claims


def link_events(claims: Sequence[Claim], *, copies: Sequence[Sequence[str]] = ()) -> tuple[Claim, ...]:
    """Set `event_id` and `origin_id` across reports; see `geo.claims.events.link_events`."""
    from geo.claims.events import link_events as link

    return link(claims, copies=copies)


def explain_report(report: Report, resolutions: Sequence[Resolution], conflict: Conflict | None) -> Iterator[str]:
    """Lines for people: what was matched and why candidates were dropped; see `geo.claims.explain`."""
    from geo.claims.explain import explain_report as explain

    return explain(report, resolutions, conflict)


def _prepare(
    text_or_report: object, conflict: str | Conflict | None, published: str | date | None
) -> tuple[Report, Conflict]:
    from dataclasses import replace
    from datetime import date as day_type

    from geo.conflicts import load_conflict
    from geo.errors import InvalidQueryError
    from geo.models import Report as ReportType

    if isinstance(text_or_report, ReportType):
        report = text_or_report
    elif isinstance(text_or_report, str):
        report = ReportType(id="text", text=text_or_report)
    else:  # a caller without types
        message = f"extract_claims takes a text or a Report, not {type(text_or_report).__name__}"
        raise InvalidQueryError(message)
    if published is not None:
        try:
            day = published if isinstance(published, day_type) else day_type.fromisoformat(str(published))
        except ValueError as error:
            message = f"published: {published!r} is no date; write YYYY-MM-DD"
            raise InvalidQueryError(message) from error
        report = replace(report, published=day, published_precision="day")
    return report, load_conflict(conflict)


def extract_claims(
    text_or_report: str | Report,
    *,
    conflict: str | Conflict | None = None,
    published: str | date | None = None,
    gazetteer: Gazetteer | None = None,
    parse: bool = False,
) -> tuple[Claim, ...]:
    """Find the claims of a text.

    Parameters
    ----------
    text_or_report : str or Report
        A bare text becomes ``Report(id="text")``.
    conflict : str or Conflict or None
        Name of a folder in data/conflicts/, a path, or a loaded conflict; None knows general words for actors only.
    published : str or datetime.date or None
        ISO date; relative times are read against it. None keeps the report's own.
    gazetteer : Gazetteer or None
        None: the bundled one.
    parse : bool
        Hear a dependency parse as a second witness, a certainty term ``witness``; needs the extra ``parse``.

    Returns
    -------
    tuple of Claim
        In text order.

    Raises
    ------
    InvalidQueryError
        If an argument is of another kind.
    MissingDependencyError
        If `parse` is set and spaCy or its English model is not installed.
    """
    from geo.geoparsing import geoparse

    report, war = _prepare(text_or_report, conflict, published)
    resolutions = geoparse(report, conflict=war, published=report.published, gazetteer=gazetteer)
    return claims_of(report, resolutions, war, parse=parse)


def explain_text(
    text_or_report: str | Report,
    *,
    conflict: str | Conflict | None = None,
    published: str | date | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[str, ...]:
    """The lines of `explain_report` for a text; parameters as in `extract_claims`."""
    from geo.geoparsing import geoparse

    report, war = _prepare(text_or_report, conflict, published)
    resolutions = geoparse(report, conflict=war, published=report.published, gazetteer=gazetteer)
    return tuple(explain_report(report, resolutions, war))
