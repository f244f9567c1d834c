"""The wording of the letters about proposals."""

from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.catalogue.models import Topic
from essaim.letters.emails import Wording, drafted
from essaim.letters.marks import mark
from essaim.ui.phrases import told


def _to_author(topic: Topic, fact: str, lines: list[str], label: str, *, form: str = "") -> Wording:
    address = reverse("catalogue:proposal", args=[topic.slug])
    subject = told(fact, mark("titre", topic.title))
    return Wording(subject, "\n\n".join(lines), label, address, form=form, programme=topic.programme)


@drafted
def published(topic: Topic) -> Wording:
    lines = [
        _("Votre sujet est publié : vos collègues peuvent le lire."),
        _("Nous cherchons une date parmi vos demi-journées. Vous la relirez avant qu’elle paraisse."),
    ]
    return _to_author(topic, _("Sujet publié"), lines, _("Voir le sujet"), form="topic_published")


@drafted
def asked(topic: Topic, question: str) -> Wording:
    said = mark("question", question, needed=True, block=True)
    lines = [_("Avant de publier votre sujet, nous avons une question :"), said]
    return _to_author(topic, _("Une question sur votre sujet"), lines, _("Je réponds"), form="topic_asked")


@drafted
def declined(topic: Topic, reason: str, by: str) -> Wording:
    lines = [
        _("Nous ne retenons pas ce sujet pour l’instant. %(by)s en donne la raison :")
        % {"by": mark("qui", by)},
        mark("raison", reason, needed=True, block=True),
        _("Merci de l’avoir proposé. Vous pouvez le reprendre et le proposer autrement."),
    ]
    return _to_author(topic, _("Sujet non retenu"), lines, _("Voir ma proposition"), form="topic_declined")


@drafted
def reopened(topic: Topic) -> Wording:
    """After a decision that its author had already read."""
    lines = [
        _("Finalement, la réponse reçue sur votre sujet ne tient plus : elle est annulée."),
        _("Nous le relisons, et vous aurez une nouvelle réponse avec sa raison."),
    ]
    return _to_author(topic, _("Finalement, nous relisons votre sujet"), lines, _("Voir ma proposition"))


@drafted
def proposed(topic: Topic, author: str) -> Wording:
    lines = [
        _("%(author)s propose « %(title)s ».") % {"author": author, "title": topic.title},
        _("À vous de publier, de poser une question ou de décliner."),
    ]
    address = reverse("catalogue:manage_topic", args=[topic.slug])
    return Wording(
        _("Un sujet proposé : %(title)s") % {"title": topic.title},
        "\n\n".join(lines),
        _("Lire la proposition"),
        address,
    )


@drafted
def answered(topic: Topic, author: str, answer: str) -> Wording:
    lines = [_("%(author)s répond à votre question :") % {"author": author}, answer]
    address = reverse("catalogue:manage_topic", args=[topic.slug])
    return Wording(
        _("Une réponse sur : %(title)s") % {"title": topic.title},
        "\n\n".join(lines),
        _("Lire la réponse"),
        address,
    )
