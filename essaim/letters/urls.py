"""Addresses of letters."""

from django.urls import path

from essaim.letters import views

app_name = "letters"
urlpatterns = [
    path("moi/messages/", views.mine, name="mine"),
    path("demo/courrier/", views.mailbox, name="mailbox"),
    path("demo/courrier/<int:pk>/", views.mailbox_letter, name="mailbox_letter"),
]
