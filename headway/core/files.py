"""Files handed to a workspace, kept under names that cannot lead elsewhere."""

import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.ids import new_id

NAME = re.compile(r"[0-9a-f-]{36}\.upload")


def workspace_dir(context: Context, part: str) -> Path:
    """The folder for one kind of file of the workspace, made when absent."""
    folder = Path(settings.FILES_DIR) / str(context.workspace.pk) / part
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def upload_store(context: Context, chunks: Iterable[bytes]) -> str:
    """Keep an upload and give back its name. Raises Invalid once it is larger than allowed; nothing is left."""
    name, size = f"{new_id()}.upload", 0
    with tempfile.NamedTemporaryFile(dir=workspace_dir(context, "uploads"), delete=False) as target:
        for chunk in chunks:
            size += len(chunk)
            if size > settings.IMPORT_BYTES_MOST:
                Path(target.name).unlink()
                raise Invalid(
                    f"The file is larger than the {settings.IMPORT_BYTES_MOST / 1_048_576:,.0f} MB allowed; "
                    "split it."
                )
            target.write(chunk)
    shutil.move(target.name, workspace_dir(context, "uploads") / name)
    return name


def upload_path(context: Context, name: str) -> Path:
    """Where an upload of this workspace lies. Raises Invalid for a name that is not one."""
    path = workspace_dir(context, "uploads") / name
    if not NAME.fullmatch(name) or not path.exists():
        raise Invalid(f"Field upload: {name!r} is not an upload of this workspace.")
    return path


def file_chunks(path: Path) -> Iterable[bytes]:
    """A file in pieces of a megabyte."""
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            yield chunk
