"""The notebook is committed without outputs and runs from top to bottom."""

from __future__ import annotations

import warnings

import pytest

nbformat = pytest.importorskip("nbformat", reason="notebooks need pip install '.[notebook]'")
nbclient = pytest.importorskip("nbclient", reason="notebooks need pip install '.[notebook]'")


@pytest.fixture(scope="module")
def notebook(root):
    return nbformat.read(root / "notebooks" / "quickstart.ipynb", as_version=4)


def test_it_is_valid_and_committed_without_outputs(notebook):
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_it_runs_and_shows_the_map(notebook, root):
    client = nbclient.NotebookClient(
        nbformat.from_dict(notebook),
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(root / "notebooks")}},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of the notebook machinery itself; the kernel has its own
        done = client.execute()
    outputs = [output for cell in done.cells for output in cell.get("outputs", ())]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert not any(output.get("name") == "stderr" for output in outputs), "no warnings reach the reader"
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert len(pictures) == 1
    shown = done.cells[-1].outputs[-1]["data"]["text/html"]
    assert "<iframe" in shown
    assert "claims" in shown
