"""Scores of one item from its inputs, on plain numbers or on arrays of draws alike."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Amount = TypeVar("Amount", float, npt.NDArray[np.float64])


def rice(reach: Amount, impact: Amount, confidence: Amount, effort: Amount) -> Amount:
    """Return reach x impact x confidence / effort.

    Reach in people per period, impact on the scale 3, 2, 1, 0.5, 0.25, confidence a share 0..1, effort above
    zero in person-time. Source: S. McBride, "RICE: simple prioritization for product managers", Intercom.

    >>> rice(5000.0, 2.0, 0.8, 2.0)
    4000.0
    """
    return reach * impact * confidence / effort


def ice_product(impact: Amount, confidence: Amount, ease: Amount) -> Amount:
    """Return impact x confidence x ease, each usually 1..10.

    >>> ice_product(8.0, 6.0, 5.0)
    240.0
    """
    return impact * confidence * ease


def ice_mean(impact: Amount, confidence: Amount, ease: Amount) -> Amount:
    """Return the mean of impact, confidence and ease, each usually 1..10.

    >>> ice_mean(8.0, 6.0, 4.0)
    6.0
    """
    return (impact + confidence + ease) / 3.0


def cost_of_delay(business_value: Amount, time_criticality: Amount, rr_oe: Amount) -> Amount:
    """Return the relative cost of delay: business value + time criticality + risk reduction.

    >>> cost_of_delay(8.0, 5.0, 3.0)
    16.0
    """
    return business_value + time_criticality + rr_oe


def wsjf(business_value: Amount, time_criticality: Amount, rr_oe: Amount, job_size: Amount) -> Amount:
    """Return weighted shortest job first: relative cost of delay / job size (above zero).

    Source: Scaled Agile Framework, "Weighted Shortest Job First".

    >>> wsjf(100.0, 50.0, 20.0, 10.0)
    17.0
    """
    return cost_of_delay(business_value, time_criticality, rr_oe) / job_size


def cd3(delay_cost: Amount, duration: Amount) -> Amount:
    """Return cost of delay divided by duration (above zero), in money per time squared.

    Source: J. Arnold, Black Swan Farming.

    >>> cd3(12000.0, 4.0)
    3000.0
    """
    return delay_cost / duration


def opportunity(importance: Amount, satisfaction: Amount) -> Amount:
    """Return importance + max(importance - satisfaction, 0), both as top-two-box share x 10 (0..10).

    Source: A. Ulwick, "What Customers Want", 2005.

    >>> opportunity(9.0, 3.0), opportunity(9.0, 9.5)
    (15.0, 9.0)
    """
    surplus = importance - satisfaction
    return importance + (surplus + abs(surplus)) / 2.0
