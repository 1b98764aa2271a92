"""What was found in the events of a workspace, kept beside its index."""

import json
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from headway.apps.analytics.index.keeping import index_of
from headway.apps.analytics.index.naming import whole
from headway.core.models import Workspace

SAMPLED_S = 600.0


def remembered(workspace: Workspace, name: str, work: Callable[[], Any]) -> Any:
    """What `work` finds of the events of a workspace (JSON), kept under a name beside the index and as long as it;
    where there is no index it is worked out each time."""
    index = index_of(workspace, "person")
    return _kept_in(index.folder, name, work) if index else work()


def sampled(workspace: Workspace, name: str, work: Callable[[], Any]) -> Any:
    """The same of what `work` finds in a sample of the events: it stays for some minutes though more come in."""
    index = index_of(workspace, "person")
    return _kept_in(index.base.folder, name, work, SAMPLED_S) if index else work()


def _kept_in(folder: Path, name: str, work: Callable[[], Any], seconds: float = math.inf) -> Any:
    path = folder / f"known-{name}.json"
    if path.exists() and time.time() - path.stat().st_mtime < seconds:
        return json.loads(path.read_text())
    found = work()
    whole(path, lambda part: part.write_text(json.dumps(found)))
    return json.loads(json.dumps(found))
