"""What the extractor saw in a sentence, line by line, for people: `frontline claims --explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.build import read_sentences
from geo.claims.scorer import load_scorer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.claims.candidates import Candidate
    from geo.conflicts import Conflict
    from geo.models import Report, Resolution

__all__ = ["explain_report"]

_TERMS = 6


def _describe(report: Report, candidate: Candidate) -> str:
    actors = (
        ", ".join(f"{u.text} [{u.actor.actor.camp if u.actor else None}]" for u in candidate.actors) or "nobody named"
    )
    place = report.text[candidate.place_start : candidate.place_end] if candidate.place_start >= 0 else "no place"
    where = candidate.resolution.place.name if candidate.resolution and candidate.resolution.place else "unresolved"
    return f"{candidate.predicate}: {actors} / {place} ({where}) by frame {candidate.trigger.frame.id}"


def explain_report(report: Report, resolutions: Sequence[Resolution], conflict: Conflict | None) -> Iterator[str]:
    """Lines that say, for every sentence, what was matched, by which frame, and why a candidate was dropped.

    Parameters
    ----------
    report : Report
    resolutions : sequence of Resolution
        Of this report.
    conflict : Conflict or None

    Yields
    ------
    str
        One line of plain text.
    """
    from geo.conflicts import load_conflict

    scorer = load_scorer()
    for reading in read_sentences(report, resolutions, conflict or load_conflict(None)):
        yield report.text[reading.start : reading.end]
        for candidate in reading.candidates:
            words = report.text[
                reading.scene.units[candidate.trigger.first].start : reading.scene.units[candidate.trigger.last].end
            ]
            verdict = "dropped: " + candidate.dropped if candidate.dropped else f"kept, {candidate.probability:.2f}"
            yield f"  {words!r}: {_describe(report, candidate)}; {verdict}"
            status = candidate.status
            if status.reasons:
                yield f"    {status.polarity}, {status.modality}: {', '.join(status.reasons)}"
            yield f"    place by {candidate.option.relation}, actor by {candidate.actor_relation or 'none'}"
            terms = scorer.terms(candidate.features)[:_TERMS]
            yield "    score terms: " + ", ".join(f"{name} {value:+.2f}" for name, value in terms)
        if not reading.candidates:
            yield "  no candidate"
