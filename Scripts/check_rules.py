#!/usr/bin/env python3
"""Checks the rules of CONTRIBUTING.md and ARCHITECTURE.md that a machine can check.

* Modules stand in layers: a module imports modules of lower layers only, and declares in Package.swift what it imports.
* No file is longer than 600 lines; generated files are exempt.
* No `fatalError`, `try!`, `as!`, `@unchecked Sendable`, `unsafeFlags`, `TODO` in sources; no draws from the system's generator.
* No absolute paths of one machine.
"""
import json
import pathlib
import re
import subprocess
import sys

LAYERS = [
    {"CKernels", "COpenBLAS", "CMPI", "Settings", "Randomness", "Persistence", "TextFormats"},
    {"Statistics"},
    {"Tensors", "Accounting", "MarketData"},
    {"RLCore", "Validation", "Reporting", "Trading"},
    {"Networks", "Envs", "Gymnasium", "Training", "RLTesting"},
    {"Agents", "Population", "TensorBoardLogging"},
    {"PopulationMPI", "Benchmarking"},
    {"TradingExperiments", "Fuzzing"},
    {"RLFramework"},
    {"rl", "fuzz", "example-funding-arb"},
]
LAYER = {module: index for index, modules in enumerate(LAYERS) for module in modules}
LONGEST = 600
FORBIDDEN = {
    r"\bfatalError\(": "fatalError", r"\btry!": "try!", r"\bas!": "as!", r"@unchecked Sendable": "@unchecked Sendable",
    r"unsafeFlags": "unsafeFlags", r"\b(TODO|FIXME|XXX)\b": "a note to oneself",
    r"SystemRandomNumberGenerator|\.random\(in: ?[^,)]*\)|\.shuffled\(\)|\.randomElement\(\)": "the system's generator",
}
IMPORT = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))? )*(?:public |package |internal )?import (?:struct |class |enum |func )?(\w[\w-]*)")


def targets():
    """Name, folder and dependencies by name of every Swift target that is not a test."""
    package = json.loads(subprocess.run(["swift", "package", "dump-package"], check=True, capture_output=True).stdout)
    for target in package["targets"]:
        if target["type"] not in ("regular", "executable"):
            continue
        names = set()
        for dependency in target["dependencies"]:
            kind, value = next(iter(dependency.items()))
            names.add(value[0])
        yield target["name"], pathlib.Path(target.get("path") or f"Sources/{target['name']}"), names


def layer_problems():
    for name, folder, declared in targets():
        if name not in LAYER:
            yield f"{name} has no layer: give it one in Scripts/check_rules.py and a place in ARCHITECTURE.md"
            continue
        imported = {}
        for path in sorted(folder.rglob("*.swift")):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found = IMPORT.match(line)
                if found and found[1] in LAYER:
                    imported.setdefault(found[1], f"{path}:{number}")
        for module, place in imported.items():
            if module not in declared:
                yield f"{place}: {name} imports {module} without declaring it in Package.swift"
        for module in (declared | imported.keys()) & LAYER.keys():
            if LAYER[module] >= LAYER[name]:
                yield f"{name} stands on {module}, which is not in a lower layer"


def swift_files():
    names = subprocess.run(["git", "ls-files", "*.swift"], check=True, capture_output=True, text=True).stdout.split("\n")
    return [pathlib.Path(name) for name in names if name and pathlib.Path(name).exists()]


def file_problems():
    for path in swift_files():
        lines = path.read_text().splitlines()
        if len(lines) > LONGEST and "Generated" not in path.parts:
            yield f"{path}: {len(lines)} lines, at most {LONGEST}"
        if path.parts[0] not in ("Sources", "Examples"):
            continue
        for number, line in enumerate(lines, 1):
            code = line.split("//")[0]
            for pattern, what in FORBIDDEN.items():
                if re.search(pattern, code) and not re.search(r"using:", code):
                    yield f"{path}:{number}: {what}"


def path_problems():
    found = subprocess.run(
        ["git", "grep", "-nIE", r"(^|[^a-zA-Z0-9_./])/(home|Users|work|root)/[a-z]"], capture_output=True, text=True).stdout
    for line in found.splitlines():
        if not line.startswith("Scripts/check_rules.py"):
            yield f"{line[:150]}: a path of one machine"


if __name__ == "__main__":
    problems = [*layer_problems(), *file_problems(), *path_problems()]
    print("\n".join(problems) if problems else "layers, lengths and forbidden words: nothing to say")
    sys.exit(1 if problems else 0)
