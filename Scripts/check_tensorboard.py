#!/usr/bin/env python3
"""Reads event files with TensorBoard's own reader: those of a run that was killed and went on.

The run is killed (SIGKILL) at a moment at which events stand behind its last checkpoint, so that going on writes some
steps again; what was written before the kill must be dropped by the reader. Every tag must then rise strictly in steps,
have the figures of metrics.csv at its steps, and count every episode once.

Usage: "$(Scripts/python_environment.sh tensorboard)" Scripts/check_tensorboard.py
"""
import argparse
import csv
import logging
import pathlib
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

import tensorboard
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

# A table of metrics and events every 256 steps, a checkpoint every 4096.
RUN = (
    "train --layout document --preset full --network mlp --hidden 32 --timesteps 61440 --validation-interval 4096 --synthetic-days 40 "
    "--symbols AAAUSDT,BBBUSDT --venues binance,bybit --seed 4 --environments 4 --rollout-steps 64 --batch-size 128 "
    "--epochs 4 --threads 1"
)
KILLS = 3
# Seconds until a run must have come to its next checkpoint.
LIMIT = 120
# The reader warns of every step that it drops, which is what is asked of it.
logging.getLogger("tensorboard").setLevel(logging.ERROR)


class Failure(Exception):
    """Something that must not happen."""


def as_single(text):
    """A decimal as the single-precision number that event files hold."""
    return struct.unpack("<f", struct.pack("<f", float(text)))[0]


def read(folder):
    accumulator = EventAccumulator(str(folder), size_guidance={"scalars": 0, "histograms": 0})
    accumulator.Reload()
    return accumulator


def last_step(folder):
    events = read(folder)
    return max((event.step for tag in events.Tags()["scalars"] for event in events.Scalars(tag)), default=0)


def kill(binary, folder, resumes):
    """Kills the run between two checkpoints; returns the steps at which its events and its checkpoint stand."""
    arguments = ["train", "--resume", str(folder)] if resumes else [*RUN.split(), "--output", str(folder)]
    table = folder / "metrics.csv"
    before = table.stat().st_ino if resumes else None
    process = subprocess.Popen([binary, *arguments], stdout=subprocess.DEVNULL, start_new_session=True)

    def wait_until(holds):
        until = time.monotonic() + LIMIT
        while not holds():
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                raise Failure(f"the run came to no moment to be killed at, it ended with {process.wait()}")
            time.sleep(0.001)

    # The table is written right after each checkpoint, so that its last row says where that stands; the events of the
    # same step come before both. What is written next stands behind the checkpoint.
    wait_until(lambda: table.exists() and table.stat().st_ino != before)
    written = size_of_events(folder)
    wait_until(lambda: size_of_events(folder) > written)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return last_step(folder), int(rows_of(folder)[-1]["steps"])


def size_of_events(folder):
    return sum(path.stat().st_size for path in folder.glob("events.out.tfevents.*"))


def rows_of(folder):
    with (folder / "metrics.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def check(folder):
    """Compares what the reader finds with the table of the run; returns how much was compared."""
    events = read(folder)
    rows = rows_of(folder)
    compared = 0
    tags = events.Tags()
    for tag in tags["scalars"]:
        steps = [event.step for event in events.Scalars(tag)]
        if any(later <= earlier for earlier, later in zip(steps, steps[1:])):
            raise Failure(f"{tag} must rise in steps, was {steps}")
        column = tag.removeprefix("update/")
        if column == tag or column not in rows[0]:
            continue
        expected = [(int(row["steps"]), as_single(row[column])) for row in rows if row[column]]
        found = [(event.step, event.value) for event in events.Scalars(tag)]
        if found != expected:
            raise Failure(f"{tag} differs from metrics.csv: {sorted(set(found) ^ set(expected))[:4]}")
        compared += len(found)
    histograms = events.Histograms("episodes/returns")
    episodes = sum(event.histogram_value.num for event in histograms)
    if not compared or episodes != int(rows[-1]["episodes"]):
        raise Failure(f"{compared} figures, {episodes:.0f} episodes, metrics.csv counts {rows[-1]['episodes']}")
    return len(tags["scalars"]), compared, int(episodes)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/release/example-funding-arb")
    binary = str(pathlib.Path(parser.parse_args().binary).resolve())
    place = pathlib.Path(tempfile.mkdtemp(prefix="tensorboard-"))
    folder = place / "run"
    try:
        for count in range(KILLS):
            events, checkpoint = kill(binary, folder, resumes=count > 0)
            print(f"killed: events up to step {events}, the checkpoint at step {checkpoint}")
            if events <= checkpoint:
                raise Failure("the kill left no events behind the checkpoint, so that nothing is to be dropped")
        subprocess.run([binary, "train", "--resume", str(folder)], check=True, stdout=subprocess.DEVNULL)
        tags, compared, episodes = check(folder)
        files = len(list(folder.glob("events.out.tfevents.*")))
    except (Failure, subprocess.CalledProcessError) as failure:
        sys.exit(f"{failure}\neverything is kept in {place}")
    shutil.rmtree(place)
    print(
        f"TensorBoard {tensorboard.__version__} reads {files} files of {KILLS + 1} starts as one run: {tags} tags that rise "
        f"strictly, {compared} figures as in metrics.csv, {episodes} episodes counted once")


if __name__ == "__main__":
    main()
