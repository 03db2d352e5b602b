"""Who acts where another phrase tells it: the owner of an aim, the side that killed, the one told of beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.scene import HARD, Scene
from geo.claims.subjects import coordinated

if TYPE_CHECKING:
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = ["KILL", "aimed", "besides", "killers", "unowned_aim"]


#: Verbs whose object is people.
KILL = frozenset({"kill", "injure", "wound", "eliminate", "die"})


def besides(scene: Scene, start: int) -> list[Unit]:
    """Reads "was repelled, with the army encircling the attackers": who is told of in the same breath."""
    units = scene.units
    for k in range(start, min(len(units) - 1, start + 12)):
        if units[k].low in HARD:
            return []
        if units[k].low == "with" and units[k - 1].low == ",":
            unit = next((u for u in units[k + 1 : k + 4] if u.kind == "A"), None)
            acts = unit is not None and any("g" in u.tags for u in units[unit.index + 1 : unit.index + 4])
            return [unit] if unit is not None and acts else []
    return []


def unowned_aim(scene: Scene, trigger: Trigger) -> bool:
    """Reads "they are losing ground to two offensives aimed at ousting them": whose the aim is is not said."""
    units, classes = scene.units, scene.lexicon.classes
    k = trigger.first - 3
    at_aim = k >= 0 and units[k + 1].low in classes["aim"] and units[k + 2].low == "at" and "g" in trigger.tags
    return at_aim and units[k].low in classes["plan_noun"]


def aimed(scene: Scene, trigger: Trigger) -> list[Unit]:
    """Reads "the army campaign is aimed at the recapture of X": whose operation it is."""
    units, classes = scene.units, scene.lexicon.classes
    low = [u.low for u in units[max(0, trigger.first - 4) : trigger.first]]
    if not classes["aim"].intersection(low):
        return []
    for k in range(trigger.first - 3, max(-1, trigger.first - 12), -1):
        if units[k].low in HARD:
            return []
        if units[k].low in classes["plan_noun"]:
            owner = k - 2 if k > 1 and units[k - 1].low in ("'s", "s") else k - 1
            return coordinated(scene, units[owner]) if owner >= 0 and units[owner].kind == "A" else []
    return []


def killers(scene: Scene, trigger: Trigger) -> list[Unit]:
    """Reads "militants were killed by the army in clashes": the side that killed."""
    units = scene.units
    for k in range(trigger.first - 1, max(0, trigger.first - 12), -1):
        if units[k].low in HARD:
            return []
        if units[k].low == "by" and units[k - 1].verb in KILL and units[k - 1].tags:
            unit = next((u for u in units[k + 1 : k + 4] if u.kind == "A"), None)
            return coordinated(scene, unit) if unit is not None else []
    return []
