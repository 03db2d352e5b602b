"""Gazetteers of one's own: built from files on disk, or installed from GeoNames (the only use of the network)."""

from __future__ import annotations

import gzip
import http.client
import io
import json
import os
import re
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo._files import write_bytes
from geo.errors import GazetteerError, InvalidQueryError
from geo.gazetteer._compile import compile_index
from geo.gazetteer._readers import iter_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.gazetteer._entries import Entry

__all__ = ["GEONAMES_URL", "build_index", "default_path", "install"]

#: Where GeoNames publishes its dumps, one zip archive a country (CC BY 4.0).
GEONAMES_URL = "https://download.geonames.org/export/dump"
#: The largest dump (US) has about 80 MB.
_MAX_DOWNLOAD = 1_000_000_000
_CHUNK = 1 << 16


def build_index(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    country: str | None = None,
    version: str = "",
) -> dict[str, int]:
    """Build a gazetteer index from files on disk.

    Parameters
    ----------
    sources
        One or more files: GeoNames dump (zip or txt), Who's On First (TSV or GeoJSON), OCHA/COD table, any GeoJSON, CSV
        or TSV.
    out
        Index file to write; shapes of areas go to ``NAME.areas.jsonl.gz`` beside it. Nothing is written unless
        all sources are sound: an index that is there already stays.
    columns
        Field to column, for tables and GeoJSON whose columns are not recognised: ``{"name": "ADM4_EN"}``.
    country
        ISO code: refuse a file with places of another country.
    version
        Shown in the provenance of every result; by default the size and day of the file's contents are not guessed.

    Returns
    -------
    dict
        ``places``, ``names``, ``keys``, ``skipped`` (rows without name or point), ``bytes``.

    Raises
    ------
    DataNotFoundError, GazetteerError
        With the file, the line and what is wrong.
    """
    listed = [sources] if isinstance(sources, (str, os.PathLike)) else list(sources)
    if not listed:
        message = "no source file given"
        raise GazetteerError(message)
    entries: dict[str, Entry] = {}
    shapes: dict[str, Any] = {}
    facts: dict[str, dict[str, str]] = {}
    skipped = 0
    for source in iter_sources([Path(s) for s in listed], columns, country):
        for entry in source.entries:
            if entry.id in entries:
                message = f"{source.path}: place {entry.id} ({entry.name}) is in another source too"
                raise GazetteerError(message)
            entries[entry.id] = entry
            facts[entry.source] = {"version": version or source.path.name, "kind": source.kind}
        shapes.update(source.shapes)
        skipped += source.skipped
    target = Path(out)
    try:
        counts = compile_index(entries.values(), target, sources=facts)
        side = target.with_suffix(".areas.jsonl.gz")
        if shapes:
            lines = "".join(
                json.dumps({"geometry": shapes[i], "id": i}, sort_keys=True, separators=(",", ":")) + "\n"
                for i in sorted(shapes)
            )
            buffer = io.BytesIO()
            with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as packed:
                packed.write(lines.encode())
            write_bytes(side, buffer.getvalue())
        elif side.exists():
            side.unlink()
    except OSError as error:
        message = f"{target}: cannot be written ({error.strerror or error})"
        raise GazetteerError(message) from error
    return {**counts, "skipped": skipped}


def default_path(country: str) -> Path:
    """Where `install` puts a country's index: the user's data folder."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "frontline" / f"{country.upper()}.gaz"


def install(
    country: str,
    *,
    out: str | os.PathLike[str] | None = None,
    url_base: str = GEONAMES_URL,
    timeout_s: float = 30.0,
    deadline_s: float = 900.0,
) -> Path:
    """Download a country's GeoNames dump and build its index. The only function of the package that uses the network.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2.
    out
        Index file; `default_path` by default.
    url_base
        Folder that holds ``CC.zip``.
    timeout_s
        Longest silence of the server, in seconds.
    deadline_s
        Longest time for the whole download, in seconds.

    Returns
    -------
    pathlib.Path
        The index.

    Raises
    ------
    GazetteerError
        Nothing came, it broke off, or it is not this country's dump. An index that is there already stays.
    InvalidQueryError
        `country` is not a two-letter code.
    """
    code = country.strip().upper() if isinstance(country, str) else ""
    if not re.fullmatch(r"[A-Z]{2}", code):
        message = f"country must be a two-letter ISO code such as SY, not {country!r}"
        raise InvalidQueryError(message)
    target = Path(out) if out is not None else default_path(code)
    url = f"{url_base.rstrip('/')}/{code}.zip"
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        message = f"{url}: only http and https addresses are fetched"
        raise InvalidQueryError(message)
    data, dated = _download(url, timeout_s, deadline_s)
    with tempfile.TemporaryDirectory(prefix="frontline-") as folder:
        archive = Path(folder) / f"{code}.zip"
        archive.write_bytes(data)
        try:
            build_index(archive, target, country=code, version=f"{code}.zip of {dated}")
        except GazetteerError as error:
            message = f"{url}: {str(error).replace(str(archive), archive.name)}"
            raise GazetteerError(message) from error
    return target


def _download(url: str, timeout_s: float, deadline_s: float) -> tuple[bytes, str]:
    """Bytes of a resource, and the day it is dated."""
    request = urllib.request.Request(url, headers={"User-Agent": "frontline-map"})  # noqa: S310 - scheme is checked
    began = time.monotonic()
    parts: list[bytes] = []
    size = 0
    try:
        with urllib.request.urlopen(request, timeout=timeout_s) as reply:  # noqa: S310
            expected = reply.headers.get("Content-Length")
            dated = _day(reply.headers.get("Last-Modified"))
            # read1 returns what is there, so that a server that only drips cannot outlast the deadline.
            while chunk := reply.read1(_CHUNK):
                parts.append(chunk)
                size += len(chunk)
                if size > _MAX_DOWNLOAD:
                    message = f"{url}: more than {_MAX_DOWNLOAD} bytes: not a GeoNames dump"
                    raise GazetteerError(message)
                if time.monotonic() - began > deadline_s:
                    message = f"{url}: not finished after {deadline_s:g} s ({size} bytes); try again"
                    raise GazetteerError(message)
    except urllib.error.HTTPError as error:
        error.close()
        message = f"{url}: the server answered {error.code} {error.reason}"
        raise GazetteerError(message) from error
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        reason = getattr(error, "reason", None) or error
        message = f"{url}: download failed after {size} bytes ({reason}); try again"
        raise GazetteerError(message) from error
    if expected is not None and expected.isdigit() and int(expected) != size:
        message = f"{url}: broke off after {size} of {expected} bytes; try again"
        raise GazetteerError(message)
    return b"".join(parts), dated


def _day(header: str | None) -> str:
    if header:
        try:
            return parsedate_to_datetime(header).date().isoformat()
        except (TypeError, ValueError):
            pass
    return datetime.now(tz=UTC).date().isoformat()
