"""Wars as data: camps, actors by date, sources with their stance, names that are no places.

Everything a war is known by lies in ``data/conflicts/NAME`` in files that can be edited by hand; the code knows no
faction. A folder of your own, laid out alike, works as well.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from geo._files import data_path
from geo.conflicts.checking import problems_of
from geo.conflicts.conflict import Conflict
from geo.conflicts.loading import Folder, read_baseline, read_folder
from geo.conflicts.model import ActorEntry, BaselineRow, Camp, NamedThing, NameSpan, Problem, SourceEntry, WordEntry
from geo.conflicts.phrases import ActorPhrase
from geo.errors import ConflictError

__all__ = [
    "ActorEntry",
    "ActorPhrase",
    "BaselineRow",
    "Camp",
    "Conflict",
    "NameSpan",
    "NamedThing",
    "Problem",
    "SourceEntry",
    "WordEntry",
    "available_conflicts",
    "load_conflict",
    "validate",
]

_GENERAL = "_general"
_SHOWN = 5
_bundled: set[str] = set()


def available_conflicts() -> tuple[str, ...]:
    """Names of the wars that come with the package.

    Returns
    -------
    tuple of str
        Sorted.
    """
    root = data_path("conflicts")
    return tuple(sorted(p.name for p in root.iterdir() if p.name[0] not in "_." and (p / "conflict.toml").is_file()))


def load_conflict(name: str | os.PathLike[str] | Conflict | None) -> Conflict:
    """Load a war.

    Parameters
    ----------
    name : str, path, Conflict or None
        A name of `available_conflicts`, a folder of your own, a conflict (returned as it is), or None for the
        general fallback that knows only words like "rebels" and nationalities.

    Returns
    -------
    Conflict
        The same object for the same name.

    Raises
    ------
    ConflictError
        If there is no such conflict, or its files are broken; the message gives file and line.
    """
    if isinstance(name, Conflict):
        return name
    if name is None:
        return _load(str(data_path("conflicts", _GENERAL)), "")
    text = os.fspath(name)
    if text in _bundled or text in available_conflicts():
        _bundled.add(text)  # not looked for again with each report
        return _load(str(data_path("conflicts", text)), text)
    path = Path(text)
    if path.is_dir():
        return _load(str(path.resolve()), path.resolve().name)
    known = ", ".join(available_conflicts())
    message = f"no conflict {text!r}: choose one of {known}, or name a folder with a conflict.toml"
    raise ConflictError(message)


def validate(path: str | os.PathLike[str]) -> list[Problem]:
    """Check the files of a conflict folder.

    Parameters
    ----------
    path : str or path
        A folder, or a name of `available_conflicts`.

    Returns
    -------
    list of Problem
        Sorted by file and line; empty if all is well.
    """
    text = os.fspath(path)
    root = data_path("conflicts", text) if text in available_conflicts() else Path(text)
    folder = read_folder(root)
    problems = problems_of(folder, None if root.name == _GENERAL else _general())
    problems += read_baseline(root, frozenset(camp.id for camp in folder.camps))[1]
    return sorted(problems)


@lru_cache(maxsize=1)
def _general() -> Folder:
    return read_folder(data_path("conflicts", _GENERAL))


@lru_cache(maxsize=32)
def _load(path: str, name: str) -> Conflict:
    folder = read_folder(Path(path))
    general = _general() if name else None
    problems = problems_of(folder, general)
    if problems:
        rest = f" (and {len(problems) - _SHOWN} more)" if len(problems) > _SHOWN else ""
        message = f"{path}: " + "; ".join(map(str, problems[:_SHOWN])) + rest
        raise ConflictError(message)
    return Conflict(name, folder, general)
