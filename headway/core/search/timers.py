"""What the workers do for the search index every so often."""

from headway.core.jobs import every

every(60, "tidy search index", "headway.core.search.index.tidy")
