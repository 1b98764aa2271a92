"""How far a long run is, on stderr: a bar for a person, a line for each stage in a log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

Report = Callable[[str, float], None]


@contextmanager
def progress_shown() -> Iterator[Report]:
    """Gives the function that a long run calls with the name of its stage and the share done (0 to 1)."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Starting", total=1.0)
        yield lambda stage, share: bar.update(task, description=stage, completed=share)


def _lines(console: Console) -> Report:
    told: list[str] = []

    def report(stage: str, share: float) -> None:
        if told[-1:] != [stage]:
            told.append(stage)
            console.print(f"{share:4.0%} {stage}", highlight=False)

    return report
