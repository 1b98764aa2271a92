"""A person's hand on a page: the mouse, or the keyboard and nothing else."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

TABS_MOST = 400
SAME = "(one) => document.activeElement === one"


@dataclass(frozen=True)
class Walk:
    """How a journey is walked: by mouse or keyboard, in which theme, how wide, with scripts or without."""

    by: Literal["mouse", "keyboard"]
    scheme: Literal["light", "dark"]
    width: int
    scripts: bool = True

    def __str__(self) -> str:
        return "-".join([self.by, self.scheme, str(self.width), *([] if self.scripts else ["no scripts"])])


@dataclass(frozen=True)
class Hand:
    page: "Page"
    by: Literal["mouse", "keyboard"]

    def reach(self, target: "Locator") -> None:
        """Go there with Tab. Fails where Tab never comes, which is a barrier."""
        target.wait_for(state="visible")
        there = target.element_handle()
        for _ in range(TABS_MOST):
            if self.page.evaluate(SAME, there):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {target}")

    def press(self, target: "Locator") -> None:
        """A link, a button, or what opens a part of the page."""
        if self.by == "mouse":
            target.click()
            return
        self.reach(target)
        self.page.keyboard.press("Enter")

    def tick(self, target: "Locator") -> None:
        if self.by == "mouse":
            target.check()
            return
        self.reach(target)
        self.page.keyboard.press("Space")

    def write(self, target: "Locator", text: str) -> None:
        if self.by == "mouse":
            target.fill(text)
            return
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, target: "Locator", label: str) -> None:
        """An entry of a select by its label; the keyboard goes to it by its first letters."""
        if self.by == "mouse":
            target.select_option(label=label)
            return
        self.reach(target)
        self.page.keyboard.type(label)
        chosen = target.evaluate("(one) => one.selectedOptions[0].label.trim()")
        assert chosen == label, f"typing {label!r} chose {chosen!r}"
