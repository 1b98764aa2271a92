"""What a stranger does with a shared link, through HTTP; used by the tests beside it."""

import re
from typing import Any

from django.test import Client
from django.utils import timezone

from headway.core.perform import ask, perform

EMBED: dict[str, Any] = {"embed": True, "origins": ["https://example.com"]}


def shared(world, role="product_manager", **more) -> tuple[str, str]:
    """A new link: its path and its ref."""
    question = {"what": "initiative", "audience": "customer", "title": "What comes", "days": 30} | more
    made = perform("sharing.link_make", question, world.context(role, now=timezone.now()))
    return made.path, made.ref


def seen(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def everything(world, path: str, ref: str) -> str:
    """All that a link gives out: pages in each view, files, the frame, and what the API tells of its page."""
    client = Client()
    addresses = [
        path,
        *(f"{path}?view={view}" for view in ("table", "board", "timeline")),
        f"{path}?sort=-score",
    ]
    addresses += [f"{path}list.csv", f"{path}list.json", f"{path}embed/"]
    answers = [client.get(address) for address in addresses]
    assert {one.status_code for one in answers} == {200}
    texts = [b"".join(one.streaming_content) if one.streaming else one.content for one in answers]
    preview = ask("sharing.link_preview", {"ref": ref}, world.context(now=timezone.now()))
    return " ".join([*(one.decode() for one in texts), preview.model_dump_json()])


def everything_but_embed(path: str) -> str:
    return seen(path) + b"".join(Client().get(f"{path}list.json").streaming_content).decode()


def plain(text: str) -> str:
    """What is said, without the places that go on and the marks of the page."""
    return re.sub(r"after=[^\"&]*|<[^>]*>|\"next\":\"[^\"]*\"", " ", text)


def bare(answer) -> tuple[int, str]:
    return answer.status_code, answer.content.decode()
