"""Activations, layer normalisation, masked softmax and attention with gradients, for TensorsTests."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from golden_json import single, write_fixture


def normal(random: np.random.Generator, *shape: int) -> torch.Tensor:
    """Values that are exact in float32, held in float64."""
    return torch.from_numpy(random.normal(0, 1, shape).astype(np.float32)).double()


def activation(function: Any) -> dict[str, Any]:
    inputs = torch.linspace(-6, 6, 49, dtype=torch.float64).requires_grad_(True)
    outputs = function(inputs)
    outputs.sum().backward()
    return {"inputs": single(inputs), "outputs": single(outputs), "derivatives": single(inputs.grad)}


def layer_normalisation(random: np.random.Generator) -> dict[str, Any]:
    inputs = (normal(random, 3, 8) * 2 + 1).float().double().requires_grad_(True)
    layer = nn.LayerNorm(8).double()
    with torch.no_grad():
        layer.weight.copy_(normal(random, 8))
        layer.bias.copy_(normal(random, 8))
    upstream = normal(random, 3, 8)
    outputs = layer(inputs)
    (outputs * upstream).sum().backward()
    return {
        "epsilon": layer.eps, "inputs": single(inputs), "gain": single(layer.weight), "bias": single(layer.bias),
        "outputs": single(outputs), "upstream": single(upstream), "inputGradients": single(inputs.grad),
        "gainGradients": single(layer.weight.grad), "biasGradients": single(layer.bias.grad),
    }


def masked_log_softmax(random: np.random.Generator) -> dict[str, Any]:
    """Rows with all, some and a single valid entry; log-probabilities of masked entries are stored as 0."""
    inputs = (normal(random, 4, 6) * 3).float().double().requires_grad_(True)
    masks = torch.tensor([[1, 1, 1, 1, 1, 1], [1, 0, 1, 0, 0, 1], [0, 0, 0, 0, 1, 0], [0, 1, 1, 0, 0, 0]]).bool()
    outputs = inputs.masked_fill(~masks, -torch.inf).log_softmax(dim=1).masked_fill(~masks, 0)
    entropies = -(outputs.exp() * outputs * masks).sum(dim=1)
    upstream = normal(random, 4, 6)
    (outputs * upstream).sum().backward()
    return {
        "inputs": single(inputs), "masks": masks, "outputs": single(outputs), "entropies": single(entropies),
        "upstream": single(upstream), "inputGradients": single(inputs.grad),
    }


def attention(random: np.random.Generator) -> dict[str, Any]:
    """Self-attention of two sets of four rows with two heads; the second set has two rows of padding."""
    layer = nn.MultiheadAttention(8, 2, batch_first=True).double()
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_((normal(random, *parameter.shape) * 0.4).float())
    inputs = normal(random, 2, 4, 8).requires_grad_(True)
    valid = torch.tensor([[True, True, True, True], [False, True, False, True]])
    upstream = normal(random, 2, 4, 8)
    outputs, _ = layer(inputs, inputs, inputs, key_padding_mask=~valid, need_weights=False)
    (outputs * upstream).sum().backward()
    return {
        "heads": 2, "inputs": single(inputs), "valid": valid, "outputs": single(outputs),
        "upstream": single(upstream), "inputGradients": single(inputs.grad),
        "parameters": [
            {
                "name": name, "shape": list(parameter.shape), "values": single(parameter.flatten()),
                "gradients": single(parameter.grad.flatten()),
            }
            for name, parameter in layer.named_parameters()
        ],
    }


def main() -> None:
    random = np.random.default_rng(21)
    write_fixture("Tensors", "operations", {
        "source": f"torch {torch.__version__}, in float64",
        "geluTanh": activation(lambda x: F.gelu(x, approximate="tanh")),
        "geluErf": activation(F.gelu),
        "layerNormalization": layer_normalisation(random),
        "maskedLogSoftmax": masked_log_softmax(random),
        "attention": attention(random),
    })


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
