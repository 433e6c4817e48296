"""One QR-DQN update, for AgentsTests.

sb3-contrib computes the plain and the 3-step update; masks and importance weights are formulas only, because the
library has neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import sb3_contrib
import torch
from gymnasium import spaces
from sb3_contrib import QRDQN
from stable_baselines3.common.type_aliases import ReplayBufferSamples
from stable_baselines3.common.utils import polyak_update

from agent_fixtures import (
    ADAM_EPSILON, BATCH, GAMMA, HIDDEN, LEARNING_RATE, POLYAK, WIDTH, SpacesOnly, Tensors, adam, agree, encode,
    first_seed, forward, gradients, leaves, linear_layers, load, network, polyak, read, record_gradients, require,
    silence, total_norm)
from dqn import ACTIONS, best_actions, make_batch
from golden_json import write_fixture

QUANTILES = 6
PAPER_EPSILON = 0.01 / 32


@dataclass
class Case:
    name: str
    masked: bool = False
    several_steps: bool = False
    weighted: bool = False

    @property
    def in_library(self) -> bool:
        return not (self.masked or self.weighted)


CASES = [
    Case("plain"), Case("threeStep", several_steps=True), Case("masked", masked=True),
    Case("prioritized", weighted=True), Case("everything", masked=True, several_steps=True, weighted=True),
]


def quantile_values(parameters: Tensors, observations: torch.Tensor) -> torch.Tensor:
    """[rows][quantiles][actions], the library's order of the outputs."""
    return forward(parameters, "q", observations).view(-1, QUANTILES, ACTIONS)


def update(case: Case, batch: Tensors, start: Tensors, targets: Tensors) -> dict[str, Any]:
    parameters = leaves(start)
    masks = batch["nextMasks"] if case.masked else torch.ones_like(batch["nextMasks"])
    rewards = batch["threeStepRewards" if case.several_steps else "rewards"]
    discounts = batch["threeStepDiscounts" if case.several_steps else "discounts"]
    with torch.no_grad():
        next_quantiles = quantile_values(targets, batch["nextObservations"])
        means = next_quantiles.mean(dim=1)
        greedy = best_actions(means, masks)
        if case.masked:
            open_rows = masks.any(dim=1) & ~batch["terminated"]
            require((greedy != means.argmax(dim=1))[open_rows].sum() >= 3, "masks must matter")
        chosen = next_quantiles.gather(2, greedy[:, None, None].expand(-1, QUANTILES, 1))[:, :, 0]
        chosen = chosen.masked_fill(~masks.any(dim=1)[:, None], 0)
        wanted = rewards[:, None] + discounts[:, None] * chosen
    values = quantile_values(parameters, batch["observations"])
    predictions = values.gather(2, batch["actions"][:, None, None].expand(-1, QUANTILES, 1))[:, :, 0]
    # Errors [rows][predicted i][target j]; summed over i, averaged over j (Dabney et al. 2018, equation 10).
    errors = wanted[:, None, :] - predictions[:, :, None]
    require((errors.abs() > 1e-4).all() and ((errors.abs() - 1).abs() > 1e-4).all(), "kinks of the quantile loss")
    huber = torch.where(errors.abs() < 1, 0.5 * errors**2, errors.abs() - 0.5)
    midpoints = (torch.arange(QUANTILES, dtype=torch.float64) + 0.5) / QUANTILES
    losses = ((midpoints[None, :, None] - (errors < 0).double()).abs() * huber).sum(dim=1).mean(dim=1)
    weights = batch["importanceWeights"] if case.weighted else torch.ones(BATCH, dtype=torch.float64)
    loss = (weights * losses).mean()
    found = gradients(loss, parameters)
    after = adam(parameters, found)
    return {
        "values": values, "nextQuantiles": chosen, "targets": wanted, "predictions": predictions, "losses": losses,
        "loss": loss, "gradients": found, "gradientNorm": total_norm(found), "parametersAfterStep": after,
        "parametersAfterStepWithPaperEpsilon": adam(parameters, found, epsilon=PAPER_EPSILON),
        "targetParametersAfterPolyak": polyak(targets, after),
    }


def check_with_library(case: Case, batch: Tensors, start: Tensors, targets: Tensors, ours: dict[str, Any]) -> None:
    for epsilon, key in (
        (PAPER_EPSILON, "parametersAfterStepWithPaperEpsilon"), (ADAM_EPSILON, "parametersAfterStep")
    ):
        options = {} if epsilon == PAPER_EPSILON else {
            "optimizer_class": torch.optim.Adam, "optimizer_kwargs": {"eps": epsilon}}
        model = QRDQN(
            "MlpPolicy", SpacesOnly(spaces.Discrete(ACTIONS)), learning_rate=LEARNING_RATE, gamma=GAMMA, tau=POLYAK,
            buffer_size=BATCH, device="cpu",
            policy_kwargs={"net_arch": HIDDEN, "n_quantiles": QUANTILES, **options})
        silence(model)
        assert model.policy.optimizer.defaults["eps"] == epsilon
        online, target = linear_layers("q", model.quantile_net), linear_layers("q", model.quantile_net_target)
        load(online, start)
        load(target, targets)
        kept = record_gradients(model.policy.optimizer)
        rewards = batch["threeStepRewards" if case.several_steps else "rewards"]
        model.replay_buffer.sample = lambda size, env=None: ReplayBufferSamples(
            batch["observations"].float(), batch["actions"][:, None], batch["nextObservations"].float(),
            batch["terminated"].float()[:, None], rewards.float()[:, None],
            (GAMMA ** batch["steps"]).float()[:, None] if case.several_steps else None)
        model.train(gradient_steps=1, batch_size=BATCH)
        polyak_update(model.quantile_net.parameters(), model.quantile_net_target.parameters(), model.tau)
        agree("loss", ours["loss"], model.logger.name_to_value["train/loss"])
        agree("gradients", ours["gradients"], read(online, kept))
        agree(key, ours[key], read(online))
    agree("target", ours["targetParametersAfterPolyak"], read(target))


def described(case: Case, result: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": "sb3-contrib" if case.in_library else "formulas", "masked": case.masked, "weighted": case.weighted,
        "severalSteps": case.several_steps, **encode(result),
    }


def build(seed: int) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    batch = make_batch(random)
    start, targets = (network(random, "q", [WIDTH, *HIDDEN, QUANTILES * ACTIONS]) for _ in range(2))
    cases = {}
    for case in CASES:
        result = update(case, batch, start, targets)
        if case.in_library:
            check_with_library(case, batch, start, targets, result)
        cases[case.name] = described(case, result)
    return {
        "source": f"sb3-contrib {sb3_contrib.__version__}, torch {torch.__version__}", "seed": seed,
        "observationWidth": WIDTH, "hidden": HIDDEN, "actionCount": ACTIONS, "quantileCount": QUANTILES,
        "hyperparameters": {
            "gamma": GAMMA, "learningRate": LEARNING_RATE, "adamEpsilon": ADAM_EPSILON,
            "paperAdamEpsilon": PAPER_EPSILON, "polyak": POLYAK,
        },
        "batch": encode(batch), "parameters": encode(start), "targetParameters": encode(targets), "cases": cases,
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_fixture("Agents", "qrdqn", first_seed(build))
