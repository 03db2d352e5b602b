"""Why a candidate is no claim: nobody or nothing is named, or the words only look like a claim."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geo.claims.phrases import is_country
from geo.claims.scene import HARD, Option, Scene, left_edge

if TYPE_CHECKING:
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = ["DESTINATION", "reason_to_drop"]

#: After these a movement names where it goes, not what it leaves.
DESTINATION = frozenset({"to", "towards", "toward", "into"})
#: What a name may stand before that is no place: "Sharia courts", "FSA positions".
_CIVIC = frozenset({"court", "courts", "police", "fighters", "forces", "troops", "soldiers", "militants", "positions"})
#: How near a word of civil life stands to the trigger.
_BESIDE = 4
#: Further from its verb than this, a place in another phrase is not where the verb's object lies.
FAR = 5


def reason_to_drop(  # noqa: PLR0917
    scene: Scene,
    trigger: Trigger,
    predicate: str,
    option: Option | None,
    actors: list[Unit],
    opponents: list[Unit],
) -> str:
    """Why a trigger with its place and actors is no claim; empty if it may be one.

    Parameters
    ----------
    scene : Scene
    trigger : Trigger
    predicate : str
        As the words around the trigger settled it.
    option : Option or None
        The place phrase.
    actors, opponents : list of Unit

    Returns
    -------
    str
        Shown by ``--explain``.
    """
    frame = trigger.frame
    if option is not None and _names_other(scene, trigger, option):
        return "its object is a name nobody knows"
    if frame.flag("actor_required") and not actors:
        return "no actor"
    lead = scene.units[trigger.first - 1].low if trigger.first else ""
    if lead in scene.lexicon.classes["defensive"]:
        return "a weapon of defence"
    if option is None and not frame.flag("placeless") and not (predicate == "withdraw" and _left_for(scene, trigger)):
        return "no place"
    phrase = option.group.heads if option is not None else []
    if frame.id in ("contest.verb", "repel.passive") and phrase and is_country(phrase[0].place):
        return "a whole country"
    if any(
        u.low in ("whoever", "whichever", "whatever") for u in scene.units[max(0, trigger.first - 4) : trigger.first]
    ):
        return "said of anybody"
    bare = frame.id == "hold.verb" and trigger.tags == "b" and lead not in ("to", "that", "both", "these", "all")
    other = (
        bool(trigger.first)
        and bool(scene.units[trigger.first - 1].tags)
        and lead not in scene.lexicon.classes["auxiliary"]
    )
    if bare and (other or lead in scene.lexicon.classes["oblique"] or lead in scene.lexicon.classes["determiner"]):
        # "a battle for control of X", "the control"
        return "no verb here"
    if option is not None and not actors and predicate == "besiege" and _is_bare(option) and trigger.kind == "verb":
        return "nothing named, nobody named"
    if option is not None and option.group.excepted and _is_told_beyond(trigger, option):
        return "an exception"
    if frame.id == "contest.verb" and option is not None and _fights_elsewhere(scene, trigger, option):
        return "only says whom they fight"
    if frame.id in _AMBIGUOUS and not scene.countries and _is_civil(scene, trigger, actors):
        return "told of crime, sport, health or courts"
    if frame.id == "hold.phrase" and _sought(scene, trigger):
        return "control is only sought"
    if frame.id == "capture.weak_verb" and not actors and not trigger.passive:
        return "an everyday verb, and nobody armed is named"
    if frame.id == "strike.ordnance" and _is_booty(scene, trigger):
        return "a weapon that was found or destroyed"
    if frame.id == "repel.passive" and not trigger.passive and not opponents and not _attack_after(scene, trigger):
        return "no attack is repelled"
    if trigger.passive and predicate in ("hold", "capture") and _no_place_subject(scene, trigger):
        return "the subject is no place"
    if not actors and predicate in ("hold", "capture", "recapture") and _nobody(scene, trigger):
        return "said of nobody"
    if frame.id == "hold.positioned" and phrase and is_country(phrase[0].place):
        return "a whole country"
    if trigger.kind == "verb" and option is not None and _owner_only(scene, option):
        return "only the owner of what is told of"
    if trigger.frame.head in ("adjective", "stronghold") and option is not None and not option.group.heads:
        return "no named place"
    if frame.id == "strike.verb" and _is_accident(scene, trigger):
        return "nobody fired"
    if (trigger.kind == "noun" or trigger.passive) and _is_shunned(scene, trigger):
        return "only to be avoided"
    if trigger.kind == "noun" and _is_backing(scene, trigger):
        return "only support for something else"
    if predicate in _GROUND and actors and all(u.actor is not None and u.actor.kind == "air" for u in actors):
        return "nothing that flies holds ground"
    if frame.id == "hold.verb" and trigger.passive and option is not None and _holds_event(scene, option):
        return "not the place is held"
    if _none_happened(scene, trigger, option):
        return "said not to have happened, of no place"
    if predicate in ("advance", "attack") and _repelled(scene, trigger):
        return "what was repelled"
    if predicate in ("capture", "hold") and option is not None and _guarded(scene, option):
        return "guarded against attacks, not taken"
    if option is not None and option.relation.startswith(("clause", "sentence")) and _is_part_of_the_world(option):
        return "as wide as a continent"
    if frame.id == "expel" and option is not None and _to_retreat(scene, trigger, option):
        return "told by the retreat"
    if option is not None and _trapped(scene, trigger, option):
        return "the object is no place"
    return ""


_GROUND = frozenset({"capture", "recapture", "hold", "advance", "besiege", "lose", "transfer"})


def _holds_event(scene: Scene, option: Option) -> bool:
    """Reads "the blockade around X maintained by": what lasts is the blockade."""
    k = option.group.first - (2 if option.group.prep else 1)
    return any(t.last == k and t.frame.predicate in ("besiege", "ceasefire") for t in scene.triggers)


def _none_happened(scene: Scene, trigger: Trigger, option: Option | None) -> bool:
    """Reads "there were no strikes, but protests came from X": no strike on X is denied."""
    if trigger.kind != "noun" or option is None or not option.crossed:
        return False
    before = {u.low for u in scene.units[max(0, trigger.first - 4) : trigger.first]}
    return option.relation.startswith(("clause", "sentence")) and "no" in before


#: Frames whose words have a civil sense too.
_AMBIGUOUS = frozenset({
    "attack.noun", "attack.verb", "attack.explode", "strike.noun", "strike.verb", "strike.ordnance", "contest.noun",
    "contest.verb", "capture.verb", "capture.take", "capture.noun", "capture.weak_verb", "hold.verb", "lose.verb",
    "lose.fall", "lose.noun", "withdraw.flee", "withdraw.leave", "ceasefire.halt",
})  # fmt: skip


def _is_civil(scene: Scene, trigger: Trigger, actors: list[Unit]) -> bool:
    """Reads "sexual assault", "the team beat", "held in jail", where nobody armed is named and no war was chosen."""
    if any(u.actor is not None and u.actor.actor.camp is not None for u in actors):
        return False
    near = scene.units[max(0, trigger.first - _BESIDE) : trigger.last + _BESIDE + 1]
    return any(u.low in scene.lexicon.classes["civil_life"] for u in near)


def _is_accident(scene: Scene, trigger: Trigger) -> bool:
    """Reads "an earthquake hit X", "was struck by a car in X"."""
    units, classes = scene.units, scene.lexicon.classes
    if trigger.passive:
        by = next((k for k in range(trigger.last + 1, min(len(units), trigger.last + 3)) if units[k].low == "by"), -1)
        agent = [u.low for u in units[by + 1 : by + 5]] if by > 0 else []
        bomb = any(word in classes["bomb"] - classes["traffic"] for word in agent)
        return not bomb and any(word in classes["nature"] | classes["traffic"] for word in agent)
    edge = left_edge(scene, trigger)
    if edge < 0 or units[edge].low not in classes["nature"] | classes["traffic"]:
        return False
    # not "an explosives-laden vehicle hit buses"
    return not any("bomb" in u.low or "explos" in u.low or "booby" in u.low for u in units[max(0, edge - 3) : edge])


def _is_told_beyond(trigger: Trigger, option: Option) -> bool:
    """Whether a word tells of more than the exception: not "unlike X, which they retook", "but for rebel-held X"."""
    beside = 0 < trigger.first - option.group.last <= _ASIDE
    own = option.relation == "object_relative" or (beside and trigger.passive)
    return trigger.frame.head not in ("adjective", "stronghold") and not own


#: Units between a name and the participle that says more of it.
_ASIDE = 3


def _fights_elsewhere(scene: Scene, trigger: Trigger, option: Option) -> bool:
    """Reads "the group fighting X made gains near Y": nobody fights X near Y."""
    lead = scene.units[trigger.first - 1].low if trigger.first else ""
    if "g" not in trigger.tags or lead in scene.lexicon.classes["be"]:
        return False
    if option.relation in ("clause_left", "sentence"):
        return True
    return option.relation == "clause_right" and any(
        scene.finite(k) for k in range(trigger.last + 1, option.group.first)
    )


def _owner_only(scene: Scene, option: Option) -> bool:
    """Reads "captured Raqqa's emir", "took Syrias war to": the name only says whose the object is."""
    units, classes = scene.units, scene.lexicon.classes
    if not option.group.heads:
        return False
    k = option.group.heads[-1].index + 1
    if k >= len(units) or units[k].low not in ("'s", "s", "’s"):
        return False
    for unit in units[k + 1 : k + 5]:
        if unit.kind != "w" or unit.low in classes["generic_place"]:
            return False
        if unit.low in classes["no_place"] or unit.low in classes["civil"]:
            return True
    return False


def _no_place_subject(scene: Scene, trigger: Trigger) -> bool:
    """Reads "ten fighters were captured", "a meeting of commanders was being held": no place was."""
    classes = scene.lexicon.classes
    edge = left_edge(scene, trigger)
    if scene.units[edge].low in classes["no_place"]:
        return True
    if trigger.frame.predicate != "hold":
        return False
    return any(u.low in classes["held_event"] for u in scene.units[max(0, edge - 12) : edge])


def _left_for(scene: Scene, trigger: Trigger) -> bool:
    """Reads "retreated to X": what was left is not said, but it was."""
    after = trigger.last + 1
    return trigger.kind == "verb" and after < len(scene.units) and scene.units[after].low in DESTINATION


def _to_retreat(scene: Scene, trigger: Trigger, option: Option) -> bool:
    """Reads "forcing rebels to retreat from X": the retreat is the claim."""
    return any(t.frame.predicate == "withdraw" and trigger.last < t.first < option.group.core for t in scene.triggers)


def _is_booty(scene: Scene, trigger: Trigger) -> bool:
    """Reads "destroyed a mortar in X", "seized rockets": nothing was fired."""
    return any(
        u.tags and u.verb in scene.lexicon.classes["booty"]
        for u in scene.units[max(0, trigger.first - 4) : trigger.first]
    )


def _is_part_of_the_world(option: Option) -> bool:
    """Whether the place lies in no one country: "the Middle East"."""
    places = [h.place.place for h in option.group.heads if h.place is not None and h.place.place is not None]
    return bool(places) and all(p.feature_class == "L" and not p.country_code for p in places)


def _is_bare(option: Option) -> bool:
    return option.group.unnamed and option.group.anaphor is None


def _sought(scene: Scene, trigger: Trigger) -> bool:
    """Reads "battling for control of X", "at the hands of X": nobody has it."""
    span = scene.units[trigger.first : trigger.last + 1]
    if any(a.low == "at" and b.low == "the" for a, b in pairwise(span)):
        # "suffered at the hands of X"
        return True
    return any(a.low == "for" and b.low == "control" for a, b in pairwise(span))


def _attack_after(scene: Scene, trigger: Trigger) -> bool:
    """Whether an attack follows as the object: "thwarted a major rebel offensive"."""
    words = {u.low for u in scene.units[trigger.last + 1 : trigger.last + 9]}
    return not words.isdisjoint(scene.lexicon.classes["deed"] | {"attempt", "attempts", "infiltration", "it", "them"})


def _names_other(scene: Scene, trigger: Trigger, option: Option) -> bool:
    """Reads "stormed Kibbutz Xyz, while troops entered A": the object is named, and it is not A."""
    if trigger.kind != "verb" or trigger.passive or not option.relation.startswith(("clause", "sentence")):
        return False
    k = trigger.last + 1
    unit = scene.units[k] if k < len(scene.units) else None
    if unit is None or unit.kind != "w" or unit.tags or not unit.text[:1].isupper() or unit.text.isupper():
        return False
    if unit.low in scene.lexicon.classes["month"]:
        return False
    after = scene.units[k + 1] if k + 1 < len(scene.units) else unit
    if after.kind == "w" and after.low in scene.lexicon.classes["generic_place"] | _CIVIC:
        # "attacked Sharia court buildings in X"
        return False
    return option.crossed > 0 or option.distance > FAR


def _nobody(scene: Scene, trigger: Trigger) -> bool:
    """Reads "no group has control of X", "neither side holds X"."""
    first = max(0, trigger.first - 5)
    words = [u.low for u in scene.units[first : trigger.first]]
    return any(a in ("no", "neither") and b in ("group", "side", "one", "faction", "party") for a, b in pairwise(words))


def _guarded(scene: Scene, option: Option) -> bool:
    """Reads "secure the border from attacks by X": what follows "from" is a danger, no loser."""
    units, classes = scene.units, scene.lexicon.classes
    for k in range(option.group.last + 1, min(len(units), option.group.last + 6)):
        if units[k].low in ("from", "against"):
            return any(u.low in classes["attack_noun"] or u.low in classes["danger"] for u in units[k + 1 : k + 5])
        if units[k].low in HARD or scene.finite(k):
            return False
    return False


def _repelled(scene: Scene, trigger: Trigger) -> bool:
    """Reads "foiled an attempt by X to infiltrate": told by the repelling claim already."""
    return any(
        t.frame.predicate == "repel"
        and t.kind != "noun"
        and 0 < trigger.first - t.last < 12
        and not any(u.low in ("after", "while", "but", "and", ".") for u in scene.units[t.last + 1 : trigger.first])
        for t in scene.triggers
    )


def _is_shunned(scene: Scene, trigger: Trigger) -> bool:
    """Reads "left X to avoid encirclement": it did not come to that."""
    before = scene.units[max(0, trigger.first - 4) : trigger.first]
    return any(a.low == "to" and b.low in scene.lexicon.classes["shunned"] for a, b in pairwise(before))


def _is_backing(scene: Scene, trigger: Trigger) -> bool:
    """Reads "backed by Russian air strikes", "supported by artillery": said of the actor, not of the place."""
    units = scene.units
    for k in range(trigger.first - 1, max(-1, trigger.first - 8), -1):
        low = units[k].low
        if low in ("by", "with") and k:
            lead = units[k - 2 if k > 1 and units[k - 1].low == "up" else k - 1].low
            if lead in ("backed", "supported", "aided", "helped", "assisted", "accompanied"):
                return True
        if units[k].kind == "P" or low in (",", "-", "to", "that", "which", "after"):
            return False
        if low in ("aid", "support", "help", "backing", "cover") and units[k - 1].low in (
            "the",
            "with",
            "heavy",
            "under",
        ):
            return True
    return False


def _trapped(scene: Scene, trigger: Trigger, option: Option) -> bool:
    """Whether the object is no place: "captured 10 terrorists in X", "withdrew planes from X"."""
    frame = trigger.frame
    units, classes = scene.units, scene.lexicon.classes
    group = option.group
    if frame.predicate in ("capture", "recapture", "hold", "lose") and trigger.kind == "verb" and not trigger.passive:
        if option.relation in ("object_pp", "object_far"):
            return True
        begin = max(group.first, trigger.last + 1)
        if option.relation == "object_in":
            return True
        inside = [units[k].low for k in range(begin, group.core)]
        # "captured 10 in X": a number and a preposition without a place noun
        for k, word in enumerate(inside):
            if word in ("in", "near", "at") and not any(w in classes["generic_place"] for w in inside[:k]) and k > 0:
                return True
    if frame.predicate == "withdraw" and trigger.kind == "verb" and option.relation.startswith("pp_"):
        between = units[trigger.last + 1 : max(trigger.last + 1, group.first - 1)]
        if any(u.actor is not None and u.actor.kind != "air" for u in between):
            # "withdrew its ground troops from X"
            return False
        for k in range(trigger.last + 1, group.first - 1):
            unit = units[k]
            if unit.actor is not None and unit.actor.kind == "air":
                return True
            if (
                unit.kind == "w"
                and unit.low.isalpha()
                and not unit.low.endswith("ly")
                and unit.low not in classes["determiner"]
                and unit.low not in classes["direction"]
                and unit.low
                not in (
                    "forces",
                    "troops",
                    "fighters",
                    "soldiers",
                    "men",
                    "units",
                    "of",
                    "out",
                    "back",
                    "away",
                    "and",
                    "militants",
                )
            ):
                return True
    return False
