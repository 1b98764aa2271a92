"""Programs that run beside each other until one of them ends or somebody stops them all."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

GRACE_S = 15


class Stopped(Exception):
    """Somebody asked for an end."""


def run_together(commands: Sequence[Sequence[str]], told: Callable[[], bool] = lambda: True) -> int:
    """Start all commands and wait; gives the exit status of the first that ended by itself, or 0.

    `told` is called until it has said that they are there.

    The programs stay in the process group of this one, so that whoever ends the group ends them too.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    running = [subprocess.Popen(command) for command in commands]  # nosec B603 # noqa: S603 - our own commands
    try:
        return _first_end(running, told)
    except Stopped:
        return 0
    finally:
        _end(running)


def python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _first_end(running: Sequence[subprocess.Popen[bytes]], told: Callable[[], bool]) -> int:
    is_told = False
    while True:
        is_told = is_told or told()
        for child in running:
            if (status := child.poll()) is not None:
                return abs(status)
        time.sleep(0.2)


def _end(running: Sequence[subprocess.Popen[bytes]]) -> None:
    # A second Ctrl-C must not leave half of them behind.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for child in running:
        child.terminate()
    until = time.monotonic() + GRACE_S
    for child in running:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
