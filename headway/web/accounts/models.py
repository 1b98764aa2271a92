"""What signing in must remember."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, models, transaction


class SeenAssertion(models.Model):
    """A SAML assertion that was used, so that nobody uses it again; kept for as long as it could be valid."""

    hash = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    @classmethod
    def is_first_use(cls, provider: str, assertion: str, now: datetime, expires_at: datetime) -> bool:
        """Note the use of an assertion; False when it was used before."""
        cls.objects.filter(expires_at__lt=now).delete()
        key = hashlib.sha256(f"{provider}\n{assertion}".encode()).hexdigest()
        try:
            with transaction.atomic():
                cls.objects.create(hash=key, expires_at=expires_at)
        except IntegrityError:
            return False
        return True
