"""Commands that ask in SQL share a process: starting one for each question takes a second, and changes no answer."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping

import pytest

from queries.typed_sql.ask import Rows, SqlWorker
from queries.typed_sql.messages import Opening


class LentWorker:
    """A worker that goes on when whoever asked is done with it."""

    def __init__(self, worker: SqlWorker) -> None:
        self.worker = worker

    def ask(self, sql: str, values: Mapping[str, object] | None = None) -> Rows:
        return self.worker.ask(sql, values)

    def close(self) -> None:
        """Nothing is ended: the next test asks the same process."""


@pytest.fixture(scope="session")
def workers() -> Iterator[dict[bytes, SqlWorker]]:
    """Workers by what they opened."""
    made: dict[bytes, SqlWorker] = {}
    yield made
    for worker in made.values():
        worker.close()


@pytest.fixture(autouse=True)
def shared_worker(workers, monkeypatch):
    """As in production but for its start: the same process, the same opening, the same locks."""

    def lend(opening: Opening) -> LentWorker:
        return LentWorker(workers.setdefault(pickle.dumps(opening), SqlWorker(opening)))

    monkeypatch.setattr("queries.typed_sql.open_worker.SqlWorker", lend)
