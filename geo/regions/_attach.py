"""Puts the areas on the resolutions whose words make them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.models import Region
from geo.regions._phrases import Phrase, anaphor_phrase, find_phrases
from geo.regions._sense import in_sense
from geo.regions._shapes import footprint
from geo.regions._stretch import is_long, stretch_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.gazetteer import Gazetteer
    from geo.models import Place, Resolution

__all__ = ["anaphor_region", "attach_regions"]

#: `Resolution.precision` of an area, by the kind of phrase (see `geo.models.Resolution`).
_PRECISION = {"offset": 2, "near": 2, "outskirts": 2, "between": 3, "along": 6, "border": 6, "countryside": 4}


def attach_regions(text: str, resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    """Give an area to each name that the words around it make one.

    Parameters
    ----------
    text : str
        Body of one report.
    resolutions : sequence of Resolution
        Of this text, in text order.
    gazetteer : Gazetteer
        Gives the shapes of areas.

    Returns
    -------
    tuple of Resolution
        The same, in the same order. Where words make an area, `region` is set, `footprint` and `radius_km` are the
        region's, and `precision` says its size; `place` stays.
    """
    out = list(resolutions)
    usable: list[int] = []
    spans: list[tuple[int, int]] = []
    for index, resolution in enumerate(out):
        mention = resolution.mention
        if mention.literal or (mention.kind == "demonym" and resolution.place is not None):
            usable.append(index)
            spans.append((mention.start, mention.end))
    phrases = find_phrases(text, spans)
    if not phrases:
        return tuple(out)
    countries = Counter(
        p.country_code
        for r in out
        # A river has the country of one of its points.
        if (p := r.place) is not None and p.country_code and r.mention.literal and p.feature_class not in {"H", "R"}
    )
    for phrase in phrases:
        number = usable[phrase.anchor]
        resolution = out[number]
        place = resolution.place
        if place is None or (resolution.mention.kind == "demonym" and phrase.kind != "border"):
            continue
        other = out[usable[phrase.other]].place if phrase.other >= 0 else None
        if phrase.other >= 0 and other is None:
            continue
        meant = in_sense(text, phrase, spans[phrase.anchor], place, other)
        if meant is None:
            continue
        at_border = meant.kind == "border" or (meant.kind == "near" and place.feature_code.startswith("PCL"))
        across = _across(out, countries, place, gazetteer) if at_border and other is None else ""
        made = footprint(gazetteer, place, meant, other, across)
        if made is None:
            continue
        geometry, radius_km = made
        if is_long(meant, place):
            geometry = stretch_of(geometry, text, meant, place, out, countries, gazetteer)
        region = Region(
            text[meant.start : meant.end], meant.start, meant.end, meant.kind,
            (place.id,) if other is None else (place.id, other.id), geometry, radius_km,
        )  # fmt: skip
        out[number] = replace(
            resolution, region=region, footprint=geometry, radius_km=radius_km, precision=_precision(meant, place)
        )
    return tuple(out)


def anaphor_region(text: str, start: int, end: int, antecedent: Resolution, gazetteer: Gazetteer) -> Resolution:
    """Give an area to words that point back to a place: "the city's eastern neighbourhoods", "its countryside".

    Parameters
    ----------
    text : str
        Body of one report.
    start, end : int
        The words that point back, as `geo.coreference.place_anaphors` gives them.
    antecedent : Resolution
        What they mean.
    gazetteer : Gazetteer

    Returns
    -------
    Resolution
        The antecedent; with `region`, `footprint`, `radius_km` and `precision` set if the words make an area.
    """
    place = antecedent.place
    if place is None:
        return antecedent
    phrase = anaphor_phrase(text, start, end)
    made = footprint(gazetteer, place, phrase) if phrase is not None else None
    if phrase is None or made is None:
        return antecedent
    geometry, radius_km = made
    said = text[phrase.start : phrase.end]
    region = Region(said, phrase.start, phrase.end, phrase.kind, (place.id,), geometry, radius_km)
    return replace(
        antecedent, region=region, footprint=geometry, radius_km=radius_km, precision=_precision(phrase, place)
    )


def _across(resolutions: Sequence[Resolution], countries: Counter[str], place: Place, gazetteer: Gazetteer) -> str:
    """Id of the country that the text is about, other than this place's own; empty if it names none."""
    rest = sorted((-n, c) for c, n in countries.items() if c != place.country_code)
    for _, code in rest[:3]:
        for resolution in resolutions:
            found = resolution.place
            if found is None or found.country_code != code:
                continue
            for area in (found, *gazetteer.contains(found.latitude, found.longitude)):
                if area.feature_code.startswith("PCL") and area.country_code == code:
                    return area.id
    return ""


def _precision(phrase: Phrase, place: Place) -> int:
    if phrase.kind == "cardinal":
        if place.feature_class in {"P", "S"}:
            return 2
        return 5 if place.feature_code.startswith("PCL") else 3
    if phrase.kind == "near" and place.feature_class == "A":
        return 6 if place.feature_code.startswith("PCL") else 5
    if phrase.kind == "rest":
        return 7 if place.feature_code.startswith("PCL") else 5 if place.feature_class == "A" else 1
    return _PRECISION[phrase.kind]
