"""Versions of a compound's feasibility, each with the rules it used."""

import json
from typing import Any, ClassVar, Self

from django.db import models
from django_scopes import ScopedManager

from sanxin.record.ids import new_public_id


class RulebookText(models.Model):
    """The bytes of a rulebook that an assessment used, by their digest: law is the same for everybody."""

    digest = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()


class Assessment(models.Model):
    """One version of a compound's feasibility: problem, result, engine and rules, so it can be re-checked."""

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    neighbourhood = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    compound = models.ForeignKey("registry.Compound", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    author = models.CharField(max_length=80)
    reason = models.TextField()
    outcome = models.TextField()  # canonical text, whose digest is in the journal
    problem_sha256 = models.CharField(max_length=64)
    engine = models.TextField()
    rulebook_sha256 = models.CharField(max_length=64)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    faults = models.TextField(default="[]")  # what the independent checker found, as JSON

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compound", "number"], name="assessment_number")]


class StairwellFinding(models.Model):
    """What one version found for one stairwell; an empty class stands for one that has its lift."""

    neighbourhood = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    stairwell = models.ForeignKey("registry.Stairwell", on_delete=models.PROTECT, related_name="+")
    feasibility = models.CharField(max_length=12, blank=True)
    finding = models.TextField()

    objects: ClassVar[models.Manager[Self]] = ScopedManager(neighbourhood="neighbourhood")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "stairwell"], name="finding_once")]

    def told(self) -> dict[str, Any]:
        """Read the finding back as it stands in the outcome."""
        return dict(json.loads(self.finding))
