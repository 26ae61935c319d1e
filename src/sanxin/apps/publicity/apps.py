"""The publicity room's place in Django."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """The publicity room."""

    name = "sanxin.apps.publicity"
    label = "publicity"
