"""One war, and what of it is named in a text: actors, sources, nations, and names that are no places."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from geo.conflicts.data import ConflictData
from geo.conflicts.phrases import find_phrases
from geo.conflicts.searching import search_metonyms, search_names, search_nation, search_sources
from geo.conflicts.spelling import words
from geo.models import Actor

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from geo.conflicts.model import NameSpan, SourceEntry
    from geo.conflicts.phrases import ActorPhrase

__all__ = ["Conflict"]

#: What is shorter than this, in characters, is a phrase and no report.
_SHORT = 200


class Conflict(ConflictData):
    """A war whose camps, actors and sources can be found in texts; made by `load_conflict`.

    Its attributes are those of `ConflictData`.
    """

    def find_names(self, text: str) -> tuple[NameSpan, ...]:
        """Names in `text` that must not be taken for places, in any of their spellings.

        Parameters
        ----------
        text : str

        Returns
        -------
        tuple of NameSpan
            In order, not overlapping. Countries are left out, even where they act; persons called after a place
            ("Abu X al-Halabi") are found by pattern as well.
        """
        return search_names(self, text)

    # -------------------------------------------------------------- resolving
    def find_phrases(self, text: str, on: date | None = None, stance: str = "") -> tuple[ActorPhrase, ...]:
        """Noun phrases of `text` that name or describe an actor; see `ActorPhrase`."""
        return find_phrases(text, self, on, stance)

    def find_actors(self, text: str, on: date | None = None, stance: str = "") -> tuple[Actor, ...]:
        """Actors named or described in `text`, with their offsets.

        Parameters
        ----------
        text : str
        on : datetime.date or None
            Day of the report: decides renamings, mergers and names that two groups used.
        stance : str
            Camp of whoever publishes: decides "terrorists" and the like.

        Returns
        -------
        tuple of Actor
            In order, not overlapping.
        """
        return tuple(
            Actor(p.surface, p.actor_id, p.camp, p.camps, p.start, p.end) for p in self.find_phrases(text, on, stance)
        )

    def find_nation(self, text: str) -> str | None:
        """Actor id of the first nationality, country or capital named in `text` ("Turkish officials")."""
        return self._nation_in(text)

    @cached_property
    def _nation_in(self) -> Callable[[str], str | None]:
        # The same few speakers, and the words they are called by, are asked for again and again.
        return lru_cache(maxsize=4096)(partial(search_nation, self))

    def find_metonyms(self, text: str, on: date | None = None) -> tuple[tuple[int, int, str], ...]:
        """Capitals and countries in `text` that may stand for their government.

        Parameters
        ----------
        text : str
        on : datetime.date or None

        Returns
        -------
        tuple of (start, end, actor id)
            Whether one acts or is only a place is for the words around it to say.
        """
        return self._metonyms_in(text, on) if len(text) < _SHORT else search_metonyms(self, text, on)

    @cached_property
    def _metonyms_in(self) -> Callable[[str, date | None], tuple[tuple[int, int, str], ...]]:
        # Each place mention is asked whether it is a capital.
        return lru_cache(maxsize=4096)(partial(search_metonyms, self))

    def resolve_actor(self, surface: str, on: date | None = None, stance: str | None = None) -> Actor | None:
        """The main actor of a phrase.

        Parameters
        ----------
        surface : str
            "regime forces", "Jaysh al-Nasr", "the Turkish-backed rebels" ...
        on : datetime.date or None
        stance : str or None

        Returns
        -------
        Actor or None
            None if nothing in the phrase is known. The first of several ("the army and Hezbollah").
        """
        phrases = [p for p in self.find_phrases(surface, on, stance or "") if not p.link or p.link == "led"]
        known = [p for p in phrases if p.actor_id] or phrases
        if not known:
            bare = self._bare(surface, on)
            return Actor(surface, bare, self.camp_of(bare), (self.camp_of(bare),)) if bare else None
        p = known[0]
        return Actor(surface, p.actor_id, p.camp, p.camps, p.start, p.end)

    def _bare(self, surface: str, on: date | None) -> str | None:
        """A lone adjective or capital ("Russian", "Moscow"), which in running text needs its neighbours."""
        tokens = [word for word in words(surface) if word.plain != "the"]
        if not tokens:
            return None
        end, hits = self.nation_index.match(tokens, 0)
        if end != len(tokens):
            return None
        kind, value = hits[0].value
        return self.heir(value, on) if kind == "metonym" else self.of_country(value, "army", on)

    def source_stance(self, name: str) -> str:
        """Stance of a source by name: a camp id, ``monitor``, ``neutral``, or ``unknown``.

        Parameters
        ----------
        name : str
            "SANA", "the Syrian Observatory for Human Rights", "Al-Manar correspondent" ...

        Returns
        -------
        str
        """
        source = self.find_source(name)
        return source.stance if source is not None else "unknown"

    def find_source(self, name: str) -> SourceEntry | None:
        """The first source that `name` contains, or None."""
        found = self.find_sources(name)
        return self._source_by_id[found[0][2]] if found else None

    def find_sources(self, text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int, str], ...]:
        """Sources named in `text`, as (start, end, source id), in order, not overlapping.

        With `start` and `end` only those that lie in that stretch of it, still by the words of the whole text.
        """
        found = self._sources_in(text) if len(text) < _SHORT else self._sources_in_long(text)
        if not start and end is None:
            return found
        stop = len(text) if end is None else end
        first = bisect_left(found, (start,))
        last = bisect_left(found, (stop,), first)
        return tuple(source for source in found[first:last] if source[1] <= stop)

    @cached_property
    def _sources_in(self) -> Callable[[str], tuple[tuple[int, int, str], ...]]:
        # A speaker is asked for at each thing said.
        return lru_cache(maxsize=4096)(partial(search_sources, self))

    @cached_property
    def _sources_in_long(self) -> Callable[[str], tuple[tuple[int, int, str], ...]]:
        # A report is asked for at each of its sentences; none of them is kept for long.
        return lru_cache(maxsize=8)(partial(search_sources, self))
