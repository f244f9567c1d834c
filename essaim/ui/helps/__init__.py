"""What the question mark of each page opens: two sentences, and the way on.

The keys are names of addresses, as plain strings: `ui` knows no other part. A page that is missing here fails a test.
"""

from essaim.ui.helps.agents import AGENTS
from essaim.ui.helps.catalogue import CATALOGUE
from essaim.ui.helps.everybody import EVERYBODY
from essaim.ui.helps.pilotage import PILOTAGE
from essaim.ui.helps.settings import SETTINGS_PAGES
from essaim.ui.helps.ways import Help, Way

HELPS: dict[str, Help] = EVERYBODY | AGENTS | CATALOGUE | PILOTAGE | SETTINGS_PAGES
__all__ = ["HELPS", "Help", "Way"]
