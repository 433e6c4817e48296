#!/usr/bin/env python3
"""Runs small jobs from fixed seeds and compares the hashes of their files with recorded ones.

A change of structure must leave every number where it was. Before it, `guard.py record FILE` writes the hashes; after it,
`guard.py compare FILE` makes the runs again and names every file whose bytes changed. The bits belong to an instruction
set and a build of OpenBLAS, so a recording is for the machine that made it; the file says which.

Since decision 0025 a policy file says more of itself than before. Its hash is that of the file as it was written before: the
added entries of its header are left out and its checksum is taken anew, so that recordings of both times compare.

The jobs: all three presets on the generated market and, where there is a market folder, on real data; a population; a
walk forward; one short training of every agent, hashed by the returns of its evaluation episodes.
"""
import argparse
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

BINARIES = pathlib.Path(".build/release")
MARKET = pathlib.Path("../shared/market")
# At no cost a young policy trades, so that there are books to compare.
FREE = "--fee-multiplier 0 --slippage-multiplier 0 --seed 1"
YOUNG = f"{FREE} --layout document --synthetic-days 180 --timesteps 12288 --validation-interval 4096"
SMALL = f"{FREE} --layout document --synthetic-days 40 --symbols AAAUSDT,BBBUSDT --venues binance,bybit --hidden 32 --environments 4 " \
        "--rollout-steps 64 --batch-size 128 --epochs 4"
FLAGSHIP = {
    **{f"synthetic {preset}": f"train --preset {preset} {YOUNG}" for preset in ("simple", "pbt", "full")},
    **{f"real {preset}": f"train --preset {preset} {YOUNG} --data {MARKET}" for preset in ("simple", "pbt", "full")},
    "with costs": "train --layout document --synthetic-days 180 --preset full --seed 2 --timesteps 12288 --validation-interval 4096",
    "curriculum": f"train --curriculum --preset full --network mlp {SMALL} --timesteps 6144 --validation-interval 1024",
    "population": f"pbt --preset pbt {SMALL} --timesteps 6144 --population 4 --perturbation-interval 1024",
    "walk forward": f"walk-forward --preset pbt {SMALL} --timesteps 8192 --validation-interval 1024 --folds 2",
}
AGENTS = {
    "ppo/CartPole-v1": 8192, "a2c/CartPole-v1": 8192, "dqn/CartPole-v1": 6000, "qr-dqn/CartPole-v1": 6000,
    "recurrent-ppo/CartPoleNoVel-v1": 8192, "ppo/Pendulum-v1": 16384, "a2c/Pendulum-v1": 8192,
    "sac/Pendulum-v1": 2000, "td3/Pendulum-v1": 11000, "ddpg/Pendulum-v1": 11000,
}
HASHED = ("policy.safetensors", "best_policy.safetensors", "ledger.csv", "trades.csv", "equity.csv", "scorecard.json",
          "verdict.json", "lineage.csv")


# Entries of a policy's header that decision 0025 added.
ADDED = ("policy", "labels")


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def checksum(data):
    """CRC-64 (ECMA-182) as sixteen digits: what Sources/Persistence/Checksum.swift computes."""
    table = []
    for byte in range(256):
        value = byte << 56
        for _ in range(8):
            value = (value << 1 ^ 0x42F0E1EBA9EA3693 if value >> 63 else value << 1) & 0xFFFFFFFFFFFFFFFF
        table.append(value)
    total = 0
    for byte in data:
        total = table[total >> 56 ^ byte] ^ total << 8 & 0xFFFFFFFFFFFFFFFF
    return f"{total:016x}"


def plain(data):
    """A policy file as it would have been written before policies described themselves."""
    length = int.from_bytes(data[:8], "little")
    header, body = data[8:8 + length], data[8 + length:]
    for key in ADDED:
        entry = rb'"%s":"(?:[^"\\]|\\.)*"' % key.encode()
        # Texts only: a tensor's entry is an object.
        header = re.sub(entry + rb",|," + entry + rb"(?=})", b"", header)
    stored = re.search(rb'"checksum":"([0-9a-f]{16})"', header)
    if stored is None:
        sys.exit("a policy file has no checksum in its header")
    place = stored.span(1)
    header = header[:place[0]] + b"0" * 16 + header[place[1]:]
    found = checksum(header + body).encode()
    header = header[:place[0]] + found + header[place[1]:]
    return len(header).to_bytes(8, "little") + header + body


def content(path):
    """What is hashed of a file."""
    data = path.read_bytes()
    return plain(data) if path.suffix == ".safetensors" else data


def run(arguments):
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def jobs(only):
    """Pairs of a job's name and a function that runs it in a folder and yields names and hashes."""
    def flagship(arguments):
        def job(folder):
            run([str(BINARIES / "example-funding-arb"), *arguments.split(), "--output", str(folder / "run")])
            for path in sorted((folder / "run").rglob("*")):
                if path.name in HASHED:
                    yield str(path.relative_to(folder / "run")), digest(content(path))
        return job

    def agent(name, steps):
        def job(folder):
            run([str(BINARIES / "rl"), "benchmark", "run", "--only", name, "--seeds", "1", "--episodes", "10", "--steps",
                 str(steps), "--jobs", "1", "--output", str(folder)])
            for path in folder.rglob("seed-1.json"):
                yield "returns", digest(json.dumps(json.loads(path.read_text())["returns"]).encode())
        return job

    found = [(name, flagship(arguments)) for name, arguments in FLAGSHIP.items()
             if str(MARKET) not in arguments or MARKET.is_dir()]
    found += [(name, agent(name, steps)) for name, steps in AGENTS.items()]
    return [(name, job) for name, job in found if only in name]


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    return next(line.split(":")[1].strip() for line in lines if line.startswith("model name")) \
        + (", AVX-512" if any("avx512f" in line for line in lines if line.startswith("flags")) else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("record", "compare"))
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--only", default="", help="only jobs whose name has this in it")
    given = parser.parse_args()
    hashes = {}
    for name, job in jobs(given.only):
        with tempfile.TemporaryDirectory() as folder:
            found = dict(job(pathlib.Path(folder)))
        if not found:
            sys.exit(f"{name}: wrote none of the files that are hashed")
        hashes.update({f"{name}: {file}": value for file, value in found.items()})
        print(f"{name}: {len(found)} files", flush=True)
    if given.action == "record":
        given.file.write_text(json.dumps({"machine": machine(), "hashes": hashes}, indent=1) + "\n")
        return
    recorded = json.loads(given.file.read_text())
    expected = {key: value for key, value in recorded["hashes"].items() if given.only in key.split(":")[0]}
    changed = [key for key in sorted(expected.keys() | hashes.keys()) if expected.get(key) != hashes.get(key)]
    print(f"recorded on {recorded['machine']}; {len(expected) - len([k for k in changed if k in expected])} of "
          f"{len(expected)} files are the same")
    for key in changed:
        print(f"  {key}: {expected.get(key, 'not recorded')} -> {hashes.get(key, 'gone')}")
    sys.exit(1 if changed else 0)


if __name__ == "__main__":
    main()
