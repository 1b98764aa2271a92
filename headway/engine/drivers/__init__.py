"""What drives a metric: how strongly two series move together."""
