"""The settings under which tests and the type checker run: the real ones, told so."""

import os
import tempfile
from pathlib import Path

os.environ["SANXIN_MODE"] = "test"
os.environ.setdefault("SANXIN_DATA", str(Path(tempfile.gettempdir()) / f"sanxin-test-{os.getuid()}"))

from sanxin.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Every client of a test loads the middleware anew: it is not to read every built file each time.
WHITENOISE_AUTOREFRESH = True
