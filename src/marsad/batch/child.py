"""A process that reads shards, so that one which crashes, hangs or takes all memory costs itself alone.

``python -m marsad.batch.child`` takes a job and then shards on standard input, a line each; it answers in JSON.
``Keeper`` is the other side: it starts the process, watches it and starts another when it dies.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from marsad.batch.plan import Job, Shard
from marsad.batch.shards import Manifest, fail, manifest, write

#: So many pages of one shard may kill the process, each rejected in the next attempt, until the shard is given up.
MOST_DEATHS = 3


def main() -> None:
    """Reads shards until standard input ends."""
    from marsad.intake.limits import memory
    from marsad.pipeline import Tools

    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing but answers may come there
    job = Job.from_json(sys.stdin.readline())
    os.chdir(job.base)
    tools = Tools.load(job.settings)

    def say(kind: str, number: int, what: Any) -> None:
        answers.write(f"{json.dumps([kind, number, what])}\n")
        answers.flush()

    for line in iter(sys.stdin.readline, ""):
        shard, skip = json.loads(line)
        with memory(job.limits.memory_bytes):
            try:
                found = write(Shard.from_json(shard), job, tools, say, {int(n): why for n, why in skip.items()})
                say("done", 0, found)
            except (OSError, MemoryError) as cause:
                say("failed", 0, f"{type(cause).__name__}: {cause}")


class _DiedError(Exception):
    """The process died; the message says how. ``page`` is the number and path of the page that it was reading."""

    def __init__(self, how: str, page: tuple[int, str] | None) -> None:
        super().__init__(how)
        self.page = page


class Keeper:
    """Keeps one process that reads shards of a job; starts it when it is first needed."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, shard: Shard) -> Manifest:
        """Reads a shard unless it is finished. What it returns has ``failed``, in words, where it could not be read."""
        into = Path(self.job.into)
        skip: dict[int, str] = {}
        while (found := manifest(into, shard)) is None:
            try:
                return self._ask(shard, skip)
            except _DiedError as death:
                self.close()
                where = f" at {death.page[1]}" if death.page else ""
                if death.page is None or len(skip) == MOST_DEATHS:
                    return fail(into, shard, f"the process that read it {death}{where}")
                skip[death.page[0]] = f"the process that read it {death}; please report it"
        return found

    def _ask(self, shard: Shard, skip: dict[int, str]) -> Manifest:
        process = self.process = self.process or self._start()
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(f"{json.dumps([shard.as_json(), skip])}\n".encode())
            process.stdin.flush()
        except BrokenPipeError:
            raise _DiedError(self._how(process), None) from None
        page = None
        lines = _Lines(process.stdout)
        while True:
            line = lines.next(self.job.stall)
            if not line:
                stalled = f"gave no sign for {self.job.stall:g} seconds" if line is None else self._how(process)
                raise _DiedError(stalled, page)
            kind, number, what = json.loads(line)
            if kind == "done":
                done: Manifest = what
                return done
            if kind == "failed":
                return fail(Path(self.job.into), shard, what)
            page = (number, what) if kind == "begin" else None

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "marsad.batch.child"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdin
        process.stdin.write(f"{self.job.as_json()}\n".encode())
        return process

    def _how(self, process: subprocess.Popen[bytes]) -> str:
        code = process.wait()
        if code < 0:
            return f"was ended by signal {-code} ({signal.Signals(-code).name})"
        return f"ended with status {code}"

    def close(self) -> None:
        """Ends the process."""
        if self.process:
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream:
                    with suppress(BrokenPipeError):  # it died before it took what was written
                        stream.close()
            self.process = None


class _Lines:
    """The lines of a pipe, with a bound on waiting for the next."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.file, self.held = stream.fileno(), b""

    def next(self, seconds: float) -> bytes | None:
        """The next line, b"" at the end of the stream, None where nothing came in time."""
        until = time.monotonic() + seconds
        while b"\n" not in self.held:
            if not select.select([self.file], [], [], max(0.0, until - time.monotonic()))[0]:
                return None
            more = os.read(self.file, 65536)
            if not more:
                return b""
            self.held += more
        line, _, self.held = self.held.partition(b"\n")
        return line


if __name__ == "__main__":
    main()
