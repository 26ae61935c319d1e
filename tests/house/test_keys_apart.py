"""What an erasure destroys is named by its table, so that backups keep it apart."""

import pytest
from django.apps import apps
from django.db.models import Model

OURS = [model for model in apps.get_models() if model.__module__.startswith("sanxin.")]
DESTROYED = {"wrapped_key", "salt"}
KEPT_AS_IT_IS = {
    ("account", "sealed_totp_secret"),
    ("party", "sealed"),
    ("visit", "sealed_note"),
    ("stancetaken", "sealed_condition"),
    ("meeting", "sealed_words"),
    ("objection", "sealed_words"),
    ("reply", "sealed_words"),
    ("statementrow", "sealed_words"),
    ("datarequest", "sealed"),
    ("requestanswer", "sealed"),
    ("rulebooktext", "content"),
    ("helperconsent", "sealed_name"),
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_key_and_salt_lies_apart_and_every_other_binary_column_is_known(model: type[Model]) -> None:
    binary = {
        field.name for field in model._meta.concrete_fields if field.get_internal_type() == "BinaryField"
    }
    keys = set(getattr(model, "KEYS", ()))
    assert binary & DESTROYED == keys
    others = {(model.__name__.lower(), name) for name in binary - keys}
    assert others <= KEPT_AS_IT_IS


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_digest_of_personal_data_is_made_again_and_not_copied(model: type[Model]) -> None:
    digests = {field.name for field in model._meta.concrete_fields if field.name.endswith("_hmac")}
    # A card's code is random, nobody's data, and cannot be made again.
    assert digests - {"code_hmac"} == set(getattr(model, "DERIVED", ()))


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_column_sealed_under_the_house_s_key_says_so_or_a_new_secret_would_lose_it(
    model: type[Model],
) -> None:
    named = {
        field.name for field in model._meta.concrete_fields if field.name.startswith(("sealed_", "wrapped_"))
    }
    assert named == set(getattr(model, "SEALED", {}))
