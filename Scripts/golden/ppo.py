"""One PPO minibatch of Stable-Baselines3 and sb3-contrib in full detail, for AgentsTests.

The figures are computed row by row from the libraries' policies, and then checked against the libraries' own `train()`
on the same batch, so that the fixture cannot drift from what they really do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gymnasium
import numpy as np
import sb3_contrib
import stable_baselines3
import torch
import torch.nn.functional as F
from gymnasium import spaces
from sb3_contrib import MaskablePPO
from stable_baselines3 import PPO
from stable_baselines3.common.logger import Logger

from golden_json import write_fixture

BATCH, WIDTH, HIDDEN = 32, 6, [16, 16]
CLIP_RANGE, VALUE_CLIP_RANGE = 0.2, 0.2
ENTROPY_COEFFICIENT, VALUE_COEFFICIENT = 0.01, 0.5
LEARNING_RATE, MAXIMUM_GRADIENT_NORM = 3e-4, 0.5
ADAM_EPSILON, NORMALISATION_EPSILON = 1e-5, 1e-8


@dataclass
class Case:
    name: str
    space: spaces.Space
    seed: int
    masked: bool = False


CASES = [
    Case("ppo_discrete", spaces.Discrete(5), seed=1),
    Case("ppo_masked", spaces.Discrete(7), seed=2, masked=True),
    Case("ppo_gaussian", spaces.Box(-1, 1, (3,)), seed=3),
    Case("ppo_multidiscrete", spaces.MultiDiscrete([3, 4, 2]), seed=4),
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


def make_model(case: Case, clip_values: bool) -> PPO | MaskablePPO:
    algorithm = MaskablePPO if case.masked else PPO
    model = algorithm(
        "MlpPolicy", SpacesOnly(case.space), n_steps=BATCH, batch_size=BATCH, n_epochs=1, seed=case.seed, device="cpu",
        clip_range=CLIP_RANGE, clip_range_vf=VALUE_CLIP_RANGE if clip_values else None,
        ent_coef=ENTROPY_COEFFICIENT, vf_coef=VALUE_COEFFICIENT, learning_rate=LEARNING_RATE,
        max_grad_norm=MAXIMUM_GRADIENT_NORM,
        policy_kwargs={"net_arch": {"pi": HIDDEN, "vf": HIDDEN}, "optimizer_kwargs": {"eps": ADAM_EPSILON}},
    )
    model.set_logger(Logger(None, []))
    return model


def set_weights(model: PPO | MaskablePPO, seed: int) -> None:
    """Weights with livelier outputs than the orthogonal initialisation gives: every term must matter."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.policy.named_parameters():
            spread = parameter.shape[1] ** -0.5 if parameter.ndim == 2 else 0.2
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * spread)


def make_batch(case: Case, model: PPO | MaskablePPO) -> dict[str, torch.Tensor]:
    """Observations, actions and what a rollout under a slightly different policy would have stored."""
    random = np.random.default_rng(case.seed)
    observations = torch.from_numpy(random.normal(0, 1, (BATCH, WIDTH)).astype(np.float32))
    batch = {"observations": observations}
    if isinstance(case.space, spaces.Box):
        actions = torch.from_numpy(random.normal(0, 1, (BATCH, case.space.shape[0])).astype(np.float32))
    elif isinstance(case.space, spaces.MultiDiscrete):
        actions = torch.from_numpy(np.stack([random.integers(0, n, BATCH) for n in case.space.nvec], axis=1))
    else:
        actions = torch.from_numpy(random.integers(0, case.space.n, (BATCH, 1)))
    batch["actions"] = actions
    if case.masked:
        masks = torch.from_numpy(random.random((BATCH, case.space.n)) < 0.5)
        masks[:3] = False  # three rows with a single valid action: entropy 0, ratio 1
        masks[3] = True
        masks[torch.arange(BATCH), actions[:, 0]] = True
        batch["masks"] = masks
    with torch.no_grad():
        values, log_probs, _ = evaluate(model, batch)
    drift = torch.from_numpy(random.normal(0, 0.2, BATCH).astype(np.float32))
    if case.masked:
        drift[batch["masks"].sum(1) == 1] = 0
    batch["oldLogProbabilities"] = log_probs + drift
    batch["advantages"] = torch.from_numpy(random.normal(0.3, 1.5, BATCH).astype(np.float32))
    batch["oldValues"] = values + torch.from_numpy(random.normal(0, 0.2, BATCH).astype(np.float32))
    batch["returns"] = values + torch.from_numpy(random.normal(0, 1, BATCH).astype(np.float32))
    return batch


def evaluate(
    model: PPO | MaskablePPO, batch: dict[str, torch.Tensor]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Values, log-probabilities and entropies, one a row."""
    discrete = isinstance(model.action_space, spaces.Discrete)
    actions = batch["actions"].flatten() if discrete else batch["actions"]
    options = {"action_masks": batch["masks"]} if "masks" in batch else {}
    values, log_probs, entropies = model.policy.evaluate_actions(batch["observations"], actions, **options)
    return values.flatten(), log_probs, entropies


def check_margins(ratios: torch.Tensor, values: torch.Tensor, batch: dict[str, torch.Tensor]) -> None:
    """No row may sit so near a clip boundary that rounding decides on which side it falls."""
    assert ((ratios - 1).abs() - CLIP_RANGE).abs().min() > 1e-4
    assert ((values - batch["oldValues"]).abs() - VALUE_CLIP_RANGE).abs().min() > 1e-4


def variant(
    case: Case, batch: dict[str, torch.Tensor], clip_values: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """First losses, gradients and the parameters after one step of Adam; second the figures of each row."""
    model = make_model(case, clip_values)
    set_weights(model, case.seed)
    outputs: dict[str, torch.Tensor] = {}

    def keep(name: str):
        def hook(module: torch.nn.Module, inputs: Any, output: torch.Tensor) -> None:
            output.retain_grad()
            outputs[name] = output
        return hook

    handles = [
        model.policy.action_net.register_forward_hook(keep("policy")),
        model.policy.value_net.register_forward_hook(keep("value")),
    ]
    values, log_probs, entropies = evaluate(model, batch)
    advantages = batch["advantages"]
    advantages = (advantages - advantages.mean()) / (advantages.std() + NORMALISATION_EPSILON)
    log_ratios = log_probs - batch["oldLogProbabilities"]
    ratios = log_ratios.exp()
    check_margins(ratios, values, batch)
    surrogate = torch.min(advantages * ratios, advantages * ratios.clamp(1 - CLIP_RANGE, 1 + CLIP_RANGE))
    policy_loss = -surrogate.mean()
    predictions = values
    if clip_values:
        change = (values - batch["oldValues"]).clamp(-VALUE_CLIP_RANGE, VALUE_CLIP_RANGE)
        predictions = batch["oldValues"] + change
    value_loss = F.mse_loss(batch["returns"], predictions)
    entropy_loss = -entropies.mean()
    loss = policy_loss + ENTROPY_COEFFICIENT * entropy_loss + VALUE_COEFFICIENT * value_loss
    loss.backward()
    for handle in handles:
        handle.remove()

    gradients = {name: parameter.grad.clone() for name, parameter in model.policy.named_parameters()}
    norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(g) for g in gradients.values()]))
    approximate_kl = (log_ratios.exp() - 1 - log_ratios).mean()
    clip_fraction = ((ratios - 1).abs() > CLIP_RANGE).float().mean()

    train_with_library(model, batch)
    logged = model.logger.name_to_value
    for key, expected in [
        ("train/policy_gradient_loss", policy_loss), ("train/value_loss", value_loss),
        ("train/entropy_loss", entropy_loss), ("train/loss", loss), ("train/approx_kl", approximate_kl),
        ("train/clip_fraction", clip_fraction),
    ]:
        assert abs(logged[key] - expected.item()) < 1e-6, (key, logged[key], expected.item())
    scale = min(1.0, MAXIMUM_GRADIENT_NORM / (norm.item() + 1e-6))
    for name, parameter in model.policy.named_parameters():
        torch.testing.assert_close(parameter.grad, gradients[name] * scale, rtol=1e-4, atol=1e-7)

    return {
        "policyLoss": policy_loss, "valueLoss": value_loss, "entropyLoss": entropy_loss, "totalLoss": loss,
        "policyOutputGradients": outputs["policy"].grad, "valueGradients": outputs["value"].grad.flatten(),
        "gradientNorm": norm, "gradients": named_values(gradients),
        "parametersAfterStep": named_values(dict(model.policy.named_parameters())),
    }, {
        "policyOutputs": outputs["policy"], "logProbabilities": log_probs, "entropies": entropies,
        "meanEntropy": entropies.mean(), "values": values, "normalizedAdvantages": advantages, "ratios": ratios,
        "ratioMean": ratios.mean(), "ratioMinimum": ratios.min(), "ratioMaximum": ratios.max(),
        "approximateKL": approximate_kl, "clipFraction": clip_fraction,
    }


def train_with_library(model: PPO | MaskablePPO, batch: dict[str, torch.Tensor]) -> None:
    """Lets the library take the step: its rollout buffer holds the batch, its `train()` does the rest."""
    buffer = model.rollout_buffer
    buffer.reset()
    buffer.observations[:, 0] = batch["observations"].numpy()
    buffer.actions[:, 0] = batch["actions"].numpy()
    buffer.log_probs[:, 0] = batch["oldLogProbabilities"].numpy()
    buffer.advantages[:, 0] = batch["advantages"].numpy()
    buffer.returns[:, 0] = batch["returns"].numpy()
    buffer.values[:, 0] = batch["oldValues"].numpy()
    if "masks" in batch:
        buffer.action_masks[:, 0] = batch["masks"].numpy()
    buffer.full, buffer.pos = True, BATCH
    model.train()


def named_values(tensors: dict[str, torch.Tensor]) -> list[dict[str, Any]]:
    return [
        {"name": name, "shape": list(tensor.shape), "values": tensor.detach().flatten()}
        for name, tensor in tensors.items()
    ]


def fixture(case: Case) -> dict[str, Any]:
    model = make_model(case, clip_values=False)
    set_weights(model, case.seed)
    batch = make_batch(case, model)
    without, rows = variant(case, batch, clip_values=False)
    clipped, _ = variant(case, batch, clip_values=True)
    if isinstance(case.space, spaces.Box):
        sizes = {"actionDimensions": case.space.shape[0]}
    elif isinstance(case.space, spaces.MultiDiscrete):
        sizes = {"actionCounts": case.space.nvec.tolist()}
    else:
        sizes = {"actionCounts": [int(case.space.n)]}
    library = f"sb3-contrib {sb3_contrib.__version__}" if case.masked else (
        f"stable-baselines3 {stable_baselines3.__version__}")
    return {
        "source": f"{library}, torch {torch.__version__}",
        "observationWidth": WIDTH, "hidden": HIDDEN, **sizes,
        "hyperparameters": {
            "clipRange": CLIP_RANGE, "valueClipRange": VALUE_CLIP_RANGE,
            "entropyCoefficient": ENTROPY_COEFFICIENT, "valueCoefficient": VALUE_COEFFICIENT,
            "learningRate": LEARNING_RATE, "adamEpsilon": ADAM_EPSILON,
            "maximumGradientNorm": MAXIMUM_GRADIENT_NORM, "normalizationEpsilon": NORMALISATION_EPSILON,
        },
        "batch": batch,
        "parameters": named_values(dict(model.policy.named_parameters())),
        "rows": rows, "withoutValueClipping": without, "withValueClipping": clipped,
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    for each in CASES:
        content = fixture(each)
        for key in ("withoutValueClipping", "withValueClipping"):
            print(each.name, key, "gradient norm", content[key]["gradientNorm"].item(),
                  "clip fraction", content["rows"]["clipFraction"].item())
        write_fixture("Agents", each.name, content)
