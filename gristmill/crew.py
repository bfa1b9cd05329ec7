"""The runs that are under way and what they share: providers, and one gate per provider and model.

Lives on the worker's loop. The worker says which batch to work on; how many at once is the queue's business.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor

import structlog
from sqlalchemy.exc import SQLAlchemyError

from gristmill.client_run import ClientRun
from gristmill.desk import Drawn
from gristmill.drawing import Tools
from gristmill.ends import SHUTDOWN, SHUTDOWN_GRACE_S, End
from gristmill.errors import IllegalMove, ProviderNotConfigured, StorageFull
from gristmill.indexes import Indexes
from gristmill.lifecycle import ENDED, BatchStatus, Drive, PauseCause
from gristmill.limits.limiter import Limiter
from gristmill.limits.window import QuotaLimit
from gristmill.outfit import Place, Seat, price_run, watch_of
from gristmill.prices import Price, price_of
from gristmill.prompts import Template, prompt_chars
from gristmill.providers.base import Provider
from gristmill.providers.registry import build_provider
from gristmill.rehearsal import Rehearsal, Rehearsals, Stage
from gristmill.run import BatchRun
from gristmill.services import Services
from gristmill.settings import Settings
from gristmill.stores import attempts, batches, experience, templates
from gristmill.stores.endings import end_if_over
from gristmill.trial import Trial, Tried
from models import BatchHistory

PROMPT_TOKENS = 300  # the default template's prompt, rounded up: the least that a prompt is taken to have
CHARS_PER_TOKEN = 3  # of English prose rather 4.6: the first burst is taken to use more than it will
MINUTE_S, DAY_S = 60.0, 86_400.0

logger = structlog.get_logger("gristmill.worker")


class Crew:
    """Runs batches side by side, and draws single samples for clients."""

    def __init__(self, services: Services, *, writer: Executor, filer: Executor) -> None:
        self._services = services
        self._settings = services.settings
        self._writer, self._filer = writer, filer
        self._tasks: dict[int, asyncio.Task[None]] = {}  # by the batch's primary key
        self._runs: dict[int, BatchRun] = {}
        self._client_runs: dict[int, ClientRun] = {}
        self._opening = asyncio.Lock()
        self._stranded: set[int] = set()
        self._stopping = False
        self._requests = 0
        self._rehearsals = Rehearsals()
        self._providers: dict[str, Provider] = {}
        self._limiters: dict[tuple[str, str], Limiter] = {}
        self._indexes = Indexes(services.database, default_scope=services.settings.near_duplicate_scope)

    @property
    def is_busy(self) -> bool:
        return bool(self._tasks) or self._requests > 0

    @property
    def stranded(self) -> frozenset[int]:
        """Batches whose run was lost to trouble with the database, and which are still marked as running."""
        return frozenset(self._stranded)

    def forget(self, settled: frozenset[int]) -> None:
        """Take note that these stranded batches have been recovered."""
        self._stranded -= settled

    def runs(self, batch: BatchHistory) -> bool:
        return batch.id in self._tasks

    def set_to_work(self, batch: BatchHistory) -> None:
        """Begin to run a claimed batch; if its last run has just written its end, as soon as that has gone."""
        last = self._tasks.get(batch.id)
        self._tasks[batch.id] = asyncio.create_task(self._work(batch, last))

    def look(self, *, stopping: bool) -> None:
        """Have every run look for wishes now; for a shutdown, have it finish."""
        self._stopping = self._stopping or stopping
        for run in self._runs.values():
            self._urge(run)
        self.mind_clients()

    def mind_clients(self) -> None:
        """Cut off what is drawn for clients of batches that have been paused or stopped meanwhile."""
        busy = {batch_pk: run for batch_pk, run in self._client_runs.items() if run.is_busy}
        if not busy:
            return
        try:
            with self._services.database.read() as session:
                going_on = batches.which_run(session, list(busy))
        except SQLAlchemyError:
            return  # the next look will tell
        for batch_pk in busy.keys() - going_on:
            busy[batch_pk].cut_off()

    async def draw_for_client(self, batch_id: str, max_wait_s: float) -> Drawn:
        """Draw the next sample of a batch that its client drives.

        Raises:
            NotFound: no such batch.
            IllegalMove: the worker drives it, or it is paused or has ended.
            QuotaUsedUp: the quota needs longer than `max_wait_s`.
            NoSample: the provider gave none.
            StorageFull: what would be paid for could not be stored.
        """
        if shortage := self._services.storage.shortage():
            raise StorageFull(shortage)
        self._requests += 1  # from here on, not from the call on: what a draw is made with must not be closed meanwhile
        try:
            batch = await asyncio.get_running_loop().run_in_executor(self._writer, self._begin_for_client, batch_id)
            run = await self._client_run(batch)
            return await run.draw(max_wait_s)
        finally:
            self._requests -= 1

    async def preview(self, trial: Trial) -> tuple[Tried, ...]:
        """Draw the briefs of a trial once each.

        Raises:
            InvalidRequest: the template cannot be filled in.
            ProviderNotConfigured: the provider's key or address is not set.
            StorageFull: what would be paid for could not be written down.
        """
        if shortage := self._services.storage.shortage():
            raise StorageFull(shortage)
        self._requests += 1
        try:
            rehearsal = Rehearsal(self._services, trial, await self._stage(trial), writer=self._writer)
            return await self._rehearsals.run(rehearsal)
        finally:
            self._requests -= 1

    async def tidy(self) -> None:
        """Close client runs that are over or rest."""
        for batch_pk, run in list(self._client_runs.items()):
            if not run.is_busy:
                del self._client_runs[batch_pk]
                await run.close()

    async def dismiss(self) -> None:
        """Finish everything that is under way."""
        self.look(stopping=True)
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await asyncio.gather(
            *(run.close(SHUTDOWN_GRACE_S) for run in self._client_runs.values()), return_exceptions=True
        )
        await self._rehearsals.end(SHUTDOWN_GRACE_S)
        await self.give_back_providers()

    async def give_back_providers(self) -> None:
        """Close connections and the embedded model's memory; they are made anew when needed."""
        await self.tidy()
        if self.is_busy and not self._stopping:  # a request came while the runs were closed
            return
        providers, self._providers = self._providers, {}
        for provider in providers.values():
            await provider.aclose()

    async def _work(self, batch: BatchHistory, last: asyncio.Task[None] | None) -> None:
        if last is not None:
            await asyncio.wait([last])
        log = logger.bind(batch_id=batch.batch_id)
        log.info("batch.started", target=batch.target_count, provider=batch.provider, model=batch.model)
        end: End | None = None
        try:
            tools = await self._tools(batch)
            if tools.provider.demo:
                log.warning("batch.demo", note="demo model: for trying the pipeline, not for training")
            run = self._runs[batch.id] = BatchRun(self._services, batch, tools)
            self._urge(run)  # a wish that came before there was a run
            end = await run.run()
        except ProviderNotConfigured as error:
            end = await self._set_aside(batch, str(error), PauseCause.PROVIDER)
        except SQLAlchemyError as error:  # not the batch's fault: it is recovered when the database can be used again
            log.error("run.lost", error=str(getattr(error, "orig", error)))
            self._stranded.add(batch.id)
        except Exception as error:  # the outermost guard: one batch's fault must not end the service
            log.exception("batch.crashed")
            end = await self._set_aside(batch, f"Internal error: {type(error).__name__}. The log has the details.")
        finally:
            self._runs.pop(batch.id, None)
            if self._tasks[batch.id] is asyncio.current_task():  # else it has been claimed again already
                del self._tasks[batch.id]
            self._services.board.retire(batch.batch_id, self._services.clock.monotonic())
            self._services.bell.ring()  # a slot is free
        if end is not None:
            log.info("batch.ended", status=end.status.value, reason=end.reason)

    def _urge(self, run: BatchRun) -> None:
        run.look()
        if self._stopping:
            run.finish(SHUTDOWN)

    async def _set_aside(self, batch: BatchHistory, reason: str, cause: PauseCause | None = None) -> End:
        """Pause (with a cause) or fail a batch that no run could be made for."""
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._writer, self._write_aside, batch, reason, cause
            )
        except SQLAlchemyError:
            self._stranded.add(batch.id)
            return End(BatchStatus.FAILED, reason)

    def _write_aside(self, batch: BatchHistory, reason: str, cause: PauseCause | None) -> End:
        with self._services.database.write() as session:
            row = session.get_one(BatchHistory, batch.id)
            if row.status == BatchStatus.RUNNING and cause:
                batches.pause(session, self._services.log, row, cause, reason=reason)
            elif row.status == BatchStatus.RUNNING:
                batches.end(session, self._services.log, row, BatchStatus.FAILED, reason=reason)
        return End(BatchStatus.PAUSED if cause else BatchStatus.FAILED, reason, cause=cause)

    async def _tools(self, batch: BatchHistory) -> Tools:
        loop = asyncio.get_running_loop()
        prices = await loop.run_in_executor(self._writer, price_run, self._services, batch)
        watch = await loop.run_in_executor(self._filer, watch_of, self._services, self._indexes, batch)
        provider = self._provider(str(batch.provider))
        with self._services.database.read() as session:
            template = templates.get(session, str(batch.template), batch.template_version or 1)
        return Tools(
            provider=provider,
            limiter=(limiter := self._limiter(provider, str(batch.model), template)),
            sharers=lambda: max(1, sum(run.limiter is limiter for run in self._runs.values())),
            price=prices.generation,
            writer=self._writer,
            filer=self._filer,
            judges={place: self._seat(place, price, template) for place, price in prices.judges.items()},
            near=watch.near,
            contamination=watch.contamination,
        )

    def _seat(self, place: Place, price: Price | None, template: Template) -> Seat:
        """Give a judge its provider and gate, which it shares with whoever else calls that model."""
        provider, model = self._provider(place[0]), place[1]
        return Seat(provider=provider, model=model, limiter=self._limiter(provider, model, template), price=price)

    async def _stage(self, trial: Trial) -> Stage:
        places = [(trial.provider, trial.model), *([trial.judge_place] if trial.judge_place else [])]
        own = self._settings.base_url, self._settings.prices
        # The first look reads price lists for half a second.
        prices = [await asyncio.to_thread(price_of, *place, *own) for place in places]
        seats = [self._seat(place, price, trial.template) for place, price in zip(places, prices, strict=True)]
        return Stage(seat=seats[0], judge=seats[1] if trial.judge_place else None)

    def _provider(self, name: str) -> Provider:
        provider = self._providers.get(name) or build_provider(name, self._settings)
        self._providers[name] = provider
        return provider

    def _limiter(self, provider: Provider, model: str, template: Template) -> Limiter:
        """Get the gate of a provider and model, filled with the calls of the last minute (or day) from the rows."""
        limiter = self._limiters.get((provider.name, model))
        if limiter is None:
            limiter = new_limiter(self._services, template, provider)
            since = self._services.clock.time() - (DAY_S if _has_day_limit(self._settings) else MINUTE_S)
            with self._services.database.read() as session:
                calls = attempts.calls_since(
                    session, provider.name, model, since=since, cached_count=provider.cached_tokens_count
                )
                calls += experience.previewed_since(session, provider.name, model, since=since)
            # A call of unknown cost was cut off: it keeps what a call was taken to use.
            limiter.restore((at, limiter.estimate_tokens if tokens is None else tokens) for at, tokens in calls)
            self._limiters[provider.name, model] = limiter
        return limiter

    def _begin_for_client(self, batch_id: str) -> BatchHistory:
        with self._services.database.write() as session:
            batch = batches.find(session, batch_id)
            if batch.drive != Drive.CLIENT:
                raise IllegalMove(
                    batch_id, batch.status, BatchStatus.RUNNING, f"Batch {batch_id} is driven by the worker."
                )
            if batch.status != BatchStatus.RUNNING:
                batches.begin(session, self._services.log, batch, run_slot=None)
            end_if_over(session, self._services.log, batch)  # a sample may have landed, or the target been lowered
            session.flush()
            self._services.crash.reach("client.written")
        self._services.crash.reach("client.committed")
        if batch.status in ENDED:
            raise IllegalMove(batch_id, batch.status, BatchStatus.RUNNING)
        return batch

    async def _client_run(self, batch: BatchHistory) -> ClientRun:
        async with self._opening:
            run = self._client_runs.get(batch.id)
            if run is None or run.is_over:
                run = self._client_runs[batch.id] = ClientRun(self._services, batch, await self._tools(batch))
            elif run.plan_version != batch.plan_version:
                run.replan()
            return run


def new_limiter(services: Services, template: Template, provider: Provider) -> Limiter:
    """Make the gate that the settings ask for; a provider without quota (the embedded model) gets only a width.

    Until a call has told what it used, each is taken to use all that it may: the first burst must not overrun.
    """
    settings = services.settings
    minute = QuotaLimit(settings.requests_per_minute, settings.tokens_per_minute, MINUTE_S)
    day = QuotaLimit(settings.requests_per_day, settings.tokens_per_day, DAY_S)
    if not provider.limited:
        minute, day = QuotaLimit(0, 0, MINUTE_S), QuotaLimit(0, 0, DAY_S)
    return Limiter(
        minute=minute,
        day=day,
        clock=services.clock,
        first_estimate=max(PROMPT_TOKENS, prompt_chars(template) // CHARS_PER_TOKEN) + template.max_tokens,
        max_in_flight=min(provider.concurrency or settings.max_concurrency, settings.max_concurrency),
    )


def _has_day_limit(settings: Settings) -> bool:
    return bool(settings.requests_per_day or settings.tokens_per_day)
