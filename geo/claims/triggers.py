"""Where the frames of the lexicon match in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.claims.lexicon import ACTOR, GAP_WORDS, PLACE
from geo.claims.readings import BE_FORMS, is_noun_reading, is_passive, is_wrong_reading, opens_date

if TYPE_CHECKING:
    from geo.claims.lexicon import Frame, Lexicon, Pattern
    from geo.claims.units import Unit

__all__ = ["Trigger", "find_triggers"]


@dataclass(slots=True)
class Trigger:
    """A frame found in a sentence.

    Attributes
    ----------
    first, last : int
        Unit indices of the words that express it, `last` inclusive.
    kind : str
        ``verb`` or ``noun`` or ``phrase``: how this occurrence behaves.
    tags : str
        Tags of the verb form (see `geo.claims.lexicon.inflect`), empty for nouns.
    passive : bool
        The verb is passive, or a participle after what it describes.
    actors, places : list of Unit
        Captured by the pattern itself.
    """

    frame: Frame
    first: int
    last: int
    kind: str
    tags: str = ""
    passive: bool = False
    actors: list[Unit] = field(default_factory=list)
    places: list[Unit] = field(default_factory=list)
    head: int = -1


_STOP = frozenset({".", ";", ":", "(", ")", "!", "?"})


def _match(units: list[Unit], at: int, pattern: Pattern) -> tuple[int, list[Unit], list[Unit]] | None:
    elements, optional = pattern.elements, pattern.optional
    size = len(units)
    if pattern.plain:
        # the usual case: a row of words
        if at + len(elements) > size:
            return None
        for offset in range(1, len(elements)):
            unit = units[at + offset]
            if unit.kind != "w" or unit.low not in elements[offset]:
                return None
        return (at + len(elements) - 1, [], []) if units[at].kind == "w" else None

    def step(
        e: int, u: int, actors: tuple[Unit, ...], places: tuple[Unit, ...]
    ) -> tuple[int, list[Unit], list[Unit]] | None:
        if e == len(elements):
            return u - 1, list(actors), list(places)
        element = elements[e]
        if element == "~":
            for skip in range(GAP_WORDS + 1):
                if u + skip > size:
                    return None
                found = step(e + 1, u + skip, actors, places)
                if found:
                    return found
                if (
                    u + skip >= size
                    or units[u + skip].low in _STOP
                    or (units[u + skip].kind == "P" and PLACE not in elements)
                ):
                    return None
                if (
                    units[u + skip].tags
                    and "g" not in units[u + skip].tags
                    and units[u + skip].low not in _NOUNISH
                    and units[u + skip].low not in BE_FORMS
                ):
                    return None
            return None
        if u >= size:
            return step(e + 1, u, actors, places) if optional[e] else None
        unit = units[u]
        if element == ACTOR:
            return step(e + 1, u + 1, (*actors, unit), places) if unit.kind == "A" else None
        if element == PLACE:
            return step(e + 1, u + 1, actors, (*places, unit)) if unit.kind == "P" else None
        if unit.kind == "w" and unit.low in element:
            found = step(e + 1, u + 1, actors, places)
            if found:
                return found
        return step(e + 1, u, actors, places) if optional[e] else None

    return step(0, at, (), ())


_NOUNISH = frozenset(
    {
        "back",
        "control",
        "full",
        "complete",
        "joint",
        "attack",
        "advance",
        "siege",
        "air",
        "ground",
        "hold",
        "effective",
        "open",
        "free",
        "fire",
        "shell",
        "rocket",
        "base",
        "support",
        "split",
    }
)


def find_triggers(units: list[Unit], lexicon: Lexicon) -> list[Trigger]:
    """All frames that match, longest first at each place; a longer match silences what it covers.

    Parameters
    ----------
    units : list of Unit
        One sentence.
    lexicon : Lexicon

    Returns
    -------
    list of Trigger
        In text order.
    """
    found: list[Trigger] = []
    present = {unit.low for unit in units}
    for unit in units:
        keys = [ACTOR] if unit.kind == "A" else []
        if unit.kind == "P":
            continue
        keys.append(unit.low)
        for key in keys:
            for pattern in lexicon.starts.get(key, ()):
                if not pattern.plain and any(need.isdisjoint(present) for need in pattern.needs):
                    continue
                matched = _match(units, unit.index, pattern)
                if matched is None:
                    continue
                last, actors, places = matched
                if last < unit.index:
                    continue
                trigger = Trigger(
                    pattern.frame, unit.index, last, pattern.kind, actors=actors, places=places, head=unit.index
                )
                head = pattern.frame.head
                if pattern.kind == "verb" or (
                    pattern.kind == "phrase" and pattern.tagged and head in ("verb", "phrase_of")
                ):
                    trigger.tags = unit.tags
                    trigger.passive = is_passive(units, unit.index, lexicon)
                traps = pattern.frame.options.get("traps", ())
                after = units[last + 1].low if last + 1 < len(units) else ""
                if after in traps and not opens_date(units, last + 1, lexicon):
                    continue
                found.append(trigger)
    # noun or verb: one reading an occurrence
    kept: list[Trigger] = []
    for trigger in found:
        ambiguous = trigger.kind in ("verb", "noun") and any(
            other is not trigger
            and other.last == trigger.last
            and other.kind in ("verb", "noun")
            and other.kind != trigger.kind
            for other in found
        )
        word = units[trigger.last]
        if (trigger.kind == "verb" and (ambiguous or "g" in trigger.tags or trigger.tags in ("b", "s"))) or (
            trigger.kind == "noun" and (ambiguous or word.tags)
        ):
            noun = is_noun_reading(units, trigger.first, trigger.last, lexicon)
            if trigger.kind == "noun" and not noun and (ambiguous or word.low.endswith("ing")):
                continue
            following = units[trigger.last + 1] if trigger.last + 1 < len(units) else None
            bare = (
                trigger.tags == "s"
                and word.low == "targets"
                and (following is None or following.low in lexicon.classes["locative"])
            )
            bare = bare or (trigger.tags == "s" and word.low == "bombs")
            if trigger.kind == "verb" and noun and (ambiguous or bare):
                continue
        kept.append(trigger)
    kept = [t for t in kept if not is_wrong_reading(units, t, kept, lexicon)]
    kept.sort(
        key=lambda t: (
            -(t.last - t.first + 1 - (0.5 if t.frame.flag("weak") else 0)),
            t.first,
            -len(t.actors),
            t.frame.id,
        )
    )
    taken: dict[int, Trigger] = {}
    result: list[Trigger] = []
    for trigger in kept:
        span = range(trigger.first, trigger.last + 1)
        words = [k for k in span if units[k].kind != "A"]
        if any(k in taken for k in words):
            blocker = next(taken[k] for k in words if k in taken)
            if (
                not (blocker.frame.head == "adjective" or trigger.frame.head == "adjective")
                or blocker.last == trigger.last
            ):
                continue
        for k in words:
            taken[k] = trigger
        result.append(trigger)
    result.sort(key=lambda t: (t.first, t.last, t.frame.id))
    return result
