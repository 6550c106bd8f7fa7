"""Runs a notebook without a server: its code cells one after another, each with what its last line gives.

    python tools/run_notebook.py examples/tables.ipynb FOLDER      # writes the results into the notebook

FOLDER is what ``marsad export FOLDER`` wrote; the notebook finds it as TABLES. The test of the notebook runs
it in the same way and compares what comes out.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any


def run(notebook: dict[str, Any], **given: object) -> list[str]:
    """What each code cell prints and gives; ``given`` are variables that the first cell may find."""
    space: dict[str, Any] = dict(given)
    return [_cell("".join(cell["source"]), space) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _cell(source: str, space: dict[str, Any]) -> str:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(tree, "cell", "exec"), space)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), space) if isinstance(last, ast.Expr) else None
    return out.getvalue() + (str(value) if value is not None else "")


def main() -> None:
    path, folder = Path(sys.argv[1]), sys.argv[2]
    notebook = json.loads(path.read_text("utf-8"))
    results = run(notebook, TABLES=folder)
    cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    for number, (cell, result) in enumerate(zip(cells, results, strict=True), 1):
        cell["execution_count"] = number
        text = {"text/plain": result.splitlines(keepends=True)}
        output = {"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": text}
        cell["outputs"] = [output] if result else []
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
