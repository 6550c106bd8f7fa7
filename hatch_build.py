"""Compiles the modules that reading and naming spend their time in, when MARSAD_COMPILE is set (see README.md).

mypyc turns typed Python into C; the wheel holds the compiled modules beside their source, which is used wherever they
cannot be loaded. Everything is made in a folder of its own, so that no compiled file stays behind in the checkout.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: What the program below is run with: no settings of the project, since its libraries are not there to be looked at.
_FLAGS = ["--config-file=", "--ignore-missing-imports", "--no-warn-no-return"]
_COMPILE = """
import os, sys
from mypyc.build import mypycify
from setuptools import setup
modules = mypycify(sys.argv[1:], opt_level="1", debug_level="0", multi_file=True)
setup(name="marsad", ext_modules=modules, script_args=["-q", "build_ext", "--inplace"])
"""


class CompiledModules(BuildHookInterface[Any]):
    """Adds compiled modules to the wheel."""

    def dependencies(self) -> list[str]:
        """What compiling needs beside a C compiler."""
        return ["mypy>=1.18", "setuptools>=77"] if _is_wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles the ``modules`` of the hook's settings; an editable install stays as it is."""
        if not _is_wanted() or version == "editable":
            return
        self._folder = Path(tempfile.mkdtemp(prefix="marsad-build-"))
        shutil.copytree(Path(self.root) / "src" / "marsad", self._folder / "marsad", ignore=_no_compiled)
        paths = [str(p.relative_to(self._folder)) for pattern in self.config["modules"]
                 for p in sorted(self._folder.glob(pattern))]  # fmt: skip
        subprocess.run([sys.executable, "-c", _COMPILE, *_FLAGS, *paths], cwd=self._folder, check=True)
        made = [*self._folder.glob("*.so"), *self._folder.glob("*.pyd"), *self._folder.glob("marsad/**/*.so"),
                *self._folder.glob("marsad/**/*.pyd")]  # fmt: skip
        build_data["force_include"].update({str(p): str(p.relative_to(self._folder)) for p in made})
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes the folder in which the modules were made."""
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder)


def _is_wanted() -> bool:
    return os.environ.get("MARSAD_COMPILE", "").strip().lower() in ("1", "on", "true", "yes")


_no_compiled = shutil.ignore_patterns("*.so", "*.pyd", "__pycache__", "data", "static")
