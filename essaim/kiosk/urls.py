"""Addresses of the kiosk, and of its settings."""

from django.urls import path

from essaim.kiosk import views

app_name = "kiosk"
urlpatterns = [
    path("borne/", views.home, name="home"),
    path("borne/mise-en-service/", views.enrol, name="enrol"),
    path("borne/programme/", views.programme, name="programme"),
    path("borne/je-suis-la/", views.presence, name="presence"),
    path("borne/fin/", views.stop, name="stop"),
    path("pilotage/reglages/bornes/", views.kiosk_list, name="kiosk_list"),
    path("pilotage/reglages/bornes/<int:pk>/retirer/", views.kiosk_revoke, name="kiosk_revoke"),
]
