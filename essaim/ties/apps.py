"""Listens to the agenda as soon as the product starts."""

from django.apps import AppConfig


class TiesConfig(AppConfig):
    name = "essaim.ties"
    label = "ties"

    def ready(self) -> None:
        from essaim.ties import receivers  # noqa: F401, PLC0415
