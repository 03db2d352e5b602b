"""Polarity, modality and hedges of a trigger, from the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.claims.leftward import WOULD, read_left
from geo.claims.outlook import STOP, came_to_nothing, is_expected, would_follow

if TYPE_CHECKING:
    from geo.claims.scene import Scene
    from geo.claims.triggers import Trigger

__all__ = ["Status", "status_of"]


@dataclass(slots=True)
class Status:
    """How a claim is put: see `geo.models.Claim`."""

    polarity: str = "affirmed"
    modality: str = "asserted"
    hedged: bool = False
    reasons: tuple[str, ...] = ()
    denied: bool = False


def status_of(scene: Scene, trigger: Trigger) -> Status:
    """Read the status of a trigger.

    Parameters
    ----------
    scene : Scene
    trigger : Trigger

    Returns
    -------
    Status
        Without attribution: "claimed" and "denied" come from `geo.claims.attribution`.
    """
    units, classes = scene.units, scene.lexicon.classes
    status = Status()
    if trigger.frame.head in ("adjective", "stronghold"):
        # "travel to rebel-held X": what is planned is the travel
        polarity = "negated" if trigger.frame.options.get("polarity") == "negated" else "affirmed"
        return Status(polarity)
    left = read_left(scene, trigger)
    status.modality, status.denied, negated, reasons = left.modality, left.denied, left.negated, left.reasons
    if "g" in trigger.tags and would_follow(scene, trigger):
        status.modality = "possible"
        reasons.append("would")
    if trigger.kind == "noun" or trigger.frame.head in ("phrase", "stronghold", "noun"):
        negated = _read_right(scene, trigger, status, reasons) or negated
    if status.modality == "planned" and not negated and came_to_nothing(scene, trigger):
        negated = True
        status.modality = "asserted"
        reasons.append("failed")
    if trigger.kind == "noun" and status.modality == "asserted" and is_expected(scene, trigger):
        status.modality = "planned"
        reasons.append("expected")
    if trigger.frame.predicate in ("ceasefire", "besiege") and trigger.kind == "noun":
        for k in range(max(0, trigger.first - 4), trigger.first):
            if "end" in scene.verb_names(k) and units[k].verb not in ("mark", "halt"):
                negated = True
                reasons.append(units[k].low)
        for k in range(max(0, trigger.first - 5), trigger.first):
            if units[k].low in classes["broken"]:
                negated = True
    if units and units[-1].low == "?":
        status.modality = "possible"
        reasons.append("?")
    for k in range(max(0, trigger.first - 8), min(len(units), trigger.last + 3)):
        if units[k].low in classes["hedge"] and units[k].kind == "w" and units[k].low != "apparently":
            status.hedged = True
    if trigger.frame.options.get("polarity") == "negated":
        status.polarity = "affirmed" if negated and trigger.frame.predicate != "besiege" else "negated"
    else:
        status.polarity = "negated" if negated else "affirmed"
    status.reasons = tuple(reasons)
    return status


def _read_right(scene: Scene, trigger: Trigger, status: Status, reasons: list[str]) -> bool:
    """Read the verb that a noun is the subject of; whether it says that the truce or siege is over."""
    units, classes = scene.units, scene.lexicon.classes
    k = trigger.last + 1
    seen = 0
    while k < len(units) and seen < 18:
        low = units[k].low
        if low in STOP or low in ("while", "after", "when", "as", "who", "which", "but", "said", "that", "where"):
            break
        names = scene.verb_names(k)
        if low in ("near", "imminent", "looming") and units[k - 1].low in classes["be"]:
            status.modality = "possible"
            reasons.append(low)
            break
        if (
            low in WOULD
            and units[k].text != "May"
            and trigger.kind == "noun"
            and not (k + 2 < len(units) and units[k + 2].low in ("heard", "seen", "felt", "rise"))
            and (units[k - 1].kind != "A" or trigger.first <= 1)
            and not any(scene.finite(x) for x in range(trigger.last + 1, k))
        ):
            status.modality = "possible"
            reasons.append(low)
            break
        if low in ("due", "set", "scheduled", "expected") and trigger.frame.predicate in ("ceasefire", "transfer"):
            status.modality = "planned"
        if (
            trigger.frame.predicate in ("besiege", "ceasefire")
            and "end" in names
            and units[k].verb not in ("mark", "hold")
        ):
            reasons.append(low)
            return True
        is_verb = "d" in units[k].tags and low not in classes["auxiliary"]
        if is_verb and (trigger.frame.predicate != "ceasefire" or seen > 16):
            break
        k += 1
        seen += 1
    return False
