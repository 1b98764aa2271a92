"""Erasing while the server runs and people write: the file lets go of what was erased all the same."""

import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from tests.privacy import canary
from tests.privacy.canary import EMAIL
from tests.server import Server

pytestmark = pytest.mark.slow
PLANT = "import django; django.setup(); from tests.privacy import canary, drill; canary.plant(drill._world())"
SCAN = "import django; django.setup(); from tests.privacy import canary; print(canary.traces_in_tables())"
OWNER = ("-w", "lumen", "--as", "owner@lumen.test")


@pytest.fixture
def busy(tmp_path: Path):
    """A running server, with somebody writing notes all the time."""
    server = Server(tmp_path / "home")
    tokens = server.prepare()
    server.start()
    server.command("-c", PLANT)
    stop, written = threading.Event(), []

    def write() -> None:
        headers = {"Authorization": f"Bearer {tokens['engineer']}"}
        while not stop.is_set():
            answer = httpx.post(
                f"{server.url}/api/v1/do/core.note_add", json={"text": "Busy"}, headers=headers, timeout=30
            )
            written.append(answer.status_code)

    writer = threading.Thread(target=write)
    writer.start()
    yield server, written
    stop.set()
    writer.join()
    server.stop()


def test_a_backup_and_an_erasure_while_others_write(busy: tuple[Server, list[int]], tmp_path: Path) -> None:
    server, written = busy
    server.command("-m", "headway", "backup", str(tmp_path / "busy.zip"))
    erase = ["--email", EMAIL, "--why", "Asked by mail", "--confirm", EMAIL]
    told = server.command("-m", "headway", "person", "erase", *erase, *OWNER)
    assert told.startswith("SR-1: ")
    assert server.command("-c", SCAN).strip().splitlines()[-1] == "{}"
    assert len(written) > 5 and set(written) == {200}
    assert sorted(canary.traces_in_files(server.home)) == []
    fresh = {**server.environment, "HEADWAY_HOME": str(tmp_path / "fresh")}
    restore = [
        "-m",
        "headway",
        "restore",
        str(tmp_path / "busy.zip"),
        "--erasures",
        str(server.home / "erasures.jsonl"),
    ]
    done = subprocess.run([sys.executable, *restore], env=fresh, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("is whole: ") == 3
    assert sorted(canary.traces_in_files(tmp_path / "fresh")) == []
