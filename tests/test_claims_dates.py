"""Time expressions against the day of publication."""

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.dates import event_time, find_times, is_background
from geo.models import EventTime

DAY = date(2018, 1, 10)  # a Wednesday


def intervals(text, published=DAY, **options):
    return [(s.time.start, s.time.end) for s in find_times(text, published, **options) if s.time.start]


def cases(root, name):
    with (root / "bench" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("name", ["dates_cases.csv", "dates_unseen.csv"])
def test_the_lists_are_read_exactly(root, name):
    rows = cases(root, name)
    wrong = []
    for row in rows:
        want = [(date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))] if row["start"] else []
        if intervals(row["text"], date.fromisoformat(row["published"])) != want:
            wrong.append(row["text"])
    assert len(rows) >= 30
    assert wrong == []


def test_precision_and_basis():
    (span,) = find_times("It fell in October 2015.", DAY)
    assert (span.time.precision, span.time.basis, span.time.text) == ("month", "explicit", "in October 2015")
    (span,) = find_times("It fell on Sunday.", DAY)
    assert (span.time.precision, span.time.basis) == ("day", "relative")
    (span,) = find_times("It fell in 2015.", DAY)
    assert (span.time.precision, span.time.basis) == ("year", "explicit")


def test_nothing_is_dated_without_a_day_to_count_from():
    for text in ("on Sunday", "last week", "in October", "two weeks ago", "On 8 May"):
        (span,) = find_times(f"The town fell {text}.", None)
        assert span.time == EventTime(None, None, "unknown", "none", span.time.text)


def test_a_vague_day_of_publication_dates_no_weekday():
    assert intervals("It fell on Sunday.", date(2018, 1, 31), precision="month") == []
    assert intervals("It fell last year.", date(2018, 1, 31), precision="month") == [
        (date(2017, 1, 1), date(2017, 12, 31))
    ]


def test_the_event_before_dates_the_next_one():
    base = date(2019, 5, 8)
    assert intervals("The next day it was retaken.", None, base=base) == [(date(2019, 5, 9), date(2019, 5, 9))]
    assert intervals("Two days later it fell.", None, base=base) == [(date(2019, 5, 10), date(2019, 5, 10))]
    assert intervals("On 15 May it fell.", None, base=base) == [(date(2019, 5, 15), date(2019, 5, 15))]
    assert intervals("Later that day it fell.", None, base=base) == [(base, base)]


def test_what_follows_after_lies_before():
    text = "HTS retook the hill on 3 November, one day after the army had taken it."
    assert intervals(text, date(2017, 11, 4)) == [(date(2017, 11, 3),) * 2, (date(2017, 11, 2),) * 2]
    text = "HTS retook the hill on 3 November. Two days after, it fell."
    assert intervals(text, date(2017, 11, 9)) == [(date(2017, 11, 3),) * 2, (date(2017, 11, 5),) * 2]


def test_a_year_named_for_comparison_dates_the_clause_after_when():
    text = "The army advanced for the first time since 2015, when rebels took the city."
    spans = find_times(text, DAY)
    assert event_time(spans, (text.index("took"), text.index("took") + 4)).start == date(2015, 1, 1)
    assert event_time(spans, (text.index("advanced"), text.index("advanced") + 8)).start is None


def test_within_one_text_too():
    text = "On 8 May 2019 the army entered. The next day it withdrew."
    assert intervals(text, None) == [(date(2019, 5, 8), date(2019, 5, 8)), (date(2019, 5, 9), date(2019, 5, 9))]


@pytest.mark.parametrize(
    "text",
    [
        "March on the city",
        "They may attack",
        "2015 fighters left",
        "for the first time since 2015",
        "the 46th Brigade",
        "a Sunni fighter",
        "on the weekly",
    ],
)
def test_what_is_no_time(text):
    assert intervals(text) == []


def test_the_nearest_expression_dates_the_event():
    text = "Rebels took the town on Sunday and lost the hill on Tuesday."
    spans = find_times(text, DAY)
    at = text.index("lost")
    assert event_time(spans, (at, at + 4)).start == date(2018, 1, 9)
    at = text.index("took")
    assert event_time(spans, (at, at + 4)).start == date(2018, 1, 7)


def test_an_undated_event_inherits_or_stays_undated():
    before = EventTime(DAY, DAY, "day", "relative", "today")
    assert event_time((), (0, 1), before) == EventTime(DAY, DAY, "day", "inherited", "today")
    assert event_time((), (0, 1)).basis == "none"


def test_background():
    def told(day):
        return EventTime(day, day, "day", "explicit", "")

    assert is_background(told(date(2015, 3, 28)), DAY)
    assert not is_background(told(date(2018, 1, 1)), DAY)
    assert is_background(told(date(2017, 12, 20)), DAY, pluperfect=True)
    assert not is_background(told(date(2017, 12, 20)), DAY)
    assert not is_background(EventTime(), DAY)


@given(st.text(max_size=120), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_any_text_is_survived(text, day):
    for span in find_times(text, day):
        assert 0 <= span.start < span.end <= len(text)
        assert span.time.start is None or span.time.start <= span.time.end


WORDS = [
    "on Sunday",
    "last week",
    "in October",
    "yesterday",
    "two days ago",
    "overnight",
    "in early May",
    "late last month",
    "this year",
    "on 31 June",
]


@given(st.sampled_from(WORDS), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_the_past_is_preferred(words, day):
    for start, end in intervals(f"The town fell {words}.", day):
        assert start <= day
        assert end <= day
