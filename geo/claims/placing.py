"""Which place phrase fills the place role of a trigger. Every answer names the relation that gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.naming import named_after
from geo.claims.scene import HARD, Option, Scene, is_country_unit, left_edge
from geo.claims.slots import (
    after_preposition,
    apposed,
    before_noun,
    next_phrase,
    object_phrase,
    pronoun_place,
    subject_phrase,
)

if TYPE_CHECKING:
    from geo.claims.phrases import Group
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = ["clause_option", "parallel_groups", "place_options"]


def _boundaries(scene: Scene) -> list[int]:
    """For each unit, the weight of the clause boundaries before it; counted once a sentence."""
    if not scene.boundaries:
        total, sums, clause = 0, [0], scene.lexicon.classes["clause"]
        for unit in scene.units:
            if unit.low in HARD:
                total += 3
            elif unit.low == "as" and "well" in {u.low for u in scene.units[max(0, unit.index - 1) : unit.index + 2]}:
                pass  # "as well as" opens no clause
            elif unit.low in clause or unit.low in {"said", "says", "told", "reported", "added"}:
                total += 1
            sums.append(total)
        scene.boundaries = sums
    return scene.boundaries


#: Nearer than this a pronoun needs no further look.
_NEAR = 6
#: How far back the pronoun of "the town that members of X have been trying to take" may stand.
_RELATIVE_REACH = 14


def _relative_before(scene: Scene, edge: int) -> int | None:
    """Index of the relative pronoun whose verb this is, in the same clause."""
    for k in range(edge, max(-1, edge - _RELATIVE_REACH), -1):
        unit = scene.units[k]
        if unit.low in ("which", "that"):
            return k
        names = scene.lexicon.verb_class.get(unit.verb, frozenset()) if unit.tags else frozenset()
        if unit.low in HARD or (edge - k >= _NEAR and scene.finite(k) and not names & {"plan", "achieve", "fail"}):
            return None
    return None


def _same_as(scene: Scene, group: Group) -> Group:
    """Reads "Manbij, a town that they want": the name before an apposition, else the phrase itself."""
    if not group.unnamed or scene.units[group.first].low not in ("a", "an", "the"):
        return group
    return next(
        (
            g
            for g in scene.groups
            if g.heads
            and (g.last == group.first - 1 or (g.last == group.first - 2 and scene.units[g.last + 1].low == ","))
        ),
        group,
    )


def clause_option(scene: Scene, trigger: Trigger) -> Option | None:
    """Any place phrase of the sentence that can locate the event: right in the clause, then left, then beyond."""
    units, classes = scene.units, scene.lexicon.classes
    options: list[tuple[float, Option]] = []
    boundaries = _boundaries(scene)
    for group in scene.groups:
        if group.unnamed and group.anaphor is None:
            continue
        if trigger.frame.predicate in ("strike", "attack") and _of_shooter(scene, group):
            continue
        right = group.core > trigger.last
        lo, hi = (trigger.last + 1, group.first) if right else (group.last + 1, trigger.first)
        crossed = boundaries[hi] - boundaries[lo] if hi > lo else 0
        distance = max(0, hi - lo)
        prep = group.prep
        locative = prep in (
            "in",
            "at",
            "near",
            "on",
            "across",
            "around",
            "over",
            "inside",
            "outside",
            "throughout",
            "against",
            "of",
            "between",
            "within",
        )
        cost = crossed * 4 + distance * 0.25 + (0 if right else 1.5)
        cost += 0 if locative else 2.0
        if prep == "from":
            cost += 4
        if prep == "to":
            cost += 3
        head = units[group.first - 2].low if group.first >= 2 else ""
        if prep == "in" and head.rpartition(" ")[2] in classes["seated"]:
            # "no word from the government in X"
            continue
        if prep in ("in", "at", "from", "to", "of") and head in classes["speaker_head"]:
            cost += 5 if head not in ("people", "civilians", "residents", "refugees") else 2
        if group.heads and group.first == 0 and prep == "" and not right:
            cost += 1  # a dateline or a headline
            if group.last + 1 < len(units) and units[group.last + 1].low in ("(", "-", "–", "—", ":"):
                cost += 5
        if group.heads and all(
            h.place is not None and h.place.place is not None and (h.place.place.feature_code.startswith("PCL"))
            for h in group.heads
        ):
            cost += 6
        if group.unnamed:
            cost += 3
        if scene.countries and group.heads and all(_abroad(scene, h) for h in group.heads):
            # "the bombing came as talks went on in Astana"
            cost += 8
        if not right and hi > lo and units[lo].low == "where":
            cost = min(cost, 0.5)
            crossed = 0
        lead = group.first - (2 if prep else 1)
        if lead >= 0 and units[lead].low in classes["standing"] | {"living"}:
            cost += 7
        options.append((cost, Option(group, "clause_right" if right else "clause_left", distance, crossed)))
    if not options:
        return None
    options.sort(key=lambda o: (o[0], o[1].distance))
    cost, option = options[0]
    if scene.countries and option.group.heads and all(_abroad(scene, h) for h in option.group.heads):
        return None
    if cost > 9:
        option.relation = "sentence"
    return option


def _abroad(scene: Scene, unit: Unit) -> bool:
    """Whether a place lies in a country that the war is not in."""
    place = unit.place.place if unit.place is not None else None
    return place is not None and bool(place.country_code) and place.country_code not in scene.countries


def _of_shooter(scene: Scene, group: Group) -> bool:
    """Reads "terrorists positioned in X fired": X is where the fire comes from."""
    lead = group.first - (2 if group.prep else 1)
    if lead <= 0 or scene.units[lead].low not in scene.lexicon.classes["standing"]:
        return False
    lead -= 1
    while lead > 0 and (
        scene.units[lead].low in scene.lexicon.classes["be"] or scene.units[lead].low in ("who", "that")
    ):
        lead -= 1
    return scene.units[lead].kind == "A"


def parallel_groups(scene: Scene, option: Option) -> list[Group]:
    """Reads "in X province and rival groups in Y province", "as well as depots in Z": places told in parallel."""
    units, classes = scene.units, scene.lexicon.classes
    first = option.group
    found: list[Group] = []
    position = first.last + 1
    joined = False
    for group in scene.groups:
        if not group.heads or group.core <= first.last:
            continue
        for k in range(position, group.first):
            low = units[k].low
            if (
                low in HARD
                or low in classes["stop_right"] - {"as"}
                or (scene.finite(k) and not (k + 1 < len(units) and units[k + 1].low == "by"))
            ):
                return found
            paired = units[k - 1].low in classes["direction"] and units[k + 1].low in classes["direction"]
            if (low == "and" and not paired) or (low == "as" and units[k - 1].low == "well"):
                joined = True
        if joined and group.prep == first.prep and group.prep and not all(is_country_unit(h) for h in group.heads):
            found.append(group)
        position = group.last + 1
    return found


def place_options(scene: Scene, trigger: Trigger) -> list[Option]:
    """Place phrases for a trigger, by the slots of its frame in their order; the first is the best.

    Parameters
    ----------
    scene : Scene
    trigger : Trigger

    Returns
    -------
    list of Option
        Empty if no slot is filled.
    """
    frame = trigger.frame
    strict = frame.flag("strict")
    options: list[Option] = []
    units = scene.units
    after = units[trigger.last + 1].low if trigger.last + 1 < len(units) else ""
    for slot in frame.place:
        option: Option | None = None
        if slot in ("object", "subject") and trigger.kind != "noun":
            edge = left_edge(scene, trigger)
            on_left = slot == "subject" or trigger.passive
            if on_left and edge > 0 and units[edge].low in ("it", "they") and units[edge - 1].low == "where":
                group = next((g for g in scene.groups if g.last == edge - 2), None)
                option = Option(group, "pronoun", 1) if group is not None else None
            elif on_left and edge >= 0 and units[edge].low in ("it", "they"):
                option = pronoun_place(scene, edge)
            elif not on_left and after in ("it", "them"):
                option = pronoun_place(scene, trigger.first, plural=after == "them")
        if option is not None:
            pass
        elif slot == "object":
            if trigger.passive and trigger.kind != "noun":
                option = subject_phrase(scene, trigger)
            else:
                option = object_phrase(scene, trigger, strict=strict)
                if option is None or option.relation in ("object_pp", "object_in", "object_far"):
                    edge = left_edge(scene, trigger)
                    # "the village that rebels had taken": the object stands before the relative pronoun
                    rel = _relative_before(scene, edge)
                    if rel is not None and rel > 0:
                        group = next(
                            (
                                g
                                for g in scene.groups
                                if g.last == rel - 1 or (g.last == rel - 2 and scene.units[rel - 1].low == ",")
                            ),
                            None,
                        )
                        if group is not None and any(
                            u.kind == "A" or u.low in scene.lexicon.classes["pronoun"]
                            for u in scene.units[rel + 1 : trigger.first]
                        ):
                            option = Option(_same_as(scene, group), "object_relative", 1)
                    # "the villages it has captured"
                    doer = edge > 0 and (units[edge].kind == "A" or units[edge].low in scene.lexicon.classes["pronoun"])
                    if rel is None and doer and (option is None or option.relation != "object"):
                        group = next((g for g in scene.groups if g.last == edge - 1), None)
                        option = Option(group, "object_relative", 1) if group is not None else option
        elif slot == "subject":
            option = subject_phrase(scene, trigger)
        elif slot == "inside":
            group = next((g for g in scene.groups if trigger.first < g.core <= trigger.last), None)
            option = Option(group, "pattern", 0) if group is not None else None
        elif slot.startswith("pp:"):
            option = after_preposition(scene, trigger, frozenset(slot[3:].split(",")))
            if option is not None and option.crossed and trigger.kind == "noun" and "before" in frame.place:
                # "after the Ghouta shelling rebels fired at X": the place before it is its own
                option = before_noun(scene, trigger) or option
        elif slot == "of":
            option = after_preposition(scene, trigger, frozenset({"of"}))
            if option is not None and option.distance > 8:
                option = None
        elif slot == "before":
            option = before_noun(scene, trigger)
        elif slot == "next":
            option = next_phrase(scene, trigger)
        elif slot == "apposed":
            option = apposed(scene, trigger)
        elif slot == "phrase":
            ends_open = scene.units[trigger.last].low in ("of", "over", "on")
            option = (
                object_phrase(scene, trigger, strict=False)
                if ends_open and scene.units[trigger.last].kind != "A"
                else None
            ) or subject_phrase(scene, trigger)
        elif slot in ("clause", "clause_near"):
            option = clause_option(scene, trigger)
            if slot == "clause_near" and option is not None and (option.crossed or option.distance > 6):
                option = None
        elif slot == "pattern" and trigger.places:
            group = next((g for g in scene.groups if trigger.places[0] in g.heads), None)
            option = Option(group, "pattern", 0) if group is not None else None
        elif slot == "anaphor":
            following = units[trigger.last + 1] if trigger.last + 1 < len(units) else None
            bare = following is None or (
                following.kind == "w"
                and not following.low[0].isdigit()
                and following.low
                not in (
                    "the",
                    "a",
                    "an",
                    "its",
                    "their",
                    "at",
                    "several",
                    "people",
                    "it",
                    "them",
                    "to",
                    "towards",
                    "toward",
                    "into",
                )
            )
            only = trigger.frame.options.get("bare_only")
            bare = bare and (only is None or following is None or following.low in only)
            option = pronoun_place(scene, trigger.first) if bare and not options else None
            if option is not None:
                option.relation = "anaphor"
        if option is not None and frame.predicate in ("strike", "attack") and _of_shooter(scene, option.group):
            option = None
        if option is not None and option.crossed and option.group.heads and scene.countries:
            # "the use of gas could derail the talks held in Astana"
            option = None if all(_abroad(scene, h) for h in option.group.heads) else option
        if option is not None:
            option = named_after(scene, option, trigger)
        if option is not None and not any(o.group is option.group for o in options):
            options.append(option)
    return options
