"""Letters hear what lower parts announce."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LettersConfig(AppConfig):
    name = "essaim.letters"

    def ready(self) -> None:
        import essaim.letters.receivers  # noqa: F401, PLC0415 -- signals are heard once models are loaded

        autodiscover_modules("formulations")
