"""Addresses of the pages about the product itself."""

from django.urls import path

from essaim.ui import views

app_name = "ui"
urlpatterns = [
    path("composants/", views.components, name="components"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("aide/", views.help_page, name="help"),
    path("aide/coordination/", views.guide_coordination, name="guide_coordination"),
    path("aide/animation/", views.guide_hosting, name="guide_hosting"),
]
