"""The data that flows between the stages: frozen, slotted, hashable.

Offsets are half-open ranges of Python characters in the text of one report. Coordinates of a `Place` are WGS 84
degrees (EPSG:4326); geometries follow shapely's order, x = longitude, y = latitude.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from geo._frozen import quick_init

if TYPE_CHECKING:
    from datetime import date

    from shapely.geometry.base import BaseGeometry

__all__ = [
    "PREDICATES",
    "Actor",
    "Candidate",
    "Claim",
    "ControlState",
    "Effect",
    "EventTime",
    "Interest",
    "Mention",
    "Modality",
    "Place",
    "Polarity",
    "Predicate",
    "Region",
    "Report",
    "Resolution",
    "Status",
    "TimeBasis",
]

Predicate = Literal[
    "capture", "recapture", "transfer", "hold", "repel", "lose", "withdraw",
    "contest", "attack", "advance", "besiege", "strike", "ceasefire",
]  # fmt: skip
PREDICATES: tuple[Predicate, ...] = (
    "capture", "recapture", "transfer", "hold", "repel", "lose", "withdraw",
    "contest", "attack", "advance", "besiege", "strike", "ceasefire",
)  # fmt: skip
Polarity = Literal["affirmed", "negated"]
Modality = Literal["asserted", "claimed", "denied", "planned", "possible"]
#: Whose interest a claim serves, seen from the side that speaks.
Interest = Literal["partisan", "admission", "neutral", "unattributed", "anonymous"]
#: What an affirmed, actual claim does to the state of its place.
Effect = Literal["set", "unset", "confirm", "contest", "part", "move", "siege", "truce", "none"]
TimeBasis = Literal["explicit", "relative", "dateline", "published", "inherited", "none"]
Status = Literal["assessed", "claimed", "contested", "stale", "unknown"]


@quick_init
@dataclass(frozen=True, slots=True)
class Report:
    """One document.

    Attributes
    ----------
    id : str
        Stable, derived from the file name or the row.
    text : str
        Body, NFC, with LF line ends; the title is not part of it unless the document repeats it.
    published : datetime.date or None
        When the report became known. None where the document does not say: never guessed.
    published_precision : str
        ``day``, ``week``, ``month``, ``year`` or ``unknown``.
    source : str
        Who publishes (a claim's `attribution` is who says).
    stance : str
        Camp id, ``monitor``, ``neutral`` or empty when the metadata does not say.
    """

    id: str
    text: str
    title: str = ""
    source: str = ""
    published: date | None = None
    published_precision: str = "unknown"
    url: str = ""
    language: str = "en"
    stance: str = ""
    cites: tuple[str, ...] = ()


@quick_init
@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names something: ``report.text[start:end] == text``.

    Attributes
    ----------
    literal : bool
        True for a place meant as a place. False for metonyms, demonyms and names inside other names.
    kind : str
        ``place``, ``actor``, ``person``, ``media``, ``institution``, ``process``, ``metonym``, ``demonym``,
        ``dateline`` (where the report was written), ``caption`` (in the caption of a picture) or ``road``.
    reason : str
        Why `literal` is False, or why it is a dateline or caption, for people to read; empty otherwise.
    ref : str
        Id of the actor, source, person ... in the conflict files, where there is one.
    """

    start: int
    end: int
    text: str
    literal: bool = True
    kind: str = "place"
    reason: str = ""
    ref: str = ""


@quick_init
@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry.

    Attributes
    ----------
    latitude, longitude : float
        WGS 84 degrees. For an area: a representative point.
    feature_class, feature_code : str
        GeoNames codes (``P``/``PPL``, ``A``/``ADM1``, ``S``/``AIRB``, ``T``/``HLL``, ``L``/``RGN``, ``R``/``RD`` ...).
    country_code : str
        ISO 3166-1 alpha-2, upper case; empty where none applies.
    admin1 : str
        Name of the first-level division.
    source : str
        Key of the source in data/gazetteer/SOURCES.md, with its version.
    """

    id: str
    name: str
    latitude: float
    longitude: float
    feature_class: str = "P"
    feature_code: str = "PPL"
    country_code: str = ""
    admin1: str = ""
    population: int = 0
    source: str = ""


@quick_init
@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, with the rung of the match ladder and the reasons for its score (0 to 1)."""

    place: Place
    score: float
    rung: str = "exact"
    reasons: tuple[str, ...] = ()


@quick_init
@dataclass(frozen=True, slots=True)
class Region:
    """A vague area said in words, as geometry.

    Attributes
    ----------
    text, start, end
        The phrase and where it stands ("southern Idlib").
    kind : str
        ``cardinal``, ``offset``, ``near``, ``between``, ``outskirts``, ``countryside``, ``along``, ``border``,
        ``rest`` or ``area``.
    anchors : tuple of str
        Ids of the places it is built from.
    geometry : shapely geometry
        EPSG:4326, x = longitude, y = latitude, valid.
    radius_km : float
        How far the true edge may lie from the drawn one.
    """

    text: str
    start: int
    end: int
    kind: str
    anchors: tuple[str, ...]
    geometry: BaseGeometry
    radius_km: float


@quick_init
@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention was taken to mean.

    Attributes
    ----------
    place : Place or None
        None = NIL: not in the gazetteer, or too unsure to say. Kept and listed, never dropped.
    footprint : shapely geometry or None
        Area or line meant, EPSG:4326; None for a point place (then `radius_km` says how large it is).
    precision : int
        1 named settlement or site, 2 near / offset / part, 3 sector or sub-district, 4 district, 5 governorate,
        6 line, 7 country; 0 when unresolved.
    score : float
        Calibrated probability that `place` is right (0 to 1).
    candidates : tuple of Candidate
        Ranked alternatives, the chosen one first.
    region : Region or None
        Set where the words around the mention make it an area ("southern Idlib", "10 km north of Hama").
    """

    mention: Mention
    place: Place | None = None
    footprint: BaseGeometry | None = None
    precision: int = 0
    radius_km: float = 0.0
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    region: Region | None = None


@quick_init
@dataclass(frozen=True, slots=True)
class Actor:
    """A belligerent as the text names it, resolved by the date of the report.

    `id` and `camp` are keys of data/conflicts/NAME; None where unknown. `camps` holds all that are possible when
    the words alone do not decide ("rebels" in Idlib after mid-2017).
    """

    text: str
    id: str | None = None
    camp: str | None = None
    camps: tuple[str, ...] = ()
    start: int = -1
    end: int = -1


@quick_init
@dataclass(frozen=True, slots=True)
class EventTime:
    """When it happened: a closed interval of days, how precise, and how it is known.

    `start` and `end` are None when nothing dates the event. `precision` is ``day``, ``week``, ``month``, ``season``,
    ``year`` or ``unknown``.
    """

    start: date | None = None
    end: date | None = None
    precision: str = "unknown"
    basis: TimeBasis = "none"
    text: str = ""


@quick_init
@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about one place: who is said to have done or to hold what, when, according to whom.

    Attributes
    ----------
    start, end : int
        The sentence that carries it, in the report's text.
    quote : str
        That sentence: ``report.text[start:end]``.
    trigger_start, trigger_end : int
        The words that express the predicate; -1 if implied.
    frame : str
        Id of the frame in data/frames/ that matched.
    resolution : Resolution or None
        The named place (for "the town": that of its antecedent). None where no place is named.
    place_text : str
        The words used for the place, as written.
    part : str
        Empty for the whole place, else the words that limit it ("much of", "outskirts").
    attribution : str or None
        Who says so, as written; None for the author's own voice.
    attribution_chain : tuple of str
        From the nearest speaker outwards ("a rebel commander", "Reuters").
    source_stance : str
        Camp of whoever says it, or ``neutral``, ``monitor``, ``unknown``.
    interest : str
        See `Interest`.
    published : datetime.date or None
        When this was known: `as_of` cuts on it.
    certainty : float
        0 to 1; `certainty_terms` names its factors.
    origin_id : str
        Same speaker and near-identical text: the copies of one statement share it.
    event_id : str
        Repeated tellings of one event share it and weigh once.
    """

    claim_id: str
    report_id: str
    start: int
    end: int
    quote: str
    predicate: Predicate
    actors: tuple[Actor, ...] = ()
    opponents: tuple[Actor, ...] = ()
    resolution: Resolution | None = None
    place_text: str = ""
    part: str = ""
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    attribution: str | None = None
    attribution_chain: tuple[str, ...] = ()
    source: str = ""
    source_stance: str = "unknown"
    interest: Interest = "unattributed"
    time: EventTime = field(default_factory=EventTime)
    published: date | None = None
    is_background: bool = False
    hedged: bool = False
    certainty: float = 0.5
    certainty_terms: tuple[tuple[str, float], ...] = ()
    effect: Effect = "none"
    event_id: str = ""
    origin_id: str = ""
    trigger_start: int = -1
    trigger_end: int = -1
    frame: str = ""


@quick_init
@dataclass(frozen=True, slots=True)
class ControlState:
    """Who holds a place at the end of a day, as far as the reports known by then say.

    Attributes
    ----------
    holder : str or None
        Camp id; None when unknown.
    overlays : tuple of str
        ``besieged``, ``truce``.
    probabilities : tuple of (camp, probability)
        In the order of the conflict's camps; they sum to one.
    since : datetime.date or None
        First day of the present holder without a break.
    supporting, contradicting : tuple of str
        Claim ids.
    basis : str
        What it rests on: ``reports``, ``baseline`` (nothing but the map the conflict starts from) or ``none``.
    """

    place: Place
    as_of: date
    holder: str | None
    status: Status
    probabilities: tuple[tuple[str, float], ...]
    confidence: float
    since: date | None = None
    overlays: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    contradicting: tuple[str, ...] = ()
    basis: str = "reports"
