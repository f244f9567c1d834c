"""Addresses of questionnaires."""

from django.urls import path

from essaim.feedback.views import answering, editing, here, papers, words

app_name = "feedback"
urlpatterns = [
    path("avis/<str:token>/", answering.survey, name="survey"),
    path("avis/<str:token>/reponse/", answering.tap, name="tap"),
    path("avis/<str:token>/merci/", answering.thanks, name="thanks"),
    path("salle/<str:code>/avis/", here.guest_survey, name="guest_survey"),
    path("salle/<str:code>/merci/", here.guest_thanks, name="guest_thanks"),
    path("seances/<slug:slug>/avis/", answering.survey_mine, name="survey_mine"),
    path("seances/<slug:slug>/salle/papier/", papers.paper, name="paper"),
    path("seances/<slug:slug>/salle/papier/imprimer/", papers.paper_print, name="paper_print"),
    path("seances/<slug:slug>/salle/papier/saisir/", papers.paper_type, name="paper_type"),
    path("seances/<slug:slug>/salle/papier/reprendre/", papers.paper_undo, name="paper_undo"),
    path("seances/<slug:slug>/echos/", answering.echo, name="echo"),
    path("sujets/<slug:slug>/echos/", answering.topic_echo, name="topic_echo"),
    path("pilotage/reglages/questionnaire/", editing.editor, name="editor"),
    path("pilotage/reglages/questionnaire/apercu/", editing.editor_preview, name="editor_preview"),
    path("pilotage/reglages/questionnaire/versions/", editing.editor_versions, name="editor_versions"),
    path("pilotage/reglages/questionnaire/a-froid/", editing.editor_cold, name="editor_cold"),
    path("pilotage/impact/paroles/", words.word_list, name="word_list"),
    path("pilotage/impact/paroles/<uuid:key>/", words.word_decide, name="word_decide"),
]
