"""Addresses of the kiosk, and of its settings."""

from django.urls import path

from essaim.kiosk.views import screens, settings, visits

app_name = "kiosk"
urlpatterns = [
    path("borne/", screens.home, name="home"),
    path("borne/mise-en-service/", screens.enrol, name="enrol"),
    path("borne/programme/", screens.programme, name="programme"),
    path("borne/je-suis-la/", screens.presence, name="presence"),
    path("borne/carte/", visits.card, name="card"),
    path("borne/je-m-inscris/", visits.register, name="register"),
    path("borne/mon-avis/", visits.opinion, name="opinion"),
    path("borne/fin/", screens.stop, name="stop"),
    path("pilotage/reglages/bornes/", settings.kiosk_list, name="kiosk_list"),
    path("pilotage/reglages/bornes/<int:pk>/retirer/", settings.kiosk_revoke, name="kiosk_revoke"),
]
