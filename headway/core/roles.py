"""Who a member is in a workspace, and the groups of roles that policies name."""

from django.db.models import TextChoices


class Role(TextChoices):
    OWNER = "owner", "Owner"
    ADMIN = "admin", "Admin"
    PRODUCT_LEAD = "product_lead", "Product lead"
    PRODUCT_MANAGER = "product_manager", "Product manager"
    ENGINEER = "engineer", "Engineer"
    DESIGNER = "designer", "Designer"
    ANALYST = "analyst", "Analyst"
    CONTRIBUTOR = "contributor", "Contributor"
    VIEWER = "viewer", "Viewer"


EVERYONE = frozenset(Role)
ADMINS = frozenset({Role.OWNER, Role.ADMIN})
DECIDERS = ADMINS | {Role.PRODUCT_LEAD, Role.PRODUCT_MANAGER}
MAKERS = DECIDERS | {Role.ENGINEER, Role.DESIGNER, Role.ANALYST}
CONTRIBUTORS = MAKERS | {Role.CONTRIBUTOR}
