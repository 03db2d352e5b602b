"""Who fills the actor roles of a trigger. Every answer names the slot that gave it."""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING

from geo.claims.scene import HARD, NOT_BEFORE_NOUN, Option, Scene

if TYPE_CHECKING:
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = ["role_actors", "subject_actors"]

_KILL = frozenset({"kill", "injure", "wound", "eliminate", "die"})


def _coordinated(scene: Scene, unit: Unit) -> list[Unit]:
    """The actor and those joined to it by "and" or commas, in text order."""
    units = scene.units
    chain = [unit]
    k = unit.index - 1
    while k >= 1:
        if (
            units[k].low in ("the", "a", "its", "allied", "their", "pro-government")
            or units[k].low in scene.lexicon.classes["direction"]
        ):
            k -= 1
            continue
        if units[k].low in ("and", "or", ",", "&", "/", "either", "with"):
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


def _governor(scene: Scene, unit: Unit) -> str:
    """The preposition (or verb) right before the noun phrase of an actor."""
    units, classes = scene.units, scene.lexicon.classes
    k = unit.index - 1
    while (
        k >= 0
        and units[k].kind == "w"
        and (
            (units[k].low in classes["determiner"] and units[k].low not in NOT_BEFORE_NOUN)
            or units[k].low[0].isdigit()
            or (units[k].low == "at" and units[k + 1].low == "least")
            or units[k].low in classes["direction"]
            or units[k].low in classes["before_actor"]
            or (units[k].low == "of" and k and units[k - 1].low in classes["of_actor"])
        )
    ):
        k -= 1
    return units[k].low if k >= 0 else ""


def subject_actors(scene: Scene, index: int, *, relative: bool = False, depth: int = 0) -> tuple[list[Unit], str]:
    """The actors that are the subject of the verb at a unit index, and how they were found."""
    units, classes = scene.units, scene.lexicon.classes
    j = index - 1
    crossed = 0
    if (
        index >= 2
        and units[index - 1].low == "to"
        and units[index - 2].kind == "A"
        and not units[index - 1].low.startswith("-")
    ):
        # "leading to HTS to take over", "allowed the army to besiege"
        return _coordinated(scene, units[index - 2]), "subject"
    while j >= 0:
        unit = units[j]
        low = unit.low
        if unit.kind == "A":
            governor = _governor(scene, unit)
            following = units[j + 1] if j + 1 < len(units) else None
            compound = (
                unit.actor is not None
                and unit.actor.kind == "adjective"
                and following is not None
                and following.low.startswith("-")
            )
            if compound or (
                following is not None and following.low in ("held", "controlled") and following.index < index - 1
            ):
                j -= 1
                continue
            # "with the army advancing", "against troops advancing": the actor belongs to the participle
            absolute = "g" in units[index].tags and (governor == "with" or j == index - 1)
            if governor in classes["oblique"] and not relative and not absolute:
                j -= 1
                continue
            if not relative and unit.index and _is_object(scene, unit, index):
                j -= 1
                continue
            return _coordinated(scene, unit), "subject" if not crossed else "subject_far"
        if unit.kind == "w":
            if low in ("they", "it", "them", "latter", "themselves") or (
                low in ("its", "their", "his") and j + 1 < index and units[j + 1].low in classes["force_noun"]
            ):
                found = _pronoun(scene, j, low)
                if found:
                    return found, "pronoun"
            if low in ("who", "which", "that") and j >= index - 8 and not crossed:
                if depth < 2:
                    found, _how = subject_actors(scene, j, relative=True, depth=depth + 1)
                    if found and found[-1].index >= j - (8 if low == "who" else 4):
                        return found, "relative"
                relative = True
            elif low in HARD:
                break
            elif _says(scene, j) and j < index - 1 and units[j + 1].low != "to" and not _announced(scene, j, index):
                # what stands left of a verb of saying is the speaker
                break
            elif low in classes["subordinator"] and j < index - 1:
                crossed += 1
                if crossed > 1 or low in ("while", "whereas", "because", "when", "if"):
                    break
            elif scene.finite(j) and not (units[index].tags and ("g" in units[index].tags or _joined(scene, j, index))):
                crossed += 1
                if crossed > 1:
                    break
        j -= 1
    if (units[index].tags and "g" in units[index].tags) or (index and units[index - 1].low in ("having", "being")):
        # "After losing X, fighters have retreated": the subject of the main clause follows
        for k in range(index + 1, len(units)):
            if (
                units[k].kind == "A"
                and _governor(scene, units[k]) in (",", "")
                and k + 1 < len(units)
                and (scene.finite(k + 1) or units[k + 1].low in classes["auxiliary"])
            ):
                return _coordinated(scene, units[k]), "later_subject"
    return [], ""


def _says(scene: Scene, index: int) -> bool:
    """Whether a unit is a verb of saying in the active: what stands left of it is the speaker."""
    unit = scene.units[index]
    names = scene.lexicon.verb_class.get(unit.verb, frozenset()) if unit.tags else frozenset()
    if not names & {"say", "deny"} or "frame" in names or not set(unit.tags) & {"d", "s"}:
        return False
    return not (index and scene.units[index - 1].low in scene.lexicon.classes["be"])


def _announced(scene: Scene, said: int, index: int) -> bool:
    """Whether what is announced is a deed of the speaker: "announced a bid to capture X"."""
    between = {u.low for u in scene.units[said + 1 : index]}
    if scene.units[index - 1].low != "to" or "that" in between:
        return False
    return not between.isdisjoint(
        {"bid", "plan", "plans", "operation", "offensive", "campaign", "drive", "push", "intention", "decision"}
    )


def _joined(scene: Scene, left: int, right: int) -> bool:
    """Whether two verbs share their subject: "entered X and took Y", "plans to retake"."""
    between = [u.low for u in scene.units[left + 1 : right]]
    return "and" in between[-4:] or "to" in between or "," in between[-3:] or "but" in between[-3:]


def _is_object(scene: Scene, unit: Unit, index: int) -> bool:
    """Whether an actor stands right after a verb that is not the one asked about."""
    units, classes = scene.units, scene.lexicon.classes
    k = unit.index - 1
    while (
        k >= 0
        and units[k].kind == "w"
        and (
            (units[k].low in classes["determiner"] and units[k].low not in NOT_BEFORE_NOUN)
            or units[k].low[0].isdigit()
            or units[k].low in ("dozens", "members", "over", "than", "of")
        )
    ):
        k -= 1
    if k < 0 or units[k].kind != "w" or not units[k].tags:
        return False
    verb = units[k]
    names = scene.lexicon.verb_class.get(verb.verb, frozenset())
    if "say" in names or "deny" in names or verb.low in classes["auxiliary"]:
        return False
    if "g" in verb.tags:
        return True
    tail = [u.low for u in units[unit.index + 1 : index]]
    if tail and tail[0] in ("is", "are", "was", "were", "has", "have", "had", "will") and len(tail) <= 3:
        # "pictures show the regime is targeting X"
        return not all(w in classes["auxiliary"] or w.endswith("ly") for w in tail)
    return not (
        unit.index + 1 < len(units)
        and units[unit.index + 1].index == index
        and "d" in units[index].tags
        and verb.low != "killed"
    )


def _pronoun(scene: Scene, index: int, low: str) -> list[Unit]:
    earlier = [u for u in scene.units[:index] if u.kind == "A" and u.actor is not None and u.actor.kind != "adjective"]
    if low == "latter" and earlier:
        return [earlier[-1]]
    subjects = [u for u in earlier if _governor(scene, u) not in scene.lexicon.classes["oblique"]]
    if subjects:
        return [subjects[-1]]
    if earlier:
        return [earlier[-1]]
    return scene.previous[-1:]


def _by(scene: Scene, start: int, words: frozenset[str], reach: int = 14) -> list[Unit]:
    units, classes = scene.units, scene.lexicon.classes
    for k in range(start, min(len(units), start + reach)):
        low = units[k].low
        if low in HARD or (low in classes["stop_right"] and low != "as"):
            return []
        if (
            k > start
            and any(t.first == k and t.kind == "verb" for t in scene.triggers)
            and "n" in units[k].tags
            and low != "targeted"
        ):
            return []
        if low in words:
            for m in range(k + 1, min(len(units), k + 8)):
                if units[m].kind == "A" and m + 1 < len(units) and units[m + 1].low.startswith("-"):
                    # "the bombing of the rebel-held east": said of the place
                    break
                if units[m].kind == "A":
                    return _coordinated(scene, units[m])
                if units[m].kind == "P" or units[m].low in (",", "and") or (scene.finite(m) and units[m].low != "held"):
                    break
    return []


def _compound(scene: Scene, trigger: Trigger) -> list[Unit]:
    """Actors right before a noun: "regime air strikes", "the army's recapture", "Russian and Syrian raids"."""
    units, classes = scene.units, scene.lexicon.classes
    j = trigger.first - 1
    steps = 0
    while j >= 0 and steps < 5:
        unit = units[j]
        if unit.kind == "A":
            if units[j + 1].low.startswith("-") and units[j + 1].low not in ("-run", "-"):
                j -= 1
                continue
            return _coordinated(scene, unit)
        if unit.kind == "P":
            if steps > 1 or units[trigger.first - 1] is not unit:
                return []
            j -= 1
            steps += 1
            continue
        if (
            unit.low in ("s", "'s")
            or unit.low in classes["air"]
            or unit.low in classes["direction"]
            or unit.low
            in (
                "and",
                "led",
                "-led",
                "backed",
                "terrorist",
                "deadly",
                "intensive",
                "intense",
                "heavy",
                "initial",
                "first",
                "massive",
                "fresh",
                "new",
                "ongoing",
                "continued",
                "relentless",
                "brutal",
                "suspected",
                "alleged",
                "reported",
                "indiscriminate",
                "chemical",
                "ground",
                "suicide",
                "overnight",
                "steady",
                "recent",
                "group",
                "group's",
                "military",
                "major",
                "large-scale",
                "twin",
                "deliberate",
                "enforced",
                "enforced",
                "fierce",
                "aerial",
                "sniper",
                "wide-scale",
                "forced",
                "bomb",
                "-",
                "imposed",
                "barrel",
                "rocket",
                "car",
                "big",
                "eventual",
                "swift",
                "final",
            )
        ):
            j -= 1
            steps += 1
            continue
        return []
    return []


def _between(scene: Scene, trigger: Trigger) -> tuple[list[Unit], list[Unit]]:
    units = scene.units
    for k in range(trigger.last, min(len(units), trigger.last + 14)):
        if units[k].low in HARD:
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
                    or units[m].low in ("in", "near", "at", "around", "said", "over")
                    or scene.finite(m)
                    or m - last > 8
                ):
                    break
            if found:
                return found[:1], found[1:]
    return [], []


def role_actors(scene: Scene, trigger: Trigger, slots: tuple[str, ...], place: Option | None) -> tuple[list[Unit], str]:
    """Actors for a role, by the slots of the frame in their order.

    Parameters
    ----------
    scene : Scene
    trigger : Trigger
    slots : tuple of str
        ``frame.actor`` or ``frame.against``.
    place : Option or None
        The place chosen, which some slots start from.

    Returns
    -------
    list of Unit
        Empty if no slot is filled.
    str
        The slot that filled it.
    """
    units, _classes = scene.units, scene.lexicon.classes
    after = trigger.last + 1
    for slot in slots:
        found: list[Unit] = []
        how = slot
        if slot == "pattern":
            inside = trigger.actors or [u for u in units[trigger.first : trigger.last + 1] if u.kind == "A"]
            found = [a for unit in inside[:1] for a in _coordinated(scene, unit)]
        elif slot == "subject":
            if trigger.passive and trigger.kind != "noun":
                continue
            if trigger.kind == "noun" or trigger.frame.head == "noun":
                verb = _support(scene, trigger)
                if verb is None:
                    continue
                found, how = subject_actors(scene, verb)
                how = "support_" + how
            else:
                found, how = subject_actors(scene, trigger.first)
        elif slot == "subject_if_active":
            if not trigger.passive:
                found, how = subject_actors(scene, trigger.first)
        elif slot == "by":
            found = _by(scene, after, frozenset({"by"}))
            if not found and place is not None and place.group.core > trigger.last:
                found = _by(scene, place.group.last + 1, frozenset({"by"}), 8)
        elif slot == "before":
            found = _compound(scene, trigger)
        elif slot == "of":
            if after < len(units) and units[after].low in ("of", "from"):
                found = _by(scene, after, frozenset({"of", "from"}), 2)
        elif slot in ("to", "with", "against", "from", "on"):
            found = _by(scene, after, frozenset({slot}))
        elif slot == "between":
            found = (
                _between(scene, trigger)[0]
                if not trigger.frame.flag("each_actor")
                else functools.reduce(operator.iadd, map(list, _between(scene, trigger)), [])
            )
        elif slot == "between2":
            found = _between(scene, trigger)[1]
        elif slot == "object":
            if trigger.passive:
                found, _ = subject_actors(scene, trigger.first)
            else:
                for k in range(after, min(len(units), after + 6)):
                    if units[k].kind == "A":
                        found = _coordinated(scene, units[k])
                        break
                    if (
                        units[k].kind == "P"
                        or units[k].low in ("in", "on", "from", "into", "at", "near")
                        or units[k].low in HARD
                    ):
                        break
        elif slot == "object_or_subject":
            if trigger.passive:
                found, _ = subject_actors(scene, trigger.first)
            else:
                found = next(
                    (
                        _coordinated(scene, units[k])
                        for k in range(after, min(len(units), after + 6))
                        if units[k].kind == "A"
                    ),
                    [],
                )
        elif slot == "first":
            found = next(
                (
                    _coordinated(scene, u)
                    for u in units[: trigger.first]
                    if u.kind == "A"
                    and _governor(scene, u) not in scene.lexicon.classes["oblique"]
                    and not units[u.index + 1].low.startswith("-")
                ),
                [],
            )
        elif slot == "later_subject":
            for k in range(after, len(units)):
                if k + 1 < len(units) and units[k + 1].low.startswith("-"):
                    continue
                if units[k].kind == "A" and _governor(scene, units[k]) not in scene.lexicon.classes["oblique"]:
                    found = _coordinated(scene, units[k])
                    break
        elif slot in ("between_words", "before_noun"):
            for k in range(trigger.first + 1, trigger.last + 1):
                if units[k].kind == "A":
                    found = [units[k]]
                    break
        elif slot == "by_attack":
            found = _by(scene, after, frozenset({"by", "of"}))
        elif slot == "clause_before":
            found = [u for u in units[: trigger.first] if u.kind == "A"][-1:]
        if found:
            return found, how
    return [], ""


def _support(scene: Scene, trigger: Trigger) -> int | None:
    """Index of the verb whose object (or instrument) a noun is: "launched an offensive", "killed in strikes"."""
    units, classes = scene.units, scene.lexicon.classes
    j = trigger.first - 1
    steps = 0
    if j >= 2 and units[j].low == "the" and units[j - 1].low == "on" and units[j - 2].low in classes["be"]:
        # "have been on the offensive"
        return j - 2
    while j >= 0 and steps < 9:
        unit = units[j]
        if unit.tags and unit.kind == "w" and unit.low not in classes["air"]:
            names = scene.lexicon.verb_class.get(unit.verb, frozenset())
            if "support" in names and not _is_by_passive(scene, j):
                return j
            if unit.verb in _KILL and "g" not in unit.tags:
                active = (
                    not _is_by_passive(scene, j)
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
                        and (units[j + 1].low[0].isdigit() or units[j + 1].kind == "A")
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
            if unit.verb == "claim" and all(
                units[k].low in classes["determiner"] or units[k].low in ("responsibility", "for", "credit")
                for k in range(j + 1, trigger.first)
            ):
                # "claimed the attack", "claimed responsibility for the bombing": their deed
                return j
            if unit.verb == "aim":
                # "launched an operation aimed at the liberation of X"
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
