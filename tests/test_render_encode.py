"""Text into inert blocks."""

from __future__ import annotations

import base64
import json
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.render import encode

ANYTHING = st.text(st.characters(codec=None), max_size=60)


@given(ANYTHING)
def test_safe_json_cannot_end_a_script_and_keeps_the_text(text):
    out = encode.safe_json({"x": text})
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", out)
    assert json.loads(out)["x"] == text
    out.encode("utf-8")


@given(ANYTHING)
def test_clean_text_keeps_length_and_can_be_written(text):
    clean = encode.clean_text(text)
    assert len(clean) == len(text)
    clean.encode("utf-8")
    assert not any(ord(char) < 32 and char not in "\t\n\r" for char in clean)
    assert encode.clean_text(clean) == clean


@given(st.lists(st.integers(-(10**6), 10**6)))
def test_delta_is_undone_by_a_running_sum(values):
    total, back = 0, []
    for step in encode.delta(values):
        total += step
        back.append(total)
    assert back == values


def test_large_blocks_are_packed_and_small_ones_readable():
    small = encode.data_block("a", {"x": "<b>"})
    assert small == '<script type="application/json" id="a" data-encoding="json">{"x":"\\u003cb\\u003e"}</script>'
    value = {"x": ["abc"] * 300_000}
    large = encode.data_block("a", value)
    body = re.fullmatch(r'<script type="application/json" id="a" data-encoding="deflate">([^<]*)</script>', large)[1]
    assert json.loads(zlib.decompress(base64.b64decode(body), -15)) == value


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://example.org/{{x}}", False),
        ("https://a b", False),
        ("https://x/'onclick=", False),
        ("", False),
    ],
)
def test_only_plain_web_addresses_are_links(url, kept):
    assert encode.safe_url(url) == (url if kept else "")


def test_table_gives_each_value_one_row():
    table = encode.Table(["a"])
    assert [table.add(value) for value in ("b", "a", "b")] == [1, 0, 1]
    assert table.rows == ["a", "b"]
    assert len(table) == 2
