"""LSTM and GRU of two layers over sequences with episodes that start within, for TensorsTests."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn

from golden_json import single, write_fixture

STEPS, SEQUENCES, INPUTS, WIDTH, LAYERS = 7, 3, 5, 9, 2


def normal(random: np.random.Generator, *shape: int) -> torch.Tensor:
    """Values that are exact in float32, held in float64."""
    return torch.from_numpy(random.normal(0, 1, shape).astype(np.float32)).double()


def run(kind: type[nn.RNNBase], seed: int) -> dict[str, Any]:
    """Walks the library's layer step by step, clearing the state of a sequence where an episode starts."""
    random = np.random.default_rng(seed)
    layer = kind(INPUTS, WIDTH, LAYERS).double()
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(normal(random, *parameter.shape) * 0.4)
            parameter.copy_(parameter.float())
    inputs = normal(random, STEPS, SEQUENCES, INPUTS).requires_grad_(True)
    states = [
        normal(random, LAYERS, SEQUENCES, WIDTH).requires_grad_(True) for _ in range(2 if kind is nn.LSTM else 1)]
    upstream = normal(random, STEPS, SEQUENCES, WIDTH)
    starts = torch.zeros(STEPS, SEQUENCES, dtype=torch.bool)
    starts[0, 1] = starts[3, 0] = starts[4, 0] = starts[6, 1] = True

    current, rows = states, []
    for step in range(STEPS):
        keep = (~starts[step]).double()[None, :, None]
        current = [state * keep for state in current]
        row, after = layer(inputs[step][None], tuple(current) if kind is nn.LSTM else current[0])
        current = list(after) if kind is nn.LSTM else [after]
        rows.append(row[0])
    outputs = torch.stack(rows)

    # Without starts the steps must be the library's own pass over the whole sequence.
    whole, _ = layer(inputs, tuple(states) if kind is nn.LSTM else states[0])
    torch.testing.assert_close(whole[:3, 2], outputs[:3, 2])

    (outputs * upstream).sum().backward()
    return {
        "inputs": single(inputs), "starts": starts, "initial": [single(state) for state in states],
        "outputs": single(outputs), "final": [single(state) for state in current], "upstream": single(upstream),
        "inputGradients": single(inputs.grad), "initialGradients": [single(state.grad) for state in states],
        "parameters": [
            {
                "name": name, "shape": list(parameter.shape), "values": single(parameter.flatten()),
                "gradients": single(parameter.grad.flatten()),
            }
            for name, parameter in layer.named_parameters()
        ],
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_fixture("Tensors", "recurrent", {
        "source": f"torch {torch.__version__}, in float64", "lstm": run(nn.LSTM, seed=31), "gru": run(nn.GRU, seed=32),
    })
