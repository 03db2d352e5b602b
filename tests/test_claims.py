"""Claims: the lexicon and its validator, effects, certainty, events, the public functions."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

import geo
from geo._files import data_path
from geo.claims import MAP_THRESHOLD, claims_of, explain_report, link_events
from geo.claims.effects import certainty_of, effect_of, may_set
from geo.claims.lexicon import FRAME_FILES, inflect, load_frames, load_lexicon
from geo.claims.scorer import Scorer, load_scorer
from geo.conflicts import load_conflict
from geo.errors import ConflictError, InvalidQueryError
from geo.models import PREDICATES, Mention, Place, Report, Resolution

if TYPE_CHECKING:
    from pathlib import Path

    from geo.models import Claim

NAMES = ("Saraqib", "Morek", "Sinjar", "Atshan", "Khan Shaykhun")
DAY = date(2018, 1, 10)


def resolve(text: str) -> tuple[Resolution, ...]:
    found = []
    for match in re.finditer("|".join(NAMES), text):
        place = Place(f"t:{match.group()}", match.group(), 35.0, 36.6, country_code="SY", admin1="Idlib")
        found.append(Resolution(Mention(*match.span(), match.group()), place, precision=1, score=0.9))
    return tuple(found)


def read(text: str, identifier: str = "r", day: date | None = DAY) -> tuple[Claim, ...]:
    report = Report(identifier, text, published=day, published_precision="day" if day else "unknown")
    return claims_of(report, resolve(text), load_conflict("syria"))


# ------------------------------------------------------------------ lexicon


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("seize", {"seize", "seizes", "seizing", "seized"}),
        ("push", {"push", "pushes", "pushing", "pushed"}),
        ("carry", {"carry", "carries", "carrying", "carried"}),
        ("expel", {"expel", "expels", "expelling", "expelled"}),
        ("take", {"take", "takes", "taking", "took", "taken"}),
        ("flee", {"flee", "flees", "fleeing", "fled"}),
    ],
)
def test_inflection(lemma: str, forms: set[str]) -> None:
    irregular = {"take": ["took", "taken"], "flee": ["fled", "fled"]}
    assert set(inflect(lemma, irregular, frozenset({"expel"}))) == forms


def test_every_predicate_has_a_frame() -> None:
    assert {f.predicate for f in load_lexicon().frames.values()} == set(PREDICATES)


def frames_from(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    load_frames((path,), data_path("frames", "words.toml"))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('predicate = "captured"\nverbs = ["nab"]', "captured"),
        ('predicate = "capture"', "verbs, nouns, phrases"),
        ('predicate = "capture"\nverbs = ["nab"]\nplace = ["somewhere"]', "somewhere"),
        ('predicate = "capture"\nverbs = ["nab"]\ncolour = "red"', "colour"),
        ('predicate = "capture"\nverbs = ["nab"]\nhead = "tail"', "tail"),
        ('verbs = ["nab"]', "no predicate"),
    ],
)
def test_a_bad_frame_is_named_with_file_and_line(tmp_path: Path, entry: str, message: str) -> None:
    with pytest.raises(ConflictError, match=message) as caught:
        frames_from(tmp_path, f'\n\n[[frame]]\nid = "mine"\n{entry}\n')
    assert "mine.toml, line 4" in str(caught.value)


def test_broken_toml_and_double_ids_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConflictError, match=r"mine\.toml"):
        frames_from(tmp_path, '[[frame]\nid = "x"')
    with pytest.raises(ConflictError, match="twice"):
        frames_from(tmp_path, '[[frame]]\nid = "x"\npredicate = "hold"\nverbs = ["keep"]\n' * 2)


def test_a_new_frame_needs_no_code(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[frame]]\nid = "nab"\npredicate = "capture"\nverbs = ["nab"]\nplace = ["object"]\n', encoding="utf-8"
    )
    lexicon = load_frames((*(data_path("frames", n) for n in FRAME_FILES), path), data_path("frames", "words.toml"))
    assert "nabbed" in lexicon.starts or "nabed" in lexicon.starts


# ------------------------------------------------------------------ effect and certainty


def place(cls: str = "P", code: str = "PPL", precision: int = 1, score: float = 0.9) -> Resolution:
    return Resolution(Mention(0, 1, "X"), Place("x", "X", 0, 0, cls, code), precision=precision, score=score)


def effect(predicate: str, resolution: Resolution | None = None, **options: object) -> str:
    values = {"polarity": "affirmed", "modality": "asserted", "part": "", "enters": False, "near": False, **options}
    where = resolution or place()
    return effect_of(
        predicate,
        values["polarity"],
        values["modality"],
        where,
        values["part"],
        enters=values["enters"],
        near=values["near"],
    )  # type: ignore[arg-type]


def test_effects_of_the_table() -> None:
    assert {p: effect(p) for p in PREDICATES} == {
        "capture": "set", "recapture": "set", "transfer": "set", "hold": "confirm", "repel": "confirm", "lose": "unset",
        "withdraw": "unset", "contest": "contest", "attack": "contest", "advance": "move", "besiege": "siege",
        "strike": "none", "ceasefire": "truce",
    }  # fmt: skip


@pytest.mark.parametrize("modality", ["planned", "possible", "denied"])
@pytest.mark.parametrize("predicate", PREDICATES)
def test_what_did_not_happen_has_no_effect(predicate: str, modality: str) -> None:
    assert effect(predicate, modality=modality) == "none"


def test_parts_areas_and_vicinities_never_set() -> None:
    assert effect("capture", part="much of") == "part"
    assert effect("capture", near=True) == "part"
    assert effect("capture", place("A", "ADM1", 5)) == "part"
    assert effect("capture", place("P", "PPL", 2)) == "part"
    assert effect("capture", place("S", "AIRB", 2)) == "set"
    assert not may_set(None)
    assert not may_set(Resolution(Mention(0, 1, "X")))


def test_certainty_is_the_product_of_its_terms() -> None:
    value, terms = certainty_of(0.9, place(score=0.8), "partisan", hedged=True, basis="published", anaphor=False)
    product = 1.0
    for _name, factor in terms:
        product *= factor
    assert value == pytest.approx(product, abs=1e-3)
    assert [name for name, _ in terms] == ["extractor", "geo", "attribution", "hedge", "time"]
    unknown, _ = certainty_of(0.9, None, "neutral", hedged=False, basis="explicit", anaphor=False)
    assert unknown < MAP_THRESHOLD


# ------------------------------------------------------------------ scorer


def test_scorer_terms_add_up_to_its_probability() -> None:
    scorer = Scorer({"a": 1.0, "b": -2.0}, 0.5)
    features = {"a": 1.0, "b": 0.5, "unknown": 3.0}
    assert sum(v for _, v in scorer.terms(features)) == pytest.approx(0.0)
    assert scorer.probability(features) == pytest.approx(0.5)
    assert scorer.terms(features)[0][0] in ("a", "b")


def test_bundled_weights_are_read() -> None:
    scorer = load_scorer()
    assert 0.0 < scorer.threshold < 1.0
    assert "bias" in scorer.weights


# ------------------------------------------------------------------ claims


def test_spans_slice_back_to_the_text() -> None:
    text = "Quiet.  The army captured Saraqib and Morek on Monday. Rebels, it said, left."
    for claim in read(text):
        assert text[claim.start : claim.end] == claim.quote
        assert text[claim.trigger_start : claim.trigger_end] == "captured"
        assert claim.resolution is not None
        mention = claim.resolution.mention
        assert text[mention.start : mention.end] == mention.text
        for actor in claim.actors:
            assert text[actor.start : actor.end] == actor.text


def test_same_input_gives_the_same_claims() -> None:
    text = "The army captured Saraqib, Morek and Sinjar. HTS denied that it had lost Atshan."
    assert read(text) == read(text)
    assert len({c.claim_id for c in read(text)}) == len(read(text))


def test_an_undated_report_gives_undated_claims() -> None:
    (claim,) = read("The army captured Saraqib.", day=None)
    assert claim.time.start is None
    assert claim.time.basis == "none"
    assert claim.published is None
    assert not claim.is_background


def test_admission_and_partisan_gain() -> None:
    gain = read("The army said it had captured Saraqib.")[0]
    loss = read("Rebels admitted that they had lost Morek.")[0]
    assert gain.interest == "partisan"
    assert loss.interest == "admission"
    assert gain.modality == loss.modality == "claimed"


def test_a_later_date_is_inherited_within_a_paragraph() -> None:
    claims = read("On 3 January the army captured Saraqib. Later it took Morek.")
    assert [c.time.start for c in claims] == [date(2018, 1, 3), date(2018, 1, 3)]
    assert claims[1].time.basis == "inherited"


def test_long_text_without_sentences_is_read_in_parts() -> None:
    text = "the army captured Saraqib and " * 200
    claims = read(text)
    assert claims
    assert all(c.end - c.start <= 1000 for c in claims)


def test_nothing_in_nothing_out() -> None:
    assert read("") == ()
    assert read("x" * 5000) == ()
    assert read("\x00\ufffd \u202e captured \n\n held") == ()


# ------------------------------------------------------------------ events


def test_links_do_not_depend_on_the_order() -> None:
    claims = [
        *read("The army captured Saraqib on Monday.", "a"),
        *read("Saraqib was captured by government forces on Monday.", "b"),
        *read("Rebels captured Saraqib on Monday.", "c"),
    ]
    expected = {c.report_id: (c.event_id, c.origin_id) for c in link_events(claims)}
    for order in itertools.permutations(claims):
        assert {c.report_id: (c.event_id, c.origin_id) for c in link_events(order)} == expected
    assert expected["a"][0] == expected["b"][0] != expected["c"][0]


def test_events_far_apart_stay_apart() -> None:
    first, second = (
        read("The army captured Saraqib.", "a", DAY),
        read("The army captured Saraqib.", "b", date(2018, 2, 20)),
    )
    assert len({c.event_id for c in link_events([*first, *second])}) == 2


def test_reports_known_as_copies_share_their_origin() -> None:
    first = read("The army captured Saraqib on Monday, a source said.", "a")
    second = [
        replace(c, published=date(2018, 1, 11))
        for c in read("Saraqib fell to the army on Monday after days of fighting.", "b")
    ]
    apart = link_events([*first, *second])
    joined = link_events([*first, *second], copies=(("a", "b"),))
    gain = [c for c in apart if c.predicate == "capture"]
    assert len({c.origin_id for c in gain}) == 2
    assert len({c.origin_id for c in joined if c.predicate == "capture"}) == 1


# ------------------------------------------------------------------ public functions


def test_explanation_names_frame_and_reason() -> None:
    text = "The army captured ten fighters in Saraqib. Rebels shelled Morek."
    report = Report("r", text, published=DAY)
    lines = "\n".join(explain_report(report, resolve(text), load_conflict("syria")))
    assert "capture.verb" in lines
    assert "dropped: the object is no place" in lines
    assert "strike.verb" in lines
    assert "score terms" in lines


def test_extract_claims_end_to_end() -> None:
    claims = geo.extract_claims(
        "Government troops captured Saraqib on Tuesday.", conflict="syria", published="2018-01-10"
    )
    (claim,) = [c for c in claims if c.predicate == "capture"]
    assert claim.report_id == "text"
    assert claim.effect == "set"
    assert (claim.time.start, claim.time.end) == (date(2018, 1, 9), date(2018, 1, 9))


def test_bad_arguments_are_named() -> None:
    with pytest.raises(InvalidQueryError, match="published"):
        geo.extract_claims("Text.", published="yesterday")
    with pytest.raises(InvalidQueryError, match="int"):
        geo.extract_claims(3)  # type: ignore[arg-type]


# ------------------------------------------------------------------ ways of speaking


def told(text: str) -> list[tuple[str, str, tuple[str | None, ...], str, str]]:
    return [
        (
            c.predicate,
            c.resolution.mention.text if c.resolution else "",
            tuple(a.camp for a in c.actors),
            c.polarity,
            c.modality,
        )
        for c in read(text)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rebels claimed a suicide attack on Morek.", ("attack", "Morek", ("opposition",), "affirmed", "claimed")),
        (
            "The SDF launched an operation aimed at the liberation of Morek.",
            ("capture", "Morek", ("sdf",), "affirmed", "planned"),
        ),
        (
            "Troops raised their flag over a school in Morek.",
            ("capture", "Morek", ("regime",), "affirmed", "asserted"),
        ),
        (
            "The army pushed HTS fighters out of Saraqib.",
            ("capture", "Saraqib", ("regime",), "affirmed", "asserted"),
        ),
        (
            "The army tightened its grip on Saraqib.",
            ("hold", "Saraqib", ("regime",), "affirmed", "asserted"),
        ),
        ("Saraqib fell on Wednesday.", ("lose", "Saraqib", (), "affirmed", "asserted")),
        (
            "Clashes continued between rebels and the army in Morek.",
            ("contest", "Morek", ("opposition",), "affirmed", "asserted"),
        ),
        ("Rebels set off a bomb in Morek.", ("attack", "Morek", ("opposition",), "affirmed", "asserted")),
        ("ISIS still holds a handful of positions in Morek.", ("hold", "Morek", ("isis",), "affirmed", "asserted")),
    ],
)
def test_ways_of_speaking(text: str, wanted: tuple[object, ...]) -> None:
    assert wanted in told(text)


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Shells fell in the area surrounding Morek.", "besiege"),
        ("Control of Morek changed hands twice.", "hold"),
        ("An aerial bomb targeted a house in Morek.", "attack"),
        ("Troops secured Morek from attacks by ISIS.", "capture"),
        ("Rebels positioned in Morek fired rockets.", "strike"),
        ("Rebels seized Morek in a surprise raid.", "strike"),
        ("The army said the newly conquered territory near Morek was quiet.", "capture"),
    ],
)
def test_what_is_not_said(text: str, predicate: str) -> None:
    assert predicate not in [t[0] for t in told(text)]


def test_a_site_after_the_name_is_not_the_town() -> None:
    (claim,) = read("The army captured Morek international airport.")
    assert (claim.part, claim.effect) == ("airport", "part")


@pytest.mark.parametrize("noun", ["villages", "towns", "hills"])
def test_counted_places_are_parts(noun: str) -> None:
    claims = read(f"The army captured four {noun} in north-east Morek.")
    assert claims
    assert all(c.part == noun and c.effect == "none" for c in claims)


def test_a_village_nobody_knows_does_not_stand_for_its_town() -> None:
    claims = read("The army took the Saraqib village of a-Ruwaydah on Monday.")
    assert not [c for c in claims if c.resolution is not None]


def test_a_table_of_trigger_words_is_read_in_bounded_parts() -> None:
    assert read("captured Morek " * 400) is not None
