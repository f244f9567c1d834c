"""Addresses of certificates: one's own, and the public check of a code."""

from django.urls import path

from essaim.recognition import views

app_name = "recognition"
urlpatterns = [
    path("moi/attestations/", views.certificate_list, name="certificate_list"),
    path("moi/attestations/<str:code>.pdf", views.certificate_pdf, name="certificate_pdf"),
    path("moi/attestations/<str:code>/preparation/", views.certificate_prepare, name="certificate_prepare"),
    path("moi/livret.pdf", views.record_pdf, name="record_pdf"),
    path("moi/livret.ods", views.record_sheet, name="record_sheet"),
    path("pilotage/seances/<slug:slug>/attestations.pdf", views.session_pdf, name="session_pdf"),
    path("badges/", views.badge_find, name="badge_find"),
    path("badges/<str:code>/", views.badge, name="badge"),
]
