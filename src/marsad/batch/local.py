"""Shards read by processes of this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed

from marsad.batch.child import Keeper
from marsad.batch.plan import Job, Shard
from marsad.batch.shards import Manifest


def run(job: Job, shards: Iterable[Shard], jobs: int, each: Callable[[Manifest], None]) -> None:
    """Reads shards with ``jobs`` processes; ``each`` is told of every shard as it ends."""
    own, keepers = threading.local(), list[Keeper]()

    def read(shard: Shard) -> Manifest:
        if not hasattr(own, "keeper"):
            own.keeper = Keeper(job)
            keepers.append(own.keeper)
        found: Manifest = own.keeper.read(shard)
        return found

    pool = ThreadPoolExecutor(jobs)
    try:
        for done in as_completed([pool.submit(read, shard) for shard in shards]):
            each(done.result())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for keeper in keepers:
            keeper.close()
        pool.shutdown()
