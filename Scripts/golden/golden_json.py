"""Writes fixtures as compact JSON whose numbers read back to exactly the same bits.

float32 values are printed with 9 significant digits and float64 values with 17; both are enough to restore every bit.
Plain Python numbers (hyper-parameters) keep their shortest form.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import torch

TESTS = Path(__file__).resolve().parents[2] / "Tests"


def _number(value: float, digits: int) -> str:
    if not math.isfinite(value):
        raise ValueError(f"a fixture must hold finite numbers, was {value}")
    return f"{value + 0.0:.{digits}g}"  # + 0.0 turns -0 into 0


def _encode(value: Any, depth: int) -> str:
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    if isinstance(value, dict):
        indent = "  " * (depth + 1)
        rows = [f"{indent}{json.dumps(key)}: {_encode(item, depth + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(rows) + "\n" + "  " * depth + "}"
    if isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0):
        return "[" + ",".join(_encode(item, depth) for item in value) + "]"
    if isinstance(value, np.ndarray):
        value = value[()]
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, np.float32):
        return _number(float(value), 9)
    if isinstance(value, np.float64):
        return _number(float(value), 17)
    if isinstance(value, np.integer):
        return str(int(value))
    return json.dumps(value, allow_nan=False)


def single(value: torch.Tensor | np.ndarray) -> np.ndarray:
    """Rounds float64 results to the float32 values that a fixture holds."""
    array = value.detach().numpy() if isinstance(value, torch.Tensor) else value
    return np.asarray(array, dtype=np.float32)


def write_fixture(module: str, name: str, content: dict[str, Any]) -> None:
    """Writes `Tests/<module>Tests/Fixtures/<name>.json`."""
    path = TESTS / f"{module}Tests" / "Fixtures" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_encode(content, 0) + "\n")
    print(f"{path.relative_to(TESTS.parent)}: {path.stat().st_size / 1024:.1f} KB")
