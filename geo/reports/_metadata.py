"""What a document says about itself, whatever the field is called, as the fields of a `Report`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.errors import ReportError
from geo.models import Report
from geo.reports._dates import PRECISIONS, parse_published
from geo.reports._decode import clean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["FIELDS", "Document", "build_report", "guess_language", "known_fields", "parse_yaml"]

#: Field of a report -> the names it goes by in the wild, best first. Compared without case, spaces, ``-`` and ``_``.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "report_id", "unit_id", "article_id", "doc_id", "uid", "uuid"),
    "text": ("text", "article_content", "content", "body", "full_text", "article_text", "maintext", "article", "story",
             "notes", "description"),
    "title": ("title", "article_title", "headline", "heading", "subject"),
    "source": ("publisher", "source", "outlet", "site", "site_name", "source_name", "newspaper", "source_domain"),
    "published": ("published", "date_published", "published_at", "publish_date", "publication_date", "pub_date",
                  "date_publish", "article_date", "date"),
    "published_precision": ("published_precision", "date_precision", "precision"),
    "url": ("url", "link", "permalink", "source_url"),
    "language": ("language", "lang"),
    "stance": ("stance",),
    "cites": ("cites", "sources", "facts_from"),
}  # fmt: skip


@lru_cache(maxsize=4096)  # every row of a table brings the same names
def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


_ALIASES = {target: tuple(map(_key, names)) for target, names in FIELDS.items()}
_MAX_YAML_CHARACTERS = 100_000
_MAX_FIELD_CHARACTERS = 2_000
_NOT_A_VALUE = {"", "~", "null", "none", "nan", "n/a"}

_SCRIPTS = (("ar", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")),
            ("ru", re.compile("[\u0400-\u04ff]")),
            ("he", re.compile("[\u0590-\u05ff]")))  # fmt: skip
#: The commonest words of a language that the others lack: enough to tell these five apart over a paragraph.
_COMMON_WORDS = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the of and to in that was for with by from were has which",
        "fr": "le les des du et une dans est que pour par sur qui aux",
        "de": "der die das und den von zu mit ist auf im nicht ein eine",
        "es": "el los las del y una por con para que en su al se",
        "tr": "ve bir bu da de için ile olarak olan daha çok ise gibi",
    }.items()
}


@dataclass(slots=True)
class Document:
    """A text with its metadata as found, before they are checked."""

    text: str
    metadata: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def parse_yaml(text: str) -> dict[str, Any]:
    """Read the YAML of a front matter or sidecar, every scalar as the text it is written as.

    Raises
    ------
    ReportError
        If it is no mapping, or not YAML; the message gives the line.
    """
    import yaml

    if len(text) > _MAX_YAML_CHARACTERS:
        message = f"has metadata of {len(text):,} characters, more than the limit of {_MAX_YAML_CHARACTERS:,}"
        raise ReportError(message)
    try:
        # The base loader makes strings, lists and dicts only: no dates to misread, no objects, "no" stays "no".
        loaded = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        at = f" in line {mark.line + 1}" if mark is not None else ""
        reason = str(getattr(error, "problem", None) or "it cannot be parsed")[:200]
        message = f"has metadata that are no valid YAML{at} ({reason}); quote values that contain a colon"
        raise ReportError(message) from error
    if loaded is None or loaded == "":
        return {}
    if not isinstance(loaded, dict):
        message = "has metadata that are no list of 'name: value' lines"
        raise ReportError(message)
    return {str(key): value for key, value in loaded.items()}


def known_fields(names: Mapping[str, Any] | list[str], columns: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which of `names` stands for which field of a report; `columns` (field -> name) goes first."""
    by_key = {_key(name): name for name in reversed(list(names)) if isinstance(name, str)}
    found: dict[str, str] = {}
    for target, aliases in _ALIASES.items():
        wanted = (columns or {}).get(target)
        if wanted is not None:
            if wanted in by_key.values():
                found[target] = wanted
            continue
        match = next((by_key[alias] for alias in aliases if alias in by_key), None)
        if match is not None:
            found[target] = match
    return found


def build_report(
    document: Document,
    *,
    report_id: str,
    columns: Mapping[str, str] | None = None,
    date_order: str | None = None,
    today: date | None = None,
) -> tuple[Report, list[str]]:
    """Make the report, with notes on what is doubtful about it.

    Parameters
    ----------
    document : Document
        Its text is already clean.
    report_id : str
    columns : mapping of field to name, optional
    date_order : {"mdy", "dmy"}, optional
    today : datetime.date, optional
        Later dates are noted.

    Returns
    -------
    (Report, list of str)
    """
    names = known_fields(document.metadata, columns)
    values = {target: _scalar(document.metadata[name]) for target, name in names.items() if target != "cites"}
    notes = list(document.notes)
    parsed = parse_published(values.get("published", ""), order=date_order)
    if parsed.complaint:
        notes.append(f"{parsed.complaint}; the report counts as undated")
    elif parsed.day is None:
        notes.append("has no publication date, so 'yesterday' and the like in it stay undated; add 'published: DATE'")
    elif today is not None and parsed.day > today and parsed.precision in {"day", "week"}:
        notes.append(f"has a publication date in the future ({parsed.day.isoformat()})")
    precision = values.get("published_precision", "").lower() or parsed.precision
    if precision not in PRECISIONS:
        notes.append(f"published_precision {precision!r} is none of {', '.join(PRECISIONS)}")
        precision = parsed.precision
    language = values.get("language", "").lower().split("-")[0].split("_")[0]
    report = Report(
        id=report_id,
        text=document.text,
        title=values.get("title", ""),
        source=values.get("source", ""),
        published=parsed.day,
        published_precision=precision if parsed.day else "unknown",
        url=values.get("url", ""),
        language=language or guess_language(document.text),
        stance=values.get("stance", "").lower(),
        cites=_strings(document.metadata[names["cites"]]) if "cites" in names else (),
    )
    return report, notes


def guess_language(text: str) -> str:
    """ISO 639-1 code by script and commonest words; ``en`` where nothing speaks for another one.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    sample = text[:20_000]
    letters = sum(map(str.isalpha, sample)) or 1
    for code, script in _SCRIPTS:
        if len(script.findall(sample)) > letters / 2:
            return code
    words = sample.lower().split()
    counts = {code: sum(word in common for word in words) for code, common in _COMMON_WORDS.items()}
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    return best if counts[best] > 2 * counts["en"] else "en"


def _scalar(value: object) -> str:
    # Nested values are not unrolled: a small YAML or JSON file can hold an exponentially large one.
    if isinstance(value, list) and value and not isinstance(value[0], (list, dict)):
        value = value[0]
    if value is None or isinstance(value, (list, dict)):
        return ""
    text = " ".join(clean(str(value)).split())[:_MAX_FIELD_CHARACTERS]
    return "" if text.lower() in _NOT_A_VALUE else text


def _strings(value: object) -> tuple[str, ...]:
    items = value[:100] if isinstance(value, list) else [value]
    return tuple(text for item in items if (text := _scalar(item)))
