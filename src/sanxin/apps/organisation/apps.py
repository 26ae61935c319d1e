"""The organisation's place in Django."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """The organisation room."""

    name = "sanxin.apps.organisation"
    label = "organisation"
