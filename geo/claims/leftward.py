"""What the words left of a trigger say of it: that it did not happen, is planned, feared, tried or only possible."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.claims.outlook import STOP, did_help, first_to, is_awaited, is_infinitive, is_unclaimed, supported

if TYPE_CHECKING:
    from geo.claims.scene import Scene
    from geo.claims.triggers import Trigger

__all__ = ["WOULD", "Left", "read_left"]


WOULD = frozenset({"would", "could", "might", "may", "can"})


@dataclass(slots=True)
class Left:
    """What was read so far; `infinitive` waits for the verb that "to" leans on."""

    modality: str = "asserted"
    negated: bool = False
    denied: bool = False
    infinitive: bool = False
    perfect: bool = False
    other_finite: bool = False
    reasons: list[str] = field(default_factory=list)


_HEARSAY = frozenset({"reports", "claims", "rumours", "rumors"})


def _is_false(scene: Scene, index: int) -> bool:
    """Reads "false reports that X was taken", "false claims of clashes"."""
    words = [u.low for u in scene.units[max(0, index - 2) : index + 1] if u.low != "that"]
    return len(words) > 1 and words[-1] in _HEARSAY and words[-2] in ("false", "untrue", "fake", "unfounded")


def _is_contrast(scene: Scene, index: int) -> bool:
    """Reads "rebels, not the army, control X": who is denied it, not that it is so."""
    units = scene.units
    after = index + 1
    while after < len(units) and units[after].low in ("the", "its"):
        after += 1
    return index > 0 and units[index - 1].low == "," and after < len(units) and units[after].kind == "A"


def _is_nobody(scene: Scene, index: int, trigger: Trigger) -> bool:
    """Whether "no" or "none of" opens the subject of the trigger: only the subject and auxiliaries follow."""
    auxiliary = scene.lexicon.classes["auxiliary"]
    between = scene.units[index + 1 : trigger.first]
    plain = all(u.kind == "A" or u.low in auxiliary or u.low in ("of", "the", "these", "those") for u in between)
    return plain and any(u.kind == "A" for u in between)


def read_left(scene: Scene, trigger: Trigger) -> Left:
    """Read the words before a trigger, from right to left, up to the edge of its clause.

    Parameters
    ----------
    scene : Scene
    trigger : Trigger

    Returns
    -------
    Left
    """
    units, classes = scene.units, scene.lexicon.classes
    left = Left()
    j = trigger.first - 1
    steps = 0
    while j >= 0 and steps < 12:
        unit = units[j]
        low = unit.low
        if unit.kind != "w":
            # a subject ends the search for modals of a verb, but not for "attempt to", "if", "failed"
            steps += 1
            j -= 1
            continue
        if low in STOP or (low == "," and "g" in trigger.tags):
            break
        names = scene.verb_names(j)
        if "deny" in names or (low == "that" and j and "deny" in scene.verb_names(j - 1)):
            left.denied = True
        if low in ("not", "never", "cannot", "neither", "nor") or low.endswith(("n't", "n’t")):
            contrast = low == "not" and _is_contrast(scene, j)
            if (
                not left.other_finite
                and not contrast
                and (trigger.kind != "noun" or steps < 5)
                and not (low == "not" and j + 1 < len(units) and units[j + 1].low in classes["no_negation"])
            ):
                left.negated = True
                left.reasons.append(low)
        elif (
            low == "no"
            and j + 1 < trigger.first + 1
            and (
                j + 1 == trigger.first
                or units[j + 1].low in ("longer", "plans", "plan", "intention")
                or (trigger.kind == "noun" and not is_unclaimed(scene, j, trigger))
            )
        ):
            left.negated = True
            left.reasons.append("no")
            if units[j + 1].low in ("plans", "plan", "intention"):
                left.modality = "planned"
        elif low in ("no", "none") and trigger.kind != "noun" and _is_nobody(scene, j, trigger):
            # "no soldiers had entered X", "none of the rebels has left it"
            left.negated = True
            left.reasons.append(low)
            break
        elif (low == "that" or low in _HEARSAY) and _is_false(scene, j):
            left.modality = "denied"
            left.reasons.append("false")
            break
        elif low == "without":
            left.negated = True
            left.reasons.append(low)
        elif (
            low == "to"
            and not left.infinitive
            and (not left.other_finite or units[trigger.first - 1].low == "and")
            and is_infinitive(scene, j, trigger)
        ):
            left.infinitive = True
            left.perfect = units[j + 1].low == "have"
        elif trigger.kind == "noun" and low in (*WOULD, *classes["modal_planned"]) and not supported(scene, j, trigger):
            pass
        elif low in classes["modal_planned"] and not left.other_finite:
            left.modality = "planned"
            left.reasons.append(low)
        elif low in WOULD and not left.other_finite and units[j].text != "May":
            left.modality = "planned" if low == "would" else "possible"
            left.reasons.append(low)
        elif low in ("if", "unless", "whether") and not (
            low == "whether" and trigger.kind == "noun" and units[j + 1].low != "to"
        ):
            left.modality = "possible"
            left.reasons.append(low)
            break
        elif "fail" in names or low in classes["failing"]:
            if left.infinitive or (trigger.kind == "noun" and steps < 3) or low == "abortive":
                left.negated = True
                left.infinitive = False
                left.reasons.append(low)
                break
        elif (
            trigger.kind == "noun"
            and steps < 4
            and (low in classes["called_off"] or (low == "called" and units[j + 1].low == "off"))
        ):
            left.negated = True
            left.modality = "planned"
            left.reasons.append(low)
            break
        elif low in classes["prevented"] and "frame" not in names:
            if trigger.kind != "noun" or steps < 5:
                left.negated = True
                over = low in ("stopped", "halted") and j == trigger.first - 1
                left.modality = "asserted" if over else "planned"
        elif left.infinitive and (
            "plan" in names
            or (low in classes["plan_noun"] and not first_to(scene, trigger))
            or low in ("ready", "poised", "set", "due", "likely", "about", "order")
        ):
            left.modality = "planned" if low != "likely" else "possible"
            left.reasons.append(f"{low} to")
            left.infinitive = False
            # "tried but failed to", "has attempted to": keep looking for a failure
            if any(units[k].low in ("failed", "abortive", "unsuccessful") for k in range(max(0, j - 2), j)):
                left.negated = True
                left.modality = "asserted"
            if j and units[j - 1].low == "no":
                left.negated = True
            break
        elif left.infinitive and low == "able":
            # "has been able to regain": it did
            left.infinitive = False
        elif left.infinitive and unit.verb == "claim" and unit.tags:
            # "claim to control X": as they say, they do
            left.infinitive = False
        elif left.infinitive and low == "used" and units[j + 1].low == "to" and units[j - 1].low not in classes["be"]:
            # "used to control": no longer
            left.negated = True
            left.infinitive = False
            left.reasons.append("used to")
            break
        elif left.infinitive and "achieve" in names:
            if units[j].verb in ("allow", "enable", "help") and not did_help(scene, j):
                left.modality = "possible"
            left.infinitive = False
            left.reasons.append(low)
        elif (
            low in classes["aim"]
            and steps < 4
            and not left.other_finite
            and (trigger.kind == "noun" or "g" in trigger.tags)
            and units[j + 1].low in ("at", "of", "for", "toward", "towards")
        ):
            left.modality = "planned"
            left.reasons.append(low)
        elif (
            "g" in trigger.tags
            and j == trigger.first - 1
            and low == "on"
            and any(units[k].low in classes["bent"] for k in range(max(0, j - 4), j))
        ):
            # "focusing its efforts on capturing X", "bent on taking it"
            left.modality = "planned"
            left.reasons.append("on")
            break
        elif low == "either" and trigger.kind != "noun" and any(u.low == "or" for u in units[trigger.last + 1 :]):
            left.modality = "possible"
            left.reasons.append(low)
        elif low in classes["trying"] and trigger.kind == "verb" and steps < 4:
            left.modality = "planned"
        elif (trigger.kind == "noun" and low in classes["feared"] and steps < 4) or (
            trigger.kind == "noun" and steps < 4 and is_awaited(scene, j)
        ):
            left.modality = "possible"
            left.reasons.append(low)
        elif trigger.kind == "noun" and low in classes["wanted"] and steps < 4 and not left.other_finite:
            left.modality = "planned"
            left.reasons.append(low)
        elif low in ("nearly", "almost") and j == trigger.first - 1 and trigger.kind == "verb":
            left.modality = "possible"
            left.reasons.append(low)
        elif (
            low in ("close", "verge", "brink", "near")
            and j + 1 < len(units)
            and units[j + 1].low in ("to", "of")
            and steps < 4
            and trigger.kind != "noun"
        ):
            left.modality = "possible"
            left.reasons.append(low)
            left.infinitive = False
        elif (
            (
                low
                in (
                    "while",
                    "when",
                    "after",
                    "before",
                    "because",
                    "although",
                    "who",
                    "which",
                    "whose",
                    "where",
                    "despite",
                    "since",
                )
                and trigger.kind != "noun"
            )
            or (low == "that" and trigger.kind != "noun")
            or low in ("said", "says", "told", "reported")
        ):
            break
        elif scene.finite(j) and "support" not in names:
            if left.infinitive:
                break
            left.other_finite = True
            if steps > 0 and trigger.kind != "noun" and low != "began":
                break
        j -= 1
        steps += 1
    if left.infinitive and not left.negated and left.modality == "asserted" and trigger.kind != "noun":
        verb = units[j] if 0 <= j < len(units) else None
        names = scene.verb_names(j) if verb is not None else frozenset()
        if left.perfect or "achieve" in names or (verb is not None and verb.low == "able") or first_to(scene, trigger):
            pass
        else:
            left.modality = "planned"
            left.reasons.append("to")
    return left
