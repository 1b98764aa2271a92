"""The six policies that come with Headway, read from where the product keeps them."""

from pathlib import Path

from headway.engine.rights.document import policy_from

FOLDER = Path(__file__).parents[3] / "apps/governance/profiles"
NAMES = ("startup", "scaling_saas", "spm_1", "spm_2", "enterprise", "regulated")
PROFILES = {name: policy_from((FOLDER / f"{name}.yaml").read_text("utf-8")) for name in NAMES}
