"""Answers the catalogue as soon as the product starts."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "essaim.agenda"
    label = "agenda"

    def ready(self) -> None:
        from essaim.agenda import receivers  # noqa: F401, PLC0415
