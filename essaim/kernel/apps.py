"""The ground, which every connection to the database meets first."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "essaim.kernel"

    def ready(self) -> None:
        from essaim.kernel import sorting  # noqa: F401, PLC0415 -- listens to new connections
