"""``sanxin``: one table of commands; a command's module is imported only when it is asked for."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from sanxin import __version__
from sanxin.foundation.refusal import Fault, InputRefused, Refusal

INPUT_REFUSED, DEFECT = 2, 70
CYCLES_AFTER = 100_000
MOST_TOLD = 20

FILES, STORE = "on_files", "on_store"

COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "assess": (FILES, "assess", "评估一个小区文件夹：每个门栋能不能装、卡在哪里 · assess a site folder"),
    "sunlight": (FILES, "sunlight", "每个窗的日照，加装前后对比 · the sunlight of every window"),
    "decide": (FILES, "decide", "计票：谁参与、谁同意、差多少、怎样就变 · count a decision"),
    "share": (FILES, "share", "分摊：每户出多少钱，精确到分，换条规则又是多少 · share a cost, to the fen"),
    "check": (
        FILES,
        "check",
        "用独立的校核程序复核一份结果 · re-derive a result with the independent checker",
    ),
    "verify": (FILES, "verify", "核验一份记录导出：日志、逐票重算、文件 · verify an export of a record"),
    "rules": (FILES, "rules", "某地某日现行的规则，附出处与可信度 · the rules in force at a place on a day"),
    "schema": (FILES, "schema", "打印某种结果的 JSON Schema · print a JSON Schema"),
    "demo": (STORE, "demo", "新建演示库并打开网页 · make a demonstration store and serve it"),
    "serve": (STORE, "serve", "提供网页服务 · serve the pages"),
    "migrate": (STORE, "keeping.migrate", "把数据库更新到本版本 · bring the store up to this release"),
    "import": (STORE, "importing", "导入小区文件夹或住户清册 · import a site folder or a list of dwellings"),
    "export": (
        STORE,
        "keeping.export",
        "导出一个项目的记录，供人核验 · a project's record, for anyone to verify",
    ),
    "unit": (STORE, "unit", "新建组织单位 · found a unit of the organisation"),
    "user": (STORE, "user", "开通账号并任命 · open an account and appoint its holder"),
    "backup": (
        STORE,
        "keeping.backup",
        "整库备份，密钥另存 · the whole store in one file, its keys in another",
    ),
    "restore": (STORE, "keeping.restore", "把备份恢复到空库 · bring a backup back into an empty store"),
    "retain": (STORE, "keeping.retain", "超过保存期限的票面照片：列出、删除 · what is kept too long"),
    "erase": (STORE, "keeping.erase", "删除存证里一条的内容（依法） · erase one entry's words, by law"),
    "rekey": (STORE, "keeping.rekey", "换密钥：全部密文改用新密钥 · seal everything under a new secret"),
    "doctor": (STORE, "keeping.doctor", "检查数据库、存证、字库与磁盘 · look for faults"),
}


def run() -> None:
    """Be the process: one that only read files leaves at once, for taking apart what it holds takes a while."""
    status = main()
    if COMMANDS.get(sys.argv[1], (STORE,))[0] == FILES:
        with suppress(BrokenPipeError):
            sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 done, 1 a check failed, 2 the input was refused."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        chosen = _parser(arguments).parse_args(arguments)
        status = int(chosen.run(chosen))
        sys.stdout.flush()
        return status
    except InputRefused as refused:
        _tell(refused.faults)
    except Refusal as refused:
        print(*dict.fromkeys((refused.say("zh"), refused.say("en"))), sep="\n  ", file=sys.stderr)
    except BrokenPipeError:
        # Whoever reads our output has read enough, as in ``sanxin rules cn | head``.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        print(
            f"{fault.filename or ''}：{why}。请检查路径与权限。Check the path and its permissions.",
            file=sys.stderr,
        )
    except KeyboardInterrupt:
        print("已中断，未写入任何文件。Interrupted; nothing was written.", file=sys.stderr)
    except Exception:  # noqa: BLE001 - a defect of ours; its traceback goes to a file, not to the user
        import_module("sanxin.interfaces.cli.defect").tell()
        return DEFECT
    return INPUT_REFUSED


def _tell(faults: Sequence[Fault]) -> None:
    """Tell what is wrong; of a flood, which mostly has one cause, the first and how many more."""
    for fault in faults[:MOST_TOLD]:
        print(fault.say("zh"), fault.say("en"), sep="\n  ", file=sys.stderr)
    if (more := len(faults) - MOST_TOLD) > 0:
        print(f"……另有 {more} 处，多半同一原因。And {more} more, mostly for the same cause.", file=sys.stderr)


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sanxin",
        description="三新：老旧小区更新，一个门栋一个门栋地做成。Renewing old neighbourhoods, stairwell by stairwell.",
    )
    parser.add_argument("--version", action="version", version=f"sanxin {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="命令 commands")
    asked = [name for name in arguments[:1] if name in COMMANDS]
    for name in asked or COMMANDS:
        room, module, help_text = COMMANDS[name]
        command = commands.add_parser(name, help=help_text, description=help_text)
        # Only the command asked for may cost its imports, and only a command on the store sets Django up.
        if asked:
            loaded = _loaded(name, room, module, arguments)
            loaded.add_arguments(command)
            command.set_defaults(run=_patient(loaded.run) if room == STORE else loaded.run)
    return parser


def _loaded(name: str, room: str, module: str, arguments: Sequence[str]) -> Any:
    package = f"sanxin.interfaces.cli.{room}"
    if room == FILES:
        # It is over before looking for cycles among all it reads would have paid, and multiplies no matrices.
        gc.set_threshold(CYCLES_AFTER)
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    else:
        import_module(f"{package}.store").prepare(name, arguments)
    return import_module(f"{package}.{module}")


def _patient(run: Callable[[Any], int]) -> Any:
    # Imported once Django is set up, as the commands on the store are.
    return import_module("sanxin.interfaces.cli.waiting").telling_who_waits(run)
