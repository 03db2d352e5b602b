"""The slots in which a place phrase can stand: object, subject, after a preposition, before a noun, in apposition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.claims.scene import HARD, Option, Scene, is_country_unit, left_edge

if TYPE_CHECKING:
    from geo.claims.triggers import Trigger

__all__ = [
    "after_preposition",
    "apposed",
    "before_noun",
    "next_phrase",
    "object_phrase",
    "pronoun_place",
    "subject_phrase",
]


#: "Which the army took on Monday, is": the object of a verb stands before these.
_ANOTHER_CLAUSE = frozenset({"is", "are", "was", "were", "has", "had", "will", "would"})
#: Words of an aside between commas, at most: "X, in rebel hands since 2012, has been".
_ASIDE = 9
_HARMS = frozenset({"killed", "wounded", "injured", "kills", "wounds", "injures", "hit", "hits"})


def object_phrase(scene: Scene, trigger: Trigger, *, strict: bool) -> Option | None:
    """The object right of an active verb; `strict` wants it to be a place."""
    units, classes = scene.units, scene.lexicon.classes
    start = trigger.last + 1
    best: Option | None = None
    cut = start if start < len(units) and units[start].low == "," else -1
    for group in scene.groups:
        if group.core <= trigger.last:
            continue
        if cut >= 0 and group.first == cut + 1:
            # "X, which they captured, Y is quiet": a comma ends the clause
            return best
        begin = max(group.first, start)
        prep = False
        bad = 0
        proper = begin
        while group.unnamed and proper > start and units[proper - 1].text[:1].isupper():
            # "an Air Defense Battalion base"
            proper -= 1
        for k in range(start, proper):
            unit = units[k]
            low = unit.low
            if low == "but" and units[k - 1].low == "all":
                # "recaptured all but two villages in X"
                continue
            if low in HARD or (low in classes["stop_right"] and low != "as"):
                return best
            if low in classes["month"] or (low == "on" and units[k + 1].low in classes["month"]):
                # "liberated on Monday a town": a time, no place
                continue
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
            elif (scene.finite(k) and unit.low != "control") or (
                unit.kind == "w" and low in _ANOTHER_CLAUSE and units[k - 1].low != "what"
            ):
                return best
            elif low in classes["no_place"] or (low.endswith(("ists", "ants", "iers")) and unit.kind == "w"):
                bad += 2
            elif unit.kind == "A":
                # "the former Isis bastion of X": whose place it is
                owner = units[k + 1].low in classes["generic_place"]
                bad += 1 if unit.actor is not None and unit.actor.kind != "adjective" and not owner else 0
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


def subject_phrase(scene: Scene, trigger: Trigger) -> Option | None:
    """The subject left of a passive or of "fell": the first free phrase of the clause."""
    units, classes = scene.units, scene.lexicon.classes
    edge = left_edge(scene, trigger)
    while edge > 0 and units[edge].low in ("until", "once", "formerly", "previously", "long", "since"):
        edge -= 1
    if edge < 0:
        return None
    relative = units[edge].low in classes["relative"]
    joined = units[edge].low in ("and", "but") or "g" in trigger.tags
    if units[edge].low == ",":
        # "X, which rebels had taken in March, was retaken": step over the relative clause
        comma = next((k for k in range(edge - 1, 0, -1) if units[k].low == ","), 0)
        opening = units[comma + 1]
        aside = opening.low in classes["relative"] or opening.low in ("until", "once", "formerly", "long", "a", "the")
        plain = edge - comma <= _ASIDE and not any(
            scene.finite(k) and units[k].low != "hands" for k in range(comma + 1, edge)
        )
        if comma and (aside or plain or "n" in opening.tags):
            group = next((g for g in scene.groups if g.last == comma - 1), None)
            if group is not None:
                return Option(group, "subject", 1)
    candidates: list[Option] = []
    crossed = 0
    limit = edge
    for group in reversed(scene.groups):
        if group.core > edge:
            continue
        if group.first and units[group.first - 1].low in ("borders", "bordering"):
            # "the province that borders X was held": X is only a neighbour
            continue
        for k in range(min(limit, edge), group.last, -1):
            unit = units[k]
            if unit.low in HARD:
                crossed += 5
            elif unit.low in classes["relative"] and not (relative and k == edge):
                crossed += 0 if joined else 2
            elif unit.low in classes["clause"] and not ((relative or joined) and k == edge):
                crossed += 2 if "g" not in trigger.tags else 0
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
    adjacent = edge == trigger.first - 1 and candidates[0].crossed == 0
    if adjacent and ((trigger.passive and candidates[0].distance <= 1) or candidates[0].distance <= 0):
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


def after_preposition(scene: Scene, trigger: Trigger, preps: frozenset[str]) -> Option | None:
    """The phrase after one of `preps`, right of the trigger and in its clause."""
    units, classes = scene.units, scene.lexicon.classes
    crossed = depth = 0
    k = trigger.last + 1
    for group in scene.groups:
        if group.core <= trigger.last or (group.first < k and group.core < k):
            continue
        while k < group.first:
            unit = units[k]
            low = unit.low
            if low in HARD:
                return None
            depth += (low == "(") - (low == ")")
            if (
                low in ("and", "but")
                and k + 1 < len(units)
                and (scene.finite(k + 1) or units[k + 1].low in classes["be"])
                and (trigger.kind == "noun" or k > trigger.last + 2)
            ):
                crossed += 2 if trigger.kind == "noun" else 1
            elif low in ("which", "who") and trigger.kind == "noun" and units[k - 1].kind == "A":
                # "siege by the regime, which waits in X"
                crossed += 2
            elif k == trigger.last + 1 and low in _HARMS and trigger.kind == "noun":
                # "a car bomb wounded ten in X": the same clause
                pass
            elif low in classes["stop_right"] or (
                scene.finite(k) and low not in ("targeting", "hit", "targeted", "target")
            ):
                crossed += 1
            k += 1
        if crossed >= 2 or (crossed and (trigger.frame.predicate == "withdraw" or trigger.frame.id == "contest.verb")):
            return None
        b = group.first - 1
        while b > trigger.last and units[b].kind == "w" and units[b].text[:1].isupper() and not units[b].tags:
            # "out of the Ramousah military complex": a name no gazetteer knows
            b -= 1
        while b < group.first - 1 and b > trigger.last and units[b].low in classes["determiner"]:
            b -= 1
        before = units[b].low if b >= 0 else ""
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
        if hit and depth <= 0 and not (group.unnamed and crossed):
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


def pronoun_place(scene: Scene, before: int, *, plural: bool = False) -> Option | None:
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
    settled = [g for g in earlier if not (g.heads and all(is_country_unit(h) for h in g.heads))]
    if settled:
        return Option(settled[-1], "pronoun", 1)
    unnamed = [g for g in scene.groups if g.last < before and scene.units[g.last + 1].low != "-"]
    return Option(unnamed[-1], "pronoun", 1) if unnamed else None


def before_noun(scene: Scene, trigger: Trigger) -> Option | None:
    """The place right before a noun: "the Idlib offensive"."""
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


def next_phrase(scene: Scene, trigger: Trigger) -> Option | None:
    """The phrase that an adjective stands before: "rebel-held X"."""
    units, classes = scene.units, scene.lexicon.classes
    for group in scene.groups:
        if group.core <= trigger.last:
            continue
        gap = range(trigger.last + 1, max(group.first, trigger.last + 1))
        words = [units[k] for k in gap]
        if len(words) > 3 or any(
            u.low in HARD
            or u.low in (",", "and")
            or (u.tags and "n" not in u.tags and u.low not in classes["generic_place"])
            or u.low in classes["clause"]
            for u in words
        ):
            return None
        return Option(group, "next", len(words))
    return None


def apposed(scene: Scene, trigger: Trigger) -> Option | None:
    """What a noun of holding is said of: "a stronghold of X", "X, their stronghold"."""
    units, classes = scene.units, scene.lexicon.classes
    right = next((g for g in scene.groups if g.heads and g.heads[0].index > trigger.last), None)
    inner = next(((g, c) for g in scene.groups for c in g.containers if c.index > trigger.last), None)
    if inner is not None and (right is None or inner[1].index < right.heads[0].index):
        # "A, near the rebel stronghold of B"
        group, unit = inner
        if all(u.low == "of" or u.low in classes["generic_place"] for u in units[trigger.last + 1 : unit.index]):
            right = replace(group, heads=[unit], containers=[], first=unit.index, last=unit.index, part="", near=False)
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
        if len(named) > 1 and left.first and units[left.first - 1].low == "where":
            # "the province where A lies is a bastion of X"
            left = named[-2]
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
