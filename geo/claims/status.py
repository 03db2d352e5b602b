"""Polarity, modality and hedges of a trigger, from the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.claims.scene import Scene
    from geo.claims.triggers import Trigger

__all__ = ["Status", "status_of"]


@dataclass(slots=True)
class Status:
    """How a claim is put: see `geo.models.Claim`."""

    polarity: str = "affirmed"
    modality: str = "asserted"
    hedged: bool = False
    reasons: tuple[str, ...] = ()
    denied: bool = False


#: "Not" before these denies nothing: "not only", "not long afterwards", "not far from".
_NO_NEGATION = frozenset({"only", "long", "far", "least", "just", "merely", "later", "until", "surprisingly"})
_WOULD = frozenset({"would", "could", "might", "may", "can"})
#: "Focused on", "efforts on", "intent on" taking a place: it is not taken.
_BENT = frozenset({"focus", "focused", "focusing", "focuses", "efforts", "effort", "bent", "intent", "set", "keen"})
_CALLED_OFF = frozenset({"cancelled", "canceled", "aborted", "postponed", "scrapped", "shelved"})
_STOP = frozenset({".", ";", ":", "!", "?"})


def status_of(scene: Scene, trigger: Trigger) -> Status:
    """Read the status of a trigger.

    Parameters
    ----------
    scene : Scene
    trigger : Trigger

    Returns
    -------
    Status
        Without attribution: "claimed" and "denied" come from `geo.claims.attribution`.
    """
    units, classes = scene.units, scene.lexicon.classes
    status = Status()
    reasons: list[str] = []
    verb_class = scene.lexicon.verb_class

    def of(index: int) -> frozenset[str]:
        return (
            verb_class.get(units[index].verb, frozenset())
            if units[index].kind == "w" and units[index].tags
            else frozenset()
        )

    if trigger.frame.head in ("adjective", "stronghold"):
        # "travel to rebel-held X": what is planned is the travel
        polarity = "negated" if trigger.frame.options.get("polarity") == "negated" else "affirmed"
        return Status(polarity)
    j = trigger.first - 1
    steps = 0
    infinitive = False
    perfect = False
    negated = False
    other_finite = False
    while j >= 0 and steps < 12:
        unit = units[j]
        low = unit.low
        if unit.kind != "w":
            # a subject ends the search for modals of a verb, but not for "attempt to", "if", "failed"
            steps += 1
            j -= 1
            continue
        if low in _STOP or (low == "," and "g" in trigger.tags):
            break
        names = of(j)
        if "deny" in names or (low == "that" and j and "deny" in of(j - 1)):
            status.denied = True
        if low in ("not", "never", "cannot", "neither", "nor") or low.endswith(("n't", "n’t")):
            if (
                not other_finite
                and (trigger.kind != "noun" or steps < 5)
                and not (low == "not" and j + 1 < len(units) and units[j + 1].low in _NO_NEGATION)
            ):
                negated = True
                reasons.append(low)
        elif (
            low == "no"
            and j + 1 < trigger.first + 1
            and (
                j + 1 == trigger.first
                or units[j + 1].low in ("longer", "plans", "plan", "intention")
                or (trigger.kind == "noun" and not _is_unclaimed(scene, j, trigger))
            )
        ):
            negated = True
            reasons.append("no")
            if units[j + 1].low in ("plans", "plan", "intention"):
                status.modality = "planned"
        elif low == "without":
            negated = True
            reasons.append(low)
        elif (
            low == "to"
            and not infinitive
            and (not other_finite or units[trigger.first - 1].low == "and")
            and _is_infinitive(scene, j, trigger)
        ):
            infinitive = True
            perfect = units[j + 1].low == "have"
        elif (
            trigger.kind == "noun" and low in (*_WOULD, *classes["modal_planned"]) and not _supported(scene, j, trigger)
        ):
            pass
        elif low in classes["modal_planned"] and not other_finite:
            status.modality = "planned"
            reasons.append(low)
        elif low in _WOULD and not other_finite and units[j].text != "May":
            status.modality = "planned" if low == "would" else "possible"
            reasons.append(low)
        elif low in ("if", "unless", "whether") and not (
            low == "whether" and trigger.kind == "noun" and units[j + 1].low != "to"
        ):
            status.modality = "possible"
            reasons.append(low)
            break
        elif "fail" in names or low in ("failed", "failing", "unable", "abortive", "unsuccessful", "failure"):
            if infinitive or (trigger.kind == "noun" and steps < 3) or low == "abortive":
                negated = True
                infinitive = False
                reasons.append(low)
                break
        elif (
            trigger.kind == "noun"
            and steps < 4
            and (low in _CALLED_OFF or (low == "called" and units[j + 1].low == "off"))
        ):
            negated = True
            status.modality = "planned"
            reasons.append(low)
            break
        elif (
            low in ("prevent", "prevented", "preventing", "stop", "stopped", "avoid", "avert", "halt")
            and "frame" not in names
        ):
            if trigger.kind != "noun" or steps < 5:
                negated = True
                over = low in ("stopped", "halted") and j == trigger.first - 1
                status.modality = "asserted" if over else "planned"
        elif infinitive and (
            "plan" in names
            or (low in classes["plan_noun"] and not _first_to(scene, trigger))
            or low in ("ready", "poised", "set", "due", "likely", "about", "order")
        ):
            status.modality = "planned" if low != "likely" else "possible"
            reasons.append(f"{low} to")
            infinitive = False
            # "tried but failed to", "has attempted to": keep looking for a failure
            if any(units[k].low in ("failed", "abortive", "unsuccessful") for k in range(max(0, j - 2), j)):
                negated = True
                status.modality = "asserted"
            if j and units[j - 1].low == "no":
                negated = True
            break
        elif infinitive and low == "able":
            # "has been able to regain": it did
            infinitive = False
        elif infinitive and unit.verb == "claim" and unit.tags:
            # "claim to control X": as they say, they do
            infinitive = False
        elif infinitive and low == "used" and units[j + 1].low == "to" and units[j - 1].low not in classes["be"]:
            # "used to control": no longer
            negated = True
            infinitive = False
            reasons.append("used to")
            break
        elif infinitive and "achieve" in names:
            if units[j].verb in ("allow", "enable", "help") and not _did_help(scene, j):
                status.modality = "possible"
            infinitive = False
            reasons.append(low)
        elif (
            low in classes["aim"]
            and steps < 4
            and not other_finite
            and (trigger.kind == "noun" or "g" in trigger.tags)
            and units[j + 1].low in ("at", "of", "for", "toward", "towards")
        ):
            status.modality = "planned"
            reasons.append(low)
        elif (
            "g" in trigger.tags
            and j == trigger.first - 1
            and low == "on"
            and any(units[k].low in _BENT for k in range(max(0, j - 4), j))
        ):
            # "focusing its efforts on capturing X", "bent on taking it"
            status.modality = "planned"
            reasons.append("on")
            break
        elif low == "either" and trigger.kind != "noun" and any(u.low == "or" for u in units[trigger.last + 1 :]):
            status.modality = "possible"
            reasons.append(low)
        elif (
            low in ("attempt", "attempting", "attempts", "bid", "trying", "attempted", "tried")
            and trigger.kind == "verb"
            and steps < 4
        ):
            status.modality = "planned"
        elif (
            trigger.kind == "noun"
            and low
            in (
                "threat",
                "threats",
                "fears",
                "risk",
                "possible",
                "potential",
                "imminent",
                "looming",
                "threatened",
                "threatening",
            )
            and steps < 4
        ) or (trigger.kind == "noun" and steps < 4 and _is_awaited(scene, j)):
            status.modality = "possible"
            reasons.append(low)
        elif (
            trigger.kind == "noun"
            and low
            in (
                "planned",
                "planning",
                "proposed",
                "plan",
                "plans",
                "calling",
                "called",
                "urged",
                "urging",
                "calls",
                "call",
                "demanded",
                "demanding",
                "seek",
                "seeking",
                "preparing",
                "propose",
                "approve",
                "approved",
                "authorise",
                "authorize",
                "authorised",
                "authorized",
                "mull",
                "mulling",
                "considering",
                "weighing",
            )
            and steps < 4
            and not other_finite
        ):
            status.modality = "planned"
            reasons.append(low)
        elif low in ("nearly", "almost") and j == trigger.first - 1 and trigger.kind == "verb":
            status.modality = "possible"
            reasons.append(low)
        elif (
            low in ("close", "verge", "brink", "near")
            and j + 1 < len(units)
            and units[j + 1].low in ("to", "of")
            and steps < 4
            and trigger.kind != "noun"
        ):
            status.modality = "possible"
            reasons.append(low)
            infinitive = False
        elif (
            (
                low
                in (
                    "while",
                    "when",
                    "after",
                    "before",
                    "because",
                    "although",
                    "who",
                    "which",
                    "whose",
                    "where",
                    "despite",
                    "since",
                )
                and trigger.kind != "noun"
            )
            or (low == "that" and trigger.kind != "noun")
            or low in ("said", "says", "told", "reported")
        ):
            break
        elif scene.finite(j) and "support" not in names:
            if infinitive:
                break
            other_finite = True
            if steps > 0 and trigger.kind != "noun" and low != "began":
                break
        j -= 1
        steps += 1
    if infinitive and not negated and status.modality == "asserted" and trigger.kind != "noun":
        verb = units[j] if 0 <= j < len(units) else None
        names = of(j) if verb is not None else frozenset()
        if perfect or "achieve" in names or (verb is not None and verb.low == "able") or _first_to(scene, trigger):
            pass
        else:
            status.modality = "planned"
            reasons.append("to")
    if "g" in trigger.tags and _would_follow(scene, trigger):
        status.modality = "possible"
        reasons.append("would")
    # nouns: the verb they are the subject of
    if trigger.kind == "noun" or trigger.frame.head in ("phrase", "stronghold", "noun"):
        k = trigger.last + 1
        seen = 0
        while k < len(units) and seen < 18:
            low = units[k].low
            if low in _STOP or low in ("while", "after", "when", "as", "who", "which", "but", "said", "that", "where"):
                break
            names = of(k)
            if low in ("near", "imminent", "looming") and units[k - 1].low in classes["be"]:
                status.modality = "possible"
                reasons.append(low)
                break
            if (
                low in _WOULD
                and units[k].text != "May"
                and trigger.kind == "noun"
                and not (k + 2 < len(units) and units[k + 2].low in ("heard", "seen", "felt", "rise"))
                and (units[k - 1].kind != "A" or trigger.first <= 1)
                and not any(scene.finite(x) for x in range(trigger.last + 1, k))
            ):
                status.modality = "possible"
                reasons.append(low)
                break
            if low in ("due", "set", "scheduled", "expected") and trigger.frame.predicate in ("ceasefire", "transfer"):
                status.modality = "planned"
            if (
                trigger.frame.predicate in ("besiege", "ceasefire")
                and "end" in names
                and units[k].verb not in ("mark", "hold")
            ):
                negated = True
                reasons.append(low)
                break
            is_verb = "d" in units[k].tags and low not in classes["auxiliary"]
            if is_verb and (trigger.frame.predicate != "ceasefire" or seen > 16):
                break
            k += 1
            seen += 1
    if status.modality == "planned" and not negated and _came_to_nothing(scene, trigger):
        negated = True
        status.modality = "asserted"
        reasons.append("failed")
    if trigger.kind == "noun" and status.modality == "asserted" and _is_expected(scene, trigger):
        status.modality = "planned"
        reasons.append("expected")
    if trigger.frame.predicate in ("ceasefire", "besiege") and trigger.kind == "noun":
        for k in range(max(0, trigger.first - 4), trigger.first):
            if "end" in of(k) and units[k].verb not in ("mark", "halt"):
                negated = True
                reasons.append(units[k].low)
        for k in range(max(0, trigger.first - 5), trigger.first):
            if units[k].low in ("breach", "breaches", "violation", "violations", "end", "collapse", "breakdown"):
                negated = True
    if units and units[-1].low == "?":
        status.modality = "possible"
        reasons.append("?")
    for k in range(max(0, trigger.first - 8), min(len(units), trigger.last + 3)):
        if units[k].low in classes["hedge"] and units[k].kind == "w" and units[k].low != "apparently":
            status.hedged = True
    if trigger.frame.options.get("polarity") == "negated":
        status.polarity = "affirmed" if negated and trigger.frame.predicate != "besiege" else "negated"
    else:
        status.polarity = "negated" if negated else "affirmed"
    status.reasons = tuple(reasons)
    return status


_EXPECTED = frozenset({"expected", "planned", "scheduled", "imminent", "inevitable", "feared", "anticipated"})
_FAILED = frozenset({"failed", "fizzled", "collapsed", "foundered", "faltered", "backfired", "stalled"})


def _did_help(scene: Scene, index: int) -> bool:
    """Reads "this has helped them to gain ground": they did; "this would help them to", "to allow them to" not."""
    units = scene.units
    if not set(units[index].tags) & {"d", "n"}:
        return False
    before = [u.low for u in units[max(0, index - 3) : index]]
    return not {"to", "would", "could", "may", "might", "if", "not", "will", *scene.lexicon.classes["be"]} & set(before)


def _is_expected(scene: Scene, trigger: Trigger) -> bool:
    """Reads "an assault on X is expected within weeks": it has not come."""
    units = scene.units
    for k in range(trigger.last + 1, min(len(units) - 1, trigger.last + 9)):
        if units[k].low in _STOP or units[k].kind == "A":
            return False
        if units[k].low in ("is", "was", "are", "were", "be"):
            return any(u.low in _EXPECTED for u in units[k + 1 : k + 3])
        if scene.finite(k):
            return False
    return False


def _came_to_nothing(scene: Scene, trigger: Trigger) -> bool:
    """Reads "their attempt to take X failed": it was tried, and X was not taken."""
    units, classes = scene.units, scene.lexicon.classes
    plan = next(
        (k for k in range(max(0, trigger.first - 4), trigger.first) if units[k].low in classes["plan_noun"]), -1
    )
    if plan < 0 or not any(u.low in ("to", "at", "on") for u in units[plan + 1 : trigger.first]):
        return False
    for k in range(trigger.last + 1, min(len(units), trigger.last + 12)):
        low = units[k].low
        if low in _STOP or low in (",", "but", "and", "which", "who", "while", "after"):
            return False
        if scene.finite(k) or low in ("has", "have", "had", "was", "were"):
            return any(u.low in _FAILED for u in units[k : k + 3])
    return False


def _is_unclaimed(scene: Scene, no: int, trigger: Trigger) -> bool:
    """Reads "no claim of responsibility for the attack", "no word on who was behind it": it happened."""
    between = scene.units[no + 1 : trigger.first]
    return any(u.low in ("for", "on", "about", "who", "after", "from") for u in between)


def _first_to(scene: Scene, trigger: Trigger) -> bool:
    """Reads "the first bomb attack to hit X", "the latest town to fall": it did."""
    words = [u.low for u in scene.units[max(0, trigger.first - 7) : trigger.first]]
    if "to" not in words:
        return False
    before = words[: len(words) - 1 - words[::-1].index("to")]
    return any(w in ("first", "second", "third", "latest", "last", "only") for w in before[-5:])


def _would_follow(scene: Scene, trigger: Trigger) -> bool:
    """Reads "Taking X would give them the road": it has not been taken."""
    units, classes = scene.units, scene.lexicon.classes
    before = units[trigger.first - 1].low if trigger.first else "."
    if before not in _STOP and before not in (",", "because", "that", "as", "and"):
        return False
    for unit in units[trigger.last + 1 : trigger.last + 9]:
        if unit.low in _WOULD and unit.text != "May":
            return True
        if (
            unit.low in (",", ".")
            or unit.kind == "A"
            or (scene.finite(unit.index) and unit.low not in classes["auxiliary"])
        ):
            return False
    return False


def _is_awaited(scene: Scene, index: int) -> bool:
    """Reads "braces for an attack", "ahead of the offensive": it has not come yet."""
    following = scene.units[index + 1].low if index + 1 < len(scene.units) else ""
    pairs = {"brace": "for", "ahead": "of", "await": "", "fear": "", "preparation": "for", "preparations": "for"}
    unit = scene.units[index]
    wanted = pairs.get(unit.verb if unit.tags else unit.low)
    return wanted is not None and (not wanted or following == wanted)


def _supported(scene: Scene, modal: int, trigger: Trigger) -> bool:
    """Whether the verb between a modal and a noun is one that the noun is the object of ("will launch an attack")."""
    for k in range(modal + 1, trigger.first):
        names = scene.lexicon.verb_class.get(scene.units[k].verb, frozenset()) if scene.units[k].tags else frozenset()
        if scene.units[k].low in ("respond", "threaten", "condemn", "end"):
            return False
        if scene.units[k].low in ("after", "before", "following", "since"):
            return False
        if "support" in names:
            return True
    return trigger.first - modal <= 3


def _is_infinitive(scene: Scene, index: int, trigger: Trigger) -> bool:
    """Whether "to" at an index makes the trigger (or the verb whose object a noun is) an infinitive."""
    units = scene.units
    between = units[index + 1 : trigger.first]
    if trigger.kind == "noun":
        if any(u.low in ("after", "before", "following", "since", "amid", "during", "despite") for u in between):
            # "agreed to leave after a siege"
            return False
        return bool(between) and "b" in between[0].tags and len(between) <= 6
    if between and between[-1].low == "and" and "b" in between[0].tags and "b" in trigger.tags and len(between) <= 7:
        # "look to hold ranks and halt an offensive"
        return not any("d" in u.tags and "b" not in u.tags for u in between)
    fits = all(
        u.low.endswith("ly") or u.low in ("be", "have", "been", "also", "then", "both", "again") for u in between
    )
    return fits and ("b" in trigger.tags or any(u.low in ("be", "have") for u in between))
