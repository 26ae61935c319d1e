"""``python -m sanxin`` is ``sanxin``."""

from sanxin.interfaces.cli.main import run

run()
