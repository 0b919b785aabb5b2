"""The option of commands whose work can be done by a cluster: build, publish, offline, check, add."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from ...base.work.addresses import check_address
from ...base.work.stages import working_on


def executor(text: str) -> str:
    """Return the address of a scheduler that may be spoken to; raise ArgumentTypeError for any other."""
    try:
        check_address(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def add_executor(command: argparse.ArgumentParser) -> None:
    """Add the option."""
    command.add_argument(
        "--executor",
        type=executor,
        metavar="ADDRESS",
        help="let the workers of a scheduler of dask.distributed do what can be done elsewhere: "
        "tls://HOST:PORT, or tcp://127.0.0.1:PORT on this machine",
    )


@contextmanager
def on_executor(address: str | None) -> Iterator[None]:
    """Give the work to a cluster until the context ends; without an address, to nobody.

    Raises ValueError where what it needs is not installed or not set, and OSError where it cannot be used.
    """
    if not address:
        yield
        return
    from ...base.work.cluster import cluster

    with cluster(address) as workers, working_on(workers):
        yield
