"""``sanxin serve``: serve the pages from this process."""

import argparse
import sys

from django.core.wsgi import get_wsgi_application
from waitress import serve

from sanxin.interfaces.jobs import clock

THREADS = 8
application = get_wsgi_application()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 · address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="端口 · port")


def run(chosen: argparse.Namespace) -> int:
    """Serve until stopped."""
    print(f"http://{chosen.host}:{chosen.port}/ （Ctrl+C 停止 stops）", file=sys.stderr, flush=True)
    serve_until_stopped(chosen.host, chosen.port)
    return 0


def serve_until_stopped(host: str, port: int) -> None:
    """Serve the pages and keep the clock."""
    ended = clock.start()
    try:
        serve(application, host=host, port=port, threads=THREADS, ident="sanxin")
    finally:
        ended.set()
