"""Subjects: who does what a verb says, with all that are joined to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.actorphrases import alongside, before_phrase, coordinated, describes_place, governor_of
from geo.claims.scene import HARD, Scene

if TYPE_CHECKING:
    from geo.claims.units import Unit

__all__ = ["antecedent", "subject_actors"]


#: A time between a verb and what it says, and how many words it may have.
_WHEN = frozenset({"on", "late", "early", "earlier", "yesterday", "today", "this", "last", "week", "later", "also"})
_TIME_WORDS = 7


def subject_actors(scene: Scene, index: int, *, relative: bool = False, depth: int = 0) -> tuple[list[Unit], str]:
    """The actors that are the subject of the verb at a unit index, and how they were found."""
    units, classes = scene.units, scene.lexicon.classes
    j = index - 1
    crossed = 0
    if index >= 2 and units[index - 1].low == "to" and "g" in units[index - 2].tags and depth < 2:
        # "with HTS managing to recapture": the subject is that of the participle
        return subject_actors(scene, index - 2, relative=relative, depth=depth + 1)
    # "announced the capture of X but lost it": the verbs share their subject
    shared = index > 0 and units[index - 1].low == "but"
    edge = j
    while edge >= 0 and units[edge].kind == "w" and (units[edge].low in classes["auxiliary"] or edge == index):
        edge -= 1
    if edge > 1 and units[edge].low == ",":
        # "the rebels, whom Turkey has supported, had been pushing": over the relative clause
        comma = next((k for k in range(edge - 1, 0, -1) if units[k].low == ","), 0)
        if comma and units[comma + 1].low in classes["relative"]:
            j = edge = comma - 1
    if index >= 2 and units[index - 1].low == "from" and units[index - 2].low in classes["civil"]:
        # "prevent civilians from leaving"
        return [], ""
    if (
        index >= 3
        and units[index - 1].low == "from"
        and units[index - 3].verb in classes["kept_from"]
        and "g" in units[index].tags
    ):
        # "to prevent rebels from advancing"
        return (coordinated(scene, units[index - 2]), "object") if units[index - 2].kind == "A" else ([], "")
    if edge >= 0 and units[edge].low in classes["civil"]:
        if edge >= 3 and units[edge - 1].low in ("their", "its") and units[edge - 3].kind == "A":
            # "rebels and their families left"
            return coordinated(scene, units[edge - 3]), "subject"
        # "the army took X and civilians fled": they are no side
        return [], ""
    if index >= 2 and units[index - 1].kind == "A" and units[index].tags.startswith("b"):
        lead = units[max(0, before_phrase(scene, units[index - 1]))]
        if lead.tags and lead.verb in ("see", "help", "let", "make", "watch"):
            # "an offensive that saw Isis encircle X"
            return coordinated(scene, units[index - 1]), "subject"
    if (
        index >= 2
        and units[index - 1].low == "to"
        and units[index - 2].kind == "A"
        and not units[index - 1].low.startswith("-")
    ):
        # "leading to HTS to take over", "allowed the army to besiege"
        return coordinated(scene, units[index - 2]), "subject"
    while j >= 0:
        unit = units[j]
        low = unit.low
        if low == '"' and j > 1 and units[j - 1].kind == "A" and units[j - 2].low == '"':
            # 'two "terrorists" attacked'
            j -= 1
            continue
        if unit.kind == "A":
            governor = governor_of(scene, unit)
            if governor == "not" and not relative:
                # "rebels, not the army, control X"
                j -= 1
                continue
            following = units[j + 1] if j + 1 < len(units) else None
            compound = (
                unit.actor is not None
                and unit.actor.kind == "adjective"
                and following is not None
                and following.low.startswith("-")
            )
            if compound or (
                following is not None and following.low in ("held", "controlled") and following.index < index - 1
            ):
                j -= 1
                continue
            # "with the army advancing", "against troops advancing": the actor belongs to the participle
            apart = any(u.low == "," for u in units[j + 1 : index])
            acting = unit.actor is None or unit.actor.kind != "metonym"
            ongoing = "g" in units[index].tags or units[index - 1].low in ("having", "being")
            absolute = ongoing and (
                (governor == "with" and not apart) or (j == index - 1 and acting and governor != "of")
            )
            if governor in classes["oblique"] and not relative and not absolute:
                j -= 1
                continue
            if not relative and describes_place(scene, unit):
                j -= 1
                continue
            beside = absolute and j == index - 1  # "showed soldiers raising", "killed rebels storming"
            if not relative and not beside and unit.index and _is_object(scene, unit, index):
                j -= 1
                continue
            chain = coordinated(scene, unit)
            lead = chain[0]
            governed = governor_of(scene, lead) in classes["oblique"] and not alongside(scene, lead)
            if lead is not unit and not relative and not absolute and governed:
                listed = units[before_phrase(scene, unit)].low != ","
                acts = following is not None and (scene.finite(j + 1) or following.low in classes["auxiliary"])
                if listed or not acts:
                    # "between HTS and ISIL, seizing": the whole list is governed
                    j = lead.index - 1
                    continue
                # "backed by Russia, the army has taken": the list ends before the subject
                chain = [u for u in chain if u.index >= unit.index]
            return chain, "subject" if not crossed else "subject_far"
        if unit.kind == "w":
            if low in ("they", "it", "them", "latter", "themselves") or (
                low in ("its", "their", "his") and j + 1 < index and units[j + 1].low in classes["force_noun"]
            ):
                found = antecedent(scene, j, low)
                if found:
                    return found, "pronoun"
            if low == "who" and j and units[j - 1].low in classes["civil"]:
                return [], ""
            if low in ("who", "which", "that") and j >= index - 8 and not crossed:
                if depth < 2:
                    found, _how = subject_actors(scene, j, relative=True, depth=depth + 1)
                    if found and found[-1].index >= j - (8 if low == "who" else 4):
                        return found, "relative"
                if any(t.kind == "noun" and t.last == j - 1 for t in scene.triggers):
                    # "an army offensive that drove rebels from X": theirs whose offensive it is
                    doers = [u for u in units[max(0, j - 5) : j - 1] if u.kind == "A"]
                    return (coordinated(scene, doers[-1]), "relative") if doers else ([], "")
                relative = True
            elif low in HARD:
                break
            elif (
                not shared
                and _says(scene, j)
                and j < index - 1
                and not _claims_own(scene, j)
                and not _announced(scene, j, index)
            ):
                # what stands left of a verb of saying is the speaker
                break
            elif low in classes["subordinator"] and j < index - 1:
                crossed += 1
                if crossed > 1 or low in ("while", "whereas", "because", "when", "if"):
                    break
            elif scene.finite(j) and not (units[index].tags and ("g" in units[index].tags or _joined(scene, j, index))):
                crossed += 1
                if crossed > 1:
                    break
        j -= 1
    if (units[index].tags and "g" in units[index].tags) or (index and units[index - 1].low in ("having", "being")):
        # "After losing X, fighters have retreated": the subject of the main clause follows
        for k in range(index + 1, len(units)):
            if (
                units[k].kind == "A"
                and governor_of(scene, units[k]) in (",", "")
                and k + 1 < len(units)
                and (scene.finite(k + 1) or units[k + 1].low in classes["auxiliary"] or _opens_clause(scene, k))
            ):
                # "after losing X to Isis, troops": what stands before the comma is not joined to it
                return [u for u in coordinated(scene, units[k]) if u.index >= k], "later_subject"
    return [], ""


def _opens_clause(scene: Scene, index: int) -> bool:
    """Reads "By recapturing X, the army dealt a blow": a verb-like word follows the actor behind a comma."""
    units, classes = scene.units, scene.lexicon.classes
    after = units[index + 1]
    comma = any(u.low == "," for u in units[max(0, index - 2) : index])
    verbal = after.kind == "w" and after.text.islower() and after.text.isalpha()
    return comma and verbal and after.low not in classes["oblique"] and after.low not in classes["conjunction"]


def _says(scene: Scene, index: int) -> bool:
    """Whether a unit is a verb of saying in the active: what stands left of it is the speaker."""
    unit = scene.units[index]
    names = scene.lexicon.verb_class.get(unit.verb, frozenset()) if unit.tags else frozenset()
    if not names & {"say", "deny"} or "frame" in names or not set(unit.tags) & {"d", "s"}:
        return False
    month = scene.lexicon.classes["month"]
    k = index - 1
    while k > 0 and (scene.units[k].low in month or scene.units[k].low in _WHEN):
        k -= 1
    # "was on Monday accused" is passive too
    return not (index and scene.units[k].low in scene.lexicon.classes["be"])


def _claims_own(scene: Scene, said: int) -> bool:
    """Reads "claimed on Saturday to have taken": the deed is the speaker's, whatever time stands between."""
    units, month = scene.units, scene.lexicon.classes["month"]
    for unit in units[said + 1 : said + _TIME_WORDS]:
        if unit.low == "to":
            return True
        if not (unit.low in month or unit.low in _WHEN or unit.low[0].isdigit() or unit.low == ","):
            return False
    return False


def _announced(scene: Scene, said: int, index: int) -> bool:
    """Whether what is announced is a deed of the speaker: "announced a bid to capture X"."""
    if scene.units[said].verb in ("say", "tell", "add"):
        return False
    between = {u.low for u in scene.units[said + 1 : index]}
    reports = scene.units[said + 1].low in (
        "a",
        "an",
        "further",
        "new",
        "more",
        "major",
        "significant",
        "steady",
        "slow",
    )
    if (
        reports
        and "g" in scene.units[index].tags
        and scene.units[index - 1].low in (",", "and")
        and "that" not in between
    ):
        # "reported a breakthrough, capturing X"
        return True
    if scene.units[index - 1].low != "to" or "that" in between:
        return False
    return not between.isdisjoint(
        {"bid", "plan", "plans", "operation", "offensive", "campaign", "drive", "push", "intention", "decision"}
    )


def _joined(scene: Scene, left: int, right: int) -> bool:
    """Whether two verbs share their subject: "entered X and took Y", "plans to retake"."""
    between = [u.low for u in scene.units[left + 1 : right]]
    return "and" in between[-4:] or "to" in between or "," in between[-3:] or "but" in between[-3:]


def _is_object(scene: Scene, unit: Unit, index: int) -> bool:
    """Whether an actor stands right after a verb that is not the one asked about."""
    units, classes = scene.units, scene.lexicon.classes
    k = before_phrase(scene, unit)
    if k < 0 or units[k].kind != "w" or not units[k].tags:
        return False
    verb = units[k]
    if any(t.kind == "noun" and t.frame.predicate != "contest" and t.first <= k <= t.last for t in scene.triggers):
        # "after the shelling rebels fired": a noun has no object
        return False
    names = scene.lexicon.verb_class.get(verb.verb, frozenset())
    if "say" in names or "deny" in names or verb.low in classes["auxiliary"]:
        return False
    if "g" in verb.tags:
        return True
    tail = [u.low for u in units[unit.index + 1 : index]]
    if tail and tail[0] in ("is", "are", "was", "were", "has", "have", "had", "will") and len(tail) <= 3:
        # "pictures show the regime is targeting X"
        return not all(w in classes["auxiliary"] or w.endswith("ly") for w in tail)
    return not (
        unit.index + 1 < len(units)
        and units[unit.index + 1].index == index
        and "d" in units[index].tags
        and verb.low != "killed"
    )


def antecedent(scene: Scene, index: int, low: str) -> list[Unit]:
    """Whom a pronoun at a unit index means: the last subject before it, here or in the sentences before."""
    earlier = [u for u in scene.units[:index] if u.kind == "A" and u.actor is not None and u.actor.kind != "adjective"]
    if low == "latter" and earlier:
        return [earlier[-1]]
    oblique = scene.lexicon.classes["oblique"]
    for unit in reversed(earlier):
        # "the army, backed by militias and the air force, ...": all of a list is governed alike
        if governor_of(scene, unit) not in oblique and governor_of(scene, coordinated(scene, unit)[0]) not in oblique:
            return [unit]
    if earlier:
        return [earlier[-1]]
    return scene.previous[-1:]
