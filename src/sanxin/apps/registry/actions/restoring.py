"""After a restore or a change of the secret: digests are made again; whoever was erased since the backup stays erased."""

from itertools import islice
from typing import Unpack

from django.db import transaction
from django_scopes import scopes_disabled

from sanxin.apps.journal import actions as journal
from sanxin.apps.registry.actions.parties import forget, reread
from sanxin.apps.registry.models import Dwelling, Party
from sanxin.apps.registry.persons import person_of, sealed_columns
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When

CHUNK = 2000
DIGESTS = list(Party.DERIVED)


@transaction.atomic
def settle_restored(*, actor: Actor, **when: Unpack[When]) -> int:
    """Make look-up digests again and forget the persons whose keys are gone; give how many those are."""
    with scopes_disabled():
        shut = Party.objects.filter(wrapped_key=None, erased_at=None)
        gone = list(shut.values_list("public_id", flat=True))
        forget(shut, when)
    read_again()
    journal.enter(
        actor=actor, stream="store/restores", verb="store.restore", subject="store",
        payload={"still_erased": gone}, neighbourhood=None, **when,
    )  # fmt: skip
    return len(gone)


@transaction.atomic
def read_again() -> None:
    """Make every look-up digest again, under the secret the house has now."""
    with scopes_disabled():
        readable = Party.objects.exclude(wrapped_key=None).order_by("pk").iterator(CHUNK)
        while parties := list(islice(readable, CHUNK)):
            for party in parties:
                columns = sealed_columns(person_of(party), party.public_id, bytes(party.wrapped_key or b""))
                for column in DIGESTS:
                    setattr(party, column, columns[column])
            Party.objects.bulk_update(parties, DIGESTS)
        homes = Dwelling.objects.select_related("stairwell").order_by("pk").iterator(CHUNK)
        while chunk := list(islice(homes, CHUNK)):
            reread(chunk)
