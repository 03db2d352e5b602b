"""From names on a command line to reports."""

from __future__ import annotations

import codecs
import glob
import logging
import os
import stat
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from geo.errors import InvalidQueryError, ReportError
from geo.reports import _documents, _tables
from geo.reports._decode import check_prose
from geo.reports._metadata import FIELDS, Document, build_report, parse_yaml
from geo.reports._repeats import drop_repeats
from geo.reports._set import Problem, ReportSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from geo.models import Report

__all__ = ["load", "read_reports"]

_LOG = logging.getLogger("geo.reports")
_KINDS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".pdf": "pdf", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
}  # fmt: skip
_SIDECARS = (".yaml", ".yml")
#: Files of a folder that speak about it and are no reports.
_ABOUT = ("readme", "license", "licence", "contributing", "changelog")
#: A table holds many reports; it may be this many times larger than one document.
_TABLE_FACTOR = 50


@dataclass(frozen=True, slots=True)
class _Options:
    columns: Mapping[str, str] | None
    encoding: str | None
    date_order: str | None
    keep_repeats: bool
    max_bytes: int
    today: date


def read_reports(
    *paths: str | os.PathLike[str],
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    date_order: Literal["mdy", "dmy"] | None = None,
    keep_repeats: bool = False,
    max_mb: float = 20.0,
    on_error: Literal["log", "raise", "collect"] | Callable[[Problem], None] = "log",
    progress: Callable[[int, int], None] | None = None,
    today: date | None = None,
) -> ReportSet:
    """Read reports from files, folders, patterns and standard input.

    Parameters
    ----------
    *paths
        Files (``.txt``, ``.md``, ``.html``, ``.pdf``; ``.jsonl``, ``.csv`` and ``.tsv`` with one report a row),
        folders (searched recursively, in sorted order; README files and other kinds of files are put aside and
        listed), patterns (``reports/**/*.md``), or ``-`` for standard input. A text, page or PDF may have its
        metadata in a YAML file of the same name beside it.
    columns : mapping of str to str, optional
        For tables: which column holds which field, such as ``{"text": "article_content"}``. Common names are found
        without it. Fields: id, text, title, source, published, published_precision, url, language, stance, cites.
    encoding : str, optional
        Of all text files; detected where not given.
    date_order : {"mdy", "dmy"}, optional
        How to read ``1/10/2018``. Without it a table decides by its unambiguous dates, and a date that can be read
        in two ways is left out.
    keep_repeats : bool
        Keep paragraphs that stand more than once in a report; by default only the first of them stays in its text.
    max_mb : float
        Largest document in megabytes; tables may be 50 times larger.
    on_error : {"log", "raise", "collect"} or callable
        What to do when a report cannot be read: log a warning, raise, only collect, or call with the `Problem`.
        It is in the result's `problems` as well.
    progress : callable, optional
        Called as ``progress(files_done, files_in_all)``.
    today : datetime.date, optional
        Publication dates after it are noted; default: the current day (UTC).

    Returns
    -------
    ReportSet
        A tuple of `Report`, with `problems`, `warnings` and `skipped`. Texts have one paragraph a line. Dates come
        from metadata only: a report without one has ``published=None``.

    Raises
    ------
    InvalidQueryError
        If an option has no meaning.
    ReportError
        With ``on_error="raise"``.
    """
    options = _checked(columns, encoding, date_order, keep_repeats=keep_repeats, max_mb=max_mb, today=today)
    if not paths:
        message = "no report named: give files, folders, patterns, or - for standard input"
        raise InvalidQueryError(message)
    if not callable(on_error) and on_error not in {"log", "raise", "collect"}:
        message = f"on_error is {on_error!r}; it takes 'log', 'raise', 'collect' or a function"
        raise InvalidQueryError(message)
    reports: list[Report] = []
    problems: list[Problem] = []
    used: set[str] = set()

    def complain(problem: Problem) -> None:
        if problem.kind == "error":
            if on_error == "raise":
                raise ReportError(str(problem))
            if callable(on_error):
                on_error(problem)
            elif on_error == "log":
                _LOG.warning("%s", problem)
        problems.append(problem)

    sources = [item for path in paths for item in _expand(path)]
    seen: set[tuple[int, int] | str] = set()
    for done, item in enumerate(sources, 1):
        if isinstance(item, Problem):
            complain(item)
        else:
            shown, base = item
            for result in _read_one(shown, base, options, seen):
                if isinstance(result, Problem):
                    complain(result)
                    continue
                report, notes = result
                unique = _unique(report.id, used)
                if unique != report.id:
                    report = _renamed(report, unique)
                reports.append(report)
                for note in notes:
                    complain(note)
        if progress is not None:
            progress(done, len(sources))
    return ReportSet(reports, problems)


def load(*paths: str | os.PathLike[str], columns: Mapping[str, str] | None = None) -> ReportSet:
    """`read_reports` that leaves it to the caller to tell of the problems."""
    return read_reports(*paths, columns=columns, on_error="collect")


def _checked(
    columns: Mapping[str, str] | None,
    encoding: str | None,
    date_order: str | None,
    *,
    keep_repeats: bool,
    max_mb: float,
    today: date | None,
) -> _Options:
    unknown = sorted(set(columns or ()) - set(FIELDS))
    if unknown:
        message = f"columns names no field of a report: {', '.join(unknown)}; the fields are {', '.join(FIELDS)}"
        raise InvalidQueryError(message)
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError as error:
            message = f"encoding {encoding!r} is not known; examples: utf-8, cp1252, cp1256"
            raise InvalidQueryError(message) from error
    if date_order not in {None, "mdy", "dmy"}:
        message = f"date_order is {date_order!r}; it takes 'mdy' or 'dmy'"
        raise InvalidQueryError(message)
    if not max_mb > 0:
        message = f"max_mb is {max_mb!r}; it takes a positive number of megabytes"
        raise InvalidQueryError(message)
    today = today if today is not None else datetime.now(UTC).date()
    return _Options(columns, encoding, date_order, keep_repeats, int(max_mb * 1e6), today)


def _expand(path: str | os.PathLike[str]) -> list[tuple[str, str] | Problem]:
    """Files behind one argument, as (path as shown, path that its id is made from)."""
    shown = os.fspath(path)
    if shown == "-":
        return [("-", "stdin")]
    if "://" in shown:
        return [Problem(shown, "is an address, and nothing is ever fetched: save the page and name the file")]
    if not os.path.lexists(shown) and glob.has_magic(shown):
        matches = sorted(glob.glob(shown, recursive=True))  # noqa: PTH207 - patterns may be absolute
        if not matches:
            return [Problem(shown, "is a pattern that matches no file")]
        return [item for match in matches for item in _expand(match)]
    if Path(shown).is_dir():
        return _walk(shown)
    return [(shown, Path(shown).name)]


def _walk(folder: str) -> list[tuple[str, str] | Problem]:
    found: list[tuple[str, str] | Problem] = []

    def unreadable(error: OSError) -> None:
        found.append(Problem(str(error.filename), f"is a folder that cannot be read ({error.strerror})"))

    count = 0
    for parent, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            shown = os.path.join(parent, name)  # noqa: PTH118 - keeps the name as the user wrote it
            suffix = Path(name).suffix.lower()
            if name.startswith(".") or (suffix in _SIDECARS and _has_document(shown)):
                continue
            if Path(name).stem.lower() in _ABOUT:
                found.append(Problem(shown, "speaks about the folder and is no report", "skipped"))
            elif suffix not in _KINDS:
                kinds = " ".join(sorted(_KINDS))
                found.append(Problem(shown, f"is of a kind that holds no reports here (read are {kinds})", "skipped"))
            else:
                found.append((shown, os.path.relpath(shown, folder)))
                count += 1
    if not count and not any(isinstance(item, Problem) and item.kind == "error" for item in found):
        found.append(Problem(folder, "is a folder without any report in it"))
    return found


def _has_document(sidecar: str) -> bool:
    return any(Path(sidecar).with_suffix(suffix).exists() for suffix in (".txt", ".html", ".htm", ".pdf", ".md"))


def _read_one(
    shown: str, base: str, options: _Options, seen: set[tuple[int, int] | str]
) -> Iterator[tuple[Report, list[Problem]] | Problem]:
    try:
        data = _bytes(shown, options, seen)
        if data is None:
            return
        kind = _kind(shown, data)
        stem = str(Path(base).with_suffix("")).replace(os.sep, "/")
        if kind in {"csv", "jsonl"}:
            reader = _tables.read_csv if kind == "csv" else _tables.read_jsonl
            rows = reader(data, encoding=options.encoding, columns=options.columns, date_order=options.date_order)
            for number, (where, row, row_id, order) in enumerate(rows, 1):
                yield _finished(f"{_name(shown)}, {where}", row, f"{stem}:{row_id or number}", options, order)
            return
        document = _document(kind, data, options)
        sidecar = _sidecar(shown)
        document.metadata = {**document.metadata, **sidecar}
        named = document.metadata.get("id")
        yield _finished(
            _name(shown), document, str(named) if isinstance(named, str) else stem, options, options.date_order
        )
    except ReportError as error:
        yield Problem(_name(shown), str(error))
    except FileNotFoundError:
        yield Problem(_name(shown), "does not exist, or vanished before it could be read")
    except OSError as error:
        yield Problem(_name(shown), f"cannot be read ({error.strerror or error})")
    except MemoryError:
        yield Problem(_name(shown), "does not fit in memory: split it")


def _finished(
    where: str, row: Document | ReportError, report_id: str, options: _Options, order: str | None
) -> tuple[Report, list[Problem]] | Problem:
    if isinstance(row, ReportError):
        return Problem(where, str(row))
    try:
        check_prose(row.text, options.max_bytes)
    except ReportError as error:
        return Problem(where, str(error))
    if not options.keep_repeats:
        row.text, copies = drop_repeats(row.text)
        if copies:
            row.notes.append(f"repeats {copies} of its paragraphs; each counts once")
    report, notes = build_report(
        row,
        report_id=report_id,
        columns=options.columns,
        date_order=order,
        today=options.today,
    )
    return report, [Problem(where, note, "warning") for note in notes]


def _bytes(shown: str, options: _Options, seen: set[tuple[int, int] | str]) -> bytes | None:
    if shown == "-":
        if "-" in seen:
            return None
        seen.add("-")
        # An attribute of the real stream; a test or a notebook may have put a text stream in its place.
        stream = getattr(sys.stdin, "buffer", None)
        return stream.read() if stream is not None else sys.stdin.read().encode("utf-8", "surrogatepass")
    with Path(shown).open("rb") as stream:
        status = os.fstat(stream.fileno())
        if stat.S_ISREG(status.st_mode):
            identity = (status.st_dev, status.st_ino)
            if identity in seen:  # named twice, or once by itself and once by its folder
                return None
            seen.add(identity)
        is_table = _KINDS.get(Path(shown).suffix.lower()) in {"csv", "jsonl"}
        limit = options.max_bytes * (_TABLE_FACTOR if is_table else 1)
        data = stream.read(limit + 1)
        if len(data) > limit:
            size = f"{status.st_size / 1e6:,.0f} MB" if status.st_size else "too much"
            message = f"has {size}, more than the limit of {limit / 1e6:,.0f} MB: split it, or raise max_mb"
            raise ReportError(message)
    return data


def _kind(shown: str, data: bytes) -> str:
    if not data.strip():
        message = "is empty: there is no text in it"
        raise ReportError(message)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    kind = _KINDS.get(Path(shown).suffix.lower())
    if kind == "pdf":
        message = "has the name of a PDF but is none"
        raise ReportError(message)
    if kind is not None:
        return kind
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    if head.startswith(b"{"):
        return "jsonl"
    return "markdown" if head.startswith(b"---") else "text"


def _document(kind: str, data: bytes, options: _Options) -> Document:
    if kind == "pdf":
        return _documents.read_pdf(data)
    if kind == "html":
        return _documents.read_html(data, encoding=options.encoding)
    if kind == "markdown":
        return _documents.read_markdown(data, encoding=options.encoding)
    return _documents.read_text(data, encoding=options.encoding)


def _sidecar(shown: str) -> dict[str, object]:
    if shown == "-":
        return {}
    for suffix in _SIDECARS:
        path = Path(shown).with_suffix(suffix)
        if path.is_file():
            try:
                return parse_yaml(path.read_text(encoding="utf-8-sig"))
            except UnicodeDecodeError as error:
                message = f"has a metadata file {path.name} that is not UTF-8"
                raise ReportError(message) from error
            except ReportError as error:
                message = f"has a metadata file {path.name} that {error}"
                raise ReportError(message) from error
    return {}


def _name(shown: str) -> str:
    return "standard input" if shown == "-" else shown


def _unique(wanted: str, used: set[str]) -> str:
    unique, number = wanted, 1
    while unique in used:
        number += 1
        unique = f"{wanted}-{number}"
    used.add(unique)
    return unique


def _renamed(report: Report, report_id: str) -> Report:
    return replace(report, id=report_id)
