"""What the application server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from essaim.kernel.ready import make_ready  # noqa: E402 -- it needs the settings read above

make_ready()
