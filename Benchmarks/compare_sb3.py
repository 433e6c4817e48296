"""Compares `rl bench` with Stable-Baselines3 on this machine, in turn, and prints ratios.

    swift build -c release --product rl
    pip install "torch==2.13.0+cpu" stable-baselines3 sb3-contrib
    python3 Benchmarks/compare_sb3.py

A pair is one measurement of each side, in turn: ours and Stable-Baselines3 at 1 thread, then both at 2. Ratios are taken
within a pair, against Stable-Baselines3 at that of its thread counts whose median is better, and their median is
printed. Both sides train the same networks with the same batches and numbers of updates on a dummy environment: episodes
of 200 steps; random observations, rewards and masks from tables. Start-up is not counted; neither are the first rollouts
with their updates, or the steps before learning starts and the first updates. The CartPole workload measures a whole
training run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
THREADS = (1, 2)


@dataclass(frozen=True)
class Workload:
    name: str
    task: str
    # Options that both sides understand.
    options: tuple[str, ...]
    # Steps to measure: enough for seconds on either side.
    sb3_steps: int
    our_steps: int
    # Ratios to reach at 1 and 2 threads, where stated.
    goals: tuple[float | None, float | None]


def dummy(observations: int, actions: int, hidden: str, **others: int) -> tuple[str, ...]:
    """Options of a workload on the dummy environment; `others` become options of their names."""
    options = ["--observations", str(observations), "--actions", str(actions), "--hidden", hidden]
    for name, value in others.items():
        options += [f"--{name}", str(value)]
    return tuple(options)


def on_policy(observations: int, hidden: str, actions: int, batch: int, masked: bool = False) -> tuple[str, ...]:
    options = dummy(observations, actions, hidden, batch=batch, rollout=2048, epochs=10)
    return options + (("--masked",) if masked else ())


LARGE, SMALL = dummy(20, 4, "256,256", batch=256), dummy(20, 4, "64,64", batch=256)
VALUES = dummy(36, 3, "64,64", batch=32, interval=4)

WORKLOADS = [
    Workload("ppo-124", "ppo", on_policy(124, "256,256,128", 9, 256), 8192, 20_480, (6, 8)),
    Workload("ppo-275-masked", "ppo", on_policy(275, "256,256,128", 36, 64, masked=True), 6144, 20_480, (7, 10)),
    Workload("ppo-36", "ppo", on_policy(36, "64,64", 3, 64), 6144, 204_800, (60, None)),
    Workload("a2c-36", "a2c", dummy(36, 3, "64,64", rollout=5), 5000, 400_000, (80, None)),
    Workload("dqn-36", "dqn", VALUES, 8000, 200_000, (40, None)),
    Workload("qr-dqn-36", "qr-dqn", VALUES, 4000, 20_000, (None, None)),
    Workload("sac-256", "sac", LARGE, 300, 800, (2.4, 4)),
    Workload("td3-256", "td3", LARGE, 400, 1200, (2, 3.5)),
    Workload("ddpg-256", "ddpg", LARGE, 500, 1500, (2, 3.5)),
    Workload("sac-64", "sac", SMALL, 500, 8000, (15, 15)),
    Workload("td3-64", "td3", SMALL, 1000, 12_000, (15, 15)),
    Workload("ddpg-64", "ddpg", SMALL, 1000, 16_000, (15, 15)),
    Workload(
        "recurrent-128", "recurrent-ppo", dummy(36, 3, "64,64", batch=128, rollout=128, epochs=10, memory=128), 1024,
        12_800, (10, None)),
    Workload("cartpole", "cartpole", (), 100_000, 100_000, (16, 22)),
]


def run_json(command: list[str], environment: dict[str, str] | None = None) -> dict[str, Any]:
    """Runs a command and reads the JSON it prints."""
    completed = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if completed.returncode != 0:
        sys.exit(f"{' '.join(command)} failed with status {completed.returncode}:\n{completed.stderr.strip()}")
    return json.loads(completed.stdout)


def measure_sb3(workload: Workload, steps: int, threads: int) -> dict[str, Any]:
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}
    worker = str(Path(__file__).with_name("sb3_worker.py"))
    return run_json(
        [sys.executable, worker, workload.task, *workload.options, "--steps", str(steps), "--threads", str(threads)],
        environment)


def measure_ours(rl: str, workload: Workload, steps: int, threads: int) -> dict[str, Any]:
    result = run_json(
        [rl, "bench", workload.task, *workload.options, "--steps", str(steps), "--threads", str(threads), "--json"])
    result.setdefault("stepsPerSecond", steps / result["seconds"])
    return result


def measure(workload: Workload, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    """One row a pair: results under `sb3` and `ours` by thread count."""
    pairs = []
    for index in range(arguments.pairs):
        pair: dict[str, Any] = {"sb3": {}, "ours": {}}
        for threads in THREADS:
            if not arguments.sb3_only:
                steps = arguments.steps or workload.our_steps
                pair["ours"][threads] = measure_ours(arguments.rl, workload, steps, threads)
            pair["sb3"][threads] = measure_sb3(workload, arguments.steps or workload.sb3_steps, threads)
        pairs.append(pair)
        speeds = ", ".join(
            f"{side} {threads}T {result['stepsPerSecond']:,.0f}"
            for side in ("sb3", "ours") for threads, result in pair[side].items())
        print(f"{workload.name} pair {index + 1}/{arguments.pairs}: {speeds} steps/s", file=sys.stderr)
    return pairs


def summarise(workload: Workload, pairs: list[dict[str, Any]]) -> dict[str, Any]:
    def speed(side: str, threads: int) -> float:
        return median(pair[side][threads]["stepsPerSecond"] for pair in pairs)

    best = max(THREADS, key=lambda threads: speed("sb3", threads))
    summary: dict[str, Any] = {
        "workload": workload.name, "sb3Threads": best,
        "sb3StepsPerSecond": {threads: speed("sb3", threads) for threads in THREADS},
        "goals": dict(zip(THREADS, workload.goals, strict=True)),
    }
    if pairs[0]["ours"]:
        summary["stepsPerSecond"] = {threads: speed("ours", threads) for threads in THREADS}
        summary["ratios"] = {
            threads: median(
                pair["ours"][threads]["stepsPerSecond"] / pair["sb3"][best]["stepsPerSecond"] for pair in pairs)
            for threads in THREADS
        }
        shares = [pair["ours"][1].get("shareOfPeak") for pair in pairs]
        if None not in shares:
            summary["shareOfPeak"] = median(shares)
    return summary


def cell(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def table(summaries: list[dict[str, Any]]) -> str:
    rows = [["workload", "SB3 1T", "SB3 2T", "ours 1T", "ours 2T", "ratio 1T", "goal", "ratio 2T", "goal", "of peak"]]
    for summary in summaries:
        ours, ratios, goals = summary.get("stepsPerSecond", {}), summary.get("ratios", {}), summary["goals"]
        rows.append([
            summary["workload"], *(cell(summary["sb3StepsPerSecond"][threads], ",.0f") for threads in THREADS),
            *(cell(ours.get(threads), ",.0f") for threads in THREADS),
            cell(ratios.get(1), ".1f"), cell(goals[1], "g"), cell(ratios.get(2), ".1f"), cell(goals[2], "g"),
            cell(summary.get("shareOfPeak"), ".0%"),
        ])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(text.ljust(width) if column == 0 else text.rjust(width)
                  for column, (text, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows)


def hardware() -> str:
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [line.split(":", 1)[1].strip() for line in information.read_text().splitlines()
                 if line.startswith("model name")]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rl", default=str(ROOT / ".build/release/rl"), help="the rl executable")
    parser.add_argument("--workload", action="append", choices=[workload.name for workload in WORKLOADS],
                        help="measure only this one (may be repeated)")
    parser.add_argument("--pairs", type=int, default=3, help="measurements of each side (default 3)")
    parser.add_argument("--steps", type=int, help="steps to measure on both sides, instead of each workload's own")
    parser.add_argument("--json", type=Path, help="also write everything measured to this file")
    parser.add_argument("--sb3-only", action="store_true", help="measure Stable-Baselines3 alone")
    arguments = parser.parse_args()
    if arguments.pairs < 1:
        parser.error(f"--pairs must be at least 1, was {arguments.pairs}")
    if arguments.steps is not None and arguments.steps < 1:
        parser.error(f"--steps must be at least 1, was {arguments.steps}")
    if not arguments.sb3_only and not os.access(arguments.rl, os.X_OK):
        parser.error(f"{arguments.rl} is not an executable; build it with: swift build -c release --product rl")
    return arguments


def main() -> None:
    arguments = parse_arguments()
    chosen = [each for each in WORKLOADS if not arguments.workload or each.name in arguments.workload]
    measured = {workload.name: measure(workload, arguments) for workload in chosen}
    summaries = [summarise(workload, measured[workload.name]) for workload in chosen]
    versions = measured[chosen[0].name][0]["sb3"][1]["versions"]
    machine = f"{hardware()}; " + ", ".join(f"{name} {version}" for name, version in versions.items())
    print(machine)
    print(f"steps a second, medians of {arguments.pairs}; 1T, 2T: threads; ratios against SB3 at its better count")
    print(table(summaries))
    if arguments.json:
        report = {"machine": machine, "pairs": arguments.pairs, "summaries": summaries, "measurements": measured}
        arguments.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
