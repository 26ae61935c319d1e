"""The consultation room's place in Django."""

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """The consultation room."""

    name = "sanxin.apps.consultation"
    label = "consultation"
