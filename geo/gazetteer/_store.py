"""The index file: named arrays, one after the other, behind a checked header; opened by mapping it into memory.

Layout: magic (8 bytes), length of the header (uint32), CRC-32 of header and body (uint32), header (JSON: version,
`sections` name -> [dtype, offset, length], `meta`), then the sections, each aligned to 64 bytes.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import numpy as np

from geo._files import write_bytes
from geo.errors import DataNotFoundError, GazetteerError

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["FORMAT_VERSION", "IndexFile", "write_index_file"]

_MAGIC = b"FRNTGAZ\n"
FORMAT_VERSION = 1
_HEAD = struct.Struct("<8sII")
_ALIGN = 64


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGN) * _ALIGN


def write_index_file(
    path: str | os.PathLike[str], sections: Mapping[str, NDArray[Any]], meta: Mapping[str, Any]
) -> int:
    """Write `sections` and `meta` to `path` atomically; the same input gives the same bytes.

    Parameters
    ----------
    path
        The index file.
    sections
        Name to one-dimensional array (little-endian numbers or ``uint8`` text).
    meta
        JSON-able facts: tables of codes, versions of the sources.

    Returns
    -------
    int
        Size in bytes.
    """
    table: dict[str, list[Any]] = {}
    offset = 0
    for name in sorted(sections):
        array = sections[name]
        table[name] = [array.dtype.str, offset, int(array.size)]
        offset = _aligned(offset + array.nbytes)
    header = json.dumps(
        {"version": FORMAT_VERSION, "sections": table, "meta": meta},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode("utf-8")
    start = _aligned(_HEAD.size + len(header))
    body = bytearray(start - _HEAD.size + offset)
    body[: len(header)] = header
    for name, (_, position, _) in table.items():
        data = np.ascontiguousarray(sections[name]).tobytes()
        at = start - _HEAD.size + position
        body[at : at + len(data)] = data
    blob = _HEAD.pack(_MAGIC, len(header), zlib.crc32(body)) + bytes(body)
    write_bytes(path, blob)
    return len(blob)


class IndexFile:
    """An opened index: `meta`, and `array(name)` for a read-only array over the mapped file.

    Raises
    ------
    DataNotFoundError
        No such file.
    GazetteerError
        The file is not an index, is of another version, cut off or damaged.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        if not self.path.is_file():
            message = f"gazetteer index {self.path} is missing: build one with `frontline gazetteer build`"
            raise DataNotFoundError(message)
        try:
            with self.path.open("rb") as handle:
                self._map = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            self._fail(f"cannot be read ({error})")
        view = memoryview(self._map)
        if len(view) < _HEAD.size or bytes(view[:8]) != _MAGIC:
            self._fail("is not a gazetteer index")
        _, length, checksum = _HEAD.unpack(view[: _HEAD.size])
        if zlib.crc32(view[_HEAD.size :]) != checksum:
            self._fail("is damaged or cut off (its checksum is wrong)")
        header = json.loads(bytes(view[_HEAD.size : _HEAD.size + length]))
        if header.get("version") != FORMAT_VERSION:
            self._fail(f"has format {header.get('version')}, this program reads format {FORMAT_VERSION}")
        self.meta: dict[str, Any] = header["meta"]
        self._table: dict[str, list[Any]] = header["sections"]
        self._start = _aligned(_HEAD.size + length)
        self._view = view
        self.size = len(view)

    def _fail(self, what: str) -> NoReturn:
        message = f"gazetteer index {self.path} {what}: rebuild it, or reinstall frontline-map"
        raise GazetteerError(message)

    def array(self, name: str) -> NDArray[Any]:
        """Section `name` as a read-only one-dimensional array."""
        dtype, offset, size = self._table[name]
        return np.frombuffer(self._map, dtype=np.dtype(dtype), count=size, offset=self._start + offset)

    def memory(self, name: str, kind: Literal["B", "I", "i"]) -> memoryview[int]:
        """Section `name` as a memoryview of `kind` (``B``, ``I``, ``i``): faster than numpy for single items."""
        dtype, offset, size = self._table[name]
        begin = self._start + offset
        return self._view[begin : begin + size * np.dtype(dtype).itemsize].cast(kind)
