"""``sanxin``: one table of commands; a command's module is imported only when it is asked for."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from sanxin import __version__
from sanxin.foundation.refusal import InputRefused, Refusal

DONE, CHECK_FAILED, INPUT_REFUSED = 0, 1, 2

COMMANDS: Mapping[str, tuple[str, str]] = {
    "assess": ("assess", "评估一个小区文件夹：每个门栋能不能装、卡在哪里 · assess a site folder"),
    "check": ("check", "用独立的校核程序复核一份结果 · re-derive a result with the independent checker"),
    "schema": ("schema", "打印某种结果的 JSON Schema · print a JSON Schema"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 done, 1 a check failed, 2 the input was refused."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser(arguments)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except InputRefused as refused:
        for fault in refused.faults:
            print(fault.say("zh"), fault.say("en"), sep="\n  ", file=sys.stderr)
    except Refusal as refused:
        print(refused.say("zh"), refused.say("en"), sep="\n  ", file=sys.stderr)
    except KeyboardInterrupt:
        print("已中断，未写入任何文件。Interrupted; nothing was written.", file=sys.stderr)
    return INPUT_REFUSED


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sanxin",
        description="三新：老旧小区更新，一个门栋一个门栋地做成。Renewing old neighbourhoods, stairwell by stairwell.",
    )
    parser.add_argument("--version", action="version", version=f"sanxin {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="命令 commands")
    for name, (module, help_text) in COMMANDS.items():
        command = commands.add_parser(name, help=help_text, description=help_text)
        # Only the command asked for may cost its imports.
        if name in arguments[:1]:
            loaded: Any = import_module(f"sanxin.interfaces.cli.{module}")
            loaded.add_arguments(command)
            command.set_defaults(run=loaded.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
