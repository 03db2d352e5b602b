"""The verb that a noun leans on: "launched an offensive", "took part in the siege", "killed ten in raids"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.scene import HARD, Scene

if TYPE_CHECKING:
    from geo.claims.triggers import Trigger

__all__ = ["support"]


#: Units between a noun and the verb that it is the object of; more where an aim stands between.
_REACH, _REACH_AIM = 9, 16


_OWN_PLANS = frozenset({"plan", "prepare", "consider", "threaten", "promise", "attempt", "cancel", "postpone"})


_COUNT = frozenset({"at", "more", "over", "about", "some", "several", "dozens", "scores", "many", "two", "three"})


def support(scene: Scene, trigger: Trigger) -> int | None:
    """Index of the verb whose object (or instrument) a noun is: "launched an offensive", "killed in strikes"."""
    units, classes = scene.units, scene.lexicon.classes
    opening = units[trigger.first]
    if (
        trigger.kind == "phrase"
        and "support" in scene.lexicon.verb_class.get(opening.verb, frozenset())
        and opening.tags
    ):
        # "launched operations in X": the phrase holds its verb
        return trigger.first
    j = trigger.first - 1
    steps = 0
    k = j
    while k > 1 and j - k < 3 and units[k].kind == "w" and units[k].low != "on" and not units[k].tags:
        k -= 1
    if k > 0 and units[k].low == "on" and units[k - 1].low in classes["be"]:
        # "have been on the offensive", "were on a wide offensive"
        return k - 1
    reach = _REACH
    while j >= 0 and steps < reach:
        unit = units[j]
        if unit.tags and unit.kind == "w" and unit.low not in classes["air"]:
            names = scene.lexicon.verb_class.get(unit.verb, frozenset())
            if unit.verb in ("take", "participate") and units[j + 1].low in ("part", "in"):
                return j
            answers = unit.verb == "respond" and units[j + 1].low == "to"
            if "support" in names and not answers and not _is_by_passive(scene, j):
                return j
            called_off = unit.verb == "call" and units[j + 1].low == "off"
            if (unit.verb in _OWN_PLANS or called_off) and not _is_by_passive(scene, j):
                # "is considering an invasion of X"
                return j
            if unit.verb in classes["kill"] and "g" not in unit.tags:
                active = (
                    not _is_by_passive(scene, j)
                    and units[j + 1].low not in ("in", "by", "during", "when", "after", "on", "at")
                    and not (units[j - 1].low in classes["auxiliary"] and "n" in unit.tags)
                    and unit.low != "killed"
                )
                named = j > 0 and units[j - 1].kind == "A"
                if (
                    trigger.frame.predicate == "contest"
                    or active
                    or (
                        unit.low == "killed"
                        and named
                        and j + 1 < len(units)
                        and (units[j + 1].low[0].isdigit() or units[j + 1].kind == "A" or units[j + 1].low in _COUNT)
                    )
                ):
                    return j
                return None
            if unit.low in classes["auxiliary"]:
                return None
            if (
                any(t.first <= j <= t.last and t.kind == "noun" for t in scene.triggers)
                or "g" in unit.tags
                or unit.tags == "n"
            ):
                j -= 1
                steps += 1
                continue
            if unit.verb in ("claim", "bear", "admit") and all(
                units[k].low in classes["determiner"]
                or units[k].low in classes["before_deed"]
                or units[k].low in ("responsibility", "for", "credit", "primary", "sole")
                for k in range(j + 1, trigger.first)
            ):
                # "claimed the attack", "claimed responsibility for the bombing": their deed
                return j
            if unit.verb == "aim":
                # "launched an operation aimed at the liberation of X"
                reach = _REACH_AIM
                j -= 1
                steps += 1
                continue
            if "say" in names:
                return None
            return j if unit.tags and "g" not in unit.tags and units[j + 1].low in ("with", "in", "by") else None
        if unit.low in HARD or unit.low in ("by", "who", "which"):
            return None
        j -= 1
        steps += 1
    return None


def _is_by_passive(scene: Scene, index: int) -> bool:
    return (
        index > 0
        and scene.units[index - 1].low in scene.lexicon.classes["be"]
        and "n" in scene.units[index].tags
        and "g" not in scene.units[index].tags
    )
