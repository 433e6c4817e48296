"""What the agents' golden values share: sizes, networks from plain formulas, and the comparison with a library.

The formulas run in float64. Inputs are multiples of 1/1024, so they are exact in either precision. A fixture is only
written when the library, in float32, agrees with the formulas.
"""

from __future__ import annotations

from typing import Any, Callable

import gymnasium
import numpy as np
import torch
from gymnasium import spaces
from stable_baselines3.common.logger import Logger
from torch import nn

from golden_json import single

BATCH, WIDTH, HIDDEN = 12, 5, [8, 7]
TERMINATED, TRUNCATED = [2, 7], [4, 9]
GAMMA, POLYAK, LEARNING_RATE, ADAM_EPSILON = 0.99, 0.005, 1e-3, 1e-8
AGREEMENT = 1e-6

Tensors = dict[str, torch.Tensor]


class TooClose(Exception):
    """A row sits where rounding decides (at a kink, at a tie): the next seed is tried."""


def require(condition: Any, reason: str) -> None:
    if not bool(condition):
        raise TooClose(reason)


def first_seed(build: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    """The content for the first seed whose rows all keep their distance from kinks and ties."""
    for seed in range(1, 1000):
        try:
            content = build(seed)
        except TooClose:
            continue
        print(f"seed {seed}")
        return content
    raise RuntimeError("no seed keeps its distance from kinks and ties")


class SpacesOnly(gymnasium.Env):
    """Lends its spaces to an algorithm; nobody steps it."""

    observation_space = spaces.Box(-np.inf, np.inf, (WIDTH,))

    def __init__(self, action_space: spaces.Space):
        self.action_space = action_space

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None):
        return np.zeros(WIDTH, dtype=np.float32), {}

    def step(self, action: Any):
        return np.zeros(WIDTH, dtype=np.float32), 0.0, False, False, {}


def silence(model: Any) -> None:
    """Gives the model a logger that keeps its figures to be read and prints nothing."""
    model.set_logger(Logger(None, []))


# Numbers


def exact(values: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.round(np.asarray(values, dtype=np.float64) * 1024) / 1024)


def normal(random: np.random.Generator, *shape: int, scale: float = 1.0) -> torch.Tensor:
    return exact(random.normal(0, scale, shape))


def flags(rows: list[int]) -> torch.Tensor:
    return torch.tensor([row in rows for row in range(BATCH)])


def network(random: np.random.Generator, name: str, sizes: list[int], last: float = 1.0) -> Tensors:
    """Weights [inputs × outputs] and biases, livelier than at an initialisation: every term must matter."""
    parameters: Tensors = {}
    for layer, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        scale = last if layer == len(sizes) - 2 else 1.4
        parameters[f"{name}.{layer}.weight"] = normal(random, inputs, outputs, scale=scale * inputs**-0.5)
        parameters[f"{name}.{layer}.bias"] = normal(random, outputs, scale=0.2)
    return parameters


def leaves(parameters: Tensors) -> Tensors:
    return {name: tensor.detach().clone().requires_grad_(True) for name, tensor in parameters.items()}


def encode(value: Any) -> Any:
    """Content for the file: tensors flat, in float32 unless they are flags or indices; scalars as numbers."""
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    if not isinstance(value, torch.Tensor):
        return value
    if not value.is_floating_point():
        return value.reshape(-1)
    return single(value)[()] if value.ndim == 0 else single(value).reshape(-1)


# Formulas


def forward(
    parameters: Tensors, name: str, inputs: torch.Tensor, activation: str = "relu", activates_last: bool = False
) -> torch.Tensor:
    """A multilayer perceptron."""
    layer, values = 0, inputs
    while f"{name}.{layer}.weight" in parameters:
        values = values @ parameters[f"{name}.{layer}.weight"] + parameters[f"{name}.{layer}.bias"]
        layer += 1
        if activates_last or f"{name}.{layer}.weight" in parameters:
            if activation == "relu":
                require(values.abs().min() > 1e-4, "rectifier")
            values = values.tanh() if activation == "tanh" else values.clamp(min=0)
    return values


def gradients(loss: torch.Tensor, parameters: Tensors) -> Tensors:
    """Gradients that are either exactly zero or too large for Adam's ε to turn rounding into a step."""
    found = dict(zip(parameters, torch.autograd.grad(loss, list(parameters.values()), retain_graph=True)))
    for gradient in found.values():
        require(((gradient == 0) | (gradient.abs() > 1e-6)).all(), "gradient")
    return found


def total_norm(found: Tensors) -> torch.Tensor:
    return torch.sqrt(sum((gradient**2).sum() for gradient in found.values()))


def adam(parameters: Tensors, found: Tensors, rate: float = LEARNING_RATE, epsilon: float = ADAM_EPSILON) -> Tensors:
    """The first step: the bias corrections turn both averages into the gradient and its square."""
    return {
        name: parameter.detach() - rate * found[name] / (found[name].abs() + epsilon)
        for name, parameter in parameters.items()
    }


def polyak(targets: Tensors, parameters: Tensors) -> Tensors:
    return {name: (1 - POLYAK) * target.detach() + POLYAK * parameters[name] for name, target in targets.items()}


# The library


Layers = dict[str, list[nn.Linear]]


def linear_layers(name: str, *modules: nn.Module) -> Layers:
    """Our layer names for the linear layers of the modules, in order."""
    linears = [each for module in modules for each in module.modules() if isinstance(each, nn.Linear)]
    return {f"{name}.{index}": [linear] for index, linear in enumerate(linears)}


def load(layers: Layers, parameters: Tensors) -> None:
    with torch.no_grad():
        for name, linears in layers.items():
            widths = [linear.out_features for linear in linears]
            weights = parameters[f"{name}.weight"].split(widths, dim=1)
            for linear, weight, bias in zip(linears, weights, parameters[f"{name}.bias"].split(widths), strict=True):
                linear.weight.copy_(weight.T)
                linear.bias.copy_(bias)


def read(layers: Layers, of: Callable[[nn.Parameter], torch.Tensor] = lambda each: each.detach().clone()) -> Tensors:
    """Tensors of the library under our names, in our layout."""
    found: Tensors = {}
    for name, linears in layers.items():
        found[f"{name}.weight"] = torch.cat([of(linear.weight).T for linear in linears], dim=1)
        found[f"{name}.bias"] = torch.cat([of(linear.bias) for linear in linears])
    return found


def record_gradients(optimizer: torch.optim.Optimizer) -> Callable[[nn.Parameter], torch.Tensor]:
    """Keeps the gradients with which the optimiser makes its step."""
    kept: dict[int, torch.Tensor] = {}

    def keep(*_: Any) -> None:
        for group in optimizer.param_groups:
            for parameter in group["params"]:
                kept[id(parameter)] = parameter.grad.detach().clone()

    optimizer.register_step_pre_hook(keep)
    return lambda parameter: kept[id(parameter)]


def agree(what: str, ours: Any, theirs: Any, tolerance: float = AGREEMENT) -> None:
    """Refuses a difference above the tolerance, relative to the largest magnitude where that is above 1."""
    if isinstance(ours, dict):
        assert ours.keys() == theirs.keys(), (what, ours.keys(), theirs.keys())
        for name in ours:
            agree(f"{what} {name}", ours[name], theirs[name], tolerance)
        return
    ours, theirs = torch.as_tensor(ours).detach().double(), torch.as_tensor(theirs).detach().double()
    assert ours.shape == theirs.shape, (what, ours.shape, theirs.shape)
    difference, scale = (ours - theirs).abs().max().item(), max(1.0, ours.abs().max().item())
    assert difference <= tolerance * scale, f"{what}: differs by {difference}"
