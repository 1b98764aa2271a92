"""Metrics as text: a validated subset of the MetricFlow and dbt semantic model in, one SQL text per question out."""
