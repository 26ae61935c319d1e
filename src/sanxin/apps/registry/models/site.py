"""The site: features and how well each layer is known, in versions that supersede one another."""

from django.db import models
from django.db.models import Q

from sanxin.apps.registry.models.imports import Batch
from sanxin.apps.registry.models.places import Compound
from sanxin.apps.tenancy import Fact


class Version(Fact):
    """A row that a later one may supersede; neither is changed otherwise."""

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class SiteFeature(Version):
    """One thing on the site, geometry in local metres; the box around it is for look-up."""

    kind = models.CharField(max_length=30)
    ref = models.CharField(max_length=60)
    position = models.IntegerField()
    form = models.CharField(max_length=8)
    geometry = models.TextField()
    properties = models.TextField()
    min_x_m = models.FloatField()
    min_y_m = models.FloatField()
    max_x_m = models.FloatField()
    max_y_m = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["compound", "kind", "ref"], condition=Q(superseded_at=None), name="feature_once"
            )
        ]


class LayerStanding(Version):
    """How well one layer of a compound is known."""

    layer = models.CharField(max_length=30)
    standing = models.CharField(max_length=10)
    surveyed_on = models.DateField(null=True)
    source = models.CharField(max_length=200, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["compound", "layer"], condition=Q(superseded_at=None), name="layer_once"
            )
        ]
