"""Actors attached to a word: right before a noun, behind "by" or "from", between two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.actorphrases import coordinated
from geo.claims.scene import HARD, Scene

if TYPE_CHECKING:
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = ["behind", "between", "compound"]


def _hyphened(scene: Scene, index: int) -> bool:
    """Whether a hyphen follows without a space: "rebel-held", not "Russian jets - YouTube"."""
    units = scene.units
    after = units[index + 1] if index + 1 < len(units) else None
    return after is not None and after.low.startswith("-") and after.start == units[index].end


def behind(scene: Scene, start: int, words: frozenset[str], reach: int = 14) -> list[Unit]:
    """The actors behind one of these words: "by the army", "from rebels", in the clause and within reach."""
    units, classes = scene.units, scene.lexicon.classes
    for k in range(start, min(len(units), start + reach)):
        low = units[k].low
        ahead = units[k + 1 : k + 4]
        relative = low in ("which", "that") and any(
            "support" in scene.lexicon.verb_class.get(u.verb, frozenset()) for u in ahead if u.tags
        )
        if low in HARD or (low in classes["stop_right"] and low != "as" and not relative):
            return []
        if (
            k > start
            and any(t.first == k and t.kind == "verb" for t in scene.triggers)
            and "n" in units[k].tags
            and low != "targeted"
        ):
            return []
        if k > start and low == "by" and any(t.last == k - 1 and t.first >= start for t in scene.triggers):
            # "exploded in a base under siege by rebels": the siege is theirs
            return []
        if low in words:
            for m in range(k + 1, min(len(units), k + 8)):
                if units[m].kind == "A" and _hyphened(scene, m):
                    # "the bombing of the rebel-held east": said of the place
                    break
                if units[m].kind == "A":
                    return coordinated(scene, units[m])
                if units[m].kind == "P" or units[m].low in (",", "and") or (scene.finite(m) and units[m].low != "held"):
                    break
    return []


def compound(scene: Scene, trigger: Trigger) -> list[Unit]:
    """Actors right before a noun: "regime air strikes", "the army's recapture", "Russian and Syrian raids"."""
    units, classes = scene.units, scene.lexicon.classes
    j = trigger.first - 1
    steps = 0
    while j >= 0 and steps < 5:
        unit = units[j]
        if unit.kind == "A":
            nation = unit.actor is not None and unit.actor.kind == "adjective"
            if nation and j and units[j - 1].low in ("its", "their"):
                # "its Syrian stronghold": where it lies, not whose it is
                return []
            if units[j + 1].low.startswith("-") and units[j + 1].low not in ("-run", "-"):
                j -= 1
                continue
            return coordinated(scene, unit)
        if unit.kind == "P":
            if steps > 1 or units[trigger.first - 1] is not unit:
                return []
            j -= 1
            steps += 1
            continue
        if unit.low == ")":
            # "Jabhat Fateh al-Sham (formerly the Nusra Front) surprise offensive"
            opening = next((k for k in range(j - 1, max(-1, j - 10), -1) if units[k].low == "("), -1)
            if opening < 0:
                return []
            j = opening - 1
            continue
        if (
            unit.low in ("s", "'s", '"')
            or unit.low in classes["air"]
            or unit.low in classes["direction"]
            or unit.low in classes["before_deed"]
        ):
            j -= 1
            steps += 1
            continue
        return []
    return []


def between(scene: Scene, trigger: Trigger) -> tuple[list[Unit], list[Unit]]:
    """The first side and the others of "between A and B"."""
    units = scene.units
    for k in range(trigger.last, min(len(units), trigger.last + 14)):
        if units[k].low in HARD:
            break
        if trigger.kind == "noun" and units[k - 1].low in ("divided", "split", "shared") and units[k].low == "between":
            # "since fighting broke out in X, now divided between A and B"
            break
        opens = units[k].low in ("between", "among") or (units[k].low == "of" and k == trigger.last + 1)
        if opens or (units[k].low == "into" and trigger.frame.flag("each_actor")):
            found: list[Unit] = []
            last = k
            for m in range(k + 1, min(len(units), k + 22)):
                if units[m].kind == "A":
                    found.append(units[m])
                    last = m
                elif (
                    units[m].low in HARD
                    or (units[m].low in ("in", "near", "at", "around", "over") and not trigger.frame.flag("each_actor"))
                    or units[m].low == "said"
                    or (scene.finite(m) and units[m].low != "control")
                    or m - last > 8
                ):
                    break
            if found:
                return found[:1], found[1:]
    return [], []
