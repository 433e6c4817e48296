"""One A2C update over a rollout of 4 steps of 3 environments, for AgentsTests.

Stable-Baselines3 computes returns, advantages, losses, gradients and the step. It has no masked A2C: there the
log-probabilities and entropies are those of sb3-contrib's masked policy and the rest is formulas.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import sb3_contrib
import stable_baselines3
import torch
from gymnasium import spaces
from sb3_contrib import MaskablePPO
from stable_baselines3 import A2C
from stable_baselines3.common.sb2_compat.rmsprop_tf_like import RMSpropTFLike
from stable_baselines3.common.vec_env import DummyVecEnv

from agent_fixtures import (
    BATCH, GAMMA, HIDDEN, TERMINATED, TRUNCATED, WIDTH, Layers, SpacesOnly, Tensors, adam, agree, encode, exact,
    first_seed, flags, forward, gradients, leaves, linear_layers, load, network, normal, read, record_gradients,
    require, silence, total_norm)
from golden_json import write_fixture

STEPS, ENVIRONMENTS, ACTIONS, DIMENSIONS = 4, 3, 3, 2
LEARNING_RATE, EPSILON, DECAY, MAXIMUM_GRADIENT_NORM = 7e-4, 1e-5, 0.99, 0.5
ENTROPY_COEFFICIENT, VALUE_COEFFICIENT, NORMALISATION_EPSILON = 0.01, 0.5, 1e-8
LOG_DEVIATION = "policy.logStandardDeviation"


@dataclass
class Case:
    name: str
    gae_lambda: float = 1.0
    normalizes: bool = False
    continuous: bool = False
    masked: bool = False


CASES = [
    Case("discrete"), Case("discreteWithGAE", gae_lambda=0.95, normalizes=True), Case("masked", masked=True),
    Case("gaussian", continuous=True),
]
OPTIMIZERS: dict[str, tuple[type[torch.optim.Optimizer], dict[str, float]]] = {
    "rmspropTensorFlowLike": (RMSpropTFLike, {"alpha": DECAY, "eps": EPSILON}),
    "rmsprop": (torch.optim.RMSprop, {"alpha": DECAY, "eps": EPSILON}),
    "adam": (torch.optim.Adam, {"eps": EPSILON}),
}


def make_batch(case: Case, random: np.random.Generator) -> Tensors:
    """Rows are steps times environments; an end starts a new episode in the next row of its environment."""
    terminated, truncated = flags(TERMINATED), flags(TRUNCATED)
    observations = normal(random, STEPS + 1, ENVIRONMENTS, WIDTH)
    following = observations[1:].reshape(BATCH, WIDTH).clone()
    ends = terminated | truncated
    following[ends] = normal(random, int(ends.sum()), WIDTH)
    batch = {
        "observations": observations[:-1].reshape(BATCH, WIDTH), "nextObservations": following,
        "actions": normal(random, BATCH, DIMENSIONS) if case.continuous else torch.arange(BATCH) % ACTIONS,
        "rewards": normal(random, BATCH), "terminated": terminated, "truncated": truncated,
    }
    if case.masked:
        masks = torch.from_numpy(random.random((BATCH, ACTIONS)) < 0.5)
        masks[:2] = False  # two rows with a single valid action
        masks[2] = True
        masks[torch.arange(BATCH), batch["actions"]] = True
        batch["masks"] = masks
    return batch


def estimates(
    case: Case, batch: Tensors, values: torch.Tensor, next_values: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Returns and advantages: a truncation bootstraps from its true final observation, any end cuts the recursion."""
    advantages = torch.zeros(BATCH, dtype=torch.float64)
    for row in reversed(range(BATCH)):
        bootstrap = 0.0 if batch["terminated"][row] else next_values[row]
        advantages[row] = batch["rewards"][row] + GAMMA * bootstrap - values[row]
        ended = batch["terminated"][row] or batch["truncated"][row]
        if not ended and row + ENVIRONMENTS < BATCH:
            advantages[row] += GAMMA * case.gae_lambda * advantages[row + ENVIRONMENTS]
    return advantages + values, advantages


def evaluate(case: Case, batch: Tensors, parameters: Tensors) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The output of the policy, log-probabilities, entropies."""
    outputs = forward(parameters, "policy", batch["observations"], activation="tanh")
    if case.continuous:
        log_deviations = parameters[LOG_DEVIATION].expand_as(outputs)
        deviations = (batch["actions"] - outputs) / log_deviations.exp()
        constant = 0.5 * math.log(2 * math.pi)
        log_probabilities = -0.5 * deviations**2 - log_deviations - constant
        return outputs, log_probabilities.sum(dim=1), (log_deviations + 0.5 + constant).sum(dim=1)
    masks = batch.get("masks", torch.ones(BATCH, ACTIONS, dtype=torch.bool))
    log_probabilities = outputs.masked_fill(~masks, -math.inf).log_softmax(dim=1).masked_fill(~masks, 0)
    entropies = -(log_probabilities.exp() * log_probabilities * masks).sum(dim=1)
    return outputs, log_probabilities.gather(1, batch["actions"][:, None])[:, 0], entropies


def step(optimizer: str, parameters: Tensors, found: Tensors) -> Tensors:
    if optimizer == "adam":
        return adam(parameters, found, rate=LEARNING_RATE, epsilon=EPSILON)

    def move(parameter: torch.Tensor, gradient: torch.Tensor) -> torch.Tensor:
        if optimizer == "rmsprop":
            return parameter - LEARNING_RATE * gradient / (((1 - DECAY) * gradient**2).sqrt() + EPSILON)
        return parameter - LEARNING_RATE * gradient / (DECAY + (1 - DECAY) * gradient**2 + EPSILON).sqrt()

    return {name: move(parameter.detach(), found[name]) for name, parameter in parameters.items()}


def update(case: Case, batch: Tensors, start: Tensors) -> dict[str, Any]:
    parameters = leaves(start)
    values = forward(parameters, "value", batch["observations"], activation="tanh")[:, 0]
    next_values = forward(parameters, "value", batch["nextObservations"], activation="tanh")[:, 0]
    returns, advantages = estimates(case, batch, values.detach(), next_values.detach())
    outputs, log_probabilities, entropies = evaluate(case, batch, parameters)
    used = advantages
    if case.normalizes:
        used = (advantages - advantages.mean()) / (advantages.std() + NORMALISATION_EPSILON)
    policy_losses, value_losses = -used * log_probabilities, (returns - values) ** 2
    policy_loss, value_loss, entropy = policy_losses.mean(), value_losses.mean(), entropies.mean()
    loss = policy_loss - ENTROPY_COEFFICIENT * entropy + VALUE_COEFFICIENT * value_loss
    found = gradients(loss, parameters)
    norm = total_norm(found)
    require(norm > 1.2 * MAXIMUM_GRADIENT_NORM, "the norm must be limited")
    clipped = {name: gradient * (MAXIMUM_GRADIENT_NORM / (norm + 1e-6)) for name, gradient in found.items()}
    return {
        "policyOutputs": outputs, "values": values, "nextValues": next_values, "logProbabilities": log_probabilities,
        "entropies": entropies, "advantages": advantages, "returns": returns, "policyLosses": policy_losses,
        "valueLosses": value_losses, "policyLoss": policy_loss, "valueLoss": value_loss, "entropy": entropy,
        "loss": loss, "gradients": found, "gradientNorm": norm, "clippedGradients": clipped,
        "parametersAfterStep": {name: step(name, parameters, clipped) for name in OPTIMIZERS},
    }


def policy_layers(policy: Any) -> Layers:
    extractor = policy.mlp_extractor
    return linear_layers("policy", extractor.policy_net, policy.action_net) | linear_layers(
        "value", extractor.value_net, policy.value_net)


def check_with_library(case: Case, batch: Tensors, start: Tensors, ours: dict[str, Any], optimizer: str) -> None:
    space = spaces.Box(-10, 10, (DIMENSIONS,)) if case.continuous else spaces.Discrete(ACTIONS)
    kind, settings = OPTIMIZERS[optimizer]
    model = A2C(
        "MlpPolicy", DummyVecEnv([lambda: SpacesOnly(space)] * ENVIRONMENTS), learning_rate=LEARNING_RATE,
        n_steps=STEPS, gamma=GAMMA, gae_lambda=case.gae_lambda, ent_coef=ENTROPY_COEFFICIENT,
        vf_coef=VALUE_COEFFICIENT, max_grad_norm=MAXIMUM_GRADIENT_NORM, normalize_advantage=case.normalizes,
        device="cpu",
        policy_kwargs={
            "net_arch": {"pi": HIDDEN, "vf": HIDDEN}, "optimizer_class": kind, "optimizer_kwargs": settings})
    silence(model)
    layers = policy_layers(model.policy)
    load(layers, start)
    if case.continuous:
        with torch.no_grad():
            model.policy.log_std.copy_(start[LOG_DEVIATION])
    kept = record_gradients(model.policy.optimizer)
    fill_rollout(model, batch)
    order = lambda array: torch.from_numpy(array).reshape(BATCH)
    agree("returns", ours["returns"], order(model.rollout_buffer.returns))
    agree("advantages", ours["advantages"], order(model.rollout_buffer.advantages))
    agree("values", ours["values"], order(model.rollout_buffer.values))
    agree("log-probabilities", ours["logProbabilities"], order(model.rollout_buffer.log_probs))
    model.train()
    logged = model.logger.name_to_value
    agree("policy loss", ours["policyLoss"], logged["train/policy_loss"])
    agree("value loss", ours["valueLoss"], logged["train/value_loss"])
    agree("entropy", ours["entropy"], -logged["train/entropy_loss"])
    found, after = read(layers, kept), read(layers)
    if case.continuous:
        found[LOG_DEVIATION], after[LOG_DEVIATION] = kept(model.policy.log_std), model.policy.log_std
    agree("gradients", {name: ours["clippedGradients"][name] for name in found}, found)
    agree(optimizer, {name: ours["parametersAfterStep"][optimizer][name] for name in after}, after)


def fill_rollout(model: A2C, batch: Tensors) -> None:
    """As the library collects: the value of a truncated episode's final observation joins the reward."""
    by_step = {name: tensor.reshape(STEPS, ENVIRONMENTS, -1) for name, tensor in batch.items()}
    ends = by_step["terminated"] | by_step["truncated"]
    starts = np.ones(ENVIRONMENTS, dtype=np.float32)
    with torch.no_grad():
        for index in range(STEPS):
            observations = by_step["observations"][index].float()
            actions = by_step["actions"][index]
            values, log_probabilities, _ = model.policy.evaluate_actions(
                observations, actions.float() if model.action_space.shape else actions[:, 0])
            final = model.policy.predict_values(by_step["nextObservations"][index].float())
            rewards = by_step["rewards"][index] + GAMMA * final * by_step["truncated"][index]
            model.rollout_buffer.add(
                observations.numpy(), actions.numpy(), rewards[:, 0].float().numpy(), starts, values,
                log_probabilities)
            starts = ends[index, :, 0].float().numpy()
        last = model.policy.predict_values(by_step["nextObservations"][-1].float())
    model.rollout_buffer.compute_returns_and_advantage(last, starts.astype(bool))


def check_masked_policy(batch: Tensors, start: Tensors, ours: dict[str, Any]) -> None:
    policy = MaskablePPO(
        "MlpPolicy", SpacesOnly(spaces.Discrete(ACTIONS)), device="cpu",
        policy_kwargs={"net_arch": {"pi": HIDDEN, "vf": HIDDEN}}).policy
    load(policy_layers(policy), start)
    values, log_probabilities, entropies = policy.evaluate_actions(
        batch["observations"].float(), batch["actions"], action_masks=batch["masks"])
    agree("values", ours["values"], values[:, 0])
    agree("log-probabilities", ours["logProbabilities"], log_probabilities)
    agree("entropies", ours["entropies"], entropies)


def build(case: Case, seed: int) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    batch = make_batch(case, random)
    start = network(random, "policy", [WIDTH, *HIDDEN, DIMENSIONS if case.continuous else ACTIONS])
    if case.continuous:
        start[LOG_DEVIATION] = exact(np.array([-0.4, 0.25]))
    start |= network(random, "value", [WIDTH, *HIDDEN, 1])
    result = update(case, batch, start)
    if case.masked:
        check_masked_policy(batch, start, result)
    else:
        for optimizer in OPTIMIZERS:
            check_with_library(case, batch, start, result, optimizer)
    return {
        "source": "sb3-contrib's policy, formulas" if case.masked else "stable-baselines3", "seed": seed,
        "gaeLambda": case.gae_lambda, "normalizesAdvantages": case.normalizes, "continuous": case.continuous,
        "batch": encode(batch), "parameters": encode(start), "expected": encode(result),
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    cases = {case.name: first_seed(lambda seed: build(case, seed)) for case in CASES}
    write_fixture("Agents", "a2c", {
        "source": f"stable-baselines3 {stable_baselines3.__version__}, sb3-contrib {sb3_contrib.__version__}, "
                  f"torch {torch.__version__}",
        "observationWidth": WIDTH, "hidden": HIDDEN, "actionCount": ACTIONS, "actionDimensions": DIMENSIONS,
        "steps": STEPS, "environments": ENVIRONMENTS,
        "hyperparameters": {
            "gamma": GAMMA, "learningRate": LEARNING_RATE, "optimizerEpsilon": EPSILON, "rmspropDecay": DECAY,
            "maximumGradientNorm": MAXIMUM_GRADIENT_NORM, "entropyCoefficient": ENTROPY_COEFFICIENT,
            "valueCoefficient": VALUE_COEFFICIENT, "normalizationEpsilon": NORMALISATION_EPSILON,
        },
        "cases": cases,
    })
