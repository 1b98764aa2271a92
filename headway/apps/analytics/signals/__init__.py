"""When a number moved, and where: anomalies of a series, and the parts of a whole that explain a change."""
