"""Addresses for monitors."""

from django.urls import path

from essaim.kernel import views

app_name = "kernel"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
