# ruff: noqa: INP001, T201 - a script that prints
"""Whether rows by the hundreds hold up others: `python benchmarks/wide_undo.py [seconds of each part]`.

Beside fifty people who answer once a second, see crowd.py, one person pastes 500 rows below 2,000 of a table, as
a file, takes them back, and brings them in again; how long each of the fifty waits for a 200, which is its commit, is
measured while nothing else is done, and while each of that is done.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import uuid
from collections.abc import Awaitable, Callable

from crowd import TABLE, Person, crowd, measured, p99

ROWS, PASTED = 2_000, 500
RUNS = 5
SECONDS = 10.0
HEADS = "公司\t行业\t联系人\t手机\t邮箱"  # in other words than the form's


async def handed_in(worst: Person, name: str, count: int) -> None:
    """A file with so many rows, added to the table."""
    lines = [f"{name}第{n}公司\t车联网\t张三\t13800138000\ta{n}@example.com" for n in range(count)]
    file = {"data": "\n".join([HEADS, *lines]).encode(), "headers": {"Content-Type": "application/octet-stream"}}
    await worst.ask("POST", f"/upload?name=a.txt&id={uuid.uuid4().hex}", **file)


async def until(worst: Person, count: int) -> None:
    """Returns when the table has so many rows."""
    while len((await worst.table())["rows"]) != count:  # noqa: ASYNC110 - it is another process
        await asyncio.sleep(2)


async def beside(people: list[Person], seconds: float, act: Callable[[], Awaitable[object]]) -> list[float]:
    """How long the others wait while something is done, from a second after they began."""
    waiting = asyncio.create_task(measured(people, seconds))
    await asyncio.sleep(1)
    await act()
    return await waiting


async def run(seconds: float) -> None:
    """Prints the table."""
    async with crowd(SHENBAO_ROWS=str(ROWS + PASTED)) as (people, worst, _):
        await worst.send(kind="went", item=TABLE)
        await handed_in(worst, "原有", ROWS)
        await until(worst, ROWS)
        acts: tuple[tuple[str, Callable[[], Awaitable[object]], int], ...] = (
            ("pasted", lambda: handed_in(worst, "江城", PASTED), ROWS + PASTED),
            ("taken back", lambda: worst.send(kind="command", name="undo"), ROWS),
            ("brought in again", lambda: worst.send(kind="command", name="redo"), ROWS + PASTED),
        )
        print(f"{'ms':<18}{'alone p99':>10}{'p99':>8}{'longest':>9}{'ratio':>7}")
        ratios: dict[str, list[float]] = {name: [] for name, *_ in acts}
        for _ in range(RUNS):
            for name, act, count in acts:
                alone = p99(await measured(people, seconds))
                others = await beside(people, seconds, act)
                await until(worst, count)
                ratios[name].append(p99(others) / alone)
                figures = f"{p99(others):>8.0f}{max(others) * 1000:>9.0f}{ratios[name][-1]:>7.1f}"
                print(f"{name:<18}{alone:>10.0f}{figures}", flush=True)
            await worst.send(kind="command", name="undo")
            await until(worst, ROWS)
        for name, found in ratios.items():
            print(f"{name:<18} median of the ratios {statistics.median(found):.1f}, the largest {max(found):.1f}")


if __name__ == "__main__":
    asyncio.run(run(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
