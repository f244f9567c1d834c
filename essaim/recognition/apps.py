"""Listens to the agenda as soon as the product starts."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "essaim.recognition"
    label = "recognition"

    def ready(self) -> None:
        from essaim.recognition import receivers  # noqa: F401, PLC0415
