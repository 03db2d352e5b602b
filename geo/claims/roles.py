"""Which place and which actors fill the roles of a trigger. Every answer names the relation that gave it."""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.claims.groups import Group
    from geo.claims.lexicon import Lexicon
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = ["Option", "Scene", "clause_option", "parallel_groups", "place_options", "role_actors"]

_HARD = frozenset({".", ";", "!", "?", '"'})
#: Words of the determiner class that can also be conjunctions: they end a noun phrase seen from its head.
_NOT_BEFORE_NOUN = frozenset({"as", "well", "at", "also"})
_KILL = frozenset({"kill", "injure", "wound", "eliminate", "die"})
_SKIP_LEFT = frozenset({"also", "however", ",", "meanwhile", "later", "then"})
_OBLIQUE = frozenset(
    [
        "from",
        "against",
        "by",
        "on",
        "of",
        "to",
        "with",
        "in",
        "for",
        "over",
        "at",
        "under",
        "into",
        "than",
        "between",
        "near",
        "around",
        "despite",
        "including",
        "like",
        "within",
        "inside",
        "outside",
        "among",
        "targeting",
    ]
)
_OFFICE = frozenset({"spokesman", "commander", "leader", "official", "minister", "ministry", "source", "media"})


@dataclass(slots=True)
class Scene:
    """A sentence, analysed: what the role rules read."""

    units: list[Unit]
    groups: list[Group]
    triggers: list[Trigger]
    lexicon: Lexicon
    previous: list[Unit] = field(default_factory=list)  # subjects of earlier sentences, the last one last

    def finite(self, index: int) -> bool:
        """Whether the unit is a verb that opens a clause of its own (not an auxiliary, not a bare participle)."""
        unit = self.units[index]
        if unit.kind != "w" or not unit.tags or unit.low in self.lexicon.classes["auxiliary"]:
            return False
        if unit.low in self.lexicon.classes["generic_place"]:
            return False
        if "d" in unit.tags or unit.tags in {"s", "b"}:
            if "d" not in unit.tags and index and self.units[index - 1].low in self.lexicon.classes["determiner"]:
                return False
            if any(t.kind == "noun" and t.first <= index <= t.last for t in self.triggers):
                return False
            return not (
                unit.tags in ("b", "s")
                and (
                    index == 0
                    or self.units[index - 1].low in _OBLIQUE
                    or (
                        self.units[index - 1].kind == "w"
                        and not self.units[index - 1].tags
                        and self.units[index - 1].low.isalpha()
                        and not self.units[index - 1].low.endswith("s")
                        and unit.tags == "b"
                    )
                )
            )
        return False


# ---------------------------------------------------------------------------------------------- places


@dataclass(slots=True)
class Option:
    """A place phrase that may fill the place role, with the relation and its distance in units."""

    group: Group
    relation: str
    distance: int
    crossed: int = 0  # boundaries between trigger and place


def _object(scene: Scene, trigger: Trigger, *, strict: bool) -> Option | None:
    units, classes = scene.units, scene.lexicon.classes
    start = trigger.last + 1
    best: Option | None = None
    for group in scene.groups:
        if group.core <= trigger.last:
            continue
        begin = max(group.first, start)
        prep = False
        bad = 0
        for k in range(start, begin):
            unit = units[k]
            low = unit.low
            if low in _HARD or (low in classes["stop_right"] and low != "as"):
                return best
            if low in (
                "in",
                "at",
                "near",
                "on",
                "around",
                "outside",
                "inside",
                "into",
                "towards",
                "from",
                "to",
                "by",
                "with",
                "for",
                "against",
            ):
                prep = True
                if low in ("from", "by", "with", "for", "to", "against"):
                    return best
            elif scene.finite(k) and unit.low != "control":
                return best
            elif low in classes["no_place"] or (low.endswith(("ists", "ants", "iers")) and unit.kind == "w"):
                bad += 2
            elif unit.kind == "A":
                bad += 1 if unit.actor is not None and unit.actor.kind != "adjective" else 0
            elif (
                unit.kind == "w"
                and low not in classes["determiner"]
                and low not in classes["direction"]
                and not low.endswith("ly")
                and low.isalpha()
                and low not in ("of", "and", "or", "control", "over", "up", "out", "down")
            ):
                bad += 1
        if strict and (prep or bad > 1):
            return best
        if bad >= 2 and prep and not _place_noun_before(scene, start, begin):
            relation = "object_pp"
        elif prep:
            relation = "object_in"
        elif bad >= 2:
            relation = "object_far"
        else:
            relation = "object"
        return Option(group, relation, begin - start)
    return best


def _place_noun_before(scene: Scene, start: int, end: int) -> bool:
    return any(scene.units[k].low in scene.lexicon.classes["generic_place"] for k in range(start, end))


def _left_edge(scene: Scene, trigger: Trigger) -> int:
    """Index of the unit before the trigger, its auxiliaries and its adverbs."""
    j = trigger.first - 1
    auxiliary = scene.lexicon.classes["auxiliary"]
    while (
        j >= 0
        and scene.units[j].kind == "w"
        and (scene.units[j].low in auxiliary or scene.units[j].low.endswith("ly"))
        and scene.units[j].low != "to"
    ):
        j -= 1
    return j


def _subject_group(scene: Scene, trigger: Trigger) -> Option | None:
    units, classes = scene.units, scene.lexicon.classes
    edge = _left_edge(scene, trigger)
    if edge < 0:
        return None
    relative = units[edge].low in classes["relative"]
    joined = units[edge].low in ("and", "but")
    if units[edge].low == ",":
        # "X, which rebels had taken in March, was retaken": step over the relative clause
        comma = next((k for k in range(edge - 1, 0, -1) if units[k].low == ","), 0)
        if comma and units[comma + 1].low in classes["relative"]:
            group = next((g for g in scene.groups if g.last == comma - 1), None)
            if group is not None:
                return Option(group, "subject", 1)
    candidates: list[Option] = []
    crossed = 0
    limit = edge
    for group in reversed(scene.groups):
        if group.core > edge:
            continue
        for k in range(min(limit, edge), group.last, -1):
            unit = units[k]
            if unit.low in _HARD:
                crossed += 5
            elif unit.low in classes["relative"] and not (relative and k == edge):
                crossed += 0 if joined else 2
            elif unit.low in classes["clause"] and not (relative and k == edge):
                crossed += 2
            elif scene.finite(k) and not relative:
                crossed += 0 if joined else 1
        limit = group.first
        if crossed >= 2 and candidates:
            break
        candidates.append(Option(group, "subject", edge - group.last, crossed))
        if crossed >= 5:
            break
    if not candidates:
        return None
    if edge == trigger.first - 1 and trigger.passive and candidates[0].distance <= 1 and candidates[0].crossed == 0:
        return candidates[0]
    if relative and units[edge].low in ("which", "that"):
        group = candidates[0].group
        if (
            group.containers
            and group.heads
            and group.containers[-1].index > group.heads[-1].index
            and candidates[0].distance <= 1
            and units[group.last].low in ("province", "governorate", "region", "area")
        ):
            return Option(
                replace(group, heads=[group.containers[-1]], containers=[], first=group.containers[-1].index),
                "subject",
                candidates[0].distance,
                0,
            )
    if relative or units[edge].low == ",":
        named = [c for c in candidates if not c.group.unnamed and c.crossed == 0]
        if named and named[0].distance <= 3:
            return named[0]
        if relative and candidates[0].distance <= 2:
            return candidates[0]
    free = [c for c in candidates if c.group.prep in ("", "of") and c.crossed < 2]
    named_free = [c for c in free if not c.group.unnamed]
    if named_free:
        # "Most of X, the capital of the province, is held": the subject is the first free phrase of the clause
        return named_free[0] if named_free[0].distance <= 1 else named_free[-1]
    near = [c for c in candidates if not c.group.unnamed and c.crossed < 2]
    if free and (not near or free[0].distance <= 1):
        return free[0]
    if near:
        near[0].relation = "subject_pp"
        return near[0]
    return None


def _pp(scene: Scene, trigger: Trigger, preps: frozenset[str]) -> Option | None:
    units, classes = scene.units, scene.lexicon.classes
    crossed = 0
    k = trigger.last + 1
    for group in scene.groups:
        if group.core <= trigger.last or (group.first < k and group.core < k):
            continue
        while k < group.first:
            unit = units[k]
            low = unit.low
            if low in _HARD:
                return None
            if (
                low in ("and", "but")
                and k + 1 < len(units)
                and (scene.finite(k + 1) or units[k + 1].low in classes["be"])
                and (trigger.kind == "noun" or k > trigger.last + 2)
            ):
                crossed += 2 if trigger.kind == "noun" else 1
            elif low in classes["stop_right"] or (
                scene.finite(k) and low not in ("targeting", "hit", "targeted", "target")
            ):
                crossed += 1
            k += 1
        if crossed >= 2 or (crossed and (trigger.frame.predicate == "withdraw" or trigger.frame.id == "contest.verb")):
            return None
        before = units[group.first - 1].low if group.first else ""
        inside = [units[x].low for x in range(max(group.first, trigger.last + 1), group.core)]
        prep = group.prep or before
        shared = (
            trigger.kind == "verb"
            and units[trigger.last + 1].low in preps
            and units[trigger.last + 2].low == "and"
            and group.first == trigger.last + 4
        )
        hit = (
            shared
            or before in preps
            or group.prep in preps
            or (inside and inside[0] in preps)
            or any(x in preps for x in inside[:2])
        )
        if hit and not (group.unnamed and crossed):
            return Option(
                group,
                f"pp_{prep if prep in preps else (inside[0] if inside else prep)}",
                group.core - trigger.last,
                crossed,
            )
        if group.unnamed:
            continue
        k = group.last + 1
    return None


def _pronoun_place(scene: Scene, before: int, *, plural: bool = False) -> Option | None:
    """What "it" or "them" means as a place: the nearest earlier place phrase, a named one first."""
    earlier = [g for g in scene.groups if g.last < before and (g.heads or g.anaphor is not None)]
    if plural:
        several = [
            g
            for g in scene.groups
            if g.last < before and (len(g.heads) > 1 or any(x.endswith("s") for x in g.generics))
        ]
        if several:
            return Option(several[-1], "pronoun", 1)
    earlier = [g for g in earlier if scene.units[g.last + 1].low != "-"]
    settled = [g for g in earlier if not (g.heads and all(_country(h) for h in g.heads))]
    if settled:
        return Option(settled[-1], "pronoun", 1)
    unnamed = [g for g in scene.groups if g.last < before]
    return Option(unnamed[-1], "pronoun", 1) if unnamed else None


def _country(unit: Unit) -> bool:
    place = unit.place.place if unit.place else None
    return place is not None and place.feature_code.startswith("PCL")


def _named_after(scene: Scene, option: Option) -> Option:
    """Reads "three villages: A and B", "a base ... in the city of C": the named place that an unnamed one belongs to."""
    units, classes = scene.units, scene.lexicon.classes
    group = option.group
    if not group.unnamed or group.anaphor is not None:
        return option
    later = [g for g in scene.groups if g.heads and g.core > group.last]
    if not later:
        return option
    named = later[0]
    gap = units[group.last + 1 : named.first]
    words = [u.low for u in gap]
    if words == ["and"] and named.generics:
        return Option(named, option.relation, option.distance + 1)
    opening = [u.low for u in units[named.first : named.heads[0].index]]
    ending = [u.low for u in units[named.heads[-1].index + 1 : named.heads[-1].index + 3]]
    lists = {":", "including", "namely", "(", "-", "such", "among", "them", ",", "as", "notably", "like"}
    if len(words) <= 4 and all(w in lists for w in words):
        opens = set(words) | set(opening)
        if opens & {":", "including", "namely", "(", "-", "such", "among", "notably"} or ending[:1] == ["among"]:
            return Option(named, option.relation, option.distance + 1)
    if any(
        w in _HARD
        or (w in classes["stop_right"] and w not in ("which", "where", "that", "who"))
        or (w in ("from", "to", "and") and w != words[0])
        for w in words[:-1]
    ):
        return option
    if (
        (
            named.prep
            in ("in", "at", "near", "inside", "outside", "around", "on", "within", "of", "northeast", "including")
            or named.near
        )
        and len(words) <= 10
        and "said" not in words
    ):
        return Option(named, option.relation, option.distance + 2)
    return option


def _before(scene: Scene, trigger: Trigger) -> Option | None:
    units, classes = scene.units, scene.lexicon.classes
    j = trigger.first - 1
    steps = 0
    while j >= 0 and steps < 4:
        unit = units[j]
        if unit.kind == "P":
            group = next((g for g in scene.groups if unit in g.heads or unit in g.containers), None)
            if group is None:
                return None
            if group.prep == "from":
                return None
            return Option(group, "before", steps)
        if (
            unit.low in ("s", "'s")
            or unit.kind == "A"
            or unit.low in classes["air"]
            or unit.low in classes["direction"]
            or unit.low
            in ("terrorist", "terror", "ground", "deadly", "chemical", "military", "major", "gas", "city", "province")
        ):
            j -= 1
            steps += 1
            continue
        return None
    return None


def _next(scene: Scene, trigger: Trigger) -> Option | None:
    units, classes = scene.units, scene.lexicon.classes
    for group in scene.groups:
        if group.core <= trigger.last:
            continue
        gap = range(trigger.last + 1, max(group.first, trigger.last + 1))
        words = [units[k] for k in gap]
        if len(words) > 3 or any(
            u.low in _HARD
            or u.low in (",", "and")
            or (u.tags and "n" not in u.tags and u.low not in classes["generic_place"])
            or u.low in classes["clause"]
            for u in words
        ):
            return None
        return Option(group, "next", len(words))
    return None


def _apposed(scene: Scene, trigger: Trigger) -> Option | None:
    units, classes = scene.units, scene.lexicon.classes
    right = next((g for g in scene.groups if g.heads and g.heads[0].index > trigger.last), None)
    if right is not None:
        words = [u.low for u in units[trigger.last + 1 : right.heads[0].index]]
        if (
            all(
                w in classes["determiner"]
                or w in classes["direction"]
                or w in classes["generic_place"]
                or w in ("of", "in", ",", "-", "at", "is")
                for w in words
            )
            and len(words) <= 6
        ):
            return Option(right, "apposed_right", len(words))
    named = [g for g in scene.groups if g.heads and g.heads[-1].index < trigger.first]
    if named:
        left = named[-1]
        words_left = units[left.heads[-1].index + 1 : trigger.first]
        bad = sum(
            not (
                u.low in classes["determiner"]
                or u.low in classes["direction"]
                or u.low in classes["generic_place"]
                or u.kind in ("A", "P")
                or u.low in classes["auxiliary"]
                or u.low
                in (
                    "of",
                    "in",
                    ",",
                    "-",
                    "–",
                    "once",
                    "one",
                    "s",
                    "'s",
                    "which",
                    "km",
                    "lies",
                    "about",
                    "and",
                    "group",
                    "groups",
                    "remains",
                    "considered",
                    "terror",
                    "extremist",
                )
            )
            for u in words_left
        )
        if bad <= 2 and len(words_left) <= 19:
            return Option(left, "apposed_left", len(words_left))
    own = next((g for g in scene.groups if g.first <= trigger.first <= g.last and not g.heads), None)
    return Option(own, "apposed_self", 0) if own is not None else None


def clause_option(scene: Scene, trigger: Trigger) -> Option | None:
    """Any place phrase of the sentence that can locate the event: right in the clause, then left, then beyond."""
    units, classes = scene.units, scene.lexicon.classes
    options: list[tuple[float, Option]] = []
    for group in scene.groups:
        if group.unnamed and group.anaphor is None:
            continue
        right = group.core > trigger.last
        lo, hi = (trigger.last + 1, group.first) if right else (group.last + 1, trigger.first)
        crossed = 0
        for k in range(lo, hi):
            low = units[k].low
            if low in _HARD:
                crossed += 3
            elif low in classes["clause"] or low in ("said", "says", "told", "reported", "added"):
                crossed += 1
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
        if prep in ("in", "at", "from", "to", "of") and head in classes["speaker_head"]:
            cost += 5 if head not in ("people", "civilians", "residents", "refugees") else 2
        if group.heads and group.first == 0 and prep == "" and not right:
            cost += 1  # a dateline or a headline
        if group.heads and all(
            h.place is not None and h.place.place is not None and (h.place.place.feature_code.startswith("PCL"))
            for h in group.heads
        ):
            cost += 6
        if group.unnamed:
            cost += 3
        if not right and hi > lo and units[lo].low == "where":
            cost = min(cost, 1.0)
            crossed = 0
        lead = group.first - (2 if prep else 1)
        if lead >= 0 and units[lead].low in ("positioned", "located", "based", "entrenched", "stationed", "living"):
            cost += 7
        options.append((cost, Option(group, "clause_right" if right else "clause_left", distance, crossed)))
    if not options:
        return None
    options.sort(key=lambda o: (o[0], o[1].distance))
    cost, option = options[0]
    if cost > 9:
        option.relation = "sentence"
    return option


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
                low in _HARD
                or low in classes["stop_right"] - {"as"}
                or (scene.finite(k) and not (k + 1 < len(units) and units[k + 1].low == "by"))
            ):
                return found
            if low == "and" or (low == "as" and units[k - 1].low == "well"):
                joined = True
        if joined and group.prep == first.prep and group.prep and not all(_country(h) for h in group.heads):
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
            edge = _left_edge(scene, trigger)
            on_left = slot == "subject" or trigger.passive
            if on_left and edge >= 0 and units[edge].low in ("it", "they"):
                option = _pronoun_place(scene, edge)
            elif not on_left and after in ("it", "them"):
                option = _pronoun_place(scene, trigger.first, plural=after == "them")
        if option is not None:
            pass
        elif slot == "object":
            if trigger.passive and trigger.kind != "noun":
                option = _subject_group(scene, trigger)
            else:
                option = _object(scene, trigger, strict=strict)
                if option is None or option.relation in ("object_pp", "object_in", "object_far"):
                    edge = _left_edge(scene, trigger)
                    # "the village that rebels had taken": the object stands before the relative pronoun
                    rel = next(
                        (k for k in range(edge, max(-1, edge - 6), -1) if scene.units[k].low in ("which", "that")), None
                    )
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
                            option = Option(group, "object_relative", 1)
                    if rel is None and (option is None or option.relation != "object"):
                        # "the villages it has captured"
                        if edge > 0 and (
                            units[edge].kind == "A" or units[edge].low in scene.lexicon.classes["pronoun"]
                        ):
                            group = next((g for g in scene.groups if g.last == edge - 1), None)
                            option = Option(group, "object_relative", 1) if group is not None else option
        elif slot == "subject":
            option = _subject_group(scene, trigger)
        elif slot == "inside":
            group = next((g for g in scene.groups if trigger.first < g.core <= trigger.last), None)
            option = Option(group, "pattern", 0) if group is not None else None
        elif slot.startswith("pp:"):
            option = _pp(scene, trigger, frozenset(slot[3:].split(",")))
        elif slot == "of":
            option = _pp(scene, trigger, frozenset({"of"}))
            if option is not None and option.distance > 8:
                option = None
        elif slot == "before":
            option = _before(scene, trigger)
        elif slot == "next":
            option = _next(scene, trigger)
        elif slot == "apposed":
            option = _apposed(scene, trigger)
        elif slot == "phrase":
            ends_open = scene.units[trigger.last].low in ("of", "over", "on")
            option = (
                _object(scene, trigger, strict=False) if ends_open and scene.units[trigger.last].kind != "A" else None
            ) or _subject_group(scene, trigger)
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
            option = _pronoun_place(scene, trigger.first) if bare and not options else None
            if option is not None:
                option.relation = "anaphor"
        if option is not None:
            option = _named_after(scene, option)
        if option is not None and not any(o.group is option.group for o in options):
            options.append(option)
    return options


# ---------------------------------------------------------------------------------------------- actors


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
            (units[k].low in classes["determiner"] and units[k].low not in _NOT_BEFORE_NOUN)
            or units[k].low[0].isdigit()
            or units[k].low in classes["direction"]
            or units[k].low
            in (
                "members",
                "units",
                "fighters",
                "elements",
                "rival",
                "heavy",
                "moderate",
                "militants",
                "terrorists",
                "group",
                "armed",
                "so",
                "called",
            )
            or (
                units[k].low == "of"
                and k
                and units[k - 1].low
                in (
                    "members",
                    "units",
                    "militants",
                    "alliance",
                    "number",
                    "elements",
                    "terrorists",
                    "coalition",
                    "bulk",
                    "aircraft",
                    "forces",
                    "fighters",
                )
            )
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
            if governor in _OBLIQUE and not relative and not (governor == "with" and "g" in units[index].tags):
                j -= 1
                continue
            if not relative and unit.index and _is_object(scene, unit, index):
                j -= 1
                continue
            return _coordinated(scene, unit), "subject" if not crossed else "subject_far"
        if unit.kind == "w":
            if low in ("they", "it", "them", "latter", "themselves") or (
                low in ("its", "their", "his")
                and j + 1 < index
                and units[j + 1].low
                in (
                    "forces",
                    "troops",
                    "fighters",
                    "men",
                    "soldiers",
                    "army",
                    "group",
                    "militants",
                    "warplanes",
                    "jets",
                    "allies",
                )
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
            elif low in _HARD:
                break
            elif (
                low
                in (
                    "said",
                    "says",
                    "reported",
                    "announced",
                    "added",
                    "claimed",
                    "confirmed",
                    "stated",
                    "told",
                    "denied",
                )
                and j < index - 1
            ):
                # what stands left of a verb of saying is the speaker
                break
            elif (
                low
                in (
                    "while",
                    "when",
                    "but",
                    "because",
                    "whereas",
                    "although",
                    "if",
                    "as",
                    "after",
                    "before",
                    "since",
                    "until",
                )
                and j < index - 1
            ):
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
            (units[k].low in classes["determiner"] and units[k].low not in _NOT_BEFORE_NOUN)
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
    subjects = [u for u in earlier if _governor(scene, u) not in _OBLIQUE]
    if subjects:
        return [subjects[-1]]
    if earlier:
        return [earlier[-1]]
    return scene.previous[-1:]


def _by(scene: Scene, start: int, words: frozenset[str], reach: int = 14) -> list[Unit]:
    units, classes = scene.units, scene.lexicon.classes
    for k in range(start, min(len(units), start + reach)):
        low = units[k].low
        if low in _HARD or (low in classes["stop_right"] and low != "as"):
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
        if units[k].low in _HARD:
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
                    units[m].low in _HARD
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
                        or units[k].low in _HARD
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
                    and _governor(scene, u) not in _OBLIQUE
                    and not units[u.index + 1].low.startswith("-")
                ),
                [],
            )
        elif slot == "later_subject":
            for k in range(after, len(units)):
                if units[k].kind == "A" and _governor(scene, units[k]) not in _OBLIQUE:
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
            if "say" in names:
                return None
            return j if unit.tags and "g" not in unit.tags and units[j + 1].low in ("with", "in", "by") else None
        if unit.low in _HARD or unit.low in ("by", "who", "which"):
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
