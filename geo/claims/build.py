"""From a report and its resolved places to claims: candidates, weighed, dated, attributed, with their effect."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from geo.claims.actors import find_actors
from geo.claims.agents import with_agents
from geo.claims.attribution import find_attributions
from geo.claims.candidates import Candidate, analyse, candidates_of
from geo.claims.clausetimes import own_times
from geo.claims.dates import event_time, find_times, is_background
from geo.claims.effects import certainty_of, effect_of
from geo.claims.governments import acting_governments
from geo.claims.interests import interest
from geo.claims.lexicon import load_lexicon
from geo.claims.peace import without_war
from geo.claims.quicktest import sentence_filter
from geo.claims.scorer import load_scorer
from geo.claims.weighing import select
from geo.models import Actor, Claim, EventTime
from geo.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from geo.claims.actorspan import ActorSpan
    from geo.claims.attribution import Attribution
    from geo.claims.dates import TimeSpan
    from geo.claims.scene import Scene
    from geo.claims.units import Unit
    from geo.conflicts import Conflict
    from geo.models import Interest, Report, Resolution

__all__ = ["Reading", "claims_of", "read_sentences"]


#: Longer sentences are read in parts.
MAX_SENTENCE_CHARS = 1000
#: A year or a season that began longer ago than this is background.
VAGUE_DAYS = 31


@dataclass(slots=True)
class Reading:
    """One sentence as the extractor read it."""

    start: int
    end: int
    scene: Scene
    candidates: list[Candidate]
    kept: list[Candidate]


def _anaphors(report: Report, resolutions: Sequence[Resolution]) -> dict[int, Resolution]:
    """Start of the noun in "the town" -> what it points back to."""
    from geo.coreference import place_anaphors

    found: dict[int, Resolution] = {}
    for anaphor in place_anaphors(report.text, tuple(resolutions)):
        words = anaphor.text.rstrip()
        found[anaphor.start + words.rfind(" ") + 1] = anaphor.antecedent
    return found


def _actor_spans(
    report: Report, places: Sequence[Resolution], conflict: Conflict, governments: Sequence[ActorSpan]
) -> tuple[ActorSpan, ...]:
    skip = [(r.mention.start, r.mention.end) for r in places if r.mention.literal and r.mention.kind != "dateline"]
    return find_actors(report.text, conflict, on=report.published, stance=report.stance, skip=skip, known=governments)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or its parts if it is absurdly long: the role rules are made for sentences, not for tables."""
    while end - start > MAX_SENTENCE_CHARS:
        cut = max(
            text.rfind(mark, start + MAX_SENTENCE_CHARS // 2, start + MAX_SENTENCE_CHARS) for mark in (", ", "; ")
        )
        if cut < 0:
            cut = text.rfind(" ", start + 1, start + MAX_SENTENCE_CHARS)
        if cut < 0:
            cut = start + MAX_SENTENCE_CHARS - 1
        yield start, cut + 1
        start = cut + 1
    yield start, end


def read_sentences(report: Report, resolutions: Sequence[Resolution], conflict: Conflict) -> Iterator[Reading]:
    """Read a report sentence by sentence; those without any trigger word are passed over.

    Parameters
    ----------
    report : Report
    resolutions : sequence of Resolution
        Of this report, as `geo.geoparse` gives them.
    conflict : Conflict

    Yields
    ------
    Reading
        With the dropped candidates and the reasons.
    """
    text = report.text
    lexicon = load_lexicon()
    scorer = load_scorer()
    has_trigger = sentence_filter()
    without_place = sentence_filter(placed=False)
    spans = [piece for s in sentences(text) for piece in _pieces(text, *s) if has_trigger(text[piece[0] : piece[1]])]
    if not spans:
        return
    governments, places = acting_governments(text, resolutions, conflict, report.published, lexicon)
    ordered = sorted(places, key=lambda r: r.mention.start)
    starts = [r.mention.start for r in ordered]
    actors = _actor_spans(report, places, conflict, governments)
    actor_starts = [a.start for a in actors]
    anaphors = _anaphors(report, ordered)
    anaphor_starts = sorted(anaphors)
    previous: list[Unit] = []
    for start, end in spans:
        here = ordered[bisect_left(starts, start) : bisect_left(starts, end)]
        referred = bisect_left(anaphor_starts, start) < bisect_left(anaphor_starts, end)
        if not here and not referred and not without_place(text[start:end]):
            continue
        acting = list(actors[bisect_left(actor_starts, start) : bisect_left(actor_starts, end)])
        scene = analyse(text, start, end, here, acting, anaphors, lexicon, previous, conflict.countries)
        if not scene.triggers:
            continue
        candidates = candidates_of(scene)
        for candidate in candidates:
            candidate.probability = scorer.probability(candidate.features)
            if not candidate.dropped and candidate.probability < scorer.threshold:
                candidate.dropped = f"score {candidate.probability:.2f} below {scorer.threshold:.2f}"
        kept = select(candidates)
        previous = [*previous, *[u for u in scene.units if u.kind == "A"][:1]][-3:]
        yield Reading(start, end, scene, candidates, kept)


def claims_of(report: Report, resolutions: Sequence[Resolution], conflict: Conflict | None) -> tuple[Claim, ...]:
    """The claims of a report whose places are already resolved.

    Parameters
    ----------
    report : Report
    resolutions : sequence of Resolution
        Of this report.
    conflict : Conflict or None
        None: the general words for actors only.

    Returns
    -------
    tuple of Claim
        In text order. `event_id` and `origin_id` are set within the report; `link_events` sets them across reports.
    """
    from geo.claims.events import link_events

    if conflict is None:
        from geo.conflicts import load_conflict

        conflict = load_conflict(None)
    claims: list[Claim] = []
    text = report.text
    inherited, seen = EventTime(), 0  # the time told last in this paragraph, and how far the text was read for its end
    dated = find_times(text, report.published, report.published_precision)
    time_starts = [t.start for t in dated]
    for reading in read_sentences(report, resolutions, conflict):
        if not reading.kept:
            continue
        spans = [u.actor for u in reading.scene.units if u.actor is not None]
        attributions = find_attributions(
            text, reading.start, reading.end, conflict, spans, source=report.source, stance=report.stance
        )
        times = dated[bisect_left(time_starts, reading.start) : bisect_left(time_starts, reading.end)]
        if text.find("\n", seen, reading.start) >= 0:
            inherited = EventTime()
        seen = max(seen, reading.start)
        found = [
            _claim(report, conflict, reading, candidate, attributions, times, inherited) for candidate in reading.kept
        ]
        claims.extend(found)
        told = next(
            (c.time for c in reversed(found) if c.time.basis in ("explicit", "relative") and not c.is_background), None
        )
        if told is not None:
            inherited, seen = told, reading.end
    completed = with_agents(text, claims, conflict)
    return link_events(completed if conflict.countries else without_war(text, completed))


def _place_key(candidate: Candidate) -> str:
    resolution = candidate.resolution
    if resolution is None:
        return f"@{candidate.place_start}"
    return resolution.place.id if resolution.place is not None else resolution.mention.text.lower()


def _actors(units: list[Unit]) -> tuple[Actor, ...]:
    seen: dict[tuple[str | None, str], Actor] = {}
    for unit in units:
        if unit.actor is not None:
            actor = unit.actor.actor
            seen.setdefault((actor.id, actor.text), actor)
    return tuple(seen.values())


def _attribution(attributions: Sequence[Attribution], position: int) -> tuple[Attribution | None, bool]:
    """The innermost attribution whose scope holds the position, and whether a hedge does."""
    covering = [a for a in attributions if a.scope_start <= position < a.scope_end]
    hedged = any(a.kind == "hedge" for a in covering)
    speakers = [a for a in covering if a.kind != "hedge"]
    speakers.sort(key=lambda a: (a.scope_end - a.scope_start, a.scope_start))
    return (speakers[0] if speakers else None), hedged


def _time(times: Sequence[TimeSpan], trigger: tuple[int, int], report: Report, inherited: EventTime) -> EventTime:
    """When: the expression that belongs to the trigger, else that of the paragraph so far, else of publication."""
    time = event_time(tuple(times), trigger, inherited)
    if time.start is not None or report.published is None:
        return time
    # An undated event of a dated report: known by then, and news are seldom older than a day or two.
    return EventTime(report.published - timedelta(days=1), report.published, report.published_precision, "published")


def _is_vague_past(time: EventTime, published: date | None) -> bool:
    """Reads "Last year", "in 2015": over, and too vague to lie on one day of the present map."""
    if published is None or time.start is None or time.end is None or time.basis not in ("explicit", "relative"):
        return False
    return time.precision in ("year", "season") and time.end < published and (published - time.start).days > VAGUE_DAYS


def _claim(  # noqa: PLR0917
    report: Report,
    conflict: Conflict,
    reading: Reading,
    candidate: Candidate,
    attributions: Sequence[Attribution],
    times: Sequence[TimeSpan],
    inherited: EventTime,
) -> Claim:
    units = reading.scene.units
    trigger = candidate.trigger
    trigger_start, trigger_end = units[trigger.first].start, units[trigger.last].end
    actors, opponents = _actors(candidate.actors), _actors(candidate.opponents)
    speaker, hedge = _attribution(attributions, trigger_start)
    if speaker is not None and speaker.speaker_start > trigger_end:
        # "seized X from Y, the Z military said": who says so behind the clause is nobody it was taken from.
        opponents = tuple(o for o in opponents if not speaker.speaker_start <= o.start < speaker.speaker_end)
    modality = candidate.status.modality
    hedged = candidate.status.hedged or hedge
    if speaker is not None and speaker.kind == "denied" and modality in ("asserted", "planned"):
        modality = "denied"
    elif modality == "asserted" and (speaker is not None or hedge):
        modality = "claimed"
    stance = (
        speaker.stance if speaker is not None else (report.stance or conflict.source_stance(report.source) or "unknown")
    )
    # The author's own voice: a party's outlet speaks for its party, anybody else's report is simply unattributed.
    known = stance not in ("", "unknown")
    whose: Interest = (
        interest(
            tuple(a.camp for a in actors if a.camp),
            tuple(a.camp for a in opponents if a.camp),
            candidate.predicate,
            stance,
            conflict=conflict,
        )
        if known or speaker is not None
        else "unattributed"
    )
    if modality == "denied" and whose == "admission":
        # what a side denies about its enemy's gain serves itself
        whose = "partisan"
    own = own_times(reading.scene, trigger, times)
    time = _time(own, (trigger_start, trigger_end), report, inherited)
    group = candidate.option.group
    near = bool(group.near and candidate.head is not None)
    part = candidate.part or ("near" if near else "") or ("part" if trigger.frame.flag("part") else "")
    anaphor = candidate.head is None and candidate.resolution is not None
    certainty, terms = certainty_of(
        candidate.probability, candidate.resolution, whose, hedged=hedged, basis=time.basis, anaphor=anaphor
    )
    enters = trigger.frame.id == "advance.enter" or candidate.option.relation in ("pp_into", "pp_in")
    start, end = candidate.place_start, candidate.place_end
    key = "|".join(
        (
            report.id,
            str(trigger_start),
            str(trigger_end),
            candidate.predicate,
            _place_key(candidate),
            ",".join(sorted(a.camp or a.text for a in actors)),
        )
    )
    return Claim(
        claim_id=hashlib.sha256(key.encode()).hexdigest()[:16],
        report_id=report.id,
        start=reading.start,
        end=reading.end,
        quote=report.text[reading.start : reading.end],
        predicate=candidate.predicate,  # type: ignore[arg-type]
        actors=actors,
        opponents=opponents,
        resolution=candidate.resolution,
        place_text=report.text[start:end] if start >= 0 else "",
        part=part,
        polarity=candidate.status.polarity,  # type: ignore[arg-type]
        modality=modality,  # type: ignore[arg-type]
        attribution=speaker.speaker if speaker is not None else None,
        attribution_chain=speaker.chain if speaker is not None else (),
        source=report.source,
        source_stance=stance or "unknown",
        interest=whose,
        time=time,
        published=report.published,
        is_background=is_background(time, report.published) or _is_vague_past(time, report.published),
        hedged=hedged,
        certainty=certainty,
        certainty_terms=terms,
        effect=effect_of(
            candidate.predicate,
            candidate.status.polarity,
            modality,
            candidate.resolution,
            part,
            enters=enters,
            near=near,
            named=bool(actors),
            elsewhere=not load_lexicon().classes["other_ground"].isdisjoint(part.lower().split()),
        ),
        trigger_start=trigger_start,
        trigger_end=trigger_end,
        frame=trigger.frame.id,
    )
