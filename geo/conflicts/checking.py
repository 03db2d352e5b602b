"""Complaints that need the whole conflict folder: references, shared names, circles."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from geo.conflicts.model import Problem
from geo.conflicts.spelling import plain_key, words

if TYPE_CHECKING:
    from geo.conflicts.loading import Folder
    from geo.conflicts.model import ActorEntry

__all__ = ["problems_of"]


def problems_of(folder: Folder, general: Folder | None) -> list[Problem]:
    """All problems of a folder that has been read, but for its baseline (large, and read when asked for).

    Parameters
    ----------
    folder : Folder
    general : Folder or None
        The general words and actors that it builds on.

    Returns
    -------
    list of Problem
        Sorted.
    """
    found = list(folder.problems)
    actors = {actor.id: actor for actor in (*(general.actors if general else ()), *folder.actors)}

    def known(actor_id: str) -> bool:
        return actor_id in actors or actor_id.startswith("other:")

    def line(file: str, key: str) -> int:
        return folder.lines.get((file, key), 1)

    for actor in folder.actors:
        found += [
            Problem("actors.csv", line("actors.csv", actor.id), f"lineage to unknown actor {heir!r}")
            for _day, heir in actor.lineage
            if not known(heir)
        ]
    for word in folder.words:
        targets = (word.value, *word.over) if word.role in ("affiliation", "patron", "side") else word.over
        if unknown := [target for target in targets if not known(target)]:
            at = _line_of(folder, "words.csv", word.phrase)
            found += [Problem("words.csv", at, f"unknown actor {target!r}") for target in unknown]
    sources = {source.id for source in (*(general.sources if general else ()), *folder.sources)}
    for name in folder.names:
        if name.ref and not known(name.ref) and name.ref not in sources:
            at = _line_of(folder, "names.csv", name.surface)
            found.append(Problem("names.csv", at, f"unknown actor or source {name.ref!r}"))
    found += _settings(folder, known_ids=set(actors))
    found += [
        Problem("actors.csv", line("actors.csv", second.id), message)
        for second, message in _shared_names(folder.actors)
    ]
    return sorted(found)


def _settings(folder: Folder, known_ids: set[str]) -> list[Problem]:
    found = []

    def check(actor_id: object, where: str) -> None:
        text = str(actor_id)
        if text not in known_ids and not text.startswith("other:"):
            at = _line_of(folder, "conflict.toml", where)
            found.append(Problem("conflict.toml", at, f"{where}: unknown actor {text!r}"))

    if folder.settings.get("default_army"):
        check(folder.settings["default_army"], "default_army")
    for name, actor_id in dict(folder.settings.get("metonyms", {})).items():
        check(actor_id, str(name))
    for name, kinds in dict(folder.settings.get("adjectives", {})).items():
        for actor_id in dict(kinds).values():
            check(actor_id, str(name))
    return found


def _shared_names(actors: list[ActorEntry]) -> list[tuple[ActorEntry, str]]:
    """Two actors may share a name only in different years."""
    by_key: defaultdict[str, list[tuple[ActorEntry, str]]] = defaultdict(list)
    for actor in actors:
        for alias in actor.aliases:
            key = " ".join(plain_key(word.written) for word in words(alias) if not word.is_article)
            by_key[key].append((actor, alias))
    complaints = []
    for pairs in by_key.values():
        for (first, alias), (second, _other) in combinations(pairs, 2):
            if first.id != second.id and _overlap(first, second):
                complaints.append((second, f"alias {alias!r} belongs to {first.id} in the same years"))
            elif first.id == second.id and alias == _other:
                complaints.append((second, f"alias {alias!r} stands twice"))
    return complaints


def _overlap(first: ActorEntry, second: ActorEntry) -> bool:
    apart = (first.until and second.since and first.until < second.since) or (
        second.until and first.since and second.until < first.since
    )
    return not apart


def _line_of(folder: Folder, file: str, start: str) -> int:
    path = folder.path / file
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 1
    return next((n for n, text in enumerate(lines, 1) if text.lstrip('"').startswith(start)), 1)
