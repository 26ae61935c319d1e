"""The funding room's place in Django."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """The funding room."""

    name = "sanxin.apps.funding"
    label = "funding"
