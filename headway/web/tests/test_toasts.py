"""What is said after an action, and the way back."""

import re

from django.contrib.messages.storage.base import Message
from pydantic import BaseModel

from headway.web.toasts import Undo, undo_named, undo_of
from tests.world import World


class Edited(BaseModel):
    undo: int
    changed: int


def test_an_answer_with_a_number_to_undo_has_a_way_back() -> None:
    assert undo_named(Edited(undo=12, changed=3)) == Undo("lists.edit_undo", {"sequence": "12"})
    assert undo_named(object()) is None


def test_a_question_of_any_words_comes_back_whole() -> None:
    undo = Undo("core.import_undo", {"run": "a&b=c d?", "words": "Größe"})
    message = Message(25, "Done.", "undo:core.import_undo?run=a%26b%3Dc+d%3F&words=Gr%C3%B6%C3%9Fe")
    assert undo_of(message) == undo
    assert undo_of(Message(25, "Done.", "other")) is None


def test_a_toast_is_said_once_can_be_dismissed_and_is_escaped(world: World) -> None:
    client = world.client("viewer")
    form = {"theme": "dark", "said": "<b>Dark</b> it is.", "next": "/w/lumen/settings/"}
    client.post("/w/lumen/do/core.theme_set/", form)
    page = client.get("/w/lumen/settings/").content.decode()
    toast = re.search(r'<details class="toast success" open>.*?</details>', page, re.DOTALL)[0]
    assert "&lt;b&gt;Dark&lt;/b&gt; it is." in toast and "Dismiss" in toast and "<form" not in toast
    assert 'class="toast' not in client.get("/w/lumen/settings/").content.decode()
