"""A first requirements document from linked records, in which every claim cites what it stands on."""
