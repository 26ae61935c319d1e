"""Households vote all at once while the server is killed again and again: every answer they got must stand."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
CHOICES = ("for", "for", "for", "against", "abstain")
CLIENTS = 16
CSRF = "c" * 32
STARTS_WITHIN_S = 60
AGAIN = 0.1  # so many households tap once more after they were told it is in


@dataclass
class Fire:
    """What was handed in and acknowledged, and how often the server died."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    kills: int = 0
    retries: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def run_module(env: Mapping[str, str], module: str, *arguments: str) -> Any:
    """Run a module of this package in a process of its own, and read the JSON it prints."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.ballots.{module}", *arguments],
        env=dict(env), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


class Server:
    """The house, served by its own command; killed without warning and started again."""

    def __init__(self, env: Mapping[str, str], told: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.env = {**env, "SANXIN_MODE": "test"}
        self.told = told.open("a")
        self.process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-m", "sanxin", "serve", "--port", str(self.port)],
            env=self.env, cwd=ROOT, stdout=self.told, stderr=self.told,
        )  # fmt: skip
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return process
            if process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """Kill it as a power cut would, and start it again."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = self._started()

    def stop(self) -> None:
        """End it for good."""
        self.process.kill()
        self.process.wait()
        self.told.close()


def vote_under_fire(
    env: Mapping[str, str], folder: Path, *, ballots: int, kills: int, seed: int
) -> tuple[Fire, Any]:
    """Have every dwelling vote once while the server is killed at seeded moments; give what happened and the audit."""
    prepared = run_module(env, "prepare", str(ballots))
    rng = random.Random(seed)
    tasks = [(home, session, rng.choice(CHOICES)) for home, session in prepared["sessions"].items()]
    rng.shuffle(tasks)
    moments = sorted(rng.sample(range(1, ballots), kills))
    fire, server = Fire(), Server(env, folder / "server.txt")
    waiting = list(enumerate(tasks))
    clients = [
        threading.Thread(target=_client, args=(server.port, prepared["round"], waiting, fire, seed + number))
        for number in range(CLIENTS)
    ]
    try:
        for one in clients:
            one.start()
        for moment in moments:
            while len(fire.acknowledged) < moment and any(one.is_alive() for one in clients):
                time.sleep(0.002)
            server.kill()
            fire.kills += 1
        for one in clients:
            one.join()
    finally:
        server.stop()
    return fire, run_module(env, "audit")


def _client(port: int, asked: str, waiting: list[Any], fire: Fire, seed: int) -> None:
    """Hand in ballots until none waits: each again and again, with the same key, until it is acknowledged."""
    rng = random.Random(seed)
    while True:
        with fire.lock:
            if not waiting:
                return
            number, (home, session, choice) = waiting.pop()
        taps = 2 if rng.random() < AGAIN else 1
        while taps:
            if _hand_in(port, asked, session, choice, f"tap-{number}"):
                taps -= 1
                with fire.lock:
                    fire.acknowledged[home] = choice
            else:
                with fire.lock:
                    fire.retries += 1
                time.sleep(0.02)


def _hand_in(port: int, asked: str, session: str, choice: str, key: str) -> bool:
    """Send one ballot as the household's page does; tell whether the house said that it is in."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
    }
    try:
        connection.request(
            "POST", f"/home/rounds/{asked}/", urlencode({"choice": choice, "key": key}), headers
        )
        response = connection.getresponse()
        response.read()
        return response.status == http.client.FOUND and response.headers["Location"].endswith("/receipt/")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def faults(fire: Fire, audit: Any) -> list[str]:
    """Say everything that was lost, doubled or changed; nothing if all is well."""
    found = []
    if audit["standing"] != fire.acknowledged:
        found.append("what stands is not what was acknowledged")
    if audit["recorded"] != fire.acknowledged or audit["records"] != len(fire.acknowledged):
        found.append("what the record holds is not what was acknowledged, once each")
    if len(audit["keys"]) != len(set(audit["keys"])):
        found.append("a retry was counted twice")
    if audit["in_favour"] != sum(choice == "for" for choice in fire.acknowledged.values()):
        found.append("the tally is not that of the ballots acknowledged")
    if audit["first_break"] is not None or audit["triggers_missing"]:
        found.append("the log does not verify")
    return found
