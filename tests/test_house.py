"""The house rules that no linter knows: sizes, names, one door, nothing of this machine in the files."""

import ast
import configparser
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from headway.core.registry import Entry, entries

ROOT = Path(__file__).resolve().parent.parent
LINES_MOST = 300
MEDIAN_LINES_MOST = 10
EMPTY_NAMES = {
    "manager",
    "helper",
    "helpers",
    "utils",
    "util",
    "service",
    "services",
    "data",
    "info",
    "process",
}
# Methods of a library's classes that ours stand in for.
NAMED_BY_LIBRARIES = {"extract_extra_data", "get_context_data"}
# Split, so that this file does not contain what it looks for.
FOREIGN = "|".join(
    [
        "/wo" + "rk/",
        "/fa" + "rm/",
        "/ro" + "ot/",
        r"pypi\.o" + "rg",
        "python" + "hosted",
        r"registry\.n" + "pmjs",
        r"deb\.deb" + "ian",
    ]
)
# Who may lack a workspace, and why.
WITHOUT_WORKSPACE = {
    "core.user": "a person may belong to several",
    "core.workspace": "it is the workspace",
    "core.apitoken": "through its membership",
    "core.importrowerror": "through its import",
    "accounts.seenassertion": "whoever it let in belongs nowhere yet",
    "identity.directorytoken": "the key of a directory, which is the installation's",
    "identity.scimperson": "what the directory tells of a person",
    "identity.scimgroup": "the directory is the installation's; rules of a workspace say what a group gives",
}


@cache
def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def python_files(*folders: str) -> list[Path]:
    inside = tuple(ROOT / folder for folder in folders)
    files = [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]
    return [path for path in files if any(path.is_relative_to(folder) for folder in inside)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def definitions(path: Path) -> list[ast.FunctionDef | ast.ClassDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def words(name: str) -> list[str]:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_").split("_")


def body_lines(function: ast.FunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    sizes = {
        name_of(path): len(path.read_text("utf-8").splitlines())
        for path in python_files("headway", "tests", "bench")
    }
    assert {name: size for name, size in sizes.items() if size > LINES_MOST} == {}


def test_the_median_function_is_under_ten_lines() -> None:
    lengths = [
        body_lines(node)
        for path in python_files("headway")
        if "tests" not in path.parts
        for node in definitions(path)
        if isinstance(node, ast.FunctionDef)
    ]
    assert statistics.median(lengths) < MEDIAN_LINES_MOST


def test_no_module_or_class_has_a_name_that_says_nothing() -> None:
    modules = [name_of(path) for path in python_files("headway") if EMPTY_NAMES & set(words(path.stem))]
    classes = [
        f"{name_of(path)}: {node.name}"
        for path in python_files("headway")
        for node in definitions(path)
        if isinstance(node, ast.ClassDef) and EMPTY_NAMES & set(words(node.name))
    ]
    assert modules + classes == []


def test_no_function_is_named_after_what_it_handles_only() -> None:
    found = [
        f"{name_of(path)}: {node.name}"
        for path in python_files("headway")
        for node in definitions(path)
        if isinstance(node, ast.FunctionDef)
        and "tests" not in path.parts
        and node.name not in NAMED_BY_LIBRARIES
        and (words(node.name)[-1] in EMPTY_NAMES or words(node.name)[0] == "process")
    ]
    assert found == []


def test_packages_export_nothing_a_second_time() -> None:
    inits = [path for path in python_files("headway") if path.name == "__init__.py"]
    found = [
        name_of(path)
        for path in inits
        if any(
            isinstance(node, ast.Import | ast.ImportFrom) for node in ast.parse(path.read_text("utf-8")).body
        )
    ]
    assert found == []


def test_nothing_of_a_machine_or_a_registry_is_in_the_files() -> None:
    pattern = re.compile(FOREIGN)
    assert list(_lines_with(pattern)) == []


def _lines_with(pattern: re.Pattern[str]) -> Iterator[str]:
    for path in tracked():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        yield from (
            f"{name_of(path)}:{n}: {line[:120]}" for n, line in enumerate(lines, 1) if pattern.search(line)
        )


def test_what_is_looked_for_would_be_found() -> None:
    assert re.search(FOREIGN, "see /wo" + "rk/main") and not re.search(FOREIGN, "at work/main")
    assert words("FeedbackManager") == ["feedback", "manager"] and words("_load_data") == ["load", "data"]


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    pattern = re.compile(r"\b(HEADWAY_[A-Z_]+[A-Z]|DATABASE_URL)\b")
    sources = [path for path in python_files("headway") if "tests" not in path.parts]
    read = {name for path in sources for name in pattern.findall(path.read_text("utf-8"))}
    written = set(pattern.findall((ROOT / "docs/settings.md").read_text("utf-8")))
    assert read == written


def test_every_model_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text("utf-8").lower()
    names = [" ".join(words(model.__name__)) for model in _own_models()]
    assert [name for name in names if not re.search(rf"\b{name}\b", glossary)] == []


def test_every_row_of_a_workspace_carries_it() -> None:
    without = {
        model._meta.label_lower
        for model in _own_models()
        if "workspace" not in {field.name for field in model._meta.get_fields() if not field.auto_created}
    }
    assert without == set(WITHOUT_WORKSPACE)


def _own_models() -> list[type]:
    return [model for model in apps.get_models() if model.__module__.startswith("headway.")]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_every_entry_says_what_it_does(entry: Entry) -> None:
    assert entry.summary.endswith((".", "?")), "the docstring starts with one sentence"
    assert re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)*", entry.name)


def test_every_app_has_its_place_in_the_layers() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    placed = contracts["importlinter:contract:stages"]["layers"].split()
    there = {path.parent.name for path in (ROOT / "headway/apps").glob("*/__init__.py")}
    assert set(placed) == there


def test_every_link_between_documents_leads_somewhere() -> None:
    link = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
    broken = [
        f"{name_of(path)}: {target}"
        for path in tracked()
        if path.suffix == ".md"
        for target in link.findall(path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_no_page_waits_for_the_numerical_libraries() -> None:
    """A web process starts without them; whoever calculates loads them then."""
    command = "import headway.wsgi, headway.urls, sys; print(sorted(HEAVY & set(sys.modules)))"
    heavy = {"duckdb", "highspy", "numpy", "pandas", "pyarrow", "scipy", "sklearn", "wordllama"}
    done = subprocess.run(
        [sys.executable, "-c", command.replace("HEAVY", repr(heavy))],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
