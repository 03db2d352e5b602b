"""The stretch of a river, road or border that a report speaks of.

"Arsal, near the border with Syria" is not all of that border: what the sentence names beside it says which stretch.
Without such a place the line is cut to the country that the report speaks of most.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from geo.gazetteer._nearest import KM_PER_DEGREE
from geo.regions._geometry import clean, disc, widen

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.models import Place, Resolution
    from geo.regions._phrases import Phrase

__all__ = ["is_long", "stretch_of"]

#: A place within this distance of a line says which stretch is meant: so much of it to either side.
STRETCH_KM = 40.0
#: A division says so, too; the strip reaches this far beyond its edge.
BEYOND_KM = 8.0
#: Characters to either side in which the sentence is looked for.
_SENTENCE = 250
#: Share of the line that the report's country must hold.
_LEAST = 0.02


def is_long(phrase: Phrase, place: Place) -> bool:
    """Whether the phrase makes a strip along something long: a border, a river, a road."""
    if phrase.kind == "border" or (phrase.kind == "near" and place.feature_code.startswith("PCL")):
        return True
    return place.feature_class in {"H", "R"} and phrase.kind in {"along", "near", "cardinal", "offset"}


def stretch_of(  # noqa: PLR0917
    shape: Any,  # noqa: ANN401
    text: str,
    phrase: Phrase,
    place: Place,
    resolutions: Sequence[Resolution],
    countries: Counter[str],
    gazetteer: Gazetteer,
) -> Any:  # noqa: ANN401
    """The part of a long strip that the report speaks of.

    Parameters
    ----------
    shape : shapely geometry
    text : str
    phrase : Phrase
    place : Place
        What the strip lies along.
    resolutions : sequence of Resolution
        Of the text.
    countries : Counter
        How often the report names places of each country.
    gazetteer : Gazetteer

    Returns
    -------
    shapely geometry
        The strip itself if nothing says which part is meant.
    """
    import shapely

    near = []
    for found in _beside(text, phrase, resolutions):
        point = shapely.Point(found.longitude, found.latitude)
        degrees = STRETCH_KM / KM_PER_DEGREE / max(0.2, math.cos(math.radians(found.latitude)))
        if shape.dwithin(point, degrees):
            part = shape.intersection(disc(found.longitude, found.latitude, STRETCH_KM))
            if not part.is_empty:
                near.append(part)
    if not near:
        for found in _beside(text, phrase, resolutions, divisions=True):
            land = gazetteer.area(found.id)
            if found.id != place.id and land is not None and shape.dwithin(land, 0.05):
                part = shape.intersection(widen(land, BEYOND_KM))
                if not part.is_empty and part.area < shape.area:
                    near.append(part)
    if near:
        return clean(shapely.union_all(near)) or shape
    if place.feature_class not in {"H", "R"}:
        return shape
    for code, _ in sorted(countries.items(), key=lambda item: (-item[1], item[0]))[:1]:
        land = _country(code, resolutions, gazetteer)
        if land is not None:
            kept = shape.intersection(land)
            if kept.area > _LEAST * shape.area:
                return clean(kept) or shape
    return shape


def _beside(text: str, phrase: Phrase, resolutions: Sequence[Resolution], *, divisions: bool = False) -> list[Place]:
    """Towns and sites, or divisions, that the sentence names outside the phrase."""
    start = max(text.rfind(". ", max(0, phrase.start - _SENTENCE), phrase.start), phrase.start - _SENTENCE, 0)
    stop = text.find(". ", phrase.end, phrase.end + _SENTENCE)
    stop = stop if stop >= 0 else phrase.end + _SENTENCE
    return [
        r.place
        for r in resolutions
        if r.place is not None
        and r.mention.literal
        and (r.place.feature_code == "ADM1" if divisions else r.place.feature_class in {"P", "S", "T"})
        and start <= r.mention.start
        and r.mention.end <= stop
        and not (phrase.start <= r.mention.start < phrase.end)
    ]


def _country(code: str, resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> Any:  # noqa: ANN401
    for resolution in resolutions:
        place = resolution.place
        if place is None or place.country_code != code or place.feature_class in {"H", "R"}:
            continue
        for area in (place, *gazetteer.contains(place.latitude, place.longitude)):
            if area.feature_code.startswith("PCL") and area.country_code == code:
                shape = gazetteer.area(area.id)
                if shape is not None and shape.geom_type.endswith("Polygon"):
                    return shape
    return None
