"""From entries to the arrays of an index file.

Keys (folded names) are stored sorted by hash bucket, so that one look-up is a hash, two numbers and one comparison of
bytes; a miss mostly ends at the two numbers. Nothing is loaded or decoded at opening.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import GazetteerError
from geo.folding import consonant_keys, fold
from geo.gazetteer._entries import Entry, importance
from geo.gazetteer._store import write_index_file

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["POSTING_FLAG", "compile_index", "split_id"]

#: Set in `key_row` when the number is a position in `postings` (count, row, row ...), not a row.
POSTING_FLAG = 0x80000000
#: Names per compressed block of `names_block`.
NAMES_BLOCK = 256
MICRO = 1_000_000


def split_id(place_id: str) -> tuple[str, int] | None:
    """``("gn", 169389)`` for ``"gn:169389"``; None for an id that is not a scheme and a plain number."""
    scheme, _, number = place_id.partition(":")
    if number.isascii() and number.isdigit() and (number == "0" or number[0] != "0") and int(number) < 2**31:
        return scheme, int(number)
    return None


def _blob(strings: Sequence[bytes]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    offsets = np.zeros(len(strings) + 1, dtype="<u4")
    np.cumsum([len(s) for s in strings], out=offsets[1:])
    return np.frombuffer(b"".join(strings), dtype=np.uint8), offsets


def _bits(count: int) -> int:
    return min(22, max(8, count.bit_length() - 1))


def _buckets(hashes: NDArray[np.uint32], bits: int) -> NDArray[np.uint32]:
    starts = np.zeros((1 << bits) + 1, dtype="<u4")
    np.cumsum(np.bincount(hashes >> np.uint32(32 - bits), minlength=1 << bits), out=starts[1:])
    return starts


def _hashes(words: Collection[str]) -> NDArray[np.uint32]:
    return np.array(sorted({zlib.crc32(w.encode()) for w in words}), dtype="<u4")


def _check(entry: Entry) -> None:
    if not (-90 <= entry.latitude <= 90 and -180 <= entry.longitude <= 180):
        message = f"place {entry.id} ({entry.name}): coordinates {entry.latitude}, {entry.longitude} are not degrees"
        raise GazetteerError(message)


def compile_index(
    entries: Iterable[Entry],
    path: str | os.PathLike[str],
    *,
    sources: Mapping[str, Mapping[str, str]],
    consonant_countries: Iterable[str] | None = None,
    common: Collection[str] = (),
    ordinary: Collection[str] = (),
    extra: Mapping[str, Any] | None = None,
) -> dict[str, int]:
    """Write the index of `entries` to `path`.

    Parameters
    ----------
    entries
        Places; ids must be unique.
    path
        Written atomically: the old index stays if anything fails.
    sources
        Source key to its facts (version, licence ...), shown as provenance.
    consonant_countries
        Countries whose names get consonant keys; None for all.
    common
        Folded words that are never taken for a misspelt name when nothing is known about the context.
    ordinary
        Those of them that are rather the word than a place.
    extra
        Further facts for the header.

    Returns
    -------
    dict
        ``places``, ``names``, ``keys``, ``bytes``.
    """
    places = sorted(entries, key=_order)
    seen: set[str] = set()
    for entry in places:
        _check(entry)
        if entry.id in seen:
            message = f"two places have the id {entry.id}"
            raise GazetteerError(message)
        seen.add(entry.id)
    if not places:
        message = "no place to index"
        raise GazetteerError(message)
    wanted = None if consonant_countries is None else frozenset(consonant_countries)

    weight = np.array([round(importance(e) * 25) for e in places], dtype=np.uint8)
    features = sorted({f"{e.feature_class}.{e.feature_code}" for e in places})
    countries = sorted({e.country_code for e in places})
    admins = sorted({e.admin1 for e in places})
    source_keys = sorted({e.source for e in places})
    schemes = sorted({parts[0] for e in places if (parts := split_id(e.id))})
    f_index, c_index, a_index, s_index = (
        {v: i for i, v in enumerate(t)} for t in (features, countries, admins, source_keys)
    )

    key_rows: dict[str, list[int]] = {}
    consonant_ok: set[str] = set()
    name_count = 0
    for row, entry in enumerate(places):
        arabic_land = wanted is None or entry.country_code in wanted
        # What a country is called abroad is a name, but no measure for misspelt ones: sarin is not "Syrien".
        country = entry.feature_code.startswith("PCL")
        for name in dict.fromkeys((entry.name, *entry.names)):
            key = fold(name)
            if not key or len(key) > 120:
                continue
            name_count += 1
            rows = key_rows.setdefault(key, [])
            if not rows or rows[-1] != row:
                rows.append(row)
            if arabic_land and not (country and name != entry.name):
                consonant_ok.add(key)
    keys = [(zlib.crc32(b), b, k) for k in key_rows for b in (k.encode(),)]
    keys.sort()
    key_hash = np.array([k[0] for k in keys], dtype=np.uint32)
    bits = _bits(len(keys))
    key_blob, key_offset = _blob([k[1] for k in keys])
    key_row = np.zeros(len(keys), dtype="<u4")
    postings: list[int] = []
    longest: dict[str, int] = {}
    consonants: list[tuple[int, int]] = []
    for number, (_, _, key) in enumerate(keys):
        rows = key_rows[key]
        if len(rows) == 1:
            key_row[number] = rows[0]
        else:
            # The weightiest first, so that a reader may stop early.
            rows.sort(key=lambda r: (-int(weight[r]), r))
            key_row[number] = POSTING_FLAG | len(postings)
            postings.append(len(rows))
            postings.extend(rows)
        first, _, rest = key.partition(" ")
        longest[first] = max(longest.get(first, 0), 1 + (rest.count(" ") + 1 if rest else 0))
        if key in consonant_ok:
            consonants.extend((zlib.crc32(c.encode()), number) for c in consonant_keys(key) if len(c) >= 3)
    consonants.sort()
    consonant_hash = np.array([c[0] for c in consonants], dtype=np.uint32)
    consonant_bits = _bits(max(1, len(consonants)))
    token_bits = _bits(len(longest)) + 1
    token = np.zeros(1 << token_bits, dtype=np.uint8)
    for first, count in longest.items():
        slot = zlib.crc32(first.encode()) >> (32 - token_bits)
        token[slot] = max(int(token[slot]), min(255, count))

    name_blob, name_offset = _blob([e.name.encode() for e in places])
    blocks = [
        zlib.compress("\x1e".join("\x1f".join(_others(e)) for e in places[i : i + NAMES_BLOCK]).encode(), 9)
        for i in range(0, len(places), NAMES_BLOCK)
    ]
    block_blob, block_offset = _blob(blocks)
    odd = {row: e.id for row, e in enumerate(places) if split_id(e.id) is None}
    scheme_index = {s: i for i, s in enumerate(schemes)}
    id_scheme = np.full(len(places), 255, dtype=np.uint8)
    id_number = np.zeros(len(places), dtype="<i4")
    for row, entry in enumerate(places):
        parts = split_id(entry.id)
        if parts is not None:
            id_scheme[row], id_number[row] = scheme_index[parts[0]], parts[1]
    sections: dict[str, NDArray[Any]] = {
        "common": _hashes(common),
        "ordinary": _hashes(ordinary),
        "admin1": np.array([a_index[e.admin1] for e in places], dtype="<u2"),
        "consonant_bucket": _buckets(consonant_hash, consonant_bits),
        "consonant_key": np.array([c[1] for c in consonants], dtype="<u4"),
        "country": np.array([c_index[e.country_code] for e in places], dtype="<u2" if len(countries) > 255 else "u1"),
        "feature": np.array([f_index[f"{e.feature_class}.{e.feature_code}"] for e in places], dtype=np.uint8),
        "id_number": id_number,
        "id_scheme": id_scheme,
        "key_blob": key_blob,
        "key_bucket": _buckets(key_hash, bits),
        "key_offset": key_offset,
        "key_row": key_row,
        "latitude": np.array([round(e.latitude * MICRO) for e in places], dtype="<i4"),
        "longitude": np.array([round(e.longitude * MICRO) for e in places], dtype="<i4"),
        "name_blob": name_blob,
        "name_offset": name_offset,
        "names_blob": block_blob,
        "names_offset": block_offset,
        "population": np.array([max(0, e.population) for e in places], dtype="<u4"),
        "postings": np.array(postings or [0], dtype="<u4"),
        "source": np.array([s_index[e.source] for e in places], dtype=np.uint8),
        "token": token,
        "weight": weight,
    }
    meta = {
        "admin1": admins,
        "consonant_bits": consonant_bits,
        "countries": countries,
        "features": features,
        "key_bits": bits,
        "odd_ids": {str(r): i for r, i in odd.items()},
        "schemes": schemes,
        "source_keys": source_keys,
        "sources": {k: dict(v) for k, v in sources.items()},
        "token_bits": token_bits,
        "part_of": {e.id: e.part_of for e in places if e.part_of},
        "radius_km": {e.id: e.radius_km for e in places if e.radius_km},
        "counts": {"places": len(places), "names": name_count, "keys": len(keys)},
        **(extra or {}),
    }
    size = write_index_file(path, sections, meta)
    return {"places": len(places), "names": name_count, "keys": len(keys), "bytes": size}


def _order(entry: Entry) -> tuple[str, int, str]:
    parts = split_id(entry.id)
    return (parts[0], parts[1], "") if parts else ("￿", 0, entry.id)


def _others(entry: Entry) -> list[str]:
    """The names to list besides the main one; only one spelling of each folded key."""
    out: dict[str, str] = {fold(entry.name): ""}
    for name in entry.names:
        key = fold(name)
        if key:
            out.setdefault(key, name)
    return [name for name in out.values() if name]
