"""One update of TD3 and one of DDPG, both by Stable-Baselines3, for AgentsTests."""

from __future__ import annotations

from typing import Any
from unittest import mock

import numpy as np
import stable_baselines3
import torch
from stable_baselines3 import DDPG, TD3

from agent_fixtures import (
    BATCH, HIDDEN, WIDTH, Tensors, adam, agree, encode, exact, first_seed, forward, gradients, leaves, linear_layers,
    load, network, polyak, read, record_gradients, require)
from continuous_fixtures import (
    DIMENSIONS, HYPERPARAMETERS, SIZES, critic_layers, critic_values, make_batch, make_critics, make_model)
from golden_json import write_fixture

TARGET_NOISE, TARGET_NOISE_CLIP, POLICY_DELAY = 0.2, 0.5, 2


def actor(parameters: Tensors, observations: torch.Tensor) -> torch.Tensor:
    return forward(parameters, "actor", observations).tanh()


def update(
    batch: Tensors, noise: torch.Tensor | None, start: Tensors, targets: Tensors, critics: int
) -> dict[str, Any]:
    parameters = leaves(start)
    of_actor = {name: tensor for name, tensor in parameters.items() if name.startswith("actor")}
    of_critics = {name: tensor for name, tensor in parameters.items() if name.startswith("critic")}
    with torch.no_grad():
        means = actor(targets, batch["nextObservations"])
        shift = 0 if noise is None else (TARGET_NOISE * noise).clamp(-TARGET_NOISE_CLIP, TARGET_NOISE_CLIP)
        next_actions = (means + shift).clamp(-1, 1)
        if noise is not None:
            require(((TARGET_NOISE * noise).abs() > TARGET_NOISE_CLIP).sum() >= 2, "the noise must be clipped")
            require(((means + shift).abs() > 1).sum() >= 2, "the actions must be clipped")
        next_values = critic_values(targets, batch["nextObservations"], next_actions, critics)
        if critics > 1:
            gap = next_values[:, 0] - next_values[:, 1]
            require((gap.abs() > 1e-3).all() and 2 < (gap > 0).sum() < BATCH - 2, "either critic must be the lower one")
        wanted = batch["rewards"] + batch["discounts"] * next_values.min(dim=1).values
    predictions = critic_values(of_critics, batch["observations"], batch["actions"], critics)
    losses = (predictions - wanted[:, None]) ** 2
    critic_loss = losses.mean(dim=0).sum()
    critic_gradients = gradients(critic_loss, of_critics)
    critics_after = adam(of_critics, critic_gradients)
    # The actor sees the critics after their step.
    actions = actor(of_actor, batch["observations"])
    values = critic_values(critics_after, batch["observations"], actions, 1)[:, 0]
    actor_loss = -values.mean()
    actor_gradients = gradients(actor_loss, of_actor)
    after = adam(of_actor, actor_gradients) | critics_after
    return {
        "targetActions": next_actions, "nextValues": next_values, "targets": wanted, "predictions": predictions,
        "losses": losses, "criticLoss": critic_loss, "actions": actions, "actionValues": values,
        "actorLoss": actor_loss, "gradients": actor_gradients | critic_gradients,
        "actionGradients": torch.autograd.grad(actor_loss, actions)[0],
        "parametersAfterStep": after, "targetParametersAfterPolyak": polyak(targets, after),
    }


def check_with_library(
    algorithm: type[TD3], batch: Tensors, noise: torch.Tensor | None, start: Tensors, targets: Tensors,
    ours: dict[str, Any]
) -> None:
    options = {} if noise is None else {
        "target_policy_noise": TARGET_NOISE, "target_noise_clip": TARGET_NOISE_CLIP, "policy_delay": POLICY_DELAY}
    model = make_model(algorithm, batch, **options)
    online = linear_layers("actor", model.actor) | critic_layers(model.critic)
    target = linear_layers("actor", model.actor_target) | critic_layers(model.critic_target)
    load(online, start)
    load(target, targets)
    of_actor, of_critics = record_gradients(model.actor.optimizer), record_gradients(model.critic.optimizer)
    model._n_updates = model.policy_delay - 1  # the update that moves the actor

    def fixed_noise(tensor: torch.Tensor, mean: float, deviation: float) -> torch.Tensor:
        return tensor.copy_(mean + deviation * (torch.zeros(BATCH, DIMENSIONS) if noise is None else noise))

    with mock.patch.object(torch.Tensor, "normal_", fixed_noise):
        model.train(gradient_steps=1, batch_size=BATCH)
    logged = model.logger.name_to_value
    agree("critic loss", ours["criticLoss"], logged["train/critic_loss"])
    agree("actor loss", ours["actorLoss"], logged["train/actor_loss"])
    found = read(linear_layers("actor", model.actor), of_actor) | read(critic_layers(model.critic), of_critics)
    agree("gradients", ours["gradients"], found)
    agree("parameters", ours["parametersAfterStep"], read(online))
    agree("target", ours["targetParametersAfterPolyak"], read(target))


def build(algorithm: type[TD3], critics: int, seed: int) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    batch = make_batch(random)
    noise = None if algorithm is DDPG else exact(random.normal(0, 1.7, (BATCH, DIMENSIONS)))
    start, targets = (
        network(random, "actor", [WIDTH, *HIDDEN, DIMENSIONS]) | make_critics(random, critics) for _ in range(2))
    result = update(batch, noise, start, targets, critics)
    check_with_library(algorithm, batch, noise, start, targets, result)
    smoothing = {} if noise is None else {
        "targetNoise": TARGET_NOISE, "targetNoiseClip": TARGET_NOISE_CLIP, "policyDelay": POLICY_DELAY}
    return {
        "source": f"stable-baselines3 {stable_baselines3.__version__}, torch {torch.__version__}", "seed": seed,
        **SIZES, "criticCount": critics, "hyperparameters": {**HYPERPARAMETERS, **smoothing},
        "batch": encode(batch | ({} if noise is None else {"nextNoise": noise})),
        "parameters": encode(start), "targetParameters": encode(targets), "expected": encode(result),
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_fixture("Agents", "td3", first_seed(lambda seed: build(TD3, 2, seed)))
    write_fixture("Agents", "ddpg", first_seed(lambda seed: build(DDPG, 1, seed)))
