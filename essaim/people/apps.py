"""People hear who comes in."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "essaim.people"

    def ready(self) -> None:
        import essaim.people.receivers  # noqa: F401, PLC0415 -- signals are heard once models are loaded
