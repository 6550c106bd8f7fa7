"""The optional libraries, each imported when it is needed; where one is missing the error says how to install it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from marsad.errors import SettingsError


def pyarrow() -> Any:
    """The module pyarrow, with its Parquet writer. Raises SettingsError where it is missing."""
    _wanted("pyarrow.parquet", "tables", "parquet")
    return import_module("pyarrow")


def duckdb() -> Any:
    """The module duckdb. Raises SettingsError where it is missing."""
    return _wanted("duckdb", "tables", "parquet")


def pyspark() -> Any:
    """The module pyspark.sql. Raises SettingsError where it is missing."""
    return _wanted("pyspark.sql", "a cluster", "spark")


def _wanted(module: str, purpose: str, extra: str) -> Any:
    try:
        return import_module(module)
    except ImportError as cause:
        missing = cause.name or module
        raise SettingsError(f'{purpose} needs more packages ({missing}): pip install "marsad[{extra}]"') from cause
