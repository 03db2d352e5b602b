"""How well unseen places, and the ground between places, are told from the places around: hidden parts of the baseline.

Run by ``python -m bench.control hidden | band | ceiling``.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from geo.models import Place

# -- hidden places --------------------------------------------------------------------------------------------------


def hidden(seeds: int = 5, first: int = 0) -> None:
    """Hide half of the baseline's places, at random and in 25 km blocks, and predict their holder from the rest.

    A place that two camps share has no holder to be predicted: it is hidden like the others, but not asked about.
    """
    from geo.conflicts import load_conflict
    from geo.control import predict_holders
    from geo.control.spatial import project

    war, (places, camps, xy), shared = load_conflict("syria"), _baseline(), _shared()
    shared_xy, _ = project([p for p, _ in shared], project(places)[1])
    print(f"{len(places)} places, and {len(shared)} of several camps that are never asked about")
    print("accuracy of the nearest neighbour and of the model; Brier score, calibration error")
    for kind in ("random half", "25 km blocks"):
        table = []
        for seed in range(first, first + seeds):
            rng = np.random.default_rng(seed)
            if kind == "random half":
                hide, veiled = rng.random(len(places)) < 0.5, rng.random(len(shared)) < 0.5
            else:
                squares, block = np.unique(np.floor(xy / 25_000.0), axis=0, return_inverse=True)
                gone = rng.random(len(squares)) < 0.5
                hide = gone[block.reshape(-1)]
                hidden_squares = set(map(tuple, squares[gone].tolist()))
                veiled = np.array([tuple(s) in hidden_squares for s in np.floor(shared_xy / 25_000.0).tolist()])
            seen, asked = np.flatnonzero(~hide), np.flatnonzero(hide)
            square = ((xy[asked][:, None, :] - xy[seen][None, :, :]) ** 2).sum(axis=2)
            nearest = camps[seen[square.argmin(axis=1)]]
            degrees = np.array([(p.longitude, p.latitude) for p in places])
            square = ((degrees[asked][:, None, :] - degrees[seen][None, :, :]) ** 2).sum(axis=2)
            in_degrees = camps[seen[square.argmin(axis=1)]]
            known = [s for s, v in zip(shared, veiled, strict=True) if not v]
            known += [(places[i], str(camps[i])) for i in seen]
            guesses = predict_holders(known, [places[i] for i in asked], conflict=war)
            truth = camps[asked]
            right = np.array([g.camp for g in guesses]) == truth
            sure = np.array([g.probabilities[0][1] for g in guesses])
            brier = np.mean(
                [sum((v - (c == t)) ** 2 for c, v in g.probabilities) for g, t in zip(guesses, truth, strict=True)]
            )
            brier_nn = 2 * np.mean(nearest != truth)
            plain = [np.mean(in_degrees == truth), np.mean(nearest == truth)]
            table.append([*plain, right.mean(), brier_nn, brier, _ece(sure, right)])
            d, a, b, e, f, g = table[-1]
            print(
                f"  {kind} {seed}: nearest {a:.4f} (in degrees {d:.4f}), model {b:.4f} ({b - a:+.4f}); "
                f"Brier {e:.4f} -> {f:.4f}; ECE {g:.4f}"
            )
        d, a, b, e, f, g = np.mean(table, axis=0)
        gains = [row[2] - row[1] for row in table]
        print(
            f"  {kind} mean: nearest {a:.4f} (in degrees {d:.4f}), model {b:.4f} "
            f"({b - a:+.4f}, standard error {np.std(gains) / len(gains) ** 0.5:.4f}); "
            f"Brier {e:.4f} -> {f:.4f}; ECE {g:.4f}"
        )


def _ece(sure: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: mean gap between stated and true share, in bins of equal width."""
    which = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(abs(sure[which == b].mean() - right[which == b].mean()) * np.mean(which == b) for b in np.unique(which))
    )


def _baseline() -> tuple[list[Place], np.ndarray, np.ndarray]:
    """Places of the baseline that one camp holds, the camps, the coordinates in metres."""
    from geo.control.spatial import project

    listed = [(p, camp) for p, camp in _rows() if "+" not in camp]
    places = [p for p, _ in listed]
    return places, np.array([camp for _, camp in listed]), project(places)[0]


def _shared() -> list[tuple[Place, str]]:
    """Places of the baseline that several camps hold together or fight over."""
    return [(p, camp) for p, camp in _rows() if "+" in camp]


def _rows() -> list[tuple[Place, str]]:
    import geo
    from geo.conflicts import load_conflict
    from geo.models import Place

    gazetteer = geo.Gazetteer.open()
    listed = [(r, gazetteer.get(r.place_id)) for r in load_conflict("syria").baseline()]
    return [(p or Place(r.place_id, r.name, r.latitude, r.longitude), r.camp) for r, p in listed]


# -- the band -------------------------------------------------------------------------------------------------------


def band(seeds: int = 5) -> None:
    """Report half of the baseline's places; see on which side of the band the true holders of the others lie."""
    import shapely

    from geo import frontline
    from geo.conflicts import load_conflict
    from geo.control import estimate
    from geo.control.neighbours import fit_model, guess_holders
    from geo.control.spatial import project
    from geo.models import Actor, Claim, EventTime, Mention, Resolution

    places, camps, _ = _baseline()
    war, day = load_conflict("syria"), date(2017, 7, 1)
    table = []
    for seed in range(seeds):
        hide = np.random.default_rng(seed).random(len(places)) < 0.5
        claims = [
            Claim(
                p.id, p.id, 0, 1, "", "hold", actors=(Actor(str(c), str(c), str(c)),), published=day,
                resolution=Resolution(Mention(0, 1, "x"), p, precision=1, score=1.0), effect="confirm",
                time=EventTime(day, day, "day"), interest="admission",
            )
            for p, c, h in zip(places, camps, hide, strict=True)
            if not h
        ]  # fmt: skip
        timeline = estimate(claims, conflict=war, include_baseline=False, start=day, end=day)
        cells = frontline.cells(timeline.places)
        begin = perf_counter()
        found = frontline.band(timeline, day, cells=cells)
        took = perf_counter() - begin
        points = shapely.points([(p.longitude, p.latitude) for p in places])[hide]
        row, point = shapely.STRtree(points).query(cells.polygons, predicate="contains")
        holder = [timeline.camps[h] for h in timeline.holder[0, row]]
        wrong = np.array([war.opposes(a, b) for a, b in zip(holder, camps[hide][point], strict=True)])
        shapely.prepare(found)
        inside = shapely.contains(found, points[point])
        xy, shares = (
            cells.xy,
            np.eye(len(timeline.camps))[timeline.holder[0, [timeline.rows[p.id] for p in cells.places]]],
        )
        asked = project([p for p, h in zip(places, hide, strict=True) if h], cells.crs)[0][point]
        told = guess_holders(xy, shares, asked, model=fit_model(xy, shares), ground=True)
        other = (told * timeline.opposed[timeline.holder[0, row]]).sum(axis=1)
        table.append(
            [len(wrong), wrong.sum(), inside.sum(), wrong[inside].sum(), other[inside].sum(), other.sum(), took]
        )
    n, bad, within, hit, stated, all_stated, took = np.sum(table, axis=0)
    print(f"{seeds} halves, {n / seeds:.0f} hidden places in cells, {took / seeds:.1f} s a band")
    print(f"  other side than their cell says: {bad / n:.4f}; of these inside the band {hit / bad:.3f}")
    print(
        f"  inside the band {within / n:.4f} of the places, on the other side {hit / within:.3f} "
        f"(said {stated / within:.3f})"
    )
    said = (all_stated - stated) / (n - within)
    print(f"  outside the band on the other side {(bad - hit) / (n - within):.4f} (said {said:.4f})")


# -- what can be known at all ---------------------------------------------------------------------------------------


def ceiling(seeds: int = 3) -> None:
    """Errors by how much of the map is known, by distance to another camp's place, by kind, and of close pairs."""
    from geo.conflicts import load_conflict
    from geo.control import predict_holders

    war, (places, camps, xy), shared = load_conflict("syria"), _baseline(), _shared()
    apart = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1)) / 1000.0
    np.fill_diagonal(apart, np.inf)
    foreign = np.where(camps[:, None] != camps[None, :], apart, np.inf).min(axis=1)
    close = np.argsort(apart, axis=1, kind="stable")[:, :5]
    alike = (camps[close] == camps[:, None]).sum(axis=1)
    wrong_at, asked_at = np.zeros(len(places)), np.zeros(len(places))
    print("share of the places known: error of the nearest neighbour, of the model")
    for share in (0.25, 0.5, 0.75, 0.9):
        table = []
        for seed in range(seeds):
            hide = np.random.default_rng(seed).random(len(places)) >= share
            seen, asked = np.flatnonzero(~hide), np.flatnonzero(hide)
            nearest = camps[seen[apart[np.ix_(asked, seen)].argmin(axis=1)]]
            known = [*shared, *((places[i], str(camps[i])) for i in seen)]
            guesses = predict_holders(known, [places[i] for i in asked], conflict=war)
            wrong = np.array([g.camp for g in guesses]) != camps[asked]
            table.append([np.mean(nearest != camps[asked]), wrong.mean()])
            if share == 0.5:
                wrong_at[asked] += wrong
                asked_at[asked] += 1
        print(f"  {share:.2f}: {np.mean(table, axis=0)[0]:.4f} {np.mean(table, axis=0)[1]:.4f}")

    def line(name: str, which: np.ndarray) -> None:
        error, part = wrong_at[which].sum() / asked_at[which].sum(), wrong_at[which].sum() / wrong_at.sum()
        print(f"  {name:<38} {which.sum():5} places, error {error:.3f}, {part:.0%} of the errors")

    print("half known, by distance to the next place of another camp")
    for low, high in pairwise((0, 1, 2, 3, 5, 8, 1e9)):
        line(f"{low:g} to {high:g} km", (foreign >= low) & (foreign < high))
    print("by how many of the five nearest of all places have the same holder")
    for n in range(6):
        line(str(n), alike == n)
    print("by kind")
    for kind in ("P", "T", "S", "L"):
        line(kind, np.array([p.feature_class == kind for p in places]))
    print("pairs of places with different holders, by distance")
    first, second = np.triu_indices(len(places), 1)
    for low, high in pairwise((0, 0.5, 1, 2, 3)):
        pair = (apart[first, second] >= low) & (apart[first, second] < high)
        print(f"  {low:g} to {high:g} km: {np.mean(camps[first[pair]] != camps[second[pair]]):.3f} of {pair.sum()}")
