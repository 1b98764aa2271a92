"""Questions about behaviour as Ibis expressions, which a company's own warehouse answers.

Each gives the numbers that headway.engine.behaviour gives on the same events; only results leave the warehouse.
Ibis is an optional dependency (`headway[warehouse]`); nothing here connects to anything.
"""
