"""The words around the places of one phrase: how far it reaches, and to which part of a place it is limited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.links import Links

if TYPE_CHECKING:
    from geo.claims.phrases import Group

__all__ = ["Finder"]


_ARTICLE = frozenset({"the", "a", "an", "its", "their"})


class Finder(Links):
    """Reads the words between and around the places of a sentence."""

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
