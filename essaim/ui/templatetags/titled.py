"""A page that shows what to correct says so in its title, which a screen reader speaks first."""

from django import template
from django.template import Context
from django.template.base import Node, NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from essaim.ui.typography import typeset

register = template.Library()

SUMMARY, TITLE = 'class="error-summary"', "<title>"


class TitledNode(Node):
    """The whole page: its title is drawn before what it must tell of."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        page = self.nodelist.render(context)
        if SUMMARY not in page:
            return page
        start = f"{TITLE}{typeset(_('Erreur :'))} "
        return SafeString(page.replace(TITLE, start, 1))


@register.tag
def titled(parser: Parser, token: Token) -> TitledNode:
    """`{% titled %}…{% endtitled %}` around a page."""
    nodelist = parser.parse(("endtitled",))
    parser.delete_first_token()
    return TitledNode(nodelist)
