"""gongkai at a terminal: tests/external/terminal.py [GONGKAI]

`new` asks for what no flag said; long runs show how far they are.
"""

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GONGKAI = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/gongkai")
EXAMPLE = ROOT / "examples/tancheng-2023/data.toml"
END = "\x04"  # Ctrl+D


def terminal(*arguments, talk=(), folder, columns=80):
    """Runs gongkai on a terminal: waits for each question, types its answer."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execv(GONGKAI, [GONGKAI, *map(str, arguments)])
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("4H", 24, columns, 0, 0))
    talk, seen, shown = list(talk), b"", 0
    try:
        while True:
            if not select.select([screen], [], [], 30)[0]:
                raise TimeoutError(seen.decode())
            try:
                part = os.read(screen, 65536)
            except OSError:  # Linux's end of a terminal
                part = b""
            if not part:
                break
            seen += part
            while talk and (at := seen.find(talk[0][0].encode(), shown)) >= 0:
                shown = at + len(talk[0][0].encode())
                answer = talk.pop(0)[1]
                os.write(screen, (answer if answer == END else answer + "\n").encode())
    except TimeoutError:
        os.kill(child, 9)
        raise
    finally:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.close(screen)
    assert not talk, f"没有问：{talk[0][0]}\n{seen.decode()}"
    return code, seen.decode()


def piped(*arguments, folder):
    return subprocess.run([GONGKAI, *map(str, arguments)], cwd=folder, capture_output=True, text=True)


def asks_for_everything(folder):
    code, said = terminal("new", folder=folder, talk=[
        ("上年数据文件", ""),
        ("报告年度", "今年"),
        ("报告年度", "2025"),
        ("机关全称", "某县财政局"),
        ("机关类别", "99"),
        ("机关类别", "7"),
    ])
    assert code == 0, said
    data = tomllib.loads((folder / "data.toml").read_text())
    assert (data["year"], data["agency"]["name"], data["agency"]["kind"]) == (
        2025, "某县财政局", "county_department"), data
    check = piped("check", folder=folder)
    assert check.returncode == 1 and "CELL-BLANK" in check.stdout + check.stderr, check


def enter_is_the_year_after(folder):
    shutil.copytree(EXAMPLE.parent, folder / "2023")
    code, said = terminal("new", "--previous", "2023/data.toml", folder=folder, talk=[("报告年度", "")])
    assert code == 0, said
    assert tomllib.loads((folder / "data.toml").read_text())["year"] == 2024
    assert piped("check", folder=folder).returncode == 1


def the_end_of_input_writes_nothing(folder):
    talk = [("上年数据文件", ""), ("报告年度", "2025"), ("机关全称", END)]
    code, said = terminal("new", folder=folder, talk=talk)
    assert code == 2 and "错误：" in said, (code, said)
    assert not list(folder.iterdir())


def an_existing_file_is_refused_first(folder):
    (folder / "data.toml").write_text("")
    code, said = terminal("new", folder=folder)
    assert code == 2 and "上年数据文件" not in said and "错误：" in said, (code, said)
    assert (folder / "data.toml").read_text() == ""


def progress_is_for_terminals(folder):
    report = EXAMPLE.read_text()
    for number in range(8):
        one = folder / f"all/{number}/data.toml"
        one.parent.mkdir(parents=True)
        one.write_text(report.replace("郯城县行政审批服务局", f"郯城县第{number}局"))
    for columns in (80, 20):
        for command in (["build", "all", "--out", f"out-{columns}", "--to", "html"], ["check", "all"]):
            code, said = terminal(*command, folder=folder, columns=columns)
            assert code == 0, said
            assert re.search(r"\r\x1b\[K\S* ?\d/8", said), said
            code, said = terminal(*command, "--quiet", folder=folder, columns=columns)
            assert code == 0 and "\x1b[K" not in said, said
            run = piped(*command, folder=folder)
            assert run.returncode == 0 and "\r" not in run.stderr, run


for test in (
    asks_for_everything,
    enter_is_the_year_after,
    the_end_of_input_writes_nothing,
    an_existing_file_is_refused_first,
    progress_is_for_terminals,
):
    with tempfile.TemporaryDirectory() as folder:
        test(Path(folder))
    print(f"终端：{test.__name__}")
