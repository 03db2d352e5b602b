"""Whether something happened: small readings of what stands around a trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.claims.scene import Scene
    from geo.claims.triggers import Trigger

__all__ = [
    "STOP",
    "came_to_nothing",
    "did_help",
    "first_to",
    "is_awaited",
    "is_expected",
    "is_infinitive",
    "is_unclaimed",
    "supported",
    "would_follow",
]

STOP = frozenset({".", ";", ":", "!", "?"})
WOULD = frozenset({"would", "could", "might", "may", "can"})


def did_help(scene: Scene, index: int) -> bool:
    """Reads "this has helped them to gain ground": they did; "this would help them to", "to allow them to" not."""
    units = scene.units
    if not set(units[index].tags) & {"d", "n"}:
        return False
    before = [u.low for u in units[max(0, index - 3) : index]]
    return not {"to", "would", "could", "may", "might", "if", "not", "will", *scene.lexicon.classes["be"]} & set(before)


def is_expected(scene: Scene, trigger: Trigger) -> bool:
    """Reads "an assault on X is expected within weeks": it has not come."""
    units = scene.units
    expected = scene.lexicon.classes["expected"]
    if not any(u.low in expected for u in units[trigger.last + 2 : trigger.last + 12]):
        return False
    for k in range(trigger.last + 1, min(len(units) - 1, trigger.last + 9)):
        if units[k].low in STOP or units[k].kind == "A":
            return False
        if units[k].low in ("is", "was", "are", "were", "be"):
            return any(u.low in expected for u in units[k + 1 : k + 3])
        if scene.finite(k):
            return False
    return False


def came_to_nothing(scene: Scene, trigger: Trigger) -> bool:
    """Reads "their attempt to take X failed": it was tried, and X was not taken."""
    units, classes = scene.units, scene.lexicon.classes
    plan = next(
        (k for k in range(max(0, trigger.first - 4), trigger.first) if units[k].low in classes["plan_noun"]), -1
    )
    if plan < 0 or not any(u.low in ("to", "at", "on") for u in units[plan + 1 : trigger.first]):
        return False
    for k in range(trigger.last + 1, min(len(units), trigger.last + 12)):
        low = units[k].low
        if low in STOP or low in (",", "but", "and", "which", "who", "while", "after"):
            return False
        if scene.finite(k) or low in ("has", "have", "had", "was", "were"):
            return any(u.low in classes["failed"] for u in units[k : k + 3])
    return False


def is_unclaimed(scene: Scene, no: int, trigger: Trigger) -> bool:
    """Reads "no claim of responsibility for the attack", "no word on who was behind it": it happened."""
    between = scene.units[no + 1 : trigger.first]
    if between and between[0].low in scene.lexicon.classes["respite"]:
        # "no let-up in the shelling"
        return True
    return any(u.low in ("for", "on", "about", "who", "after", "from") for u in between)


def first_to(scene: Scene, trigger: Trigger) -> bool:
    """Reads "the first bomb attack to hit X", "the latest town to fall": it did."""
    words = [u.low for u in scene.units[max(0, trigger.first - 7) : trigger.first]]
    if "to" not in words:
        return False
    before = words[: len(words) - 1 - words[::-1].index("to")]
    return any(w in ("first", "second", "third", "latest", "last", "only") for w in before[-5:])


def would_follow(scene: Scene, trigger: Trigger) -> bool:
    """Reads "Taking X would give them the road": it has not been taken."""
    units, classes = scene.units, scene.lexicon.classes
    before = units[trigger.first - 1].low if trigger.first else "."
    if before not in STOP and before not in (",", "because", "that", "as", "and"):
        return False
    for unit in units[trigger.last + 1 : trigger.last + 9]:
        if unit.low in WOULD and unit.text != "May":
            return True
        if (
            unit.low in (",", ".")
            or unit.kind == "A"
            or (scene.finite(unit.index) and unit.low not in classes["auxiliary"])
        ):
            return False
    return False


def is_awaited(scene: Scene, index: int) -> bool:
    """Reads "braces for an attack", "ahead of the offensive": it has not come yet."""
    following = scene.units[index + 1].low if index + 1 < len(scene.units) else ""
    pairs = {"brace": "for", "ahead": "of", "await": "", "fear": "", "preparation": "for", "preparations": "for"}
    unit = scene.units[index]
    wanted = pairs.get(unit.verb if unit.tags else unit.low)
    return wanted is not None and (not wanted or following == wanted)


def supported(scene: Scene, modal: int, trigger: Trigger) -> bool:
    """Whether the verb between a modal and a noun is one that the noun is the object of ("will launch an attack")."""
    for k in range(modal + 1, trigger.first):
        names = scene.lexicon.verb_class.get(scene.units[k].verb, frozenset()) if scene.units[k].tags else frozenset()
        if scene.units[k].low in ("respond", "threaten", "condemn", "end"):
            return False
        if scene.units[k].low in ("after", "before", "following", "since"):
            return False
        if "support" in names:
            return True
    return trigger.first - modal <= 3


def is_infinitive(scene: Scene, index: int, trigger: Trigger) -> bool:
    """Whether "to" at an index makes the trigger (or the verb whose object a noun is) an infinitive."""
    units = scene.units
    between = units[index + 1 : trigger.first]
    if trigger.kind == "noun":
        if any(u.low in ("after", "before", "following", "since", "amid", "during", "despite") for u in between):
            # "agreed to leave after a siege"
            return False
        return bool(between) and "b" in between[0].tags and len(between) <= 6
    if between and between[-1].low == "and" and "b" in between[0].tags and "b" in trigger.tags and len(between) <= 7:
        # "look to hold ranks and halt an offensive"
        return not any("d" in u.tags and "b" not in u.tags for u in between)
    fits = all(
        u.low.endswith("ly") or u.low in ("be", "have", "been", "also", "then", "both", "again") for u in between
    )
    return fits and ("b" in trigger.tags or any(u.low in ("be", "have") for u in between))
