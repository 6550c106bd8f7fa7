"""A real Spark cluster gives what local processes give, with a worker killed and a shard poisoned on the way."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dumps import different, rows
from marsad.batch.plan import of_folder
from marsad.exchange.tables import COUNTED
from spark_cluster import JVM, Cluster, cluster
from test_batch import _CRASH, DEADLY, batch, run, story, with_timeout

pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, which is not installed here")

_CONF = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": JVM,
    "spark.executor.extraJavaOptions": JVM,
    "spark.executor.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
}


@pytest.fixture(scope="module")
def pages(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """What is read: the sample pages, and a file of records that kill their reader where deadly text is in force."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "deadly.jsonl").write_text("\n".join(story(n, DEADLY) for n in range(5)), "utf-8")
    return str(samples / "pages"), str(folder / "deadly.jsonl")


@pytest.fixture(scope="module")
def local(pages: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same files read by local processes."""
    into = tmp_path_factory.mktemp("local")
    batch(into, *pages, "--shard-mb", "0.02")
    return into


@pytest.fixture(scope="module", autouse=True)
def known(samples: Path) -> Iterator[None]:
    """The invented people and outlets of the sample pages, for every process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARSAD_CATALOGUE", str(samples / "catalogue.tsv"))
        patch.setenv("MARSAD_OUTLETS", str(samples / "outlets.toml"))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        yield


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A master and two workers."""
    with cluster(tmp_path_factory.mktemp("cluster") / "logs") as made:
        yield made


def start(master: str, into: Path, *words: str, **conf: str) -> subprocess.Popen[str]:
    """Starts ``marsad batch spark`` as a user would."""
    told = [part for name, value in {**_CONF, **conf}.items() for part in ("--conf", f"{name}={value}")]
    program = [sys.executable, "-c", "from marsad.cli import main; main()", "batch", "spark", *words]
    return subprocess.Popen(
        [*program, "--into", str(into), "--master", master, "--json", *told],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str], code: int) -> tuple[dict[str, int], str]:
    """What a run that ends with this status printed, and what it said beside."""
    out, said = process.communicate()
    assert process.returncode == code, out + said
    return json.loads(out), said


def test_a_killed_worker_and_a_poisoned_shard_lose_and_double_nothing(
    spark: Cluster, pages: tuple[str, str], local: Path, tmp_path: Path
) -> None:
    into, crashing = tmp_path / "into", tmp_path / "crashing"
    crashing.mkdir()
    (crashing / "sitecustomize.py").write_text(_CRASH, "utf-8")
    words = (*pages, "--shard-mb", "0.02")

    first = start(spark.url, into, *words, "--no-tables", **{"spark.executorEnv.PYTHONPATH": str(crashing)})
    finished = into / "shards"
    while not (finished.exists() and any(finished.iterdir())):
        assert first.poll() is None, first.communicate()
        with_timeout(first, 0.1)
    spark.workers[0].kill()
    found, said = ended(first, 1)
    assert "Lost executor" in said
    assert (found["failed"], found["done"]) == (1, found["shards"] - 1)
    assert pages[1] in found["failures"][0]["files"]  # type: ignore[index]
    assert "signal 11" in found["failures"][0]["failed"]  # type: ignore[index]

    found, _ = ended(start(spark.url, into, *words), 0)
    assert (found["read_now"], found["failed"], found["done"]) == (1, 0, len(of_folder(into)))
    assert of_folder(into) == of_folder(local)
    assert not any((into / "tmp").rglob("*"))
    assert same_tables(into, local) == []

    for folder in (into, local):
        run(folder / "a.db", "load", str(folder))
    assert different(rows(into / "a.db"), rows(local / "a.db")) == {}


def same_tables(one: Path, other: Path) -> list[str]:
    """The tables made by Spark and by DuckDB whose rows differ."""
    wrong = []
    for table in COUNTED:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        files = [f"read_parquet('{folder}/tables/{table.name}/**/*.parquet')" for folder in (one, other)]
        mine, theirs = (duckdb.sql(f"SELECT {columns} FROM {f} ORDER BY ALL").fetchall() for f in files)
        wrong += [table.name] if mine != theirs or not mine else []
    return wrong


def test_a_cluster_that_cannot_be_reached_is_told_in_one_line(pages: tuple[str, str], tmp_path: Path) -> None:
    process = start("nonsense", tmp_path / "into", *pages)
    _, said = process.communicate()
    assert process.returncode == 1
    assert said.splitlines()[-1].startswith("marsad: the cluster gave up: ")
    assert "Traceback" not in said
