"""Noun phrases that name or describe an actor: "the Turkish-backed rebels", "forces loyal to Assad", "IS militants".

The grammar is English and knows no war: which words mean whom is in the words.csv and actors.csv of the conflict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.conflicts.spelling import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.conflicts.conflict import Conflict
    from geo.conflicts.model import WordEntry
    from geo.conflicts.spelling import Word

__all__ = ["ActorPhrase", "find_phrases"]


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
        its government), ``air``, ``bare`` ("the army", "troops") or ``adjective`` ("Russian" before "air strikes").
    head : str
        ``army``, ``air``, ``fighter``, ``state`` or "" if no head noun is in it.
    definite : bool
        Preceded by "the", "its" ...: may refer back.
    link : str
        How it hangs on the phrase before: ``backed``, ``including``, ``led`` or "".
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


@dataclass(slots=True)
class _Piece:
    first: int
    after: int
    kind: str  # name, head, affiliation, patron, side, filler, event, relation, nobody, adjective, country
    ids: tuple[str, ...] = ()
    word: WordEntry | None = None


_THE = frozenset({"the", "its", "their", "his", "those", "these", "this", "that", "both", "all"})
_GLUE = frozenset({"the", "a", "an", "president", "so", "called", "socalled", "several", "some", "other"})
_PLACE_WORDS = frozenset({"in", "at", "near", "from", "to", "around", "outside", "inside", "of", "into", "on", "for"})
_AFTER_NOUN = frozenset(
    {
        "and",
        "as",
        "at",
        "but",
        "by",
        "can",
        "did",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "in",
        "into",
        "is",
        "of",
        "on",
    }
    | {
        "said",
        "says",
        "that",
        "to",
        "took",
        "was",
        "were",
        "which",
        "who",
        "will",
        "with",
        "would",
        "also",
        "began",
        "backed",
    }
)
_JOIN = frozenset({"and", "or", "&"})
_PRIMARY = (
    "name",
    "person",
    "metonym",
    "affiliation",
    "patron",
    "side",
    "adjective",
    "head",
    "filler",
    "country",
    "nobody",
)
_WEAK_HEADS = frozenset({"fighter", "army", "air"})


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
    tokens = words(text)
    if not tokens:
        return ()
    pieces = _pieces(tokens, conflict)
    runs = _runs(tokens, pieces)
    found: list[ActorPhrase] = []
    links: dict[int, str] = {}
    skip = -1
    for number, run in enumerate(runs):
        if number <= skip:
            continue
        phrase = _phrase(text, tokens, run, runs, number, conflict, on, stance)
        relation, target = _relation(tokens, pieces, runs, number, conflict)
        if relation in ("belongs", "led") and target is not None and (phrase is None or _yields(phrase, relation)):
            inner = _phrase(text, tokens, runs[target], runs, target, conflict, on, stance)
            if _may_carry(relation, run, inner, tokens):
                phrase = _merge(text, tokens, run, phrase, inner, relation)
                skip = target
        elif relation and target is not None and phrase is not None:
            links[target] = relation
        if phrase is not None and phrase.kind != "none":
            found.append(_linked(phrase, links.get(number, "")))
    return tuple(found)


def _pieces(tokens: Sequence[Word], conflict: Conflict) -> list[_Piece]:
    pieces: list[_Piece] = []
    at = 0
    count = len(tokens)
    names, lexicon, nations = conflict.name_index, conflict.word_index, conflict.nation_index
    silent = conflict.silent_words
    while at < count:
        plain = tokens[at].plain
        speaks = silent.get(plain)
        if speaks is None:
            speaks = any(index.may_start(tokens[at]) for index in (names, lexicon, nations))
            silent[plain] = speaks
        if not speaks and not tokens[at].is_article:
            at += 1
            continue
        name_end, name_hits = names.match(tokens, at)
        word_end, word_hits = (at, ()) if tokens[at].is_article and name_end > at else lexicon.match(tokens, at)
        if name_end > at and name_end >= word_end:
            ids = tuple(dict.fromkeys(hit.value.ref for hit in name_hits if hit.value.kind == "actor"))
            if ids:
                pieces.append(_Piece(at, name_end, "name", ids))
            elif name_hits[0].value.kind == "person" and conflict.is_actor(name_hits[0].value.ref):
                pieces.append(_Piece(at, name_end, "person", (name_hits[0].value.ref,)))
            at = name_end
            continue
        if word_end > at:
            entry = word_hits[0].value[0]
            ids = ()
            pieces.append(_Piece(at, word_end, entry.role, ids, entry))
            pieces[-1].ids = tuple(hit.value[0].phrase for hit in word_hits[:1])
            at = word_end
            continue
        nation_end, nation_hits = nations.match(tokens, at)
        if nation_end > at:
            kind, country = nation_hits[0].value
            pieces.append(_Piece(at, nation_end, kind, (country,)))
            at = nation_end
            continue
        at += 1
    return pieces


def _runs(tokens: Sequence[Word], pieces: list[_Piece]) -> list[list[_Piece]]:
    runs: list[list[_Piece]] = []
    for piece in pieces:
        if piece.kind not in _PRIMARY:
            continue
        if runs and runs[-1][-1].after == piece.first and tokens[piece.first].joined and _continues(runs[-1], piece):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _continues(run: list[_Piece], piece: _Piece) -> bool:
    """A new phrase starts where an adjective follows a finished one ("rebels Syrian army ...")."""
    if piece.kind in ("country", "patron"):
        return run[-1].kind not in ("head",) or run[-1].word is None
    if piece.kind == "nobody":
        return False
    return not (run[-1].kind == "nobody")


def _relation(
    tokens: Sequence[Word], pieces: list[_Piece], runs: list[list[_Piece]], number: int, conflict: Conflict
) -> tuple[str, int | None]:
    """The relation that follows run `number`, and the run it leads to."""
    after = runs[number][-1].after
    if number + 1 >= len(runs) or after >= len(tokens) or not tokens[after].joined:
        if not (number + 1 < len(runs) and after < len(tokens)):
            return "", None
    end, hits = conflict.word_index.match(tokens, after)
    if not hits or hits[0].value[0].role != "relation":
        return "", None
    at = end
    start = runs[number + 1][0].first
    while at < start and (tokens[at].plain in _GLUE or tokens[at].is_article):
        at += 1
    if at != start:
        return "", None
    return hits[0].value[0].value, number + 1


def _yields(phrase: ActorPhrase, relation: str) -> bool:
    if phrase.kind in ("bare", "none", "side") or phrase.actor_id is None:
        return relation == "led" or phrase.kind in ("bare", "none") or phrase.actor_id is None or phrase.kind == "side"
    return False


def _may_carry(relation: str, run: list[_Piece], inner: ActorPhrase | None, tokens: Sequence[Word]) -> bool:
    if inner is None or inner.actor_id is None:
        return False
    if relation == "led":
        return inner.kind in ("name", "described")
    word = tokens[run[-1].after].plain
    if word in ("of", "from"):
        return inner.kind != "state" and run[-1].kind in ("head", "side")
    return True


def _merge(
    text: str,
    tokens: Sequence[Word],
    run: list[_Piece],
    outer: ActorPhrase | None,
    inner: ActorPhrase | None,
    relation: str,
) -> ActorPhrase | None:
    if inner is None:
        return outer
    start = outer.start if outer is not None else _trimmed(tokens, run)[0]
    head = next((piece.word.value for piece in reversed(run) if piece.kind == "head" and piece.word), inner.head)
    camps = tuple(dict.fromkeys((*inner.camps, *(outer.camps if outer is not None and relation == "led" else ()))))
    kind = "air" if head == "air" else "name" if inner.kind == "name" else "described"
    definite = outer.definite if outer is not None else False
    return ActorPhrase(
        start, inner.end, text[start : inner.end], inner.actor_id, inner.camp, camps, kind, head, definite
    )


def _linked(phrase: ActorPhrase, link: str) -> ActorPhrase:
    if not link:
        return phrase
    return ActorPhrase(
        phrase.start,
        phrase.end,
        phrase.surface,
        phrase.actor_id,
        phrase.camp,
        phrase.camps,
        phrase.kind,
        phrase.head,
        phrase.definite,
        link,
    )


def _trimmed(tokens: Sequence[Word], run: list[_Piece]) -> tuple[int, int]:
    end = len(run)
    while end > 1 and run[end - 1].kind in ("filler", "country"):
        end -= 1
    return tokens[run[0].first].start, tokens[run[end - 1].after - 1].end


def _phrase(
    text: str,
    tokens: Sequence[Word],
    run: list[_Piece],
    runs: list[list[_Piece]],
    number: int,
    conflict: Conflict,
    on: date | None,
    stance: str,
) -> ActorPhrase | None:
    if any(piece.kind == "nobody" for piece in run):
        run = [piece for piece in run if piece.kind != "nobody"]
        if not any(piece.kind in ("name", "person", "affiliation") for piece in run):
            return None
    while run and run[-1].kind in ("filler", "country"):
        run = run[:-1]
    while len(run) > 1 and run[0].kind in ("metonym", "country") and run[1].kind != "head":
        run = run[1:]  # "BEIRUT Islamic State fighters": the place of a dateline is not part of the name
    if not run:
        return None
    heads = [piece for piece in run if piece.kind == "head" and piece.word is not None]
    head = heads[-1].word.value if heads and heads[-1].word else ""
    if any(piece.word is not None and piece.word.value == "air" for piece in heads):
        head = "air"
    while len(run) > 1 and run[0].kind == "filler":
        run = run[1:]
    start, end = _trimmed(tokens, run)
    before = tokens[run[0].first - 1] if run[0].first else None
    definite = before is not None and before.plain in _THE and tokens[run[0].first].joined
    actor_id, camps, kind = _decide(tokens, run, runs, number, head, conflict, on, stance)
    if kind == "none":
        return ActorPhrase(start, end, text[start:end], None, None, (), "none", head, definite) if heads else None
    if kind == "state" and not head and run[-1].kind == "affiliation" and _before_event(tokens, run, conflict):
        kind = "adjective"
    camp = conflict.camp_of(actor_id) if actor_id else None
    if camps and camp not in camps:
        camp = camps[0]
    return ActorPhrase(
        start, end, text[start:end], actor_id, camp, camps or ((camp,) if camp else ()), kind, head, definite
    )


def _decide(
    tokens: Sequence[Word],
    run: list[_Piece],
    runs: list[list[_Piece]],
    number: int,
    head: str,
    conflict: Conflict,
    on: date | None,
    stance: str,
) -> tuple[str | None, tuple[str, ...], str]:
    def entry(piece: _Piece) -> WordEntry | None:
        return conflict.word(piece.ids[0], on, stance)

    names = [piece for piece in run if piece.kind == "name"]
    patrons = [(piece, word) for piece in run if piece.kind == "patron" and (word := entry(piece)) is not None]
    name = conflict.pick(names[-1].ids, on) if names else None
    if name is not None:
        raw = name
        for _piece, word in patrons:
            if raw in word.over:
                return conflict.heir(word.value, on), (), "described"
        kind = conflict.actor(raw).kind
        if kind == "state" and head in ("army", "air", "fighter"):
            kind = "air" if head == "air" else "described"
        elif kind not in ("state", "air"):
            kind = "air" if head == "air" else "name"
        return conflict.heir(raw, on), (), kind
    adjectives = [piece for piece in run if piece.kind in ("adjective", "country")]
    for piece in reversed(run):
        if piece.kind == "person":
            actor = conflict.heir(conflict.kindred(piece.ids[0], head), on)
            return actor, (), "person" if not head else "air" if head == "air" else "described"
        if piece.kind == "metonym" and head and not _in_place(tokens, piece):
            actor = conflict.heir(conflict.kindred(piece.ids[0], head), on)
            return actor, (), "air" if head == "air" else "state" if head == "state" else "described"
        if piece.kind == "affiliation" and (word := entry(piece)) is not None:
            foreign = [a for a in adjectives if a.first < piece.first and a.kind == "adjective"]
            if foreign and word.value == conflict.default_army:
                # "Iraqi government forces" in a report on Syria: the nationality decides.
                kin = conflict.of_country(foreign[-1].ids[0], head or "state", on)
                if kin:
                    return kin, (), "air" if head == "air" else "described" if head not in ("", "state") else "state"
            actor = conflict.heir(conflict.kindred(word.value, head), on)
            alone = head in ("", "state") and not patrons
            return actor, word.camps, "air" if head == "air" else "state" if alone else "described"
    sides = [(piece, word) for piece in run if piece.kind == "side" and (word := entry(piece)) is not None]
    if patrons and (sides or head in ("army", "fighter", "air", "")):
        word = patrons[-1][1]
        if not sides or not word.over or sides[-1][1].value in word.over or "OPP_GEN" in word.over:
            if head or sides:
                return conflict.heir(word.value, on), word.camps, "air" if head == "air" else "described"
            return conflict.heir(word.value, on), word.camps, "adjective"
    if sides:
        word = sides[-1][1]
        return word.value, word.camps, "air" if head == "air" else "side"
    if adjectives:
        piece = adjectives[-1]
        country = piece.ids[0]
        if not head:
            return _adjective(tokens, piece, runs, number, country, conflict, on)
        if piece.kind == "country" and not _possessive(tokens, piece):
            return None, (), "none"
        actor_id = conflict.of_country(country, head, on)
        kind = "air" if head == "air" else "state" if head == "state" else "described"
        return (actor_id, (), kind) if actor_id else (None, (), "none")
    if head and any(piece.kind == "head" for piece in run):
        surface = " ".join(word.plain for word in tokens[run[0].first : run[-1].after])
        if surface == "military" and not _stands_alone(tokens, run):
            return None, (), "none"
        if surface in conflict.bare_army or (surface.endswith("s") and surface[:-1] in conflict.bare_army):
            return conflict.heir(conflict.default_army, on), (), "bare"
        if head == "air":
            return None, (), "air"
    return None, (), "none"


def _stands_alone(tokens: Sequence[Word], run: list[_Piece]) -> bool:
    """Whether "the military" is a noun here, and not an adjective ("military sources")."""
    first, after = run[0].first, run[-1].after
    if not first or tokens[first - 1].plain not in _THE:
        return False
    if after >= len(tokens) or not tokens[after].joined:
        return True
    return tokens[after].plain in _AFTER_NOUN or tokens[after].plain.endswith("ed")


def _before_event(tokens: Sequence[Word], run: list[_Piece], conflict: Conflict) -> bool:
    """Whether an event noun follows ("Kurdish hands", "regime air strikes")."""
    after = run[-1].after
    return after < len(tokens) and tokens[after].joined and conflict.is_event(tokens, after)


def _in_place(tokens: Sequence[Word], piece: _Piece) -> bool:
    """`In Damascus troops fired ...`: the capital is a place there, not a government."""
    return piece.first > 0 and tokens[piece.first - 1].plain in _PLACE_WORDS


def _possessive(tokens: Sequence[Word], piece: _Piece) -> bool:
    """`Syria's army`, and "Syrias army" where the apostrophe was lost; a headline may drop it ("Syria army")."""
    last = tokens[piece.after - 1]
    return last.written.endswith(("s", "S")) or piece.first == 0


def _adjective(
    tokens: Sequence[Word],
    piece: _Piece,
    runs: list[list[_Piece]],
    number: int,
    country: str,
    conflict: Conflict,
    on: date | None,
) -> tuple[str | None, tuple[str, ...], str]:
    """`Russian air strikes`, "in Kurdish hands", "Russian and Syrian warplanes": the adjective is the actor."""
    if piece.kind == "country":
        return None, (), "none"
    after = piece.after
    if after < len(tokens) and tokens[after].joined:
        _end, hits = conflict.word_index.match(tokens, after)
        if hits and hits[0].value[0].role == "event":
            actor = conflict.of_country(country, "army", on)
            return (actor, (), "adjective") if actor else (None, (), "none")
        if tokens[after].plain in _JOIN and number + 1 < len(runs) and runs[number + 1][0].first == after + 1:
            following = runs[number + 1]
            heads = [p.word.value for p in following if p.kind == "head" and p.word is not None]
            last = following[-1].after
            if following[0].kind == "patron":
                return None, (), "none"  # "Russian and Iran-backed troops": both adjectives say who backs
            event = last < len(tokens) and conflict.is_event(tokens, last)
            if (heads and heads[-1] in _WEAK_HEADS and following[0].kind != "head") or event:
                actor = conflict.of_country(country, heads[-1] if heads else "army", on)
                return (actor, (), "adjective") if actor else (None, (), "none")
    return None, (), "none"
