"""Discord of spellings: what hearers vary costs little, what tells places apart costs more."""

from __future__ import annotations

import pytest

from geo.folding import fold
from geo.gazetteer import Gazetteer
from geo.gazetteer._accord import discord


def apart(one, other):
    return discord(fold(one), fold(other))[0]


@pytest.mark.parametrize(
    ("name", "same", "other"),
    [
        ("Latamneh", "Al Lataminah", "Latmaniyah"), ("Mubarakah", "Mubaraka", "Mubarakiyah"),
        ("Deir Ezzour", "Dayr az Zawr", "Deir Zara"), ("Qaryatain", "القريتين", "القرى"),
        ("Khattab", "خطاب", "خطيب"), ("Jab al-Jerah", "Jubb al-Jarrah", "Jabal Jarrah"),
    ],
)  # fmt: skip
def test_a_spelling_is_nearer_than_another_name(name, same, other):
    assert apart(name, same) < apart(name, other)


def test_it_is_the_same_both_ways():
    for one, other in (("Saraqib", "Sarakeb"), ("Hama", "حماة"), ("Tal Rifaat", "Tell Rif'at")):
        assert apart(one, other) == apart(other, one)
        assert apart(one, one) == 0


def test_two_letters_in_the_wrong_order_are_a_slip():
    assert apart("Saraqbi", "Saraqib") < apart("Saraqtim", "Saraqib")


def test_loose_scores_are_modest():
    gaz = Gazetteer.open()
    for name in ("Bab al-Taqa", "Wadi al Mas", "Umm at Tuyur", "Karah"):
        assert all(c.score < 0.6 for c in gaz.candidates(name)), name
    for name, meant in (("Sarakeeb", "Saraqib"), ("Latamina", "Al Lataminah"), ("Zamalkaa", "Zamalka")):
        best = gaz.candidates(name)[0]
        assert (best.place.name, best.rung) == (meant, "consonant")
        assert 0.6 < best.score < 0.95
