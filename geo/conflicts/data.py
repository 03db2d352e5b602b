"""A war as its conflict folder tells it: camps, actors by date, words, and the indexes over them."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geo._files import data_path
from geo.conflicts.loading import read_baseline
from geo.conflicts.matching import Index
from geo.conflicts.model import ActorEntry, Camp, NamedThing, WordEntry
from geo.conflicts.spelling import plain_key
from geo.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from geo.conflicts.loading import Folder
    from geo.conflicts.model import BaselineRow, SourceEntry
    from geo.conflicts.spelling import Word

__all__ = ["ConflictData"]

_HEIR_STEPS = 8


class ConflictData:
    """What a conflict folder says, without the search of texts. Immutable after loading.

    Attributes
    ----------
    name : str
        Folder name ("syria"); "" for the general fallback.
    title : str
        For people ("Syrian civil war").
    camps : tuple of Camp
    actors : tuple of ActorEntry
    sources : tuple of SourceEntry
    countries : tuple of str
        ISO codes where its reports usually play, likeliest first.
    bbox : tuple of float
        west, south, east, north in degrees; empty for the general fallback.
    others_apart : bool
        Whether sides that no file lists get colours of their own on the map.
    default_army : str
        Actor id that "the army" means when nothing else is said.
    lone_village_km : float
        A village farther than this from everything else in a report is doubted; infinite where none is.
    metonyms : mapping of str to str
        Capital or institution -> actor id ("Moscow" as the one who says).
    """

    def __init__(self, name: str, folder: Folder, general: Folder | None) -> None:
        settings = folder.settings
        self.name = name
        self.path = folder.path
        self.title = str(settings.get("title", name))
        self.about = str(settings.get("about", ""))
        self.camps: tuple[Camp, ...] = tuple(folder.camps)
        self.countries: tuple[str, ...] = tuple(map(str, settings.get("countries", ())))
        self.bbox: tuple[float, ...] = tuple(map(float, settings.get("bbox", ())))
        self.start: date | None = settings.get("start")
        self.others_apart = bool(settings.get("others_apart", False))
        self.lone_village_km = float(settings.get("lone_village_km", math.inf))
        self.default_army = str(settings.get("default_army", ""))
        self.metonyms: Mapping[str, str] = dict(settings.get("metonyms", {}))
        self._adjectives: Mapping[str, Mapping[str, str]] = settings.get("adjectives", {})
        self.bare_army = frozenset(
            " ".join(plain_key(w) for w in str(p).split()) for p in settings.get("bare_army", ())
        )
        own = {actor.id for actor in folder.actors}
        keys = {plain_key(alias) for actor in folder.actors for alias in actor.aliases}
        extra = [
            actor
            for actor in (general.actors if general else ())
            if actor.id not in own and not any(plain_key(alias) in keys for alias in actor.aliases)
        ]
        self.actors: tuple[ActorEntry, ...] = (*folder.actors, *extra)
        known = {source.id for source in folder.sources}
        more = [source for source in (general.sources if general else ()) if source.id not in known]
        self.sources: tuple[SourceEntry, ...] = (*folder.sources, *more)
        self._names = (*folder.names, *(general.names if general else ()))
        self.nisbas = frozenset(plain_key(nisba) for nisba in folder.nisbas)
        self._words = (*folder.words, *_new(general.words if general else (), folder.words))
        self._demonyms = (*folder.demonyms, *(general.demonyms if general else ()))
        self._spellings = dict((*(general.spellings if general else ()), *folder.spellings))
        self._camp_by_id = {camp.id: camp for camp in self.camps}
        self._actor_by_id = {actor.id: actor for actor in self.actors}

    def __repr__(self) -> str:
        return f"Conflict({self.name or 'general'!r}, {len(self.camps)} camps, {len(self.actors)} actors)"

    def __reduce__(self) -> tuple[Callable[[str | None], ConflictData], tuple[str | None]]:
        # Another process reads the files itself; memories and indexes are not worth sending.
        from geo.conflicts import load_conflict

        bundled = data_path("conflicts") / self.name if self.name else None
        return load_conflict, (self.name or None if bundled is None or bundled == self.path else str(self.path),)

    # ------------------------------------------------------------------ camps
    def camp(self, camp_id: str) -> Camp:
        """The camp with this id; ``other:NAME`` is drawn like ``other``.

        Parameters
        ----------
        camp_id : str

        Returns
        -------
        Camp

        Raises
        ------
        ConflictError
            If there is no such camp.
        """
        found = self._camp_by_id.get(camp_id)
        if found is not None:
            return found
        other = self._camp_by_id.get("other")
        if camp_id.startswith("other:") and other is not None:
            return replace(other, id=camp_id, name=self._name_of_other(camp_id), shows_as=camp_id, hostile_to=())
        message = f"conflict {self.name!r} has no camp {camp_id!r}; it has {', '.join(self._camp_by_id)}"
        raise ConflictError(message)

    def _name_of_other(self, camp_id: str) -> str:
        """A country's name, or that of the camp's first actor."""
        words = camp_id.removeprefix("other:").replace("_", " ")
        names = [c for c in sorted(self._countries) if c.lower() == words]
        names += [actor.name for actor in self.actors if actor.camp == camp_id]
        name = names[0] if names else words
        return name[:1].upper() + name[1:]

    def shows_as(self, camp_id: str) -> str:
        """Camp whose colour a place takes when `camp_id` holds it (an ally holds for its side)."""
        found = self._camp_by_id.get(camp_id)
        return found.shows_as if found is not None else camp_id

    def opposes(self, camp: str, other: str) -> bool:
        """Whether two camps fight each other. Allies count as the side they hold for.

        Parameters
        ----------
        camp, other : str
            Camp ids; unknown ones oppose nobody.

        Returns
        -------
        bool
        """
        first, second = self.shows_as(camp), self.shows_as(other)
        one, two = self._camp_by_id.get(first), self._camp_by_id.get(second)
        return bool(first != second and ((one and second in one.hostile_to) or (two and first in two.hostile_to)))

    # ----------------------------------------------------------------- actors
    def actor(self, actor_id: str) -> ActorEntry:
        """The actor with this id, as the file has it; unknown ids (``other:NAME``) become an entry of their own."""
        found = self._actor_by_id.get(actor_id)
        if found is None:
            camp = actor_id if actor_id.startswith("other:") else "other"
            name = actor_id.removeprefix("other:").replace("_", " ")
            return ActorEntry(actor_id, name, camp)
        return found

    def is_actor(self, actor_id: str) -> bool:
        """Whether this is the id of an actor (and not, say, of a source)."""
        return actor_id in self._actor_by_id

    def camp_of(self, actor_id: str) -> str:
        """Camp id of an actor id."""
        return self.actor(actor_id).camp

    def heir(self, actor_id: str, on: date | None) -> str:
        """Whom a name means on a day: follows renamings and mergers.

        Parameters
        ----------
        actor_id : str
        on : datetime.date or None
            None leaves the actor as it is.

        Returns
        -------
        str
            An actor id.
        """
        if on is None:
            return actor_id
        seen = {actor_id}
        for _ in range(_HEIR_STEPS):
            step = actor_id
            for day, heir in self.actor(actor_id).lineage:
                if day <= on:
                    step = heir
            if step == actor_id or step in seen:
                return step if step == actor_id else actor_id
            seen.add(step)
            actor_id = step
        return actor_id

    def pick(self, ids: tuple[str, ...], on: date | None) -> str | None:
        """The one of several actors of one name who lived on the day; the first if that does not decide."""
        if not ids:
            return None
        return next((i for i in ids if self.actor(i).lived_on(on)), ids[0])

    def kindred(self, actor_id: str, head: str) -> str:
        """The air force or the government of an army, if the head noun asks for it ("regime warplanes")."""
        for kinds in self._adjectives.values():
            if head in kinds and actor_id in kinds.values():
                return str(kinds[head])
        return actor_id

    def of_country(self, country: str, head: str, on: date | None) -> str | None:
        """Actor id of a nationality with a head noun: "Russian" + air; ``other:NAME`` for those without an entry."""
        kinds = self._by_country.get(country)
        if kinds is None:
            return "other:" + country.lower().replace(" ", "_") if head != "fighter" else None
        found = kinds.get(head)
        return self.heir(str(found), on) if found else None

    @cached_property
    def _by_country(self) -> dict[str, Mapping[str, str]]:
        return {country: self._adjectives[adj] for adj, country in self._demonyms if adj in self._adjectives}

    def is_country(self, name: str) -> bool:
        """Whether a name is that of a country, which may be a place as well as an actor."""
        return name in self._countries or name.replace(".", "") in ("US", "USA")

    @cached_property
    def _countries(self) -> frozenset[str]:
        return frozenset(country for _adjective, country in self._demonyms)

    def word(self, phrase: str, on: date | None, stance: str) -> WordEntry | None:
        """The entry of a descriptive phrase that holds on a day in somebody's mouth."""
        rows = self._words_by_phrase.get(phrase, ())
        first = None
        for row in rows:
            fits = on is None or ((row.since is None or row.since <= on) and (row.until is None or on <= row.until))
            if fits and row.stance and row.stance == stance:
                return row
            if fits and not row.stance and first is None:
                first = row
        return first

    @cached_property
    def _words_by_phrase(self) -> dict[str, list[WordEntry]]:
        rows: dict[str, list[WordEntry]] = {}
        for word in self._words:
            rows.setdefault(word.phrase, []).append(word)
        return rows

    # --------------------------------------------------------------- indexes
    @cached_property
    def name_index(self) -> Index[NamedThing]:
        """All names, by loose spelling."""
        index: Index[NamedThing] = Index(loose=True, spellings=self._spellings)
        for thing in self.names():
            index.add(thing.surface, thing)
        return index

    @cached_property
    def word_index(self) -> Index[list[WordEntry]]:
        """Descriptive phrases."""
        index: Index[list[WordEntry]] = Index(loose=False)
        for phrase, rows in self._words_by_phrase.items():
            index.add(phrase, rows)
        return index

    @cached_property
    def nation_index(self) -> Index[tuple[str, str]]:
        """Nationality adjectives and names of countries."""
        index: Index[tuple[str, str]] = Index(loose=False)
        for adjective, country in self._demonyms:
            index.add(adjective, ("adjective", country))
        for country in sorted({country for _adjective, country in self._demonyms}):
            index.add(country, ("country", country))
        for name, actor_id in self.metonyms.items():
            index.add(name, ("metonym", actor_id))
        return index

    def is_event(self, tokens: Sequence[Word], at: int) -> bool:
        """Whether an event noun ("air strikes") starts at word `at`."""
        _end, hits = self.word_index.match(tokens, at)
        return bool(hits) and hits[0].value[0].role == "event"

    @cached_property
    def _source_by_id(self) -> dict[str, SourceEntry]:
        return {source.id: source for source in self.sources}

    @cached_property
    def source_index(self) -> Index[SourceEntry]:
        """Sources by all their names."""
        index: Index[SourceEntry] = Index(loose=True, spellings=self._spellings)
        for source in self.sources:
            for alias in source.aliases:
                index.add(alias, source)
        return index

    # ------------------------------------------------------------------ names
    def names(self) -> tuple[NamedThing, ...]:
        """All names that are no places: actors, persons, media, institutions, processes.

        Returns
        -------
        tuple of NamedThing
            Sorted by surface; every actor alias is there, also those of states ("Russia"), which stay places where
            they are meant so: see `find_names`.
        """
        return self._all_names

    @cached_property
    def _all_names(self) -> tuple[NamedThing, ...]:
        things = [NamedThing(alias, "actor", actor.id) for actor in self.actors for alias in actor.aliases]
        things += [NamedThing(alias, "media", source.id) for source in self.sources for alias in source.aliases]
        things += self._names
        return tuple(sorted(dict.fromkeys(things), key=lambda thing: (thing.surface, thing.kind, thing.ref)))

    # --------------------------------------------------------------- baseline
    def baseline(self) -> tuple[BaselineRow, ...]:
        """Who held which place before the reports begin; empty if the folder has no baseline.csv.

        Returns
        -------
        tuple of BaselineRow

        Raises
        ------
        ConflictError
            If the file is broken; the message gives file and line.
        """
        return self._baseline

    @cached_property
    def _baseline(self) -> tuple[BaselineRow, ...]:
        rows, problems = read_baseline(self.path, frozenset(self._camp_by_id))
        if problems:
            message = f"{self.path}: " + "; ".join(map(str, problems[:5]))
            raise ConflictError(message)
        return tuple(rows)


def _new(general: Any, own: list[WordEntry]) -> list[WordEntry]:  # noqa: ANN401 - list or tuple of WordEntry
    taken = {word.phrase for word in own}
    return [word for word in general if word.phrase not in taken]
