"""Where the package's data lies, and how files are written: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import DataNotFoundError, GeoError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["atomic_path", "data_path", "lexicon_rows", "write_bytes", "write_text"]


@cache
def _data_root() -> Path:
    here = Path(__file__).resolve().parent
    # An installed wheel carries the folder inside the package; a checkout has it beside the package.
    for root in (here / "data", here.parent / "data"):
        if (root / "gazetteer").is_dir():
            return root
    message = f"no data folder beside or inside {here}: reinstall frontline-map"
    raise DataNotFoundError(message)


def data_path(*parts: str) -> Path:
    """Path of a bundled data file or folder.

    Parameters
    ----------
    *parts
        Path components below ``data/``, for example ``("conflicts", "syria")``.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    DataNotFoundError
        If it does not exist.
    """
    path = _data_root().joinpath(*parts)
    if not path.exists():
        message = f"data file {'/'.join(parts)} is missing: reinstall frontline-map"
        raise DataNotFoundError(message)
    return path


def lexicon_rows(name: str, columns: int) -> list[list[str]]:
    """Cells of a tab-separated file of data/lexicons; empty lines and those after a # are left out.

    Raises
    ------
    GeoError
        If a line has another number of columns.
    """
    out = []
    for number, line in enumerate(data_path("lexicons", name).read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != columns:
            message = f"data/lexicons/{name}, line {number}: {len(cells)} columns instead of {columns}: {line!r}"
            raise GeoError(message)
        out.append(cells)
    return out


@contextlib.contextmanager
def atomic_path(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path in the same folder, renamed to `path` if the block succeeds.

    An interrupted or failing block leaves the old file whole and no temporary file behind.

    Parameters
    ----------
    path
        The final path; parent folders are created.

    Yields
    ------
    pathlib.Path
        Path to write to. It keeps the suffix of `path`, because some writers choose a format by it.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-", suffix=target.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` to `path` atomically."""
    with atomic_path(path) as temporary:
        temporary.write_bytes(data)


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write `text` to `path` atomically, as UTF-8 with LF line ends."""
    write_bytes(path, text.encode("utf-8"))
