"""Compound > building > stairwell > dwelling."""

from typing import Any

from django.db import models
from django.db.models import Q

from sanxin.apps.tenancy import PUBLIC_ID, Fact

CODE: dict[str, Any] = {"max_length": 60}


class Compound(Fact):
    """A residential compound as one card."""

    public_id = models.CharField(**PUBLIC_ID)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=60)
    latitude_deg = models.FloatField()
    longitude_deg = models.FloatField()
    built_year = models.IntegerField()
    tenure = models.CharField(max_length=40, blank=True)
    in_renewal_scope = models.BooleanField(null=True)  # only where a person overrode the year
    renewal_scope_reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["neighbourhood", "name"], name="compound_named_once")]


class Building(Fact):
    """A building of a compound; its outline is a site feature of the same code."""

    public_id = models.CharField(**PUBLIC_ID)
    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(**CODE)
    name = models.CharField(max_length=80, blank=True)
    storeys = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compound", "code"], name="building_code_once")]


class Stairwell(Fact):
    """The unit that decides on a lift and gets one."""

    public_id = models.CharField(**PUBLIC_ID)
    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(**CODE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compound", "code"], name="stairwell_code_once")]


class Dwelling(Fact):
    """One dwelling, in exactly one stairwell. Split or merged ones stay, with the day they ceased.

    ``row_hmac`` is the keyed digest of the row as last known, so that re-reading a list of 200,000
    decrypts nothing.
    """

    DERIVED = ("row_hmac",)

    public_id = models.CharField(**PUBLIC_ID)
    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="+")
    stairwell = models.ForeignKey(Stairwell, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField()
    room = models.CharField(max_length=30)
    floor = models.IntegerField(null=True)
    area_m2 = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    area_source = models.CharField(max_length=40, blank=True)
    use = models.CharField(max_length=20)
    sold = models.BooleanField()
    elder = models.IntegerField(default=0)
    reached = models.BooleanField()
    row_hmac = models.CharField(max_length=64)
    ceased_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stairwell", "room"], condition=Q(ceased_on=None), name="one_standing_dwelling"
            )
        ]


class Succession(Fact):
    """A dwelling that came out of another, by split or merger."""

    before = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="+")


class GridPlace(Fact):
    """The micro-grid a dwelling is in, from a day until another: one at a time."""

    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="+")
    grid = models.ForeignKey("organisation.MicroGrid", on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dwelling"], condition=Q(until=None), name="one_grid_at_a_time")
        ]
