"""Who acts where another phrase tells it: the owner of an aim, the side that killed, the one told of beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.actorphrases import coordinated
from geo.claims.attached import behind
from geo.claims.scene import HARD, Scene
from geo.claims.subjects import subject_actors

if TYPE_CHECKING:
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = [
    "accused",
    "aimed",
    "besides",
    "blamed",
    "killers",
    "owned",
    "perpetrator",
    "purpose",
    "relative_doer",
    "unowned_aim",
]


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
        if units[k].low == "by" and units[k - 1].verb in scene.lexicon.classes["kill"] and units[k - 1].tags:
            unit = next((u for u in units[k + 1 : k + 4] if u.kind == "A"), None)
            return coordinated(scene, unit) if unit is not None else []
    return []


def purpose(scene: Scene, trigger: Trigger) -> list[Unit]:
    """Reads "an offensive launched by the army to encircle X", "the army's bid to take X": who pursues the aim."""
    units, classes = scene.units, scene.lexicon.classes
    low = units[trigger.first - 1].low if trigger.first else ""
    if low != "to" and not (low in ("at", "of") and "g" in trigger.tags):
        return []
    for k in range(trigger.first - 2, max(-1, trigger.first - 15), -1):
        if units[k].low in HARD:
            return []
        if units[k].low in classes["plan_noun"]:
            found = behind(scene, k + 1, frozenset({"by"}), trigger.first - k)
            before = units[k - 1] if k else None
            if not found and before is not None and before.low in ("'s", "s") and k > 1:
                before = units[k - 2]
            if not found and before is not None and before.kind == "A":
                found = coordinated(scene, before)
            return found
    return []


def blamed(scene: Scene, start: int) -> list[Unit]:
    """Reads "an attack in X, blaming the army", "which it blamed on the army"."""
    units = scene.units
    for k in range(start, min(len(units), start + 30)):
        if units[k].low == ".":
            return []
        if units[k].verb in ("blame", "accuse") and units[k].tags:
            for m in range(k + 1, min(len(units), k + 4)):
                if units[m].kind == "A":
                    return coordinated(scene, units[m])
            return []
    return []


def relative_doer(scene: Scene, trigger: Trigger) -> list[Unit]:
    """Reads "the bombs that the regime has dropped", "the offensive rebels launched": who did it."""
    units = scene.units
    k = trigger.last + 1
    if k + 1 >= len(units) or units[k].low not in ("that", "which"):
        return []
    unit = next((u for u in units[k + 1 : k + 4] if u.kind == "A"), None)
    if unit is None or any(u.tags for u in units[k + 1 : unit.index]):
        return []
    verb = next((u for u in units[unit.index + 1 : unit.index + 5] if u.tags and "n" in u.tags), None)
    return coordinated(scene, unit) if verb is not None else []


def perpetrator(scene: Scene) -> list[Unit]:
    """Reads "the regime committed a massacre in X, where a bomb hit a market": who is told to have done it."""
    for unit in scene.units:
        if unit.verb in ("commit", "perpetrate") and unit.tags:
            after = {u.low for u in scene.units[unit.index + 1 : unit.index + 5]}
            if after.isdisjoint(("massacre", "massacres", "atrocity", "atrocities", "crime", "crimes")):
                return []
            return subject_actors(scene, unit.index)[0]
    return []


def accused(scene: Scene, trigger: Trigger) -> list[Unit]:
    """Reads "accused Israel of bombing X", "blamed rebels for the attack on X": who is said to have done it."""
    units = scene.units
    for k in range(trigger.first - 1, max(0, trigger.first - 6), -1):
        if units[k].low in HARD:
            return []
        if units[k].low in ("of", "for") and units[k - 1].kind == "A":
            accused = coordinated(scene, units[k - 1])
            verb = accused[0].index - 1
            while verb > 0 and units[verb].kind == "w" and not units[verb].tags:
                verb -= 1
            return accused if units[verb].verb in ("accuse", "blame", "suspect", "condemn") else []
    return []


def owned(scene: Scene, found: list[Unit]) -> list[Unit]:
    """Reads "jets of the regime": those whose jets they are."""
    units = scene.units
    unit = found[0]
    if len(found) > 1 or unit.actor is None or unit.actor.actor.camp is not None or unit.actor.kind != "air":
        return found
    k = unit.index + 1
    if k >= len(units) or units[k].low not in ("of", "from"):
        return found
    owner = next((u for u in units[k + 1 : k + 4] if u.kind == "A"), None)
    return [owner] if owner is not None else found
