"""Compare Headway's metrics with MetricFlow's own answers on a real event log, and keep those answers for the tests.

python -m tests.metricflow            # compare, fail on the first difference
python -m tests.metricflow --keep     # compare, and write tests/metricflow/answers.json anew
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from dataclasses import asdict
from pathlib import Path

from tests.metricflow.compare import answered, difference
from tests.metricflow.questions import ANSWERS, DEFINITIONS, QUESTIONS, SHOP, TABLES

BUILD = Path("build") / "metricflow"
PACKAGES = ("dbt-core<1.12", "dbt-duckdb", "dbt-metricflow")
SPINE = """models:
  - name: days
    time_spine: {standard_granularity_column: ds}
    columns: [{name: ds, granularity: day}]
"""


def environment() -> Path:
    """MetricFlow's own virtual environment, made once: it needs other versions than Headway does."""
    folder = BUILD.absolute() / "venv"
    if not (folder / "bin" / "mf").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", *PACKAGES], check=True)
    return folder / "bin"


def project() -> Path:
    """A dbt project with the tables, the definitions as they are, and a spine of days."""
    folder = Path(tempfile.mkdtemp(prefix="metricflow-"))
    (folder / "models").mkdir()
    for name, sql in TABLES.items():
        (folder / "models" / f"{name}.sql").write_text(sql.replace("{folder}", str(SHOP.absolute())))
    (folder / "models" / "spine.yml").write_text(SPINE)
    (folder / "models" / "online_shop.yml").write_text(DEFINITIONS.read_text())
    (folder / "dbt_project.yml").write_text(
        "name: shop\nversion: 1.0.0\nprofile: shop\nmodel-paths: [models]\n"
    )
    base = f"{{type: duckdb, path: {folder}/shop.duckdb, threads: 1}}"
    (folder / "profiles.yml").write_text(f"shop: {{target: dev, outputs: {{dev: {base}}}}}\n")
    return folder


def metricflow() -> list[dict[str, object]]:
    tools, folder = environment(), project()
    around = os.environ | {"DBT_PROFILES_DIR": str(folder), "DBT_SEND_ANONYMOUS_USAGE_STATS": "0"}
    subprocess.run([tools / "dbt", "--quiet", "build"], cwd=folder, env=around, check=True)
    asked = json.dumps([asdict(one) for one in QUESTIONS])
    script = Path(__file__).with_name("asking.py").absolute()
    subprocess.run(
        [tools / "python", script, folder / "answers.json"],
        cwd=folder,
        env=around,
        input=asked,
        text=True,
        check=True,
    )
    return json.loads((folder / "answers.json").read_text())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.metricflow")
    parser.add_argument("--keep", action="store_true", help="write the answers for the tests anew")
    keep = parser.parse_args().keep
    if not SHOP.exists():
        sys.exit(
            f"There is no {SHOP}; put the online shop's events there, or name their folder in HEADWAY_DATA."
        )
    theirs, ours = metricflow(), answered(QUESTIONS)
    different = [line for asked, one, other in zip(QUESTIONS, theirs, ours, strict=True)
                 if (line := difference(asked, one, other))]  # fmt: skip
    print(*different, sep="\n")
    metrics = {name for one in QUESTIONS for name in one.metrics}
    print(
        f"{len(QUESTIONS) - len(different)} of {len(QUESTIONS)} questions on {len(metrics)} metrics are equal to 1e-9"
    )
    if keep:
        answers = {"written by": "python -m tests.metricflow --keep"} | {
            one.key: theirs[n] for n, one in enumerate(QUESTIONS)
        }
        ANSWERS.write_text(
            "{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in answers.items()) + "\n}\n"
        )
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
