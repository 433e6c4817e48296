"""Measures one training run of Stable-Baselines3 and prints the result as one line of JSON.

`compare_sb3.py` starts this in a process of its own, so that thread counts are set before PyTorch loads and no state is
carried from one measurement to the next. Imports and construction are not counted. Of agents that learn from rollouts
the first rollouts with their updates are not counted either, of agents that learn from replayed experience the steps
before learning starts and the first updates.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from typing import Any

EPISODE_LENGTH, TABLE_ROWS = 200, 4096
# Steps without updates, and then with them, before the clock starts.
COLLECTED_STEPS, LEARNED_STEPS = 1000, 200
# Agents to measure: those that learn from rollouts, with how many of these come before the clock starts, and those that
# learn from replayed experience.
ROLLOUT_AGENTS = {"ppo": 1, "a2c": 100, "recurrent-ppo": 1}
REPLAY_AGENTS = ("dqn", "qr-dqn", "sac", "td3", "ddpg")
CONTINUOUS_AGENTS = ("sac", "td3", "ddpg")
MEASURES = (*ROLLOUT_AGENTS, *REPLAY_AGENTS)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["cartpole", *MEASURES])
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True, help="environment steps to measure")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--observations", type=int, default=36)
    parser.add_argument("--actions", type=int, default=3, help="discrete actions, or dimensions of continuous ones")
    parser.add_argument("--hidden", default="64,64")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rollout", type=int, default=2048)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--interval", type=int, default=4, help="environment steps between two updates of DQN")
    parser.add_argument("--memory", type=int, default=128, help="values of the hidden state of an LSTM")
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

    def __init__(self, width: int, actions: int, seed: int, continuous: bool = False):
        random = np.random.default_rng(seed)
        self.observation_space = spaces.Box(-np.inf, np.inf, (width,))
        self.action_space = spaces.Box(-1, 1, (actions,)) if continuous else spaces.Discrete(actions)
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


class RolloutClock(BaseCallback):
    """Starts when some rollouts and their updates are behind it: whole iterations are measured."""

    def __init__(self, skipped: int) -> None:
        super().__init__()
        self.rollouts = -skipped
        self.started = 0.0

    def _on_rollout_start(self) -> None:
        if self.rollouts == 0:
            self.started = time.perf_counter()
        self.rollouts += 1

    def _on_step(self) -> bool:
        return True


class StepClock(BaseCallback):
    """Starts when some environment steps are behind it."""

    def __init__(self, skipped: int) -> None:
        super().__init__()
        self.skipped = skipped
        self.started = 0.0

    def _on_step(self) -> bool:
        if self.num_timesteps == self.skipped:
            self.started = time.perf_counter()
        return True


def hidden() -> list[int]:
    return [int(width) for width in options.hidden.split(",")]


def make_agent(environment: gymnasium.Env) -> Any:
    """The agent with the defaults of its library, but for networks, batches and what the options name."""
    common: dict[str, Any] = {"seed": options.seed, "device": "cpu"}
    plain = {"net_arch": hidden()}
    replayed = {"batch_size": options.batch, "learning_starts": COLLECTED_STEPS, "policy_kwargs": plain, **common}
    rollout = {"n_steps": options.rollout, **common}
    minibatches = {"batch_size": options.batch, "n_epochs": options.epochs}
    match options.task:
        case "ppo":
            algorithm = sb3_contrib.MaskablePPO if options.masked else stable_baselines3.PPO
            return algorithm("MlpPolicy", environment, policy_kwargs=plain, **minibatches, **rollout)
        case "a2c":
            return stable_baselines3.A2C("MlpPolicy", environment, policy_kwargs=plain, **rollout)
        case "recurrent-ppo":
            # A memory for the actor and one for the critic, as the library has it.
            network = {"net_arch": hidden(), "lstm_hidden_size": options.memory}
            return sb3_contrib.RecurrentPPO(
                "MlpLstmPolicy", environment, policy_kwargs=network, **minibatches, **rollout)
        case "dqn":
            return stable_baselines3.DQN(
                "MlpPolicy", environment, train_freq=options.interval, gradient_steps=1, **replayed)
        case "qr-dqn":
            return sb3_contrib.QRDQN(
                "MlpPolicy", environment, train_freq=options.interval, gradient_steps=1, **replayed)
        case "sac":
            return stable_baselines3.SAC("MlpPolicy", environment, train_freq=1, gradient_steps=1, **replayed)
        case "td3":
            return stable_baselines3.TD3("MlpPolicy", environment, train_freq=1, gradient_steps=1, **replayed)
        case _:
            return stable_baselines3.DDPG("MlpPolicy", environment, train_freq=1, gradient_steps=1, **replayed)


def measure_agent() -> dict[str, float]:
    continuous = options.task in CONTINUOUS_AGENTS
    model = make_agent(DummyEnvironment(options.observations, options.actions, options.seed, continuous))
    if options.task in ROLLOUT_AGENTS:
        skipped = ROLLOUT_AGENTS[options.task]
        # As `rl bench` does, whole rollouts.
        steps = -(-options.steps // options.rollout) * options.rollout
        clock: Any = RolloutClock(skipped)
        model.learn(skipped * options.rollout + steps, callback=clock)
    else:
        steps = options.steps
        clock = StepClock(COLLECTED_STEPS + LEARNED_STEPS)
        model.learn(COLLECTED_STEPS + LEARNED_STEPS + steps, callback=clock)
    seconds = time.perf_counter() - clock.started
    return {"seconds": seconds, "stepsPerSecond": steps / seconds}


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
    result: dict[str, Any] = measure_cartpole() if options.task == "cartpole" else measure_agent()
    result["versions"] = {
        "python": platform.python_version(), "torch": torch.__version__, "gymnasium": gymnasium.__version__,
        "stable-baselines3": stable_baselines3.__version__, "sb3-contrib": sb3_contrib.__version__,
    }
    print(json.dumps(result))
