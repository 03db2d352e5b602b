"""Where the frames of the lexicon match in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.claims.lexicon import ACTOR, GAP, GAP_WORDS, PLACE
from geo.claims.readings import BE_FORMS, is_noun_reading, is_passive, is_wrong_reading, opens_date

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    plain: bool = False  # matched word for word, without a gap


_STOP = frozenset({".", ";", ":", "(", ")", "!", "?"})


#: Last unit, captured actors, captured places.
_Matched = tuple[int, tuple["Unit", ...], tuple["Unit", ...]]


def _match(units: list[Unit], at: int, pattern: Pattern) -> _Matched | None:
    if not pattern.plain:
        return _step(units, pattern, 0, at, (), ())
    # the usual case: a row of words
    elements = pattern.elements
    if at + len(elements) > len(units) or units[at].kind != "w":
        return None
    for offset in range(1, len(elements)):
        unit = units[at + offset]
        if unit.kind != "w" or unit.low not in elements[offset]:
            return None
    return at + len(elements) - 1, (), ()


def _step(  # noqa: PLR0917
    units: list[Unit], pattern: Pattern, e: int, u: int, actors: tuple[Unit, ...], places: tuple[Unit, ...]
) -> _Matched | None:
    """Match the elements of a pattern from number `e` against the units from number `u`."""
    elements, optional = pattern.elements, pattern.optional
    if e == len(elements):
        return u - 1, actors, places
    element = elements[e]
    if element == GAP:
        return _skip(units, pattern, e, u, actors, places)
    if u >= len(units):
        return _step(units, pattern, e + 1, u, actors, places) if optional[e] else None
    unit = units[u]
    if element == ACTOR:
        return _step(units, pattern, e + 1, u + 1, (*actors, unit), places) if unit.kind == "A" else None
    if element == PLACE:
        return _step(units, pattern, e + 1, u + 1, actors, (*places, unit)) if unit.kind == "P" else None
    if unit.kind == "w" and unit.low in element:
        found = _step(units, pattern, e + 1, u + 1, actors, places)
        if found is not None:
            return found
    return _step(units, pattern, e + 1, u, actors, places) if optional[e] else None


def _skip(  # noqa: PLR0917
    units: list[Unit], pattern: Pattern, e: int, u: int, actors: tuple[Unit, ...], places: tuple[Unit, ...]
) -> _Matched | None:
    """Match a gap: up to `GAP_WORDS` words that end no clause."""
    size = len(units)
    for at in range(u, u + GAP_WORDS + 1):
        if at > size:
            return None
        found = _step(units, pattern, e + 1, at, actors, places)
        if found is not None:
            return found
        if at == size:
            return None
        unit = units[at]
        if unit.low in _STOP or (unit.kind == "P" and PLACE not in pattern.elements):
            return None
        if unit.tags and "g" not in unit.tags and unit.low not in _NOUNISH and unit.low not in BE_FORMS:
            return None
    return None


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


def _all_matches(units: list[Unit], lexicon: Lexicon) -> list[Trigger]:
    found: list[Trigger] = []
    present = {unit.low for unit in units}
    starts = lexicon.starts
    size = len(units)
    for unit in units:
        patterns: Sequence[Pattern] = starts.get(unit.low, ())
        if unit.kind != "w":
            if unit.kind == "P":
                continue
            if unit.kind == "A":
                patterns = (*starts.get(ACTOR, ()), *patterns)
        at = unit.index
        for pattern in patterns:
            if pattern.next is not None and (at + 1 == size or units[at + 1].low not in pattern.next):
                continue
            if not pattern.plain and pattern.lacks(present):
                continue
            if pattern.frame.flag("air_actor") and lexicon.classes["air"].isdisjoint(unit.low.split()):
                continue
            matched = _match(units, at, pattern)
            if matched is None or matched[0] < at:
                continue
            last, actors, places = matched
            if pattern.frame.flag("air_actor") and any(u.low in BE_FORMS for u in units[at + 1 : last]):
                # "warplanes were destroyed"
                continue
            trigger = Trigger(
                pattern.frame, at, last, pattern.kind, "", False, list(actors), list(places), at, pattern.plain
            )
            head = pattern.frame.head
            if pattern.kind == "verb" or (
                pattern.kind == "phrase" and pattern.tagged and head in ("verb", "phrase_of")
            ):
                trigger.tags = unit.tags
                trigger.passive = is_passive(units, at, lexicon)
            traps = pattern.frame.options.get("traps", ())
            if traps:
                after = units[last + 1].low if last + 1 < size else ""
                if after in traps and not opens_date(units, last + 1, lexicon):
                    continue
            found.append(trigger)
    return found


#: Words between the quotes of a name.
_TITLE_WORDS = 6


def _in_title(units: list[Unit], at: int) -> bool:
    """Reads 'the "Repel the Invaders" operations room': a name, nobody repels."""
    if not units[at].text[:1].isupper() or at == 0 or units[at - 1].low != '"':
        return False
    close = next((k for k in range(at + 1, min(len(units), at + _TITLE_WORDS)) if units[k].low == '"'), at)
    words = [u for u in units[at + 1 : close] if len(u.text) > 3]
    return bool(words) and all(u.kind == "w" and u.text[:1].isupper() for u in words)


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
    found = [t for t in _all_matches(units, lexicon) if not _in_title(units, t.first)]
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
    # "the army seizing control of X": the verb tells more than "the army ... control of X"
    taking = {t.last for t in kept if t.frame.head == "verb" and t.last > t.first and "g" in t.tags}
    kept = [t for t in kept if not (t.last in taking and t.frame.head == "phrase" and units[t.first].kind == "A")]
    kept.sort(
        key=lambda t: (
            -(t.last - t.first + 1 - (0.5 if t.frame.flag("weak") else 0)),
            t.first,
            -len(t.actors),
            not t.plain,
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
