"""The assessments' place in Django."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """The assessment room."""

    name = "sanxin.apps.assessment"
    label = "assessment"
