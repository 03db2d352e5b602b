"""How the places of one phrase hang together: listed, contained in each other, limited to a part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.claims.lexicon import Lexicon
    from geo.claims.units import Unit
    from geo.models import Resolution

__all__ = ["Finder", "Group", "is_area", "is_country"]


@dataclass(slots=True)
class Group:
    """One place phrase.

    Attributes
    ----------
    heads : list of Unit
        The places meant, in order: one, or several when they are listed. Empty for an unnamed place.
    containers : list of Unit
        Places that only say where the heads lie ("in Idlib province").
    first, last : int
        Unit indices of the whole phrase, `last` inclusive, with its determiners, parts and generic nouns.
    prep : str
        The preposition before it, or empty.
    part : str
        Words that limit it to a part or a vicinity.
    tail : str
        Those of them that stand behind the last name.
    anaphor : Resolution or None
        For "the town": what it points back to.
    unnamed : bool
        No named place in it ("three villages").
    """

    heads: list[Unit]
    containers: list[Unit]
    first: int
    last: int
    prep: str = ""
    part: str = ""
    tail: str = ""
    near: bool = False
    anaphor: Resolution | None = None
    unnamed: bool = False
    generics: list[str] = field(default_factory=list)
    modifiers: list[Unit] = field(default_factory=list)

    @property
    def core(self) -> int:
        """Unit index of the first head, or of the noun of an unnamed place."""
        return self.heads[0].index if self.heads else self.last


def is_area(unit: Unit) -> bool:
    """Whether a place unit is an administrative area."""
    place = unit.place.place if unit.place else None
    return place is not None and place.feature_class == "A"


def is_country(resolution: Resolution | None) -> bool:
    """Whether a resolution is a whole country (or larger)."""
    place = resolution.place if resolution else None
    return place is not None and (place.feature_code.startswith("PCL") or place.feature_code in ("CONT", "RGNX"))


def _contains(outer: Unit, inner: Unit) -> bool:
    a = outer.place.place if outer.place else None
    b = inner.place.place if inner.place else None
    if a is None or b is None:
        return False
    if is_country(outer.place) and not is_country(inner.place):
        return a.country_code == b.country_code or not b.country_code
    if a.feature_class == "A" and b.feature_class != "A":
        return a.name == b.admin1
    # A provincial capital holds its quarters and stands for its province in "Azaz Aleppo".
    return (
        b.admin1 == a.name
        and a.id != b.id
        and (b.feature_class != "P" or (a.population > 20 * max(b.population, 1) and b.feature_code == "PPLX"))
    )


_TOWARDS = frozenset({"into", "onto", "towards", "toward"})
_ARTICLE = frozenset({"the", "a", "an", "its", "their"})


class Finder:
    """Reads the words between and around the places of a sentence."""

    def __init__(self, units: list[Unit], lexicon: Lexicon) -> None:
        self.units = units
        c = self.classes = lexicon.classes
        self.generic = c["generic_place"]
        self.fill = c["fill"]
        self.direction = c["direction"]
        self.determiner = c["determiner"]
        self.locative = c["locative"]
        self.part = c["part"]
        self.near = c["near"]
        self.anaphor = c["anaphor"]
        self.naming = c["naming"]
        self.quantity = c["quantity"]

    def link(self, left: Unit, right: Unit, prep: str) -> str:
        """How two neighbouring places hang together.

        ``list`` both are meant, ``inner`` the right one lies in the left one, ``outer`` the other way round, ``pair``
        (the two ends of something), ``break`` not at all.
        """
        between = self.units[left.index + 1 : right.index]
        words = [u.low for u in between]
        possessive = words[:1] in (["s"], ["'s"])
        if possessive and all(
            w in self.fill or u.kind == "A" or w in self.classes["possessed"]
            for w, u in zip(words, between, strict=True)
        ):
            return "inner"
        if not words or words == [","]:
            if _contains(right, left):
                return "outer"
            after = [u.low for u in self.units[right.index + 1 : right.index + 2]]
            beyond = self.units[right.index + 2].kind if right.index + 2 < len(self.units) else ""
            if after in ([","], ["and"]) and beyond == "P" and not is_country(left.place):
                # "Idlib, Saraqib and Khan Shaykhun"
                return "list"
            return "inner" if _contains(left, right) and words else "list"
        if words == [","] and is_country(right.place) and not is_country(left.place):
            # "Baga, Nigeria"
            return "outer"
        if words[-1:] == [","] and self.names_larger(left, right):
            # "Khan Abad district, Kunduz province"
            return "outer"
        if words in (["-"], ["–"]):
            return "pair"
        if words == ["to"]:
            return "break" if prep == "from" else "pair"
        if words == ["("]:
            return "outer"
        if any(
            not (
                u.low in self.fill
                or u.low in self.locative
                or u.low in self.classes["joint"]
                or u.low[0].isdigit()
                or u.kind == "A"
            )
            for u in between
        ):
            return "break"
        if is_country(right.place) and "and" not in words and not is_country(left.place):
            return "outer"
        directed = any(w in self.direction for w in words)
        joint = [i for i, w in enumerate(words) if w in ("and", ",", "or", "&") or (w == "as" and "well" in words)]
        # "in the western and eastern parts of X": no list of places
        joint = [i for i in joint if not (0 < i < len(words) - 1 and {words[i - 1], words[i + 1]} <= self.direction)]
        preps = [w for w in words if w in self.locative and w != "of"]
        if "to" in words and "from" not in words and not directed:
            return "break"
        if joint and "from" not in words:
            tail = words[joint[-1] + 1 :]
            if words[joint[0]] == "," and not any(w in ("and", "or", "as") for w in words):
                apposed = (
                    tail[:1]
                    and (tail[0] in ("a", "an") or (tail[0] in self.direction and "of" not in tail))
                    and len(tail) > 0
                )
                off = (
                    any(
                        w in self.direction and k + 1 < len(tail) and tail[k + 1] in ("of", "from")
                        for k, w in enumerate(tail)
                    )
                    or "near" in tail[:2]
                )
                if (
                    off
                    or (len(tail) > 2 and tail[0] == "the" and tail[1] in self.classes["heart"] and "of" in tail)
                    or tail[:1] in (["at"], ["in"])
                    or _contains(right, left)
                    or (apposed and any(w in self.generic or w in self.direction for w in tail))
                ):
                    return "outer"
            if any(w in ("which", "is", "lies", "located", "situated") for w in words):
                return "outer"
            if prep in ("in", "within", "inside") and tail[:1] == ["the"] and is_area(left) and not is_area(right):
                # "Within Hama governorate, the stronghold of Um Myal"
                return "inner"
            return "list"
        if words[0] == "from" and prep in _TOWARDS:
            # "moved into X from the area of Y"
            return "break"
        if words[0] in ("a", "an") or not self.classes["beside"].isdisjoint(words):
            return "outer"
        if (
            words[0] == "the"
            and len(words) > 2
            and words[1] in self.generic
            and (words[2] in self.locative or words[2] in ("town", "city", "village"))
        ):
            return "list"
        if any(w in self.direction and k + 1 < len(words) and words[k + 1] == "of" for k, w in enumerate(words)):
            return "outer"
        if "of" in words and not preps:
            return self.of_link(left, right, words)
        if "from" in words and "to" not in words:
            return "outer"
        if preps or directed or "of" in words:
            return "outer"
        # only generic words between: "Aleppo city Idlib province"
        return "outer" if _contains(right, left) else "inner" if _contains(left, right) else "list"

    def names_larger(self, left: Unit, right: Unit) -> bool:
        """Whether the right place is called a province, and the left one something smaller or nothing."""
        after = self.units[right.index + 1].low if right.index + 1 < len(self.units) else ""
        if after not in self.classes["larger"] or (
            right.index + 2 < len(self.units) and self.units[right.index + 2].low == "and"
        ):
            return False
        own = {u.low for u in self.units[left.index + 1 : right.index]}
        lone = left.index < 1 or self.units[left.index - 1].low not in (",", "and")
        return not own & (self.classes["larger"] | {"and"}) and lone

    def of_link(self, left: Unit, right: Unit, words: list[str]) -> str:
        """Reads "the Damascus suburb of Daraya" against "the Salhiya district of Hasakah"."""
        if words[0] in ("portion", "section", "stretch", "side", "end", "part", "and"):
            return "outer"
        if words[0] in self.direction or words[0] == "of":
            return "outer"
        beyond = self.units[right.index + 1].low if right.index + 1 < len(self.units) else ""
        if beyond in self.classes["larger"] and words[-1] in ("of", "the"):
            # "the Western Ghouta zones of the Damascus region"
            return "outer"
        if _contains(right, left):
            return "outer"
        if _contains(left, right) or is_area(left):
            return "inner"
        noun = next((w for w in words if w in self.generic), "")
        if noun.endswith("s"):
            return "inner"
        sizes = [u.place.place.population if u.place and u.place.place else 0 for u in (left, right)]
        if min(sizes) > 0:
            return "inner" if sizes[0] > sizes[1] else "outer"
        return "outer" if noun in self.classes["division"] else "inner"

    def is_naming(self, group: Group) -> bool:
        """Reads "the villages of A and B" names them; "four villages of A", "neighbourhoods of A" are parts of A."""
        if not group.heads:
            return False
        at = group.heads[0].index
        if at < 2 or self.units[at - 1].low != "of" or at - 2 < group.first:
            return False
        noun = self.units[at - 2].low
        if noun not in self.naming and not (len(group.heads) > 1 and noun in self.generic and noun != "parts"):
            return noun in self.classes["quarter"] or noun == "area"
        words = [u.low for u in self.units[group.first : at - 2]]
        if len(group.heads) > 1 and "the" in words[:1]:
            # "the two villages of A and B"
            return True
        return not any(w[0].isdigit() or w in self.quantity for w in words)

    def extend(self, group: Group) -> None:
        """Take in the determiners, parts, directions and generic nouns around the names of a phrase."""
        units = self.units
        i = group.first - 1
        part: list[str] = []
        inside = -1
        prepositions = self.locative
        while i >= 0:
            unit = units[i]
            low = unit.low
            if (
                unit.kind == "A"
                and i + 1 < len(units)
                and (units[i + 1].low.startswith("-") or units[i + 1].low in self.fill or units[i + 1].low == "'s")
            ):
                # "rebel-held districts of", "the Kurdish city of": part of the phrase unless it is a subject
                named_kind = (
                    i > 0 and units[i - 1].low in ("the", "a") and [u.low for u in units[i + 2 : i + 3]] == ["of"]
                )
                if (
                    units[i + 1].low.startswith("-")
                    or named_kind
                    or (unit.actor is not None and (unit.actor.kind == "adjective" or unit.low.startswith("pro-")))
                ):
                    group.modifiers.append(unit)
                    i -= 1
                    continue
                break
            if unit.kind == "P":
                break
            if unit.kind == "X":
                # "the Kurdish capital of X"
                if unit.place is not None and unit.place.mention.kind == "demonym":
                    i -= 1
                    continue
                break
            if low == "place" and i > 0 and units[i - 1].verb == "take":
                break
            if (
                low in self.generic
                or low in self.direction
                or low in self.determiner
                or low[0].isdigit()
                or low.startswith("-")
            ):
                if low in self.part and "-" not in (units[i - 1].low, units[i + 1].low):
                    # not "a majority-Druze city"
                    part.append(low)
                if low in self.generic:
                    group.generics.append(low)
                if low in self.near:
                    group.near = True
                i -= 1
                continue
            # "the oil-producing town", "the dusty town"
            compound = "-" in low and not unit.text[:1].isupper()
            plain = i > 0 and units[i - 1].low in _ARTICLE and unit.text.islower()
            adjective = low.replace("-", "").isalpha() and not unit.tags and (compound or plain)
            if i > 0 and units[i + 1].low in self.generic and adjective:
                i -= 1
                continue
            if (
                low in ("and", "or")
                and i > 0
                and units[i - 1].low in self.direction
                and units[i + 1].low in self.direction
            ):
                i -= 1
                continue
            if low in ("of", "in", "near", "outside", "around", "to", "at", "inside", "across", "from") and i > 0:
                before = units[i - 1].low
                if before in self.classes["measure"] and low in ("from", "of"):
                    i -= 1
                    continue
                if before in self.generic or before in self.direction or (before in self.determiner and low == "of"):
                    if low in ("near", "outside", "around"):
                        group.near = True
                    if low == "to" and before not in self.direction:
                        break
                    if low == "from" and before not in ("km", "kilometres", "miles", "kilometers"):
                        break
                    if low in ("in", "near", "outside", "around", "inside", "at") and before in self.generic:
                        inside = i
                    i -= 1
                    continue
                break
            if (low in self.classes["measure"] or low in ("s", "'s", "hundred", "hundreds")) and i > 0:
                if low in ("s", "'s"):
                    if units[i - 1].kind == "P":
                        break
                    i -= 1
                    continue
                group.near = True
                i -= 1
                continue
            break
        group.first = i + 1
        if self.is_naming(group):
            noun = units[group.heads[0].index - 2].low
            part = [word for word in part if word != noun]
        group.part = " ".join(reversed(part))
        if not group.part and group.generics[:1] and group.generics[0] in self.classes["whole"]:
            # "a district of the city of X" is not X
            group.part = next((noun for noun in group.generics[1:] if noun in self.classes["quarter"]), "")
        if inside > 0 and not group.part:
            # "an area in X", "a base near X" is not X
            group.part = " ".join(u.text for u in units[i + 1 : inside])
        if i >= 0 and units[i].low in prepositions:
            group.prep = units[i].low
            if group.prep in self.near:
                group.near = True
        # the generic nouns after the name belong to it
        j = group.last + 1
        while (
            j < len(units)
            and units[j].kind == "w"
            and (units[j].low in self.generic or units[j].low in self.direction or units[j].low in ("s", "'s"))
        ):
            if units[j].low in self.part and units[j].low != "areas":
                group.part = (group.part + " " + units[j].low).strip()
                group.tail = (group.tail + " " + units[j].low).strip()
            group.generics.append(units[j].low)
            j += 1
        group.last = j - 1
        after, at = units[group.last].low, group.heads[0].index if group.heads else 0
        if not group.part and at and after in self.naming and units[at - 1].low in ("a", "an"):
            # "an Aleppo village" is not Aleppo
            group.part = after
