"""Listens to programmes as soon as the product starts."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "essaim.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from essaim.catalogue import receivers  # noqa: F401, PLC0415
