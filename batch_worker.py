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
from concurrent.futures import Executor, ThreadPoolExecutor

import structlog
from sqlalchemy.exc import SQLAlchemyError

from gristmill.checkpoint import checkpointer_of
from gristmill.db import open_database
from gristmill.errors import ConfigError, ProviderNotConfigured
from gristmill.lifecycle import BatchStatus
from gristmill.limits.limiter import Limiter
from gristmill.limits.window import QuotaLimit
from gristmill.logs import set_up_logs
from gristmill.migrate import bring_up_to_date
from gristmill.parquet import warm_up as warm_up_parquet
from gristmill.prices import price_of
from gristmill.prompts import TEMPLATES, Template
from gristmill.providers.base import Provider
from gristmill.providers.registry import build_provider, default_model_of, is_configured
from gristmill.pulse import wait_for
from gristmill.relay import Relay
from gristmill.run import SHUTDOWN_GRACE_S, BatchRun, End
from gristmill.services import Services, build_services
from gristmill.settings import Settings, load_settings
from gristmill.stores import attempts, batches
from models import BatchHistory

POLL_S = 0.5  # how often rows written by another process are noticed; this process's own ring the bell
TROUBLE_S = 5.0  # pause after the database could not be used
IDLE_S = 60.0  # after this the providers' connections and the embedded model's memory are given back
PROMPT_TOKENS = 300  # the default template's prompt, rounded up
MINUTE_S, DAY_S = 60.0, 86_400.0

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
        self._run: BatchRun | None = None
        self._providers: dict[str, Provider] = {}
        self._limiters: dict[tuple[str, str], Limiter] = {}

    def start(self) -> None:
        """Start the thread; while another process works on this database it stands by, ready to take over."""
        self._thread.start()

    def stop(self, timeout_s: float = 15.0) -> None:
        """Finish cleanly: calls about to answer are kept, the running batch goes back to the head of the queue."""
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
        try:
            asyncio.run(self._serve())
        finally:
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
            await self._loop.run_in_executor(filer, self._warm_up)
            logger.info("worker.ready")
            while not self._stopping.is_set():
                try:
                    await self._work_the_queue(writer, filer)
                except SQLAlchemyError as error:
                    logger.error("database.unusable", error=str(getattr(error, "orig", error)))
                    await wait_for(self._wake, TROUBLE_S)
            await self._close_providers()

    def _warm_up(self) -> None:
        """Load what the first batch would wait two seconds for: the libraries for files, calls and prices."""
        name = self._settings.default_provider
        warm_up_parquet()
        if is_configured(name, self._settings):
            build_provider(name, self._settings)
            price_of(name, default_model_of(name, self._settings) or "", self._settings.base_url)
        gc.collect()
        gc.freeze()  # what is loaded now stays: the collector need not walk it during a batch

    async def _work_the_queue(self, writer: Executor, filer: Executor) -> None:
        """Recover, then claim and run batch after batch until shutdown; again after trouble with the database."""
        self._recover()
        repairing = asyncio.create_task(self._repair_files(filer))
        try:
            await self._claim_and_run(writer, filer)
        finally:
            repairing.cancel()
            await asyncio.gather(repairing, return_exceptions=True)

    async def _claim_and_run(self, writer: Executor, filer: Executor) -> None:
        assert self._loop is not None and self._wake is not None
        idle_since = self._loop.time()
        while not self._stopping.is_set():
            batch = self._claim()
            if batch is not None:
                await self._work(batch, writer, filer)
                idle_since = self._loop.time()
                continue
            await wait_for(self._wake, POLL_S)
            if self._loop.time() - idle_since > IDLE_S:
                await self._close_providers()

    def _on_bell(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._hear)

    def _hear(self) -> None:
        assert self._wake is not None
        self._wake.set()
        if self._run is None:
            return
        self._run.look()
        if self._stopping.is_set():
            self._run.finish(End(BatchStatus.QUEUED, "shutdown", SHUTDOWN_GRACE_S))

    def _recover(self) -> None:
        """Put back what a killed process left running: it goes first, and goes on where its rows end."""
        with self._services.database.write() as session:
            batch = batches.running(session)
            if batch is not None:
                batches.requeue(session, self._services.log, batch, why="recovered after a crash")
                logger.warning("batch.recovered", batch_id=batch.batch_id, samples=batch.samples_generated)

    async def _repair_files(self, filer: Executor) -> None:
        """Bring the files of ended batches up to their rows, where a crash or a full disk left them behind.

        One at a time, so that the files of a batch that runs meanwhile are not held up.
        """
        assert self._loop is not None
        for batch in await self._loop.run_in_executor(filer, self._find_files_behind):
            await self._loop.run_in_executor(filer, self._repair, batch)

    def _find_files_behind(self) -> list[BatchHistory]:
        with self._services.database.read() as session:
            return batches.with_files_behind(session)

    def _repair(self, batch: BatchHistory) -> None:
        try:
            rows, written = checkpointer_of(self._services, batch).repair()
        except (OSError, SQLAlchemyError) as error:
            logger.error("files.not_repaired", batch_id=batch.batch_id, error=str(error)[:300])
        else:
            logger.warning("files.repaired", batch_id=batch.batch_id, rows=rows, segments=written)

    def _claim(self) -> BatchHistory | None:
        with self._services.database.read() as session:
            if not batches.any_queued(session):
                return None
        with self._services.database.write() as session:
            return batches.claim_next(session, self._services.log)

    async def _work(self, batch: BatchHistory, writer: Executor, filer: Executor) -> None:
        log = logger.bind(batch_id=batch.batch_id)
        log.info("batch.started", target=batch.target_count, provider=batch.provider, model=batch.model)
        try:
            provider = self._provider(str(batch.provider))
            # Its first call reads price lists for half a second.
            price = await asyncio.to_thread(price_of, provider.name, str(batch.model), self._settings.base_url)
            if provider.demo:
                log.warning("batch.demo", note="demo model: for trying the pipeline, not for training")
            limiter = self._limiter(provider, str(batch.model), TEMPLATES[str(batch.template)])
            self._run = BatchRun(
                self._services,
                batch,
                provider=provider,
                limiter=limiter,
                price=price,
                writer=writer,
                filer=filer,
            )
            self._hear()  # a wish that came before there was a run
            end = await self._run.run()
        except ProviderNotConfigured as error:
            end = self._fail(batch, str(error))
        except SQLAlchemyError:  # not the batch's fault: it is recovered when the database can be used again
            raise
        except Exception as error:  # the worker's outermost guard: one batch's fault must not end the service
            log.exception("batch.crashed")
            end = self._fail(batch, f"Internal error: {type(error).__name__}. The log has the details.")
        finally:
            self._run = None
            self._services.board.clear(batch.batch_id)
        log.info("batch.ended", status=end.status.value, reason=end.reason)

    def _fail(self, batch: BatchHistory, reason: str) -> End:
        with self._services.database.write() as session:
            row = session.get_one(BatchHistory, batch.id)
            if row.status == BatchStatus.RUNNING:
                batches.end(session, self._services.log, row, BatchStatus.FAILED, reason=reason)
        self._services.board.clear(batch.batch_id)
        return End(BatchStatus.FAILED, reason)

    def _provider(self, name: str) -> Provider:
        provider = self._providers.get(name) or build_provider(name, self._settings)
        self._providers[name] = provider
        return provider

    def _limiter(self, provider: Provider, model: str, template: Template) -> Limiter:
        """Get the gate of a provider and model, filled with the calls of the last minute (or day) from the rows."""
        limiter = self._limiters.get((provider.name, model))
        if limiter is None:
            limiter = new_limiter(self._services, template, limited=provider.limited)
            since = self._services.clock.time() - (DAY_S if _has_day_limit(self._settings) else MINUTE_S)
            with self._services.database.read() as session:
                calls = attempts.calls_since(
                    session, provider.name, model, since=since, cached_count=provider.cached_tokens_count
                )
            # A call of unknown cost was cut off: it keeps what a call was taken to use.
            limiter.restore((at, limiter.estimate_tokens if tokens is None else tokens) for at, tokens in calls)
            self._limiters[provider.name, model] = limiter
        return limiter

    async def _close_providers(self) -> None:
        providers, self._providers = self._providers, {}
        for provider in providers.values():
            await provider.aclose()


def _tell_news(relay: Relay) -> None:
    try:
        relay.tell_news()
    except SQLAlchemyError as error:
        logger.error("database.unusable", error=str(getattr(error, "orig", error)))


def new_limiter(services: Services, template: Template, *, limited: bool) -> Limiter:
    """Make the gate that the settings ask for; a provider without quota (the embedded model) gets none.

    Until a call has told what it used, each is taken to use all that it may: the first burst must not overrun.
    """
    settings = services.settings
    minute = QuotaLimit(settings.requests_per_minute, settings.tokens_per_minute, MINUTE_S)
    day = QuotaLimit(settings.requests_per_day, settings.tokens_per_day, DAY_S)
    if not limited:
        minute, day = QuotaLimit(0, 0, MINUTE_S), QuotaLimit(0, 0, DAY_S)
    first_estimate = PROMPT_TOKENS + template.max_tokens
    return Limiter(minute=minute, day=day, clock=services.clock, first_estimate=first_estimate)


def _has_day_limit(settings: Settings) -> bool:
    return bool(settings.requests_per_day or settings.tokens_per_day)


def main() -> int:
    """Work on the queue without serving HTTP, until SIGTERM or Ctrl-C."""
    try:
        settings = load_settings()
        set_up_logs(settings.log_format)
        database = open_database(settings.sqlalchemy_url)
        bring_up_to_date(database, settings)
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
