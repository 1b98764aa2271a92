"""What goes to stdout and what to stderr."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import BaseModel

from headway.core.errors import HeadwayError
from headway.core.perform import answer_json
from headway.interfaces.problems import problem_json


def put(text: str) -> None:
    """Write a text and a line end to stdout as UTF-8, whatever the terminal's encoding is."""
    typer.echo(text.encode())


def put_answer(answer: BaseModel) -> None:
    put(answer_json(answer))


def note(text: str) -> None:
    """Tell a person something, out of the way of the answer."""
    typer.echo(text, err=True)


@contextmanager
def problems_on_stdout() -> Iterator[None]:
    """For commands that programs read: a refused request is a problem document and exit status 1."""
    try:
        yield
    except HeadwayError as error:
        put(problem_json(error))
        raise typer.Exit(1) from error
