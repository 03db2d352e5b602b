"""Linguistic cases a claim extractor must get right: one invented sentence each, with what it must and must not say.

The places are given, so that only the extractor is tested. Cases that fail are kept, marked with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest

from geo.claims import MAP_THRESHOLD, claims_of
from geo.conflicts import load_conflict
from geo.models import Candidate, Claim, Mention, Place, Report, Resolution

DAY = date(2018, 1, 10)
SETTLEMENTS = (
    "Umm Saraj", "Abu Dali", "Sinjar", "Atshan", "Rahjan", "Morek", "Saraqib", "Kafr Zita", "Mhardeh", "Khuwayn",
    "Souran", "Tamanah", "Abu al-Duhur", "Tell Sultan", "Rasafa", "Tell Maraq", "Rubayda", "Mushayrifa", "Darkush",
    "Ariha", "Darat Izza", "Halfaya", "Khan Shaykhun", "Fuah", "Kafraya", "Latamneh", "Azaz", "Maarat al-Numan",
    "Kafr Nabuda", "Khan al-Sabil", "Idlib city",
)  # fmt: skip
AREAS = ("Idlib", "Hama", "Ghab")
SITES = ("Zilaqiyat checkpoint",)


def resolve(text: str, metonyms: tuple[str, ...] = ()) -> tuple[Resolution, ...]:
    """The places of a sentence by plain search, longest name first."""
    found: list[Resolution] = []
    names = [*((n, "P", "PPL", 1) for n in SETTLEMENTS), *((n, "A", "ADM1", 5) for n in AREAS)]
    names += [(n, "S", "MILB", 1) for n in SITES]
    names.append(("Abu al-Duhur airbase", "S", "AIRB", 1))
    names += [("Aleppo", "P", "PPLA", 1), ("Damascus", "P", "PPLC", 1), ("M5", "R", "RD", 6)]
    for name, cls, code, precision in sorted(names, key=lambda n: -len(n[0])):
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            if any(match.start() < r.mention.end and r.mention.start < match.end() for r in found):
                continue
            literal = name not in metonyms
            place = Place(f"t:{name}", name, 35.0, 36.6, cls, code, "SY", "Idlib" if cls != "A" else name, 1000)
            mention = Mention(match.start(), match.end(), name, literal)
            found.append(Resolution(mention, place if literal else None, precision=precision, score=0.95))
    return tuple(sorted(found, key=lambda r: r.mention.start))


def read(text: str, metonyms: tuple[str, ...] = ()) -> tuple[Claim, ...]:
    report = Report("t", text, published=DAY, published_precision="day")
    return claims_of(report, resolve(text, metonyms), load_conflict("syria"))


@dataclass(frozen=True)
class Want:
    """What one claim must be; None means "not looked at"."""

    predicate: str
    place: str | None
    camp: str | None = None
    effect: str | None = None
    polarity: str = "affirmed"
    modality: tuple[str, ...] = ("asserted", "claimed")
    part: bool | None = None
    background: bool | None = None

    def fits(self, claim: Claim) -> bool:
        name = claim.resolution.place.name if claim.resolution and claim.resolution.place else None
        return (
            claim.predicate == self.predicate
            and (self.place is None or name == self.place)
            and (self.camp is None or self.camp in {a.camp for a in claim.actors})
            and (self.effect is None or claim.effect == self.effect)
            and claim.polarity == self.polarity
            and claim.modality in self.modality
            and (self.part is None or bool(claim.part) == self.part)
            and (self.background is None or claim.is_background == self.background)
        )


W = Want
NEG, PLAN, MAY, DENIED = "negated", ("planned",), ("possible", "planned"), ("denied",)
GAINS = ("capture", "recapture", "transfer", "hold", "lose", "withdraw")

CASES: dict[str, tuple[str, list[Want]]] = {
    "01 active": ("Government troops captured Umm Saraj on Tuesday.", [W("capture", "Umm Saraj", "regime", "set")]),
    "02 passive": ("Umm Saraj was captured by government troops.", [W("capture", "Umm Saraj", "regime", "set")]),
    "03 passive, no agent": (
        "Two villages near Abu Dali were seized overnight.",
        [W("capture", "Abu Dali", effect="none")],
    ),
    "04 reduced relative": (
        "Sinjar, seized by the army last week, was quiet.",
        [W("capture", "Sinjar", "regime", "set")],
    ),
    "05 nominal": ("The capture of Sinjar by the army opened the road.", [W("capture", "Sinjar", "regime", "set")]),
    "06 fall of": ("The fall of Sinjar to Assad's forces alarmed the town.", [W("capture", "Sinjar", "regime", "set")]),
    "07 possessive nominal": (
        "Residents spoke of the army's recapture of Atshan.",
        [W("recapture", "Atshan", "regime", "set")],
    ),
    "08 fell": ("Rahjan fell after a night of shelling.", [W("lose", "Rahjan", effect="unset")]),
    "09 stative": ("Morek remains under opposition control.", [W("hold", "Morek", "opposition", "confirm")]),
    "10 compound adjective": (
        "HTS-held Saraqib was bombed.",
        [W("hold", "Saraqib", "hts", "confirm"), W("strike", "Saraqib", effect="none")],
    ),
    "11a noun-noun": ("Shells hit the rebel town of Kafr Zita.", [W("hold", "Kafr Zita", "opposition", "confirm")]),
    "11b stronghold": ("Mhardeh, a regime stronghold, was quiet.", [W("hold", "Mhardeh", "regime", "confirm")]),
    "12 negated verb": ("The army did not take Khuwayn.", [W("capture", "Khuwayn", "regime", "none", NEG)]),
    "13 negated state": ("Rebels no longer hold Souran.", [W("hold", "Souran", "opposition", "unset", NEG)]),
    "14 failed attempt": (
        "Troops of the army tried but failed to enter Tamanah.",
        [W("advance", "Tamanah", "regime", "none", NEG)],
    ),
    "15 repelled": ("Rebels repelled an assault on Atshan.", [W("repel", "Atshan", "opposition", "confirm")]),
    "16 denied": (
        "HTS denied that the army had entered Abu al-Duhur.",
        [W("advance", "Abu al-Duhur", "regime", "none", modality=DENIED)],
    ),
    "17 hypothetical": ("If Saraqib fell, the M5 would be cut.", [W("lose", "Saraqib", effect="none", modality=MAY)]),
    "18a planned": (
        "The army is poised to move deeper into Idlib.",
        [W("advance", "Idlib", "regime", "none", modality=PLAN)],
    ),
    "18b planned": ("The army plans to retake Morek.", [W("recapture", "Morek", "regime", "none", modality=PLAN)]),
    "19 purpose": (
        "The army began an offensive to seize Abu al-Duhur airbase.",
        [W("capture", "Abu al-Duhur airbase", "regime", "none", modality=PLAN)],
    ),
    "20 near miss": (
        "The army was on the verge of capturing Tell Sultan.",
        [W("capture", "Tell Sultan", "regime", "none", modality=MAY)],
    ),
    "21 attribution": ("Sinjar was captured, SOHR said.", [W("capture", "Sinjar", modality=("claimed",))]),
    "22 nested attribution": (
        "Reuters quoted a rebel commander as saying his men had lost Atshan.",
        [W("lose", "Atshan", effect="unset", modality=("claimed",))],
    ),
    "23 claims to": (
        "The army claims to have secured Rasafa.",
        [W("capture", "Rasafa", "regime", "set", modality=("claimed",))],
    ),
    "24 unconfirmed": ("The army reportedly captured Sinjar.", [W("capture", "Sinjar", "regime", "set")]),
    "25 list": (
        "The army captured Umm Saraj, Khuwayn and the hill of Tell Maraq.",
        [W("capture", n, "regime", "set") for n in ("Umm Saraj", "Khuwayn", "Tell Maraq")],
    ),
    "26 including": (
        "The army seized seven villages including Rubayda and Mushayrifa.",
        [W("capture", n, "regime", "set") for n in ("Rubayda", "Mushayrifa")],
    ),
    "27 ellipsis": (
        "HTS took Darkush and Ahrar al-Sham Ariha.",
        [W("capture", "Darkush", "hts", "set"), W("capture", "Ariha", "opposition", "set")],
    ),
    "28 joint actors": ("The army and Hezbollah took Sinjar.", [W("capture", "Sinjar", "regime", "set")]),
    "29 inside a camp": ("HTS seized Darat Izza from Zenki.", [W("capture", "Darat Izza", "hts", "set")]),
    "30a ground": ("Rebels lost ground in northern Hama.", [W("lose", "Hama", "opposition", "part")]),
    "30b lost to": ("Rebels lost Halfaya to the army.", [W("lose", "Halfaya", "opposition", "unset")]),
    "31 gains": ("The army made gains around Souran.", [W("advance", "Souran", "regime")]),
    "32 partial": (
        "The army took much of Khan Shaykhun.",
        [W("capture", "Khan Shaykhun", "regime", "part", part=True)],
    ),
    "33 outskirts": (
        "The army reached the southern outskirts of Saraqib.",
        [W("advance", "Saraqib", "regime", part=True)],
    ),
    "34 entered": ("The army entered Souran.", [W("advance", "Souran", "regime", "part")]),
    "35 complete": ("The army established full control over Sinjar.", [W("capture", "Sinjar", "regime", "set")]),
    "36 facility, not the town": (
        "The army captured Abu al-Duhur airbase but not the town.",
        [W("capture", "Abu al-Duhur airbase", "regime", "set")],
    ),
    "37 checkpoint": (
        "Rebels took the Zilaqiyat checkpoint north of Halfaya.",
        [W("capture", "Zilaqiyat checkpoint", "opposition", "set")],
    ),
    "38 offset": (
        "Clashes broke out 10 km southeast of Abu al-Duhur.",
        [W("contest", "Abu al-Duhur", effect="none", part=True)],
    ),
    "40 region": ("Fighting raged in the southern Idlib countryside.", [W("contest", "Idlib")]),
    "41 province": ("The army advanced in Idlib province.", [W("advance", "Idlib", "regime")]),
    "42 background": ("Rebels seized Idlib city in 2015.", [W("capture", "Idlib city", "opposition", background=True)]),
    "43 pluperfect": (
        "Sinjar, which rebels had taken in March, was retaken in April.",
        [W("capture", "Sinjar", "opposition"), W("recapture", "Sinjar")],
    ),
    "44 since": ("Sinjar has been in rebel hands since 2012.", [W("hold", "Sinjar", "opposition", "confirm")]),
    "45 former": ("Jets hit the former rebel bastion of Halfaya.", [W("hold", "Halfaya", "opposition", "unset", NEG)]),
    "46 withdraw": ("HTS withdrew from Khan Shaykhun.", [W("withdraw", "Khan Shaykhun", "hts", "unset")]),
    "47 hand over": (
        "HTS withdrew from Sinjar under a deal, handing Morek to the army.",
        [W("withdraw", "Sinjar", "hts"), W("transfer", "Morek", "regime", "set")],
    ),
    "48 outskirts again": (
        "The army pulled back from the outskirts of Saraqib.",
        [W("withdraw", "Saraqib", "regime", "part", part=True)],
    ),
    "49 recaptured": ("Rebels recaptured Atshan within hours.", [W("recapture", "Atshan", "opposition", "set")]),
    "50 changed hands": ("Atshan changed hands three times this week.", [W("contest", "Atshan", effect="contest")]),
    "52 siege": (
        "Rebels besieged Fuah and Kafraya.",
        [W("besiege", n, "opposition", "siege") for n in ("Fuah", "Kafraya")],
    ),
    "53 siege broken": (
        "The army broke the siege of Abu al-Duhur airbase.",
        [W("besiege", "Abu al-Duhur airbase", polarity=NEG)],
    ),
    "54 truce": ("A truce was agreed in Morek.", [W("ceasefire", "Morek", effect="truce")]),
    "56 air strike": ("Russian jets hit Khan Shaykhun.", [W("strike", "Khan Shaykhun", "russia", "none")]),
    "57 shelled from": ("Rebels shelled Mhardeh from Latamneh.", [W("strike", "Mhardeh", "opposition", "none")]),
    "59a clash in": ("Clashes broke out in Atshan.", [W("contest", "Atshan", effect="contest")]),
    "59b clash near": ("Clashes broke out near Atshan.", [W("contest", "Atshan", effect="none")]),
    "60a towards": ("The army advanced towards Maarat al-Numan.", [W("advance", "Maarat al-Numan", "regime", "move")]),
    "60b into": ("The army pushed into Souran.", [W("advance", "Souran", "regime", "part")]),
    "62 it": (
        "The army took Sinjar on Sunday and held it despite a counter-attack.",
        [W("capture", "Sinjar", "regime", "set"), W("hold", "Sinjar", "regime", "confirm")],
    ),
    "63 the town": (
        "The army shelled Sinjar. Rebels left the strategic town.",
        [W("withdraw", "Sinjar", "opposition")],
    ),
    "64 the group": ("HTS attacked Morek. The group captured Souran.", [W("capture", "Souran", "hts", "set")]),
    "66 metonym speaker": ("Damascus said it had regained Sinjar.", [W("recapture", "Sinjar", "regime", "set")]),
    "68 name in a name": ("Free Idlib Army fighters entered Saraqib.", [W("advance", "Saraqib", "opposition", "part")]),
    "76 admitted": (
        "Moscow admitted that the army had lost Atshan.",
        [W("lose", "Atshan", "regime", modality=("claimed",))],
    ),
    "77 unlike": (
        "Unlike in Aleppo, which the army retook in 2016, rebels fought on.",
        [W("recapture", "Aleppo", "regime", background=True)],
    ),
    "80 quantity": ("The army captured 20 villages in 48 hours.", [W("capture", None, "regime", "part")]),
    "83 double verb": ("The army advanced and captured Sinjar.", [W("capture", "Sinjar", "regime", "set")]),
    "84 contrast": (
        "The army took Sinjar but lost Atshan.",
        [W("capture", "Sinjar", "regime", "set"), W("lose", "Atshan", "regime", "unset")],
    ),
    "87 administration": ("The Salvation Government runs schools in Idlib city.", [W("hold", "Idlib city", "hts")]),
}

#: Sentences that must not say something: (sentence, predicates, place or None for any place).
SILENT: dict[str, tuple[str, tuple[str, ...], str | None]] = {
    "03 not the anchor": ("Two villages near Abu Dali were seized overnight.", ("set",), None),
    "08 shelling sets nothing": ("Rahjan fell after a night of shelling.", ("set", "confirm"), None),
    "36 not the town": ("The army captured Abu al-Duhur airbase but not the town.", ("set",), "Abu al-Duhur"),
    "37 only the anchor": ("Rebels took the Zilaqiyat checkpoint north of Halfaya.", ("set",), "Halfaya"),
    "39 between": ("The road between Morek and Khan Shaykhun was cut.", ("set", "confirm", "unset"), None),
    "51 reversal": ("The army recovered all it had lost in March.", ("set",), None),
    "55 evacuation": ("Buses evacuated fighters from Khan Shaykhun.", ("set",), None),
    "58 explosion": ("An explosion hit a market in Azaz.", ("set", "confirm", "unset", "contest"), None),
    "61 swept": ("The army swept through a string of villages.", ("set",), None),
    "65 headline": ("Captures 3 villages: army", ("set",), None),
    "67 metonym actor": ("Ankara sent a convoy to Idlib.", ("set", "confirm", "part"), None),
    "69 nisba": ("Abu Mohammed al-Jolani, Hama-born, spoke.", ("set", "confirm", "move", "contest"), None),
    "70 demonym": ("An Aleppan doctor treated Idlibi civilians.", ("set", "confirm", "move", "contest"), None),
    "71 correspondent": (
        "Enab Baladi's correspondent in Hama reported this.",
        ("set", "confirm", "move", "contest"),
        None,
    ),
    "72 dateline": ("BEIRUT (Reuters) - The army spoke.", ("set", "confirm"), None),
    "73 caption": ("File photo: fighters in Saraqib, 2013", ("set", "confirm"), None),
    "78 question": ("Has Saraqib fallen?", ("set", "unset", "confirm"), None),
    "79 generic": ("Whoever controls Khan Shaykhun controls the road.", ("set", "confirm"), None),
    "85 region": ("The army captured all of the Ghab except Kafr Nabuda.", ("set",), None),
    "86 presence": ("Hezbollah fighters are in Morek near a Turkish observation post.", ("set", "confirm"), None),
    "captured persons": ("The army captured ten fighters in Saraqib.", ("set", "part"), None),
    "control of the offensive": ("The general took control of the offensive.", ("set", "part"), None),
}

FAILING: dict[str, str] = {}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(n, marks=_m)
        for n, _m in ((n, [pytest.mark.xfail(reason=FAILING[n], strict=True)] if n in FAILING else []) for n in CASES)
    ],
)
def test_says(name: str) -> None:
    text, wanted = CASES[name]
    metonyms = ("Damascus",) if text.startswith("Damascus said") else ("Idlib",) if "Free Idlib Army" in text else ()
    claims = read(text, metonyms)
    told = [
        (
            c.predicate,
            c.resolution and c.resolution.place and c.resolution.place.name,
            [a.camp for a in c.actors],
            c.effect,
            c.polarity,
            c.modality,
            c.part,
            c.is_background,
        )
        for c in claims
    ]
    for want in wanted:
        assert any(want.fits(c) for c in claims), f"{want} not in {told}"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(n, marks=_m)
        for n, _m in ((n, [pytest.mark.xfail(reason=FAILING[n], strict=True)] if n in FAILING else []) for n in SILENT)
    ],
)
def test_is_silent(name: str) -> None:
    text, effects, place = SILENT[name]
    wrong = [
        (c.predicate, c.place_text, c.effect)
        for c in read(text)
        if c.effect in effects
        and (place is None or (c.resolution and c.resolution.place and c.resolution.place.name == place))
    ]
    assert not wrong


def test_homonyms_keep_their_alternatives() -> None:
    """81: two villages of one name: the claim keeps both, and is too uncertain to be drawn before somebody looks."""
    text = "The army captured Tell Sultan."
    places = [Place(f"t:{n}", "Tell Sultan", 35.5 + n, 36.6, "P", "PPL", "SY", "Idlib", 500) for n in (1, 2)]
    rivals = tuple(Candidate(place, 0.5) for place in places)
    mention = Mention(18, 29, "Tell Sultan", True)

    def certainty(score: float, candidates: tuple[Candidate, ...]) -> Claim:
        place = Resolution(mention, places[0], precision=1, score=score, candidates=candidates)
        report = Report("t", text, published=DAY, published_precision="day")
        (claim,) = claims_of(report, (place,), load_conflict("syria"))
        return claim

    unsure, sure = certainty(0.5, rivals), certainty(0.95, rivals[:1])
    assert unsure.resolution is not None
    assert [c.place.id for c in unsure.resolution.candidates] == ["t:1", "t:2"]
    assert unsure.certainty < MAP_THRESHOLD <= sure.certainty


def test_names_with_a_common_word_stay_apart() -> None:
    """81: Khan al-Sabil is not Khan Shaykhun."""
    claims = read("The army captured Khan al-Sabil, while rebels still hold Khan Shaykhun.")
    told = {(c.predicate, c.resolution.mention.text) for c in claims if c.resolution is not None}
    assert told == {("capture", "Khan al-Sabil"), ("hold", "Khan Shaykhun")}


def test_repeated_tellings_are_one_event() -> None:
    """74: headline, lead and recap repeat one capture."""
    claims = read(
        "The army captured Sinjar.\nOn Tuesday the army captured Sinjar, it said.\nSinjar was captured by the army."
    )
    assert len(claims) == 3
    assert len({c.event_id for c in claims}) == 1


def test_copies_share_their_origin() -> None:
    """75: outlets rewrite one line of an agency."""
    from geo.claims import link_events

    text = "Government forces captured Sinjar on Tuesday, SANA said."
    war = load_conflict("syria")
    claims = [
        c
        for n in "abc"
        for c in claims_of(Report(n, text, published=DAY, published_precision="day"), resolve(text), war)
    ]
    linked = link_events(claims)
    assert len({c.origin_id for c in linked}) == 1
    assert len({c.event_id for c in linked}) == 1


def test_relative_time() -> None:
    """82: relative times are read against the day of publication, always in the past."""
    claims = read("Government troops captured Umm Saraj on Tuesday.")
    assert claims[0].time.end == date(2018, 1, 9)
