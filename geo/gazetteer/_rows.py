"""What the index file says: rows by folded name, places by row, names, kinds."""

from __future__ import annotations

import threading
import zlib
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo._files import data_path
from geo.errors import GazetteerError, PlaceNotFoundError
from geo.folding import fold, has_arabic
from geo.gazetteer._compile import MICRO, NAMES_BLOCK, POSTING_FLAG, split_id
from geo.gazetteer._store import IndexFile
from geo.models import Place

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

__all__ = ["Rows"]

_BUNDLED = "index.gaz"
_PLACE_CACHE = 65536


class Rows:
    """Places and their names, in an index file that is opened without being loaded.

    A *row* is the number of a place in this index (0 to ``len(gazetteer) - 1``); an *id* is stable across rebuilds.
    Columns are arrays with one item a row, for look-ups that should not build `Place` objects:

    Attributes
    ----------
    latitude, longitude : numpy.ndarray of float64
        WGS 84 degrees.
    population : numpy.ndarray of uint32
    weight : numpy.ndarray of uint8
        25 times the decimal logarithm of a pseudo-population: the prior among places of one name.
    feature : numpy.ndarray of uint8
        Position in `features`, which holds ``"P.PPL"`` and the like.
    country : numpy.ndarray of uint16
        Position in `countries` (ISO 3166-1 alpha-2, upper case).
    admin1 : numpy.ndarray of uint16
        Position in `admin1_names`.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self._given = path
        file = IndexFile(data_path("gazetteer", _BUNDLED) if path is None else path)
        self._file = file
        self.path = file.path
        try:
            self._attach(file)
        except (KeyError, ValueError, TypeError) as error:
            message = f"gazetteer index {file.path} lacks a part ({error}): rebuild it, or reinstall frontline-map"
            raise GazetteerError(message) from error

    def _attach(self, file: IndexFile) -> None:
        meta = file.meta
        self.features: tuple[str, ...] = tuple(meta["features"])
        self.countries: tuple[str, ...] = tuple(meta["countries"])
        self.admin1_names: tuple[str, ...] = tuple(meta["admin1"])
        self.population: NDArray[np.uint32] = file.array("population")
        self.weight: NDArray[np.uint8] = file.array("weight")
        self.feature: NDArray[np.uint8] = file.array("feature")
        self.country: NDArray[np.uint16] = file.array("country")
        self.admin1: NDArray[np.uint16] = file.array("admin1")
        self._latitude = file.memory("latitude", "i")
        self._longitude = file.memory("longitude", "i")
        self._key_shift = 32 - int(meta["key_bits"])
        self._consonant_shift = 32 - int(meta["consonant_bits"])
        self._token_shift = 32 - int(meta["token_bits"])
        self._key_blob = file.memory("key_blob", "B")
        self._key_bucket = file.memory("key_bucket", "I")
        self._key_offset = file.memory("key_offset", "I")
        self._key_row = file.memory("key_row", "I")
        self._postings = file.memory("postings", "I")
        self._consonant_bucket = file.memory("consonant_bucket", "I")
        self._consonant_key = file.memory("consonant_key", "I")
        self._token = file.memory("token", "B")
        self._name_blob = file.memory("name_blob", "B")
        self._name_offset = file.memory("name_offset", "I")
        self._names_blob = file.memory("names_blob", "B")
        self._names_offset = file.memory("names_offset", "I")
        self._id_scheme = file.array("id_scheme")
        self._id_number = file.memory("id_number", "i")
        self._source = file.array("source")
        self._schemes: tuple[str, ...] = tuple(meta["schemes"])
        self._odd_ids: dict[int, str] = {int(k): v for k, v in meta["odd_ids"].items()}
        self._odd_rows = {v: k for k, v in self._odd_ids.items()}
        sizes = np.bincount(self._id_scheme, minlength=256)
        self._scheme_ends = np.cumsum(sizes).tolist()
        self._sources: dict[str, dict[str, str]] = meta["sources"]
        self._source_labels = tuple(_label(k, self._sources.get(k, {})) for k in meta["source_keys"])
        self._feature_parts = tuple(tuple(f.split(".", 1)) for f in self.features)
        self._radius: dict[str, float] = meta.get("radius_km", {})
        self._count = int(self.population.size)
        self._lock = threading.RLock()
        self._lazy: dict[str, Any] = {}
        self.place = lru_cache(maxsize=_PLACE_CACHE)(self._place)

    @property
    def sources(self) -> dict[str, dict[str, str]]:
        """Facts of each source: version, licence, date."""
        return {k: dict(v) for k, v in self._sources.items()}

    def __len__(self) -> int:
        return self._count

    # ------------------------------------------------------------------------------------------------ names to rows
    def rows(self, key: str) -> tuple[int, ...]:
        """Rows of the places that have a name with exactly this folded key, the weightiest first.

        Parameters
        ----------
        key : str
            As `geo.folding.fold` returns it. About half a microsecond for a miss, one for a hit.
        """
        data = key.encode()
        bucket = zlib.crc32(data) >> self._key_shift
        starts = self._key_bucket
        at, end = starts[bucket], starts[bucket + 1]
        while at < end:
            offset = self._key_offset
            if self._key_blob[offset[at] : offset[at + 1]] == data:
                return self._rows_of_key(at)
            at += 1
        return ()

    def max_tokens(self, token: str) -> int:
        """How many words the longest name has that begins with this folded word; 0 if none does.

        Parameters
        ----------
        token : str
            One folded word. May rarely say more than is true (hash collisions), never less.
        """
        return self._token[zlib.crc32(token.encode()) >> self._token_shift]

    def _rows_of_key(self, number: int) -> tuple[int, ...]:
        row = self._key_row[number]
        if row < POSTING_FLAG:
            return (row,)
        at = row - POSTING_FLAG
        count = self._postings[at]
        return tuple(self._postings[at + 1 : at + 1 + count])

    def key(self, number: int) -> str:
        """Folded key number `number` of the index (0 to ``info()["keys"] - 1``)."""
        return bytes(self._key_blob[self._key_offset[number] : self._key_offset[number + 1]]).decode()

    def consonant_numbers(self, consonants: str) -> tuple[int, ...]:
        """Numbers of the folded keys that may share this consonant key (hash collisions included)."""
        bucket = zlib.crc32(consonants.encode()) >> self._consonant_shift
        starts = self._consonant_bucket
        return tuple(self._consonant_key[starts[bucket] : starts[bucket + 1]])

    # ------------------------------------------------------------------------------------------------ rows to places
    @property
    def latitude(self) -> NDArray[np.float64]:
        """Degrees north of each row."""
        made: NDArray[np.float64] = self._once("latitude", lambda: self._file.array("latitude") / MICRO)
        return made

    @property
    def longitude(self) -> NDArray[np.float64]:
        """Degrees east of each row."""
        made: NDArray[np.float64] = self._once("longitude", lambda: self._file.array("longitude") / MICRO)
        return made

    def _once(self, name: str, make: Any) -> Any:  # noqa: ANN401 - one cache for arrays, grids and areas
        value = self._lazy.get(name)
        if value is None:
            with self._lock:
                value = self._lazy.get(name)
                if value is None:
                    value = self._lazy[name] = make()
        return value

    def point(self, row: int) -> tuple[float, float]:
        """(latitude, longitude) of a row, in degrees."""
        return self._latitude[row] / MICRO, self._longitude[row] / MICRO

    def name(self, row: int) -> str:
        """Main name of a row."""
        return bytes(self._name_blob[self._name_offset[row] : self._name_offset[row + 1]]).decode()

    def id(self, row: int) -> str:
        """Id of a row."""
        odd = self._odd_ids.get(row)
        return odd if odd is not None else f"{self._schemes[self._id_scheme[row]]}:{self._id_number[row]}"

    def _place(self, row: int) -> Place:
        feature_class, feature_code = self._feature_parts[self.feature[row]]
        latitude, longitude = self.point(row)
        return Place(
            id=self.id(row),
            name=self.name(row),
            latitude=latitude,
            longitude=longitude,
            feature_class=feature_class,
            feature_code=feature_code,
            country_code=self.countries[self.country[row]],
            admin1=self.admin1_names[self.admin1[row]],
            population=int(self.population[row]),
            source=self._source_labels[self._source[row]],
        )

    def row(self, place_id: str) -> int | None:
        """Row of an id, or None."""
        odd = self._odd_rows.get(place_id)
        if odd is not None:
            return odd
        parts = split_id(place_id)
        if parts is None or parts[0] not in self._schemes:
            return None
        # Rows are sorted by scheme, then number.
        scheme = self._schemes.index(parts[0])
        low, high = self._scheme_ends[scheme - 1] if scheme else 0, self._scheme_ends[scheme]
        at = bisect_left(self._id_number, parts[1], low, high)
        return at if at < high and self._id_number[at] == parts[1] else None

    def get(self, place_id: str) -> Place:
        """The place with this id.

        Raises
        ------
        PlaceNotFoundError
            If the index has no such id.
        """
        row = self.row(place_id)
        if row is None:
            message = f"no place with id {place_id!r} in {self.path.name}"
            raise PlaceNotFoundError(message)
        place: Place = self.place(row)
        return place

    def names(self, place_id: str) -> tuple[str, ...]:
        """All names of a place, the main one first; one spelling of each folded key."""
        row = self.row(place_id)
        if row is None:
            message = f"no place with id {place_id!r} in {self.path.name}"
            raise PlaceNotFoundError(message)
        return self.names_of_row(row)

    def names_of_row(self, row: int) -> tuple[str, ...]:
        """As `names`, for a row."""
        block, position = divmod(row, NAMES_BLOCK)
        others = self._names_of_block(block)[position]
        return (self.name(row), *(others.split("\x1f") if others else ()))

    def _names_of_block(self, block: int) -> list[str]:
        cache: dict[int, list[str]] = self._once("names", dict)
        names = cache.get(block)
        if names is None:
            data = self._names_blob[self._names_offset[block] : self._names_offset[block + 1]]
            names = zlib.decompress(data).decode().split("\x1e")
            if len(cache) > 256:
                cache.clear()
            cache[block] = names
        return names

    @property
    def version(self) -> str:
        """One line for provenance: the index and the sources in it."""
        return "; ".join(label for label in self._source_labels if label)

    def country_name(self, code: str, language: str | None = None) -> str:
        """Name of a country; its code where the gazetteer has no row for it."""
        row = self._division_rows().get(("", code))
        return code if row is None else self.name_in(self.id(row), language)

    def admin1_name(self, admin1: str, code: str, language: str | None = None) -> str:
        """Name of a first-level division in a language."""
        row = self._division_rows().get((admin1, code))
        return admin1 if row is None else self.name_in(self.id(row), language)

    def _division_rows(self) -> dict[tuple[str, str], int]:
        made: dict[tuple[str, str], int] = self._once("divisions", self._make_division_rows)
        return made

    def _make_division_rows(self) -> dict[tuple[str, str], int]:
        codes = np.array([f.startswith("A.PCL") or f in ("A.ADM1", "A.TERR") for f in self.features])
        out: dict[tuple[str, str], int] = {}
        rows = np.flatnonzero(codes[self.feature])
        for row in sorted(rows.tolist(), key=lambda r: (-int(self.weight[r]), r)):
            admin = self.features[self.feature[row]] == "A.ADM1"
            out.setdefault((self.name(row) if admin else "", self.countries[self.country[row]]), row)
        return out

    def name_in(self, place_id: str, language: str | None = None) -> str:
        """Name of a place in a language: Arabic script for ``ar``, the main name otherwise or where there is none."""
        row = self.row(place_id)
        if row is None:
            message = f"no place with id {place_id!r} in {self.path.name}"
            raise PlaceNotFoundError(message)
        if language and language.lower().startswith("ar"):
            for name in self.names_of_row(row):
                if has_arabic(name):
                    return name
        return self.name(row)

    # ------------------------------------------------------------------------------------------------ filters, facts
    def feature_mask(self, feature_classes: str | Iterable[str] | None) -> NDArray[np.bool_] | None:
        """Which of `features` belong to these classes or codes; None for no restriction."""
        if feature_classes is None:
            return None
        wanted = {feature_classes} if isinstance(feature_classes, str) else set(feature_classes)
        return np.array([f in wanted or f[0] in wanted for f in self.features], dtype=bool)

    def country_numbers(self, country_codes: str | Iterable[str] | None) -> Collection[int] | None:
        """Positions in `countries` of these codes; None for no restriction."""
        if country_codes is None:
            return None
        codes = [country_codes] if isinstance(country_codes, str) else list(country_codes)
        wanted = {str(c).strip().upper() for code in codes for c in str(code).split(",")} - {""}
        if not wanted:
            return None
        return frozenset(i for i, c in enumerate(self.countries) if c in wanted)

    def info(self) -> dict[str, str | int]:
        """What this gazetteer is made of: counts, and per source its version, licence and rows."""
        counts = self._file.meta["counts"]
        out: dict[str, str | int] = {
            "index": self.path.name,
            "bytes": self._file.size,
            "places": int(counts["places"]),
            "names": int(counts["names"]),
            "keys": int(counts["keys"]),
        }
        per_source = np.bincount(self._source, minlength=len(self._source_labels))
        for key, rows in zip(self._file.meta["source_keys"], per_source, strict=True):
            facts = self._sources.get(key, {})
            out[f"source {key}"] = "; ".join([*(f"{k} {facts[k]}" for k in sorted(facts)), f"{int(rows)} places"])
        return out

    def is_ordinary(self, key: str) -> bool:
        """Whether a folded word is common, lower case in dictionaries, and no well-known place ("reading")."""
        return zlib.crc32(key.encode()) in self._words("ordinary")

    def is_common(self, key: str) -> bool:
        """Whether a folded word is among the commonest of English, names included."""
        return zlib.crc32(key.encode()) in self._words("common")

    def _words(self, name: str) -> frozenset[int]:
        made: frozenset[int] = self._once(name, lambda: frozenset(self._file.array(name).tolist()))
        return made

    def is_main_name(self, row: int, key: str) -> bool:
        """Whether a folded key is that of the row's main name."""
        return fold(self.name(row)) == key


def _label(key: str, facts: dict[str, str]) -> str:
    version = facts.get("version", "")
    return f"{key} {version}".strip()
