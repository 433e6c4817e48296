"""Whole episodes of Gymnasium's CartPole-v1 in double precision, for EnvsTests."""

from __future__ import annotations

from typing import Any, Callable

import gymnasium
import numpy as np

from golden_json import write_fixture

Controller = Callable[[np.ndarray], int]


def balance(state: np.ndarray) -> int:
    """Pushes towards the side the pole falls to; the small cart terms keep it on the track."""
    position, velocity, angle, angular_velocity = state
    return int(0.05 * position + 0.1 * velocity + angle + 0.5 * angular_velocity > 0)


def episode(name: str, seed: int, controller: Controller) -> dict[str, Any]:
    environment = gymnasium.make("CartPole-v1")
    environment.reset(seed=seed)
    start = environment.unwrapped.state.astype(np.float64)
    actions: list[int] = []
    rewards: list[float] = []
    states: list[np.ndarray] = []
    terminated = truncated = False
    while not (terminated or truncated):
        action = controller(environment.unwrapped.state)
        _, reward, terminated, truncated, _ = environment.step(action)
        actions.append(action)
        rewards.append(reward)
        states.append(environment.unwrapped.state.astype(np.float64))
    print(f"{name}: {len(actions)} steps, terminated {terminated}, truncated {truncated}")
    return {
        "name": name, "start": start, "actions": actions, "rewards": rewards, "states": states,
        "terminated": terminated, "truncated": truncated,
    }


def random_controller(seed: int) -> Controller:
    random = np.random.default_rng(seed)
    return lambda state: int(random.integers(2))


def main() -> None:
    episodes = [episode(f"random actions {seed}", seed, random_controller(seed)) for seed in (1, 2, 3)]
    episodes.append(episode("pushed right until it falls", 4, lambda state: 1))
    episodes.append(episode("driven off the track", 6, lambda state: int(state[2] + 0.5 * state[3] > 0.1)))
    episodes.append(episode("balanced to the time limit", 5, balance))
    assert episodes[-1]["truncated"] and not episodes[-1]["terminated"]
    assert all(each["terminated"] for each in episodes[:-1])
    assert episodes[-2]["states"][-1][0] > 2.4
    write_fixture("Envs", "cartpole", {"source": f"gymnasium {gymnasium.__version__}", "episodes": episodes})


if __name__ == "__main__":
    main()
