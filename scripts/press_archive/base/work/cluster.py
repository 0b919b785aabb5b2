"""Parts of stages on the workers of a cluster, by dask.distributed (https://distributed.dask.org)."""

from __future__ import annotations

import concurrent.futures
import contextlib
import logging
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ..wording import count
from . import tasks
from .addresses import HOW_TO, TLS, check_address, is_this_machine
from .on_executor import OnExecutor, Pending

AHEAD = 256  # parts that the scheduler has at once, whatever workers come and go
# Of whoever gives work, by dask's names for them here and in its settings.
CERTIFICATES = {
    "tls_ca_file": "distributed.comm.tls.ca-file",
    "tls_client_cert": "distributed.comm.tls.client.cert",
    "tls_client_key": "distributed.comm.tls.client.key",
}


@dataclass(frozen=True)
class Patience:
    """How many seconds are waited before a cluster is given up."""

    connection: float = 10
    no_worker: float = 30
    silence: float = 600  # no part is done, although there are workers


@contextmanager
def cluster(address: str, patience: Patience | None = None) -> Iterator[OnExecutor]:
    """Give parts of stages to the workers of a scheduler until the context ends.

    Raises ValueError where the address is none or the settings lack a certificate, and OSError where the
    cluster is not reached, has no workers, or runs another program.
    """
    check_address(address)
    connection = _Connection(address, patience or Patience())
    try:
        connection.check()
        executor = connection.client.get_executor(pure=False)
        yield OnExecutor(executor, AHEAD, connection.sharing, connection.wait)
    finally:
        connection.close()


class _Connection:
    """A connection to a scheduler."""

    def __init__(self, address: str, patience: Patience) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise ValueError(
                f"--executor needs dask.distributed, which is not installed ({error}). "
                "Hint: install it with pip install 'press-archive[cluster]', or in the checkout: make cluster"
            ) from error
        self.address = address
        self.patience = patience
        # What it says of lost workers and connections is said here, in one line and once.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        security = _security() if address.startswith(TLS) else None
        try:
            with warnings.catch_warnings(action="ignore"):  # of other versions, which are refused below
                self.client = Client(
                    address, timeout=patience.connection, security=security, set_as_default=False
                )
        except OSError as error:
            seconds = f"{patience.connection:g} seconds"
            raise self.failure(
                f"no scheduler within {seconds} ({_last_cause(error)}). Expected one that is running."
            ) from error

    def failure(self, message: str) -> OSError:
        """Return an error with the scheduler's address."""
        return OSError(0, message, self.address)

    def check(self) -> None:
        """Raise OSError unless there are workers, all are spoken to safely, and all have the same program."""
        here = tasks.look_at_program()
        deadline = time.monotonic() + self.patience.no_worker
        while not (workers := self.identity()["workers"]):
            if time.monotonic() > deadline:
                seconds = f"{self.patience.no_worker:g} seconds"
                raise self.failure(f"no worker within {seconds}. Expected at least one.")
            time.sleep(0.1)
        self._check_safe([self.identity()["address"], *workers])
        found = {"the scheduler": self._ask(self.client.run_on_scheduler)}
        of_workers = self._ask(partial(self.client.run, on_error="return"))
        found |= of_workers if isinstance(of_workers, dict) else {"a worker": of_workers}
        for name, program in found.items():
            if different := _difference(program, here):
                who = f"the worker {name}" if "://" in name else name
                raise self.failure(f"{who} has {different}. {tasks.SAME_PROGRAM}")

    def _check_safe(self, addresses: list[str]) -> None:
        for address in addresses:
            if not address.startswith(f"{TLS}://") and not is_this_machine(address):
                raise self.failure(
                    f"{address} is a part of the cluster without TLS, and others than this machine reach it. "
                    f"Expected TLS, or --host 127.0.0.1 for the scheduler and the workers. Hint: see {HOW_TO}"
                )

    def _ask(self, ask: Callable[..., Any]) -> Any:
        """Return what program somebody has, or the error if that cannot be said."""
        try:
            return _within(self.patience.no_worker, partial(ask, tasks.look_at_program))
        except Exception as error:  # whatever it is, this is not the same program
            return error

    def identity(self) -> dict[str, Any]:
        """Return what the scheduler says of itself and of its workers. Raises OSError if it says nothing."""
        try:
            return dict(_within(self.patience.no_worker, self.client.scheduler_info))
        except Exception as error:
            raise self.failure(f"the scheduler does not answer any more ({_last_cause(error)}).") from error

    @contextmanager
    def sharing(self, key: str, pack: Callable[[], bytes]) -> Iterator[None]:
        """Send a context once to each worker, those that begin later included."""
        from .cluster_plugin import SharedContext

        plugin = SharedContext(key, pack())
        try:
            _within(self.patience.silence, partial(self.client.register_plugin, plugin, key))
        except Exception as error:
            raise self.failure(
                f"the records could not be sent to all workers ({_last_cause(error)})."
            ) from error
        try:
            yield
        finally:
            with contextlib.suppress(Exception):  # a cluster that is gone has nothing to forget
                _within(self.patience.connection, partial(self.client.unregister_worker_plugin, key))

    def wait(self, pending: Pending) -> set[Future[bytes]]:
        """Return the parts that are done, as soon as one is. Raises OSError where nothing more can come."""
        begin = last_seen = time.monotonic()
        while True:
            done = concurrent.futures.wait(pending, 1, concurrent.futures.FIRST_COMPLETED).done
            for future in done:
                self._check_outcome(future)
            if done:
                return done
            now = time.monotonic()
            if self.identity()["workers"]:
                last_seen = now
            if now - last_seen > self.patience.no_worker:
                seconds = f"{self.patience.no_worker:g} seconds"
                raise self.failure(
                    f"no worker is left for {seconds}, with {count(len(pending), 'part')} to do."
                )
            if now - begin > self.patience.silence:
                raise self.failure(f"no worker has done a part for {self.patience.silence:g} seconds.")

    def _check_outcome(self, future: Future[bytes]) -> None:
        from distributed.scheduler import KilledWorker

        if future.cancelled():
            raise self.failure("the scheduler gave up the work, or the connection to it was lost.")
        error = future.exception()
        if isinstance(error, KilledWorker):
            raise self.failure(
                "one part of the work ended every worker that tried it. Perhaps they have too little memory."
            ) from error
        if error is not None:
            raise self.failure(f"a worker failed ({type(error).__name__}: {error}).") from error

    def close(self) -> None:
        """End the connection; a cluster that does not answer is left."""
        with contextlib.suppress(Exception):
            _within(self.patience.connection, self.client.close)


def _within(seconds: float, call: Callable[[], Any]) -> Any:
    """Return what a call returns; raise TimeoutError if that takes longer, and leave it to itself."""
    outcome: Future[Any] = Future()

    def run() -> None:
        try:
            outcome.set_result(call())
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError as error:
        raise TimeoutError(f"no answer within {seconds:g} seconds") from error


def _security() -> Any:
    """Return the certificates of this process, which dask's own settings name. Raises ValueError where one
    is missing.
    """
    from distributed import Security

    security = Security(require_encryption=True)
    for name, setting in CERTIFICATES.items():
        path = getattr(security, name)
        if not path or not Path(path).is_file():
            variable = f"DASK_{setting.upper().replace('.', '__').replace('-', '_')}"
            wrong = f"no such file ({path})" if path else "not set"
            raise ValueError(
                f"{setting}: {wrong}. Expected a file. Hint: name it in {variable}, see {HOW_TO}"
            )
    return security


def _difference(program: Any, here: tasks.Program) -> str:
    if isinstance(program, tasks.Program):
        return program.differs_from(here)
    return f"no such program ({program})"


def _last_cause(error: BaseException) -> str:
    while error.__cause__ is not None and str(error.__cause__):
        error = error.__cause__
    return str(error) or type(error).__name__
