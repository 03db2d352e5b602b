"""The gazetteer as it is used: candidates for a name, neighbours of a point, areas around it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.gazetteer._rows import Rows

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.gazetteer._areas import Areas
    from geo.gazetteer._fuzzy import FuzzyKeys
    from geo.gazetteer._ladder import Wanted
    from geo.gazetteer._nearest import NearestTree
    from geo.models import Candidate, Place

__all__ = ["Gazetteer"]

_CLIMB_CACHE = 16384


class Gazetteer(Rows):
    """Places and their names, opened from an index file without loading it.

    A *row* is the number of a place in this index (0 to ``len(gazetteer) - 1``); an *id* is stable across rebuilds.
    `Rows` lists the columns: arrays with one item a row, for look-ups that should not build `Place` objects.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        super().__init__(path)
        self._climb = lru_cache(maxsize=_CLIMB_CACHE)(self._climb_once)

    @classmethod
    def open(cls, path: str | os.PathLike[str] | None = None) -> Gazetteer:
        """Open a gazetteer; the bundled one (no `path`) is opened once in a process.

        Parameters
        ----------
        path
            Index file made by `build_index` or `install`; None for the bundled world.

        Raises
        ------
        DataNotFoundError
            No such file.
        GazetteerError
            The file is damaged or of another kind.
        """
        return _bundled() if path is None else cls(path)

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return (_reopen, (None if self._given is None else str(self.path),))

    def __repr__(self) -> str:
        return f"<Gazetteer {self.path.name}: {self._count} places>"

    # ------------------------------------------------------------------------------------------------ the ladder
    def candidates(
        self,
        name: str,
        *,
        limit: int = 10,
        country_codes: str | Iterable[str] | None = None,
        near: tuple[float, float] | None = None,
        viewbox: tuple[tuple[float, float], tuple[float, float]] | None = None,
        bounded: bool = False,
        feature_classes: str | Iterable[str] | None = None,
        fuzzy: bool = True,
        context: bool = True,
    ) -> tuple[Candidate, ...]:
        """Places that a name may mean, best first; empty if none (NIL).

        The rungs are tried in order (``exact``, ``folded``, ``consonant``, ``fuzzy``); the first that answers ends the
        climb. The order of the answer depends on nothing but the arguments and the index.

        Parameters
        ----------
        name : str
            As written, in any script the index has.
        limit : int
            At most so many candidates.
        country_codes : str or iterable of str, optional
            Only places of these countries (ISO 3166-1 alpha-2, any case).
        near : (latitude, longitude), optional
            Homonyms close to this point are preferred.
        viewbox : ((latitude, longitude), (latitude, longitude)), optional
            Two opposite corners; places inside are preferred, or the only ones with `bounded`.
        feature_classes : str or iterable of str, optional
            GeoNames classes or ``class.code`` ("A", "P", "S.AIRB").
        fuzzy : bool
            False stops after ``folded``.
        context : bool
            False for a bare word of running text, about which nothing else is known: common English words are then
            answered only where a widely known place has just this name.

        Returns
        -------
        tuple of Candidate
            `score` is the estimated probability that this is the place meant, given the arguments.
        """
        from geo.gazetteer._ladder import Wanted

        codes = country_codes if country_codes is None or isinstance(country_codes, str) else tuple(country_codes)
        classes = (
            feature_classes if feature_classes is None or isinstance(feature_classes, str) else tuple(feature_classes)
        )
        found: tuple[Candidate, ...] = self._climb(
            name, Wanted(limit, codes, near, viewbox, bounded, classes, fuzzy, context)
        )
        return found

    def _climb_once(self, name: str, wanted: Wanted) -> tuple[Candidate, ...]:
        from geo.gazetteer._ladder import climb

        return climb(self, name, wanted)

    def forget(self) -> None:
        """Empty the memory of earlier `candidates` calls."""
        self._climb.cache_clear()

    def fuzzy_keys(self) -> FuzzyKeys:
        """The tables for bounded edit distance, made at first use."""
        from geo.gazetteer._fuzzy import FuzzyKeys

        made: FuzzyKeys = self._once(
            "fuzzy", lambda: FuzzyKeys(self._file.array("key_blob"), self._file.array("key_offset"))
        )
        return made

    # ------------------------------------------------------------------------------------------------ space
    def _tree(self) -> NearestTree:
        from geo.gazetteer._nearest import NearestTree

        made: NearestTree = self._once("tree", lambda: NearestTree(self.latitude, self.longitude, self._pointlike()))
        return made

    def _pointlike(self) -> NDArray[np.intp]:
        """Rows that stand for a spot: areas, seas, roads and rivers are not near anything."""
        spots = np.array([f[0] in "PST" for f in self.features])
        return np.flatnonzero(spots[self.feature])

    def near(
        self,
        latitude: float,
        longitude: float,
        *,
        k: int = 1,
        radius_km: float | None = None,
        feature_classes: str | Iterable[str] | None = None,
    ) -> tuple[tuple[Place, float], ...]:
        """The `k` places nearest to a point (settlements, sites, hills; not areas), with their distance in km.

        Parameters
        ----------
        latitude, longitude : float
            WGS 84 degrees.
        k : int
            How many.
        radius_km : float, optional
            Nothing farther than this.
        feature_classes : str or iterable of str, optional
            As for `candidates`.

        Returns
        -------
        tuple of (Place, float)
            Nearest first; ties by id. Distances on the sphere of radius 6371.0088 km.
        """
        allowed = self.feature_mask(feature_classes)
        found = self._tree().near(latitude, longitude, k, radius_km, None if allowed is None else allowed[self.feature])
        return tuple((self.place(row), km) for row, km in found)

    def nearest(
        self, latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Row of the nearest spot to each of many points, and its distance in km."""
        return self._tree().nearest(latitudes, longitudes)

    def _areas(self) -> Areas:
        from geo.gazetteer._areas import Areas

        made: Areas = self._once("areas", lambda: Areas.beside(self.path))
        return made

    def area(self, place_id: str) -> BaseGeometry | None:
        """Shape of a place (x = longitude, y = latitude), or None where only its point is known."""
        return self._areas().geometry(place_id)

    def area_radius_km(self, place_id: str) -> float:
        """Size of an area, or how far off the point of a place may be, in km; 0 where unknown or exact."""
        return self._radius.get(place_id) or self._areas().radius_km(place_id)

    def part_of(self, row: int) -> int | None:
        """Row of the town that a quarter belongs to; None for what is no quarter."""
        towns: dict[int, int] = self._once("part_of", self._make_part_of)
        return towns.get(row)

    def _make_part_of(self) -> dict[int, int]:
        pairs = ((self.row(part), self.row(town)) for part, town in self._file.meta.get("part_of", {}).items())
        return {part: town for part, town in pairs if part is not None and town is not None}

    def contains(self, latitude: float, longitude: float) -> tuple[Place, ...]:
        """Areas with a known shape around a point, the smallest first."""
        return tuple(
            self.place(row)
            for place_id in self._areas().around(latitude, longitude)
            if (row := self.row(place_id)) is not None
        )


@lru_cache(maxsize=1)
def _bundled() -> Gazetteer:
    return Gazetteer()


def _reopen(path: str | None) -> Gazetteer:
    return Gazetteer.open(path)
