"""Addresses of questionnaires."""

from django.urls import path

from essaim.feedback import views

app_name = "feedback"
urlpatterns = [
    path("avis/<str:token>/", views.survey, name="survey"),
    path("avis/<str:token>/reponse/", views.tap, name="tap"),
    path("avis/<str:token>/merci/", views.thanks, name="thanks"),
    path("seances/<slug:slug>/avis/", views.survey_mine, name="survey_mine"),
    path("seances/<slug:slug>/echos/", views.echo, name="echo"),
]
