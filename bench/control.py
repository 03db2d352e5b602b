"""How good the control estimate is: hidden places, and a campaign read sentence by sentence.

python -m bench.control hidden            predict the holder of hidden places of the baseline
python -m bench.control replay CHRONICLE  read a dated chronicle; compare with bench/replay_truth.csv
python -m bench.control band              does the band hold the true front, judged by hidden places
python -m bench.control reliability FILE  learn from these reports how far each source can be trusted
python -m bench.control ceiling           how well a place can be told from its neighbours at all
python -m bench.control speed             seconds for the seeds, and for a large random war
"""

from __future__ import annotations

import argparse
import calendar
import csv
import re
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import numpy as np

HERE = Path(__file__).resolve().parent
MONTHS = {name: i for i, name in enumerate(calendar.month_name) if name}
_DATE = re.compile(rf"\b(\d{{1,2}})(?:\s*(?:–|-|and|to)\s*(\d{{1,2}}))?\s+({'|'.join(MONTHS)})(?:\s+(\d{{4}}))?")
_STEP = re.compile(r"\b(following|next) day\b|\b(two|three|four|five|six) days later\b", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


# -- replay ---------------------------------------------------------------------------------------------------------


def dated_sentences(text: str, first: date) -> list[tuple[date, str, int]]:
    """Sentences of a chronicle, each with the day that its own words, or those before it, give.

    Each comes at the end of the paragraph as far as it has been read, with the offset at which it starts, so that
    "they" and "the town" have something to refer to.
    """
    from geo.text import sentences

    body = text.split("---", 2)[-1] if text.startswith("---") else text
    out: list[tuple[date, str, int]] = []
    day = first
    for paragraph in body.split("\n"):
        line = paragraph.strip()
        if len(line) < 40 or line[0] in "#![":
            continue
        for start, end in sentences(line):
            said = line[start:end]
            found = list(_DATE.finditer(said))
            if found:
                days = [_day(m, day) for m in found]
                day = max(d for d in days if d is not None)
            elif step := _STEP.search(said):
                day += timedelta(_NUMBERS.get((step[2] or "").lower(), 1))
            out.append((day, line[:end], start))
    return out


def _day(match: re.Match[str], near: date) -> date:
    number, month = int(match[2] or match[1]), MONTHS[match[3]]
    years = [int(match[4])] if match[4] else [near.year - 1, near.year, near.year + 1]
    return min(
        (date(y, month, min(number, 28 if month == 2 else number)) for y in years), key=lambda d: abs((d - near).days)
    )


def replay(chronicle: Path, seeds: list[str], *, show: bool = True) -> dict[str, float]:
    """Read the chronicle (and seeds) and compare every place at five month ends with the truth list."""
    import geo
    from geo.claims import claims_of, link_events
    from geo.control import estimate
    from geo.folding import fold

    gazetteer = geo.Gazetteer.open()
    from geo.conflicts import load_conflict

    war = load_conflict("syria")
    reports = [
        (geo.Report(id=f"chronicle-{i:04d}", text=said, published=day, published_precision="day"), start)
        for i, (day, said, start) in enumerate(dated_sentences(chronicle.read_text("utf-8"), date(2017, 10, 9)))
    ]
    reports += [(r, 0) for r in (geo.read_reports(*seeds) if seeds else ()) if r.published]
    claims = []
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    for report, start in reports:
        resolutions = geo.geoparse(report, conflict=war, gazetteer=gazetteer)
        claims += [c for c in claims_of(report, resolutions, war) if c.start >= start]
        for r in resolutions:
            if r.mention.literal and r.mention.start >= start:
                surfaces[fold(r.mention.text)][r.place.id if r.place else f"nil:{fold(r.mention.text)}"] += 1
    claims = list(link_events(tuple(claims)))
    timeline = estimate(claims, conflict=war, gazetteer=gazetteer, start=date(2017, 10, 9), end=date(2018, 2, 28))
    rows = list(csv.DictReader((HERE / "replay_truth.csv").open(encoding="utf-8")))
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    errors = []
    for row in rows:
        day = date.fromisoformat(row["day"])
        ids = [i for i, _ in sorted(surfaces[fold(row["place"])].items(), key=lambda x: (-x[1], x[0]))]
        both = [t for t in (timeline, timeline.unlocated) if t is not None]
        states = [s for i in ids for t in both if (s := t.state(i, day)) is not None]
        # One name may have been taken for several places, or for none: the one on the map with reports is meant.
        state = max(
            states,
            key=lambda s: (s.place.source != "text", s.basis == "reports", s.holder is not None, -states.index(s)),
            default=None,
        )
        holder = state.holder if state else None
        good = holder in row["camp"].split("+")
        right[row["day"], row["camp"].split("+")[0]].append(good)
        if not good:
            why = "name not resolved" if not ids else "no state" if state is None else f"{state.basis} {state.status}"
            errors.append((row["day"], row["place"], row["camp"], holder or "nobody", why))
    days = sorted({d for d, _ in right})
    figures: dict[str, float] = {}
    for day in days:
        cells = {c: v for (d, c), v in right.items() if d == day}
        flat = [x for v in cells.values() for x in v]
        figures[f"{day} accuracy"] = sum(flat) / len(flat)
        figures[f"{day} balanced"] = float(np.mean([np.mean(v) for v in cells.values()]))
    camps: dict[str, list[bool]] = defaultdict(list)
    for (_, camp), v in right.items():
        camps[camp] += v
    figures["all month ends, balanced over camps"] = float(np.mean([np.mean(v) for v in camps.values()]))
    figures["all month ends, mean of the balanced"] = float(np.mean([figures[f"{d} balanced"] for d in days]))
    if show:
        print(f"{len(reports)} reports, {len(claims)} claims, {len(timeline.places)} places, {len(rows)} rows of truth")
        for name, value in figures.items():
            print(f"  {name:<40} {value:.3f}")
        print("  by camp: " + ", ".join(f"{c} {np.mean(v):.2f} of {len(v)}" for c, v in sorted(camps.items())))
        print(f"  {len(errors)} errors:")
        for e in errors:
            print("   ", " | ".join(e))
    return figures


# -- sources --------------------------------------------------------------------------------------------------------


def reliability(files: list[str], least: int) -> None:
    """Learn from reports how far their sources can be trusted, and what that changes."""
    import geo
    from geo.conflicts import load_conflict
    from geo.control import estimate, learn_reliability

    war = load_conflict("syria")
    claims = geo.analyze(geo.read_reports(*files), conflict=war).claims
    learned = learn_reliability(claims, conflict=war, least_claims=least)
    print("source, interest, statements, checked by others, before, after, 95 %")
    for r in learned:
        interval = f"{r.low:.2f} to {r.high:.2f}"
        print(f"  {r.source}, {r.interest}: {r.claims}, {r.checked}, {r.before:.2f}, {r.after:.2f}, {interval}")
    table = {(r.source, r.interest): r.after for r in learned}
    plain, wiser = (estimate(claims, conflict=war, include_baseline=False, reliability=t) for t in ({}, table))
    told = plain.basis == 2
    holder, status = ((getattr(plain, x) != getattr(wiser, x)) & told for x in ("holder", "status"))
    print(
        f"{told.sum()} days of {told.any(axis=0).sum()} reported places: another holder on {holder.sum()} of "
        f"{holder.any(axis=0).sum()} places, another status on {status.sum()} of {status.any(axis=0).sum()} places"
    )


# -- speed ----------------------------------------------------------------------------------------------------------


def speed(seeds: list[str], n_claims: int = 20_000, n_days: int = 365) -> None:
    """Seconds for the seeds, and for a random war of the size of a year's reporting."""
    import geo
    from geo import frontline
    from geo.conflicts import load_conflict
    from geo.control import estimate
    from geo.models import Actor, Claim, EventTime, Mention, Place, Resolution

    war = load_conflict("syria")
    analysis = geo.analyze(seeds, conflict=war)
    last = analysis.timeline.dates[-1]
    begin = perf_counter()
    timeline = estimate(analysis.claims, conflict=war)
    made = perf_counter()
    cells = frontline.cells(timeline.places, gazetteer=analysis.gazetteer)
    cut = perf_counter()
    frontline.front_lines(timeline, last, cells=cells)
    frontline.movements(timeline, timeline.dates[0], last, cells=cells)
    timeline.runs()
    print(
        f"seeds: {len(analysis.claims)} claims, {len(timeline.places)} places, {len(timeline.dates)} days: estimate "
        f"{made - begin:.2f} s, cells {cut - made:.2f} s, line, movements and runs {perf_counter() - cut:.2f} s"
    )
    rng = np.random.default_rng(0)
    rows = war.baseline()
    places = [Place(r.place_id, r.name, r.latitude, r.longitude) for r in rows]
    sides = ("regime", "opposition", "hts", "isis", "sdf")
    claims = []
    for i in range(n_claims):
        camp, place = sides[rng.integers(5)], places[rng.integers(len(places))]
        day = date(2018, 1, 1) + timedelta(int(rng.integers(n_days)))
        when = day - timedelta(int(rng.integers(4)))
        kind = (("capture", "set"), ("hold", "confirm"), ("contest", "contest"))[rng.integers(3)]
        claims.append(
            Claim(
                f"c{i}", f"r{i}", 0, 1, "", kind[0], actors=(Actor(camp, camp, camp),),
                resolution=Resolution(Mention(0, 1, "x"), place, precision=1, score=0.9), published=day,
                time=EventTime(when, when, "day"), effect=kind[1],
                interest=("neutral", "partisan", "unattributed")[rng.integers(3)],
            )
        )  # fmt: skip
    for mode in ("filter", "smoother"):
        begin = perf_counter()
        timeline = estimate(claims, conflict=war, mode=mode)
        print(
            f"random: {n_claims} claims, {len(timeline.places)} places, {len(timeline.dates)} days, {mode}: "
            f"{perf_counter() - begin:.2f} s"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    p = verbs.add_parser("replay")
    p.add_argument("chronicle", type=Path)
    p.add_argument("seeds", nargs="*")
    p = verbs.add_parser("speed")
    p.add_argument("seeds", nargs="*", default=["seeds"])
    p = verbs.add_parser("reliability")
    p.add_argument("files", nargs="+")
    p.add_argument("--least", type=int, default=20)
    for verb in ("hidden", "band", "ceiling"):
        p = verbs.add_parser(verb)
        p.add_argument("--seeds", type=int, default=5, help="how many random halves")
        if verb == "hidden":
            p.add_argument("--first", type=int, default=0, help="seed of the first half")
    args = parser.parse_args()
    if args.verb == "speed":
        speed(args.seeds)
    if args.verb in {"hidden", "band", "ceiling"}:
        from bench import control_hidden

        first = {"first": args.first} if args.verb == "hidden" else {}
        getattr(control_hidden, args.verb)(args.seeds, **first)
    if args.verb == "reliability":
        reliability(args.files, args.least)
    if args.verb == "replay":
        replay(args.chronicle, args.seeds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
