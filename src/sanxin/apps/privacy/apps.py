"""The privacy room's place in Django."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The privacy room."""

    name = "sanxin.apps.privacy"
    label = "privacy"
