"""Households whose impact a new version changed: they must be asked again, and nobody else."""

import json
from typing import Any

from django.db import models

from sanxin.apps.assessment.models.versions import Assessment
from sanxin.apps.tenancy import Fact


class AskAgain(Fact):
    """One dwelling to be asked again because of one version; what changed for it, as canonical text."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey("registry.Dwelling", on_delete=models.PROTECT, related_name="+")
    changes = models.TextField()
    asked_at = models.DateTimeField(null=True)

    def told(self) -> list[dict[str, Any]]:
        """Read back what changed."""
        return list(json.loads(self.changes))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "dwelling"], name="asked_again_once")]
