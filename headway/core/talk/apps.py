from django.apps import AppConfig


class TalkConfig(AppConfig):
    name = "headway.core.talk"
    label = "talk"

    def ready(self) -> None:
        """From here on, what is written into the activity log is told to those whom it concerns."""
        from headway.core import activity  # noqa: PLC0415 - models are not there before
        from headway.core.talk.telling import told  # noqa: PLC0415

        activity.listen(told)
