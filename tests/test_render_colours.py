"""Camps can be told apart with a colour-vision deficiency, on a light page and on a dark one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from geo.conflicts import load_conflict

#: Linear-light matrices for full severity: Machado, Oliveira and Fernandes 2009, table 1.
DEFICIENCIES = {
    "none": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(colour: str, deficiency: str) -> np.ndarray:
    """CIELAB (D65) of a colour as seen with a deficiency."""
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    t = TO_XYZ @ seen / (TO_XYZ @ np.ones(3))
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("field", ["colour", "colour_dark"])
def test_holders_differ_by_25(field, deficiency):
    camps = [
        camp for camp in load_conflict("syria").camps if camp.holds and camp.shows_as == camp.id and camp.id != "other"
    ]
    assert len(camps) >= 5
    for a, b in combinations(camps, 2):
        difference = np.linalg.norm(lab(getattr(a, field), deficiency) - lab(getattr(b, field), deficiency))
        assert difference >= 25, (a.id, b.id)


def test_holders_differ_by_shape_and_hatch_too():
    camps = [
        camp for camp in load_conflict("syria").camps if camp.holds and camp.shows_as == camp.id and camp.id != "other"
    ]
    assert len({camp.shape for camp in camps}) == len(camps)
    assert len({camp.hatch for camp in camps}) == len(camps)
