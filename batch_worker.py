"""The engine room: claim -> plan -> generate -> checkpoint -> finish, in a background thread with its own asyncio loop.

Exactly one worker works on a database (file lock). It meets the HTTP side only in rows, events and the live board, so
it also runs alone: `python batch_worker.py`.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import structlog
from sqlalchemy.exc import SQLAlchemyError

from gristmill.crew import Crew
from gristmill.db import open_database
from gristmill.desk import Drawn, Handlers
from gristmill.errors import ConfigError
from gristmill.exports.exporter import Exporter
from gristmill.logs import set_up_logs
from gristmill.opening import make_ready
from gristmill.parquet import warm_up as warm_up_parquet
from gristmill.prices import price_of
from gristmill.providers.registry import build_provider, default_model_of, is_configured
from gristmill.pulse import wait_for
from gristmill.relay import Relay
from gristmill.services import Services, build_services
from gristmill.settings import load_settings
from gristmill.stores import batches, queue
from gristmill.stores.endings import end_if_over
from gristmill.trial import Trial, Tried
from gristmill.upkeep import Upkeep
from models import BatchHistory

POLL_S = 0.5  # how often rows written by another process are noticed; this process's own ring the bell
TROUBLE_S = 5.0  # pause after the database could not be used
IDLE_S = 60.0  # after this the providers' connections and the embedded model's memory are given back

logger = structlog.get_logger("gristmill.worker")


class BatchWorker:
    """The worker of one database. `start` and `stop` are called from the server's main thread."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._settings = services.settings
        self._thread = threading.Thread(target=self._main, name="batch-worker", daemon=True)
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake: asyncio.Event | None = None
        self._crew: Crew | None = None

    def start(self) -> None:
        """Start the thread; while another process works on this database it stands by, ready to take over."""
        self._thread.start()

    def stop(self, timeout_s: float = 15.0) -> None:
        """Finish cleanly: calls about to answer are kept, running batches go back to the head of the queue."""
        if self._thread.is_alive():
            self.ask_to_stop()
            self._thread.join(timeout_s)

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def ask_to_stop(self) -> None:
        """Begin to finish, without waiting."""
        self._stopping.set()
        self._services.bell.ring()

    def _main(self) -> None:
        if not self._stand_by():
            return
        self._services.board.set_worker_alive(True)
        exporter = Exporter(self._services)
        exporter.start()
        try:
            asyncio.run(self._serve())
        finally:
            exporter.stop()
            self._services.desk.close()
            self._services.bell.silence()
            self._services.board.set_worker_alive(False)
            self._services.worker_lock.release()

    def _stand_by(self) -> bool:
        """Wait for the right to work, relaying the news of whoever has it; False when stopped before."""
        if self._services.worker_lock.acquire():
            return True
        logger.warning("worker.stands_by", why="another process works on this database")
        relay = Relay(self._services)
        while not self._services.worker_lock.acquire():
            _tell_news(relay)
            if self._stopping.wait(POLL_S):
                return False
        _tell_news(relay)
        relay.close()
        return True

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._services.bell.listen(self._on_bell)
        with ThreadPoolExecutor(1, "writer") as writer, ThreadPoolExecutor(1, "filer") as filer:
            self._crew = Crew(self._services, writer=writer, filer=filer)
            self._services.desk.open(Handlers(draw=self._on_client, preview=self._on_preview))
            await self._loop.run_in_executor(filer, self._warm_up)
            upkeep = Upkeep(self._services, filer)
            await upkeep.begin()
            keeping_up = asyncio.create_task(upkeep.run())
            logger.info("worker.ready")
            while not self._stopping.is_set():
                try:
                    await self._work_the_queue(self._crew, writer)
                except SQLAlchemyError as error:
                    logger.error("database.unusable", error=str(getattr(error, "orig", error)))
                    await wait_for(self._wake, TROUBLE_S)
            self._services.desk.close()
            await self._crew.dismiss()
            keeping_up.cancel()
            await asyncio.gather(keeping_up, return_exceptions=True)

    def _warm_up(self) -> None:
        """Load what the first batch would wait two seconds for: the libraries for files, calls and prices."""
        name = self._settings.default_provider
        warm_up_parquet()
        if is_configured(name, self._settings):
            build_provider(name, self._settings)
            price_of(name, default_model_of(name, self._settings) or "", self._settings.base_url)
        gc.collect()
        gc.freeze()  # what is loaded now stays: the collector need not walk it during a batch

    async def _work_the_queue(self, crew: Crew, writer: Executor) -> None:
        """Recover, then claim batch after batch until shutdown; again after trouble with the database.

        The database is written in the writer's thread: waiting for a lock on it must not hold up the calls in flight.
        """
        assert self._loop is not None and self._wake is not None
        await self._loop.run_in_executor(writer, self._recover, crew)
        idle_since = self._loop.time()
        while not self._stopping.is_set():
            if crew.stranded:
                raise SQLAlchemyError("A run ended because the database could not be used.")
            batch = await self._loop.run_in_executor(writer, self._claim)
            if batch is not None:
                crew.set_to_work(batch)
                continue
            await wait_for(self._wake, POLL_S)
            crew.mind_clients()
            if crew.is_busy:
                idle_since = self._loop.time()
            elif self._loop.time() - idle_since > IDLE_S:
                await crew.give_back_providers()
                idle_since = self._loop.time()

    def _on_bell(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._hear)

    def _hear(self) -> None:
        assert self._wake is not None
        self._wake.set()
        if self._crew is not None:
            self._crew.look(stopping=self._stopping.is_set())

    def _on_client(self, batch_id: str, max_wait_s: float) -> Future[Drawn]:
        """Serve a request for one sample of a client-driven batch; called on the request's thread."""
        assert self._loop is not None and self._crew is not None
        return asyncio.run_coroutine_threadsafe(self._crew.draw_for_client(batch_id, max_wait_s), self._loop)

    def _on_preview(self, trial: Trial) -> Future[tuple[Tried, ...]]:
        """Serve a request to try a template; called on the request's thread."""
        assert self._loop is not None and self._crew is not None
        return asyncio.run_coroutine_threadsafe(self._crew.preview(trial), self._loop)

    def _recover(self, crew: Crew) -> None:
        """Settle what a killed process left running: it goes first, and goes on where its rows end."""
        stranded = crew.stranded
        with self._services.database.write() as session:
            for batch in reversed(batches.running(session)):
                if not crew.runs(batch):
                    queue.recover(session, self._services.log, batch)
                    logger.warning("batch.recovered", batch_id=batch.batch_id, samples=batch.samples_generated)
            for batch in batches.driven_by_clients(session):
                batches.tell(session, self._services.log, "batch.recovered", batch, {"drive": batch.drive})
                end_if_over(session, self._services.log, batch)
                logger.warning("batch.recovered", batch_id=batch.batch_id, status=batch.status)
            session.flush()
            self._services.crash.reach("recover.written")
        self._services.crash.reach("recover.committed")
        crew.forget(stranded)

    def _claim(self) -> BatchHistory | None:
        with self._services.database.read() as session:
            if not queue.any_waiting(session) or len(batches.running(session)) >= self._settings.max_running_batches:
                return None
        if self._services.storage.shortage():
            return None
        with self._services.database.write() as session:
            self._services.crash.reach("claim.begun")
            batch = queue.claim_next(session, self._services.log, max_running=self._settings.max_running_batches)
            session.flush()
            self._services.crash.reach("claim.written")
        self._services.crash.reach("claim.committed")
        return batch


def _tell_news(relay: Relay) -> None:
    try:
        relay.tell_news()
    except SQLAlchemyError as error:
        logger.error("database.unusable", error=str(getattr(error, "orig", error)))


def main() -> int:
    """Work on the queue without serving HTTP, until SIGTERM or Ctrl-C."""
    try:
        settings = load_settings()
        set_up_logs(settings.log_format)
        database = open_database(settings.sqlalchemy_url)
        make_ready(database, settings)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    worker = BatchWorker(build_services(settings, database))
    worker.start()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    while worker.is_alive() and not ended.wait(1.0):
        pass
    worker.stop()
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
