"""Measures one training run of Stable-Baselines3 and prints the result as one line of JSON.

`compare_sb3.py` starts this in a process of its own, so that thread counts are set before PyTorch loads and no state is
carried from one measurement to the next. Imports, construction and, for `ppo`, the first rollout with its update are
not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from typing import Any

EPISODE_LENGTH, TABLE_ROWS = 200, 4096


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["ppo", "cartpole"])
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True, help="environment steps to measure")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--observations", type=int, default=36)
    parser.add_argument("--actions", type=int, default=3)
    parser.add_argument("--hidden", default="64,64")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rollout", type=int, default=2048)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--masked", action="store_true")
    return parser.parse_args()


options = arguments()
os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = str(options.threads)

import gymnasium  # noqa: E402  (thread counts come first)
import numpy as np  # noqa: E402
import sb3_contrib  # noqa: E402
import stable_baselines3  # noqa: E402
import torch  # noqa: E402
from gymnasium import spaces  # noqa: E402
from stable_baselines3.common.callbacks import BaseCallback  # noqa: E402
from stable_baselines3.common.env_util import make_vec_env  # noqa: E402


class DummyEnvironment(gymnasium.Env):
    """Episodes of fixed length out of precomputed tables: costs next to nothing beside the agent."""

    def __init__(self, width: int, actions: int, seed: int):
        random = np.random.default_rng(seed)
        self.observation_space = spaces.Box(-np.inf, np.inf, (width,))
        self.action_space = spaces.Discrete(actions)
        self.observations = random.normal(0, 1, (TABLE_ROWS, width)).astype(np.float32)
        self.rewards = random.normal(0, 1, TABLE_ROWS).tolist()
        self.masks = random.random((TABLE_ROWS, actions)) < 0.5
        self.masks[:, 0] = True
        self.row = self.length = 0

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None):
        self.length = 0
        return self.observations[self.row], {}

    def step(self, action: Any):
        self.row = (self.row + 1) % TABLE_ROWS
        self.length += 1
        ended = self.length == EPISODE_LENGTH
        return self.observations[self.row], self.rewards[self.row], ended, False, {}

    def action_masks(self) -> np.ndarray:
        return self.masks[self.row]


class WarmUpClock(BaseCallback):
    """Starts the clock when the second rollout begins: whole iterations are measured, the first is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.rollouts = 0
        self.started = 0.0

    def _on_rollout_start(self) -> None:
        self.rollouts += 1
        if self.rollouts == 2:
            self.started = time.perf_counter()

    def _on_step(self) -> bool:
        return True


def measure_ppo() -> dict[str, float]:
    algorithm = sb3_contrib.MaskablePPO if options.masked else stable_baselines3.PPO
    model = algorithm(
        "MlpPolicy", DummyEnvironment(options.observations, options.actions, options.seed),
        n_steps=options.rollout, batch_size=options.batch, n_epochs=options.epochs, seed=options.seed, device="cpu",
        policy_kwargs={"net_arch": [int(width) for width in options.hidden.split(",")]},
    )
    iterations = max(1, options.steps // options.rollout)
    clock = WarmUpClock()
    model.learn(options.rollout * (iterations + 1), callback=clock)
    seconds = time.perf_counter() - clock.started
    return {"seconds": seconds, "stepsPerSecond": iterations * options.rollout / seconds}


def measure_cartpole() -> dict[str, float]:
    """The hyper-parameters of the RL Zoo."""
    model = stable_baselines3.PPO(
        "MlpPolicy", make_vec_env("CartPole-v1", n_envs=8, seed=options.seed), seed=options.seed, device="cpu",
        n_steps=32, batch_size=256, n_epochs=20, gamma=0.98, gae_lambda=0.8, ent_coef=0.0,
        learning_rate=lambda remaining: 1e-3 * remaining, clip_range=lambda remaining: 0.2 * remaining,
    )
    started = time.perf_counter()
    model.learn(options.steps)
    seconds = time.perf_counter() - started
    returns = [episode["r"] for episode in model.ep_info_buffer]
    return {
        "seconds": seconds, "stepsPerSecond": model.num_timesteps / seconds,
        "meanReturn": float(np.mean(returns)) if returns else 0.0,
    }


if __name__ == "__main__":
    torch.set_num_threads(options.threads)
    result: dict[str, Any] = measure_cartpole() if options.task == "cartpole" else measure_ppo()
    result["versions"] = {
        "python": platform.python_version(), "torch": torch.__version__, "gymnasium": gymnasium.__version__,
        "stable-baselines3": stable_baselines3.__version__, "sb3-contrib": sb3_contrib.__version__,
    }
    print(json.dumps(result))
