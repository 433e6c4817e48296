"""State-dependent exploration noise (gSDE) of Stable-Baselines3, plain and squashed, for AgentsTests.

The library computes log(1 − tanh²u) as log(1 − a² + 1e-6). The formulas are checked against it in that form to 1e-6;
what is written has the stable form, which may differ from it by at most 1e-5 here.
"""

from __future__ import annotations

import math
from typing import Any
from unittest import mock

import numpy as np
import stable_baselines3
import torch
from stable_baselines3.common.distributions import StateDependentNoiseDistribution

from agent_fixtures import BATCH, HIDDEN, agree, encode, exact, first_seed, normal, require
from continuous_fixtures import DIMENSIONS
from golden_json import write_fixture
from sac import library_correction, stable_correction

LATENT, EPSILON = HIDDEN[-1], 1e-6

Tensors = dict[str, torch.Tensor]


def deviations(log_deviations: torch.Tensor, use_expln: bool) -> torch.Tensor:
    if not use_expln:
        return log_deviations.exp()
    grown = torch.log1p(log_deviations.clamp(min=0) + EPSILON) + 1
    return torch.where(log_deviations > 0, grown, log_deviations.clamp(max=0).exp())


def gradients_of(loss: torch.Tensor, variables: Tensors) -> Tensors:
    """Zeros where the loss does not depend on a variable."""
    found = torch.autograd.grad(loss, list(variables.values()), retain_graph=True, allow_unused=True)
    return {
        name: torch.zeros_like(variable) if gradient is None else gradient
        for (name, variable), gradient in zip(variables.items(), found)}


def log_probabilities(
    before: torch.Tensor, means: torch.Tensor, spread: torch.Tensor, correction: Any
) -> torch.Tensor:
    terms = -0.5 * ((before - means) / spread) ** 2 - spread.log() - 0.5 * math.log(2 * math.pi)
    return (terms if correction is None else terms - correction(before)).sum(dim=1)


def formulas(inputs: Tensors, use_expln: bool, learns_features: bool, correction: Any) -> dict[str, Any]:
    weights = inputs["weights"]
    latent, means, log_deviations = (
        inputs[name].clone().requires_grad_(True) for name in ("latent", "means", "logDeviations"))
    variables = {"means": means, "logDeviations": log_deviations, "latent": latent}
    features = latent if learns_features else latent.detach()
    matrix_deviations = deviations(log_deviations, use_expln)
    spread = (features**2 @ matrix_deviations**2 + EPSILON).sqrt()
    matrix = matrix_deviations * inputs["matrixNoise"]
    noise = features @ matrix
    row_noise = torch.einsum("bl,bld->bd", features, matrix_deviations * inputs["rowMatrixNoise"])
    given = log_probabilities(inputs["unsquashedActions"], means, spread, correction)
    result: dict[str, Any] = {
        "deviations": matrix_deviations, "matrix": matrix, "noise": noise, "rowNoise": row_noise, "spread": spread,
        "logProbabilities": given, "logProbabilityGradients": gradients_of((weights * given).sum(), variables),
    }
    if correction is None:
        entropies = (spread.log() + 0.5 + 0.5 * math.log(2 * math.pi)).sum(dim=1)
        gradients = gradients_of((weights * entropies).sum(), variables)
        return result | {"entropies": entropies, "entropyGradients": gradients}
    # As SAC samples: the action carries gradients, through the exploration matrix too.
    before = means + noise
    require(before.abs().max() < 1.3 and inputs["unsquashedActions"].abs().max() < 1.3, "saturated")
    actions, drawn = before.tanh(), log_probabilities(before, means, spread, correction)
    loss = (weights * drawn).sum() + (inputs["actionWeights"] * actions).sum()
    return result | {
        "sampledActions": actions, "sampledLogProbabilities": drawn, "sampledGradients": gradients_of(loss, variables)}


def library(inputs: Tensors, use_expln: bool, learns_features: bool, squashes: bool) -> dict[str, Any]:
    latent, means, log_deviations = (
        inputs[name].float().requires_grad_(True) for name in ("latent", "means", "logDeviations"))
    variables = {"means": means, "logDeviations": log_deviations, "latent": latent}
    distribution = StateDependentNoiseDistribution(
        DIMENSIONS, use_expln=use_expln, squash_output=squashes, learn_features=learns_features, epsilon=EPSILON)
    distribution.latent_sde_dim = LATENT
    draws = iter([inputs["matrixNoise"].float(), inputs["rowMatrixNoise"].float()])
    with mock.patch("torch.distributions.normal._standard_normal", lambda *_, **__: next(draws)):
        distribution.sample_weights(log_deviations, batch_size=BATCH)
    distribution.proba_distribution(means, log_deviations, latent)
    weights = inputs["weights"].float()
    row_noise = distribution.get_noise(latent)
    distribution.exploration_matrices = distribution.exploration_matrices[:1]  # as SAC: one matrix for the batch
    before = inputs["unsquashedActions"].float()
    given = distribution.log_prob(before.tanh() if squashes else before)
    result: dict[str, Any] = {
        "deviations": distribution.get_std(log_deviations), "matrix": distribution.exploration_mat,
        "noise": distribution.get_noise(latent), "rowNoise": row_noise, "spread": distribution.distribution.scale,
        "logProbabilities": given, "logProbabilityGradients": gradients_of((weights * given).sum(), variables),
    }
    entropies = distribution.entropy()
    assert (entropies is None) == squashes
    if entropies is not None:
        gradients = gradients_of((weights * entropies).sum(), variables)
        return result | {"entropies": entropies, "entropyGradients": gradients}
    actions = distribution.sample()
    drawn = distribution.log_prob(actions)
    loss = (weights * drawn).sum() + (inputs["actionWeights"].float() * actions).sum()
    return result | {
        "sampledActions": actions, "sampledLogProbabilities": drawn, "sampledGradients": gradients_of(loss, variables)}


def make_inputs(random: np.random.Generator) -> Tensors:
    """The latent is that of a rectifier, with zeros; deviations on both sides of 1."""
    latent = normal(random, BATCH, LATENT, scale=0.5).clamp(min=0)
    require(((latent > 0).sum(dim=1) >= 3).all(), "every row must have noise")
    log_deviations = exact(random.uniform(-2.5, 0.4, (LATENT, DIMENSIONS)))
    require((log_deviations > 0).sum() >= 3 and log_deviations.abs().min() > 1e-2, "both sides of 1")
    return {
        "latent": latent, "means": normal(random, BATCH, DIMENSIONS, scale=0.3), "logDeviations": log_deviations,
        "matrixNoise": normal(random, LATENT, DIMENSIONS, scale=0.6),
        "rowMatrixNoise": normal(random, BATCH, LATENT, DIMENSIONS),
        "unsquashedActions": normal(random, BATCH, DIMENSIONS, scale=0.5),
        "weights": normal(random, BATCH, scale=0.5), "actionWeights": normal(random, BATCH, DIMENSIONS, scale=0.5),
    }


def compare(what: str, ours: dict[str, Any], theirs: dict[str, Any], tolerance: float) -> None:
    assert ours.keys() == theirs.keys(), (what, ours.keys(), theirs.keys())
    for key in ours:
        agree(f"{what} {key}", ours[key], theirs[key], tolerance)


def build(seed: int) -> dict[str, Any]:
    inputs = make_inputs(np.random.default_rng(seed))
    cases = {}
    for squashes in (False, True):
        for use_expln in (False, True):
            for learns_features in (False, True):
                name = ("squashed" if squashes else "plain") + ("Expln" if use_expln else "") + (
                    "LearnedFeatures" if learns_features else "")
                correction = library_correction if squashes else None
                as_library = formulas(inputs, use_expln, learns_features, correction)
                compare(name, as_library, library(inputs, use_expln, learns_features, squashes), 1e-6)
                result = as_library
                if squashes:
                    result = formulas(inputs, use_expln, learns_features, stable_correction)
                    compare(f"stable {name}", result, as_library, 1e-5)
                cases[name] = {
                    "squashes": squashes, "useExpln": use_expln, "learnsFeatures": learns_features, **encode(result)}
    return {
        "source": f"stable-baselines3 {stable_baselines3.__version__}, torch {torch.__version__}", "seed": seed,
        "latentWidth": LATENT, "actionDimensions": DIMENSIONS, "epsilon": EPSILON,
        "inputs": encode(inputs), "cases": cases,
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_fixture("Agents", "gsde", first_seed(build))
