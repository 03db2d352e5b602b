"""Files are written whole or not at all; data is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo._files import atomic_path, data_path, write_text
from geo.errors import DataNotFoundError, GeoError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_failing_block_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    target.write_text("old")
    with pytest.raises(RuntimeError), atomic_path(target) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_write_replaces_whole_and_makes_folders(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b.txt"
    write_text(target, "é\n")
    write_text(target, "ü\n")
    assert target.read_bytes() == "ü\n".encode()
    assert [p.name for p in target.parent.iterdir()] == ["b.txt"]
    assert target.stat().st_mode & 0o400


def test_data_path_names_what_is_missing() -> None:
    assert data_path("gazetteer").is_dir()
    with pytest.raises(DataNotFoundError, match="gazetteer/none.bin") as caught:
        data_path("gazetteer", "none.bin")
    assert isinstance(caught.value, GeoError)
    assert isinstance(caught.value, FileNotFoundError)
