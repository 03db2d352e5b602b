"""The words of a text sorted by what they can be in an actor phrase, and joined to runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo._frozen import quick_init
from geo.conflicts.spelling import word_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.conflicts.conflict import Conflict
    from geo.conflicts.model import WordEntry
    from geo.conflicts.spelling import Word, WordTable

__all__ = ["Piece", "Scene", "read_scene"]

#: Kinds of pieces that build a phrase; "event" and "relation" only stand beside one.
_BUILDING = frozenset(
    "name person metonym affiliation patron side adjective head filler country nobody".split()  # noqa: SIM905
)


@quick_init
@dataclass(frozen=True, slots=True)
class Piece:
    """Words `first` up to but not including `after`.

    Attributes
    ----------
    kind : str
        A role of `WordEntry`, or ``name``, ``person``, ``adjective`` (nationality), ``country``, ``metonym``.
    ids : tuple of str
        Actor ids of a name, person or metonym; the phrase of a word entry; the country of a nationality.
    value : str
        Of a head: ``army``, ``air``, ``fighter`` or ``state``.
    """

    first: int
    after: int
    kind: str
    ids: tuple[str, ...]
    value: str = ""


@quick_init
@dataclass(frozen=True, slots=True)
class Scene:
    """A text on its way to actor phrases, and what its words are read against."""

    text: str
    tokens: Sequence[Word]
    runs: Sequence[list[Piece]]
    conflict: Conflict
    on: date | None
    stance: str

    def entry(self, piece: Piece) -> WordEntry | None:
        """The entry of a descriptive word that holds on that day, in that mouth."""
        return self.conflict.word(piece.ids[0], self.on, self.stance)

    def heir(self, actor_id: str) -> str:
        """The actor that an id means on that day."""
        return self.conflict.heir(actor_id, self.on)

    def joined(self, at: int) -> bool:
        """Whether there is a word `at`, and nothing but a space or hyphen before it."""
        return at < len(self.tokens) and self.tokens[at].joined

    def owns(self, piece: Piece) -> bool:
        """Whether a piece is a possessive: "Syria's army", also "Syrias army" where the apostrophe was lost."""
        return self.tokens[piece.after - 1].written.endswith(("s", "S"))

    def event_follows(self, at: int) -> bool:
        """Whether an event noun ("air strikes", "hands") stands at word `at`, right after the one before."""
        return self.joined(at) and self.conflict.is_event(self.tokens, at)


def read_scene(text: str, conflict: Conflict, on: date | None, stance: str) -> Scene:
    """Sort the words of `text` and join those that belong together."""
    table = word_table(text)
    return Scene(text, table.words, _runs(table.words, _pieces(text, table, conflict)), conflict, on, stance)


def _pieces(text: str, table: WordTable, conflict: Conflict) -> list[Piece]:
    pieces: list[Piece] = []
    names, lexicon, nations = conflict.name_index, conflict.word_index, conflict.nation_index
    tokens = table.words
    name_starts, word_starts, nation_starts = (set(index.starts(text)) for index in (names, lexicon, nations))
    past = 0
    for at in sorted(name_starts | word_starts | nation_starts):
        if at < past:
            continue
        name_end, name_hits = names.match(tokens, at) if at in name_starts else (at, ())
        wanted = at in word_starts and not (tokens[at].is_article and name_end > at)
        word_end, word_hits = lexicon.match(tokens, at) if wanted else (at, ())
        if name_end > at and name_end >= word_end:
            things = [hit.value for hit in name_hits]
            ids = tuple(dict.fromkeys(thing.ref for thing in things if thing.kind == "actor"))
            if ids:
                pieces.append(Piece(at, name_end, "name", ids))
            elif things[0].kind == "person" and conflict.is_actor(things[0].ref):
                pieces.append(Piece(at, name_end, "person", (things[0].ref,)))
            past = name_end
        elif word_end > at:
            entry = word_hits[0].value[0]
            pieces.append(Piece(at, word_end, entry.role, (entry.phrase,), entry.value if entry.role == "head" else ""))
            past = word_end
        else:
            nation_end, nation_hits = nations.match(tokens, at) if at in nation_starts else (at, ())
            if nation_end > at:
                kind, target = nation_hits[0].value
                pieces.append(Piece(at, nation_end, kind, (target,)))
            past = nation_end
    return pieces


def _runs(tokens: Sequence[Word], pieces: list[Piece]) -> list[list[Piece]]:
    runs: list[list[Piece]] = []
    for piece in pieces:
        if piece.kind not in _BUILDING:
            continue
        if (
            runs
            and runs[-1][-1].after == piece.first
            and tokens[piece.first].joined
            and _continues(runs[-1][-1], piece)
        ):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _continues(last: Piece, piece: Piece) -> bool:
    """A new phrase starts where an adjective follows a finished one ("rebel forces Turkish-backed ...")."""
    if piece.kind in ("country", "patron"):
        return last.kind != "head"
    return "nobody" not in (piece.kind, last.kind)
