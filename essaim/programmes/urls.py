"""Addresses of the settings, of the theme and of the logo."""

from django.urls import path

from essaim.programmes import views

app_name = "programmes"
urlpatterns = [
    path("pilotage/reglages/", views.settings, name="settings"),
    path("pilotage/reglages/mots/", views.settings_words, name="settings_words"),
    path("pilotage/reglages/regles/", views.settings_rules, name="settings_rules"),
    path("pilotage/reglages/exports/", views.export_list, name="export_list"),
    path("theme.css", views.theme, name="theme"),
    path("logo/<slug:slug>", views.logo, name="logo"),
]
