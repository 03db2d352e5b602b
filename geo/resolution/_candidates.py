"""The places a name may mean, with what the joint decision needs, kept between documents."""

from __future__ import annotations

from math import cos, hypot, radians
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from geo.recognition._names import NameBook, NameEntry

__all__ = ["KM_PER_DEGREE", "Option", "km_between", "options_of"]

KM_PER_DEGREE = 111.2
# Weights in log-odds, see `_resolve`.
W_PEOPLE = 1.7  # per power of ten of (pseudo-)population
W_MAIN = 2.5
_BIG = 4.5
_HAMLET = 3.7
#: Rows whose main name is looked up; those behind are small and rarely come into question.
_NAMED_ROWS = 8
#: Rows looked at when the words name no containing area.
LIMIT = 10


class Option(NamedTuple):
    """One candidate: `kind` is ``country``, ``area`` (first level), ``county``, ``region``, ``city`` or ``site``."""

    row: int
    latitude: float
    longitude: float
    weight: float
    country: int
    admin1: int
    kind: str
    main: bool
    base: float


def options_of(book: NameBook, entry: NameEntry) -> tuple[Option, ...]:
    """Candidates of a name, the weightiest first."""
    cache: dict[tuple[str, tuple[int, ...]], tuple[Option, ...]] = book.candidates  # type: ignore[assignment]
    key = (entry.key, entry.rows)
    found = cache.get(key)
    if found is None:
        if len(cache) > 40_000:
            cache.clear()
        gaz = book.gazetteer
        out = []
        for number, row in enumerate(entry.rows):
            latitude, longitude = gaz.point(row)
            feature = gaz.features[book.feature[row]]
            weight = book.weight[row] / 25
            main = (bool(entry.name) and entry.name != "~") or (
                number < _NAMED_ROWS and gaz.is_main_name(row, entry.key)
            )
            # Big cities have many old and colloquial names; another town's own name is likelier than those.
            base = W_PEOPLE * weight + (W_MAIN if main else W_MAIN - 0.8 if weight < _BIG else -1.0)
            out.append(
                Option(
                    row, latitude, longitude, weight, book.country[row], book.admin1[row], _kind(feature), main, base
                )
            )
        if out[0].kind == "country" and out[0].main and all(o.weight < _HAMLET for o in out[1:]):
            del out[1:]  # Russia, Ohio is not worth the doubt
        found = cache[key] = tuple(out)
    return found


def _kind(feature: str) -> str:
    kind, _, code = feature.partition(".")
    if code.startswith(("PCL", "TERR")):
        return "country"
    if code == "ADM1":
        return "area"
    if kind == "A":
        return "county"
    if kind in "LH":
        return "region"
    return "city" if kind == "P" else "site"


def km_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Distance in km on a plane tangent at the first point: within 1 % to 500 km, which is all that is asked here."""
    dlon = (lon2 - lon1 + 180.0) % 360.0 - 180.0
    return hypot((lat2 - lat1), dlon * cos(radians((lat1 + lat2) / 2))) * KM_PER_DEGREE
