"""Reading a conflict folder: CSV and TOML, every complaint with file and line."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from geo.conflicts.model import ActorEntry, BaselineRow, Camp, NamedThing, Problem, SourceEntry, WordEntry
from geo.conflicts.spelling import plain_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Folder", "read_baseline", "read_folder"]

ACTOR_KINDS = frozenset({"group", "army", "air", "state", "civil", "operation", "generic"})
NAME_KINDS = frozenset({"person", "media", "institution", "process"})
ROLES = frozenset({"head", "affiliation", "patron", "side", "filler", "event", "relation", "nobody"})
HEADS = frozenset({"army", "air", "fighter", "state"})
RELATIONS = frozenset({"belongs", "led", "backed", "including", "against"})
STANCES = frozenset({"monitor", "neutral", "unknown"})
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ACTOR_COLUMNS = ("id", "name", "camp", "kind", "holds", "from", "to", "lineage", "aliases", "not_places", "note")
_WORD_COLUMNS = ("phrase", "role", "value", "over", "camps", "from", "to", "stance")
_BASELINE_COLUMNS = ("place_id", "name", "latitude", "longitude", "camp", "as_of")

Row = dict[str, str]
T = TypeVar("T")


@dataclass(slots=True)
class Folder:
    """The raw content of one folder, with the problems met on the way."""

    path: Path
    settings: dict[str, Any] = field(default_factory=dict)
    camps: list[Camp] = field(default_factory=list)
    actors: list[ActorEntry] = field(default_factory=list)
    sources: list[SourceEntry] = field(default_factory=list)
    names: list[NamedThing] = field(default_factory=list)
    words: list[WordEntry] = field(default_factory=list)
    nisbas: list[str] = field(default_factory=list)
    demonyms: list[tuple[str, str]] = field(default_factory=list)
    spellings: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    """(file, id) -> line, for complaints that need the whole folder."""


def read_folder(path: Path) -> Folder:
    """Read every file of a conflict folder. Problems are collected, not raised.

    Parameters
    ----------
    path : pathlib.Path
        A folder with at least conflict.toml; the CSV files are optional.

    Returns
    -------
    Folder
    """
    folder = Folder(path)
    _read_settings(folder)
    camps = {camp.id for camp in folder.camps}
    folder.actors = list(_parse(folder, "actors.csv", _ACTOR_COLUMNS, lambda row, bad: _actor(row, bad, camps)))
    folder.sources = list(
        _parse(folder, "sources.csv", ("id", "name", "aliases", "stance", "kind"), lambda r, b: _source(r, b, camps))
    )
    folder.names = list(_parse(folder, "names.csv", ("surface", "kind", "actor"), _name))
    folder.words = list(_parse(folder, "words.csv", _WORD_COLUMNS, lambda r, b: _word(r, b, camps)))
    folder.nisbas = list(_parse(folder, "nisbas.csv", ("nisba",), lambda r, _bad: r["nisba"]))
    folder.demonyms = list(
        _parse(folder, "demonyms.csv", ("adjective", "country"), lambda r, _bad: (r["adjective"], r["country"]))
    )
    folder.spellings = list(
        _parse(folder, "spellings.csv", ("written", "same_as"), lambda r, _bad: (r["written"], r["same_as"]))
    )
    return folder


def read_baseline(path: Path, camps: frozenset[str]) -> tuple[list[BaselineRow], list[Problem]]:
    """Read baseline.csv of a conflict folder; empty where there is none.

    Parameters
    ----------
    path : pathlib.Path
        The conflict folder.
    camps : frozenset of str
        Known camp ids.

    Returns
    -------
    rows : list of BaselineRow
    problems : list of Problem
    """
    folder = Folder(path)

    def parse(row: Row, bad: Callable[[str], None]) -> BaselineRow | None:
        day = _day(row["as_of"], bad)
        try:
            latitude, longitude = float(row["latitude"]), float(row["longitude"])
        except ValueError:
            bad(f"coordinates {row['latitude']!r}, {row['longitude']!r} are no numbers")
            return None
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            bad(f"coordinates {latitude}, {longitude} are out of range")
            return None
        for camp in row["camp"].split("+"):
            if camp not in camps:
                bad(f"unknown camp {camp!r}")
                return None
        if day is None:
            bad("as_of is empty")
            return None
        return BaselineRow(row["place_id"], row["name"], latitude, longitude, row["camp"], day)

    rows = list(_parse(folder, "baseline.csv", _BASELINE_COLUMNS, parse, unique=None))
    return rows, folder.problems


def _read_settings(folder: Folder) -> None:
    file = folder.path / "conflict.toml"
    try:
        text = file.read_text(encoding="utf-8")
        folder.settings = tomllib.loads(text)
    except FileNotFoundError:
        folder.problems.append(Problem("conflict.toml", 1, "the file is missing; every conflict folder needs it"))
        return
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        folder.problems.append(Problem("conflict.toml", int(line[1]) if line else 1, f"not valid TOML: {error}"))
        return
    rows = folder.settings.get("camp", [])
    ids = {str(row.get("id", "")) for row in rows}
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[camp]]"]
    seen: set[str] = set()
    for line_number, row in zip(starts, rows, strict=False):
        complaints: list[str] = []
        camp = _camp(row, ids, complaints.append)
        folder.problems += [Problem(file.name, line_number, complaint) for complaint in complaints]
        if camp.id in seen:
            folder.problems.append(Problem(file.name, line_number, f"camp {camp.id!r} is defined twice"))
        seen.add(camp.id)
        folder.camps.append(camp)
    if not rows:
        folder.problems.append(Problem(file.name, 1, "no [[camp]] is defined"))
    box = folder.settings.get("bbox", [])
    if box and (len(box) != 4 or not (box[0] < box[2] and box[1] < box[3])):
        at = next((n for n, line in enumerate(text.splitlines(), 1) if line.startswith("bbox")), 1)
        folder.problems.append(Problem(file.name, at, "bbox must be [west, south, east, north] in degrees"))


def _camp(row: dict[str, Any], ids: set[str], bad: Callable[[str], None]) -> Camp:
    name = str(row.get("id", ""))
    if not name:
        bad("a camp has no id")
    for key in ("colour", "colour_dark", "edge", "edge_dark"):
        value = row.get(key, "")
        if not _COLOUR.fullmatch(str(value)) and (value or not key.startswith("edge")):
            bad(f"camp {name!r}: {key} {value!r} is not #rrggbb")
    for key in ("name", "shape", "hatch"):
        if not row.get(key):
            bad(f"camp {name!r}: {key} is missing")
    others = (str(row.get("shows_as", name)), *map(str, row.get("hostile_to", ())))
    for other in others:
        if other not in ids:
            bad(f"camp {name!r} names the unknown camp {other!r}")
    return Camp(
        name,
        str(row.get("name", name)),
        str(row.get("colour", "")),
        str(row.get("colour_dark", "")),
        str(row.get("shape", "")),
        str(row.get("hatch", "")),
        others[0],
        others[1:],
        bool(row.get("holds", True)),
        str(row.get("edge", "")),
        str(row.get("edge_dark", "")),
    )


def _parse(
    folder: Folder,
    name: str,
    columns: tuple[str, ...],
    parse: Callable[[Row, Callable[[str], None]], T | None],
    unique: str | None = "id",
) -> Iterator[T]:
    for line, row in _rows(folder, name, columns):

        def bad(message: str, at: int = line) -> None:
            folder.problems.append(Problem(name, at, message))

        if unique and unique in row:
            key = (name, row[unique])
            if key in folder.lines:
                bad(f"{unique} {row[unique]!r} stands in line {folder.lines[key]} already")
                continue
            folder.lines[key] = line
        value = parse(row, bad)
        if value is not None:
            yield value


def _rows(folder: Folder, name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    file = folder.path / name
    if not file.exists():
        return
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        folder.problems.append(Problem(name, 1, f"not UTF-8: {error}"))
        return
    reader = csv.reader(text.splitlines(keepends=True))
    header = next(reader, [])
    if missing := [column for column in columns if column not in header]:
        folder.problems.append(Problem(name, 1, f"column {', '.join(missing)} is missing"))
        return
    line = reader.line_num
    for cells in reader:
        begin, line = line + 1, reader.line_num
        if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
            continue
        if len(cells) != len(header):
            folder.problems.append(Problem(name, begin, f"{len(cells)} cells where the header has {len(header)}"))
            continue
        yield begin, {key: cell.strip() for key, cell in zip(header, cells, strict=True)}


def _day(written: str, bad: Callable[[str], None]) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        bad(f"{written!r} is not a day as YYYY-MM-DD")
        return None


def _list(written: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in written.split("|") if part.strip())


def _known_camp(camp: str, camps: set[str]) -> bool:
    return camp in camps or camp.startswith("other:")


def _actor(row: Row, bad: Callable[[str], None], camps: set[str]) -> ActorEntry | None:
    if not row["id"] or not row["name"]:
        bad("an actor needs an id and a name")
        return None
    if not _known_camp(row["camp"], camps):
        bad(f"unknown camp {row['camp']!r}; known: {', '.join(sorted(camps))}, other:NAME")
    if row["kind"] not in ACTOR_KINDS:
        bad(f"unknown kind {row['kind']!r}; known: {', '.join(sorted(ACTOR_KINDS))}")
    if row["holds"] not in ("yes", "no"):
        bad(f"holds is {row['holds']!r}, must be yes or no")
    since, until = _day(row["from"], bad), _day(row["to"], bad)
    if since and until and since > until:
        bad(f"from {since} is after to {until}")
    steps: list[tuple[date, str]] = []
    for step in filter(None, row["lineage"].split(";")):
        written, _, heir = step.strip().partition(">")
        day = _day(written, bad)
        if day is None or not heir:
            bad(f"lineage step {step!r} is not DAY>ACTOR")
        else:
            steps.append((day, heir.strip()))
    if steps != sorted(steps):
        bad("lineage steps are not in order of date")
    return ActorEntry(
        row["id"],
        row["name"],
        row["camp"],
        row["kind"],
        row["holds"] == "yes",
        since,
        until,
        tuple(steps),
        _list(row["aliases"]),
        _list(row["not_places"]),
        row["note"],
    )


def _source(row: Row, bad: Callable[[str], None], camps: set[str]) -> SourceEntry | None:
    if row["stance"] not in STANCES and not _known_camp(row["stance"], camps):
        bad(f"unknown stance {row['stance']!r}; a camp id, monitor, neutral or unknown")
    if not row["id"] or not row["name"]:
        bad("a source needs an id and a name")
        return None
    return SourceEntry(row["id"], row["name"], _list(row["aliases"]), row["stance"], row["kind"])


def _name(row: Row, bad: Callable[[str], None]) -> NamedThing | None:
    if row["kind"] not in NAME_KINDS:
        bad(f"unknown kind {row['kind']!r}; known: {', '.join(sorted(NAME_KINDS))}")
    if not plain_key(row["surface"]):
        bad("the surface is empty")
        return None
    return NamedThing(row["surface"], row["kind"], row["actor"])


def _word(row: Row, bad: Callable[[str], None], camps: set[str]) -> WordEntry | None:
    role, value = row["role"], row["value"]
    if role not in ROLES:
        bad(f"unknown role {role!r}; known: {', '.join(sorted(ROLES))}")
    if role == "head" and value not in HEADS:
        bad(f"head {value!r} must be one of {', '.join(sorted(HEADS))}")
    if role == "relation" and value not in RELATIONS:
        bad(f"relation {value!r} must be one of {', '.join(sorted(RELATIONS))}")
    if not row["phrase"]:
        bad("the phrase is empty")
        return None
    for camp in _list(row["camps"]):
        if not _known_camp(camp, camps):
            bad(f"unknown camp {camp!r}")
    if row["stance"] and row["stance"] not in STANCES and not _known_camp(row["stance"], camps):
        bad(f"unknown stance {row['stance']!r}")
    since, until = _day(row["from"], bad), _day(row["to"], bad)
    return WordEntry(row["phrase"], role, value, _list(row["over"]), _list(row["camps"]), since, until, row["stance"])
