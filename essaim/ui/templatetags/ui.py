"""What templates say in one word: icons, avatars, French typography, days and hours."""

from datetime import date, datetime, time
from functools import lru_cache
from zlib import crc32

import segno
from django import template
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from essaim.kernel import clock
from essaim.kernel.language import in_english
from essaim.ui import dates, helps
from essaim.ui.settings import group_of
from essaim.ui.typography import NARROW, typeset
from essaim.ui.words import said

register = template.Library()

TONES = {"success": "ok", "warning": "warn", "error": "danger"}
SIGNS = {"ok": "check", "warn": "warning", "danger": "warning"}


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, css: str = "") -> SafeString:
    """A drawing of the sprite, for the eye only: the word stands beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        staticfiles_storage.url("ui/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def settings_group(context: template.Context, key: str) -> dict[str, object]:
    """The group of Réglages in which a page stands, with the pages that the reader may open."""
    group = group_of(key)
    reader = context["request"].user
    administers = reader.is_administrator or reader.is_platform_administrator
    return {"label": group.label, "pages": group.open_to(administers=administers)}


@register.simple_tag
@lru_cache(maxsize=256)
def qr(address: str, label: str) -> SafeString:
    """A code that a phone reads, drawn in the page; `label` says to everybody else what it holds."""
    drawing = segno.make(address, micro=False).svg_inline(
        border=1, omitsize=True, svgclass=None, lineclass=None
    )
    inside = drawing.partition(">")[2]
    size = segno.make(address, micro=False).symbol_size(border=1)[0]
    return format_html(
        '<span class="qr"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</span>',
        size,
        size,
        label,
        mark_safe(inside),  # noqa: S308 -- numbers of ours
    )


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """« NB » for Nadia Benali, « J » for Jeanne."""
    words = [word for word in name.replace("’", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.simple_tag
@lru_cache(maxsize=4096)
def avatar(name: str, colour: str = "", size: str = "") -> SafeString:
    """A person's initials in a circle; the colour stays the same from page to page."""
    tint = colour or f"f{crc32(name.encode()) % 5 + 1}"
    css = f"avatar {tint} avatar-{size}" if size else f"avatar {tint}"
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initials(name))


@register.simple_tag
def columns(*names: object) -> SafeString:
    """The heads of a table's columns; their roles stay when a narrow screen draws the table as a list."""
    heads = format_html_join(
        "", '<th role="columnheader" scope="col">{}</th>', ((said(str(name)),) for name in names)
    )
    return format_html('<thead role="rowgroup"><tr role="row">{}</tr></thead>', heads)


@register.filter
def typo(value: object) -> SafeString:
    """French typography for any text, also one that people wrote; escapes what is not escaped yet."""
    return typeset(value)


@register.filter
def day(moment: date) -> str:
    """« ven. 21 mai »."""
    return dates.day(moment)


@register.filter
def long_day(moment: date) -> str:
    """« vendredi 21 mai », with the year when it is not this one."""
    return dates.long_day(moment, today=clock.today())


@register.filter
def day_and_year(day: date) -> str:
    """« 1er septembre 2030 »."""
    return dates.day_and_year(day)


@register.filter
def weekday(moment: date) -> str:
    """« ven. », for a date tile."""
    return dates.short_day_name(dates.local(moment))


@register.filter
def month(moment: date) -> str:
    """« mai », for a date tile."""
    return dates.short_month_name(dates.local(moment))


@register.filter
def day_number(moment: date) -> str:
    """« 21 », for a date tile, in the time zone of the page."""
    return str(dates.local(moment).day)


@register.filter
def hour(moment: datetime | time) -> str:
    """« 9 h », « 10 h 30 »."""
    return dates.hour(moment)


@register.filter
def hours(start: datetime | time, end: datetime | time) -> str:
    """« 9 h – 10 h 30 »."""
    return dates.hours(start, end)


@register.filter
def ordinal(rank: int, gender: str = "f") -> str:
    """« 1re », « 2e »; « 1er » with the argument "m"; “1st”, “2nd” in English."""
    if in_english():
        return english_ordinal(int(rank))
    if int(rank) == 1:
        return "1er" if gender == "m" else "1re"
    return f"{rank}e"


def english_ordinal(rank: int) -> str:
    """“1st”, “2nd”, “3rd”, “4th”, “11th”, “21st”."""
    ending = "th" if rank % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"


@register.filter
def number(value: float) -> str:
    """« 3 000 », « 41,6 »; “3,000”, “41.6”."""
    if in_english():
        return f"{value:,}"
    return f"{value:,}".replace(",", NARROW).replace(".", ",")


@register.filter
def tone(message: Message) -> str:
    """The colour of a message: ok, info, warn or danger."""
    return TONES.get(message.level_tag, "info")


@register.filter
def sign(message: Message) -> str:
    """The icon of a message."""
    return SIGNS.get(tone(message), "info")


@register.filter
def undo_url(message: Message) -> str:
    """Where to post to take back what the message tells, if it says so in `extra_tags="undo:<url>"`."""
    tags = message.extra_tags or ""
    return tags.removeprefix("undo:") if tags.startswith("undo:/") else ""


BARE_INPUTS = {"checkbox", "radioselect", "checkboxselectmultiple", "clearablefile", "file", "hidden"}


@register.simple_tag
def field_input(field: BoundField) -> SafeString:
    """The input of a form's field with the look of the house, tied to its hint and its error."""
    attrs: dict[str, str | bool] = {}
    if field.widget_type not in BARE_INPUTS:
        attrs["class"] = f"input {field.field.widget.attrs.get('class', '')}".strip()
    parts = [part for part, shown in (("hint", field.help_text), ("error", field.errors)) if shown]
    if parts:
        attrs["aria-describedby"] = " ".join(f"{field.auto_id}-{part}" for part in parts)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def page_help(here: str) -> helps.Help | None:
    """What the question mark of a page opens, by the name of its address."""
    return helps.HELPS.get(here)
