"""One DQN update, plain and with every switch, for AgentsTests.

Stable-Baselines3 computes the plain and the 3-step update; double, dueling, masks and importance weights are formulas
only, because the library has none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import stable_baselines3
import torch
from gymnasium import spaces
from stable_baselines3 import DQN
from stable_baselines3.common.type_aliases import ReplayBufferSamples
from stable_baselines3.common.utils import polyak_update

from agent_fixtures import (
    ADAM_EPSILON, BATCH, GAMMA, HIDDEN, LEARNING_RATE, POLYAK, TERMINATED, TRUNCATED, WIDTH, SpacesOnly, Tensors, adam,
    agree, encode, exact, first_seed, flags, forward, gradients, leaves, linear_layers, load, network, normal, polyak,
    read, record_gradients, require, silence, total_norm)
from golden_json import write_fixture

ACTIONS, MAXIMUM_GRADIENT_NORM = 3, 10.0


@dataclass
class Case:
    name: str
    double: bool = False
    dueling: bool = False
    masked: bool = False
    several_steps: bool = False
    weighted: bool = False

    @property
    def in_library(self) -> bool:
        return not (self.double or self.dueling or self.masked or self.weighted)


CASES = [
    Case("plain"),
    Case("threeStep", several_steps=True),
    Case("masked", masked=True),
    Case("double", double=True),
    Case("doubleMasked", double=True, masked=True),
    Case("dueling", dueling=True),
    Case("prioritized", weighted=True),
    Case("everything", double=True, dueling=True, masked=True, several_steps=True, weighted=True),
]


def make_batch(random: np.random.Generator) -> Tensors:
    """Transitions with every kind of end; the last terminated row has no valid next action."""
    terminated, truncated = flags(TERMINATED), flags(TRUNCATED)
    # Steps that the 3-step return covers: fewer before an end.
    steps = torch.tensor([3, 3, 1, 3, 2, 3, 3, 3, 2, 1, 3, 3])
    masks = torch.from_numpy(random.random((BATCH, ACTIONS)) < 0.5)
    masks[torch.arange(BATCH), torch.from_numpy(random.integers(0, ACTIONS, BATCH))] = True
    masks[TERMINATED[-1]] = False
    live = 1 - terminated.double()
    return {
        "observations": normal(random, BATCH, WIDTH), "actions": torch.arange(BATCH) % ACTIONS,
        "rewards": normal(random, BATCH, scale=1.5), "nextObservations": normal(random, BATCH, WIDTH),
        "terminated": terminated, "truncated": truncated, "discounts": GAMMA * live,
        "nextMasks": masks, "importanceWeights": exact(random.uniform(0.2, 1, BATCH)),
        "threeStepRewards": normal(random, BATCH, scale=2), "steps": steps, "threeStepDiscounts": GAMMA**steps * live,
    }


def make_network(random: np.random.Generator, dueling: bool) -> Tensors:
    if not dueling:
        return network(random, "q", [WIDTH, *HIDDEN, ACTIONS])
    return (
        network(random, "q.trunk", [WIDTH, *HIDDEN]) | network(random, "q.value", [HIDDEN[-1], 1])
        | network(random, "q.advantage", [HIDDEN[-1], ACTIONS]))


def action_values(parameters: Tensors, observations: torch.Tensor) -> torch.Tensor:
    if "q.0.weight" in parameters:
        return forward(parameters, "q", observations)
    features = forward(parameters, "q.trunk", observations, activates_last=True)
    advantages = forward(parameters, "q.advantage", features)
    return forward(parameters, "q.value", features) + advantages - advantages.mean(dim=1, keepdim=True)


def best_actions(values: torch.Tensor, masks: torch.Tensor) -> torch.Tensor:
    """Arg max over valid actions; no row may have a near tie."""
    masked = values.masked_fill(~masks, -1e9)
    top = masked.topk(2, dim=1).values
    require((top[:, 0] - top[:, 1] > 1e-3)[masks.any(dim=1)].all(), "tie")
    return masked.argmax(dim=1)


def huber(errors: torch.Tensor) -> torch.Tensor:
    require(((errors.abs() - 1).abs() > 1e-3).all(), "Huber's kink")
    return torch.where(errors.abs() < 1, 0.5 * errors**2, errors.abs() - 0.5)


def update(case: Case, batch: Tensors, start: Tensors, targets: Tensors) -> dict[str, Any]:
    parameters = leaves(start)
    masks = batch["nextMasks"] if case.masked else torch.ones_like(batch["nextMasks"])
    rewards = batch["threeStepRewards" if case.several_steps else "rewards"]
    discounts = batch["threeStepDiscounts" if case.several_steps else "discounts"]
    with torch.no_grad():
        next_values = action_values(targets, batch["nextObservations"])
        greedy = best_actions(next_values, masks)
        chosen = best_actions(action_values(parameters, batch["nextObservations"]), masks) if case.double else greedy
        open_rows = masks.any(dim=1) & ~batch["terminated"]
        if case.double:
            require((chosen != greedy)[open_rows].sum() >= 2, "double must differ")
        if case.masked:
            require((greedy != next_values.argmax(dim=1))[open_rows].sum() >= 3, "masks must matter")
        chosen_values = next_values.gather(1, chosen[:, None])[:, 0].masked_fill(~masks.any(dim=1), 0)
        wanted = rewards + discounts * chosen_values
    values = action_values(parameters, batch["observations"])
    predictions = values.gather(1, batch["actions"][:, None])[:, 0]
    errors = predictions - wanted
    losses = huber(errors)
    require((errors.abs() > 1).sum().item() in range(3, BATCH - 2), "both sides of Huber's kink")
    weights = batch["importanceWeights"] if case.weighted else torch.ones(BATCH, dtype=torch.float64)
    loss = (weights * losses).mean()
    found = gradients(loss, parameters)
    after = adam(parameters, found)
    require(total_norm(found) < MAXIMUM_GRADIENT_NORM, "norm")
    return {
        "values": values, "nextValues": chosen_values, "targets": wanted, "predictions": predictions,
        "errors": errors.abs(), "losses": losses, "loss": loss, "gradients": found, "gradientNorm": total_norm(found),
        "parametersAfterStep": after, "targetParametersAfterPolyak": polyak(targets, after),
    }


def check_with_library(case: Case, batch: Tensors, start: Tensors, targets: Tensors, ours: dict[str, Any]) -> None:
    model = DQN(
        "MlpPolicy", SpacesOnly(spaces.Discrete(ACTIONS)), learning_rate=LEARNING_RATE, gamma=GAMMA, tau=POLYAK,
        buffer_size=BATCH, max_grad_norm=MAXIMUM_GRADIENT_NORM, device="cpu",
        policy_kwargs={"net_arch": HIDDEN, "optimizer_kwargs": {"eps": ADAM_EPSILON}})
    silence(model)
    online, target = linear_layers("q", model.q_net), linear_layers("q", model.q_net_target)
    load(online, start)
    load(target, targets)
    kept = record_gradients(model.policy.optimizer)
    rewards = batch["threeStepRewards" if case.several_steps else "rewards"]
    model.replay_buffer.sample = lambda size, env=None: ReplayBufferSamples(
        batch["observations"].float(), batch["actions"][:, None], batch["nextObservations"].float(),
        batch["terminated"].float()[:, None], rewards.float()[:, None],
        (GAMMA ** batch["steps"]).float()[:, None] if case.several_steps else None)
    model.train(gradient_steps=1, batch_size=BATCH)
    polyak_update(model.q_net.parameters(), model.q_net_target.parameters(), model.tau)
    agree("loss", ours["loss"], model.logger.name_to_value["train/loss"])
    agree("gradients", ours["gradients"], read(online, kept))
    agree("parameters", ours["parametersAfterStep"], read(online))
    agree("target", ours["targetParametersAfterPolyak"], read(target))


def described(case: Case, result: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": "stable-baselines3" if case.in_library else "formulas",
        "double": case.double, "dueling": case.dueling, "masked": case.masked, "weighted": case.weighted,
        "severalSteps": case.several_steps, **encode(result),
    }


def build(seed: int) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    batch = make_batch(random)
    networks = {
        dueling: (make_network(random, dueling), make_network(random, dueling)) for dueling in (False, True)}
    cases = {}
    for case in CASES:
        start, targets = networks[case.dueling]
        result = update(case, batch, start, targets)
        if case.in_library:
            check_with_library(case, batch, start, targets, result)
        cases[case.name] = described(case, result)
    return {
        "source": f"stable-baselines3 {stable_baselines3.__version__}, torch {torch.__version__}", "seed": seed,
        "observationWidth": WIDTH, "hidden": HIDDEN, "actionCount": ACTIONS,
        "hyperparameters": {
            "gamma": GAMMA, "learningRate": LEARNING_RATE, "adamEpsilon": ADAM_EPSILON, "polyak": POLYAK,
            "maximumGradientNorm": MAXIMUM_GRADIENT_NORM,
        },
        "batch": encode(batch),
        "networks": {
            name: {"parameters": encode(networks[dueling][0]), "targetParameters": encode(networks[dueling][1])}
            for name, dueling in (("plain", False), ("dueling", True))
        },
        "cases": cases,
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_fixture("Agents", "dqn", first_seed(build))
