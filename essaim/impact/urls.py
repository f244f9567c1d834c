"""Addresses of the figures."""

from django.urls import path

from essaim.impact import views

app_name = "impact"
urlpatterns = [
    path("pilotage/impact/", views.index, name="index"),
    path("pilotage/impact/seances/", views.sessions, name="sessions"),
    path("pilotage/impact/exporter/", views.export, name="export"),
]
