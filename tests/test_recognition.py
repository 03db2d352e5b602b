"""Toponym recognition: which stretches are places, where they end, and what only looks like one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.conflicts import load_conflict
from geo.gazetteer import Gazetteer
from geo.recognition import recognize
from geo.recognition._weigh import word_after


@pytest.fixture(scope="module")
def gaz():
    return Gazetteer.open()


def places(text, gaz, conflict=None):
    war = load_conflict(conflict) if conflict else None
    return [m.text for m in recognize(text, conflict=war, gazetteer=gaz) if m.literal]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He flew from Paris to New York City on Monday.", ["Paris", "New York City"]),
        ("Shops closed in Louisville, Ky., and Gary, Ind., for a day.", ["Louisville", "Ky.", "Gary", "Ind."]),
        ("The U.S.-led talks in Washington, D.C. ended.", ["U.S.", "Washington", "D.C."]),
        ("Rain fell in northern Iraq and South Sudan.", ["Iraq", "South Sudan"]),
        ("Turkey’s border with Syria’s Aleppo was shut.", ["Turkey", "Syria", "Aleppo"]),
        ("Floods hit Trinidad and Tobago.", ["Trinidad and Tobago"]),
        ("A fire broke out in Laurel County.", ["Laurel County"]),
        ("BEIRUT (Reuters) - Talks resumed.", ["BEIRUT"]),
    ],
)
def test_boundaries(text, expected, gaz):
    assert places(text, gaz) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan scored. Jordan said he was tired.",
        "Paris Hilton arrived with Mr. London.",
        "Reading is good. Of course, March was a nice month. Hope remains.",
        "He is an American. The Syrians and the Georgian coach agreed.",
        "Sheriff Lincoln met Mary Houston.",
        "Little happens there without Vladimir Putin.",
        "Let Us know. Car drivers waited.",
    ],
)
def test_persons_words_and_peoples_are_no_places(text, gaz):
    assert places(text, gaz) == []


@pytest.mark.parametrize(
    "text",
    [
        "Medic Hazem Shahwan said the wounded were children.",
        "The media activist Yaarab Dali filmed it. Dali added that more were hurt.",
        "The army killed Kassem Kassab and Qutaiba Ghabash on Monday.",
        "Taysir Hammudan spoke. Nyrabia pointed out that Nazi forces had done the same.",
    ],
)
def test_in_a_war_a_first_name_makes_a_person_of_what_is_spelt_like_a_village(text, gaz):
    assert places(text, gaz, "syria") == []


def test_a_place_before_a_body_or_an_official_stays_a_place(gaz):
    assert places("Mansfield Mayor Curtis McCoy met the Mansfield Police.", gaz) == ["Mansfield", "Mansfield"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on Syrias Aleppo and on Aleppos outskirts.", ["Syria", "Aleppo", "Aleppo"]),
        ("The army entered the villages of Tell Nowhar and Umm Nowhar.", ["Tell Nowhar", "Umm Nowhar"]),
        ("Rebels left al-Bab for Deir ez-Zor.", ["al-Bab", "Deir ez-Zor"]),
        ("Fighters of the Free Syrian Army left Idlib.", ["Idlib"]),
        ("The Homs Liberation Movement and the Free Idlib Army agreed.", []),
        ("Raids hit Idlib province and the city of Hama.", ["Idlib", "Hama"]),
        ("They crossed the Euphrates river near Haditha dam.", ["Euphrates river", "Haditha dam"]),
    ],
)
def test_in_a_war(text, expected, gaz):
    assert places(text, gaz, "syria") == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Moscow said it had no part in it.", "metonym"),
        ("Russia has confirmed the loss.", "metonym"),
        ("Turkey-backed rebels withdrew.", "metonym"),
        ("The Geneva talks went on.", "process"),
        ("The Aleppo Police Command published a film.", "institution"),
    ],
)
def test_figurative_names_are_kept_with_a_reason(text, kind, gaz):
    mentions = recognize(text, conflict=load_conflict("syria"), gazetteer=gaz)
    found = [m for m in mentions if m.kind == kind]
    assert found
    assert all(not m.literal and m.reason for m in found)


def test_without_a_conflict_a_capital_is_a_place(gaz):
    assert places("Moscow said it had no part in it.", gaz) == ["Moscow"]


def test_demonyms_are_mentions_with_their_country(gaz):
    mentions = recognize("Iraqi troops advanced.", conflict=load_conflict("syria"), gazetteer=gaz)
    assert [(m.text, m.kind, m.ref, m.literal) for m in mentions if m.kind == "demonym"] == [
        ("Iraqi", "demonym", "IQ", False)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قصفت الطائرات مدينة إدلب وريف حلب", ["إدلب", "حلب"]),
        ("انسحبت القوات من الرقة ودير الزور", ["الرقة", "دير الزور"]),
        ("جرت اشتباكات بحماة وللرقة طريق", ["حماة"]),
    ],
)
def test_arabic_script_with_particles(text, expected, gaz):
    found = places(text, gaz, "syria")
    assert found[: len(expected)] == expected


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_spans_slice_back_and_do_not_overlap(text):
    mentions = recognize(text, conflict=load_conflict("syria"), gazetteer=Gazetteer.open())
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells hit several districts including Zarnouqa and Maldanieh.", ["Zarnouqa", "Maldanieh"]),
        ("The army retook Zarnouqa on Tuesday.", ["Zarnouqa"]),
        ("Rebels denied losing Zarnouqa.", ["Zarnouqa"]),
        ("They withdrew from Zarnouqa after clashes in Maldanieh.", ["Zarnouqa", "Maldanieh"]),
        ("Zarnouqa, Maldanieh and Kharfata were amongst the villages captured.", ["Zarnouqa", "Maldanieh", "Kharfata"]),
        (
            "They took the villages of Rasm al-Abd, Abu Dali and Umm Zarnouqa.",
            ["Rasm al-Abd", "Abu Dali", "Umm Zarnouqa"],
        ),
        ("The army recaptured Umm Zarnouqa and Sheikh Maldanieh.", ["Umm Zarnouqa", "Sheikh Maldanieh"]),
    ],
)
def test_in_a_war_names_no_gazetteer_has_are_places_where_ground_is_taken_or_listed(text, expected, gaz):
    assert places(text, gaz, "syria") == expected


@pytest.mark.parametrize(
    "text",
    [
        "They captured Mohammed al-Hassan and killed Abu Omar.",
        "Those led by Mithal al-Zarnouqi spoke.",
        "Sheikh Zarnouqi said they retook nothing.",
        "Dont go. Anti-Terrorism police came; Grad missiles were fired.",
        "The White House has declared victory.",
        "Published via ZarnouqaComment.",
    ],
)
def test_in_a_war_persons_bodies_and_brands_are_no_villages(text, gaz):
    assert places(text, gaz, "syria") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They entered Zawr as Sabkha.", ["Zawr as Sabkha"]),
        ("Government forces seized a-Ruwaydah on Monday.", ["a-Ruwaydah"]),
        ("The army regained Zarnouq hill.", ["Zarnouq hill"]),
        ("They met at the Blue Tower square in Raqqa.", ["Blue Tower square", "Raqqa"]),
        ("The army reached the M7 highway.", ["M7 highway"]),
        (
            "Shells fell on the Old City of Aleppo and on Aleppos Old City.",
            ["Old City of Aleppo", "Aleppo", "Old City"],
        ),
        ("The front ran between Deir ez-Zor and Zarnouqa.", ["Deir ez-Zor", "Zarnouqa"]),
        ("Raids hit Besieged Zarnouq District.", ["Zarnouq"]),
        ("Fridays edition told of Raqqas Christian inhabitants.", ["Raqqa"]),
    ],
)
def test_in_a_war_names_of_plain_words_and_odd_articles(text, expected, gaz):
    assert places(text, gaz, "syria") == expected


@pytest.mark.parametrize(
    ("text", "metonyms"),
    [
        ("Damascus has yet to publicly confirm it.", ["Damascus"]),
        ("They asked whether Britain will continue to honour its pledge.", ["Britain"]),
        ("They feared an attack by Turkey in the north.", ["Turkey"]),
        ("Washington issued serious “threats” to Damascus.", ["Washington", "Damascus"]),
        ("Insurgents pose one of the biggest threats to Damascus.", []),
        ("Lebanon will become a battlefield, bordered by Syria.", []),
    ],
)
def test_governments_that_act_are_no_places(text, metonyms, gaz):
    found = recognize(text, conflict=load_conflict("syria"), gazetteer=gaz)
    assert [m.text for m in found if m.kind == "metonym"] == metonyms


def test_without_a_conflict_groups_keep_their_countries_to_themselves(gaz):
    assert places("The Islamic State of Iraq and Syria said it shelled Mosul.", gaz) == ["Mosul"]


def test_what_is_taken_is_ground_before_and_behind_the_name(gaz):
    text = "On Monday, Zarnouqa, south-west of Abu Dali, was recaptured, and the pocket, including Umm Maldan, fell."
    assert places(text, gaz, "syria") == ["Zarnouqa", "Abu Dali", "Umm Maldan"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Shells fell on the neighborhoods of al-Qusour al-Joura and al-Rushdiyeh.",
            ["al-Qusour", "al-Joura", "al-Rushdiyeh"],
        ),
        ("Gas was used on the Zubdiya neighbourhood.", ["Zubdiya"]),
        ("Families left the village of Mahkan near Al Mayadeen.", ["Mahkan", "Al Mayadeen"]),
        ("They told Al Mayadeen that the Islamic State of Iraq and the Levant left.", []),
        ("Islamic State lost control of Mayadin.", ["Mayadin"]),
        ("The army took Mayadeen, a state news agency said.", ["Mayadeen"]),
        ("Al-Mayadeen TV showed soldiers in Abu Kamal.", ["Abu Kamal"]),
        ("SANA, the state agency, was silent.", []),
        ("Missiles hit the T4 airbase and the T-4 air base.", ["T4 airbase", "T-4 air base"]),
        ("The army lost T4 and took the Omar oil field.", ["T4", "Omar oil field"]),
        ("An F-16 flew over the Shayrat air base.", ["Shayrat air base"]),
        ("The Taftanaz military airport was hit by U.S. air strikes.", ["Taftanaz military airport"]),
        ("Another Al-Jazeera team was targeted.", []),
        ("Al-Mayadeen reported fighting in Abu Kamal.", ["Abu Kamal"]),
    ],
)
def test_in_a_war_lists_without_commas_and_towns_that_outlets_are_called_after(text, expected, gaz):
    assert places(text, gaz, "syria") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ISIS attacked Baqubah, Hawija and Baiji in Iraq.", ["Baqubah", "Hawija", "Baiji", "Iraq"]),
        ("Israeli strikes hit Tyre in Lebanon.", ["Tyre", "Lebanon"]),
        ("Boko Haram attacked Maiduguri in Nigeria.", ["Maiduguri", "Nigeria"]),
        ("Lawyers Smith, Baker and Houston spoke.", []),
    ],
)
def test_without_a_conflict_lists_in_one_country_and_ground_taken(text, expected, gaz):
    assert places(text, gaz) == expected


def test_the_last_word_of_a_text_is_read_whole():
    assert word_after("in Homs province", 7) == "province"
    assert word_after("in Homs province.", 7) == "province"
    assert not word_after("in Homs", 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fighters sneaked into the village of Rajm Nowhari at night.", ["Rajm Nowhari"]),
        (
            "Raids hit the towns of Anadan Urm Alqubra Huraytan in rural Aleppo.",
            ["Anadan", "Urm Alqubra", "Huraytan", "Aleppo"],
        ),
    ],
)
def test_the_head_of_an_arabic_name_takes_the_next_word_along(text, expected, gaz):
    assert places(text, gaz, "syria") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops entered Tal Afar at dawn.", ["Tal Afar"]),
        ("They clashed around Tarhuna and Ain Zara.", ["Tarhuna"]),
        ("A fair was held in Tell City, Indiana.", ["Tell City", "Indiana"]),
    ],
)
def test_the_head_of_an_arabic_name_is_no_place_and_makes_its_name_one(text, expected, gaz):
    assert places(text, gaz) == expected


def test_ground_that_a_people_takes_is_in_its_country(gaz):
    assert places("Iraqi forces recaptured Hawija and Baiji on Thursday.", gaz) == ["Hawija", "Baiji"]
    assert places("The choir recaptured Hawija and Baiji on Thursday.", gaz) == []


@pytest.mark.parametrize(
    ("text", "metonyms", "expected"),
    [
        ("Ten died in US air strikes on Raqqa.", ["US"], ["Raqqa"]),
        ("In the UK airstrikes on Deir ez-Zor nobody was hurt.", ["UK"], ["Deir ez-Zor"]),
        ("In Iraq air strikes went on.", [], ["Iraq"]),
        ("In Iraq, US strikes hit Qaim.", ["US"], ["Iraq", "Qaim"]),
    ],
)
def test_a_state_before_the_arms_it_uses_is_no_place(text, metonyms, expected, gaz):
    found = recognize(text, conflict=load_conflict("syria"), gazetteer=gaz)
    assert [m.text for m in found if m.kind == "metonym"] == metonyms
    assert [m.text for m in found if m.literal] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hadher was quoted as saying that help would come.", []),
        ("Jasim, who owns a shop there, went back.", []),
        ("People from Jasim, who had no water, left.", ["Jasim"]),
        ("Jasim urged all sides to stop.", []),
        ("Jasim called on all sides to stop.", []),
        ("Two shells fell on the Assad suburb and on Dahiyat al-Assad.", ["Dahiyat al-Assad"]),
        ("Sniping went on in al-Assad suburb.", ["al-Assad"]),
        ("They fled to Qalwah mountain.", ["Qalwah mountain"]),
        ("Two raids hit the Mezzeh quarter of Damascus.", ["Mezzeh", "Damascus"]),
    ],
)
def test_what_persons_do_and_what_is_called_after_them(text, expected, gaz):
    assert places(text, gaz, "syria") == expected


def test_what_was_read_before_does_not_matter(gaz):
    text = "Sniping went on in al-Assad suburb."
    fresh = places(text, gaz, "syria")
    places("Assad spoke. Suburb is a word.", gaz, "syria")
    assert places(text, gaz, "syria") == fresh
