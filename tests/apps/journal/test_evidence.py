"""Evidence is found by its digest, unreadable on disk, and can be destroyed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sanxin.apps.journal import actions, queries
from sanxin.foundation.refusal import Refusal

pytestmark = pytest.mark.django_db
AT = datetime(2022, 3, 1, 9, tzinfo=UTC)
PHOTO = b"\xff\xd8 the roof leaks"


def keep(neighbourhood: int = 7) -> str:
    return actions.keep_evidence(
        neighbourhood=neighbourhood, content=PHOTO, media_type="image/jpeg", occurred_at=AT, recorded_at=AT
    )


def test_a_file_is_kept_once_encrypted_and_read_back(data_dir: Path) -> None:
    digest = keep()
    assert keep() == digest
    (file,) = [path for path in data_dir.rglob("*") if path.is_file()]
    assert file.name == digest
    assert b"roof" not in file.read_bytes()
    assert queries.read_evidence(neighbourhood=7, digest=digest) == ("image/jpeg", PHOTO)


def test_another_neighbourhood_does_not_see_it() -> None:
    with pytest.raises(Refusal, match="not kept"):
        queries.read_evidence(neighbourhood=8, digest=keep())


def test_an_erased_file_is_gone_for_good_and_may_be_kept_anew(
    data_dir: Path, django_capture_on_commit_callbacks: object
) -> None:
    digest = keep()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.erase_evidence(neighbourhood=7, digest=digest, recorded_at=AT)
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []
    with pytest.raises(Refusal, match="not kept"):
        queries.read_evidence(neighbourhood=7, digest=digest)
    assert keep() == digest
    assert queries.read_evidence(neighbourhood=7, digest=digest)[1] == PHOTO
