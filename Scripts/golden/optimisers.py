"""Five steps of each optimiser and one clipping by the global norm, for TensorsTests."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np
import stable_baselines3
import torch
from stable_baselines3.common.sb2_compat.rmsprop_tf_like import RMSpropTFLike

from golden_json import single, write_fixture

STEPS, COUNT = 5, 10

Factory = Callable[[list[torch.Tensor]], torch.optim.Optimizer]


def inputs() -> tuple[torch.Tensor, torch.Tensor]:
    """Start values and gradients, in float64 but exact in float32; some gradients are zero, tiny or huge."""
    random = np.random.default_rng(11)
    start = random.normal(0, 1, COUNT).astype(np.float32)
    gradients = random.normal(0, 0.1, (STEPS, COUNT)).astype(np.float32)
    gradients[:, 0] = 0
    gradients[:, 1] *= np.float32(1e-6)
    gradients[:, 2] *= np.float32(1e4)
    gradients[2, 3:6] = 0
    return torch.from_numpy(start).double(), torch.from_numpy(gradients).double()


def run(make: Factory, rates: list[float], settings: dict[str, Any], moments: dict[str, str]) -> dict[str, Any]:
    start, gradients = inputs()
    parameter = start.clone().requires_grad_(True)
    optimiser = make([parameter])
    history = []
    for rate, gradient in zip(rates, gradients, strict=True):
        for group in optimiser.param_groups:
            group["lr"] = rate
        parameter.grad = gradient.clone()
        optimiser.step()
        history.append(single(parameter))
    state = optimiser.state[parameter]
    return {
        **settings, "learningRates": rates, "parametersAfterStep": [values.copy() for values in history],
        **{key: single(state[name]) for key, name in moments.items()},
    }


def clipping(maximum: float) -> dict[str, Any]:
    """`clip_grad_norm_` scales by min(1, maximum/(norm + 1e-6))."""
    gradient = inputs()[1][0].clone()
    parameter = torch.zeros_like(gradient).requires_grad_(True)
    parameter.grad = gradient.clone()
    norm = torch.nn.utils.clip_grad_norm_([parameter], maximum)
    return {"maximum": maximum, "gradients": single(gradient), "norm": single(norm), "clipped": single(parameter.grad)}


def main() -> None:
    start, gradients = inputs()
    annealed = [1e-2 * (1 - step / STEPS) for step in range(STEPS)]
    constant = [7e-4] * STEPS
    square = {"squareAverages": "square_avg"}
    write_fixture("Tensors", "optimisers", {
        "source": f"torch {torch.__version__} and stable-baselines3 {stable_baselines3.__version__}, in float64",
        "start": single(start), "gradients": single(gradients),
        "adam": run(
            lambda parameters: torch.optim.Adam(parameters, eps=1e-5), annealed,
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-5},
            {"firstMoments": "exp_avg", "secondMoments": "exp_avg_sq"}),
        "rmsprop": run(
            lambda parameters: torch.optim.RMSprop(parameters, alpha=0.99, eps=1e-5), constant,
            {"decay": 0.99, "epsilon": 1e-5}, square),
        "rmspropTensorFlowLike": run(
            lambda parameters: RMSpropTFLike(parameters, alpha=0.99, eps=1e-5), constant,
            {"decay": 0.99, "epsilon": 1e-5}, square),
        "clipping": [clipping(0.5), clipping(1e6)],
    })


if __name__ == "__main__":
    main()
