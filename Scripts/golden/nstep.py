"""n-step returns from a small ring, by Stable-Baselines3's own n-step replay buffer, for AgentsTests."""

from __future__ import annotations

from typing import Any

import numpy as np
import stable_baselines3
from gymnasium import spaces
from stable_baselines3.common.buffers import NStepReplayBuffer

from golden_json import single, write_fixture

CAPACITY, STEPS, GAMMA = 10, 3, 0.9
REWARDS = [1.0, -2.0, 0.5, 3.0, -1.0, 2.0, 0.25, -0.5, 4.0, 1.5]  # oldest first
TERMINATED, TRUNCATED = 3, 6  # in the order of time
FINAL = 100.0  # added to the true final observation, to tell it from the next episode's first


def by_hand(start: int) -> tuple[float, float, int, int]:
    """Return, discount (0 where terminated), age of the last transition, number of steps."""
    total, discount, age = 0.0, 1.0, start
    for step in range(STEPS):
        age = start + step
        total += discount * REWARDS[age]
        discount *= GAMMA
        if age in (TERMINATED, TRUNCATED) or age == CAPACITY - 1:
            break
    return total, 0.0 if age == TERMINATED else discount, age, age - start + 1


def case(oldest: int) -> dict[str, Any]:
    """A full ring whose oldest transition is in slot `oldest`."""
    ages = np.arange(CAPACITY)
    observations = ages.astype(np.float32)
    next_observations = np.where(np.isin(ages, [TERMINATED, TRUNCATED]), FINAL + ages, ages + 1).astype(np.float32)
    space = spaces.Box(-np.inf, np.inf, (1,))
    buffer = NStepReplayBuffer(CAPACITY, space, spaces.Discrete(2), "cpu", n_steps=STEPS, gamma=GAMMA)
    buffer.pos = oldest
    for age in ages:
        buffer.add(
            observations[age : age + 1], next_observations[age : age + 1], np.zeros(1), np.array([REWARDS[age]]),
            np.array([age in (TERMINATED, TRUNCATED)]), [{"TimeLimit.truncated": bool(age == TRUNCATED)}])
    assert buffer.pos == oldest
    buffer.full = True
    slots = (oldest + ages) % CAPACITY
    order = np.argsort(slots)  # age of the transition in each slot
    samples = buffer._get_samples(np.arange(CAPACITY))
    expected = [by_hand(age) for age in order]
    returns, discounts, last, steps = (np.array(column) for column in zip(*expected))
    library_discounts = (samples.discounts * (1 - samples.dones)).numpy()[:, 0]
    assert np.abs(samples.rewards.numpy()[:, 0] - returns).max() < 1e-6
    assert np.abs(library_discounts - discounts).max() < 1e-6
    assert np.array_equal(samples.next_observations.numpy()[:, 0], next_observations[last])
    return {
        "oldest": oldest,
        "observations": observations[order], "nextObservations": next_observations[order],
        "rewards": single(np.array(REWARDS))[order],
        "terminated": order == TERMINATED, "truncated": order == TRUNCATED,
        "expected": {
            "rewards": single(returns), "discounts": single(discounts), "steps": steps,
            "bootstrapSlots": slots[last], "bootstrapObservations": next_observations[last],
        },
    }


if __name__ == "__main__":
    write_fixture("Agents", "nstep", {
        "source": f"stable-baselines3 {stable_baselines3.__version__}, NStepReplayBuffer",
        "capacity": CAPACITY, "steps": STEPS, "gamma": GAMMA,
        "cases": {"inOrder": case(0), "wrapped": case(4)},
    })
