"""Histories kept to the members of a cohort, or told apart by whether somebody is one."""

from collections.abc import Collection

import numpy as np

from headway.apps.analytics.behaviour.membership import PREFIX, members_of
from headway.core.context import Context
from headway.engine.behaviour.histories import Column, Flags, Histories, chosen

INSIDE, OUTSIDE = "in", "not in"


def kept_to(context: Context, histories: Histories, ref: str, by: str) -> Histories:
    """Only what the members of a cohort did."""
    return chosen(histories, _inside(context, histories, ref, by)[histories.person])


def with_cohorts(context: Context, histories: Histories, names: Collection[str], by: str) -> Histories:
    """With a property `cohort:REF` for each that is named: whether the person is in the cohort or not."""
    columns = {
        name: Column(
            np.where(_inside(context, histories, name.removeprefix(PREFIX), by), 0, 1).astype(np.int8)[
                histories.person
            ],
            (INSIDE, OUTSIDE),
        )
        for name in names
    }
    return histories.having({**histories.properties, **columns}) if columns else histories


def _inside(context: Context, histories: Histories, ref: str, by: str) -> Flags:
    members = members_of(context, ref, by)
    return np.fromiter((name in members for name in histories.people), np.bool_, len(histories.people))
