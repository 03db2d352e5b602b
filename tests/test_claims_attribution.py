"""Who says so, about how much of the sentence, and in whose interest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.actors import find_actors
from geo.claims.attribution import find_attributions
from geo.claims.interests import interest
from geo.conflicts import load_conflict

SYRIA = load_conflict("syria")


def read(text, **options):
    spans = find_actors(text, SYRIA, on=date(2018, 1, 10))
    return find_attributions(text, 0, len(text), SYRIA, spans, **options)


@pytest.mark.parametrize(
    ("text", "speaker", "kind", "stance", "covered"),
    [
        ("The monitor said rebels took Morek.", "The monitor", "said", "monitor", "took"),
        (
            "Rebels took Morek, a monitor and rebels said on Thursday.",
            "a monitor and rebels",
            "said",
            "monitor",
            "took",
        ),
        (
            "Rebels took Morek the Syrian Observatory for Human Rights said.",
            "the Syrian Observatory for Human Rights",
            "said",
            "monitor",
            "took",
        ),
        ("According to SANA the army took Sinjar.", "SANA", "said", "regime", "took"),
        ("The army took Sinjar, according to Enab Baladi.", "Enab Baladi", "said", "opposition", "took"),
        ("The army claims to have secured Rasafa.", "The army", "claimed", "regime", "secured"),
        ("HTS denied that the army had entered the base.", "HTS", "denied", "hts", "entered"),
        ("Moscow admitted losing the hill.", "Moscow", "admitted", "russia", "losing"),
        ("Damascus said it had regained Sinjar.", "Damascus", "said", "regime", "regained"),
        ("Turkish officials said the post was shelled.", "Turkish officials", "said", "turkey_sna", "shelled"),
        ("A source told Al-Manar that the army regained Khatab.", "A source", "said", "anonymous", "regained"),
        ('"The army took the town," said the Observatory.', "the Observatory", "said", "monitor", "took"),
        ("Activists in Aleppo said that jets bombed a clinic.", "Activists in Aleppo", "said", "anonymous", "bombed"),
        ("Amaq news agency claimed that fighters seized the post.", "Amaq news agency", "claimed", "isis", "seized"),
    ],
)
def test_speakers(text, speaker, kind, stance, covered):
    items = [a for a in read(text) if a.speaker is not None]
    assert [(a.speaker, a.kind) for a in items] == [(speaker, kind)]
    assert items[0].stance == stance
    assert items[0].scope_start <= text.index(covered) < items[0].scope_end
    assert text[items[0].speaker_start : items[0].speaker_end] == speaker


def test_quoted_speakers_form_a_chain():
    (item,) = read("Reuters quoted a rebel commander as saying his men had lost the hill.")
    assert item.chain == ("a rebel commander", "Reuters")
    assert item.stance == "opposition"


def test_a_speaker_inside_another():
    items = read("SOHR said that HTS denied losing the town.")
    inner = next(a for a in items if a.kind == "denied")
    assert inner.chain == ("HTS", "SOHR")


def test_two_speakers_divide_the_sentence():
    text = "The ministry said troops had taken Pisky, but the Ukrainian military denied that the village had fallen."
    first, second = (a for a in read(text) if a.speaker)
    assert first.scope_end <= text.index("but") < second.scope_start
    assert (first.kind, second.kind) == ("said", "denied")


def test_a_hedge_has_no_speaker():
    (item,) = read("Rebels reportedly took Tadef.")
    assert (item.speaker, item.kind, item.verb) == (None, "hedge", "reportedly")
    assert read("Unconfirmed reports said the base had fallen.")[0].kind == "hedge"


@pytest.mark.parametrize(
    "text",
    [
        "The army took Sinjar on Sunday.",
        "The blast claimed 20 lives.",
        "IS claimed responsibility for the blast.",
        "Islamic State fighters left.",
        "State media showed pictures.",
    ],
)
def test_nobody_speaks(text):
    assert [a for a in read(text) if a.speaker] == []


def test_a_military_source_speaks_for_the_outlet_that_quotes_it():
    text = "A military source said the army took Sinjar."
    assert read(text, stance="regime")[0].stance == "regime"
    assert read(text)[0].stance == "anonymous"


@pytest.mark.parametrize(
    ("actors", "opponents", "predicate", "stance", "expected"),
    [
        (("regime",), ("opposition",), "capture", "regime", "partisan"),
        (("regime",), ("opposition",), "capture", "russia", "partisan"),
        (("regime",), ("opposition",), "capture", "opposition", "admission"),
        (("regime",), (), "capture", "opposition", "admission"),
        (("regime",), ("opposition",), "capture", "monitor", "neutral"),
        (("regime",), ("opposition",), "capture", "sdf", "neutral"),
        (("opposition",), (), "lose", "opposition", "admission"),
        (("opposition",), (), "lose", "regime", "partisan"),
        (("opposition",), ("regime",), "withdraw", "hts", "neutral"),
        (("regime",), (), "strike", "opposition", "partisan"),
        (("regime",), (), "capture", "unknown", "anonymous"),
        (("regime",), (), "capture", "anonymous", "anonymous"),
    ],
)
def test_interest(actors, opponents, predicate, stance, expected):
    assert interest(actors, opponents, predicate, stance, conflict=SYRIA) == expected


@given(
    st.lists(
        st.sampled_from(
            [
                "SANA",
                "said",
                "that",
                "the army",
                "a monitor",
                "denied",
                "took Idlib",
                ",",
                "but",
                "according to",
                '"',
                "reportedly",
                "on Sunday",
                "quoted",
                "as saying",
                ".",
            ]
        ),
        max_size=16,
    )
)
def test_offsets_hold_for_any_order_of_words(parts):
    text = " ".join(parts)
    for item in read(text):
        assert 0 <= item.scope_start <= item.scope_end <= len(text)
        if item.speaker is not None:
            assert text[item.speaker_start : item.speaker_end] == item.speaker
            assert item.chain[0] == item.speaker
