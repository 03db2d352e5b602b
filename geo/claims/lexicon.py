"""The frames and word classes of data/frames/, read, checked and compiled once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from geo._files import data_path
from geo.errors import ConflictError
from geo.models import PREDICATES

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ACTOR", "GAP", "PLACE", "Frame", "Lexicon", "Pattern", "inflect", "load_lexicon"]

#: Elements of a pattern that stand for an actor and for a place.
ACTOR: Final = "{A}"
PLACE: Final = "{P}"
GAP: Final = "~"
#: How many words a ``~`` may skip.
GAP_WORDS: Final = 5
FRAME_FILES: Final = ("control.toml", "events.toml")

_HEADS = ("verb", "noun", "phrase", "phrase_of", "adjective", "stronghold")
_SLOTS = frozenset(
    [
        "object",
        "subject",
        "by",
        "by_passive",
        "possessor",
        "before",
        "of",
        "to",
        "from",
        "next",
        "clause",
        "clause_near",
        "pattern",
        "phrase",
        "apposed",
        "anaphor",
        "between",
        "between2",
        "with",
        "against",
        "on",
        "none",
        "later_subject",
        "clause_before",
        "between_words",
        "before_noun",
        "by_attack",
        "besides",
        "object_event",
        "subject_if_active",
        "object_or_subject",
        "first",
        "inside",
    ]
)
_KEYS = frozenset(
    [
        "id",
        "predicate",
        "passive_predicate",
        "verbs",
        "nouns",
        "phrases",
        "head",
        "object",
        "place",
        "actor",
        "against",
        "strict",
        "traps",
        "part",
        "polarity",
        "modality",
        "object_required",
        "actor_required",
        "weak",
        "instrument",
        "bomb_subject",
        "placeless",
        "bare_only",
        "named_actor",
        "air_actor",
        "each_actor",
        "only",
    ]
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled way of wording a frame: a sequence of sets of word forms, ``{A}``, ``{P}`` or ``~``."""

    elements: tuple[frozenset[str] | str, ...]
    optional: tuple[bool, ...]
    frame: Frame
    kind: str
    tagged: tuple[tuple[str, str], ...] = ()  # form -> tags of the head verb
    plain: bool = False  # words only: no gap, no role, nothing optional
    needs: tuple[frozenset[str], ...] = ()  # sets of which a sentence must have a word each, beyond the first
    next: frozenset[str] | None = None  # what the second word must be, where it must follow at once

    def lacks(self, present: set[str]) -> bool:
        """Whether a sentence of these words has none of a set that it must have."""
        for need in self.needs:  # noqa: SIM110 - asked for most words of a text: a loop takes half of the time
            if need.isdisjoint(present):
                return True
        return False


@dataclass(frozen=True)
class Frame:
    """One entry of data/frames/*.toml; README.md there documents the keys."""

    id: str
    predicate: str
    head: str
    place: tuple[str, ...]
    actor: tuple[str, ...]
    against: tuple[str, ...]
    options: dict[str, Any] = field(hash=False, default_factory=dict)

    def flag(self, name: str) -> bool:
        """Whether the frame sets a yes/no key."""
        return bool(self.options.get(name, False))


@dataclass
class Lexicon:
    """Everything the extractor knows about words.

    Attributes
    ----------
    starts : dict
        First word of a pattern (lower case, or ``{A}``) -> patterns.
    classes : dict
        Name of a word class -> its words.
    verbs : dict
        Verb form -> tuple of (lemma, tags); tags are among ``b`` base, ``s``, ``g`` -ing, ``d`` past, ``n`` participle.
    verb_class : dict
        Lemma -> names of the verb lists that contain it.
    forms : dict
        Memory only, of `geo.claims.units`: word as written -> lower case, lemma, tags.
    """

    starts: dict[str, list[Pattern]]
    classes: dict[str, frozenset[str]]
    verbs: dict[str, tuple[str, str]]
    verb_class: dict[str, frozenset[str]]
    frames: dict[str, Frame]
    forms: dict[str, tuple[str, str, str]] = field(default_factory=dict, repr=False, compare=False)


def inflect(lemma: str, irregular: dict[str, list[str]], doubling: frozenset[str]) -> dict[str, str]:
    """Forms of an English verb with their tags.

    Parameters
    ----------
    lemma : str
        Base form, one word.
    irregular : dict
        Base form -> [past, participle].
    doubling : frozenset of str
        Verbs that double their last letter.

    Returns
    -------
    dict
        Form -> tags out of ``b`` (base), ``s``, ``g`` (-ing), ``d`` (past), ``n`` (past participle).
    """
    stem = lemma + lemma[-1] if lemma in doubling else lemma
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        third, ing, past = lemma + "s", lemma[:-1] + "ing", lemma + "d"
    elif lemma.endswith(("ee", "oe", "ye")):
        third, ing, past = lemma + "s", lemma + "ing", lemma + "d"
    elif lemma.endswith(("ch", "sh", "ss", "x", "zz", "o")):
        third, ing, past = lemma + "es", stem + "ing", stem + "ed"
    elif lemma.endswith("y") and lemma[-2] not in "aeou":
        third, ing, past = lemma[:-1] + "ies", lemma + "ing", lemma[:-1] + "ied"
    else:
        third, ing, past = lemma + "s", stem + "ing", stem + "ed"
    if lemma == "be":
        return dict.fromkeys(("be", "is", "are", "was", "were", "been", "being"), "bdn")
    if lemma == "have":
        third = "has"
        past = "had"
    first, second = irregular.get(lemma, [past, past])
    forms: dict[str, str] = {}
    for form, tag in ((lemma, "b"), (third, "s"), (ing, "g"), (first, "d"), (second, "n")):
        forms[form] = forms.get(form, "") + tag
    return forms


def _plural(noun: str) -> str:
    head, _, last = noun.rpartition(" ")
    if last.endswith(("ch", "sh", "s", "x")):
        last += "es"
    elif last.endswith("y") and last[-2] not in "aeou":
        last = last[:-1] + "ies"
    else:
        last += "s"
    return f"{head} {last}".strip()


def _fail(path: Path, source: str, identifier: str, what: str) -> ConflictError:
    line = next((n for n, text in enumerate(source.splitlines(), 1) if f'"{identifier}"' in text), 0)
    message = f"{path.name}, line {line}, frame {identifier!r}: {what}"
    return ConflictError(message)


class _Compiler:
    def __init__(self, words: dict[str, Any]) -> None:
        self.irregular: dict[str, list[str]] = words.get("irregular", {})
        self.doubling = frozenset(words.get("doubling", {}).get("words", []))

    def forms(self, lemma: str) -> dict[str, str]:
        return inflect(lemma, self.irregular, self.doubling)

    def element(self, text: str) -> frozenset[str] | str:
        if text in (ACTOR, PLACE, GAP):
            return text
        if text.startswith("<") and text.endswith(">"):
            return frozenset(form for lemma in text[1:-1].split("|") for form in self.forms(lemma))
        return frozenset(text.lower().split("|"))

    def pattern(self, text: str, frame: Frame, kind: str) -> Pattern:
        elements: list[frozenset[str] | str] = []
        optional: list[bool] = []
        tags: dict[str, str] = {}
        for raw in text.split():
            is_optional = raw.endswith("?")
            body = raw[:-1] if is_optional else raw
            if not tags and body.startswith("<"):
                for lemma in body[1:-1].split("|"):
                    tags.update(self.forms(lemma))
            elements.append(self.element(body))
            optional.append(is_optional)
        needs = tuple(
            e for e, may_lack in zip(elements[1:], optional[1:], strict=True) if not isinstance(e, str) and not may_lack
        )
        plain = not any(optional) and not any(isinstance(e, str) for e in elements)
        second = elements[1] if len(elements) > 1 and not optional[0] and not optional[1] else None
        following = None if isinstance(second, str) else second
        tagged = tuple(sorted(tags.items()))
        return Pattern(tuple(elements), tuple(optional), frame, kind, tagged, plain, needs, following)


def _read(path: Path) -> tuple[dict[str, Any], str]:
    source = path.read_text(encoding="utf-8")
    try:
        return tomllib.loads(source), source
    except tomllib.TOMLDecodeError as error:
        message = f"{path.name}: {error}"
        raise ConflictError(message) from error


def _check(entry: dict[str, Any], path: Path, source: str, known: dict[str, Frame]) -> Frame:
    identifier = str(entry.get("id", ""))
    if not identifier:
        message = f"{path.name}: a [[frame]] without id: {entry}"
        raise ConflictError(message)
    for key in entry:
        if key not in _KEYS:
            raise _fail(path, source, identifier, f"unknown key {key!r}; known: {', '.join(sorted(_KEYS))}")
    if identifier in known:
        raise _fail(path, source, identifier, "this id is used twice")
    for key in ("predicate", "passive_predicate"):
        if key in entry and entry[key] not in PREDICATES:
            raise _fail(path, source, identifier, f"{key} {entry[key]!r} is none of {', '.join(PREDICATES)}")
    if "predicate" not in entry:
        raise _fail(path, source, identifier, "no predicate")
    if not any(entry.get(key) for key in ("verbs", "nouns", "phrases")):
        raise _fail(path, source, identifier, "one of verbs, nouns, phrases is needed")
    for key in ("place", "actor", "against"):
        for slot in entry.get(key, []):
            if slot not in _SLOTS and not slot.startswith("pp:"):
                raise _fail(path, source, identifier, f"{key}: unknown slot {slot!r}")
    head = entry.get("head", "noun" if entry.get("nouns") and not entry.get("verbs") else "verb")
    if head not in _HEADS:
        raise _fail(path, source, identifier, f"head {head!r} is none of {', '.join(_HEADS)}")
    return Frame(
        id=identifier,
        predicate=entry["predicate"],
        head=head,
        place=tuple(entry.get("place", ())),
        actor=tuple(entry.get("actor", ())),
        against=tuple(entry.get("against", ())),
        options={k: v for k, v in entry.items() if k not in ("id", "predicate", "head", "place", "actor", "against")},
    )


def load_frames(paths: tuple[Path, ...], words_path: Path) -> Lexicon:
    """Read, check and compile frame files.

    Parameters
    ----------
    paths : tuple of pathlib.Path
        Files with ``[[frame]]`` entries.
    words_path : pathlib.Path
        The word classes.

    Returns
    -------
    Lexicon

    Raises
    ------
    ConflictError
        If an entry is wrong; the message gives file and line.
    """
    words, words_source = _read(words_path)
    for section in ("classes", "verbs"):
        if not isinstance(words.get(section), dict):
            message = f"{words_path.name}: section [{section}] is missing"
            raise ConflictError(message)
        for name, items in words[section].items():
            if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
                line = next((n for n, t in enumerate(words_source.splitlines(), 1) if t.startswith(f"{name} =")), 0)
                message = f"{words_path.name}, line {line}: {name} must be a list of words"
                raise ConflictError(message)
    compiler = _Compiler(words)
    starts: dict[str, list[Pattern]] = {}
    frames: dict[str, Frame] = {}
    verbs: dict[str, tuple[str, str]] = {}
    verb_class: dict[str, set[str]] = {}

    def add_verb(lemma: str, name: str) -> None:
        verb_class.setdefault(lemma, set()).add(name)
        for form, tags in compiler.forms(lemma).items():
            if form not in verbs or verbs[form][0] == lemma:
                verbs[form] = (lemma, tags)

    def register(pattern: Pattern) -> None:
        first = pattern.elements[0]
        keys = [first] if isinstance(first, str) else sorted(first)
        for key in keys:
            starts.setdefault(key, []).append(pattern)

    for path in paths:
        data, source = _read(path)
        for entry in data.get("frame", []):
            frame = _check(entry, path, source, frames)
            frames[frame.id] = frame
            if frame.options.get("only") == "never":
                continue
            for verb in entry.get("verbs", []):
                first, _, rest = verb.partition(" ")
                add_verb(first, "frame")
                register(compiler.pattern(f"<{first}> {rest}".strip(), frame, "verb"))
            for noun in entry.get("nouns", []):
                for form in sorted({noun, _plural(noun)}):
                    register(compiler.pattern(form, frame, "noun"))
            for phrase in entry.get("phrases", []):
                pattern = compiler.pattern(phrase, frame, "phrase")
                for _form, _tags in pattern.tagged:
                    pass
                for raw in phrase.split():
                    body = raw.rstrip("?")
                    if body.startswith("<"):
                        for lemma in body[1:-1].split("|"):
                            add_verb(lemma, "phrase")
                register(pattern)
    for name, items in words["verbs"].items():
        for item in items:
            add_verb(item.split()[0], name)
    classes = {name: frozenset(items) for name, items in words["classes"].items()}
    #: What may stand inside a place phrase; joined once, it is looked up for every word.
    classes["fill"] = classes["generic_place"] | classes["direction"] | classes["determiner"]
    return Lexicon(
        starts=starts,
        classes=classes,
        verbs=verbs,
        verb_class={lemma: frozenset(names) for lemma, names in verb_class.items()},
        frames=frames,
    )


@cache
def load_lexicon() -> Lexicon:
    """The bundled lexicon, compiled once per process."""
    return load_frames(tuple(data_path("frames", name) for name in FRAME_FILES), data_path("frames", "words.toml"))
