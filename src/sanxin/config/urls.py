"""Addresses. Each way in adds its own."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from sanxin.interfaces.api.routes import api
from sanxin.interfaces.web.views.doors.demo import demo

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sanxin.interfaces.web.urls")),
    path("api/", api.urls),
]
if settings.MODE == "demo":
    urlpatterns.append(path("demo/", demo, name="demo"))
handler404 = "sanxin.interfaces.web.errors.not_found"
handler500 = "sanxin.interfaces.web.errors.defect"
