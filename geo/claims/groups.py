"""Place phrases of a sentence: lists of places, chains of containment, anaphors and unnamed places."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geo.claims.chains import Finder
from geo.claims.phrases import Group, is_area, is_country

if TYPE_CHECKING:
    from geo.claims.lexicon import Lexicon
    from geo.claims.units import Unit
    from geo.models import Resolution

__all__ = ["find_groups"]


_APART = frozenset({")", "in", "the", "at", "on"})


def _prep_before(units: list[Unit], group: Group, finder: Finder) -> str:
    k = group.first - 1
    while k >= 0 and units[k].low in finder.fill:
        k -= 1
    return units[k].low if k >= 0 else ""


def _unknown_part(units: list[Unit], group: Group, finder: Finder) -> None:
    """Reads "the Idlib village of Xyz" with an unknown Xyz: the claim is not about Idlib."""
    k = group.last + 1
    if k + 1 >= len(units) or units[k].low != "of" or units[group.last].low not in finder.naming:
        return
    if units[k + 1].kind != "w" or not any(c.isupper() for c in units[k + 1].text):
        return
    end = k + 1
    while end + 1 < len(units) and units[end + 1].kind == "w" and units[end + 1].text[:1].isupper():
        end += 1
    group.containers = [*group.heads, *group.containers]
    group.heads = []
    group.unnamed = True
    group.last = end


#: Words of unknown names that may stand inside a list of places.
_NAMES_BETWEEN = 4


def _unknown_names(between: list[Unit]) -> bool:
    """Whether only names that no gazetteer knows stand between two places of a list ("A B Sheikh Haider C")."""
    names = [u for u in between if u.low not in ("and", ",")]
    return 0 < len(names) <= _NAMES_BETWEEN and all(
        u.kind in ("w", "X") and not u.tags and (u.text[:1].isupper() or u.low.startswith("al-")) for u in names
    )


def _is_base(units: list[Unit], unit: Unit) -> bool:
    """Reads "the UK-based monitor", "bordering Iraq": not where something happens."""
    if unit.index and units[unit.index - 1].low == "bordering" and is_country(unit.place):
        # "a province bordering Iraq": the neighbour
        return True
    after = [u.low for u in units[unit.index + 1 : unit.index + 3]]
    return after[:1] == ["-"] and after[1:] in (["based"], ["born"], ["bound"], ["led"], ["backed"], ["brokered"])


def _of_country(units: list[Unit], group: Group, groups: list[Group], finder: Finder) -> None:
    """Reads "Syria's largest city", "Iraq's second airport": a place in the country, named before or not at all."""
    if len(group.heads) != 1 or not is_country(group.heads[0].place):
        return
    k = group.heads[0].index + 1
    if k >= len(units) or not (units[k].low in ("'s", "s") or group.heads[0].low.endswith("s")):
        return
    begin = k = k + 1 if units[k].low in ("'s", "s") else k
    while k < len(units) and k - begin < 4 and units[k].kind == "w" and units[k].low.replace("-", "").isalpha():
        if units[k].low in finder.anaphor:
            break
        if units[k].low in finder.locative or units[k].tags:
            return
        k += 1
    if k >= len(units) or k == begin or units[k].low not in finder.anaphor or units[k].kind != "w":
        return
    if k + 1 < len(units) and (units[k + 1].low == "of" or units[k + 1].kind == "P"):
        return
    group.containers = [*group.heads, *group.containers]
    group.heads = []
    group.unnamed = True
    group.last = max(group.last, k)
    group.anaphor = _antecedent(units[k].low, finder, [g for g in groups if g.heads], group.first)


def find_groups(units: list[Unit], lexicon: Lexicon, anaphors: dict[int, Resolution]) -> list[Group]:
    """The place phrases of a sentence, in order.

    Parameters
    ----------
    units : list of Unit
        The sentence.
    lexicon : Lexicon
    anaphors : dict
        Start offset of "town" in "the town" -> the resolution it points back to.

    Returns
    -------
    list of Group
        Named ones, anaphors and unnamed ones; none overlap in their heads.
    """
    finder = Finder(units, lexicon)
    places = [u for u in units if u.kind == "P" and not _is_base(units, u)]
    groups: list[Group] = []
    said = [u.low for u in units]
    set_apart = not (finder.classes["excepted"].isdisjoint(said) and _EXCEPTING.isdisjoint(said))
    for unit in places:
        if groups:
            last = groups[-1]
            previous = units[last.last]
            link = finder.link(previous, unit, _prep_before(units, last, finder))
            if set_apart and link != "break" and _is_excepted(units, last, finder):
                link = "break"
            joint = {u.low for u in units[previous.index + 1 : unit.index]}
            beyond = is_country(previous.place) and not is_country(unit.place) and joint <= _APART
            if link == "outer" and beyond:
                # "(banned in Russia) in the Damascus suburbs": a country lies in no suburb
                link = "break"
            between = [u.low for u in units[previous.index + 1 : unit.index]]
            paired = previous.index and units[previous.index - 1].low in ("between", "linking", "connecting")
            if link == "list" and between == ["and"] and paired:
                link = "pair"
            if link == "inner" and any(previous is c for c in last.containers):
                link = "outer"
            if link == "break" and len(last.heads) > 1 and _unknown_names(units[previous.index + 1 : unit.index]):
                link = "list"
            if link == "list":
                last.heads.append(unit)
                last.last = unit.index
                continue
            if link == "inner":
                head = last.heads.pop()
                last.containers.append(head)
                last.heads.append(unit)
                last.last = unit.index
                continue
            if link in ("outer", "pair"):
                last.containers.append(unit)
                last.last = unit.index
                continue
        groups.append(Group([unit], [], unit.index, unit.index))
    for group in groups:
        finder.extend(group)
        _unknown_part(units, group, finder)
        if not group.heads:
            continue
        before = units[group.first - 1].low if group.first else ""
        if before == "between" or any(units[k].low == "between" for k in range(group.first, group.heads[0].index)):
            group.containers.extend(group.heads[1:])
            group.heads = group.heads[:1]
            group.prep = "between"
            group.near = True
    if set_apart:
        for group in groups:
            group.excepted = _is_excepted(units, group, finder)
    for group in groups:
        _of_country(units, group, groups, finder)
    taken = {k for g in groups for k in range(g.first, g.last + 1)}
    extra: list[Group] = []
    k = len(units) - 1
    while k >= 0:
        unit = units[k]
        after = units[k + 1].low if k + 1 < len(units) else ""
        deed = unit.low == "ground" and after in lexicon.classes["deed"] | lexicon.classes["force_noun"]
        if k in taken or unit.kind != "w" or unit.low not in finder.generic or deed:
            k -= 1
            continue
        group = Group([], [], k, k, unnamed=True)
        while (
            group.first - 1 >= 0
            and group.first - 1 not in taken
            and units[group.first - 1].kind == "w"
            and units[group.first - 1].low in finder.generic
        ):
            group.first -= 1
        group.generics.append(unit.low)
        finder.extend(group)
        group.first = (
            max([group.first, *(t + 1 for t in taken if t < k)])
            if any(group.first <= t < k for t in taken)
            else group.first
        )
        group.last = k
        definite = any(units[x].low in ("the", "that", "this", "its", "their") for x in range(group.first, k + 1))
        named_so = k + 1 < len(units) and units[k + 1].low == "of"
        group.anaphor = None if named_so else anaphors.get(unit.start)
        if group.anaphor is not None and unit.low in finder.classes["urban"]:
            group.anaphor = _called_so(unit.low, groups, group, group.anaphor)
        if (
            group.anaphor is None
            and definite
            and not named_so
            and (unit.low in finder.anaphor or unit.low in ("rest", "remainder", "outskirts"))
        ):
            group.anaphor = _antecedent(unit.low, finder, groups, group.first)
        if group.anaphor is None and not named_so and unit.low in finder.classes["urban"]:
            group.anaphor = _in_apposition(units, group, groups)
        extra.append(group)
        k = group.first - 1
    groups.extend(extra)
    groups.sort(key=lambda g: g.first)
    return groups


#: The words before "from", "than" and "of" that set a place apart.
_EXCEPTING = frozenset({"apart", "aside", "other", "exception"})


def _is_excepted(units: list[Unit], group: Group, finder: Finder) -> bool:
    """Reads "unlike X", "all but for X", "with the exception of X": what is told is not told of X."""
    words = [u.low for u in units[max(0, group.first - 2) : group.heads[0].index if group.heads else group.first]]
    pairs = pairwise(words)
    two = {("apart", "from"), ("aside", "from"), ("other", "than"), ("exception", "of")}
    return not finder.classes["excepted"].isdisjoint(words) or any(pair in two for pair in pairs)


def _in_apposition(units: list[Unit], group: Group, groups: list[Group]) -> Resolution | None:
    """Reads "Azaz, a town held by rebels": the town is Azaz."""
    comma = group.first - 1
    if comma < 1 or units[comma].low != "," or units[group.first].low not in ("a", "an"):
        return None
    before = next((g for g in groups if g.last == comma - 1 and len(g.heads) == 1), None)
    place = before.heads[0].place if before is not None else None
    return None if place is None or place.place is None or is_country(place) else place


def _called_so(noun: str, groups: list[Group], group: Group, before: Resolution) -> Resolution:
    """Reads "in Y ... the town of X, when they stormed the town": X, even where no gazetteer knows it."""
    called = [g for g in groups if g.heads and g.last < group.first and noun in g.generics]
    place = called[-1].heads[-1].place if called else None
    return place if place is not None and place.mention.start > before.mention.start else before


def _antecedent(noun: str, finder: Finder, groups: list[Group], before: int) -> Resolution | None:
    """What "the town" means: the nearest named place of a fitting kind, one called a town or village first."""
    units = finder.units
    named: list[tuple[Unit, Group]] = []
    for group in groups:
        named += [
            (unit, group)
            for unit in (*group.heads, *group.containers)
            if unit.index < before and unit.place is not None and not is_country(unit.place)
        ]
    named.sort(key=lambda pair: -pair[0].index)
    wants_area = noun in finder.classes["large"]
    fitting = (
        [(u, g) for u, g in named if is_area(u) == wants_area]
        if noun in finder.classes["large"] or noun in finder.classes["urban"]
        else named
    )
    if not fitting:
        fitting = named
    if noun in ("town", "village"):
        called = [
            (u, g) for u, g in fitting if u in g.heads and set(g.generics) & {"town", "village", "towns", "villages"}
        ]
        if called:
            return called[0][0].place
        fitting = [
            (u, g) for u, g in fitting if units[u.index + 1 : u.index + 2] == [] or units[u.index + 1].low != "city"
        ] or fitting
    return fitting[0][0].place if fitting else None
