"""The committed map is the one that the committed reports give, to the byte."""

from __future__ import annotations

from pathlib import Path

from geo.cli import EXIT_OK, main


def test_the_committed_map_is_rebuilt_byte_equal(root: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "index.html"
    assert main(["map", str(root / "seeds"), "-o", str(fresh)]) == EXIT_OK
    same = fresh.read_bytes() == (root / "maps" / "index.html").read_bytes()
    assert same, "maps/index.html is not what seeds/ gives now: run `make map` and commit it"
    assert fresh.stat().st_size < 1_600_000


def test_the_path_given_does_not_enter_the_map(root: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.html", tmp_path / "b" / "c.html"
    main(["map", str(root / "seeds" / "2018-01-07-government-sinjar-taken.md"), "-o", str(first)])
    copy = tmp_path / "elsewhere" / "2018-01-07-government-sinjar-taken.md"
    copy.parent.mkdir()
    copy.write_bytes((root / "seeds" / copy.name).read_bytes())
    main(["map", str(copy), "-o", str(second)])
    assert first.read_bytes() == second.read_bytes()
    assert str(tmp_path) not in first.read_text(encoding="utf-8")
