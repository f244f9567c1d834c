"""Listens to the agenda as soon as the product starts."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "essaim.feedback"
    label = "feedback"

    def ready(self) -> None:
        from essaim.feedback import receivers  # noqa: F401, PLC0415
