"""The noun phrase around an actor: who is joined to it, what governs it, whether it only describes a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.scene import NOT_BEFORE_NOUN, Scene

if TYPE_CHECKING:
    from geo.claims.units import Unit

__all__ = ["alongside", "before_phrase", "coordinated", "describes_place", "governor_of"]


def coordinated(scene: Scene, unit: Unit) -> list[Unit]:
    """The actor and those joined to it by "and" or commas, in text order."""
    units = scene.units
    chain = [unit]
    k = unit.index - 1
    while k >= 1:
        if (
            units[k].low in ("the", "a", "its", "allied", "their", "pro-government")
            or units[k].low in scene.lexicon.classes["direction"]
            or units[k].kind == "X"
        ):
            k -= 1
            continue
        if units[k].low in ("and", "or", "nor", ",", "&", "/", "either", "with"):
            if units[k].low == "with" and (k == 0 or units[k - 1].low != "along"):
                break
            j = k - 1
            while j >= 0 and units[j].low in (",", "the", "and", "both", "well", "as", "along"):
                j -= 1
            if j >= 0 and units[j].kind == "A":
                chain.insert(0, units[j])
                k = j - 1
                continue
        break
    k = unit.index + 1
    while k + 1 < len(units):
        if (
            units[k].low in ("and", "or", "&", "/", ",")
            or (units[k].low == "as" and units[k + 1].low == "well")
            or units[k].low == "("
        ):
            j = k + 1
            while j < len(units) and units[j].low in (
                "the",
                "and",
                "its",
                "their",
                "as",
                "well",
                "allied",
                "so-called",
            ):
                j += 1
            if j < len(units) and units[j].actor is not None and units[j].low in ("it", "they", "them"):
                break
            if (
                j < len(units)
                and units[j].kind == "A"
                and not (j + 1 < len(units) and scene.finite(j + 1) and units[k].low != ",")
            ):
                chain.append(units[j])
                k = j + 1
                continue
            if j < len(units) and units[j].kind == "A" and units[k].low == "and":
                chain.append(units[j])
                k = j + 1
                continue
        break
    return chain


def before_phrase(scene: Scene, unit: Unit) -> int:
    """Index of the unit before the noun phrase of an actor: over its determiners, numbers, measures, participles."""
    units, classes = scene.units, scene.lexicon.classes
    k = unit.index - 1
    while k >= 0 and units[k].kind == "w":
        low = units[k].low
        if low[0].isdigit() and _is_date(scene, k):
            # "In 2013 the rebels", "On 26 January rebels" (commas are often lost)
            return k
        if k >= 2 and low == "and" and units[k - 1].kind == "X":
            # "by Iranian and Lebanese militias": the first ones are nationalities only
            k -= 2
            while k > 0 and units[k].kind == "X":
                k -= 1
            continue
        if k >= 2 and low in ("'s", "s") and units[k - 1].kind == "w":
            # "opposed to the country's government"
            k -= 2
            continue
        possessed = low.endswith("s") and not units[k].tags and units[k + 1].low not in classes["determiner"]
        if k >= 1 and units[k - 1].low in ("the", "its", "their") and possessed:
            # apostrophes are often lost: "backed by the countrys jets"
            k -= 2
            continue
        if k >= 2 and units[k - 1].low == "-" and low.endswith("ed"):
            # "US-backed Iraqi forces"
            k -= 3
            continue
        if (
            (low in classes["determiner"] and low not in NOT_BEFORE_NOUN)
            or low[0].isdigit()
            or (low == "at" and units[k + 1].low == "least")
            or low in classes["direction"]
            or low in classes["before_actor"]
            or (low == "of" and k and units[k - 1].low in classes["of_actor"])
            or ("n" in units[k].tags and k and units[k - 1].low in classes["oblique"])
        ):
            # the last: "against entrenched Russian positions"
            k -= 1
            continue
        break
    return k


_YEAR_DIGITS = 4


def _is_date(scene: Scene, index: int) -> bool:
    """Whether a number ends a date: it is no count of what follows."""
    units = scene.units
    before = units[index - 1].low if index else ""
    if units[index + 1].low in ("the", "a", "an", "its", "their") or before in scene.lexicon.classes["month"]:
        return True
    return len(units[index].low) == _YEAR_DIGITS and before in ("in", "since", "by", "until", "from", "during", "of")


def governor_of(scene: Scene, unit: Unit) -> str:
    """The preposition (or verb) right before the noun phrase of an actor."""
    k = before_phrase(scene, unit)
    return scene.units[k].low if k >= 0 else ""


def alongside(scene: Scene, unit: Unit) -> bool:
    """Reads "along with the army", "together with HTS": joined, not governed."""
    k = before_phrase(scene, unit)
    return k > 0 and scene.units[k].low == "with" and scene.units[k - 1].low in ("along", "together", "alongside")


def describes_place(scene: Scene, unit: Unit) -> bool:
    """Reads "HTS positions", "army headquarters": the actor only describes a place, it does nothing."""
    units = scene.units
    after = unit.index + 1
    return (
        after < len(units)
        and units[after].kind == "w"
        and units[after].low in scene.lexicon.classes["generic_place"]
        and not any(t.first == after and t.kind == "verb" for t in scene.triggers)
    )
