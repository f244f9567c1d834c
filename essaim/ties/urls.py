"""Addresses: tables to compose, for a session or a list of people."""

from django.urls import path

from essaim.ties.views import composing, moving, printing

app_name = "ties"
urlpatterns = [
    path("pilotage/tables/", composing.composition_list, name="composition_list"),
    path("pilotage/tables/nouvelles/", composing.composition_new, name="composition_new"),
    path("pilotage/tables/seances/<slug:slug>/", composing.session_tables, name="session_tables"),
    path("pilotage/tables/<int:pk>/", composing.composition, name="composition"),
    path("pilotage/tables/<int:pk>/recomposer/", composing.composition_again, name="composition_again"),
    path("pilotage/tables/<int:pk>/arreter/", composing.composition_stop, name="composition_stop"),
    path("pilotage/tables/<int:pk>/annuler/", composing.composition_undo, name="composition_undo"),
    path("pilotage/tables/<int:pk>/deplacer/", moving.place_move, name="place_move"),
    path("pilotage/tables/<int:pk>/echanger/", moving.place_exchange, name="place_exchange"),
    path("pilotage/tables/<int:pk>/epingler/", moving.place_pin, name="place_pin"),
    path("pilotage/tables/<int:pk>/absence/", moving.member_away, name="member_away"),
    path("pilotage/tables/<int:pk>/retour/", moving.member_back, name="member_back"),
    path("pilotage/tables/<int:pk>/tables.pdf", printing.composition_plan, name="composition_plan"),
    path("pilotage/tables/<int:pk>/cartes-de-nom.pdf", printing.composition_cards, name="composition_cards"),
    path("pilotage/tables/<int:pk>/exporter/", printing.composition_export, name="composition_export"),
]
