"""Noun or verb, active or passive: how a trigger word is meant where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.claims.lexicon import Lexicon
    from geo.claims.triggers import Trigger
    from geo.claims.units import Unit

__all__ = ["BE_FORMS", "is_noun_reading", "is_passive", "is_wrong_reading", "opens_date"]


_OPENS_OBJECT = frozenset({"the", "its", "their"})
BE_FORMS = frozenset({"be", "been", "being", "is", "are", "was", "were", "got", "get", "s"})


def is_noun_reading(units: list[Unit], first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a word that can be verb or noun ("attack", "strikes", "shelling") is a noun here."""
    word = units[last]
    lead = first - 1
    while lead > 0 and units[lead].low.endswith("ly"):
        # "to fully recapture"
        lead -= 1
    before = units[lead] if first and units[lead].low == "to" else units[first - 1] if first else None
    after = units[last + 1] if last + 1 < len(units) else None
    classes = lexicon.classes
    locative = classes["locative"]
    ing = word.low.endswith("ing")
    if before is None:
        if after is not None and after.low == "of":
            return True
        if after is not None and after.kind == "A":
            return False
        return not (after is not None and after.kind == "P") or ing or word.low.endswith("s")
    low = before.low
    if ing and after is not None and after.low in _OPENS_OBJECT and low not in classes["determiner"]:
        # "retaliated, at one point shelling the villages": a verb with its object
        return False
    if ing and low == "that" and first > 1 and units[first - 2].low in locative:
        # "injured in that bombing"
        return True
    if low in (
        "to",
        "will",
        "would",
        "could",
        "can",
        "may",
        "might",
        "should",
        "must",
        "not",
        "n't",
        "they",
        "it",
        "who",
        "which",
        "we",
        "he",
        "that",
        "then",
        "also",
        "reportedly",
        "now",
        "i",
    ):
        # "to attack X", but "prior to attacks on"
        return low == "to" and word.low.endswith("s")
    if low in ("has", "have", "had", "having"):
        return not ("n" in word.tags or "d" in word.tags)
    if low in BE_FORMS:
        return not (ing or "n" in word.tags) or (ing and after is not None and after.low == "on")
    if low in classes["auxiliary"] and low not in ("both", "all", "first", "heavily", "mostly", "mainly"):
        return not ("n" in word.tags or "d" in word.tags or ing)
    takes_object = after is not None and (
        after.kind in ("P", "A")
        or (after.low in classes["determiner"] and after.low not in ("at", "de", "than", "over"))
        or after.low in ("residential", "positions", "areas", "civilian", "control", "it", "them", "villages", "towns")
        or after.low[0].isdigit()
        or after.low in classes["direction"]
    )
    if before.kind == "X" and ing and after is not None and after.low in ("against", "alongside"):
        return False
    if before.kind == "A":
        if ing and after is not None and after.low in ("to", "for", "against", "with", "alongside", "under"):
            return False
        if ing:
            plural = low.endswith(("s", "forces", "troops", "men")) and low != "terrorist"
            return not (plural and takes_object and after is not None and after.low not in locative)
        if before.actor is not None and before.actor.kind == "adjective":
            return not (takes_object and word.low.endswith("s") is False and before.low.endswith("s"))
        if after is not None and after.low in locative:
            return True
        return not takes_object
    if before.kind == "P":
        return not takes_object or ing
    if ing and after is not None and after.kind == "A" and low in ("in", "of", "for", "with", "from"):
        # "interested in fighting Daesh"
        return False
    if low in (",", "and", "or", "by", "while", "after", "before"):
        if ing:
            return not (takes_object and (after is None or after.low not in locative))
        return not takes_object or word.low.endswith("s")
    return not (
        takes_object
        and before.kind == "w"
        and not ing
        and word.tags in ("b", "s", "bdn", "bd", "dn")
        and (low.endswith("s") or low in classes["air"])
        and low not in lexicon.classes["determiner"]
        and after is not None
        and after.low not in locative
    )


def is_passive(units: list[Unit], index: int, lexicon: Lexicon) -> bool:
    """Whether a verb form is passive, or a participle after what it describes."""
    tags = units[index].tags
    if "n" not in tags:
        return False
    auxiliary = lexicon.classes["auxiliary"]
    j = index - 1
    steps = 0
    while j >= 0 and steps < 5:
        low = units[j].low
        if low in BE_FORMS:
            return True
        if low in ("has", "have", "had", "having", "to", "will"):
            return False
        if low in auxiliary or low.endswith("ly") or low in ("under", "completely"):
            j -= 1
            steps += 1
            continue
        break
    if "d" not in tags:
        # "had overrun X and taken Y": the auxiliary is shared
        if j >= 0 and units[j].low in ("and", ","):
            for k in range(j - 1, max(-1, j - 14), -1):
                if units[k].low in BE_FORMS:
                    return True
                if units[k].low in ("has", "have", "had", "having"):
                    return False
        return True
    # Reduced relative: what it describes stands right before, and "by", a time or nothing follows.
    k = index + 1
    while k < len(units) and units[k].low.endswith("ly"):
        k += 1
    if k < len(units) and units[k].low == "by":
        return True
    if index and units[index - 1].kind == "A" and units[index].verb in lexicon.classes["driven"] and k < len(units):
        # "Rebels driven from X", as headlines put it
        away = units[k].low == "from" or (
            units[k].low == "out" and units[k + 1 : k + 2] and units[k + 1].low in ("of", "from")
        )
        if away and not ({"pull", "break"} & {units[index].verb}):
            return True
    if j >= 0 and (units[j].kind == "P" or units[j].low == "," or units[j].low in lexicon.classes["generic_place"]):
        after = units[k] if k < len(units) else None
        if after is not None and (
            after.low
            in ("from", "in", "since", "for", "last", "earlier", "on", "during", "overnight", "this", "back", "several")
            or after.low in lexicon.classes["month"]
        ):
            if units[j].low == "," and not any(u.kind == "P" for u in units[max(0, j - 3) : j]):
                return False
            return after.low != "from" or any(u.kind == "A" for u in units[k : k + 4])
    return False


_YEAR_DIGITS = 4


def opens_date(units: list[Unit], index: int, lexicon: Lexicon) -> bool:
    """Whether a trap word only opens a date: "fell on Wednesday", "fell in 2015"."""
    if units[index].low not in ("on", "in") or index + 1 >= len(units):
        return False
    low = units[index + 1].low
    return low in lexicon.classes["month"] or (low.isdigit() and len(low) == _YEAR_DIGITS)


_NO_NOUN_AFTER = frozenset(
    {"to", "men", "people", "militia", "police", "who", "which", "that", "i", "then", "now", "longer"}
)


def _is_bare_noun(units: list[Unit], trigger: Trigger, lexicon: Lexicon) -> bool:
    """Reads "an aerial bomb targeted", "Bomb in X kills 30": the base form of a verb can be a noun."""
    classes = lexicon.classes
    if trigger.tags != "b" or trigger.first != trigger.last:
        return False
    if not trigger.first and len(units) > 1 and units[1].low == "of":
        # "Control of X changed hands"
        return True
    if trigger.frame.predicate not in {"strike", "attack", "transfer"}:
        return False
    if not trigger.first:
        return len(units) > 1 and units[1].low in ("in", "at", "near", "on", "outside")
    before = units[trigger.first - 1]
    low = before.low
    if before.kind != "w" or before.tags or not low.isalpha() or low.endswith(("s", "ly")) or low in _NO_NOUN_AFTER:
        return False
    known = ("auxiliary", "modal_planned", "modal_possible", "pronoun", "conjunction", "clause", "negation")
    return not any(low in classes[name] for name in known)


def is_wrong_reading(units: list[Unit], trigger: Trigger, others: list[Trigger], lexicon: Lexicon) -> bool:
    """Whether a participle was read as a verb where it is an adjective ("the lost villages"), or vice versa."""
    before = units[trigger.first - 1] if trigger.first else None
    after = units[trigger.last + 1] if trigger.last + 1 < len(units) else None
    if trigger.frame.head == "adjective" and not trigger.actors:
        rivals = any(o is not trigger and o.kind == "verb" and o.first == trigger.first for o in others)
        by = after is not None and (
            after.low in ("by", "since", "for", "tomorrow", "the", "a", "an", "its", "their") or after.kind == "A"
        )
        if before is not None and before.low in ("the", "two", "several", "its", "their"):
            return False
        return rivals and (
            by
            or (before is not None and before.low in lexicon.classes["auxiliary"])
            or (before is not None and before.kind == "A")
        )
    if (
        trigger.last > trigger.first
        and set(trigger.tags) & {"d", "n"}
        and before is not None
        and before.low in ("newly", "recently", "previously", "formerly")
        and trigger.first > 1
        and units[trigger.first - 2].low in ("the", "a", "some", "other", "these", "those", "their", "its")
    ):
        # "the newly conquered territory"
        return True
    if trigger.kind == "verb" and _is_bare_noun(units, trigger, lexicon):
        return True
    if units[trigger.first].low == "left" and before is not None and before.low in ("the", "their", "its"):
        # "on the left of the road": a side
        return True
    if trigger.tags == "g" and units[trigger.first].verb == "target" and after is not None and after.low == "of":
        # "their targeting of civilians"
        return True
    if trigger.kind == "verb" and "g" in trigger.tags and before is not None and after is not None:
        if units[trigger.first].verb == "surround" and before.low in ("in", "of", "from", "to", "across", "and"):
            # "in surrounding X"
            return True
        if units[trigger.first].verb == "surround" and before.low in lexicon.classes["generic_place"]:
            # "the area surrounding X" is a vicinity
            return True
        # "the surrounding desert", "its remaining positions"
        return before.low in ("the", "a", "its", "their") and (
            after.low in lexicon.classes["generic_place"] or after.low == "of"
        )
    if (
        trigger.kind == "verb"
        and before is not None
        and "d" not in trigger.tags
        and "n" not in trigger.tags
        and before.low
        in (
            "a",
            "an",
            "the",
            "its",
            "their",
            "this",
            "two",
            "three",
            "another",
            "car",
            "suicide",
            "barrel",
            "main",
            "own",
            "several",
        )
    ):
        return True
    if trigger.kind != "verb" or "n" not in trigger.tags or before is None or after is None:
        return False
    if before.low in ("the", "two", "several", "its", "their") and any(
        o is not trigger and o.frame.head == "adjective" and o.first == trigger.first for o in others
    ):
        return True
    adjective = any(o is not trigger and o.frame.head == "adjective" and o.first == trigger.first for o in others)
    if adjective:
        return (
            before.low not in lexicon.classes["auxiliary"]
            and after.low not in ("by", "since", "the", "a", "an", "its", "their")
            and before.kind != "A"
            and after.kind != "A"
        )
    attributive = before.low in ("the", "a", "an", "recently", "newly", "its", "their", "other", "of", "from", "in")
    noun = units[trigger.last + 2] if after.kind == "A" and trigger.last + 2 < len(units) else after
    # "the newly conquered government territory"
    return attributive and (noun.low in lexicon.classes["generic_place"] or after.kind == "P") and before.low != "that"
