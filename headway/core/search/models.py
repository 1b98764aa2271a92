"""The tables of the index are made by hand: see tables.py. Django makes triggers only for an app with this module."""
