"""The rules that the numbers follow, in one sentence each; docs/behaviour.md says more."""

from headway.apps.analytics.behaviour.answers import Definition

TEXTS = {
    "funnel.ordered@1": "The steps in this order, other events may come between; an event fills at most one step, and events of one instant count in whichever order fills most.",  # noqa: E501
    "funnel.strict@1": "The steps one right after another: at every instant with events from the first step to the last at least one step is filled.",  # noqa: E501
    "funnel.unordered@1": "Different steps in any order; an attempt begins with whichever comes first, an event fills at most one step, and step n means n steps done.",  # noqa: E501
    "funnel.window@1": "The window counts from the attempt's first step and includes both of its ends.",
    "funnel.best@1": "Any first step may begin an attempt; the one that gets furthest counts, then the one that got there first, then the one that began last.",  # noqa: E501
    "funnel.first@1": "Only the person's earliest first step begins an attempt.",
    "funnel.range@1": "The first step lies between from and to, both included; later steps may come after to, within the window.",  # noqa: E501
    "funnel.exclusion@2": "An attempt does not count when the excluded event comes between its two steps, or in the window after the first of them where the second is not reached; whoever got furthest only in such an attempt is in no step.",  # noqa: E501
    "funnel.exclusion_unordered@1": "An attempt keeps only its first step when the excluded event comes between its first and last step, or in its window where it is not finished.",  # noqa: E501
    "funnel.by_first@1": "A person counts under the property's value at the first event of a step in the range that has it; '' is nobody's.",  # noqa: E501
    "funnel.by_last@1": "A person counts under the property's value at the last event of a step in the range that has it; '' is nobody's.",  # noqa: E501
    "funnel.by_step@1": "A person counts under the property's value at the event that filled the named step in the attempt that counts; '' is of those who did not get there, or whose event lacks it.",  # noqa: E501
    "funnel.by_all@1": "Each value has a funnel of its own, of only the events that carry it; one person may count under several.",  # noqa: E501
    "funnel.time@1": "Times are those of the attempt that counts, from the step before.",
    "funnel.provisional@1": "Provisional are those who have not finished while the window of their last first step is not over.",  # noqa: E501
    "conversion.bins@1": "Bins are of equal width in whole seconds from the shortest time on; without bin_count as many as the cube root of the people, at most 60, and one more for the longest.",  # noqa: E501
    "retention.recurring@1": "A cohort is everyone who did the first event in the period, so that a person may be in several.",  # noqa: E501
    "retention.first_time@1": "A person is in the cohort of the period of the first event ever that matches, and in none if that was before the range.",  # noqa: E501
    "retention.first_ever@1": "A person is in the cohort of the period of the first event ever of that name, if that one has the properties, and in none if it was before the range.",  # noqa: E501
    "retention.calendar@1": "Coming back means the second event in a later period of the calendar; column 0 is the size of the cohort.",  # noqa: E501
    "retention.rolling@1": "Coming back is counted in stretches of 24 hours (1 hour, 7 or 30 days) from the person's own first event; column 0 is the size of the cohort.",  # noqa: E501
    "retention.cumulative@1": "Came back in that period or in a later one of the range.",
    "retention.brackets@1": "Of those whose first event lies in the range, who did the second within each bracket of days, where a day is 24 hours from the person's own first event, which is in day 0.",  # noqa: E501
    "stickiness@1": "A person counts once, at the number of periods with at least one such event.",
    "lifecycle@1": "New: the first such event ever is in the period; returning: active in this period and the one before; resurrecting: active again after a period without; dormant: active in the one before and not in this, counted below zero.",  # noqa: E501
    "trend.total@1": "How many such events there are in the period.",
    "trend.unique@1": "How many different people did it in the period.",
    "trend.per_user@1": "Events of the period divided by the people who did one; unknown where nobody did.",
    "trend.dau@1": "Different people on the day.",
    "trend.wau@1": "Different people in the 7 days that end with the period's last day.",
    "trend.mau@1": "Different people in the 30 days that end with the period's last day.",
    "trend.breakdown@1": "Each event counts under its own value of the property; '' is without.",
    "adoption.event@1": "Of those who met it (their first such event), the share that did the event within the window from then on, both ends included.",  # noqa: E501
    "adoption.release@1": "Of those active within the window from the day of the release, the share that did the event within the window from their first event since then, both ends included.",  # noqa: E501
    "adoption.unfinished@1": "Windows that are not over count as open (Kaplan-Meier); with none open the interval is Wilson's.",  # noqa: E501
    "time_to_value@1": "Days from a person's first start to the first event of value after it; who is not there yet counts as open (Kaplan-Meier).",  # noqa: E501
    "anomalies@1": "A period stands out when the value, its mean of an hour, its spread of a cycle or what it is beyond the same time of the last seven cycles leaves the range seen before by more than a tenth of that range; old extremes fade.",  # noqa: E501
    "changes@1": "The level changed where cutting the series in two (less its weekly cycle) explains far more than chance would, each stretch seven periods at least.",  # noqa: E501
    "diagnosis@1": "A part is likely the cause when what it counts is surprising at its rate of before (Poisson) and the rest is as before without it; parts of up to three properties are compared, and a further property must earn its naming.",  # noqa: E501
    "diagnosis.count@1": "How many such events there are a day, before and from the change on.",
    "diagnosis.share@1": "Of the people whose first such event is in the range, the share that does the other event within the window, by when they began; windows that are not over are left out.",  # noqa: E501
    "paths@1": "What happened right after (or before) a person's first such event, whatever it was; a person counts once.",  # noqa: E501
}


def definitions(*names: str) -> list[Definition]:
    """The definitions of these names, in this order."""
    return [Definition(name=name, text=TEXTS[name]) for name in names]
