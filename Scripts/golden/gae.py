"""Generalised advantage estimates of Stable-Baselines3's own rollout buffer, for RLCoreTests."""

from __future__ import annotations

from typing import Any

import numpy as np
import stable_baselines3
import torch
from gymnasium import spaces
from stable_baselines3.common.buffers import RolloutBuffer

from golden_json import write_fixture

STEPS, ENVIRONMENTS = 8, 3

# Each letter is one step: `.` goes on, `T` terminated, `L` truncated by a time limit. One string an environment.
CASES: list[tuple[str, float, float, tuple[str, str, str]]] = [
    ("no end", 0.99, 0.95, ("........", "........", "........")),
    ("terminations", 0.99, 0.95, ("..T.....", "T....T..", "......TT")),
    ("truncations", 0.99, 0.95, ("..L.....", "L....L..", "......LL")),
    ("both kinds, both at the last step", 0.99, 0.95, ("..T...LT", "L..T...L", "...LT...")),
    ("short horizon", 0.98, 0.8, ("..T...LT", "L..T...L", "...LT...")),
    ("one-step targets, lambda 0", 0.9, 0.0, ("..T...LT", "L..T...L", "...LT...")),
    ("whole returns, gamma 1 and lambda 1", 1.0, 1.0, ("..T...LT", "L..T...L", "...LT...")),
    ("an end at every step", 0.99, 0.95, ("TTTTTTTT", "LLLLLLLL", "TLTLTLTL")),
]


def case(name: str, gamma: float, gae_lambda: float, ends: tuple[str, str, str], seed: int) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    shape = (STEPS, ENVIRONMENTS)
    rewards = random.normal(0, 1, shape).astype(np.float32)
    values = random.normal(0, 2, shape).astype(np.float32)
    last_values = random.normal(0, 2, ENVIRONMENTS).astype(np.float32)
    letters = np.array([list(row) for row in ends]).T
    terminated, truncated = letters == "T", letters == "L"
    final_values = np.where(
        terminated | truncated, random.normal(0, 2, shape), 0
    ).astype(np.float32)

    buffer = RolloutBuffer(
        STEPS, spaces.Box(-1, 1, (1,)), spaces.Discrete(2), "cpu", gae_lambda, gamma, n_envs=ENVIRONMENTS
    )
    episode_starts = np.ones(ENVIRONMENTS, dtype=np.float32)
    for step in range(STEPS):
        # What `OnPolicyAlgorithm.collect_rollouts` does at a time limit: the value of the final observation joins
        # the reward, and the episode counts as done.
        bootstrapped = rewards[step].copy()
        for index in np.flatnonzero(truncated[step]):
            bootstrapped[index] += gamma * final_values[step, index]
        buffer.add(
            np.zeros((ENVIRONMENTS, 1), dtype=np.float32), np.zeros((ENVIRONMENTS, 1)), bootstrapped, episode_starts,
            torch.from_numpy(values[step]), torch.zeros(ENVIRONMENTS),
        )
        episode_starts = (terminated[step] | truncated[step]).astype(np.float32)
    buffer.compute_returns_and_advantage(torch.from_numpy(last_values), episode_starts.astype(bool))

    return {
        "name": name, "gamma": gamma, "lambda": gae_lambda,
        "rewards": rewards, "values": values, "terminated": terminated, "truncated": truncated,
        "finalValues": final_values, "lastValues": last_values,
        "advantages": buffer.advantages, "returns": buffer.returns,
    }


if __name__ == "__main__":
    write_fixture("RLCore", "gae", {
        "source": f"stable-baselines3 {stable_baselines3.__version__}, RolloutBuffer.compute_returns_and_advantage",
        "cases": [case(*parts, seed=index) for index, parts in enumerate(CASES)],
    })
