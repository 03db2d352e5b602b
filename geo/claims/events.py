"""Which claims tell the same event, and which are copies of one statement. The order of reports never matters."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from geo.models import Claim

__all__ = ["link_events"]

#: Two tellings of one change at one place by one side lie this close in time.
EVENT_DAYS: Final = 3
#: Copies of one statement appear within this many days (design/claims.md: 48 hours).
COPY_DAYS: Final = 2
#: Share of common words that makes two quotes near-identical.
COPY_SHARE: Final = 0.7
_CLASS: Final = {"recapture": "gain", "capture": "gain", "transfer": "gain", "lose": "loss", "withdraw": "loss"}
_WORDS = re.compile(r"[a-z]+")


def _place(claim: Claim) -> str:
    if claim.resolution is None:
        return f"@{claim.report_id}:{claim.place_text.lower()}"
    place = claim.resolution.place
    return place.id if place is not None else "?" + claim.resolution.mention.text.lower()


def _camps(claim: Claim) -> str:
    return ",".join(sorted({a.camp or "?" for a in claim.actors}))


def _day(claim: Claim) -> date | None:
    return claim.time.end or claim.published


class _Union:
    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, k: int) -> int:
        while self.parent[k] != k:
            self.parent[k] = self.parent[self.parent[k]]
            k = self.parent[k]
        return k

    def join(self, a: int, b: int) -> None:
        a, b = sorted((self.find(a), self.find(b)))
        self.parent[b] = a


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]


def link_events(claims: Sequence[Claim], *, copies: Sequence[Sequence[str]] = ()) -> tuple[Claim, ...]:
    """Set `event_id` and `origin_id` of claims, within and across reports.

    Parameters
    ----------
    claims : sequence of Claim
        Of any number of reports, in any order.
    copies : sequence of sequence of str
        Groups of report ids whose texts are near-copies (`geo.reports.near_duplicates`).

    Returns
    -------
    tuple of Claim
        In the order given, with the same ids whatever that order is.
    """
    order = sorted(range(len(claims)), key=lambda k: (claims[k].claim_id, claims[k].report_id, claims[k].start))
    sorted_claims = [claims[k] for k in order]
    group_of = {report: n for n, group in enumerate(sorted(tuple(sorted(g)) for g in copies)) for report in group}
    events, origins = _Union(len(order)), _Union(len(order))
    buckets: dict[tuple[str, str, str, str], list[int]] = {}
    for k, claim in enumerate(sorted_claims):
        key = (_CLASS.get(claim.predicate, claim.predicate), _place(claim), _camps(claim), claim.polarity)
        buckets.setdefault(key, []).append(k)
    for members in buckets.values():
        _link_bucket(sorted_claims, members, events, origins, group_of)
    result: list[Claim] = list(claims)
    for k, position in enumerate(order):
        event, origin = sorted_claims[events.find(k)], sorted_claims[origins.find(k)]
        result[position] = replace(
            claims[position],
            event_id="e" + _digest(event.claim_id, event.report_id),
            origin_id="o" + _digest(origin.claim_id, origin.report_id),
        )
    return tuple(result)


def _link_bucket(
    claims: list[Claim], members: list[int], events: _Union, origins: _Union, group_of: dict[str, int]
) -> None:
    by_report: dict[str, int] = {}
    for k in members:
        first = by_report.setdefault(claims[k].report_id, k)
        if first != k and _same_time(claims[first], claims[k]):
            events.join(first, k)
    dated = sorted(
        (k for k in members if _day(claims[k]) is not None), key=lambda k: (_day(claims[k]), claims[k].claim_id)
    )
    # What one report tells of one time is the same to all others; a long report may tell it a thousand times.
    twins: dict[tuple[object, ...], int] = {}
    for k in dated:
        claim = claims[k]
        first = twins.setdefault((claim.report_id, claim.time.start, claim.time.end, claim.published), k)
        if first != k:
            events.join(first, k)
    for k, m in _close(claims, list(twins.values())):
        if _same_time(claims[k], claims[m]):
            events.join(k, m)
    _join_repeats(claims, dated, origins)
    if len(by_report) > 1:
        words: dict[str, frozenset[str]] = {}
        for k, m in _close(claims, dated):
            if _copies(claims[k], claims[m], words, group_of):
                origins.join(k, m)


def _close(claims: list[Claim], dated: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of events that may lie close enough; a bucket is one place, one side, one kind of event."""
    days = [_day(claims[k]) for k in dated]
    for n, k in enumerate(dated):
        day = days[n]
        for at in range(n + 1, len(dated)):
            other = days[at]
            if day is None or other is None or (other - day).days > EVENT_DAYS:
                break
            yield k, dated[at]


def _join_repeats(claims: list[Claim], dated: list[int], origins: _Union) -> None:
    """One report's same sentence, or same speaker in one sentence, told of days that lie close: one statement."""
    last: dict[tuple[object, ...], int] = {}
    for k in dated:
        claim = claims[k]
        keys: list[tuple[object, ...]] = [(claim.report_id, claim.quote)]
        if claim.attribution is not None:
            keys.append((claim.report_id, claim.start, claim.attribution))
        for key in keys:
            before = last.get(key)
            if before is not None:
                day, other = _day(claims[before]), _day(claim)
                if day is not None and other is not None and (other - day).days <= EVENT_DAYS:
                    origins.join(before, k)
            last[key] = k


def _same_time(a: Claim, b: Claim) -> bool:
    if a.time.start is None or b.time.start is None or a.time.end is None or b.time.end is None:
        return a.report_id == b.report_id or _day(a) == _day(b)
    slack = timedelta(days=1)
    return a.time.start - slack <= b.time.end and b.time.start - slack <= a.time.end


def _copies(a: Claim, b: Claim, words: dict[str, frozenset[str]], group_of: dict[str, int]) -> bool:
    """Whether two reports tell one statement; what one report repeats is seen by `_join_repeats`."""
    if a.report_id == b.report_id:
        return False
    if a.published is not None and b.published is not None and abs((a.published - b.published).days) > COPY_DAYS:
        return False
    if a.report_id in group_of and group_of[a.report_id] == group_of.get(b.report_id):
        return True
    for claim in (a, b):
        if claim.quote not in words:
            words[claim.quote] = frozenset(_WORDS.findall(claim.quote.lower()))
    left, right = words[a.quote], words[b.quote]
    share = len(left & right) / max(1, len(left | right))
    same_speaker = (a.attribution or a.source).lower() == (b.attribution or b.source).lower()
    return share >= COPY_SHARE and (same_speaker or share >= 0.9)
