"""What privacy has to say where persons are erased, backed up and restored."""

from headway.apps.privacy.cached import CacheHolding
from headway.apps.privacy.consents import why_refused
from headway.apps.privacy.files import FileHolding
from headway.apps.privacy.ledger import NAME, ledger_merge
from headway.apps.privacy.reapplying import applied_after_restore, repeat_asked
from headway.core.backup.beside import after_restore, beside_add
from headway.core.consent import arrival_told, consent_asked
from headway.core.holdings import holding_add

holding_add(CacheHolding())
holding_add(FileHolding())
beside_add(NAME, ledger_merge)
after_restore("privacy", applied_after_restore)
consent_asked(why_refused)
arrival_told(repeat_asked)
