"""Tables of the catalogue: topics, their history, who can host them, their documents."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.people.models import Agent
from essaim.programmes.models import Format, Programme

BLOCKS = {
    "aims": gettext_lazy("Situations et compétences visées"),
    "audience": gettext_lazy("Public et prérequis"),
    "methods": gettext_lazy("Modalité, outils et méthodes"),
    "steps": gettext_lazy("Programme et activités"),
    "timing": gettext_lazy("Durée et dates"),
    "proof": gettext_lazy("Comment la présence est attestée"),
}
"""The six blocks of a training offer's sheet (arrêté du 1er août 2023), by the field that holds them."""


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, agent: Agent) -> Self:
        """What one's organisation publishes, one's own proposals, and everything to those who run the programme."""
        if agent.is_platform_administrator:
            return self
        mine = self.filter(programme__organisation=agent.organisation_id)
        seen = Q(state=Topic.State.PUBLISHED) | Q(author=agent)
        if agent.may_pilot:
            run = Programme.objects.piloted_by(agent)
            seen |= Q(programme__in=run) & ~Q(state=Topic.State.SKETCH)
        return mine.filter(seen)

    def piloted_by(self, agent: Agent) -> Self:
        """Those of the programmes that the agent runs; what somebody is still writing is nobody else's."""
        return self.filter(programme__in=Programme.objects.piloted_by(agent)).exclude(
            state=Topic.State.SKETCH
        )


class Topic(models.Model):
    """What can be given again and again: a title, a promise, what one will know, and its sheet of six blocks.

    It begins as a draft of the coordinator, or as the sketch of somebody who then proposes it.
    """

    class State(models.TextChoices):
        SKETCH = "sketch", _("ébauche")
        PROPOSED = "proposed", _("proposé")
        DRAFT = "draft", _("brouillon")
        PUBLISHED = "published", _("publié")
        DECLINED = "declined", _("décliné")
        ARCHIVED = "archived", _("retiré")

    OPEN_TITLES = (State.PROPOSED, State.DRAFT, State.PUBLISHED, State.ARCHIVED)

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="topics")
    format = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="topics")
    title = models.CharField(_("titre"), max_length=200)
    slug = models.SlugField(_("adresse"), max_length=90, unique=True, null=True)
    promise = models.TextField(_("promesse"), blank=True)
    outcomes = models.TextField(_("vous saurez, une ligne par point"), blank=True)
    aims = models.TextField(BLOCKS["aims"], blank=True)
    audience = models.TextField(BLOCKS["audience"], blank=True)
    methods = models.TextField(BLOCKS["methods"], blank=True)
    steps = models.TextField(BLOCKS["steps"], blank=True)
    timing = models.TextField(BLOCKS["timing"], blank=True)
    proof = models.TextField(BLOCKS["proof"], blank=True)
    minutes = models.PositiveSmallIntegerField(_("durée, en minutes"), null=True, blank=True)
    half_days = models.JSONField(_("demi-journées possibles"), default=list, blank=True)
    """« 2030-02-04-am » and the like: when the author could give it."""
    author = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposed_topics"
    )
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.DRAFT)
    is_training = models.BooleanField(default=True, editable=False)
    """Whether the law asks for the six blocks; follows the format, so that the database can keep the promise."""
    is_asked = models.BooleanField(_("question en attente"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(_("dernier changement"), null=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("sujet")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "title"],
                condition=Q(state__in=("proposed", "draft", "published", "archived")),
                name="one_topic_per_programme_and_title",
            ),
            models.UniqueConstraint(
                fields=["author"], condition=Q(state="sketch"), name="one_sketch_per_author"
            ),
            models.CheckConstraint(
                name="a_published_training_sheet_is_complete",
                condition=~Q(state="published", is_training=True)
                | ~(Q(aims="") | Q(audience="") | Q(methods="") | Q(steps="") | Q(timing="") | Q(proof="")),
            ),
            models.CheckConstraint(
                name="a_sketch_has_an_author", condition=~Q(state="sketch") | Q(author__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="topics_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def missing(self) -> list[str]:
        """The blocks still to be written, by their names."""
        return [str(name) for field, name in BLOCKS.items() if not getattr(self, field).strip()]

    @property
    def filled(self) -> int:
        """How many of the six blocks are written."""
        return len(BLOCKS) - len(self.missing)

    @property
    def cause(self) -> str:
        """The name under which letters know this topic."""
        return f"topic:{self.pk}"


class TopicMove(models.Model):
    """One dated line of a topic's history: what was decided, by whom, in which words."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("proposé")
        WRITTEN = "written", _("écrit")
        ASKED = "asked", _("question posée")
        ANSWERED = "answered", _("réponse donnée")
        PUBLISHED = "published", _("publié")
        DECLINED = "declined", _("décliné")
        ARCHIVED = "archived", _("retiré")
        WITHDRAWN = "withdrawn", _("repris par son auteur")
        RESTORED = "restored", _("remis comme avant")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    before = models.CharField(max_length=10, choices=Topic.State.choices, blank=True)
    """The state it left, so that the move can be taken back."""
    words = models.TextField(blank=True)
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("ligne de l’histoire d’un sujet")

    def __str__(self) -> str:
        return f"{self.topic_id} {self.kind}"


class TopicHost(models.Model):
    """Somebody who said they can give this topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="possible_hosts")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="topics_to_host")
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("personne qui sait faire")
        constraints = [
            models.UniqueConstraint(fields=["topic", "agent"], name="one_offer_to_host_per_topic_and_agent")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.agent_id}"


class Document(models.Model):
    """A file given with a topic, kept in the database so that one backup holds everything."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(_("nom du fichier"), max_length=150)
    kind = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("taille, en octets"))
    content = models.BinaryField()
    added_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("document")
        constraints = [
            models.UniqueConstraint(fields=["topic", "name"], name="one_document_per_topic_and_name")
        ]

    def __str__(self) -> str:
        return self.name
