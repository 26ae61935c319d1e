"""The projects' place in Django."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """The projects room."""

    name = "sanxin.apps.projects"
    label = "projects"
