"""Bytes to clean text: encoding found, binary refused, one form for line ends, spaces and accents."""

from __future__ import annotations

import codecs
import re
import unicodedata

from geo.errors import ReportError

__all__ = ["check_prose", "clean", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
#: Legacy encodings that newsrooms of the region and its languages used; a guess outside this list is noise.
_LEGACY = ["cp1252", "cp1256", "iso8859_6", "cp1254", "cp1251", "koi8_r", "cp1255", "mac_roman"]
_SNIFF_BYTES = 65_536
_CONTROL_SHARE = 0.02
#: Share of bytes above 127; any text in another script has far more, these in English prose are quotes and dashes.
_FEW_HIGH = 0.1
#: A word of prose is never this long; base64, minified code and padding are.
LONGEST_RUN = 10_000

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Controls, soft hyphen, zero-width space, directional marks and overrides, BOM: invisible, and able to split a name
# or to make a quotation read otherwise than it is. The joiners U+200C and U+200D stay: Arabic and Persian need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_RUN = re.compile(rf"\S{{{LONGEST_RUN}}}")


def decode(data: bytes, *, encoding: str | None = None, markup: bool = False) -> tuple[str, str]:
    """Decode the bytes of a document.

    Parameters
    ----------
    data : bytes
    encoding : str, optional
        Used as it is; otherwise: byte order mark, UTF-8, the page's own declaration, then a statistical guess.
    markup : bool
        Whether to look for a ``<meta charset>``.

    Returns
    -------
    (str, str)
        The text, and the encoding if it had to be guessed (else empty).

    Raises
    ------
    ReportError
        If the bytes are no text, or not in `encoding`.
    """
    if encoding:
        try:
            return data.decode(encoding), ""
        except UnicodeDecodeError as error:
            message = f"is not valid {encoding} at byte {error.start:,}; leave the encoding out to have it detected"
            raise ReportError(message) from error
    for mark, name in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(name), ""
            except UnicodeDecodeError as error:
                message = f"starts with a {name} byte order mark but breaks off at byte {error.start:,}"
                raise ReportError(message) from error
    if b"\0" in data[:_SNIFF_BYTES]:
        message = "is binary, not text (NUL bytes); if it is UTF-16 without a mark, give the encoding"
        raise ReportError(message)
    try:
        text, guessed = data.decode("utf-8"), ""
    except UnicodeDecodeError:
        text, guessed = _guess(data, markup=markup)
    controls = len(_INVISIBLE.findall(text[:_SNIFF_BYTES]))
    if controls > 8 and controls > _CONTROL_SHARE * len(text[:_SNIFF_BYTES]):
        message = "is binary, not text (control characters throughout)"
        raise ReportError(message)
    return text, guessed


def _guess(data: bytes, *, markup: bool) -> tuple[str, str]:
    if markup and (declared := _DECLARED.search(data[:4096])):
        name = declared.group(1).decode("ascii")
        try:
            return data.decode(name), ""
        except (LookupError, UnicodeDecodeError):
            pass
    high = sum(byte > 0x7F for byte in data[:_SNIFF_BYTES])
    if high < _FEW_HIGH * min(len(data), _SNIFF_BYTES):
        # Western prose with curly quotes and the odd accent: too little for statistics, and nearly always this.
        try:
            return data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            pass
    import charset_normalizer

    best = charset_normalizer.from_bytes(data, cp_isolation=_LEGACY).best()
    if best is None:
        message = "is in no encoding that could be recognised; give the encoding, or save it as UTF-8"
        raise ReportError(message)
    return str(best), best.encoding


def clean(text: str) -> str:
    """One form for everything after: LF, plain spaces, NFC, nothing invisible, no lone surrogate.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        `clean` of it is itself.
    """
    text = _LINE_ENDS.sub("\n", text)
    if not text.isascii():
        text = _SPACES.sub(" ", text)
        text = _SURROGATE.sub("\ufffd", text)
    else:
        text = text.replace("\t", " ")
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def check_prose(text: str, max_characters: int) -> None:
    """Refuse what cannot be a report.

    Raises
    ------
    ReportError
        If it is empty, too long, or has a run of characters without any space that no prose has.
    """
    if not text.strip():
        message = "is empty: there is no text in it"
        raise ReportError(message)
    if match := _RUN.search(text):
        message = (
            f"has {LONGEST_RUN:,} characters without a space from character {match.start():,} on: "
            "this is data, not prose"
        )
        raise ReportError(message)
    if len(text) > max_characters:
        message = f"has {len(text):,} characters, more than the limit of {max_characters:,}: split it, or raise max_mb"
        raise ReportError(message)
