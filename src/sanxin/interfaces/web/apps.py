"""The web room as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and tags; no tables."""

    name = "sanxin.interfaces.web"
    label = "web"
