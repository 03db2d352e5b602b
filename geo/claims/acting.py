"""Who fills the actor roles of a trigger. Every answer names the slot that gave it."""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING

from geo.claims.asides import KILL, aimed, besides, killers, unowned_aim
from geo.claims.scene import HARD, Option, Scene, left_edge
from geo.claims.subjects import antecedent, coordinated, governor_of, subject_actors

if TYPE_CHECKING:
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = ["role_actors"]


#: "The seizure of X was part of an army offensive": only a noun that opens the sentence waits for its agent.
_OPENING = 6
#: Units between a noun and the verb that it is the object of; more where an aim stands between.
_REACH, _REACH_AIM = 9, 16
_OWN_PLANS = frozenset({"plan", "prepare", "consider", "threaten", "promise", "attempt", "cancel", "postpone"})
_FIRE = frozenset({"strike.noun", "attack.noun", "attack.bomb", "strike.ordnance"})
_COUNT = frozenset({"at", "more", "over", "about", "some", "several", "dozens", "scores", "many", "two", "three"})


def _hyphened(scene: Scene, index: int) -> bool:
    """Whether a hyphen follows without a space: "rebel-held", not "Russian jets - YouTube"."""
    units = scene.units
    after = units[index + 1] if index + 1 < len(units) else None
    return after is not None and after.low.startswith("-") and after.start == units[index].end


def _purpose(scene: Scene, trigger: Trigger) -> list[Unit]:
    """Reads "an offensive launched by the army to encircle X", "the army's bid to take X": who pursues the aim."""
    units, classes = scene.units, scene.lexicon.classes
    low = units[trigger.first - 1].low if trigger.first else ""
    if low != "to" and not (low in ("at", "of") and "g" in trigger.tags):
        return []
    for k in range(trigger.first - 2, max(-1, trigger.first - 15), -1):
        if units[k].low in HARD:
            return []
        if units[k].low in classes["plan_noun"]:
            found = _by(scene, k + 1, frozenset({"by"}), trigger.first - k)
            before = units[k - 1] if k else None
            if not found and before is not None and before.low in ("'s", "s") and k > 1:
                before = units[k - 2]
            if not found and before is not None and before.kind == "A":
                found = coordinated(scene, before)
            return found
    return []


def _blamed(scene: Scene, start: int) -> list[Unit]:
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


def _relative_doer(scene: Scene, trigger: Trigger) -> list[Unit]:
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


def _perpetrator(scene: Scene) -> list[Unit]:
    """Reads "the regime committed a massacre in X, where a bomb hit a market": who is told to have done it."""
    for unit in scene.units:
        if unit.verb in ("commit", "perpetrate") and unit.tags:
            after = {u.low for u in scene.units[unit.index + 1 : unit.index + 5]}
            if after.isdisjoint(("massacre", "massacres", "atrocity", "atrocities", "crime", "crimes")):
                return []
            return subject_actors(scene, unit.index)[0]
    return []


def _accused(scene: Scene, trigger: Trigger) -> list[Unit]:
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


def _by(scene: Scene, start: int, words: frozenset[str], reach: int = 14) -> list[Unit]:
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


def _compound(scene: Scene, trigger: Trigger) -> list[Unit]:
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


def _between(scene: Scene, trigger: Trigger) -> tuple[list[Unit], list[Unit]]:
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
            found = [a for unit in inside[:1] for a in coordinated(scene, unit)]
        elif slot == "subject":
            if trigger.passive and trigger.kind != "noun":
                continue
            if trigger.kind == "noun" or trigger.frame.head == "noun":
                verb = _support(scene, trigger)
                if verb is not None:
                    found, how = subject_actors(scene, verb)
                    how = "support_" + how
                if not found and trigger.frame.predicate in ("contest", "capture", "recapture"):
                    found, how = killers(scene, trigger) or aimed(scene, trigger), "aside"
            elif (fire := _fire_as_subject(scene, trigger)) is not None:
                # "raids hit X": whose raids they are, not who was named before
                found, how = role_actors(scene, fire, _OWN_SLOTS, None)
                if not found:
                    break
            else:
                found, how = _purpose(scene, trigger), "purpose"
                if not found and not unowned_aim(scene, trigger):
                    found, how = subject_actors(scene, trigger.first)
        elif slot == "subject_if_active":
            if not trigger.passive:
                found, how = subject_actors(scene, trigger.first)
        elif slot == "by_passive" and not trigger.passive:
            continue
        elif slot == "by" and trigger.kind == "verb" and not trigger.passive:
            # "recaptured the road, which was used by X": an active verb has no agent behind it
            continue
        elif slot in ("by", "by_passive"):
            found = _by(scene, after, frozenset({"by"}))
            beyond = place.group.last + 1 if place is not None else 0
            held = any(t.first == beyond and t.kind == "verb" for t in scene.triggers)
            if not found and place is not None and place.group.core > trigger.last and not held:
                # not "hit the town of X held by Isis"
                found = _by(scene, place.group.last + 1, frozenset({"by"}), 8)
        elif slot == "possessor":
            at = next((k for k in range(trigger.first, trigger.last) if units[k].low in ("its", "their", "his")), -1)
            found = antecedent(scene, at, units[at].low) if at >= 0 else []
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
                        found = coordinated(scene, units[k])
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
                        coordinated(scene, units[k])
                        for k in range(after, min(len(units), after + 6))
                        if units[k].kind == "A"
                    ),
                    [],
                )
        elif slot == "first":
            found = next(
                (
                    coordinated(scene, u)
                    for u in units[: trigger.first]
                    if u.kind == "A"
                    and governor_of(scene, u) not in scene.lexicon.classes["oblique"]
                    and not units[u.index + 1].low.startswith("-")
                ),
                [],
            )
        elif slot == "later_subject" and trigger.first <= _OPENING:
            for k in range(after, len(units)):
                if k + 1 < len(units) and units[k + 1].low.startswith("-"):
                    continue
                actor = units[k].actor
                named = actor is not None and actor.kind != "adjective"
                if named and governor_of(scene, units[k]) not in scene.lexicon.classes["oblique"]:
                    found = coordinated(scene, units[k])
                    break
        elif slot in ("between_words", "before_noun"):
            for k in range(trigger.first + 1, trigger.last + 1):
                if units[k].kind == "A":
                    found = [units[k]]
                    break
        elif slot == "besides":
            found = besides(scene, after)
        elif slot == "by_attack":
            found = _by(scene, after, frozenset({"by", "of"}))
        elif slot == "clause_before":
            found = [u for u in units[: trigger.first] if u.kind == "A"][-1:]
        if found:
            return _owned(scene, found), how
    if slots is trigger.frame.actor and trigger.frame.head == "noun" and (doer := _relative_doer(scene, trigger)):
        return doer, "relative"
    if slots is trigger.frame.actor and (accused := _accused(scene, trigger)):
        return accused, "accused"
    told_there = place is not None and not place.relation.startswith(("clause", "sentence"))
    if slots is trigger.frame.actor and trigger.frame.predicate in ("attack", "strike", "advance") and told_there:
        owner = units[trigger.first - 1] if trigger.first else None
        named = any(u.kind == "A" for u in units[: trigger.first])
        if owner is not None and owner.low in ("its", "their") and named:
            # "rebels said their attacks on X": whoever was named before
            return antecedent(scene, owner.index, owner.low), "own"
    if slots is trigger.frame.actor and trigger.frame.predicate in ("attack", "strike"):
        if culprit := _perpetrator(scene):
            return culprit, "aside"
        found = _blamed(scene, after)
        return found, "blamed" if found else ""
    return [], ""


def _owned(scene: Scene, found: list[Unit]) -> list[Unit]:
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


_OWN_SLOTS = ("before", "of", "by")


def _fire_as_subject(scene: Scene, trigger: Trigger) -> Trigger | None:
    """The noun of fire right before a verb of fire: "raids hit X", "shelling has targeted X"."""
    if trigger.frame.id not in ("strike.verb", "attack.verb") or trigger.passive:
        return None
    edge = left_edge(scene, trigger)
    return next((t for t in scene.triggers if t.kind == "noun" and t.last == edge and t.frame.id in _FIRE), None)


def _support(scene: Scene, trigger: Trigger) -> int | None:
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
            if unit.verb in KILL and "g" not in unit.tags:
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
