"""Run inside MetricFlow's own environment, in the folder of a built dbt project: ask every question on standard input.

Reads a JSON list of questions, writes a JSON list of {columns, rows} to the file that is its one argument.
"""

import json
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path


def plain(value):
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return float(value) if isinstance(value, Decimal | int | float) else value


def asked(engine, question):
    from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

    ends = {
        f"time_constraint_{end}": datetime.fromisoformat(question[name])
        for end, name in (("start", "from_day"), ("end", "to_day"))
        if question[name]
    }
    result = engine.query(
        MetricFlowQueryRequest.create(
            metric_names=question["metrics"],
            group_by_names=question["by"] or None,
            where_constraints=question["where"] or None,
            order_by_names=question["by"] or None,
            **ends,
        )
    ).result_df
    rows = [[plain(value) for value in row] for row in result.rows]
    return {"columns": list(result.column_names), "rows": rows}


def main():
    from dbt_metricflow.cli.cli_configuration import CLIConfiguration

    configuration = CLIConfiguration()
    configuration.setup()
    answers = [asked(configuration.mf, question) for question in json.load(sys.stdin)]
    Path(sys.argv[1]).write_text(json.dumps(answers))


if __name__ == "__main__":
    main()
