"""Addresses of topics."""

from django.urls import path

from essaim.catalogue.views import manage, sheets, transmit

app_name = "catalogue"
urlpatterns = [
    path("sujets/<slug:slug>/", sheets.topic, name="topic"),
    path("sujets/<slug:slug>/je-sais-faire/", sheets.topic_host, name="topic_host"),
    path("sujets/<slug:slug>/documents/<int:number>/", sheets.document, name="document"),
    path("transmettre/", transmit.transmit, name="transmit"),
    path("transmettre/duree/", transmit.transmit_shape, name="transmit_shape"),
    path("transmettre/creneaux/", transmit.transmit_when, name="transmit_when"),
    path("transmettre/<slug:slug>/merci/", transmit.transmit_thanks, name="transmit_thanks"),
    path("transmettre/<slug:slug>/", transmit.proposal, name="proposal"),
    path("transmettre/<slug:slug>/retirer/", transmit.proposal_take_back, name="proposal_take_back"),
    path("pilotage/sujets/", manage.manage_topics, name="manage_topics"),
    path("pilotage/sujets/nouveau/", manage.manage_topic_new, name="manage_topic_new"),
    path("pilotage/sujets/<slug:slug>/", manage.manage_topic, name="manage_topic"),
    path("pilotage/sujets/<slug:slug>/decision/", manage.topic_decide, name="topic_decide"),
    path(
        "pilotage/sujets/<slug:slug>/documents/",
        manage.topic_document_add,
        name="topic_document_add",
    ),
    path(
        "pilotage/sujets/<slug:slug>/documents/<int:number>/retirer/",
        manage.topic_document_remove,
        name="topic_document_remove",
    ),
]
