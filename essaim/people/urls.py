"""Addresses of people."""

from django.urls import path

from essaim.people.views import (
    agents,
    cards,
    directory,
    import_history,
    import_steps,
    imports,
    leaves,
    organisations,
    partnerships,
    passwords,
    relays,
    sign_in,
)

app_name = "people"
urlpatterns = [
    path("connexion/", sign_in.sign_in, name="sign_in"),
    path("connexion/lien/", sign_in.link_request, name="link_request"),
    path("connexion/lien/<str:token>/", sign_in.link_open, name="link_open"),
    path("connexion/code/", cards.card_sign_in, name="card_sign_in"),
    path("connexion/demo/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("deconnexion/", sign_in.sign_out, name="sign_out"),
    path("pilotage/reglages/employeur/", organisations.organisation, name="organisation"),
    path("pilotage/reglages/accessibilite/", organisations.statement, name="statement"),
    path("pilotage/reglages/employeurs/", organisations.organisation_list, name="organisation_list"),
    path("pilotage/personnes/", agents.agent_list, name="agent_list"),
    path("pilotage/personnes/<int:pk>/", agents.agent_detail, name="agent_detail"),
    path("pilotage/personnes/exporter/", agents.agent_export, name="agent_export"),
    path("pilotage/personnes/<int:pk>/absences/", leaves.leave_of, name="leave_of"),
    path("pilotage/personnes/relais/", relays.relay_list, name="relay_list"),
    path("pilotage/personnes/relais/<int:relay>/retirer/", relays.relay_dismiss, name="relay_dismiss"),
    path("moi/annuaire/", directory.directory_switch, name="directory_switch"),
    path("moi/mot-de-passe/", passwords.password, name="password"),
    path("moi/absences/", leaves.leave_mine, name="leave_mine"),
    path("moi/absences/<int:leave>/retirer/", leaves.leave_remove, name="leave_remove"),
    path("pilotage/personnes/import/", imports.import_new, name="import_new"),
    path("pilotage/personnes/import/exemple.<str:ending>", imports.import_example, name="import_example"),
    path("pilotage/personnes/import/<int:pk>/", imports.import_detail, name="import_detail"),
    path("pilotage/personnes/import/historique/", import_history.import_history, name="import_history"),
    path(
        "pilotage/personnes/import/<int:pk>/changements/",
        import_history.import_changes,
        name="import_changes",
    ),
    path("pilotage/personnes/import/<int:pk>/annuler/", import_history.import_undo, name="import_undo"),
    path("pilotage/personnes/import/<int:pk>/feuille/", import_steps.import_sheet, name="import_sheet"),
    path("pilotage/personnes/import/<int:pk>/colonnes/", import_steps.import_columns, name="import_columns"),
    path("pilotage/personnes/import/<int:pk>/valeurs/", import_steps.import_words, name="import_words"),
    path("pilotage/personnes/import/<int:pk>/appliquer/", imports.import_apply, name="import_apply"),
    path(
        "pilotage/personnes/import/<int:pk>/lignes-a-corriger.csv",
        imports.import_rejects,
        name="import_rejects",
    ),
    path("pilotage/reglages/partenaires/", partnerships.partnership_list, name="partnership_list"),
]
