"""The map that the estimate starts from, as evidence of its own date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.control.evidence import NEVER, CampTable, Evidence

if TYPE_CHECKING:
    import numpy.typing as npt

    from geo.control.parameters import ControlParameters

__all__ = ["baseline_rows", "likelihood", "of_one_camp", "with_baseline"]


def baseline_rows(conflict: Any, camps: CampTable) -> dict[str, tuple[Any, npt.NDArray[np.bool_]]]:  # noqa: ANN401
    """Baseline rows by place id, with the camps each one gives the place to ("a+b": to one of the two, or to both)."""
    out: dict[str, tuple[Any, npt.NDArray[np.bool_]]] = {}
    for row in sorted(conflict.baseline(), key=lambda r: r.place_id):
        mask = np.zeros(len(camps.names), dtype=bool)
        for camp in row.camp.split("+"):
            if camp in camps.index:
                mask[camps.index[camp]] = True
        if mask.any():
            out.setdefault(row.place_id, (row, mask))
    return out


def of_one_camp(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which rows, (n, K), name one camp. Which of several holds a place, the baseline does not say."""
    return np.asarray(mask.sum(axis=-1) == 1)


def likelihood(mask: npt.NDArray[np.bool_], c: ControlParameters) -> npt.NDArray[np.float64]:
    """How likely rows of the map, (n, K), are if each camp held the place."""
    others = np.maximum((~mask).sum(axis=1, keepdims=True), 1)
    right = c.baseline_probability
    return np.where(mask, right, (1.0 - right) / others)


def with_baseline(
    ev: Evidence,
    rows: npt.NDArray[np.int64],
    mask: npt.NDArray[np.bool_],
    as_of: npt.NDArray[np.int64],
    c: ControlParameters,
) -> Evidence:
    """Add rows of the baseline as statements of their own date."""
    if not len(rows):
        return ev
    n, k = len(rows), mask.shape[1]
    log = np.log(likelihood(mask[rows], c))
    day = as_of[rows].astype(np.int32)
    holds = mask[rows] & of_one_camp(mask[rows])[:, None]
    no, zero, low = np.zeros(n, dtype=bool), np.zeros(n, dtype=np.int8), np.zeros((n, k), dtype=bool)
    extra = Evidence(
        claim=np.full(n, -1, dtype=np.int32), place=rows.astype(np.int32), day=day, known=day,
        until=np.full(n, NEVER, dtype=np.int32), turn=np.zeros(n, dtype=np.int16), before=no, move=log, stay=log,
        holds=holds, against=~mask[rows], attackers=low, fight=no, hot=no, control=no,
        voice=np.full(n, k + 1, dtype=np.int8), interest=np.full(n, 4, dtype=np.int8), siege=zero, truce=zero,
    )  # fmt: skip
    order = np.argsort(np.concatenate([ev.day, extra.day]), kind="stable")
    return Evidence(
        **{name: np.concatenate([getattr(ev, name), getattr(extra, name)])[order] for name in Evidence.__slots__}
    )
