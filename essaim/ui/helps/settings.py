"""The pages of Réglages: what each says of itself stands in their register."""

from essaim.ui.helps.ways import SETTINGS, Help
from essaim.ui.settings import PAGES
from essaim.ui.words import gettext_lazy as _

INDEX = (
    _("Chaque ligne ouvre une page de réglages, et dit ce qui s’y règle."),
    _("Rien ne change tant que vous n’enregistrez pas."),
)
SETTINGS_PAGES = {"programmes:settings_index": Help(INDEX, SETTINGS)} | {
    address: Help(sentences, SETTINGS) for page in PAGES for address, sentences in page.helps.items()
}
