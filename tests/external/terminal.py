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
    """Runs gongkai on a terminal: waits for each text, types the answer, if any."""
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
                if answer is not None:
                    typed = answer if answer.endswith(END) else answer + "\n"
                    os.write(screen, typed.encode())
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
        ("上年数据文件", "没有.toml"),
        ("没有这个文件", None),
        ("上年数据文件", ""),
        ("报告年度", "今年"),
        ("请写四位数的年份", None),
        ("报告年度", "20255"),
        ("报告年度", "1999"),
        ("没有适用于 1999 年度", None),
        ("报告年度", "２０２５年"),
        ("机关全称", ""),
        ("机关全称", "某县财政局"),
        ("机关类别", "99"),
        ("请填 1 到 12 的序号", None),
        ("机关类别", "７"),
    ])
    assert code == 0, said
    data = tomllib.loads((folder / "data.toml").read_text())
    assert (data["year"], data["agency"]["name"], data["agency"]["kind"]) == (
        2025, "某县财政局", "county_department"), data
    check = piped("check", folder=folder)
    assert check.returncode == 1 and "CELL-BLANK" in check.stdout + check.stderr, check


def enter_is_the_year_after(folder):
    shutil.copytree(EXAMPLE.parent, folder / "2023")
    year = ("报告年度", "")
    dropped = ("上年数据文件", '"2023/data.toml"')
    for number, (flags, talk) in enumerate([(["--previous", "2023/data.toml"], [year]), ([], [dropped, year])]):
        file = f"{number}.toml"
        code, said = terminal("new", file, *flags, folder=folder, talk=talk)
        assert code == 0, said
        assert tomllib.loads((folder / file).read_text())["year"] == 2024
        assert piped("check", file, folder=folder).returncode == 1


def flags_say_enough(folder):
    flags = ["--agency", "某县财政局", "--year", "2025", "--kind", "county_department"]
    code, said = terminal("new", *flags, folder=folder)
    assert code == 0 and "：\r" not in said, said


def the_end_of_input_writes_nothing(folder):
    # Ctrl+D once sends what was typed without its end, twice ends the input.
    for answer in (END, "某县" + END + END):
        talk = [("上年数据文件", ""), ("报告年度", "2025"), ("机关全称", answer)]
        code, said = terminal("new", folder=folder, talk=talk)
        assert code == 2 and "\r\n错误：" in said, (code, said)
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
            assert re.search(r"\r\x1b\[K\[=* *\] \d/8", said), said
            code, said = terminal(*command, "--quiet", folder=folder, columns=columns)
            assert code == 0 and "\x1b[K" not in said, said
            run = piped(*command, folder=folder)
            assert run.returncode == 0 and "\r" not in run.stderr, run


for test in (
    asks_for_everything,
    enter_is_the_year_after,
    flags_say_enough,
    the_end_of_input_writes_nothing,
    an_existing_file_is_refused_first,
    progress_is_for_terminals,
):
    with tempfile.TemporaryDirectory() as folder:
        test(Path(folder))
    print(f"终端：{test.__name__}")
