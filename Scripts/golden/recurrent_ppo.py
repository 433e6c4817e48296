"""One minibatch of sb3-contrib's RecurrentPPO in full detail, for AgentsTests.

Two sequences with remembered states, an episode that starts in the middle of one and at the first step of the other.
The figures are computed from the library's policy, and then checked against the library's own `train()` on the same
rollout, so that the fixture cannot drift from what it really does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import gymnasium
import numpy as np
import sb3_contrib
import torch
import torch.nn.functional as F
from gymnasium import spaces
from sb3_contrib import RecurrentPPO
from sb3_contrib.common.recurrent.type_aliases import RNNStates
from stable_baselines3.common.logger import Logger
from stable_baselines3.common.vec_env import DummyVecEnv

from golden_json import write_fixture

STEPS, SEQUENCES, WIDTH, MEMORY, HIDDEN = 8, 2, 4, 10, [12]
ROWS = STEPS * SEQUENCES
CLIP_RANGE, ENTROPY_COEFFICIENT, VALUE_COEFFICIENT = 0.2, 0.01, 0.5
LEARNING_RATE, MAXIMUM_GRADIENT_NORM = 3e-4, 0.5
ADAM_EPSILON, NORMALISATION_EPSILON = 1e-5, 1e-8


@dataclass
class Case:
    name: str
    space: spaces.Space
    seed: int
    layers: int
    uses_state_dependent_noise: bool = False


CASES = [
    Case("recurrent_ppo_discrete", spaces.Discrete(3), seed=11, layers=1),
    Case("recurrent_ppo_gaussian", spaces.Box(-1, 1, (2,)), seed=12, layers=2),
    Case("recurrent_ppo_gsde", spaces.Box(-1, 1, (2,)), seed=13, layers=1, uses_state_dependent_noise=True),
]


class SpacesOnly(gymnasium.Env):
    """Lends its spaces to an algorithm; nobody steps it."""

    observation_space = spaces.Box(-np.inf, np.inf, (WIDTH,))

    def __init__(self, action_space: spaces.Space):
        self.action_space = action_space

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None):
        return np.zeros(WIDTH, dtype=np.float32), {}

    def step(self, action: Any):
        return np.zeros(WIDTH, dtype=np.float32), 0.0, False, False, {}


def make_model(case: Case) -> RecurrentPPO:
    model = RecurrentPPO(
        "MlpLstmPolicy", DummyVecEnv([lambda: SpacesOnly(case.space)] * SEQUENCES), n_steps=STEPS, batch_size=ROWS,
        n_epochs=1, seed=case.seed, device="cpu", clip_range=CLIP_RANGE, ent_coef=ENTROPY_COEFFICIENT,
        vf_coef=VALUE_COEFFICIENT, learning_rate=LEARNING_RATE, max_grad_norm=MAXIMUM_GRADIENT_NORM,
        use_sde=case.uses_state_dependent_noise,
        policy_kwargs={
            "net_arch": {"pi": HIDDEN, "vf": HIDDEN}, "lstm_hidden_size": MEMORY, "n_lstm_layers": case.layers,
            "optimizer_kwargs": {"eps": ADAM_EPSILON},
        },
    )
    model.set_logger(Logger(None, []))
    generator = torch.Generator().manual_seed(case.seed)
    with torch.no_grad():
        for parameter in model.policy.parameters():
            spread = 1.5 * parameter.shape[1] ** -0.5 if parameter.ndim == 2 else 0.2
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * spread)
    return model


def by_sequence(rows: torch.Tensor) -> torch.Tensor:
    """[steps, sequences, …] to the library's order: sequence after sequence."""
    return rows.transpose(0, 1).reshape(ROWS, *rows.shape[2:])


def by_step(rows: torch.Tensor) -> torch.Tensor:
    """The library's order to [steps, sequences, …]."""
    return rows.reshape(SEQUENCES, STEPS, *rows.shape[1:]).transpose(0, 1)


def evaluate(model: RecurrentPPO, batch: dict[str, Any]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Values, log-probabilities and entropies, [steps, sequences] each."""
    actions = by_sequence(batch["actions"])
    if isinstance(model.action_space, spaces.Discrete):
        actions = actions.flatten()
    states = RNNStates(tuple(batch["policyState"]), tuple(batch["valueState"]))
    values, log_probs, entropies = model.policy.evaluate_actions(
        by_sequence(batch["observations"]), actions, states, by_sequence(batch["starts"].float()))
    return by_step(values.flatten()), by_step(log_probs), by_step(entropies)


def make_batch(case: Case, model: RecurrentPPO) -> dict[str, Any]:
    random = np.random.default_rng(case.seed)

    def normal(*shape: int, scale: float = 1) -> torch.Tensor:
        return torch.from_numpy(random.normal(0, scale, shape).astype(np.float32))

    starts = torch.zeros(STEPS, SEQUENCES, dtype=torch.bool)
    starts[0, 1] = starts[3, 0] = True
    batch: dict[str, Any] = {"observations": normal(STEPS, SEQUENCES, WIDTH), "starts": starts}
    if isinstance(case.space, spaces.Box):
        batch["actions"] = normal(STEPS, SEQUENCES, case.space.shape[0])
    else:
        batch["actions"] = torch.from_numpy(random.integers(0, case.space.n, (STEPS, SEQUENCES, 1)))
    for name in ("policyState", "valueState"):
        batch[name] = [normal(case.layers, SEQUENCES, MEMORY, scale=0.5) for _ in range(2)]
    with torch.no_grad():
        values, log_probs, _ = evaluate(model, batch)
    batch["oldLogProbabilities"] = log_probs + normal(STEPS, SEQUENCES, scale=0.2)
    batch["advantages"] = normal(STEPS, SEQUENCES, scale=1.5) + 0.3
    batch["oldValues"] = values + normal(STEPS, SEQUENCES, scale=0.2)
    batch["returns"] = values + normal(STEPS, SEQUENCES)
    return batch


def train_with_library(model: RecurrentPPO, batch: dict[str, Any]) -> None:
    """Lets the library take the step: its rollout buffer holds the batch, its `train()` does the rest."""
    buffer = model.rollout_buffer
    buffer.reset()
    buffer.observations[:] = batch["observations"].numpy()
    buffer.actions[:] = batch["actions"].numpy()
    buffer.log_probs[:] = batch["oldLogProbabilities"].numpy()
    buffer.advantages[:] = batch["advantages"].numpy()
    buffer.returns[:] = batch["returns"].numpy()
    buffer.values[:] = batch["oldValues"].numpy()
    buffer.episode_starts[:] = batch["starts"].float().numpy()
    # Only what is remembered at the first step matters: the library cuts sequences where episodes start.
    for kind, state in (("pi", batch["policyState"]), ("vf", batch["valueState"])):
        getattr(buffer, f"hidden_states_{kind}")[0] = state[0].numpy()
        getattr(buffer, f"cell_states_{kind}")[0] = state[1].numpy()
    buffer.full, buffer.pos = True, STEPS
    # It rotates the rows by a random number, which would cut a sequence in two.
    with patch("numpy.random.randint", return_value=0):
        model.train()


def named_values(tensors: dict[str, torch.Tensor]) -> list[dict[str, Any]]:
    return [
        {"name": name, "shape": list(tensor.shape), "values": tensor.detach().flatten()}
        for name, tensor in tensors.items()
    ]


def fixture(case: Case) -> dict[str, Any]:
    model = make_model(case)
    batch = make_batch(case, model)
    start = named_values({name: parameter.clone() for name, parameter in model.policy.named_parameters()})
    values, log_probs, entropies = evaluate(model, batch)
    advantages = batch["advantages"]
    advantages = (advantages - advantages.mean()) / (advantages.std() + NORMALISATION_EPSILON)
    log_ratios = log_probs - batch["oldLogProbabilities"]
    ratios = log_ratios.exp()
    assert ((ratios - 1).abs() - CLIP_RANGE).abs().min() > 1e-4
    surrogate = torch.min(advantages * ratios, advantages * ratios.clamp(1 - CLIP_RANGE, 1 + CLIP_RANGE))
    policy_loss, value_loss = -surrogate.mean(), F.mse_loss(batch["returns"], values)
    loss = policy_loss - ENTROPY_COEFFICIENT * entropies.mean() + VALUE_COEFFICIENT * value_loss
    loss.backward()
    gradients = {name: parameter.grad.clone() for name, parameter in model.policy.named_parameters()}
    norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(g) for g in gradients.values()]))
    approximate_kl = (ratios - 1 - log_ratios).mean()

    train_with_library(model, batch)
    logged = model.logger.name_to_value
    for key, expected in [
        ("train/policy_gradient_loss", policy_loss), ("train/value_loss", value_loss),
        ("train/entropy_loss", -entropies.mean()), ("train/loss", loss), ("train/approx_kl", approximate_kl),
    ]:
        assert abs(logged[key] - expected.item()) < 1e-6, (key, logged[key], expected.item())
    scale = min(1.0, MAXIMUM_GRADIENT_NORM / (norm.item() + 1e-6))
    for name, parameter in model.policy.named_parameters():
        torch.testing.assert_close(parameter.grad, gradients[name] * scale, rtol=1e-4, atol=1e-6)
    print(case.name, "gradient norm", norm.item())

    return {
        "source": f"sb3-contrib {sb3_contrib.__version__}, torch {torch.__version__}",
        "observationWidth": WIDTH, "memory": MEMORY, "layers": case.layers, "hidden": HIDDEN,
        "hyperparameters": {
            "clipRange": CLIP_RANGE, "entropyCoefficient": ENTROPY_COEFFICIENT,
            "valueCoefficient": VALUE_COEFFICIENT, "learningRate": LEARNING_RATE, "adamEpsilon": ADAM_EPSILON,
            "maximumGradientNorm": MAXIMUM_GRADIENT_NORM,
        },
        "batch": batch, "parameters": start,
        "rows": {"logProbabilities": log_probs, "entropies": entropies, "values": values},
        "policyLoss": policy_loss, "valueLoss": value_loss, "meanEntropy": entropies.mean(),
        "approximateKL": approximate_kl, "gradientNorm": norm, "gradients": named_values(gradients),
        "parametersAfterStep": named_values(dict(model.policy.named_parameters())),
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    for each in CASES:
        write_fixture("Agents", each.name, fixture(each))
