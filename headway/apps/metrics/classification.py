from headway.core.classes import classify

classify(
    "metrics.metrictable",
    internal="path sha256 columns",
    inside={"columns": "names and types of the columns of a file"},
)
classify("metrics.semanticmodel", confidential="definition", internal="table")
classify(
    "metrics.metric",
    personal="description decision",
    confidential="label definition baseline target reason",
    internal="kind fingerprint unit",
)
classify("metrics.metricversion", personal="note", confidential="definition", internal="fingerprint")
classify("metrics.metricdriver", personal="note")
classify(
    "metrics.metrictest",
    personal="fixture name",
    confidential="fault expected found",
    inside={"fixture": "made-up rows by table that a metric is tried on"},
)
