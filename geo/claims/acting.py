"""Who fills the actor roles of a trigger. Every answer names the slot that gave it."""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING

from geo.claims.actorphrases import coordinated, governor_of
from geo.claims.asides import (
    accused,
    aimed,
    besides,
    blamed,
    killers,
    owned,
    perpetrator,
    purpose,
    relative_doer,
    unowned_aim,
)
from geo.claims.attached import behind, between, compound
from geo.claims.scene import HARD, Option, Scene, left_edge
from geo.claims.subjects import antecedent, subject_actors
from geo.claims.supports import support

if TYPE_CHECKING:
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = ["role_actors"]


#: "The seizure of X was part of an army offensive": only a noun that opens the sentence waits for its agent.
_OPENING = 6
_FIRE = frozenset({"strike.noun", "attack.noun", "attack.bomb", "strike.ordnance"})


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
                verb = support(scene, trigger)
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
                found, how = purpose(scene, trigger), "purpose"
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
            found = behind(scene, after, frozenset({"by"}))
            beyond = place.group.last + 1 if place is not None else 0
            held = any(t.first == beyond and t.kind == "verb" for t in scene.triggers)
            if not found and place is not None and place.group.core > trigger.last and not held:
                # not "hit the town of X held by Isis"
                found = behind(scene, place.group.last + 1, frozenset({"by"}), 8)
        elif slot == "possessor":
            at = next((k for k in range(trigger.first, trigger.last) if units[k].low in ("its", "their", "his")), -1)
            found = antecedent(scene, at, units[at].low) if at >= 0 else []
        elif slot == "before":
            found = compound(scene, trigger)
        elif slot == "of":
            if after < len(units) and units[after].low in ("of", "from"):
                found = behind(scene, after, frozenset({"of", "from"}), 2)
        elif slot in ("to", "with", "against", "from", "on"):
            found = behind(scene, after, frozenset({slot}))
        elif slot == "between":
            found = (
                between(scene, trigger)[0]
                if not trigger.frame.flag("each_actor")
                else functools.reduce(operator.iadd, map(list, between(scene, trigger)), [])
            )
        elif slot == "between2":
            found = between(scene, trigger)[1]
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
            found = behind(scene, after, frozenset({"by", "of"}))
        elif slot == "clause_before":
            found = [u for u in units[: trigger.first] if u.kind == "A"][-1:]
        if found:
            return owned(scene, found), how
    if slots is trigger.frame.actor and trigger.frame.head == "noun" and (doer := relative_doer(scene, trigger)):
        return doer, "relative"
    if slots is trigger.frame.actor and (blame := accused(scene, trigger)):
        return blame, "accused"
    told_there = place is not None and not place.relation.startswith(("clause", "sentence"))
    if slots is trigger.frame.actor and trigger.frame.predicate in ("attack", "strike", "advance") and told_there:
        owner = units[trigger.first - 1] if trigger.first else None
        named = any(u.kind == "A" for u in units[: trigger.first])
        if owner is not None and owner.low in ("its", "their") and named:
            # "rebels said their attacks on X": whoever was named before
            return antecedent(scene, owner.index, owner.low), "own"
    if slots is trigger.frame.actor and trigger.frame.predicate in ("attack", "strike"):
        if culprit := perpetrator(scene):
            return culprit, "aside"
        found = blamed(scene, after)
        return found, "blamed" if found else ""
    return [], ""


_OWN_SLOTS = ("before", "of", "by")


def _fire_as_subject(scene: Scene, trigger: Trigger) -> Trigger | None:
    """The noun of fire right before a verb of fire: "raids hit X", "shelling has targeted X"."""
    if trigger.frame.id not in ("strike.verb", "attack.verb") or trigger.passive:
        return None
    edge = left_edge(scene, trigger)
    return next((t for t in scene.triggers if t.kind == "noun" and t.last == edge and t.frame.id in _FIRE), None)
