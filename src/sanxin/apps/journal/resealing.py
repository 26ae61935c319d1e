"""A new secret for the house: whatever is sealed under the old one is sealed anew, all of it or nothing."""

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django_scopes import scopes_disabled

from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.sealing import Unreadable, house_key, seal, unseal

CHUNK = 500
WRONG_OLD = Sentence(
    "journal.wrong_old_secret",
    "旧密钥打不开 {what}：{why}。没有改动任何内容。请核对 SANXIN_OLD_SECRET_KEY。",
    "The old secret does not open {what}: {why}. Nothing was changed. Check SANXIN_OLD_SECRET_KEY.",
)


@transaction.atomic
def reseal_store(*, old_secret: str) -> int:
    """Seal every column that models declare in ``SEALED`` (purpose, context) under the present secret; give how many.

    :raises Refusal: if the old secret does not open one of them; nothing is changed then
    """
    count = 0
    with scopes_disabled():
        for model in apps.get_models():
            for column, (purpose, context) in getattr(model, "SEALED", {}).items():
                old, new = house_key(old_secret, purpose), house_key(settings.SECRET_KEY, purpose)
                rows = model.objects.exclude(**{column: None}).order_by("pk")  # type: ignore[attr-defined]
                for row in rows.only("pk", column, context).iterator(CHUNK):
                    named = str(getattr(row, context))
                    try:
                        content = unseal(old, bytes(getattr(row, column)), named)
                    except Unreadable as shut:
                        what = f"{model.__name__} {named}"
                        raise Refusal(WRONG_OLD.because(what=what, why=str(shut))) from shut
                    model.objects.filter(pk=row.pk).update(**{column: seal(new, content, named)})  # type: ignore[attr-defined]
                    count += 1
    return count
