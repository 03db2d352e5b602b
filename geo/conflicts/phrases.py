"""Noun phrases that name or describe an actor: "the Turkish-backed rebels", "forces loyal to Assad", "IS militants".

The grammar is English and knows no war: which words mean whom is in the words.csv and actors.csv of the conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo._frozen import quick_init
from geo.conflicts.meaning import meaning_of
from geo.conflicts.pieces import read_scene

if TYPE_CHECKING:
    from datetime import date

    from geo.conflicts.conflict import Conflict
    from geo.conflicts.pieces import Piece, Scene

__all__ = ["ActorPhrase", "find_phrases"]


@quick_init
@dataclass(frozen=True, slots=True)
class ActorPhrase:
    """A phrase found in a text: ``text[start:end] == surface``, without a leading article.

    Attributes
    ----------
    actor_id, camp : str or None
        None where the words do not say ("the warplanes").
    camps : tuple of str
        All that are possible, most likely first.
    kind : str
        ``name`` (a name is in it), ``described`` ("regime forces"), ``side`` ("rebels"), ``state`` (a country or
        its government), ``person``, ``air``, ``bare`` ("the army", "troops") or ``adjective`` ("Russian" before
        "air strikes").
    head : str
        ``army``, ``air``, ``fighter``, ``state`` or "" if no head noun is in it.
    definite : bool
        Preceded by "the", "its" ...: may refer back.
    link : str
        How it hangs on the phrase before: ``backed``, ``including``, ``led``, ``against``, ``belongs`` or "".
    """

    start: int
    end: int
    surface: str
    actor_id: str | None
    camp: str | None
    camps: tuple[str, ...]
    kind: str
    head: str = ""
    definite: bool = False
    link: str = ""


_THE = frozenset({"the", "its", "their", "his", "those", "these", "this", "that", "both", "all"})
_GLUE = frozenset({"the", "a", "an", "president", "so", "called", "socalled", "several", "some", "other"})


def find_phrases(text: str, conflict: Conflict, on: date | None, stance: str) -> tuple[ActorPhrase, ...]:
    """All actor phrases of `text`, in order, not overlapping.

    Parameters
    ----------
    text : str
    conflict : Conflict
    on : datetime.date or None
        The day by which names are resolved.
    stance : str
        Camp of whoever publishes, or empty.

    Returns
    -------
    tuple of ActorPhrase
    """
    scene = read_scene(text, conflict, on, stance)
    found: list[ActorPhrase] = []
    link = ""
    skip = -1
    for number in range(len(scene.runs)):
        if number <= skip:
            link = ""
            continue
        phrase = _phrase(scene, number)
        relation = _relation(scene, number)
        next_link = ""
        if relation in ("belongs", "led") and (phrase is None or _gives_way(phrase)):
            inner = _phrase(scene, number + 1)
            taken = inner is not None and phrase is not None and _from_another(scene, number, phrase, inner)
            if inner is not None and not taken and _may_carry(scene, number, relation, inner):
                phrase = _merge(scene, number, phrase, inner, relation)
                skip = number + 1
        elif phrase is not None:
            next_link = relation
        if phrase is not None and phrase.kind != "none":
            found.append(replace(phrase, link=link) if link else phrase)
        link = next_link
    return tuple(found)


def _phrase(scene: Scene, number: int) -> ActorPhrase | None:
    """The phrase of one run: its kind is "none" if only a head noun is there ("units", "fighters")."""
    run = _trimmed(scene, number)
    if not run:
        return None
    heads = [piece.value for piece in run if piece.kind == "head"]
    head = "air" if "air" in heads else heads[-1] if heads else ""
    start, end = scene.tokens[run[0].first].start, scene.tokens[run[-1].after - 1].end
    surface = scene.text[start:end]
    first = run[0].first
    definite = first > 0 and scene.tokens[first].joined and scene.tokens[first - 1].plain in _THE
    actor_id, camps, kind = meaning_of(scene, number, run, head)
    if kind == "none":
        return ActorPhrase(start, end, surface, None, None, (), "none", head, definite) if heads else None
    if kind == "state" and not head and run[-1].kind == "affiliation" and scene.event_follows(run[-1].after):
        kind = "adjective"
    camp = scene.conflict.camp_of(actor_id) if actor_id else None
    if camps and camp not in camps:
        camp = camps[0]
    return ActorPhrase(start, end, surface, actor_id, camp, camps or ((camp,) if camp else ()), kind, head, definite)


def _trimmed(scene: Scene, number: int) -> list[Piece]:
    """A run without what does not belong to a name: fillers at the ends, the place of a dateline before it."""
    run = [piece for piece in scene.runs[number] if piece.kind != "nobody"]
    while run and run[-1].kind in ("filler", "country"):
        run = run[:-1]
    while len(run) > 1 and (run[0].kind == "filler" or _is_dateline(scene, run)):
        run = run[1:]
    return run


def _is_dateline(scene: Scene, run: list[Piece]) -> bool:
    """Reads "BEIRUT Islamic State fighters"; but "Yemen's government" belongs together."""
    first, second = run[0], run[1]
    if first.kind not in ("metonym", "country") or second.kind == "head":
        return False
    return not (first.kind == "country" and second.kind in ("affiliation", "filler") and scene.owns(first))


def _relation(scene: Scene, number: int) -> str:
    """The relation ("loyal to", "backed by") between a run and the next, or ""."""
    if number + 1 >= len(scene.runs):
        return ""
    after, following = scene.runs[number][-1].after, scene.runs[number + 1][0].first
    end, hits = scene.conflict.word_index.match(scene.tokens, after) if after < following else (after, ())
    if not hits or hits[0].value[0].role != "relation":
        return ""
    between = scene.tokens[end:following]
    return hits[0].value[0].value if all(word.plain in _GLUE or word.is_article for word in between) else ""


def _gives_way(phrase: ActorPhrase) -> bool:
    """Whether the actor after the relation says more than this phrase ("units of the army", "rebels led by X")."""
    return phrase.actor_id is None or phrase.kind in ("bare", "none", "side")


def _may_carry(scene: Scene, number: int, relation: str, inner: ActorPhrase) -> bool:
    if inner.actor_id is None:
        return False
    if relation == "led":
        return inner.kind in ("name", "described")
    last = scene.runs[number][-1]
    if scene.tokens[last.after].plain in ("of", "from"):
        return inner.kind != "state" and last.kind in ("head", "side")
    return True


def _from_another(scene: Scene, number: int, outer: ActorPhrase, inner: ActorPhrase) -> bool:
    """Reads "seized by rebels from government forces": whom it was taken from, not where the rebels belong."""
    linked = scene.tokens[scene.runs[number][-1].after].plain
    return linked == "from" and bool(outer.camps) and inner.camp is not None and inner.camp not in outer.camps


def _merge(scene: Scene, number: int, outer: ActorPhrase | None, inner: ActorPhrase, relation: str) -> ActorPhrase:
    run = _trimmed(scene, number) or scene.runs[number]
    start = outer.start if outer is not None else scene.tokens[run[0].first].start
    head = next((piece.value for piece in reversed(run) if piece.kind == "head"), inner.head)
    others = outer.camps if outer is not None and relation == "led" else ()
    kind = "air" if head == "air" else "name" if inner.kind == "name" else "described"
    return replace(
        inner,
        start=start,
        surface=scene.text[start : inner.end],
        camps=tuple(dict.fromkeys((*inner.camps, *others))),
        kind=kind,
        head=head,
        definite=outer.definite if outer is not None else False,
    )
