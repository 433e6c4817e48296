"""What the golden values of SAC, TD3 and DDPG share: a batch, networks, and a model that trains on them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from gymnasium import spaces
from stable_baselines3.common.off_policy_algorithm import OffPolicyAlgorithm
from stable_baselines3.common.type_aliases import ReplayBufferSamples

from agent_fixtures import (
    ADAM_EPSILON, BATCH, GAMMA, HIDDEN, LEARNING_RATE, POLYAK, TERMINATED, TRUNCATED, WIDTH, Layers, SpacesOnly,
    Tensors, exact, flags, forward, linear_layers, network, normal, silence)

DIMENSIONS = 2


def make_batch(random: np.random.Generator) -> Tensors:
    terminated, truncated = flags(TERMINATED), flags(TRUNCATED)
    return {
        "observations": normal(random, BATCH, WIDTH), "actions": exact(random.uniform(-1, 1, (BATCH, DIMENSIONS))),
        "rewards": normal(random, BATCH, scale=1.5), "nextObservations": normal(random, BATCH, WIDTH),
        "terminated": terminated, "truncated": truncated, "discounts": GAMMA * (1 - terminated.double()),
    }


def make_critics(random: np.random.Generator, count: int) -> Tensors:
    critics: Tensors = {}
    for index in range(count):
        critics |= network(random, f"critic.{index}", [WIDTH + DIMENSIONS, *HIDDEN, 1])
    return critics


def critic_values(
    parameters: Tensors, observations: torch.Tensor, actions: torch.Tensor, count: int
) -> torch.Tensor:
    """[rows][critics]"""
    inputs = torch.cat([observations, actions], dim=1)
    return torch.cat([forward(parameters, f"critic.{index}", inputs) for index in range(count)], dim=1)


def make_model(algorithm: type[OffPolicyAlgorithm], batch: Tensors, **options: Any) -> OffPolicyAlgorithm:
    """The library's algorithm, whose replay buffer always yields the batch."""
    model = algorithm(
        "MlpPolicy", SpacesOnly(spaces.Box(-1, 1, (DIMENSIONS,))), learning_rate=LEARNING_RATE, gamma=GAMMA,
        tau=POLYAK, buffer_size=BATCH, device="cpu",
        policy_kwargs={"net_arch": HIDDEN, "optimizer_kwargs": {"eps": ADAM_EPSILON}}, **options)
    silence(model)
    model.replay_buffer.sample = lambda size, env=None: ReplayBufferSamples(
        batch["observations"].float(), batch["actions"].float(), batch["nextObservations"].float(),
        batch["terminated"].float()[:, None], batch["rewards"].float()[:, None])
    return model


def critic_layers(critic: Any) -> Layers:
    layers: Layers = {}
    for index, each in enumerate(critic.q_networks):
        layers |= linear_layers(f"critic.{index}", each)
    return layers


HYPERPARAMETERS = {
    "gamma": GAMMA, "learningRate": LEARNING_RATE, "adamEpsilon": ADAM_EPSILON, "polyak": POLYAK,
}
SIZES = {"observationWidth": WIDTH, "hidden": HIDDEN, "actionDimensions": DIMENSIONS}
