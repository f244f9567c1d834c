"""Addresses."""

from django.urls import path

from essaim.agenda.views import edits, leaving, manage, others, replacing, room, sessions, topics

app_name = "agenda"
urlpatterns = [
    path("programme/", sessions.session_list, name="session_list"),
    path("s/<str:code>/", sessions.short, name="short"),
    path("sujets/<slug:slug>/seances/", topics.topic_sessions, name="topic_sessions"),
    path("seances/<slug:slug>/", sessions.session_detail, name="session_detail"),
    path("seances/<slug:slug>/inscription/", sessions.session_register, name="session_register"),
    path("seances/<slug:slug>/desistement/", sessions.session_withdraw, name="session_withdraw"),
    path("seances/<slug:slug>/desistement/annuler/", sessions.session_undo, name="session_undo"),
    path("seances/<slug:slug>/je-ne-peux-plus-venir/", leaving.session_leave, name="session_leave"),
    path("seances/<slug:slug>/inscrire/", others.session_enrol, name="session_enrol"),
    path("seances/<slug:slug>/inscrire/annuler/", others.session_enrol_undo, name="session_enrol_undo"),
    path("seances/<slug:slug>/agenda.ics", sessions.session_calendar, name="session_calendar"),
    path("seances/<slug:slug>/salle/", room.room, name="room"),
    path("seances/<slug:slug>/salle/presence/", room.room_mark, name="room_mark"),
    path("seances/<slug:slug>/salle/terminer/", room.room_close, name="room_close"),
    path("pilotage/programme/", manage.manage_list, name="manage_list"),
    path("pilotage/programme/nouvelle/", manage.manage_new, name="manage_new"),
    path("pilotage/programme/<slug:slug>/", manage.manage_session, name="manage_session"),
    path("pilotage/programme/<slug:slug>/modifier/", manage.manage_edit, name="manage_edit"),
    path(
        "pilotage/programme/<slug:slug>/modifier/annuler/",
        edits.manage_change_undo,
        name="manage_change_undo",
    ),
    path("pilotage/programme/<slug:slug>/remplacer/", replacing.manage_replace, name="manage_replace"),
    path(
        "pilotage/programme/<slug:slug>/remplacer/annuler/",
        replacing.manage_replace_undo,
        name="manage_replace_undo",
    ),
    path("pilotage/programme/<slug:slug>/publier/", manage.manage_publish, name="manage_publish"),
    path("pilotage/programme/<slug:slug>/places/", manage.manage_resize, name="manage_resize"),
    path("pilotage/programme/<slug:slug>/annuler/", manage.manage_cancel, name="manage_cancel"),
    path("pilotage/programme/<slug:slug>/presences/", manage.manage_presence, name="manage_presence"),
]
