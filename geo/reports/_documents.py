"""One file, one report: plain text, Markdown, HTML, PDF. Text comes out with one paragraph a line."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import logging
import re
from typing import TYPE_CHECKING, Any

from geo.errors import ReportError
from geo.reports._decode import clean, decode
from geo.reports._metadata import Document, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["markdown_front_matter", "read_html", "read_markdown", "read_pdf", "read_text"]

_FRONT_MATTER = re.compile(r"---[ ]*\n(.*?)(?:\n|^)(?:---|\.\.\.)[ ]*(?:\n|$)", re.DOTALL | re.MULTILINE)
_TERMINAL = re.compile(r"[.!?:;؟…][\"'”’)\]]*$")
#: A hard-wrapped text has lines of about this many characters.
_WRAPPED = range(45, 110)

_MD_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MD_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_MD_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_MD_IMAGE = re.compile(r"!\[[^\]]{0,500}\]\([^()\s]{0,2000}(?:\([^()]{0,200}\)[^()\s]{0,2000})?[^()]{0,300}\)")
_MD_LINK = re.compile(r"\[([^\[\]]{1,500})\](?:\([^()]{0,2000}(?:\([^()]{0,200}\)[^()]{0,2000})?\)|\[[^\]]{0,100}\])")
_MD_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,500}?)(?<=\S)\1(?![\w*])")
_MD_MARKER = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,3}[.)]\s+)")
_MD_RULE = re.compile(r"^\s{0,3}(?:[-*_=]\s*){3,}$|^\|?[\s:|-]+\|[\s:|-]*$")
_MD_TITLE = re.compile(r"\s*#\s+([^\n]+)")
_MD_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")

#: Where a page states its date. Only what is meant for machines: a date in the running text is none.
_HTML_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date_published",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date",
    "dc.date.created", "dcterms.created", "pubdate", "publishdate", "publish-date", "publication_date",
    "citation_publication_date", "date",
)  # fmt: skip
_HTML_FIELDS = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "publisher": ("og:site_name", "dc.publisher", "application-name", "publisher"),
    "url": ("og:url",),
    "language": ("content-language", "dc.language"),
}
#: Above this a page is a data dump or an attack; the search for its article would take minutes.
_MAX_ARTICLE_CHARACTERS = 2_000_000
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def read_text(data: bytes, *, encoding: str | None = None) -> Document:
    """Plain text. Hard-wrapped lines are joined; a line is a paragraph otherwise."""
    text, notes = _decoded(data, encoding)
    return Document(_unwrap(text), notes=notes)


def read_markdown(data: bytes, *, encoding: str | None = None) -> Document:
    """Markdown with optional YAML front matter; the marks go, the words stay."""
    text, notes = _decoded(data, encoding)
    metadata, body = markdown_front_matter(text)
    if heading := _MD_TITLE.match(body):
        metadata.setdefault("title", heading[1])
    return Document(clean(_plain_markdown(body)), metadata, notes)


def markdown_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Metadata and body of a Markdown text.

    Raises
    ------
    ReportError
        If the front matter is no YAML mapping.
    """
    match = _FRONT_MATTER.match(text)
    return (parse_yaml(match[1]), text[match.end() :]) if match else ({}, text)


def read_html(data: bytes, *, encoding: str | None = None) -> Document:
    """The article of a web page, without scripts, menus and comments; its date only from machine-readable metadata."""
    import trafilatura
    from lxml import etree, html

    text, guessed = decode(data, encoding=encoding, markup=True)
    notes = _encoding_notes(guessed)
    # Characters that XML does not know end the parser's work early, and with it the rest of the page.
    page = _XML_DECLARATION.sub("", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text))
    if not page.strip():
        return Document("")
    try:
        root = html.fromstring(page, parser=html.HTMLParser(recover=True, huge_tree=False))
    except (etree.LxmlError, ValueError, RecursionError) as error:
        message = f"is no HTML that can be parsed ({str(error)[:200]})"
        raise ReportError(message) from error
    metadata = _html_metadata(root)
    try:
        body = ""
        if len(page) <= _MAX_ARTICLE_CHARACTERS:
            with _quiet("trafilatura"):
                body = (
                    trafilatura.extract(page, include_comments=False, include_tables=False, favor_precision=True) or ""
                )
        if len(body) < 200:  # short pages: the article heuristics have nothing to weigh
            fallback = _visible_text(root)
            body = fallback if len(fallback) > len(body) else body
    except (etree.LxmlError, ValueError, RecursionError) as error:
        message = f"is a page whose article cannot be found ({str(error)[:200]})"
        raise ReportError(message) from error
    return Document(clean(body), metadata, notes)


def read_pdf(data: bytes) -> Document:
    """The text layer of a PDF. Its dates are those of the file, not of publication, and are not used."""
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        with _quiet("pypdf"):
            reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
            locked = bool(reader.is_encrypted and not reader.decrypt(""))
            pages = [] if locked else [page.extract_text() for page in reader.pages]
            title = "" if locked or reader.metadata is None else str(reader.metadata.title or "")
    # A damaged PDF makes the parser fail in any of a dozen ways; whatever it is, this file alone is bad.
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError,
            NotImplementedError, AssertionError, MemoryError, ImportError) as error:  # fmt: skip
        message = f"is a PDF that cannot be read ({type(error).__name__}: {str(error)[:200]})"
        raise ReportError(message) from error
    if locked:
        message = "is a PDF that needs a password: save an open copy of it"
        raise ReportError(message)
    text = _unwrap(clean("\n\n".join(pages)), always=True)
    if not text.strip():
        message = f"is a PDF without a text layer ({len(pages)} pages of pictures): run text recognition on it first"
        raise ReportError(message)
    return Document(text, {"title": title} if title else {})


@contextlib.contextmanager
def _quiet(library: str) -> Iterator[None]:
    """Keep a parser's running commentary from the terminal; what matters comes back as a result or an error."""
    logger = logging.getLogger(library)
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _decoded(data: bytes, encoding: str | None) -> tuple[str, list[str]]:
    text, guessed = decode(data, encoding=encoding)
    return clean(text), _encoding_notes(guessed)


def _encoding_notes(guessed: str) -> list[str]:
    return [f"is not UTF-8; read as {guessed} by guess"] if guessed else []


def _unwrap(text: str, *, always: bool = False) -> str:
    """Join lines that a width limit broke, as sentences never cross a line end further on."""
    lines = text.split("\n")
    full = [line for line, after in itertools.pairwise(lines) if line and after]
    if not full:
        return text
    width = sorted(map(len, full))[int(len(full) * 0.9)]
    open_ended = sum(not _TERMINAL.search(line) for line in full)
    if not always and (width not in _WRAPPED or "" not in lines or open_ended < len(full) / 2):
        return text
    joined: list[str] = []
    ends = True
    for line in lines:
        stripped = line.strip()
        if not stripped:
            ends = True
            continue
        if ends:
            joined.append(stripped)
        elif joined[-1].endswith("-") and joined[-1][-2:-1].isalpha() and stripped[0].islower():
            # "govern-/ment", but "al-/Dana" and "mid-/January" keep theirs: those are followed by a capital.
            joined[-1] = joined[-1][:-1] + stripped
        else:
            joined[-1] += " " + stripped
        ends = bool(_TERMINAL.search(stripped)) and len(stripped) < 0.8 * width
    return "\n".join(joined)


def _plain_markdown(text: str) -> str:
    text = _MD_COMMENT.sub("", text)
    text = _MD_SCRIPT.sub("", text)
    text = _MD_IMAGE.sub("", text)
    text = _MD_LINK.sub(r"\1", text)
    text = _MD_TAG.sub("", text)
    paragraphs: list[str] = []
    fresh = True
    for raw in text.split("\n"):
        if not raw.strip() or _MD_RULE.match(raw) or _MD_FENCE.match(raw):
            fresh = True
            continue
        line = _MD_MARKER.sub("", raw)
        marked = line != raw
        line = _MD_EMPHASIS.sub(r"\2", _MD_EMPHASIS.sub(r"\2", line.strip()))
        if fresh or marked or raw.startswith("|"):
            paragraphs.append(line)
        else:
            paragraphs[-1] += " " + line
        fresh = raw.lstrip().startswith("#")  # a heading never runs on into the next line
    return "\n".join(paragraphs)


def _html_metadata(root: Any) -> dict[str, Any]:  # noqa: ANN401 - an lxml element
    stated: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (
            meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        ).lower()
        if name and meta.get("content") and name not in stated:
            stated[name] = meta.get("content")
    for element in root.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]"):
        stated.setdefault("datepublished", element.get("datetime") or element.get("content") or "")
    for script in root.xpath("//script[@type='application/ld+json']"):
        for key, value in _json_ld(script.text or ""):
            stated.setdefault(key, value)
    metadata: dict[str, Any] = {}
    for target, names in {"published": _HTML_DATES, **_HTML_FIELDS}.items():
        value = next((stated[name] for name in names if stated.get(name)), "")
        if value:
            metadata[target] = value
    if "title" not in metadata and (title := root.findtext(".//title")):
        metadata["title"] = title
    if "url" not in metadata and (links := root.xpath("//link[@rel='canonical']/@href")):
        metadata["url"] = str(links[0])
    if "language" not in metadata and (languages := root.xpath("/html/@lang")):
        metadata["language"] = str(languages[0])
    return metadata


def _json_ld(text: str) -> list[tuple[str, str]]:
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return []
    items = loaded if isinstance(loaded, list) else [loaded]
    for item in list(items):
        if isinstance(item, dict) and isinstance(item.get("@graph"), list):
            items.extend(item["@graph"])
    found = []
    for item in items:
        if not isinstance(item, dict):
            continue
        found += [(key.lower(), item[key]) for key in ("datePublished", "headline") if isinstance(item.get(key), str)]
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            found.append(("publisher", publisher["name"]))
    return found


_BLOCK_NAMES = (
    "address article aside blockquote br dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre "
    "section table td th tr ul"
)
_UNSEEN_NAMES = "script style noscript template head nav form button svg iframe object select textarea"
_BLOCKS, _UNSEEN = frozenset(_BLOCK_NAMES.split()), frozenset(_UNSEEN_NAMES.split())


def _visible_text(root: Any) -> str:  # noqa: ANN401 - an lxml element
    parts: list[str] = []
    todo: list[tuple[Any, bool]] = [(root, False)]
    while todo:  # a stack of its own: a hostile page nests deeper than Python recurses
        element, leaving = todo.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        block = tag in _BLOCKS
        if leaving:
            parts.append("\n" if block else "")
            parts.append(re.sub(r"\s+", " ", element.tail or "") if element is not root else "")
            continue
        todo.append((element, True))
        if not tag or tag in _UNSEEN:
            continue
        parts.append("\n" if block else "")
        parts.append(re.sub(r"\s+", " ", element.text or ""))
        todo.extend((child, False) for child in reversed(element))
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
