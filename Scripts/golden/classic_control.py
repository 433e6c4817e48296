"""Whole episodes of Gymnasium's other classic tasks, for EnvsTests."""

from __future__ import annotations

from typing import Any, Callable

import gymnasium
import numpy as np

from golden_json import write_fixture

# From the state and the number of the step to an action.
Controller = Callable[[np.ndarray, int], Any]


def episode(task: str, name: str, start: list[float], controller: Controller) -> dict[str, Any]:
    environment = gymnasium.make(task)
    environment.reset(seed=0)
    inner = environment.unwrapped
    # Gymnasium rounds the state of the continuous car to single precision after each step, but not the first state.
    inner.state = np.array(start, dtype=np.float32)
    if task != "MountainCarContinuous-v0":
        inner.state = inner.state.astype(np.float64)
    first = np.array(inner.state)
    is_continuous = isinstance(environment.action_space, gymnasium.spaces.Box)
    actions: list[Any] = []
    rewards: list[np.float64] = []
    observations: list[np.ndarray] = []
    states: list[np.ndarray] = []
    terminated = truncated = False
    while not (terminated or truncated):
        action = controller(np.array(inner.state, dtype=np.float64), len(actions))
        action = np.float32(action) if is_continuous else int(action)
        observation, reward, terminated, truncated, _ = environment.step(
            np.array([action], dtype=np.float32) if is_continuous else action)
        actions.append(action)
        rewards.append(np.float64(reward))
        observations.append(np.array(observation, dtype=np.float32))
        states.append(np.array(inner.state, dtype=np.float64))
    visited = np.array(states)
    print(
        f"{task}, {name}: {len(actions)} steps, terminated {terminated}, truncated {truncated}, "
        f"from {visited.min(axis=0)} to {visited.max(axis=0)}")
    return {
        "name": name, "start": first.astype(np.float64), "actions": actions, "rewards": rewards,
        "observations": observations, "terminated": terminated, "truncated": truncated, "visited": visited,
    }


def random_choice(seed: int) -> Controller:
    random = np.random.default_rng(seed)
    return lambda state, step: random.integers(3)


def random_force(seed: int, bound: float) -> Controller:
    random = np.random.default_rng(seed)
    return lambda state, step: random.uniform(-bound, bound)


def swing_up(state: np.ndarray, step: int) -> float:
    """Pumps energy until the pendulum is near the top, then holds it there."""
    angle = (state[0] + np.pi) % (2 * np.pi) - np.pi
    if abs(angle) < 0.5:
        return np.clip(-12 * angle - 3 * state[1], -2, 2)
    energy = 0.5 * state[1] ** 2 + 15 * (np.cos(angle) - 1)
    return 2 * np.sign(state[1] if state[1] else 1) * (1 if energy < 0 else -1)


def acrobot() -> list[dict[str, Any]]:
    task = "Acrobot-v1"
    episodes = [
        episode(task, "swung up", [0.05, -0.02, 0.01, 0.03], lambda state, step: 2 if state[3] > 0 else 0),
        episode(task, "random actions", [-0.08, 0.04, 0.02, -0.09], random_choice(1)),
        episode(task, "no torque", [0.1, -0.1, 0.05, 0.02], lambda state, step: 1),
        episode(task, "as fast as it can be", [0.45, -2.93, -10.02, 22.04], lambda state, step: 0),
    ]
    assert [each["terminated"] for each in episodes] == [True, False, False, True]
    limits = [4 * np.pi, 9 * np.pi]
    assert (np.abs(episodes[3]["visited"][:, 2:]) == limits).any(axis=0).all(), "both velocities must be bounded"
    return episodes


def mountain_car() -> list[dict[str, Any]]:
    task = "MountainCar-v0"

    def pump(state: np.ndarray, step: int) -> int:
        return 2 if state[1] >= 0 else 0

    episodes = [
        episode(task, "rocked to the flag", [-0.52, 0], pump),
        episode(task, "random actions", [-0.45, 0], random_choice(2)),
        episode(
            task, "into the wall, then to the flag", [-0.95, -0.06],
            lambda state, step: 0 if step < 20 else pump(state, step)),
        episode(task, "always to the right", [-0.58, 0], lambda state, step: 2),
    ]
    assert [each["terminated"] for each in episodes] == [True, False, True, False]
    assert (episodes[2]["visited"] == [-1.2, 0]).all(axis=1).any(), "the wall must be hit"
    return episodes


def mountain_car_continuous() -> list[dict[str, Any]]:
    task = "MountainCarContinuous-v0"

    def pump(force: float) -> Controller:
        return lambda state, step: force if state[1] >= 0 else -force

    episodes = [
        episode(task, "rocked to the flag", [-0.52, 0], pump(0.7)),
        episode(task, "with more force than allowed", [-0.47, 0], pump(2.5)),
        episode(task, "random forces", [-0.45, 0], random_force(3, 1.2)),
        episode(
            task, "into the wall, then to the flag", [-0.95, -0.06],
            lambda state, step: -1 if step < 20 else pump(0.9)(state, step)),
    ]
    assert [each["terminated"] for each in episodes] == [True, True, False, True]
    assert (episodes[3]["visited"] == [np.float32(-1.2), 0]).all(axis=1).any(), "the wall must be hit"
    return episodes


def pendulum() -> list[dict[str, Any]]:
    task = "Pendulum-v1"
    episodes = [
        episode(task, "random torques", [2.5, -0.3], random_force(4, 2)),
        episode(task, "swung up", [3.1, 0.2], swing_up),
        episode(task, "turned with more torque than allowed", [0.4, 5.5], lambda state, step: 3.5),
        episode(task, "turned the other way", [-2, -7.5], lambda state, step: -1.75),
    ]
    assert all(each["truncated"] for each in episodes)
    speeds = [each["visited"][:, 1] for each in episodes]
    assert (speeds[2] == 8).any() and (speeds[3] == -8).any(), "the speed must be bounded at both ends"
    assert (np.cos(episodes[1]["visited"][:, 0]) > 0.99).any(), "the pendulum must come up"
    return episodes


def main() -> None:
    for name, episodes in [
        ("acrobot", acrobot()), ("mountain_car", mountain_car()),
        ("mountain_car_continuous", mountain_car_continuous()), ("pendulum", pendulum()),
    ]:
        for each in episodes:
            del each["visited"]
        write_fixture("Envs", name, {"source": f"gymnasium {gymnasium.__version__}", "episodes": episodes})


if __name__ == "__main__":
    main()
