"""Whom a run of words means: names before affiliations before patrons before sides before nationalities.

"the Kurdish YPG militia" is the YPG; "Turkish-backed FSA rebels" are whom the patron stands for; "Iraqi government
forces" are not the government of the war at hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.conflicts.pieces import Piece, Scene

__all__ = ["NOBODY", "Meaning", "meaning_of"]

#: Actor id or None, all camps possible (empty: that of the actor), and the kind of `ActorPhrase`.
Meaning = tuple["str | None", tuple[str, ...], str]
NOBODY: Meaning = (None, (), "none")

_PLACE_WORDS = frozenset("in at near from to around outside inside of into on for".split())  # noqa: SIM905
#: What can follow "the military" as a noun; before other words it is an adjective ("the military base").
_AFTER_NOUN = frozenset(
    "and as at but by can did does for from had has have in into is of on said says that to took was were which who "  # noqa: SIM905
    "will with would also began backed".split()
)
_THE = frozenset({"the", "its", "their", "his"})
_JOIN = frozenset({"and", "or"})
_FORCES = frozenset({"fighter", "army", "air"})


def meaning_of(scene: Scene, number: int, run: list[Piece], head: str) -> Meaning:
    """Whom a run means.

    Parameters
    ----------
    scene : Scene
    number : int
        Of the run in the scene.
    run : list of Piece
        The run, trimmed.
    head : str
        Kind of its head noun, or "".

    Returns
    -------
    Meaning
        `NOBODY` if the words name no actor.
    """
    patrons = [word for piece in run if piece.kind == "patron" and (word := scene.entry(piece)) is not None]
    sides = [word for piece in run if piece.kind == "side" and (word := scene.entry(piece)) is not None]
    for found in (_by_name(scene, run, head), _by_affiliation(scene, run, head)):
        if found is not None:
            name, camps, kind = found
            over = next((word for word in patrons if name in word.over and kind != "described"), None)
            if over is not None:
                return scene.heir(over.value), over.camps, "described"
            return (scene.heir(name) if name else None), camps, kind
    if patrons and head in ("army", "fighter", "air", ""):
        word = patrons[-1]
        if not sides or not word.over or sides[-1].value in word.over:
            kind = "air" if head == "air" else "described" if head or sides else "adjective"
            return scene.heir(word.value), word.camps, kind
    if sides:
        return sides[-1].value, sides[-1].camps, "air" if head == "air" else "side"
    return _by_nation(scene, number, run, head) or _bare(scene, run, head)


def _by_name(scene: Scene, run: list[Piece], head: str) -> Meaning | None:
    names = [piece for piece in run if piece.kind == "name"]
    actor_id = scene.conflict.pick(names[-1].ids, scene.on) if names else None
    if actor_id is None:
        return None
    kind = scene.conflict.actor(actor_id).kind
    if kind == "state":
        return actor_id, (), "air" if head == "air" else "state" if head in ("", "state") else "described"
    return actor_id, (), "air" if "air" in (head, kind) else "name"


def _by_affiliation(scene: Scene, run: list[Piece], head: str) -> Meaning | None:
    conflict = scene.conflict
    for piece in reversed(run):
        if piece.kind == "person":
            kind = "person" if not head else "air" if head == "air" else "described"
            return conflict.kindred(piece.ids[0], head), (), kind
        if piece.kind == "metonym" and head and not _in_place(scene, piece):
            kind = head if head in ("air", "state") else "described"
            return conflict.kindred(piece.ids[0], head), (), kind
        word = scene.entry(piece) if piece.kind == "affiliation" else None
        if word is None:
            continue
        kind = "air" if head == "air" else "state" if head in ("", "state") else "described"
        nations = (other for other in run if other.kind in ("adjective", "country") and other.first < piece.first)
        foreign = [other.ids[0] for other in nations]
        if foreign and word.value == conflict.default_army:
            # "Iraqi government forces", "Iraq's government" in a report on Syria: the nationality decides.
            kin = conflict.of_country(foreign[-1], head or "state", scene.on)
            if kin:
                return kin, (), kind
        if kind == "state" and any(other.kind == "patron" for other in run):
            kind = "described"
        return conflict.kindred(word.value, head), word.camps, kind
    return None


def _by_nation(scene: Scene, number: int, run: list[Piece], head: str) -> Meaning | None:
    nations = [piece for piece in run if piece.kind in ("adjective", "country")]
    if not nations:
        return None
    piece = nations[-1]
    if not head:
        return _adjective(scene, number, piece)
    if piece.kind == "country" and not scene.owns(piece) and piece.first > 0:  # "Syria army" in a headline
        return NOBODY
    actor_id = scene.conflict.of_country(piece.ids[0], head, scene.on)
    kind = head if head in ("air", "state") else "described"
    return (actor_id, (), kind) if actor_id else NOBODY


def _bare(scene: Scene, run: list[Piece], head: str) -> Meaning:
    if not head or not any(piece.kind == "head" for piece in run):
        return NOBODY
    # "army helicopters": whose they are, the first word says as it would alone.
    whose = run[:-1] if len(run) > 1 and run[-1].value == "air" and run[0].kind == "head" else run
    surface = " ".join(word.plain for word in scene.tokens[whose[0].first : whose[-1].after])
    if surface == "military" and whose is run and not _is_noun(scene, run):
        return NOBODY
    bare = scene.conflict.bare_army
    if surface in bare or (surface.endswith("s") and surface[:-1] in bare):
        army = scene.heir(scene.conflict.default_army)
        return (scene.conflict.kindred(army, head), (), "air") if head == "air" else (army, (), "bare")
    return (None, (), "air") if head == "air" else NOBODY


def _is_noun(scene: Scene, run: list[Piece]) -> bool:
    """Whether "the military" is a noun here, and not an adjective ("military sources")."""
    first, after = run[0].first, run[-1].after
    if not first or scene.tokens[first - 1].plain not in _THE:
        return False
    if not scene.joined(after):
        return True
    following = scene.tokens[after].plain
    return following in _AFTER_NOUN or following.endswith("ed")


def _in_place(scene: Scene, piece: Piece) -> bool:
    """In `near Damascus troops fired`, the capital is a place and not a government."""
    return piece.first > 0 and scene.tokens[piece.first - 1].plain in _PLACE_WORDS


def _adjective(scene: Scene, number: int, piece: Piece) -> Meaning:
    """In `Russian air strikes`, `in Kurdish hands`, `Russian and Syrian warplanes`, the adjective is the actor."""
    after = piece.after
    if piece.kind == "country" or not scene.joined(after):
        return NOBODY
    head = ""
    if scene.event_follows(after):
        head = "army"
    elif (
        scene.tokens[after].plain in _JOIN
        and number + 1 < len(scene.runs)
        and scene.runs[number + 1][0].first == after + 1
        and scene.runs[number + 1][0].kind
        not in ("patron", "head")  # "Russian and Iran-backed troops": both are backers
    ):
        following = scene.runs[number + 1]
        heads = [other.value for other in following if other.kind == "head"]
        if heads and heads[-1] in _FORCES:
            head = heads[-1]
        elif scene.event_follows(following[-1].after):
            head = "army"
    actor_id = scene.conflict.of_country(piece.ids[0], head, scene.on) if head else None
    return (actor_id, (), "adjective") if actor_id else NOBODY
