"""What can be asked about behaviour; the numbers are worked out in the package `behaviour`.

Whoever asks loads the numerical libraries then, so that a web process starts without them.
"""

from headway.apps.analytics.behaviour.answers import (
    AdoptionAnswer,
    BracketsAnswer,
    ConversionAnswer,
    FunnelAnswer,
    LifecycleAnswer,
    PathsAnswer,
    PeopleAnswer,
    RetentionAnswer,
    StickinessAnswer,
    TimeToValueAnswer,
    TrendAnswer,
)
from headway.apps.analytics.behaviour.questions import (
    AdoptionQuestion,
    BracketsQuestion,
    ConversionQuestion,
    FunnelQuestion,
    LifecycleQuestion,
    PathsQuestion,
    PeopleBehind,
    RetentionQuestion,
    StickinessQuestion,
    TimeToValueQuestion,
    TrendQuestion,
)
from headway.apps.analytics.loading import answers_loaded
from headway.core.context import Context
from headway.core.paging import part_of
from headway.core.registry import query
from headway.core.roles import MAKERS


@query("analytics.funnel")
def funnel(context: Context, question: FunnelQuestion) -> FunnelAnswer:
    """How many people take each step of a funnel, and how long it takes them.

    Raises Invalid for what the definitions cannot decide, such as a window of zero, an exclusion outside of the
    steps, or one between only some steps of an unordered funnel.
    """
    answers_loaded()
    from headway.apps.analytics.behaviour.funnels import funnel_answer  # noqa: PLC0415

    return funnel_answer(context, question)


@query("analytics.time_to_convert")
def time_to_convert(context: Context, question: ConversionQuestion) -> ConversionAnswer:
    """How long people take from one step of a funnel to another, as a histogram.

    Raises Invalid for steps that the funnel does not have, and for fewer than 1 or more than 90 bins.
    """
    answers_loaded()
    from headway.apps.analytics.behaviour.funnels import conversion_answer  # noqa: PLC0415

    return conversion_answer(context, question)


@query("analytics.retention")
def retention(context: Context, question: RetentionQuestion) -> RetentionAnswer:
    """How many of those who began in a period come back in each later one.

    Raises Invalid for no periods, more than 1,000, and for rolling retention other than of the first time.
    """
    answers_loaded()
    from headway.apps.analytics.behaviour.cohorts import retention_answer  # noqa: PLC0415

    return retention_answer(context, question)


@query("analytics.retention_brackets")
def retention_brackets(context: Context, question: BracketsQuestion) -> BracketsAnswer:
    """How many of those who began come back within brackets of days, such as the second to the seventh.

    Raises Invalid for a bracket that ends before it begins.
    """
    answers_loaded()
    from headway.apps.analytics.behaviour.brackets import brackets_answer  # noqa: PLC0415

    return brackets_answer(context, question)


@query("analytics.stickiness")
def stickiness(context: Context, question: StickinessQuestion) -> StickinessAnswer:
    """How many people are active in exactly one period of a range, in two, and so on.

    Raises Invalid for a range that ends before it begins.
    """
    answers_loaded()
    from headway.apps.analytics.behaviour.cohorts import stickiness_answer  # noqa: PLC0415

    return stickiness_answer(context, question)


@query("analytics.lifecycle")
def lifecycle(context: Context, question: LifecycleQuestion) -> LifecycleAnswer:
    """How many people are new, return, come back after a gap or fall dormant, period by period.

    Raises Invalid for no periods and more than 1,000.
    """
    answers_loaded()
    from headway.apps.analytics.behaviour.cohorts import lifecycle_answer  # noqa: PLC0415

    return lifecycle_answer(context, question)


@query("analytics.trend")
def trend(context: Context, question: TrendQuestion) -> TrendAnswer:
    """How often events happen, and how many people do them, period by period.

    Raises Invalid for a range that ends before it begins, a property of more than 100 values, and for daily
    active people by anything but the day.
    """
    answers_loaded()
    from headway.apps.analytics.behaviour.trends import trend_answer  # noqa: PLC0415

    return trend_answer(context, question)


@query("analytics.adoption")
def adoption(context: Context, question: AdoptionQuestion) -> AdoptionAnswer:
    """What share of those who met something took it up within the window.

    Raises Invalid for a window of zero or less.
    """
    answers_loaded()
    from headway.apps.analytics.behaviour.uptake import adoption_answer  # noqa: PLC0415

    return adoption_answer(context, question)


@query("analytics.time_to_value")
def time_to_value(context: Context, question: TimeToValueQuestion) -> TimeToValueAnswer:
    """How many days it takes from starting to the first event of value, and what share gets there soon."""
    answers_loaded()
    from headway.apps.analytics.behaviour.uptake import time_to_value_answer  # noqa: PLC0415

    return time_to_value_answer(context, question)


@query("analytics.paths")
def paths(context: Context, question: PathsQuestion) -> PathsAnswer:
    """Which ways people go after an event, or by which they came to it, the commonest first.

    Raises Invalid for paths of fewer than 1 or more than 10 events.
    """
    answers_loaded()
    from headway.apps.analytics.behaviour.uptake import paths_answer  # noqa: PLC0415

    return paths_answer(context, question)


@query("analytics.people_behind", roles=MAKERS)
def people_behind(context: Context, question: PeopleBehind) -> PeopleAnswer:
    """The ids of the people whose behaviour a number counts.

    Raises Invalid for a number that the question does not have. Open to those who work on the product, since
    ids are personal data.
    """
    answers_loaded()
    from headway.apps.analytics.behaviour.people import people_of  # noqa: PLC0415

    people = people_of(context, question)
    shown, more = part_of(people, question, str)
    return PeopleAnswer(people=shown, count=len(people), next=more)
