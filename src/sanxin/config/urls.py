"""Addresses. Each way in adds its own."""

from django.urls import include, path

urlpatterns = [path("", include("sanxin.interfaces.web.urls"))]
handler404 = "sanxin.interfaces.web.errors.not_found"
handler500 = "sanxin.interfaces.web.errors.defect"
