"""``sanxin serve``: serve the pages from this process."""

import argparse
import sys

from django.core.wsgi import get_wsgi_application
from waitress import serve

THREADS = 8
application = get_wsgi_application()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 · address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="端口 · port")


def run(chosen: argparse.Namespace) -> int:
    """Serve until stopped."""
    print(f"http://{chosen.host}:{chosen.port}/ （Ctrl+C 停止 stops）", file=sys.stderr, flush=True)
    serve(application, host=chosen.host, port=chosen.port, threads=THREADS, ident="sanxin")
    return 0
