"""One SAC update by Stable-Baselines3, with a learned and with a fixed temperature, for AgentsTests.

The library computes log(1 − tanh²u) as log(1 − a² + 1e-6). The formulas are checked against it in that form to 1e-6;
what is written has the stable form 2(ln 2 − u − softplus(−2u)), which may differ from it by at most 1e-5 here.
"""

from __future__ import annotations

import math
from typing import Any, Callable
from unittest import mock

import numpy as np
import stable_baselines3
import torch
import torch.nn.functional as F
from stable_baselines3 import SAC

from agent_fixtures import (
    ADAM_EPSILON, BATCH, HIDDEN, LEARNING_RATE, WIDTH, Layers, Tensors, adam, agree, encode, first_seed, forward,
    gradients, leaves, linear_layers, load, network, normal, polyak, read, record_gradients, require)
from continuous_fixtures import (
    DIMENSIONS, HYPERPARAMETERS, SIZES, critic_layers, critic_values, make_batch, make_critics, make_model)
from golden_json import write_fixture

CRITICS, TARGET_ENTROPY = 2, -float(DIMENSIONS)
LOG_DEVIATION_RANGE = (-20.0, 2.0)
INITIAL_TEMPERATURE, FIXED_TEMPERATURE = 0.3, 0.2

Correction = Callable[[torch.Tensor], torch.Tensor]


def stable_correction(before: torch.Tensor) -> torch.Tensor:
    return 2 * (math.log(2) - before - F.softplus(-2 * before, threshold=1e9))


def library_correction(before: torch.Tensor) -> torch.Tensor:
    return torch.log(1 - before.tanh() ** 2 + 1e-6)


def sample(
    parameters: Tensors, observations: torch.Tensor, noise: torch.Tensor, correction: Correction
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """The output of the actor, u before squashing, the action, its log-probability."""
    outputs = forward(parameters, "actor", observations)
    means, log_deviations = outputs.split(DIMENSIONS, dim=1)
    log_deviations = log_deviations.clamp(*LOG_DEVIATION_RANGE)
    before = means + log_deviations.exp() * noise
    require(before.abs().max() < 1.25, "saturated")
    log_probabilities = -0.5 * noise**2 - log_deviations - 0.5 * math.log(2 * math.pi) - correction(before)
    return outputs, before, before.tanh(), log_probabilities.sum(dim=1)


def check_twins(values: torch.Tensor) -> None:
    gap = values[:, 0] - values[:, 1]
    require((gap.abs() > 1e-3).all() and 2 < (gap > 0).sum() < BATCH - 2, "either critic must be the lower one")


def update(
    batch: Tensors, start: Tensors, targets: Tensors, learned: bool, correction: Correction
) -> dict[str, Any]:
    parameters = leaves(start)
    of_actor = {name: tensor for name, tensor in parameters.items() if name.startswith("actor")}
    of_critics = {name: tensor for name, tensor in parameters.items() if name.startswith("critic")}
    log_temperature = torch.tensor(
        math.log(INITIAL_TEMPERATURE if learned else FIXED_TEMPERATURE), dtype=torch.float64, requires_grad=True)
    # One temperature for the whole update: the one before its own step.
    temperature = log_temperature.detach().exp()
    outputs, before, actions, log_probabilities = sample(of_actor, batch["observations"], batch["noise"], correction)
    temperature_results = {}
    if learned:
        temperature_loss = -(log_temperature * (log_probabilities.detach() + TARGET_ENTROPY)).mean()
        gradient = {"log": torch.autograd.grad(temperature_loss, log_temperature)[0]}
        temperature_results = {
            "temperatureLoss": temperature_loss, "logTemperatureGradient": gradient["log"],
            "logTemperatureAfterStep": adam({"log": log_temperature}, gradient)["log"],
        }
    with torch.no_grad():
        _, next_before, next_actions, next_log_probabilities = sample(
            of_actor, batch["nextObservations"], batch["nextNoise"], correction)
        next_values = critic_values(targets, batch["nextObservations"], next_actions, CRITICS)
        check_twins(next_values)
        soft_values = next_values.min(dim=1).values - temperature * next_log_probabilities
        wanted = batch["rewards"] + batch["discounts"] * soft_values
    predictions = critic_values(of_critics, batch["observations"], batch["actions"], CRITICS)
    losses = 0.5 * (predictions - wanted[:, None]) ** 2
    critic_loss = losses.mean(dim=0).sum()
    critic_gradients = gradients(critic_loss, of_critics)
    critics_after = adam(of_critics, critic_gradients)
    # The actor sees the critics after their step.
    values = critic_values(critics_after, batch["observations"], actions, CRITICS)
    check_twins(values)
    actor_losses = temperature * log_probabilities - values.min(dim=1).values
    actor_loss = actor_losses.mean()
    actor_gradients = gradients(actor_loss, of_actor)
    after = adam(of_actor, actor_gradients) | critics_after
    of_targets = {name: after[name] for name in targets}
    return {
        "actorOutputs": outputs, "unsquashedActions": before, "actions": actions,
        "logProbabilities": log_probabilities, "nextUnsquashedActions": next_before, "nextActions": next_actions,
        "nextLogProbabilities": next_log_probabilities, "nextValues": next_values, "targets": wanted,
        "predictions": predictions, "losses": losses, "criticLoss": critic_loss, "actionValues": values,
        "actorLosses": actor_losses, "actorLoss": actor_loss, "gradients": actor_gradients | critic_gradients,
        "actorOutputGradients": torch.autograd.grad(actor_loss, outputs)[0], **temperature_results,
        "parametersAfterStep": after, "targetParametersAfterPolyak": polyak(targets, of_targets),
    }


def actor_layers(actor: Any) -> Layers:
    layers = linear_layers("actor", actor.latent_pi)
    return layers | {f"actor.{len(layers)}": [actor.mu, actor.log_std]}


def check_with_library(
    batch: Tensors, start: Tensors, targets: Tensors, learned: bool, ours: dict[str, Any]
) -> None:
    model = make_model(SAC, batch, ent_coef=f"auto_{INITIAL_TEMPERATURE}" if learned else FIXED_TEMPERATURE)
    online, target = actor_layers(model.actor) | critic_layers(model.critic), critic_layers(model.critic_target)
    load(online, start)
    load(target, targets)
    of_actor, of_critics = record_gradients(model.actor.optimizer), record_gradients(model.critic.optimizer)

    def fixed_noise() -> mock._patch:
        draws = iter([batch["noise"].float(), batch["nextNoise"].float()])
        return mock.patch("torch.distributions.normal._standard_normal", lambda *_, **__: next(draws))

    with fixed_noise(), torch.no_grad():
        for prefix, observations in (("actions", "observations"), ("nextActions", "nextObservations")):
            actions, log_probabilities = model.actor.action_log_prob(batch[observations].float())
            agree(prefix, ours[prefix], actions)
            key = "logProbabilities" if prefix == "actions" else "nextLogProbabilities"
            agree(key, ours[key], log_probabilities)
    if learned:
        assert model.target_entropy == TARGET_ENTROPY
        of_temperature = record_gradients(model.ent_coef_optimizer)
        assert model.ent_coef_optimizer.defaults["eps"] == ADAM_EPSILON
    with fixed_noise():
        model.train(gradient_steps=1, batch_size=BATCH)
    logged = model.logger.name_to_value
    agree("critic loss", ours["criticLoss"], logged["train/critic_loss"])
    agree("actor loss", ours["actorLoss"], logged["train/actor_loss"])
    if learned:
        agree("temperature loss", ours["temperatureLoss"], logged["train/ent_coef_loss"])
        agree("temperature gradient", ours["logTemperatureGradient"], of_temperature(model.log_ent_coef)[0])
        agree("temperature", ours["logTemperatureAfterStep"], model.log_ent_coef[0])
    found = read(actor_layers(model.actor), of_actor) | read(critic_layers(model.critic), of_critics)
    agree("gradients", ours["gradients"], found)
    agree("parameters", ours["parametersAfterStep"], read(online))
    agree("target", ours["targetParametersAfterPolyak"], read(target))


def saturation() -> dict[str, Any]:
    """The correction and its derivative far out, where the library's form is wrong: formulas only."""
    before = torch.tensor([-30.0, -12, -9, -5, -2, 0, 0.5, 3, 7, 10, 20], dtype=torch.float64, requires_grad=True)
    corrections = stable_correction(before)
    corrections.sum().backward()
    return encode({"unsquashedActions": before, "corrections": corrections, "derivatives": before.grad})


def log_deviation_limits() -> dict[str, Any]:
    """The limited logarithm of the deviation and its derivative; no row of the batch reaches a limit."""
    outputs = torch.tensor([-30.0, -19.5, -1, 1.75, 4], dtype=torch.float64, requires_grad=True)
    limited = outputs.clamp(*LOG_DEVIATION_RANGE)
    limited.sum().backward()
    return encode({"outputs": outputs, "limited": limited, "derivatives": outputs.grad})


def build(seed: int) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    batch = make_batch(random)
    batch |= {name: normal(random, BATCH, DIMENSIONS, scale=0.8) for name in ("noise", "nextNoise")}
    actor = network(random, "actor", [WIDTH, *HIDDEN, 2 * DIMENSIONS], last=0.35)
    actor[f"actor.{len(HIDDEN)}.bias"][DIMENSIONS:] -= 0.75
    start, targets = actor | make_critics(random, CRITICS), make_critics(random, CRITICS)
    cases = {}
    for name, learned in (("learnedTemperature", True), ("fixedTemperature", False)):
        as_library = update(batch, start, targets, learned, library_correction)
        check_with_library(batch, start, targets, learned, as_library)
        result = update(batch, start, targets, learned, stable_correction)
        for key in result:
            agree(f"stable {key}", result[key], as_library[key], tolerance=1e-5)
        cases[name] = encode(result)
    return {
        "source": f"stable-baselines3 {stable_baselines3.__version__}, torch {torch.__version__}", "seed": seed,
        **SIZES,
        "hyperparameters": {
            **HYPERPARAMETERS, "targetEntropy": TARGET_ENTROPY, "temperatureLearningRate": LEARNING_RATE,
            "initialTemperature": INITIAL_TEMPERATURE, "fixedTemperature": FIXED_TEMPERATURE,
            "logDeviationMinimum": LOG_DEVIATION_RANGE[0], "logDeviationMaximum": LOG_DEVIATION_RANGE[1],
        },
        "batch": encode(batch), "parameters": encode(start), "targetParameters": encode(targets), "cases": cases,
        "saturation": saturation(), "logDeviationLimits": log_deviation_limits(),
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_fixture("Agents", "sac", first_seed(build))
