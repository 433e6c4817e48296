"""The modular network of the multi-position plan in PyTorch, for NetworksTests.

Weights are not stored but made by a formula (`make_weights`) that any language repeats exactly.
"""

from __future__ import annotations

import math
from typing import Iterator

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from golden_json import single, write_fixture

CONFIG, PORTFOLIO = 5, 10
EXECUTION_SLOTS, EXECUTION_FEATURES = 5, 12
OPPORTUNITY_SLOTS, OPPORTUNITY_FEATURES = 10, 20
ACTIONS = 36
SEED = 20_240_607


class ModularNetwork(nn.Module):
    """One encoder a group, fusion, two heads. The first feature of a slot is 1 for data and 0 for padding."""

    def __init__(self) -> None:
        super().__init__()
        self.config = nn.Linear(CONFIG, 16)
        self.portfolio = nn.Linear(PORTFOLIO, 32)
        self.execution = nn.Linear(EXECUTION_FEATURES, 24)
        self.opportunity = nn.Linear(OPPORTUNITY_FEATURES, 40)
        self.attention = nn.MultiheadAttention(40, 4, batch_first=True)
        self.opportunity_output = nn.Linear(40, 64)
        self.fusion1 = nn.Linear(136, 128)
        self.fusion1_norm = nn.LayerNorm(128)
        self.fusion2 = nn.Linear(128, 64)
        self.fusion2_norm = nn.LayerNorm(64)
        self.actor_hidden = nn.Linear(64, 32)
        self.actor_output = nn.Linear(32, ACTIONS)
        self.critic_hidden = nn.Linear(64, 32)
        self.critic_output = nn.Linear(32, 1)

    def forward(self, observations: torch.Tensor) -> dict[str, torch.Tensor]:
        config, portfolio, executions, opportunities = observations.split(
            [CONFIG, PORTFOLIO, EXECUTION_SLOTS * EXECUTION_FEATURES, OPPORTUNITY_SLOTS * OPPORTUNITY_FEATURES], dim=1
        )
        encoded = torch.cat([
            F.relu(self.config(config)),
            F.relu(self.portfolio(portfolio)),
            self.encode_executions(executions.view(-1, EXECUTION_SLOTS, EXECUTION_FEATURES)),
            self.encode_opportunities(opportunities.view(-1, OPPORTUNITY_SLOTS, OPPORTUNITY_FEATURES)),
        ], dim=1)
        fused = F.relu(self.fusion1_norm(self.fusion1(encoded)))
        fused = F.relu(self.fusion2_norm(self.fusion2(fused)))
        logits = self.actor_output(F.relu(self.actor_hidden(fused)))
        values = self.critic_output(F.relu(self.critic_hidden(fused))).flatten()
        return {"encoded": encoded, "fused": fused, "logits": logits, "values": values}

    def encode_executions(self, slots: torch.Tensor) -> torch.Tensor:
        """Maximum over the slots in use, zeros where there is none."""
        valid = slots[:, :, :1] > 0.5
        features = F.relu(self.execution(slots)).masked_fill(~valid, -math.inf).amax(dim=1)
        return torch.where(valid.any(dim=1), features, 0)

    def encode_opportunities(self, slots: torch.Tensor) -> torch.Tensor:
        """Attention among the valid slots, then their mean; a mean of nothing is zeros."""
        valid = slots[:, :, 0] > 0.5
        embedded = F.relu(self.opportunity(slots))
        # A softmax over no key at all is NaN, so such rows attend everywhere here; their mean is zero anyway.
        padding = ~valid & valid.any(dim=1, keepdim=True)
        attended, _ = self.attention(embedded, embedded, embedded, key_padding_mask=padding, need_weights=False)
        weights = valid.to(attended.dtype)[:, :, None]
        mean = (attended * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1)
        return F.relu(self.opportunity_output(mean))


def minimal_standard(state: int) -> Iterator[float]:
    """Park and Miller's generator: s = 48271·s mod (2³¹ − 1); yields 2·s/(2³¹ − 1) − 1."""
    while True:
        state = 48_271 * state % 2_147_483_647
        yield 2 * state / 2_147_483_647 - 1


def make_weights(network: nn.Module, draws: Iterator[float]) -> None:
    """One stream through all tensors in `state_dict` order, row by row of [out, in].

    Matrices: u/√in. Vectors: 0.1·u, and 1 + 0.1·u for the gains of layer normalisation. Rounded to float32.
    """
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            numbers = np.array([next(draws) for _ in range(tensor.numel())])
            if tensor.ndim == 2:
                numbers = numbers / math.sqrt(tensor.shape[1])
            else:
                numbers = 0.1 * numbers + (1 if name.endswith("norm.weight") else 0)
            tensor.copy_(torch.from_numpy(numbers.astype(np.float32)).view(tensor.shape))


def make_observations() -> torch.Tensor:
    """Six rows: no slot, one slot each, all, some, some in other places, and the fifth with junk in its padding."""
    executions = [[], [2], range(5), [0, 1], [0, 3, 4]]
    opportunities = [[], [7], range(10), [0, 1, 2, 3], [1, 4, 5, 9]]
    rows = np.random.default_rng(5).normal(0, 1, (6, 275)).astype(np.float32)
    rows[5] = rows[4]
    junk = rows[5].copy()
    for index in range(6):
        source = min(index, 4)
        for offset, count, features, used in [
            (15, EXECUTION_SLOTS, EXECUTION_FEATURES, executions[source]),
            (75, OPPORTUNITY_SLOTS, OPPORTUNITY_FEATURES, opportunities[source]),
        ]:
            for slot in range(count):
                start = offset + slot * features
                rows[index, start:start + features] *= slot in used
                rows[index, start] = float(slot in used)
                if index == 5 and slot not in used:
                    rows[index, start + 1:start + features] = junk[start + 1:start + features]
    return torch.from_numpy(rows).double()


def main() -> None:
    network = ModularNetwork().double()
    make_weights(network, minimal_standard(SEED))
    random = np.random.default_rng(6)
    logit_weights = torch.from_numpy(random.normal(0, 1, (6, ACTIONS)).astype(np.float32)).double()
    value_weights = torch.from_numpy(random.normal(0, 1, 6).astype(np.float32)).double()
    observations = make_observations()
    results = network(observations)
    loss = (results["logits"] * logit_weights).sum() + (results["values"] * value_weights).sum()
    loss.backward()
    torch.testing.assert_close(results["logits"][4], results["logits"][5], rtol=0, atol=1e-12)
    assert all(torch.isfinite(parameter.grad).all() for parameter in network.parameters())

    write_fixture("Networks", "modular", {
        "source": f"torch {torch.__version__}, computed in float64 from float32 weights and observations",
        "weightSeed": SEED, "parameterCount": sum(parameter.numel() for parameter in network.parameters()),
        "observations": single(observations), "logitWeights": single(logit_weights),
        "valueWeights": single(value_weights), "loss": single(loss),
        **{name: single(tensor) for name, tensor in results.items()},
        "tensors": [
            {
                "name": name, "shape": list(parameter.shape), "firstWeights": single(parameter.flatten()[:8]),
                "gradientSum": single(parameter.grad.sum()),
                "gradientSumOfSquares": single(parameter.grad.square().sum()),
                "firstGradients": single(parameter.grad.flatten()[:8]),
            }
            for name, parameter in network.named_parameters()
        ],
    })


if __name__ == "__main__":
    assert list(ModularNetwork().state_dict()) == [name for name, _ in ModularNetwork().named_parameters()]
    torch.set_num_threads(1)
    main()
