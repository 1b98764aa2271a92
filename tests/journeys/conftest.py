"""A server of its own with a told story, and a hand on its pages.

In the suite each journey is walked three ways: by mouse in light at 1440, by keyboard in dark at 390, and by mouse
without scripts. `--walks all` walks every one of by x scheme x width, and each width without scripts.
"""

import os
from collections.abc import Callable, Iterator
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.browser import complaints_of, shifts_of, sign_in
from tests.journeys.hand import Hand, Walk
from tests.postgres import database_create
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, StorageState

FEW = [
    Walk("mouse", "light", 1440),
    Walk("keyboard", "dark", 390),
    Walk("mouse", "light", 1440, scripts=False),
]
ALL = [
    *(Walk(*one) for one in product(("mouse", "keyboard"), ("light", "dark"), (1440, 390))),  # type: ignore[arg-type]
    *(Walk("mouse", "light", width, scripts=False) for width in (1440, 390)),
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "walk" in metafunc.fixturenames:
        walks = ALL if metafunc.config.getoption("walks") == "all" else FEW
        if metafunc.definition.get_closest_marker("scripts"):
            walks = [walk for walk in walks if walk.scripts]
        metafunc.parametrize("walk", walks, ids=str, scope="function")


@pytest.fixture(scope="package")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    address = os.environ["DATABASE_URL"]
    served = Server(tmp_path_factory.mktemp("journeys"), address and database_create(address, "journeys"))
    served.prepare()
    served.command("-m", "tests.journeys.scene")
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="package")
def cookies() -> dict[str, "StorageState"]:
    """What the browser of each role keeps once signed in: the limit of sign-ins a minute is for guessers."""
    return {}


@pytest.fixture
def opened(
    told: Server, browser: "Browser", walk: Walk, cookies: dict[str, "StorageState"]
) -> Iterator[Callable[[str], "Page"]]:
    """Opens a tab for somebody, signed in; what the browser complains about or moves by itself fails the test."""
    contexts, tabs, complaints, shifts = [], [], [], []

    def open_for(role: str) -> "Page":
        context = browser.new_context(
            base_url=f"{told.url}/w/lumen/", viewport={"width": walk.width, "height": 900},
            color_scheme=walk.scheme, java_script_enabled=walk.scripts, reduced_motion="reduce",
            storage_state=cookies.get(role),
        )  # fmt: skip
        page = context.new_page()
        contexts.append(context)
        if role in cookies:
            page.goto("")
        else:
            sign_in(page, told.url, role)
            cookies[role] = context.storage_state()
        complaints.append(complaints_of(page))
        if walk.scripts:
            shifts.append(shifts_of(page))
        tabs.append(page)
        return page

    yield open_for
    wide = [
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        for page in tabs
    ]
    for context in contexts:
        context.close()
    assert [line for heard in complaints for line in heard] == []
    assert [one for moved in shifts for one in moved] == []
    assert wide == [0] * len(tabs)


@pytest.fixture
def page(opened: Callable[[str], "Page"]) -> "Page":
    return opened("product_manager")


@pytest.fixture
def hand(page: "Page", walk: Walk) -> Hand:
    return Hand(page, walk.by)
