"""An upload is found by the name it got, and no other name leads anywhere."""

from pathlib import Path

import pytest

from headway.core.errors import Invalid
from headway.core.files import upload_path, upload_store, workspace_dir
from tests.world import World


def test_an_upload_is_found_by_its_name(world: World) -> None:
    name = upload_store(world.context(), [b"a,b\n", b"1,2\n"])
    assert upload_path(world.context(), name).read_bytes() == b"a,b\n1,2\n"


def test_no_other_name_leads_to_a_file(world: World, tmp_path: Path) -> None:
    outside = workspace_dir(world.context(), "uploads").parent / "secret.upload"
    outside.write_text("not for you")
    (tmp_path / "x.upload").write_text("not for you")
    for name in ("../secret.upload", str(outside), str(tmp_path / "x.upload"), "", ".", "..", "a\0b.upload"):
        with pytest.raises(Invalid, match="is not an upload of this workspace"):
            upload_path(world.context(), name)


def test_an_upload_of_another_workspace_is_none_of_this_one(world: World) -> None:
    name = upload_store(world.context_elsewhere(), [b"theirs"])
    with pytest.raises(Invalid, match="is not an upload of this workspace"):
        upload_path(world.context(), name)
