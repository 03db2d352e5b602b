"""A sentence as the role rules see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.claims.lexicon import Lexicon
    from geo.claims.phrases import Group
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = ["HARD", "NOT_BEFORE_NOUN", "Option", "Scene", "is_country_unit", "left_edge"]

#: A sentence part ends here.
HARD = frozenset({".", ";", "!", "?", '"'})
#: Words of the determiner class that can also be conjunctions: they end a noun phrase seen from its head.
NOT_BEFORE_NOUN = frozenset({"as", "well", "at", "also"})


@dataclass(slots=True)
class Scene:
    """A sentence, analysed: what the role rules read."""

    units: list[Unit]
    groups: list[Group]
    triggers: list[Trigger]
    lexicon: Lexicon
    boundaries: list[int] = field(default_factory=list)  # filled by geo.claims.placing
    previous: list[Unit] = field(default_factory=list)  # subjects of earlier sentences, the last one last
    countries: tuple[str, ...] = ()  # where the war is fought; empty: anywhere
    known: dict[int, bool] = field(default_factory=dict, repr=False)  # what `finite` answered

    def finite(self, index: int) -> bool:
        """Whether the unit is a verb that opens a clause of its own (not an auxiliary, not a bare participle).

        It is asked for the same words by many rules; the triggers of the scene must be known by then.
        """
        found = self.known.get(index)
        if found is None:
            found = self.known[index] = self._finite(index)
        return found

    def verb_names(self, index: int) -> frozenset[str]:
        """The verb lists that hold the verb at a unit; none if it is no verb form."""
        unit = self.units[index]
        if unit.kind != "w" or not unit.tags:
            return frozenset()
        return self.lexicon.verb_class.get(unit.verb, frozenset())

    def _finite(self, index: int) -> bool:
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
                    or self.units[index - 1].low in self.lexicon.classes["oblique"]
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


@dataclass(slots=True)
class Option:
    """A place phrase that may fill the place role, with the relation and its distance in units."""

    group: Group
    relation: str
    distance: int
    crossed: int = 0  # boundaries between trigger and place


def left_edge(scene: Scene, trigger: Trigger) -> int:
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


def is_country_unit(unit: Unit) -> bool:
    """Whether a place unit is a whole country."""
    place = unit.place.place if unit.place else None
    return place is not None and place.feature_code.startswith("PCL")
