"""How two neighbouring places hang together: listed, one in the other, the two ends of something, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.phrases import PhraseWords, contains, is_area, is_country

if TYPE_CHECKING:
    from geo.claims.units import Unit

__all__ = ["Links"]


_TOWARDS = frozenset({"into", "onto", "towards", "toward"})


class Links(PhraseWords):
    """Reads the words between the places of a sentence."""

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
            if contains(right, left):
                return "outer"
            after = [u.low for u in self.units[right.index + 1 : right.index + 2]]
            beyond = self.units[right.index + 2].kind if right.index + 2 < len(self.units) else ""
            if after in ([","], ["and"]) and beyond == "P" and not is_country(left.place):
                # "Idlib, Saraqib and Khan Shaykhun"
                return "list"
            return "inner" if contains(left, right) and words else "list"
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
                    or contains(right, left)
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
        return "outer" if contains(right, left) else "inner" if contains(left, right) else "list"

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
        if contains(right, left):
            return "outer"
        if contains(left, right) or is_area(left):
            return "inner"
        noun = next((w for w in words if w in self.generic), "")
        if noun.endswith("s"):
            return "inner"
        sizes = [u.place.place.population if u.place and u.place.place else 0 for u in (left, right)]
        if min(sizes) > 0:
            return "inner" if sizes[0] > sizes[1] else "outer"
        return "outer" if noun in self.classes["division"] else "inner"
