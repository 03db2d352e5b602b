"""A place phrase, and the words by which place phrases are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.claims.lexicon import Lexicon
    from geo.claims.units import Unit
    from geo.models import Resolution

__all__ = ["Group", "PhraseWords", "contains", "is_area", "is_country"]


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
    excepted : bool
        Set apart from what is told: "unlike X", "all except X".
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
    excepted: bool = False
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


def contains(outer: Unit, inner: Unit) -> bool:
    """Whether one place unit lies in the other: a district in its province, a quarter in its town."""
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


class PhraseWords:
    """A sentence, and the word classes that its place phrases are read by."""

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
