"""The gazetteer behind geopy's interface: offline, and every answer says how sure it is and what else it might be.

Importing this module registers the service ``frontline`` with geopy.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders import SERVICE_TO_GEOCODER
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.errors import GeoError
from geo.gazetteer import Gazetteer
from geo.gazetteer.query import find, parse_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.models import Candidate, Place

__all__ = ["GazetteerGeocoder"]

#: Beyond this the nearest place does not say where a point is.
REVERSE_LIMIT_KM = 100.0
_ALTERNATIVES = 5
#: Names of Nominatim's `featuretype` in GeoNames classes; others are taken as classes or ``class.code``.
_FEATURETYPE = {
    "country": ("A.PCLI", "A.PCL", "A.PCLD", "A.PCLS", "A.PCLF", "A.TERR"),
    "state": ("A.ADM1",),
    "county": ("A.ADM2",),
    "city": ("P",),
    "settlement": ("P",),
    "area": ("A", "L"),
    "site": ("S", "L.OILF"),
    "airport": ("S.AIRB", "S.AIRP", "S.AIRH", "S.AIRF"),
    "hill": ("T",),
}


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy is untyped
    """geopy wants an adapter; this one never talks to anyone."""

    def get_text(self, url: str, **_: object) -> str:
        message = f"the offline geocoder was asked to fetch {url}"
        raise GeocoderServiceError(message)

    def get_json(self, url: str, **_: object) -> str:
        return self.get_text(url)


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy is untyped
    """geopy geocoder over a `Gazetteer`; no server, no key, no network.

    Use it as any geopy geocoder: ``GazetteerGeocoder().geocode("Saraqib, Idlib")``, under a ``RateLimiter``, in
    threads, pickled to other processes, or as ``geopandas.tools.geocode(names, provider=GazetteerGeocoder)``.

    Parameters
    ----------
    gazetteer : Gazetteer or path, optional
        The bundled one by default.
    country_codes, viewbox, near, bounded
        Defaults for every `geocode` call.
    **options
        geopy's own (`timeout`, `user_agent` ...), accepted and without effect.

    Raises
    ------
    GazetteerError
        The index is damaged. Raised here, not at the first query, because geopandas hides errors of queries.
    """

    def __init__(
        self,
        gazetteer: Gazetteer | str | None = None,
        *,
        country_codes: str | Iterable[str] | None = None,
        viewbox: Any = None,  # noqa: ANN401 - geopy's points: tuples, strings, Points
        near: Any = None,  # noqa: ANN401
        bounded: bool = False,
        **options: object,
    ) -> None:
        self.gazetteer = gazetteer if isinstance(gazetteer, Gazetteer) else Gazetteer.open(gazetteer)
        timeout = options.pop("timeout", None)
        super().__init__(timeout=timeout, adapter_factory=lambda **_: _NoNetwork(proxies=None, ssl_context=None))
        self.country_codes = _codes(country_codes)
        self.viewbox = viewbox
        self.near = near
        self.bounded = bounded

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (self.gazetteer, self.country_codes, self.viewbox, self.near, self.bounded))

    # ---------------------------------------------------------------------------------------------------- geocode
    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: object = None,  # noqa: ARG002 - geopy's contract; nothing here can take long
        limit: int | None = None,
        country_codes: str | Iterable[str] | None = None,
        viewbox: Any = None,  # noqa: ANN401
        bounded: bool | None = None,
        near: Any = None,  # noqa: ANN401
        featuretype: str | Iterable[str] | None = None,
        language: str | None = None,
        addressdetails: bool = False,  # noqa: ARG002 - accepted for callers of Nominatim
        **_: object,
    ) -> Location | list[Location] | None:
        """Place or places that a name means.

        Parameters
        ----------
        query : str or mapping
            A name in any spelling or script; with containers ("Saraqib, Idlib, Syria") or a kind ("Aleppo city", "Idlib
            governorate", "Abu al-Duhur airbase"); or Nominatim's structured form (``city``, ``county``, ``state``,
            ``country``).
        exactly_one : bool
            True: the best `Location` or None. False: a list of them, or None.
        limit : int, optional
            Length of that list (default 10).
        country_codes : str or iterable of str, optional
            ISO 3166-1 alpha-2, any case; a string may hold several with commas.
        viewbox : two points, optional
            Opposite corners, (latitude, longitude) each; preferred, or the only answers with `bounded`.
        near : point, optional
            Homonyms near it are preferred.
        featuretype : str, optional
            ``country``, ``state``, ``county``, ``city``, ``settlement``, ``area``, ``site``, ``airport``, ``hill``, a
            GeoNames class ("P") or class and code ("S.AIRB").
        language : str, optional
            ``ar`` names places in Arabic where the gazetteer can.

        Returns
        -------
        geopy.Location, list of geopy.Location, or None
            ``raw`` has ``id``, ``name``, ``score`` (0 to 1), ``rung``, ``reasons``, ``feature_class``,
            ``feature_code``, ``country_code``, ``admin1``, ``population``, ``source``, ``radius_km``, ``gazetteer`` and
            ``candidates`` (the alternatives, as dictionaries).

        Raises
        ------
        geopy.exc.GeocoderQueryError
            The query is neither text nor a mapping, or a point or limit makes no sense.
        """
        size = _limit(limit)
        try:
            parsed = parse_query(query)
            if parsed is None:
                return None
            candidates = find(
                self.gazetteer,
                parsed,
                limit=max(size, _ALTERNATIVES + 1),
                country_codes=_codes(country_codes) or self.country_codes,
                near=_pair(near if near is not None else self.near),
                viewbox=_box(viewbox if viewbox is not None else self.viewbox),
                bounded=self.bounded if bounded is None else bounded,
                feature_classes=_features(featuretype),
            )
        except GeocoderQueryError:
            raise
        except (GeoError, TypeError, ValueError) as error:
            if isinstance(error, GeoError) and not isinstance(error, ValueError):
                raise
            raise GeocoderQueryError(str(error)) from error
        if not candidates:
            return None
        if exactly_one:
            return self._location(candidates[0], candidates, language)
        return [self._location(c, candidates, language) for c in candidates[:size]]

    def _location(self, chosen: Candidate, candidates: tuple[Candidate, ...], language: str | None) -> Location:
        place = chosen.place
        raw = {
            **_facts(place),
            "score": chosen.score,
            "rung": chosen.rung,
            "reasons": list(chosen.reasons),
            "radius_km": self.gazetteer.area_radius_km(place.id),
            "gazetteer": self.gazetteer.version,
            "candidates": [
                {**_facts(c.place), "score": c.score, "rung": c.rung}
                for c in candidates[: _ALTERNATIVES + 1]
                if c.place.id != place.id
            ][:_ALTERNATIVES],
        }
        return Location(self.address(place, language), Point(place.latitude, place.longitude), raw)

    def address(self, place: Place, language: str | None = None) -> str:
        """Name, first-level division and country of a place, as one line."""
        gazetteer = self.gazetteer
        parts = [gazetteer.name_in(place.id, language)]
        if place.feature_code != "ADM1" and place.admin1:
            parts.append(gazetteer.admin1_name(place.admin1, place.country_code, language))
        if not place.feature_code.startswith("PCL") and place.country_code:
            parts.append(gazetteer.country_name(place.country_code, language))
        separator = "، " if language and language.lower().startswith("ar") else ", "
        return separator.join(dict.fromkeys(p for p in parts if p))

    # ---------------------------------------------------------------------------------------------------- reverse
    def reverse(
        self,
        query: Any,  # noqa: ANN401 - geopy's points
        *,
        exactly_one: bool = True,
        timeout: object = None,  # noqa: ARG002
        limit: int | None = None,
        featuretype: str | Iterable[str] | None = None,
        max_km: float = REVERSE_LIMIT_KM,
        language: str | None = None,
        **_: object,
    ) -> Location | list[Location] | None:
        """Nearest place or places to a point, and the areas around it.

        Parameters
        ----------
        query : geopy.Point, (latitude, longitude) or "latitude, longitude"
        exactly_one : bool
            True: the nearest `Location` or None. False: a list, nearest first, or None.
        limit : int, optional
            Length of that list (default 10).
        featuretype : str, optional
            As for `geocode`.
        max_km : float
            Places farther away are no answer.
        language : str, optional
            As for `geocode`.

        Returns
        -------
        geopy.Location, list of geopy.Location, or None
            ``raw`` has the facts of the place, ``distance_km``, and ``areas``: those whose shape holds the point, the
            smallest first.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            The query is not a point.
        """
        pair = _pair(query)
        if pair is None:
            message = "reverse needs a point"
            raise GeocoderQueryError(message)
        count = 1 if exactly_one else _limit(limit)
        found = self.gazetteer.near(*pair, k=count, radius_km=max_km, feature_classes=_features(featuretype))
        if not found:
            return None
        areas = [_facts(area) for area in self.gazetteer.contains(*pair)]
        locations = [
            Location(
                self.address(place, language),
                Point(place.latitude, place.longitude),
                {**_facts(place), "distance_km": round(km, 3), "areas": areas, "gazetteer": self.gazetteer.version},
            )
            for place, km in found
        ]
        return locations[0] if exactly_one else locations


def _facts(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "country_code": place.country_code,
        "admin1": place.admin1,
        "population": place.population,
        "source": place.source,
    }


def _limit(limit: int | None) -> int:
    if limit is None:
        return 10
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        message = f"limit must be a positive whole number, not {limit!r}"
        raise GeocoderQueryError(message)
    return limit


def _codes(codes: str | Iterable[str] | None) -> tuple[str, ...] | None:
    if codes is None:
        return None
    listed = [codes] if isinstance(codes, str) else list(codes)
    return tuple(c.strip().upper() for entry in listed for c in str(entry).split(",") if c.strip()) or None


def _features(featuretype: str | Iterable[str] | None) -> tuple[str, ...] | None:
    if featuretype is None:
        return None
    listed = [featuretype] if isinstance(featuretype, str) else list(featuretype)
    return tuple(code for name in listed for code in _FEATURETYPE.get(name.lower(), (name.upper(),)))


def _pair(value: Any) -> tuple[float, float] | None:  # noqa: ANN401
    if value is None:
        return None
    try:
        point = value if isinstance(value, Point) else Point(value)
    except (TypeError, ValueError) as error:
        message = f"{value!r} is not a point: {error}"
        raise GeocoderQueryError(message) from error
    if not (math.isfinite(point.latitude) and math.isfinite(point.longitude)):
        message = f"{value!r} is not a point"
        raise GeocoderQueryError(message)
    return float(point.latitude), float(point.longitude)


def _box(value: Any) -> tuple[tuple[float, float], tuple[float, float]] | None:  # noqa: ANN401
    if value is None:
        return None
    corners = [_pair(corner) for corner in value]
    if len(corners) != 2 or corners[0] is None or corners[1] is None:
        message = "viewbox must be two opposite corners"
        raise GeocoderQueryError(message)
    return corners[0], corners[1]


def _restore(gazetteer: Gazetteer, codes: Any, viewbox: Any, near: Any, bounded: bool) -> GazetteerGeocoder:  # noqa: ANN401
    return GazetteerGeocoder(gazetteer, country_codes=codes, viewbox=viewbox, near=near, bounded=bounded)


SERVICE_TO_GEOCODER["frontline"] = GazetteerGeocoder
