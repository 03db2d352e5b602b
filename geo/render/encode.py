"""Text and numbers into inert page blocks: nothing here can end a script element or reach a template."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Table", "clean_text", "data_block", "delta", "safe_json", "safe_url"]

#: Blocks larger than this are deflated. Smaller ones stay readable in the page's source, and do not depend on the
#: version of zlib, so that a committed map can be rebuilt byte for byte anywhere.
PACK_ABOVE_BYTES: Final = 1_000_000

# `<` could open a tag, `&` an entity, the two separators are line ends in old scripts, lone surrogates are no UTF-8.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def safe_json(value: Any) -> str:  # noqa: ANN401
    r"""Serialise to JSON that is inert inside a ``<script type="application/json">`` element.

    Parameters
    ----------
    value
        Anything `json.dumps` takes.

    Returns
    -------
    str
        Compact JSON in which ``<``, ``>``, ``&``, line separators and lone surrogates are ``\uXXXX``.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def data_block(identifier: str, value: Any) -> str:  # noqa: ANN401
    """Give the HTML of one data block; the page reads it by `identifier`.

    Parameters
    ----------
    identifier : str
        Of our own making: never text of a document.
    value
        JSON-like. Deflated (RFC 1951) and base64-coded when its JSON is over `PACK_ABOVE_BYTES`.
    """
    text = safe_json(value)
    encoding = "json"
    if len(text) > PACK_ABOVE_BYTES:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        text = base64.b64encode(packer.compress(text.encode("utf-8")) + packer.flush()).decode("ascii")
        encoding = "deflate"
    return f'<script type="application/json" id="{identifier}" data-encoding="{encoding}">{text}</script>'


def delta(values: Iterable[float], scale: int = 1) -> list[int]:
    """Round to 1/`scale` and store differences: sorted or neighbouring numbers become short.

    Examples
    --------
    >>> delta([36.1, 36.12, 36.11], scale=100)
    [3610, 2, -1]
    """
    out: list[int] = []
    before = 0
    for value in values:
        now = round(value * scale)
        out.append(now - before)
        before = now
    return out


def clean_text(text: object) -> str:
    """Text as it may be shown: control characters become spaces, lone surrogates U+FFFD; nothing changes its length.

    Markup stays what it is, characters.
    """
    return _LONE.sub("\ufffd", _CONTROL.sub(" ", str(text)))


def safe_url(url: str) -> str:
    """Return `url` if it is an absolute http(s) address without blanks or quotes, else an empty string."""
    url = url.strip()
    return url if re.fullmatch(r"https?://[^\s\"'<>`\\{}]+", url, flags=re.IGNORECASE) else ""


class Table:
    """A table of distinct values in the order of first use; rows are referred to by number."""

    def __init__(self, first: Sequence[Any] = ()) -> None:
        self.rows: list[Any] = []
        self._index: dict[Any, int] = {}
        for value in first:
            self.add(value)

    def add(self, value: Any) -> int:  # noqa: ANN401
        """Row number of `value`, appended if new."""
        found = self._index.get(value)
        if found is None:
            found = self._index[value] = len(self.rows)
            self.rows.append(value)
        return found

    def __len__(self) -> int:
        return len(self.rows)
