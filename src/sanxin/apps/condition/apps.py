"""The condition survey's place in Django."""

from django.apps import AppConfig


class ConditionConfig(AppConfig):
    """The condition room."""

    name = "sanxin.apps.condition"
    label = "condition"
