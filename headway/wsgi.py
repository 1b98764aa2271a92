import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headway.settings")
pages = get_wsgi_application()

from headway.interfaces.collect.mounted import Mounted  # noqa: E402 - after the setup, like all that stands on it

application = Mounted(pages)
