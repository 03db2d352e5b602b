"""Candidate claims of a sentence: every trigger with its places and actors, before anything is weighed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geo.claims.acting import role_actors
from geo.claims.dropping import DESTINATION, reason_to_drop
from geo.claims.groups import find_groups
from geo.claims.phrases import Group, is_country
from geo.claims.placing import clause_option, parallel_groups, place_options
from geo.claims.scene import Option, Scene, left_edge
from geo.claims.status import Status, status_of
from geo.claims.triggers import Trigger, find_triggers
from geo.claims.units import split_units
from geo.claims.weighing import features_of

if TYPE_CHECKING:
    from geo.claims.actorspan import ActorSpan
    from geo.claims.lexicon import Lexicon
    from geo.claims.units import Unit
    from geo.models import Resolution

__all__ = ["Candidate", "analyse", "candidates_of"]


@dataclass(slots=True)
class Candidate:
    """One possible claim with everything that was matched for it."""

    predicate: str
    trigger: Trigger
    option: Option
    head: Unit | None
    resolution: Resolution | None
    place_start: int
    place_end: int
    part: str
    actors: list[Unit]
    actor_relation: str
    opponents: list[Unit]
    status: Status
    features: dict[str, float] = field(default_factory=dict)
    probability: float = 0.0
    dropped: str = ""
    bare_raid: bool = False  # a single "raid", with no word that says it flew


def analyse(  # noqa: PLR0917
    text: str,
    start: int,
    end: int,
    resolutions: list[Resolution],
    actors: list[ActorSpan],
    anaphors: dict[int, Resolution],
    lexicon: Lexicon,
    previous: list[Unit],
    countries: tuple[str, ...] = (),
) -> Scene:
    """Units, place phrases and triggers of one sentence."""
    sides = [a for a in actors if not _is_no_side(text, a)]
    units = split_units(text, start, end, resolutions, sides, lexicon)
    scene = Scene(units, [], [], lexicon, previous=previous, countries=countries)
    scene.triggers = find_triggers(units, lexicon)[:MAX_TRIGGERS]
    if scene.triggers:
        scene.groups = find_groups(units, lexicon, anaphors)
    return scene


def _is_no_side(text: str, actor: ActorSpan) -> bool:
    """Reads "an anti-ISIL operation" (not theirs), "a coalition of Islamist groups" (not *the* coalition)."""
    before = text[max(0, actor.start - 5) : actor.start].lower()
    if before.endswith(("anti-", "anti ")):
        return True
    bare = actor.text.lower() in ("coalition", "alliance") and before.endswith((" a ", " an "))
    return bare and text[actor.end : actor.end + 4] == " of "


#: More triggers than this are no sentence of prose; the rest is not read.
MAX_TRIGGERS = 40


def _predicate(scene: Scene, trigger: Trigger) -> str:
    frame, units, classes = trigger.frame, scene.units, scene.lexicon.classes
    predicate = frame.predicate
    if trigger.passive and "passive_predicate" in frame.options:
        by = any(units[k].low == "by" for k in range(trigger.last + 1, min(len(units), trigger.last + 9)))
        return predicate if by else str(frame.options["passive_predicate"])
    if frame.head == "noun" and units[trigger.last].low in ("bombing", "bombings", "bomb", "bombs"):
        following = units[trigger.last + 1].low if trigger.last + 1 < len(units) else ""
        if following in ("was", "were", "are", "being") and trigger.last + 2 < len(units):
            following = units[trigger.last + 2].low
        if following in ("that", "which"):
            near = [u.low for u in units[trigger.last + 2 : trigger.last + 8]]
            following = "dropped" if "dropped" in near else following
        if following in ("claimed", "dropped"):
            # "bombings claimed by X" were laid, "bombs dropped on X" were not
            return "attack" if following == "claimed" else "strike"
    if "instrument" in frame.options:
        window = list(range(max(0, trigger.first - 3), trigger.first)) if trigger.kind == "noun" else []
        words = [units[k].low for k in window if units[k].kind == "w"]
        if any(w in classes["air"] and w not in ("fighter", "raids", "bombs", "bombardment") for w in words):
            return str(frame.options["instrument"])
        for k in range(trigger.last + 1, min(len(units), trigger.last + 18)):
            low = units[k].low
            if low in ("with", "using") and any(
                units[m].low in classes["air"] for m in range(k + 1, min(len(units), k + 4))
            ):
                return str(frame.options["instrument"])
            if low in classes["stop_right"] or low == ".":
                break
    if "bomb_subject" in frame.options and not trigger.passive:
        for k in range(trigger.first - 1, max(-1, trigger.first - 8), -1):
            low = units[k].low
            if low in classes["bomb"] or low in classes["attack_noun"]:
                before = units[k - 1].low if k else ""
                if low in ("bomb", "bombs") and before in ("barrel", "cluster", "aerial", "air", "parachute"):
                    break
                if low in ("attack", "attacks") and any(
                    units[m].low in classes["air"] or units[m].low == "barrel" for m in range(max(0, k - 3), k)
                ):
                    break
                if low == "bombing" and (before == "aerial"):
                    break
                return str(frame.options["bomb_subject"])
            if units[k].kind != "w" or low in classes["air"]:
                break
    return predicate


def candidates_of(scene: Scene) -> list[Candidate]:
    """All candidates of a sentence, dropped ones included with the reason.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    list of Candidate
        In the order of their triggers.
    """
    found: list[Candidate] = []
    for trigger in scene.triggers:
        frame = trigger.frame
        predicate = _predicate(scene, trigger)
        options = place_options(scene, trigger)
        option = options[0] if options else None
        if len(options) > 1 and option is not None and option.group.unnamed and option.group.anaphor is None:
            named = [o for o in options[1:] if not o.group.unnamed]
            if named and named[0].crossed == 0 and option.relation != "object":
                option = named[0]
        if option is not None and option.group.heads and all(is_country(h.place) for h in option.group.heads):
            better = next(
                (o for o in options[1:] if o.group.heads and not is_country(o.group.heads[0].place) and o.crossed <= 1),
                None,
            )
            option = better or option
        if (
            predicate in ("strike", "attack", "contest")
            and frame.id != "contest.verb"
            and (frame.head != "adjective" or trigger.last > trigger.first)
            and (option is None or (option.group.unnamed and option.group.anaphor is None))
        ):
            wider = clause_option(scene, trigger)
            fits = wider is not None and wider.crossed < 2 and (wider.group.heads or wider.group.anaphor is not None)
            if fits:
                option = wider
            elif option is not None and (
                predicate == "contest" or option.crossed or not _is_settled(scene, option.group)
            ):
                option = None
        if predicate == "withdraw" and option is not None and option.group.prep in DESTINATION:
            option = None
        actors, relation = role_actors(scene, trigger, frame.actor, option)
        opponents, _ = role_actors(scene, trigger, frame.against, option)
        opponents = [o for o in opponents if o not in actors]
        if predicate == "attack" and "instrument" in frame.options and actors and _flies(scene, actors[0]):
            predicate = str(frame.options["instrument"])
        status = status_of(scene, trigger)
        reason = ""
        they = trigger.passive and scene.units[left_edge(scene, trigger)].low in ("they", "who")
        if frame.flag("object_required") and not (opponents or (trigger.passive and actors) or they):
            reason = "no opponent as object"
        if frame.flag("object_required") and trigger.passive and predicate == frame.options.get("passive_predicate"):
            actors, relation = (opponents or actors), "subject"
            opponents = []
        elif frame.id == "expel" and not actors:
            # "an offensive that ousted government forces from X": nobody is named who took it
            predicate = "lose"
            actors, opponents, relation = opponents, [], "object"
        if frame.flag("named_actor") and actors and all(u.low in scene.lexicon.classes["pronoun"] for u in actors):
            reason = "nobody armed is named"
        reason = reason or reason_to_drop(scene, trigger, predicate, option, actors, opponents)
        heads = list(option.group.heads) if option is not None else []
        if (
            option is not None
            and heads
            and predicate in ("strike", "attack", "capture")
            and option.group.core > trigger.last
        ):
            heads += [h for group in parallel_groups(scene, option) for h in group.heads]
        split = _split_actors(scene, predicate, frame.flag("each_actor"), actors)
        gapped = [h for h in heads[1:] if _gapped_actor(scene, h) is not None]
        for head in gapped:
            heads.remove(head)
            acting = _gapped_actor(scene, head)
            found.append(
                _candidate(
                    scene, predicate, trigger, option, head, [acting] if acting else [], relation, [], status, reason
                )
            )
        for group_actors in split:
            if not heads:
                found.append(
                    _candidate(
                        scene, predicate, trigger, option, None, group_actors, relation, opponents, status, reason
                    )
                )
            found.extend(
                _candidate(scene, predicate, trigger, option, head, group_actors, relation, opponents, status, reason)
                for head in heads
            )
    return found


def _flies(scene: Scene, unit: Unit) -> bool:
    return any(w in scene.lexicon.classes["air"] for w in unit.low.split() if w != "fighter")


def _is_settled(scene: Scene, group: Group) -> bool:
    """Whether people live in an unnamed place: "hit an opposition-held village in the north"."""
    return not scene.lexicon.classes["settled"].isdisjoint(group.generics)


def _gapped_actor(scene: Scene, head: Unit) -> Unit | None:
    """Reads "HTS took A and Ahrar al-Sham B": the actor of the elided verb."""
    units = scene.units
    before = units[head.index - 1] if head.index else None
    if before is None or before.actor is None or before.actor.kind == "adjective" or head.index < 2:
        return None
    return before if units[head.index - 2].low in ("and", ",", "while") else None


def _split_actors(scene: Scene, predicate: str, each: bool, actors: list[Unit]) -> list[list[Unit]]:
    """One claim an actor where each acts for itself (air strikes of two states), else one for all of them."""
    if len(actors) < 2:
        return [actors]
    by_camp: dict[str | None, list[Unit]] = {}
    first = actors[0].actor.actor.camp if actors[0].actor else None
    for unit in actors:
        camp = unit.actor.actor.camp if unit.actor else None
        if (unit.low.endswith("allies") and unit.text.islower()) or (
            unit.index and scene.units[unit.index - 1].low == "allied"
        ):
            camp = first
        if camp is None or (camp.startswith("other") and unit is not actors[0]):
            camp = first
        by_camp.setdefault(camp, []).append(unit)
    if each or predicate in ("strike", "hold", "capture", "attack"):
        return list(by_camp.values())
    return [actors]


def _facility(scene: Scene, noun: str, resolution: Resolution, part: str) -> tuple[Resolution, str]:
    """Reads "The airbase of X" is the site of that name, if the gazetteer has it; else only a part of X."""
    place = resolution.place
    if noun not in scene.lexicon.classes["facility"] or place is None or place.feature_class != "P":
        return resolution, part
    site = next((c.place for c in resolution.candidates if c.place.feature_class == "S"), None)
    return (replace(resolution, place=site), part) if site is not None else (resolution, part or noun)


def _candidate(  # noqa: PLR0917
    scene: Scene,
    predicate: str,
    trigger: Trigger,
    option: Option | None,
    head: Unit | None,
    actors: list[Unit],
    relation: str,
    opponents: list[Unit],
    status: Status,
    reason: str,
) -> Candidate:
    units = scene.units
    group = option.group if option is not None else None
    resolution = head.place if head is not None else group.anaphor if group is not None else None
    part = group.part if group is not None else ""
    if group is not None and group.tail and head is not None and (group.containers or head is not group.heads[-1]):
        # "Rashadiyah in the Aleppo countryside": the word after the last name limits that name alone
        part = part.removesuffix(group.tail).strip()
    if head is not None and resolution is not None and head.index >= 2 and units[head.index - 1].low == "of":
        resolution, part = _facility(scene, units[head.index - 2].low, resolution, part)
    if head is not None and resolution is not None:
        # "Aleppo international airport" is not Aleppo
        after = head.index + 1
        while after < len(units) and after < head.index + 3 and units[after].low in scene.lexicon.classes["site_kind"]:
            after += 1
        if after < len(units):
            resolution, part = _facility(scene, units[after].low, resolution, part)
    if (
        group is not None
        and head is None
        and not part
        and group.generics
        and group.generics[0] in scene.lexicon.classes["area_noun"]
    ):
        part = group.generics[0]
    settled = resolution is not None and resolution.place is not None and resolution.place.feature_class in "PA"
    if group is not None and head is not None and not part and settled:
        # "the crossroads of X", "the X-Y highway": the line, not the places at its ends
        nouns = [*group.generics, *(c.low.rpartition(" ")[2] for c in group.containers)]
        part = next((noun for noun in nouns if noun in scene.lexicon.classes["line_noun"]), "")
    if trigger.first and not part and units[trigger.first - 1].low in scene.lexicon.classes["partly"]:
        part = units[trigger.first - 1].low
    if group is not None and head is not None:
        start, end = (units[group.first].start, head.end) if group.heads == [head] else (head.start, head.end)
        if trigger.kind == "verb" and group.first <= trigger.last < head.index:
            # "abandoned X": the verb is no part of the place
            start = units[trigger.last + 1].start
        if units[group.first].low == "that" and group.first < head.index and start == units[group.first].start:
            start = units[group.first + 1].start
        if end - start > 120 or start > head.start:
            start = head.start
    elif group is not None:
        start, end = units[group.first].start, units[group.last].end
    else:
        start = end = -1
    empty = option or Option(_EMPTY, "none", 0)
    candidate = Candidate(
        predicate, trigger, empty, head, resolution, start, end, part, actors, relation, opponents, status
    )
    candidate.dropped = reason
    candidate.bare_raid = trigger.kind == "noun" and units[trigger.last].low == "raid"
    candidate.features = features_of(scene, candidate, group)
    return candidate


_EMPTY = Group([], [], 0, 0)
