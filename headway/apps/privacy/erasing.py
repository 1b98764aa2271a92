from headway.apps.privacy.files import FileHolding
from headway.core.holdings import holding_add

holding_add(FileHolding())
