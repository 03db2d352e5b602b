"""The command, as a newcomer types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest

from geo.cli import EXIT_ERROR, EXIT_OK, EXIT_PARTIAL, main

REPORT = """---
title: Sinjar taken
publisher: Frontline retelling
published: 2018-01-07
stance: monitor
---
Government troops captured Sinjar, in Idlib province, on Saturday. Rebels hold Saraqib.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.md").write_text(REPORT, encoding="utf-8")
    return tmp_path / "in"


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    for verb in ("map", "claims", "control", "explain", "geocode", "reverse", "gazetteer"):
        assert f"frontline {verb}" in text or f"{verb} " in text
    assert "Exit status" in text
    for verb in ("map", "claims", "control", "explain", "geocode", "reverse", "gazetteer"):
        with pytest.raises(SystemExit) as stop:
            main([verb, "--help"])
        assert stop.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: frontline {verb}")


def test_no_verb_prints_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == EXIT_ERROR
    assert "usage: frontline" in capsys.readouterr().out


def test_map(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, data = tmp_path / "m.html", tmp_path / "m.gpkg"
    assert main(["map", str(folder), "-o", str(out), "--export", str(data)]) == EXIT_OK
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "claims" in set(gpd.list_layers(data)["name"])
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "1 reports" in captured.err
    assert "\r" not in captured.err  # no progress bar in a pipe


def test_claims_jsonl_and_print(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "claims.jsonl"
    assert main(["claims", str(folder), "-o", str(out)]) == EXIT_OK
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {"capture", "hold"} <= {r["predicate"] for r in rows}
    capsys.readouterr()
    assert main(["claims", str(folder), "--json"]) == EXIT_OK
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == rows
    assert main(["claims", str(folder)]) == EXIT_OK
    assert "capture" in capsys.readouterr().out
    assert main(["claims", str(folder), "--explain"]) == EXIT_OK
    assert "Sinjar" in capsys.readouterr().out


def test_control(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "control.geojson"
    assert main(["control", str(folder), "--as-of", "2018-01-10", "-o", str(out)]) == EXIT_OK
    assert {"place_id", "holder", "status", "as_of"} <= set(gpd.read_file(out).columns)
    capsys.readouterr()
    assert main(["control", str(folder), "--json"]) == EXIT_OK
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any(r["name"].startswith("Sinjar") for r in rows)


def test_explain(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(folder), "Sinjar"]) == EXIT_OK
    assert "Government troops captured Sinjar" in capsys.readouterr().out
    assert main(["explain", str(folder), "Sinjar", "--json"]) == EXIT_OK
    assert json.loads(capsys.readouterr().out)["name"].startswith("Sinjar")
    assert main(["explain", str(folder), "Qqqzzz"]) == EXIT_PARTIAL


def test_geocode_and_reverse(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["geocode", "Kafr Nabl", "--country", "SY", "--json"]) == EXIT_OK
    best = json.loads(capsys.readouterr().out)["results"][0]
    assert (best["latitude"], best["longitude"]) == pytest.approx((35.614, 36.561), abs=0.05)
    assert main(["geocode", "Kafr Nabl", "Qqqzzzxx"]) == EXIT_PARTIAL
    assert "no place of this name" in capsys.readouterr().out
    assert main(["geocode", "Sukkari, Aleppo"]) == EXIT_OK
    assert "within 7 km" in capsys.readouterr().out
    assert main(["reverse", "35.74", "37.04"]) == EXIT_OK
    assert "km away" in capsys.readouterr().out
    assert main(["reverse", "-33.87", "151.21", "--json"]) == EXIT_OK
    assert "Sydney" in capsys.readouterr().out


def test_gazetteer_info(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "info"]) == EXIT_OK
    assert "geonames" in capsys.readouterr().out.lower()
    assert main(["gazetteer"]) == EXIT_ERROR


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["map", "nowhere/at/all"], "nowhere"),
        (["map", "IN", "--as-of", "soon"], "YYYY-MM-DD"),
        (["map", "IN", "--conflict", "atlantis"], "atlantis"),
        (["map", "IN", "--bbox", "1,2,3"], "west,south,east,north"),
        (["claims", "IN", "-o", "x.docx"], "unknown format"),
        (["claims", "IN", "--columns", "text"], "FIELD=COLUMN"),
        (["reverse", "95", "200"], "latitude"),
        (["geocode", "Idlib", "--gazetteer", "none.bin"], "none.bin"),
    ],
)
def test_a_mistake_gets_one_line_and_no_traceback(
    folder: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder) if a == "IN" else a for a in arguments]) == EXIT_ERROR
    captured = capsys.readouterr()
    assert message in captured.err
    assert "Traceback" not in captured.err


def test_a_bad_file_is_named_and_the_rest_goes_on(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.pdf").write_bytes(b"not a pdf")
    out = tmp_path / "m.html"
    assert main(["map", str(folder), "-o", str(out)]) == EXIT_PARTIAL
    assert "broken.pdf" in capsys.readouterr().err
    assert out.exists()


def test_long_stages_are_announced_on_a_terminal_only(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["map", str(folder), "-o", str(tmp_path / "a.html")])
    assert "..." not in capsys.readouterr().err
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    main(["map", str(folder), "-o", str(tmp_path / "b.html")])
    told = capsys.readouterr().err
    assert told.index("estimating") < told.index("drawing") < told.index("wrote")


def test_a_document_cannot_steer_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Rebels hold Saraqib \x1b]0;owned\x07."
    (folder / "two.txt").write_text(text, encoding="utf-8")
    main(["claims", str(folder)])
    main(["explain", str(folder), "Saraqib"])
    assert "\x1b" not in capsys.readouterr().out


def test_python_m_and_a_closed_pipe(folder: Path) -> None:
    command = f"{sys.executable} -m geo.cli claims {folder} | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
