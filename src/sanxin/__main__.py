"""``python -m sanxin`` is ``sanxin``."""

import sys

from sanxin.interfaces.cli.main import main

sys.exit(main())
