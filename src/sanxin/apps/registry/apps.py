"""The registry's place in Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The registry room."""

    name = "sanxin.apps.registry"
    label = "registry"
