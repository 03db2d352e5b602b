"""Sentences and paragraphs are offsets that slice back to the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.text import paragraphs, sentence_at, sentences


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army took Sinjar. Rebels left.", ["The army took Sinjar.", "Rebels left."]),
        ("Gen. Suheil spoke. He left.", ["Gen. Suheil spoke.", "He left."]),
        ("A U.S. strike hit. It was loud.", ["A U.S. strike hit.", "It was loud."]),
        ("It fell in 2015. 14 villages followed.", ["It fell in 2015.", "14 villages followed."]),
        ("“Has it fallen?” Nobody knew.", ["“Has it fallen?”", "Nobody knew."]),
        ("A headline\nThe lead. The rest", ["A headline", "The lead.", "The rest"]),
        ("سقطت المدينة؟ لا أحد يعرف.", ["سقطت المدينة؟", "لا أحد يعرف."]),
        ("They took 3.5 km of road.", ["They took 3.5 km of road."]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text())
def test_spans_are_ordered_trimmed_and_lose_no_word(text: str) -> None:
    for spans in (sentences(text), paragraphs(text)):
        last = 0
        kept = ""
        for start, end in spans:
            assert last <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            kept += text[start:end]
            last = end
        assert "".join(kept.split()) == "".join(text.split())


def test_sentence_at() -> None:
    spans = sentences("One. Two.")
    assert sentence_at(spans, 0) == (0, 4)
    assert sentence_at(spans, 4) is None
    assert sentence_at(spans, 6) == (5, 9)
    assert sentence_at(spans, 99) is None
