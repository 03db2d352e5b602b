"""What a phrase without a name means by the words after it: "three villages: A and B", "its last bastion, C"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.claims.phrases import is_area
from geo.claims.scene import HARD, Option, Scene, is_country_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.claims.phrases import Group
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = ["named_after"]

#: Units between the last known name of a list and "among": two more names, commas, "were".
_LIST_TAIL = 8
#: What is told behind these is said of another place.
_APART = frozenset({"though", "although", "but", "while", "after", "before", "when", "because", "whereas"})


def _only_names(gap: Sequence[Unit]) -> bool:
    """Whether only further names, commas and a form of "be" stand here: names no gazetteer knows end a list too."""
    return len(gap) <= _LIST_TAIL and all(
        u.low in (",", "and", "was", "were", "is", "are") or u.text[:1].isupper() or "-" in u.text for u in gap
    )


def _includes(scene: Scene, group: Group) -> bool:
    """Whether a phrase is the list after "including", "which include"."""
    before = scene.units[max(0, group.first - 1)].low
    return group.prep == "including" or before in ("including", "include", "includes", "included")


def named_after(scene: Scene, option: Option, trigger: Trigger) -> Option:
    """Reads "three villages: A and B", "a base in the city of C": the named place of an unnamed one."""
    units, classes = scene.units, scene.lexicon.classes
    group = option.group
    if group.heads and group.part and all(is_country_unit(h) or is_area(h) for h in group.heads):
        detail = next((g for g in scene.groups if g.heads and g.first > group.last and _includes(scene, g)), None)
        if detail is not None and detail.first - group.last <= _LIST_TAIL:
            # "areas of northern Syria including A and B"
            return Option(replace(detail, part="", near=False), option.relation, option.distance + 1)
    if not group.unnamed or group.anaphor is not None:
        return option
    if group.first and units[group.first - 1].low in ("among", "amongst"):
        # "A, B and C were amongst a dozen settlements captured"
        listed = [g for g in scene.groups if g.heads and g.last < group.first]
        if listed and _only_names(units[listed[-1].last + 1 : group.first - 1]):
            return Option(replace(listed[-1], part=""), option.relation, option.distance)
    later = [g for g in scene.groups if g.heads and g.core > group.last]
    if not later:
        return option
    told = next((g for g in later if _includes(scene, g)), None)
    if (
        told is not None
        and told.first - group.last <= 20
        and not any(u.low in HARD or u.low in _APART for u in units[group.last + 1 : told.first])
    ):
        return Option(replace(told, part="", near=False), option.relation, option.distance + 1)
    named = later[0]
    gap = units[group.last + 1 : named.first]
    words = [u.low for u in gap]
    after = units[named.last + 1].low if named.last + 1 < len(units) else "."
    loose = words[-1:] == [","] and all(w in (",", "in", "the", "country", "province", "region", "area") for w in words)
    if loose and len(words) <= 4 and not named.prep and after in (",", ".", "on", "after", "earlier", "last"):
        # "its last stronghold in the country, Albukamal"
        return Option(replace(named, part="", near=False), option.relation, option.distance + 1)
    if words[:1] == ["("] and len(words) <= 4:
        # "a base (Zawr as Sus)"
        return Option(replace(named, part="", near=False), option.relation, option.distance + 1)
    if words == ["and"] and named.generics:
        return Option(named, option.relation, option.distance + 1)
    opening = [u.low for u in units[named.first : named.heads[0].index]]
    ending = [u.low for u in units[named.heads[-1].index + 1 : named.heads[-1].index + 3]]
    lists = {":", "including", "namely", "(", "-", "such", "among", "them", ",", "as", "notably", "like"}
    if len(words) <= 4 and all(w in lists for w in words):
        opens = set(words) | set(opening)
        if opens & {":", "including", "namely", "(", "-", "such", "among", "notably"} or ending[:1] == ["among"]:
            return Option(named, option.relation, option.distance + 1)
    if words[:1] == ["and"] and any(u.low in classes["be"] or scene.finite(u.index) for u in gap):
        # "took 103 villages and are now in X": said of somewhere else
        return option
    if trigger.kind == "noun" and any(scene.finite(u.index) for u in gap):
        # "The capture of the village brought the army to X": X is elsewhere
        return option
    if any("g" in u.tags and u.low not in ("including", "surrounding", "overlooking", "according") for u in gap[:-1]):
        # "captured the base, breaking through a siege of X": another deed
        return option
    beside = named.first <= trigger.last + 2  # "territories it controls in Iraq and Syria"
    if group.last < trigger.first and ("(" in words or (all(is_country_unit(h) for h in named.heads) and not beside)):
        return option
    if any(
        w in HARD
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
        # only part of it: "four villages from ISIS in north-east Hama"
        words_of = " ".join(u.text for u in units[group.first : group.last + 1])
        return Option(replace(named, part=words_of), option.relation, option.distance + 2)
    return option
