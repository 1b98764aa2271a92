from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "headway.apps.governance"
    label = "governance"

    def ready(self) -> None:
        """Stand at the one write path: from here on no decision right is used unasked."""
        from headway.apps.governance.gating import PolicyGate  # noqa: PLC0415 - models are not there before
        from headway.core import gate  # noqa: PLC0415

        gate.install(PolicyGate())
