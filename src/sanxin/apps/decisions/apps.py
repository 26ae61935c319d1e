"""The decisions room's place in Django."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """The decisions room."""

    name = "sanxin.apps.decisions"
    label = "decisions"
