"""The main job: from a folder of evidence to a defended quarter plan, and a sample company to try it on."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from headway.apps.briefing.folder import question_checked
from headway.apps.briefing.furnishing import sample_furnish
from headway.apps.roadmap.models import Plan
from headway.core import bootstrap
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.interfaces.cli import serving, upkeep
from headway.interfaces.cli.options import Actor, AsJson
from headway.interfaces.cli.output import note, problems_on_stdout, put_answer
from headway.interfaces.cli.progress import progress_shown
from headway.interfaces.cli.report import show

app = typer.Typer()
SAMPLE_WORKSPACE = "fernhill"
SAMPLE_QUARTER, SAMPLE_HORIZON = "2026-Q4", 6
Quarter = Annotated[str, typer.Option(help="First quarter of the plan, such as 2026-Q4.")]
Horizon = Annotated[int | None, typer.Option(help="How many quarters to plan.")]


@app.command()
def plan(
    folder: Annotated[Path, typer.Argument(help="The folder of evidence.")],
    quarter: Quarter,
    *,
    horizon: Horizon = None,
    workspace: Annotated[
        str | None, typer.Option("--workspace", "-w", help="Made when new; otherwise named after the folder.")
    ] = None,
    actor: Actor = None,
    as_json: AsJson = False,
) -> None:
    """Read a folder of evidence and plan a quarter from it."""
    with problems_on_stdout() if as_json else nullcontext():
        question_checked(quarter, horizon)
        if not folder.is_dir():
            raise Invalid(f"There is no folder {folder}.")
        slug = workspace or slugify(folder.resolve().name)[:64] or "plan"
        _run(_context(slug, actor), folder, quarter, horizon, as_json)


@app.command()
def demo(
    serve: Annotated[bool, typer.Option("--serve", help="Serve the pages afterwards.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Make the plan anew.")] = False,
    host: serving.Host = "127.0.0.1",
    port: serving.Port = 8000,
) -> None:
    """Set up, write the sample company's folder, plan its quarter; the second time only what is missing."""
    from headway.sample.company import write_company  # noqa: PLC0415 - only the demo needs it

    upkeep.install(bootstrap.OWNER_EMAIL, None, SAMPLE_WORKSPACE)
    context = _context(SAMPLE_WORKSPACE, bootstrap.OWNER_EMAIL)
    if again or not rows(Plan, context).exists():
        folder = Path(settings.HOME) / "sample"
        write_company(folder)
        _run(context, folder, SAMPLE_QUARTER, SAMPLE_HORIZON, as_json=False)
        sample_furnish(context)
    else:
        note("The sample company has its plan already; --again makes it anew.")
    if serve:
        serving.serve(host=host, port=port)


def _context(slug: str, actor: str | None) -> Context:
    now = timezone.now()
    bootstrap.ready(now)
    return bootstrap.enter_or_create(bootstrap.actor_named(actor), slug, "cli", now)


def _run(context: Context, folder: Path, quarter: str, horizon: int | None, as_json: bool) -> None:
    from headway.apps.briefing import main_job  # noqa: PLC0415 - loads the numerical libraries

    with progress_shown() as progress:
        report = main_job.run(context, folder, quarter, horizon, progress)
    if as_json:
        put_answer(report)
    else:
        show(report.model_dump(mode="json", by_alias=True))
