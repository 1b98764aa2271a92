"""Behaviour questions answered by a company's own warehouse: `HEADWAY_WAREHOUSE_URL` names it."""
