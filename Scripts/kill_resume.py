#!/usr/bin/env python3
"""Kills runs of example-funding-arb at random moments and goes on with them, until they end as if nobody had.

For each command one run is left alone: the reference. Others, of the same settings, are killed (SIGKILL to the process
group) and started again as often as asked for. Half of the moments are drawn by time, half fall on a file that is being
written or was just renamed. After each kill every file must be whole, and no checkpoint may stand behind where it stood
before; at the end of each run the files must be those of the reference, byte for byte, without leftovers.

Event files of TensorBoard are left out: they hold the time of day.
"""
import argparse
import csv
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from whole_files import check_whole, header_of

# At no cost a young policy trades, so that there are books to compare.
SHARED = (
    "--layout document --synthetic-days 40 --symbols AAAUSDT,BBBUSDT --venues binance,bybit --seed 4 --fee-multiplier 0 "
    "--slippage-multiplier 0 --environments 4 --rollout-steps 64 --batch-size 128 --epochs 4 --threads 1"
)
# Sized so that each takes some seconds and comes to a checkpoint several times a second.
COMMANDS = {
    "train": "train --preset full --network mlp --hidden 32 --randomize-trading --timesteps 61440 "
    f"--validation-interval 1024 {SHARED}",
    "curriculum": "train --curriculum --preset full --network mlp --hidden 32 --timesteps 61440 "
    f"--validation-interval 1024 {SHARED}",
    "pbt": "pbt --preset pbt --hidden 32 --timesteps 24576 --population 4 --perturbation-interval 1024 --workers 2 "
    f"{SHARED}",
    "walk-forward": "walk-forward --preset pbt --hidden 32 --timesteps 49152 --validation-interval 1024 --folds 3 "
    f"--workers 2 {SHARED}",
}
# What says that a folder holds a run to go on with, where it is not config.json.
BEGUN = {"walk-forward": "walk-forward.json"}
FOLDER = "run"


class Failure(Exception):
    """Something that must not happen."""


def files_of(folder):
    """Paths of all files in a folder, in order; a file may go while others are listed."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def is_compared(path):
    return not path.name.startswith("events.out.tfevents")


def snapshot(folder):
    """What changes whenever a file appears, is replaced or is removed."""
    found = []
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                found.append((root, name, os.stat(os.path.join(root, name)).st_ino))
            except FileNotFoundError:
                pass
    return sorted(found)


def position(folder):
    """How far a folder is: steps of each checkpoint, generations, folds."""
    reached = {}
    for path in files_of(folder):
        name = str(path.relative_to(folder))
        if path.name == "checkpoint.safetensors":
            entries = header_of(path)["__metadata__"]
            # A curriculum keeps the run of its stage in a section.
            training = entries.get("training") or entries["trainer/training"]
            reached[name] = json.loads(training)["progress"]["steps"]
        elif path.name == "population.json":
            reached[name] = json.loads(path.read_text())["trials"]
        elif path.name == "result.json":
            reached[name] = 1
    return reached


def require_unique(path, columns):
    """No row may be there twice."""
    with path.open(newline="") as file:
        keys = [tuple(row[column] for column in columns) for row in csv.DictReader(file)]
    if len(set(keys)) != len(keys) or not keys:
        raise Failure(f"{path.name} must have each of {columns} once, was {len(keys)} rows of {len(set(keys))}")
    return len(keys)


class Campaign:
    """One command: its reference and the runs that are killed."""

    def __init__(self, command, binary, folder, moments):
        self.command = command
        self.binary = binary
        self.folder = folder
        self.moments = moments
        self.kills = self.runs = self.writing = self.early = self.fresh = 0
        self.checked = {}
        self.parts = set()
        started = time.monotonic()
        self.reference = folder / "reference"
        self.reference.mkdir()
        process = self.start(self.reference, resumes=False)
        self.require_success(process, self.reference)
        self.seconds = time.monotonic() - started
        self.judge(self.reference / FOLDER)

    def start(self, place, resumes):
        arguments = COMMANDS[self.command].split()
        if resumes:
            arguments = [arguments[0], "--resume", FOLDER]
            if arguments[0] != "train":
                arguments += ["--workers", "2"]
        else:
            arguments += ["--output", FOLDER]
        with (place / "output.txt").open("wb") as output:
            return subprocess.Popen(
                [self.binary, *arguments], cwd=place, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)

    def require_success(self, process, place):
        if process.wait() != 0:
            output = (place / "output.txt").read_text()
            raise Failure(f"{self.command} ended with {process.returncode}: {output[-2000:]}")

    def wait_for_moment(self, process, run, has_checkpoint):
        """Waits for the moment to kill; false where the run ended before it."""
        latest = 0.3 if self.moments.random() < (0.1 if has_checkpoint else 0.6) else self.seconds / 4
        until = time.monotonic() + self.moments.uniform(0, latest)
        at_write = self.moments.random() < 0.5
        pause = self.moments.choice([0, 0, 0.001, 0.003])
        while time.monotonic() < until:
            if process.poll() is not None:
                return False
            time.sleep(0.001)
        if at_write:
            before = snapshot(run)
            while snapshot(run) == before:
                if process.poll() is not None:
                    return False
                time.sleep(0.0002)
            time.sleep(pause)
        return process.poll() is None

    def run_once(self, kills):
        """Kills one run until it ends or there are kills enough, and compares what came of it."""
        place = self.folder / f"killed-{self.runs}"
        place.mkdir()
        run = place / FOLDER
        reached = {}
        while True:
            resumes = (run / BEGUN.get(self.command, "config.json")).exists()
            self.fresh += 0 if resumes or not run.exists() else 1
            process = self.start(place, resumes)
            if self.kills >= kills or not self.wait_for_moment(process, run, any(reached.values())):
                self.require_success(process, place)
                break
            os.killpg(process.pid, signal.SIGKILL)
            if process.wait() != -signal.SIGKILL:
                self.require_success(process, place)
                break
            self.kills += 1
            reached = self.inspect(run, reached)
        self.inspect(run, reached)
        self.judge(run)
        self.compare(run)
        self.runs += 1
        shutil.rmtree(place)

    def inspect(self, run, before):
        """Sees that everything is whole and nothing is lost; returns how far the run is."""
        names = files_of(run)
        parts = {path for path in names if path.name.endswith(".partial")}
        self.writing += 1 if parts - self.parts else 0
        self.parts = parts
        for path in names:
            if path.name.endswith(".partial") or not is_compared(path):
                continue
            status = path.stat()
            identity = (status.st_ino, status.st_mtime_ns, status.st_size)
            if self.checked.get(path) != identity:
                try:
                    check_whole(path)
                except ValueError as error:
                    raise Failure(f"{path} {error}") from error
                self.checked[path] = identity
        reached = position(run)
        self.early += 0 if any(reached.values()) else 1
        for name, steps in before.items():
            if reached.get(name, -1) < steps:
                raise Failure(f"{run / name} was at {steps}, is at {reached.get(name)}")
        return reached

    def judge(self, run):
        """Nothing may be counted twice in a run that is complete."""
        if self.command in ("train", "curriculum"):
            require_unique(run / "metrics.csv", ["steps"])
        elif self.command == "pbt":
            rows = require_unique(run / "fitness.csv", ["generation", "member"])
            record = json.loads((run / "population.json").read_text())
            if record["trials"] != rows:
                raise Failure(f"population.json counts {record['trials']} trials, fitness.csv has {rows}")
            days = {len(stretch["returns"]) for stretch in record["history"]["stretches"]}
            if len(days) != 1 or 0 in days:
                raise Failure(f"every judgement must keep the daily returns of one window, was {sorted(days)} days")
        else:
            for fold in sorted((run / "folds").iterdir()):
                steps = [trial["steps"] for trial in json.loads((fold / "result.json").read_text())["trials"]]
                if len(set(steps)) != len(steps):
                    raise Failure(f"{fold.name} judged the policy of a step twice: {steps}")

    def compare(self, run):
        """The files of a run must be those of the reference."""
        reference = self.reference / FOLDER
        here, there = (
            {str(path.relative_to(place)) for path in files_of(place) if is_compared(path)}
            for place in (run, reference)
        )
        if here != there:
            raise Failure(f"{run} has other files than the reference: {sorted(here ^ there)}")
        for name in sorted(here):
            if (run / name).read_bytes() != (reference / name).read_bytes():
                raise Failure(f"{run / name} differs from {reference / name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", choices=[*COMMANDS, "all"], default="all")
    parser.add_argument("--kills", type=int, default=200, help="of all commands together")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--binary", default=".build/release/example-funding-arb")
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    every = {"train": 0.35, "curriculum": 0.15, "pbt": 0.35, "walk-forward": 0.15}
    shares = every if options.command == "all" else {options.command: 1}
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kill-resume-"))
    total = 0
    started = time.monotonic()
    try:
        for index, (command, share) in enumerate(shares.items()):
            kills = options.kills - total if index == len(shares) - 1 else max(1, round(options.kills * share))
            begin = time.monotonic()
            (folder / command).mkdir()
            campaign = Campaign(command, binary, folder / command, random.Random(f"{options.seed}/{command}"))
            while campaign.kills < kills:
                campaign.run_once(kills)
            total += campaign.kills
            print(
                f"{command}: {campaign.kills} kills in {campaign.runs} runs ({campaign.writing} left a part of a file, "
                f"{campaign.early} came before the first checkpoint, {campaign.fresh} before there was a run); "
                f"the reference took {campaign.seconds:.1f} s, everything {time.monotonic() - begin:.0f} s; all files "
                "equal the reference's", flush=True)
    except Failure as failure:
        sys.exit(f"{failure}\neverything is kept in {folder}")
    shutil.rmtree(folder)
    print(f"{total} kills, nothing lost, in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
