"""Every kind of file, and every kind of bad file: a clear message each, nothing lost."""

from __future__ import annotations

import io
import json
import os
import pickle
import shutil
import sys
import tempfile
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import GeoError, InvalidQueryError, ReportError
from geo.models import Report
from geo.reports import ReportSet, load, near_duplicates, read_reports
from geo.reports._dates import numeric_order, parse_published
from geo.reports._decode import clean
from geo.reports._metadata import guess_language
from geo.reports._repeats import drop_repeats

TODAY = date(2026, 1, 1)
BODY = "The army entered the village of Rahjan on Tuesday and was pushed back."


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(*paths, **options) -> ReportSet:
    return read_reports(*paths, on_error="collect", today=TODAY, **options)


def one_problem(*paths, **options) -> str:
    found = read(*paths, **options)
    assert len(found) == 0
    (problem,) = found.problems
    return str(problem)


# --------------------------------------------------------------------------------------------------- formats


def test_text_with_sidecar(tmp_path):
    write(tmp_path / "a.txt", f"{BODY}\r\n\r\nSecond paragraph.\r\n")
    write(
        tmp_path / "a.yaml",
        "title: 'One: two'\npublished: 2018-01-02  # inferred\npublished_precision: week\npublisher: Desk\n"
        "url: https://example.org/a\nlanguage: en-GB\nstance: Monitor\ncites: [A chronicle, B]\nid: my-id\n",
    )
    (report,) = read(tmp_path / "a.txt")
    assert report == Report(
        id="my-id",
        text=f"{BODY}\n\nSecond paragraph.",
        title="One: two",
        source="Desk",
        published=date(2018, 1, 2),
        published_precision="week",
        url="https://example.org/a",
        language="en",
        stance="monitor",
        cites=("A chronicle", "B"),
    )
    assert len(read(tmp_path)) == 1, "the sidecar is no report of its own"


def test_hard_wrapped_text_is_joined_so_that_sentences_stay_whole(tmp_path):
    paragraph = (
        "Government forces captured the village of Umm Sehrij in the south-east of the province\n"
        "on Wednesday, a day after they had been pushed back from the hill that overlooks it and\n"
        "from two farms on the road to Sinjar, according to residents who had fled north."
    )
    write(tmp_path / "a.txt", f"{paragraph}\n\n{paragraph.replace('Wednesday', 'Friday')}\n")
    (report,) = read(tmp_path / "a.txt")
    assert report.text.split("\n") == [
        paragraph.replace("\n", " "),
        paragraph.replace("\n", " ").replace("Wednesday", "Friday"),
    ]


def test_markdown_marks_go_and_words_stay(tmp_path):
    write(
        tmp_path / "a.md",
        "---\ntitle: T\npublished: 10 January 2018\n---\n# Heading\nThe **army** took\n[Abu al-Duhur](https://e.org/a_(b))"
        " and _left_.\n\n- first item\n- snake_case stays, 2 * 3 * 4 too\n\n![map](x.png)\n> said <b>so</b>\n\n"
        "<script>alert(1)</script>\n\n---\n\nLast.\n",
    )
    (report,) = read(tmp_path / "a.md")
    assert report.text.split("\n") == [
        "Heading",
        "The army took Abu al-Duhur and left.",
        "first item",
        "snake_case stays, 2 * 3 * 4 too",
        "said so",
        "Last.",
    ]
    assert (report.title, report.published) == ("T", date(2018, 1, 10))
    (report,) = read(write(tmp_path / "b.md", f"\n# A heading\n\n{BODY}"))
    assert report.title == "A heading"


def test_html_gives_the_article_without_scripts_and_takes_the_date_from_metadata_only(tmp_path):
    article = "".join(f"<p>{BODY} Paragraph number {n} adds words so that it is prose.</p>" for n in range(8))
    page = (
        "<html lang='en'><head><title>Fallback</title><meta property='og:title' content='Clashes &amp; claims'>"
        "<meta property='article:published_time' content='2018-01-10T22:30:00+03:00'>"
        "<meta property='og:site_name' content='Desk'><link rel='canonical' href='https://example.org/x'>"
        "<script>document.write('evil()')</script><style>p{}</style></head><body><nav>Home | About</nav>"
        f"<article><h1>Clashes</h1><p>3 March 2019</p>{article}<script>steal()</script></article></body></html>"
    )
    write(tmp_path / "a.html", page)
    (report,) = read(tmp_path / "a.html")
    assert report.published == date(2018, 1, 10)
    assert (report.title, report.source, report.url) == ("Clashes & claims", "Desk", "https://example.org/x")
    assert "Paragraph number 7" in report.text
    assert not any(word in report.text for word in ("steal", "evil", "Home |"))
    write(tmp_path / "b.html", page.replace("article:published_time", "x"))
    (undated,) = read(tmp_path / "b.html")
    assert undated.published is None, "a date in the running text is no publication date"


def test_json_ld_dates_a_short_page(tmp_path):
    write(
        tmp_path / "a.html",
        "<title>T</title><script type='application/ld+json'>"
        '{"@graph":[{"datePublished":"2018-02-09","publisher":{"name":"P"}}]}</script>'
        "<body><p>Short one.</p><noscript>no</noscript><p>Two.</p>",
    )
    (report,) = read(tmp_path / "a.html")
    assert (report.published, report.source, report.text) == (date(2018, 2, 9), "P", "Short one.\nTwo.")


def pdf(lines: list[str]) -> bytes:
    """A PDF with one page of text, written by hand."""
    drawn = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 12 Tf 72 720 Td {drawn} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


def test_pdf_text_is_read_and_joined(tmp_path):
    write(tmp_path / "a.pdf", pdf(["The army entered the village of", "Rahjan on Tuesday."]))
    (report,) = read(tmp_path / "a.pdf")
    assert report.text == "The army entered the village of Rahjan on Tuesday."
    assert report.published is None
    write(tmp_path / "b.txt", pdf(["A PDF under another name."]))
    assert read(tmp_path / "b.txt")[0].text == "A PDF under another name."


def test_csv_and_jsonl_rows(tmp_path):
    write(
        tmp_path / "a.csv",
        "unit_id,article_title,article_content,source,date\n"
        f'7,"One, two","{BODY}\nMore.",desk,1/2/2018\n7,B,{BODY},desk,1/13/2018\n',
    )
    first, second = read(tmp_path / "a.csv")
    assert (first.id, second.id) == ("a:7", "a:7-2")
    assert (first.title, first.source, first.published) == ("One, two", "desk", date(2018, 1, 2))
    assert second.published == date(2018, 1, 13)
    rows = [{"body": BODY, "published_at": "2018-01-10T01:02:03Z"}, {"body": BODY, "published_at": None}]
    write(tmp_path / "b.jsonl", "\n".join(map(json.dumps, rows)))
    dated, undated = read(tmp_path / "b.jsonl")
    assert (dated.published, undated.published) == (date(2018, 1, 10), None)


def test_columns_are_mapped_by_option(tmp_path):
    write(tmp_path / "a.csv", f"when;words;who\n2018-01-10;{BODY};desk\n")
    assert "its columns are 'when', 'words', 'who'" in one_problem(tmp_path / "a.csv")
    (report,) = read(tmp_path / "a.csv", columns={"text": "words", "published": "when", "source": "who"})
    assert (report.text, report.published, report.source) == (BODY, date(2018, 1, 10), "desk")
    with pytest.raises(InvalidQueryError, match="no field of a report: wrong"):
        read(tmp_path / "a.csv", columns={"wrong": "words"})


def test_standard_input(monkeypatch):
    class Stream:
        buffer = io.BytesIO(f"---\ntitle: T\n---\n{BODY}".encode())

    monkeypatch.setattr(sys, "stdin", Stream())
    (report,) = read("-")
    assert (report.id, report.title, report.text) == ("stdin", "T", BODY)


def test_folder_is_read_recursively_in_order_and_says_what_it_put_aside(tmp_path):
    for name in ("b/z.txt", "a/y.md", "a/x.txt", "README.md", ".hidden.txt", "c.png"):
        write(tmp_path / name, f"{name} {BODY}")
    found = read(tmp_path)
    assert [report.id for report in found] == ["a/x", "a/y", "b/z"]
    assert [Path(problem.subject).name for problem in found.skipped] == ["README.md", "c.png"]
    assert [r.id for r in read(tmp_path / "a" / "*.txt", tmp_path, tmp_path / "a" / "x.txt")] == ["x", "a/y", "b/z"]


def test_fakes_corpus_reads(shared):
    found = read(shared / "corpus" / "fakes.csv")
    assert len(found) == 739
    assert found.problems == ()
    assert all(report.published and report.source and report.title for report in found)
    assert (found[0].published, found[0].source) == (date(2017, 4, 5), "nna")
    assert len({report.id for report in found}) == 739


def test_seed_article_counts_each_paragraph_once(shared):
    (report,) = read(shared / "seeds" / "idlib-operations-room.txt")
    assert report.published == date(2018, 1, 2)
    assert report.published_precision == "week"
    assert report.text.count("A joint operations room is being set up") == 1
    assert report.text.count("Regime troops captured Aleppo city") == 1
    assert len(report.text.split("\n")) == 17


# ------------------------------------------------------------------------------------------------- bad input


def test_empty_and_missing(tmp_path):
    assert "is empty" in one_problem(write(tmp_path / "a.txt", b""))
    assert "is empty" in one_problem(write(tmp_path / "b.md", "---\ntitle: T\n---\n\n"))
    assert "does not exist" in one_problem(tmp_path / "c.txt")
    assert "matches no file" in one_problem(tmp_path / "*.pdf")
    assert "nothing is ever fetched" in one_problem("https://example.org/a.html")
    (tmp_path / "d").mkdir()
    assert "without any report" in one_problem(tmp_path / "d")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"\x7fELF\x02\x01\0\0\0\0" * 50, "is binary"),
        ("b.txt", bytes(range(1, 32)) * 40, "is binary"),
        ("c.pdf", b"%PDF-1.4 broken", "PDF that cannot be read"),
        ("d.pdf", b"plain text", "is none"),
        ("e.csv", b"title,date\nx,2018-01-01\n", "no column for the text"),
        ("f.csv", b"text\n", "no rows"),
        ("g.md", b"---\ntitle: a: b\n---\nText.", "no valid YAML"),
        ("h.txt", b"\xff\xfeA", "byte order mark"),
        ("i.html", b"<html><head></head><body><script>x()</script></body></html>", "is empty"),
        ("j.md", b"---\n" + b"[" * 5000 + b"\n---\nText.", "no valid YAML"),
    ],
)
def test_a_bad_file_is_named_with_what_to_do(tmp_path, name, content, message):
    good = write(tmp_path / "zz-good.txt", BODY)
    bad = write(tmp_path / name, content)
    found = read(bad, good)
    assert [report.text for report in found] == [BODY]
    (problem,) = found.problems
    assert problem.subject == str(bad)
    assert message in problem.message


def test_fifty_megabytes_without_a_space(tmp_path):
    bad = write(tmp_path / "a.txt", b"x" * 50_000_000)
    assert "has 50 MB, more than the limit of 20 MB" in one_problem(bad)
    assert "characters without a space" in one_problem(bad, max_mb=60)
    assert "characters without a space" in one_problem(write(tmp_path / "a.csv", b"text\n" + b"y" * 20_000))


def test_wrong_and_unstated_encodings(tmp_path):
    arabic = "قالت وكالة الأنباء إن القوات الحكومية دخلت مطار أبو الظهور العسكري فجر يوم السبت بعد معارك عنيفة. " * 3
    (report,) = read(write(tmp_path / "a.txt", arabic.encode("cp1256")))
    assert report.text == arabic.strip()
    assert report.language == "ar"
    quoted = "The “army” said – on Tuesday – it’d entered the village. " * 5
    found = read(write(tmp_path / "b.txt", quoted.encode("cp1252")))
    assert found[0].text == quoted.strip()
    assert "read as cp1252 by guess" in str(found.warnings[0])
    assert "not valid utf-8 at byte" in one_problem(tmp_path / "b.txt", encoding="utf-8")
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert read(write(tmp_path / f"{encoding}.txt", quoted.encode(encoding)))[0].text == quoted.strip()
    with pytest.raises(InvalidQueryError, match="not known"):
        read(tmp_path / "b.txt", encoding="klingon")


def test_a_file_that_vanishes_between_listing_and_reading(tmp_path):
    write(tmp_path / "a.txt", BODY)
    gone = write(tmp_path / "b.txt", BODY)
    found = read(tmp_path, progress=lambda done, total: gone.unlink(missing_ok=True))
    assert [report.id for report in found] == ["a"]
    assert "vanished" in str(found.problems[0])


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="permissions of this system are other than POSIX")
def test_a_folder_and_a_file_without_permission():
    top = Path(tempfile.mkdtemp())  # the folders of tmp_path are closed to other users altogether
    user = os.geteuid()
    try:
        top.chmod(0o755)
        write(top / "good.txt", BODY)
        write(top / "shut" / "a.txt", BODY)
        write(top / "secret.txt", BODY).chmod(0)
        (top / "shut").chmod(0)
        if user == 0:
            os.seteuid(65534)  # root may read anything
        found = read(top)
    finally:
        os.seteuid(user)
        (top / "shut").chmod(0o755)
        shutil.rmtree(top)
    assert [report.id for report in found] == ["good"]
    assert sorted(Path(problem.subject).name for problem in found.problems) == ["secret.txt", "shut"]
    assert all("Permission denied" in problem.message for problem in found.problems)


def test_dates_are_never_invented(tmp_path):
    (undated,) = found = read(write(tmp_path / "a.txt", f"On 9 January 2018, {BODY}"))
    assert undated.published is None
    assert undated.published_precision == "unknown"
    assert "no publication date" in str(found.warnings[0])
    found = read(write(tmp_path / "b.md", f"---\npublished: 2031-05-06\n---\n{BODY}"))
    assert found[0].published == date(2031, 5, 6)
    assert "in the future (2031-05-06)" in str(found.warnings[0])
    found = read(write(tmp_path / "c.md", f"---\npublished: 2018-02-30\n---\n{BODY}"))
    assert found[0].published is None
    assert "does not exist in the calendar" in str(found.warnings[0])


@pytest.mark.parametrize("suffix", [".pdf", ".html", ".md", ".csv", ".jsonl", ".txt"])
@given(data=st.binary(max_size=400), cut=st.integers(0, 400))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_never_raise_and_are_never_lost(tmp_path, capfd, suffix, data, cut):
    whole = {
        ".pdf": pdf([BODY]),
        ".html": b"<html><head><meta name='date' content='2018-01-01'></head><body><p>Text &#8217;</p><table><tr><td>x",
        ".md": b"---\ntitle: x\n---\n# H\n**b** [l](u)\n",
        ".csv": b'id,text,date\n1,"hello, world",1/2/2018\n2,b,3\n',
        ".jsonl": b'{"text":"hello","date":"2018-01-01"}\n{"text":[1]}\n',
        ".txt": "h\u00e9llo \u0642\u0627\u0644\n\nbar".encode(),
    }[suffix]
    found = read(write(tmp_path / f"a{suffix}", whole[:cut] + data + whole[cut + len(data) :]))
    assert len(found) + len(found.problems) >= 1
    for report in found:
        assert clean(report.text) == report.text
    assert capfd.readouterr().err == ""


def test_ten_thousand_reports_of_which_three_are_broken(tmp_path):
    rows = [json.dumps({"text": f"{BODY} It was report number {n}.", "date": "2018-01-10"}) for n in range(10_000)]
    rows[17], rows[4000], rows[9999] = '{"text": "cut off', '{"text": ""}', "[1, 2]"
    write(tmp_path / "a.jsonl", "\n".join(rows))
    found = read(tmp_path / "a.jsonl")
    assert len(found) == 9_997
    assert found.summary == "3 of 10,000 reports could not be read"
    assert [str(problem).split(", ")[1].split(":")[0] for problem in found.problems] == [
        "line 18",
        "line 4001",
        "line 10000",
    ]


def test_a_csv_that_is_broken_says_so(tmp_path):
    found = read(write(tmp_path / "a.csv", f'text,date\n{BODY},2018-01-01\n"{BODY} never closed,2018-01-02\nx,y\n'))
    assert any("never closed" in str(warning) for warning in found.warnings)
    found = read(write(tmp_path / "b.csv", f"text,date\nOne, two, three,2018-01-01\n{BODY},2018-01-02\n"))
    assert "b.csv, line 2" in str(found.problems[0])
    assert "4 cells under 2 column names" in str(found.problems[0])
    assert len(found) == 1


def test_lone_surrogates_and_hidden_characters_do_not_survive(tmp_path):
    write(
        tmp_path / "a.jsonl",
        json.dumps({"text": "Idl\u200bib \ud800 fell\u202e.", "title": "a\x1b[31mb", "date": "2018"}),
    )
    (report,) = read(tmp_path / "a.jsonl")
    assert report.text == "Idlib \ufffd fell."
    assert report.title == "a[31mb"
    report.text.encode()


def test_on_error(tmp_path, caplog):
    bad = write(tmp_path / "a.txt", b"")
    read_reports(bad, today=TODAY)
    assert str(bad) in caplog.text, "by default a missing report is at least logged"
    with pytest.raises(ReportError, match="is empty"):
        read_reports(bad, on_error="raise", today=TODAY)
    called: list[object] = []
    found = read_reports(bad, on_error=called.append, today=TODAY)
    assert tuple(called) == found.problems == load(bad).problems
    assert pickle.loads(pickle.dumps(found)).reports == ()
    for options in ({"on_error": "x"}, {"max_mb": 0}, {"date_order": "ymd"}):
        with pytest.raises(InvalidQueryError):
            read_reports(bad, today=TODAY, **options)
    with pytest.raises(GeoError, match="no report named"):
        read_reports()


def test_a_small_yaml_file_cannot_grow(tmp_path):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    (report,) = read(write(tmp_path / "a.md", f"---\n{bomb}title: *i\ncites: *i\n---\n{BODY}"))
    assert (report.title, report.cites) == ("", ())


# ----------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("2018-01-10", date(2018, 1, 10), "day"),
        ("2018-01-10T23:59:00+03:00", date(2018, 1, 10), "day"),
        ("20180110", date(2018, 1, 10), "day"),
        ("2018/1/10", date(2018, 1, 10), "day"),
        ("10 January 2018", date(2018, 1, 10), "day"),
        ("January 10th, 2018", date(2018, 1, 10), "day"),
        ("Wed, 10 Jan 2018 08:00:00 GMT", date(2018, 1, 10), "day"),
        ("10.1.2018", date(2018, 1, 10), "day"),
        ("13/1/2018", date(2018, 1, 13), "day"),
        ("1/13/2018", date(2018, 1, 13), "day"),
        ("2018-W02", date(2018, 1, 14), "week"),
        ("2018-02", date(2018, 2, 28), "month"),
        ("February 2018", date(2018, 2, 28), "month"),
        ("2017", date(2017, 12, 31), "year"),
        ("1/10/2018", None, "unknown"),
        ("yesterday", None, "unknown"),
        ("0018-01-10", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_publication_dates(written, day, precision):
    parsed = parse_published(written)
    assert (parsed.day, parsed.precision) == (day, precision)
    assert bool(parsed.complaint) == (day is None and bool(written))


def test_a_table_tells_its_order_of_day_and_month():
    assert numeric_order(["1/2/2018", "1/13/2018"]) == "mdy"
    assert numeric_order(["1/2/2018", "13/1/2018"]) == "dmy"
    assert numeric_order(["1/2/2018"]) is None
    assert numeric_order(["1/13/2018", "13/1/2018"]) is None


# ------------------------------------------------------------------------------------------ laws and repeats


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@given(
    st.lists(st.sampled_from([BODY, BODY.upper(), "Short.", "", "Another long paragraph that says something else."]))
)
def test_dropping_repeats_keeps_the_first_of_each_paragraph(lines):
    kept, copies = drop_repeats("\n".join(lines))
    long = [line.casefold() for line in lines if len(line) >= 40]
    assert copies == len(long) - len(set(long))
    assert [line.casefold() for line in kept.split("\n") if len(line) >= 40] == list(dict.fromkeys(long))
    assert kept.count("Short.") == lines.count("Short.")
    assert drop_repeats(kept) == (kept, 0)


def test_copies_of_one_wire_story_are_found():
    words = [f"word{n * 7919 % 1000}" for n in range(200)]
    reports = [
        Report("wire", " ".join(words)),
        Report("other", " ".join(reversed(words))),
        Report("paper", "Beirut (Desk) - " + " ".join(words[:190]) + " Editing by the desk."),
        Report("empty", "..."),
    ]
    assert near_duplicates(reports) == (("wire", "paper"),)
    assert near_duplicates(reports[1:]) == ()
    assert near_duplicates(()) == ()
    many = [Report(str(n), " ".join(words) + f" number {n}") for n in range(300)]
    assert near_duplicates(many) == (tuple(str(n) for n in range(300)),)


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=4, max_size=14), max_size=12))
def test_later_reports_never_regroup_earlier_ones(texts):
    reports = [Report(str(n), " ".join(words)) for n, words in enumerate(texts)]
    whole = near_duplicates(reports)
    for size in range(len(reports)):
        known = {report.id for report in reports[:size]}
        cut = [tuple(name for name in group if name in known) for group in whole]
        assert near_duplicates(reports[:size]) == tuple(group for group in cut if len(group) > 1)


def test_copies_in_the_real_corpus_are_those_of_an_exact_comparison(shared):
    reports = read(shared / "corpus" / "fakes.csv")[:250]
    import re

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[^\W_]+", text.casefold())
        return {tuple(words[n : n + 4]) for n in range(len(words) - 3)}

    sets = [runs(report.text) for report in reports]
    pairs = {
        (reports[i].id, reports[j].id)
        for i in range(len(sets))
        for j in range(i + 1, len(sets))
        if sets[i] and len(sets[i] & sets[j]) >= 0.6 * len(sets[i] | sets[j])
    }
    group = {name: number for number, names in enumerate(near_duplicates(reports)) for name in names}
    assert pairs, "the sample holds copies"
    assert all(group.get(a, -1) == group.get(b, -2) for a, b in pairs)
    assert {name for pair in pairs for name in pair} == set(group)


def test_language_is_guessed_only_where_nothing_is_said(tmp_path):
    assert guess_language("Les forces du régime ont pris le village et la colline dans le sud de la province.") == "fr"
    assert guess_language("Bir köy ve bir tepe için daha çok asker olarak gibi.") == "tr"
    assert guess_language("12 345") == "en"
    assert guess_language("Войска вошли в село") == "ru"
    (report,) = read(write(tmp_path / "a.md", f"---\nlang: fr\n---\n{BODY}"))
    assert report.language == "fr"
