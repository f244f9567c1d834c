"""What the site remembers of a browser: Django's sessions in the database, read with less work.

The row is read at every request, so that signing out or a new password counts at once for every process. Only the
check of the signature is kept, by the whole content of the row: another content is another key.
"""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from essaim.kernel import clock
from essaim.kernel.prepared import Prepared


def still_open(*, session_key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=session_key, expire_date__gt=at)


read = Prepared(still_open, session_key=str, at=datetime)


class SessionStore(db.SessionStore):
    """Same rows, same signatures, same rules as Django's."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = read(session_key=self.session_key, at=clock.of_django())
        if not found:
            self._session_key = None
        return found[0] if found else None

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(verified(session_data, settings.SECRET_KEY))
        return content


@lru_cache(maxsize=4096)
def verified(session_data: bytes | str, _secret: str) -> str:
    """The content as text, so that whoever changes what was read changes nothing here."""
    return json.dumps(db.SessionStore().decode(session_data))
