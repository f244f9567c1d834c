"""Addresses of the settings, of the theme and of the logo."""

from django.urls import path

from essaim.programmes.views import exports, formats, settings, theme

app_name = "programmes"
urlpatterns = [
    path("pilotage/reglages/", settings.settings, name="settings"),
    path("pilotage/reglages/tout/", settings.settings_index, name="settings_index"),
    path("pilotage/reglages/mots/", settings.settings_words, name="settings_words"),
    path("pilotage/reglages/regles/", settings.settings_rules, name="settings_rules"),
    path("pilotage/reglages/formats/", formats.settings_formats, name="settings_formats"),
    path("pilotage/reglages/formats/nouveau/", formats.format_new, name="format_new"),
    path("pilotage/reglages/formats/<int:pk>/", formats.format_edit, name="format_edit"),
    path("pilotage/reglages/formats/<int:pk>/place/", formats.format_move, name="format_move"),
    path("pilotage/reglages/formats/<int:pk>/retirer/", formats.format_remove, name="format_remove"),
    path("pilotage/reglages/saisons/", formats.settings_seasons, name="settings_seasons"),
    path("pilotage/reglages/saisons/<int:pk>/", formats.season_edit, name="season_edit"),
    path("pilotage/reglages/exports/", exports.export_list, name="export_list"),
    path("theme.css", theme.theme, name="theme"),
    path("logo/<slug:slug>", theme.logo, name="logo"),
]
