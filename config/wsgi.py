"""What the application server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

from essaim.kernel.ready import in_one_piece, make_ready  # noqa: E402 -- they need the settings read above

application = in_one_piece(django_application)
make_ready()
