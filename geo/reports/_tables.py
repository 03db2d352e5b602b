"""One file, many reports: CSV and JSON lines, one report a row."""

from __future__ import annotations

import csv
import io
import json
import threading
from typing import TYPE_CHECKING, Any

from geo.errors import ReportError
from geo.reports._dates import numeric_order
from geo.reports._decode import clean, decode
from geo.reports._metadata import FIELDS, Document, known_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Row", "read_csv", "read_jsonl"]

#: (where, document or what is wrong with it, id or empty, order of day and month in this table)
Row = tuple[str, Document | ReportError, str, str | None]
# The csv module has one limit for the whole process; it is put back.
_CSV_LIMIT = threading.Lock()


def read_csv(
    data: bytes, *, encoding: str | None = None, columns: Mapping[str, str] | None = None, date_order: str | None = None
) -> Iterator[Row]:
    """Rows of a CSV file (comma, semicolon or tab), the first line being the header.

    Raises
    ------
    ReportError
        If the file as a whole cannot be used: no header, no text column.
    """
    text, guessed = decode(data, encoding=encoding)
    notes = [f"is not UTF-8; read as {guessed} by guess"] if guessed else []
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    with _CSV_LIMIT:
        before = csv.field_size_limit(len(text) + 1)
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            table = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
        except csv.Error as error:
            message = f"is no CSV that can be read ({error})"
            raise ReportError(message) from error
        finally:
            csv.field_size_limit(before)
    if not table:
        message = "is empty: there is no header line"
        raise ReportError(message)
    header = [name.strip() for name in table[0][1]]
    body = table[1:]
    if not body:
        message = "has a header line but no rows"
        raise ReportError(message)
    if text.count('"') % 2:
        notes.append("has a quotation mark that is never closed: its last row may have swallowed the rows after it")
    found = _text_column(header, columns)
    order = date_order
    if order is None and "published" in found:
        at = header.index(found["published"])
        order = numeric_order([row[at] for _, row in body if len(row) > at])
    start = table[0][0] + 1
    for end, row in body:
        where = f"line {start}" if start == end else f"lines {start}-{end}"
        start = end + 1
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            message = f"has {len(row)} cells under {len(header)} column names: a quotation mark may be missing"
            yield where, ReportError(message), "", order
            continue
        yield (where, *_document(dict(zip(header, row, strict=False)), found, notes), order)
        notes = []


def read_jsonl(
    data: bytes, *, encoding: str | None = None, columns: Mapping[str, str] | None = None, date_order: str | None = None
) -> Iterator[Row]:
    """Rows of a JSON lines file, one object a line."""
    text, guessed = decode(data, encoding=encoding)
    notes = [f"is not UTF-8; read as {guessed} by guess"] if guessed else []
    rows: list[tuple[int, dict[str, Any] | ReportError]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            rows.append((number, _json_object(line)))
    if not rows:
        message = "is empty: there is no line in it"
        raise ReportError(message)
    order = date_order
    if order is None:
        dates = [_published(row, columns) for _, row in rows if isinstance(row, dict)]
        order = numeric_order(dates)
    for number, row in rows:
        where = f"line {number}"
        if isinstance(row, ReportError):
            yield where, row, "", order
            continue
        try:
            found = _text_column(list(row), columns)
        except ReportError as error:
            yield where, error, "", order
            continue
        yield (where, *_document(row, found, notes), order)
        notes = []


def _json_object(line: str) -> dict[str, Any] | ReportError:
    try:
        loaded = json.loads(line)
    except ValueError as error:
        return ReportError(f"is no JSON ({str(error)[:120]})")
    except RecursionError:
        return ReportError("is JSON nested too deeply")
    return loaded if isinstance(loaded, dict) else ReportError("is JSON but no object with named fields")


def _published(row: dict[str, Any], columns: Mapping[str, str] | None) -> str:
    name = known_fields(list(row), columns).get("published")
    return str(row[name]) if name is not None else ""


def _text_column(names: list[str], columns: Mapping[str, str] | None) -> dict[str, str]:
    found = known_fields(names, columns)
    if "text" not in found:
        listed = ", ".join(repr(name[:40]) for name in names[:20]) or "none"
        wanted = (columns or {}).get("text")
        asked = f"no column {wanted!r}" if wanted else f"no column for the text ({', '.join(FIELDS['text'][:4])} ...)"
        message = f"has {asked}; its columns are {listed}: name the one that holds the text"
        raise ReportError(message)
    return found


def _document(row: dict[str, Any], found: dict[str, str], notes: list[str]) -> tuple[Document | ReportError, str]:
    value = row.get(found["text"])
    row_id = " ".join(str(row.get(found["id"]) or "").split())[:100] if "id" in found else ""
    if value is not None and not isinstance(value, str):
        return ReportError(f"has a text that is no string in {found['text']!r}"), row_id
    metadata = {key: cell for key, cell in row.items() if key is not None and key != found["text"]}
    return Document(clean(value or ""), metadata, list(notes)), row_id
