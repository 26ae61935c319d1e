"""``sanxin demo``: a fresh store with the demonstration compounds and a year of their life, served at once."""

import argparse
import hashlib
import json
import os
import shutil
import socket
import sys
import webbrowser
from pathlib import Path

import pyotp
from django.conf import settings
from django.core.management import call_command
from django.db import connections

import sanxin
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.cli.on_store.demo_life import live_a_year
from sanxin.interfaces.cli.on_store.serve import serve_until_stopped
from sanxin.interfaces.cli.output import Progress

HOST = "127.0.0.1"
PORT_TAKEN = Sentence(
    "demo.port",
    "端口 {port} 已被占用。请换一个，如：sanxin demo --port {next}。",
    "Port {port} is taken. Choose another, as in: sanxin demo --port {next}.",
)
NO_EXAMPLES = Sentence(
    "demo.examples",
    "找不到演示小区（examples/jinniu）。请在源码目录中运行。",
    "The demonstration compounds (examples/jinniu) are not here. Run it in the source folder.",
)


class DemoRefused(Refusal):
    """The demonstration cannot start here."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--port", type=int, default=8000, help="端口 · port")
    parser.add_argument("--data", type=Path, metavar="DIR", help="数据放在哪里 · where its data lies")
    parser.add_argument("--no-serve", action="store_true", help="只建库，不提供网页 · make the store only")


def run(chosen: argparse.Namespace) -> int:
    """Make the store, print who can come in, and serve."""
    if not chosen.no_serve:
        _require_free(chosen.port)
    make_store(Path(settings.DATA_DIR), examples())
    if chosen.no_serve:
        return 0
    address = f"http://{HOST}:{chosen.port}/"
    _print_logins(address)
    if sys.stdout.isatty() and (os.name == "nt" or sys.platform == "darwin" or os.environ.get("DISPLAY")):
        webbrowser.open(f"{address}demo/")
    serve_until_stopped(HOST, chosen.port)
    return 0


def make_store(store: Path, compounds: Path) -> None:
    """Make a fresh store: lived through once a release, and copied from then on."""
    kept, mark = store.parent / "kept", _fingerprint(compounds)
    stamp = kept / "stamp.txt"
    connections.close_all()
    shutil.rmtree(store, ignore_errors=True)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == mark:
        shutil.copytree(kept, store)
        return
    progress = Progress("新建演示库 making the store", quiet=False)
    store.mkdir(parents=True)
    call_command("migrate", verbosity=0, interactive=False)
    logins = live_a_year(compounds, progress)
    (store / "logins.json").write_text(json.dumps(logins, ensure_ascii=False, indent=1), encoding="utf-8")
    connections.close_all()
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(store, kept)
    stamp.write_text(mark, encoding="utf-8")


def examples() -> Path:
    """Find the demonstration compounds: in the source folder, or in an installed package.

    :raises DemoRefused: if they are in neither
    """
    package = Path(sanxin.__file__).parent
    for folder in (package.parents[1] / "examples", package / "examples"):
        if (folder / "jinniu" / "site.toml").is_file():
            return folder
    raise DemoRefused(NO_EXAMPLES.because())


def _fingerprint(compounds: Path) -> str:
    digest = hashlib.sha256()
    package = Path(sanxin.__file__).parent
    made_from = [
        *package.rglob("*.py"),
        *package.rglob("*.yaml"),
        *compounds.rglob("*.geojson"),
        *compounds.rglob("*.csv"),
    ]
    for path in sorted(made_from):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise DemoRefused(PORT_TAKEN.because(port=port, next=port + 1))


def _print_logins(address: str) -> None:
    logins = json.loads((Path(settings.DATA_DIR) / "logins.json").read_text(encoding="utf-8"))
    print(f"\n三新演示 Sanxin demonstration: {address}")
    print(f"一键进入 enter with one click: {address}demo/\n")
    print("岗位 role · 登录名 name · 密码 password · 此刻的验证码 code now")
    for login in logins:
        if "secret" in login:
            code = pyotp.TOTP(login["secret"]).now()
            print(f"  {login['role_zh']} {login['role_en']} · {login['name']} · {login['password']} · {code}")
        else:
            print(
                f"  {login['role_zh']} {login['role_en']} · {address}card/{login['card']}/ · {login['code']}"
            )
    print("\nCtrl+C 停止 stops", flush=True)
