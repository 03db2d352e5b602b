"""Documentation that runs: every block of the README, every verb, every link."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from geo import cli
from geo.reports import read_reports

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "seeds/README.md", "data/frames/README.md")


def blocks(language: str) -> list[str]:
    return [body for found, body in BLOCK.findall(README) if found == language]


def commands(program: str) -> list[str]:
    lines = [line for body in blocks("sh") for line in body.splitlines()]
    return [line for line in lines if line.startswith(f"{program} ")]


def verbs() -> dict[str, argparse.ArgumentParser]:
    (action,) = (a for a in cli._parser()._actions if isinstance(a, argparse._SubParsersAction))
    return action.choices


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder that holds the seeds and nothing else, to run in."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_is_something_to_run():
    assert len(blocks("python")) >= 3
    assert len(commands("frontline")) >= 8


def test_every_shell_line_is_known():
    for body in blocks("sh"):
        for line in body.splitlines():
            assert line.split()[0] in {"make", "frontline"}, line


@pytest.mark.parametrize("line", commands("frontline"))
def test_readme_command_runs(line, elsewhere, capsys):
    words = shlex.split(line, comments=True)[1:]
    assert cli.main(words) == 0, capsys.readouterr().err
    if "-o" in words:
        assert (elsewhere / words[words.index("-o") + 1]).stat().st_size > 100
    else:
        assert capsys.readouterr().out.strip()


def test_readme_python_runs(elsewhere, capsys):
    namespace: dict[str, object] = {}
    for number, body in enumerate(blocks("python"), 1):
        exec(compile(body, f"README.md, block {number}", "exec"), namespace)
    assert (elsewhere / "map.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert (elsewhere / "frontline.gpkg").stat().st_size > 10_000
    assert "Sinjar" in capsys.readouterr().out


def test_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in commands("make"):
        assert re.search(rf"^{line.split()[1]}:", makefile, re.MULTILINE), line


def test_every_verb_is_in_the_readme():
    assert verbs(), "the parser has verbs"
    missing = [verb for verb in verbs() if not any(line.split()[1] == verb for line in commands("frontline"))]
    assert missing == []


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_every_verb_has_help(verb, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main([verb, "--help"])
    assert stop.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 5


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name):
    path = ROOT / name
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "#")):
            assert (path.parent / target.split("#")[0]).exists(), f"{name}: {target}"


def test_every_floor_is_explained():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = [name for layer in contract[0]["layers"] for name in re.findall(r"geo\.(\w+)", layer)]
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    missing = [name for name in layers if not name.startswith("_") and f"`{name}`" not in contributing]
    assert missing == []


def test_the_front_matter_shown_in_seeds_readme_is_read(tmp_path):
    text = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
    (tmp_path / "a.md").write_text(re.search(r"^```\n(---\n.*?)^```", text, re.DOTALL | re.MULTILINE)[1], "utf-8")
    (report,) = read_reports(tmp_path / "a.md")
    assert (report.title, report.source, report.published.isoformat(), report.stance) == (
        "Army enters the airbase",
        "Name of the outlet",
        "2018-01-20",
        "regime",
    )
