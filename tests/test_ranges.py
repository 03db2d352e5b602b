"""Ranges of characters: the quick answer is the one that a look at each of them gives."""

from hypothesis import given
from hypothesis import strategies as st

from geo._ranges import Ranges

SPAN = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(SPAN, max_size=12), SPAN)
def test_hit_is_what_a_look_at_each_range_says(ranges, asked):
    start, end = asked
    assert Ranges(ranges).hit(start, end) == any(start < stop and begin < end for begin, stop in ranges)


def test_ranges_that_only_touch_do_not_overlap():
    ranges = Ranges([(10, 20)])
    assert not ranges.hit(0, 10)
    assert not ranges.hit(20, 30)
    assert ranges.hit(19, 20)
    assert not Ranges([]).hit(0, 100)
