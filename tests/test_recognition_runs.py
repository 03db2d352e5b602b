"""Runs of capitals, and the quick tests that spare a text the slow ones."""

import pytest

from geo.folding import has_arabic
from geo.recognition._arabic import may_hold_arabic
from geo.recognition._runs import RUN, RUN_ASCII

_TEXTS = (
    "The U.S. and W. Va. met St. Louis in Ky. today. O'Brien's Al-Bab, Deir al-Zor and Rio de la Plata's mouth.",
    "x@Home #Tag McDonald iPhone. Government. Trinidad and Tobago; Isle of the Dead-on-the-Sea`i N.Y.C.",
    "A-B C'D'E's F'S 1A _B Stratford-upon-Avon ALEPPO (AP) Jr. Mr. Smith",
)


@pytest.mark.parametrize("text", _TEXTS)
def test_runs_of_ascii_are_those_of_any_text(text):
    found = [match.span() for match in RUN.finditer(text)]
    assert found
    assert [match.span() for match in RUN_ASCII.finditer(text)] == found


def test_runs():
    text = "In Deir al-Zor, St. Louis and W. Va. a Government. said"
    assert RUN.findall(text) == ["In Deir al-Zor", "St. Louis", "W. Va.", "Government"]


@pytest.mark.parametrize("text", ["in حلب", "ݐ", "ۿ", "in “Aleppo”", "Łódź", "😀 \ud800", "Aleppo", ""])
def test_no_arabic_is_missed(text):
    assert may_hold_arabic(text) or not has_arabic(text)


def test_most_texts_hold_none():
    assert not may_hold_arabic("Aleppo")
    assert not may_hold_arabic("“Łódź” — Αθήνα, Київ 😀")
