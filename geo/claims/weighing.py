"""What speaks for a candidate claim, and which of several tellings of one fact survives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.claims.phrases import is_country

if TYPE_CHECKING:
    from geo.claims.candidates import Candidate
    from geo.claims.phrases import Group
    from geo.claims.scene import Scene

__all__ = ["features_of", "select"]


def features_of(scene: Scene, candidate: Candidate, group: Group | None) -> dict[str, float]:
    """The features the scorer weighs, by name."""
    trigger, option = candidate.trigger, candidate.option
    units = scene.units
    pred = candidate.predicate
    out: dict[str, float] = {"bias": 1.0}
    out[f"frame:{trigger.frame.id}"] = 1.0
    out[f"relation:{option.relation.split('_')[0] if option.relation.startswith('pp_') else option.relation}"] = 1.0
    out[f"predicate:{pred}"] = 1.0
    if option.relation.startswith("pp_"):
        out[f"prep:{option.relation[3:]}"] = 1.0
    kind = "fire" if pred in ("strike", "attack") else "ground"
    rel = (
        "direct"
        if option.relation in ("object", "subject", "next", "pattern", "before") or option.relation.startswith("pp_")
        else option.relation
    )
    out[f"{kind}*{rel}"] = 1.0
    out["distance"] = min(option.distance, 20) / 10.0
    out["crossed"] = float(min(option.crossed, 3))
    out[f"actor:{'yes' if candidate.actors else 'no'}"] = 1.0
    out[f"{kind}*actor:{candidate.actor_relation if candidate.actors else 'none'}"] = 1.0
    out[f"word:{trigger.frame.predicate}:{units[trigger.last].low}"] = 1.0
    if candidate.status.modality != "asserted":
        out[f"modality:{candidate.status.modality}"] = 1.0
    if candidate.status.polarity == "negated":
        out["negated"] = 1.0
    if group is not None and candidate.head is not None:
        if is_country(candidate.head.place):
            out["country"] = 1.0
            out[f"{kind}*country"] = 1.0
        place = candidate.head.place.place if candidate.head.place else None
        if place is not None and place.feature_class == "A" and not is_country(candidate.head.place):
            out["area"] = 1.0
        if group.first == 0 and not group.prep:
            out["first"] = 1.0
        if group.near:
            out["near"] = 1.0
        out[f"lead:{group.prep or 'none'}"] = 1.0
        head_word = units[group.first - 2].low if group.first >= 2 else ""
        if group.prep and head_word in scene.lexicon.classes["speaker_head"]:
            out["speaker_place"] = 1.0
        if head_word in ("killed", "injured", "wounded", "people", "civilians", "children", "dead"):
            out["casualties"] = 1.0
        if candidate.head.index < trigger.first:
            out["left"] = 1.0
        same = [t for t in scene.triggers if t.frame.predicate == "strike" and t is not trigger]
        if pred == "attack" and same:
            out["attack_beside_strike"] = 1.0
    else:
        out["unnamed"] = 1.0
        out[f"{kind}*unnamed"] = 1.0
        if group is not None and group.anaphor is not None:
            out["anaphor"] = 1.0
        words = {units[k].low for k in range(group.first, group.last + 1)} if group is not None else set()
        if words & {"the", "this", "that"}:
            out["definite"] = 1.0
    if trigger.kind == "noun" and trigger.first and units[trigger.first - 1].low in ("the", "this", "these", "that"):
        out["definite_noun"] = 1.0
    if trigger.kind == "noun" and any(
        units[k].low in ("after", "following", "during", "despite", "amid", "before")
        for k in range(max(0, trigger.first - 4), trigger.first)
    ):
        out["temporal"] = 1.0
        out[f"temporal*{option.relation}"] = 1.0
    if trigger.frame.flag("weak"):
        out["weak"] = 1.0
    earlier = " ".join(u.low for u in units[max(0, trigger.first - 6) : trigger.first])
    if any(w in earlier for w in ("condemn", "accus", "investigat", "response", "respond", "talks", "resolution")):
        out["talk_about"] = 1.0
    if (
        not any(u.kind == "w" and u.tags and "d" in u.tags for u in units[: trigger.first])
        and trigger.first < 14
        and len(units) > 25
    ):
        out["headline"] = 1.0
    return out


def select(candidates: list[Candidate]) -> list[Candidate]:
    """Drop repeats: one claim a (predicate, place, side), the best told one; weak frames yield to strong ones.

    Parameters
    ----------
    candidates : list of Candidate
        Of one sentence, with their probabilities; `dropped` is filled in for the losers.

    Returns
    -------
    list of Candidate
        The survivors, in order.
    """
    kept: list[Candidate] = []
    for candidate in candidates:
        if candidate.dropped:
            continue
        rival = next((k for k in kept if _same_fact(k, candidate)), None)
        if rival is None:
            kept.append(candidate)
            continue
        if _rank(candidate) > _rank(rival):
            rival.dropped = "told better by another trigger"
            kept[kept.index(rival)] = candidate
        else:
            candidate.dropped = "same fact told by another trigger"
    # "after a brief battle", "following the attack": told beside a claim about the ground, with nobody named
    ground = any(k.predicate not in ("strike", "attack", "contest", "hold") for k in kept)
    for candidate in list(kept):
        loose = candidate.option.relation.startswith(("clause", "sentence"))
        raid = candidate.trigger.frame.id == "strike.noun" and candidate.trigger.first == candidate.trigger.last
        raid = raid and candidate.trigger.kind == "noun" and candidate.bare_raid
        stated = candidate.trigger.kind != "noun"
        if (
            ground
            and loose
            and not stated
            and (candidate.predicate in ("attack", "contest") or raid)
            and not candidate.actors
        ):
            candidate.dropped = "said beside a claim about the ground"
            kept.remove(candidate)
    # an attack that is only the general word for a strike on the same place
    for candidate in list(kept):
        if candidate.predicate != "attack" or candidate.trigger.kind != "noun":
            continue
        twin = next(
            (
                k
                for k in kept
                if k.predicate == "strike" and _place_key(k) == _place_key(candidate) and not candidate.actors
            ),
            None,
        )
        if twin is not None:
            # "The strikes came as a car bomb hit X": what is told of X itself stays
            loose = twin.option.relation.startswith("clause") and twin.option.crossed > 0
            other = twin.trigger.kind == "noun" and loose and candidate.option.relation.startswith("pp")
            lesser = twin if other else candidate
            lesser.dropped = "told of another event" if other else "general word for the strike"
            kept.remove(lesser)
    return kept


def _place_key(candidate: Candidate) -> object:
    if candidate.resolution is None:
        return ("none", candidate.place_start if candidate.place_start >= 0 else -1)
    place = candidate.resolution.place
    return place.id if place is not None else candidate.resolution.mention.text.lower()


def _camps(candidate: Candidate) -> frozenset[str | None]:
    return frozenset(u.actor.actor.camp for u in candidate.actors if u.actor is not None)


def _same_fact(a: Candidate, b: Candidate) -> bool:
    if a.predicate != b.predicate or _place_key(a) != _place_key(b):
        return False
    actual = [c.status.modality in ("planned", "possible") for c in (a, b)]
    if actual[0] != actual[1] and a.trigger.kind != "noun" and b.trigger.kind != "noun":
        return False
    if a.status.denied != b.status.denied:
        return False
    camps_a, camps_b = _camps(a) - {None}, _camps(b) - {None}
    if a.predicate == "hold" and a.status.polarity != b.status.polarity:
        return False
    if a.head is not None and b.head is not None and a.head is not b.head and a.predicate == "hold":
        return bool(camps_a == camps_b)
    return not camps_a or not camps_b or bool(camps_a & camps_b)


def _rank(candidate: Candidate) -> tuple[float, ...]:
    return (
        float(candidate.status.modality != "possible"),
        float(bool(candidate.actors)),
        float(not candidate.trigger.frame.flag("weak")),
        round(candidate.probability, 2),
        float(candidate.head.index if candidate.head is not None else -1),
    )
