"""What the conflict files hold, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo._frozen import quick_init

if TYPE_CHECKING:
    from datetime import date

__all__ = ["ActorEntry", "BaselineRow", "Camp", "NameSpan", "NamedThing", "Problem", "SourceEntry", "WordEntry"]


@dataclass(frozen=True, slots=True)
class Camp:
    """A side of the war and how it is drawn.

    Attributes
    ----------
    colour, colour_dark, edge, edge_dark : str
        ``#rrggbb`` for light and dark pages; the edges are empty where the map's default will do.
    shape, hatch : str
        So that camps differ without colour too.
    shows_as : str
        Camp whose colour a place takes when this one holds it; its own id for most.
    hostile_to : tuple of str
        Camp ids it fights. Hostility is mutual, whoever names it.
    holds : bool
        False for sides that never hold ground (an air coalition).
    """

    id: str
    name: str
    colour: str
    colour_dark: str
    shape: str
    hatch: str
    shows_as: str
    hostile_to: tuple[str, ...] = ()
    holds: bool = True
    edge: str = ""
    edge_dark: str = ""


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One belligerent.

    Attributes
    ----------
    kind : str
        ``group``, ``army``, ``air``, ``state``, ``civil``, ``operation`` or ``generic``.
    holds : bool
        False for those that never hold ground (air forces, monitors).
    since, until : datetime.date or None
        First and last day under this name; None = open.
    lineage : tuple of (date, actor id)
        From each date on, the name means that actor ("Nusra" is HTS from 2017-01-28).
    not_places : tuple of str
        Words inside its names that look like a place.
    """

    id: str
    name: str
    camp: str
    kind: str = "group"
    holds: bool = True
    since: date | None = None
    until: date | None = None
    lineage: tuple[tuple[date, str], ...] = ()
    aliases: tuple[str, ...] = ()
    not_places: tuple[str, ...] = ()
    note: str = ""

    def lived_on(self, day: date | None) -> bool:
        """Whether the name was in use on `day`; True where the day is unknown."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day <= self.until))


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """Somebody who reports. `stance` is a camp id, ``monitor``, ``neutral`` or ``unknown``."""

    id: str
    name: str
    aliases: tuple[str, ...]
    stance: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A name that must not be taken for a place: ``actor``, ``person``, ``media``, ``institution``, ``process``."""

    surface: str
    kind: str
    ref: str = ""


@quick_init
@dataclass(frozen=True, slots=True)
class NameSpan:
    """Such a name found in a text: ``text[start:end] == surface``."""

    start: int
    end: int
    surface: str
    kind: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class WordEntry:
    """A word or phrase that describes an actor ("rebel", "regime", "Turkish-backed", "forces", "loyal to").

    Attributes
    ----------
    role : str
        ``head`` (forces, army ...), ``affiliation``, ``patron`` (X-backed), ``side`` (rebels ...), ``filler``,
        ``event`` (air strikes: an adjective before it is an actor), ``relation``, ``nobody``.
    value : str
        Actor id; for a head ``army``, ``air``, ``fighter`` or ``state``; for a relation ``belongs``, ``led``,
        ``backed``, ``including`` or ``against``.
    over : tuple of str
        Actor ids that a patron overrides ("Turkish-backed FSA").
    camps : tuple of str
        All camps that the word may mean, most likely first.
    since, until, stance
        When, and in whose mouth, the entry holds; None or empty = always.
    """

    phrase: str
    role: str
    value: str = ""
    over: tuple[str, ...] = ()
    camps: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    stance: str = ""


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """Who held a place on a day, from a source outside the reports. Degrees, WGS 84.

    `camp` is one id, or several joined by "+": they held it together, or fought over it.
    """

    place_id: str
    name: str
    latitude: float
    longitude: float
    camp: str
    as_of: date


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a data file, with the line it stands on (1 = the first)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"
