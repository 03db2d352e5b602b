"""Folding keys: laws on any Unicode, and the spellings that must meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.folding import consonant_key, consonant_keys, fold, has_arabic

ANY_TEXT = st.text(st.characters(), max_size=60)


@given(ANY_TEXT)
def test_fold_is_idempotent_and_total(text):
    key = fold(text)
    assert fold(key) == key
    assert key == key.strip()
    assert "  " not in key


@given(ANY_TEXT, ANY_TEXT)
def test_fold_works_word_by_word(a, b):
    assert fold(f"{a} {b}") == f"{fold(a)} {fold(b)}".strip()


@given(ANY_TEXT)
def test_fold_ignores_case_of_ascii(text):
    plain = text.encode("ascii", "ignore").decode()
    assert fold(plain.upper()) == fold(plain.lower())


@given(ANY_TEXT)
def test_consonant_keys_never_fail_and_have_no_repeats(text):
    keys = consonant_keys(text)
    assert len(keys) == len(set(keys)) <= 4
    assert all(keys)
    assert consonant_key(text) == (keys[0] if keys else "")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ma‘arrat an-Nu‘mān", "maarrat an numan"),
        ("Şūrān", "suran"),
        ("KAFR  NABL", "kafr nabl"),
        ("U.S.", "u s"),
        ("إدلب", "ادلب"),
        ("معرّة النعمان", "معره النعمان"),
        ("", ""),
        ("—", ""),
        ("a\x00b", "a b"),
    ],
)
def test_fold_examples(text, key):
    assert fold(text) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor", "Dayr az Zawr"),
        ("Deir ez-Zor", "Deir Ezzor"),
        ("Saraqib", "Sarakeb"),
        ("Saraqib", "سراقب"),
        ("Maarat al-Numan", "معرة النعمان"),
        ("Jisr al-Shughour", "Jisr ash-Shugur"),
        ("Abu al-Dhuhur", "Abu al-Duhur"),
        ("Abu al-Dhuhur", "Abu al-Zuhur"),
        ("Manbij", "Membij"),
        ("Qal'at al-Madiq", "Qala al-Mudiq"),
        ("Kafranbel", "Kafr Nabl"),
    ],
)
def test_romanisations_share_a_consonant_key(one, other):
    assert set(consonant_keys(one)) & set(consonant_keys(other))


@pytest.mark.parametrize(("one", "other"), [("Homs", "Hama"), ("Idlib", "Aleppo"), ("Saraqib", "Sarmin")])
def test_different_towns_do_not(one, other):
    assert not set(consonant_keys(one)) & set(consonant_keys(other))


def test_has_arabic():
    assert has_arabic("in حلب")
    assert not has_arabic("Aleppo")
