"""Addresses of letters."""

from django.urls import path

from essaim.letters.views import formulations, mailbox, mine, oversight, queue

app_name = "letters"
urlpatterns = [
    path("moi/messages/", mine.mine, name="mine"),
    path("moi/messages/choix/", mine.preferences, name="preferences"),
    path("lettres/desabonnement/<str:token>/", mine.stop, name="stop"),
    path("pilotage/reglages/courriels/", queue.queue, name="queue"),
    path("pilotage/reglages/courriels/reessayer/", queue.retry, name="retry"),
    path("pilotage/messages/formulations/", formulations.formulation_list, name="formulation_list"),
    path("pilotage/messages/formulations/<slug:name>/", formulations.formulation, name="formulation"),
    path(
        "pilotage/messages/formulations/<slug:name>/courriel/",
        formulations.formulation_mail,
        name="formulation_mail",
    ),
    path("demo/courrier/<int:pk>/courriel/", mailbox.mailbox_mail, name="mailbox_mail"),
    path("demo/courrier/<int:pk>/piece/<int:place>/", mailbox.mailbox_enclosure, name="mailbox_enclosure"),
    path("pilotage/messages/", oversight.message_list, name="message_list"),
    path("pilotage/messages/<int:pk>/", oversight.message, name="message"),
    path("pilotage/messages/<int:pk>/courriel/", oversight.message_email, name="message_email"),
    path("pilotage/messages/<int:pk>/retenir/", oversight.message_hold, name="message_hold"),
    path("pilotage/messages/<int:pk>/laisser-partir/", oversight.message_release, name="message_release"),
    path("pilotage/messages/<int:pk>/reessayer/", oversight.message_retry, name="message_retry"),
    path("pilotage/messages/<int:pk>/envoyer-de-nouveau/", oversight.message_again, name="message_again"),
    path(
        "pilotage/messages/<int:pk>/ne-pas-renvoyer/", oversight.message_not_again, name="message_not_again"
    ),
    path("demo/courrier/", mailbox.mailbox, name="mailbox"),
    path("demo/courrier/<int:pk>/", mailbox.mailbox_letter, name="mailbox_letter"),
]
