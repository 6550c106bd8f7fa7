"""A real Spark cluster on this machine for tests: a master and workers as processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyspark

_HOME = Path(pyspark.__file__).parent
_CLASSES = "org.apache.spark.deploy"
#: Short lives: no compiling for speed that nobody will have.
JVM = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
#: Small machines: 1 core and little memory each, nothing served on a web page.
_QUIET = {
    "SPARK_DAEMON_MEMORY": "256m",
    "SPARK_DAEMON_JAVA_OPTS": JVM,
    "SPARK_LOCAL_IP": "127.0.0.1",
    "PYSPARK_PYTHON": sys.executable,
}


class Process:
    """A process of the cluster with its output in a file."""

    def __init__(self, folder: Path, name: str, *command: str) -> None:
        self.log = folder / f"{name}.log"
        with self.log.open("wb") as out:
            self.popen = subprocess.Popen(
                [str(_HOME / "bin" / "spark-class"), *command],
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, **_QUIET, "SPARK_HOME": str(_HOME), "SPARK_LOG_DIR": str(folder)},
            )

    def said(self, pattern: str) -> re.Match[str]:
        """Waits until its output holds ``pattern``; fails when it ends before."""
        while True:
            ended = self.popen.poll() is not None
            found = re.search(pattern, self.log.read_text("utf-8", "replace"))
            if found:
                return found
            assert not ended, self.log.read_text("utf-8", "replace")
            try:
                self.popen.wait(0.1)
            except subprocess.TimeoutExpired:
                continue

    def kill(self) -> None:
        """Kills it and everything it started, without a warning."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()


class Cluster:
    """A master and its workers."""

    def __init__(self, folder: Path, workers: int) -> None:
        folder.mkdir()
        self.processes: list[Process] = []
        try:
            host = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
            master = self._start(folder, "master", f"{_CLASSES}.master.Master", *host)
            self.url = master.said(r"Starting Spark master at (spark://\S+)").group(1)
            size = ("--cores", "1", "--memory", "900m", "--work-dir", str(folder / "work"))
            self.workers = [
                self._start(folder, f"worker{n}", f"{_CLASSES}.worker.Worker", *host, *size, self.url)
                for n in range(workers)
            ]
            for worker in self.workers:
                worker.said("Successfully registered with master")
        except BaseException:
            self.stop()
            raise

    def _start(self, folder: Path, name: str, *command: str) -> Process:
        self.processes.append(Process(folder, name, *command))
        return self.processes[-1]

    def stop(self) -> None:
        """Kills every process."""
        for process in reversed(self.processes):
            process.kill()


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster that ends with the block."""
    made = Cluster(folder, workers)
    try:
        yield made
    finally:
        made.stop()
