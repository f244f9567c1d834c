"""Addresses of the pages that bring everything together."""

from django.urls import path

from essaim.home import views

app_name = "home"
urlpatterns = [
    path("", views.index, name="index"),
    path("moi/", views.me, name="me"),
    path("recherche/", views.search, name="search"),
    path("pilotage/", views.week, name="week"),
    path("pilotage/decider/", views.week_decide, name="week_decide"),
    path("pilotage/plus-tard/", views.week_later, name="week_later"),
    path("pilotage/revenir/<str:token>/", views.week_undo, name="week_undo"),
]
