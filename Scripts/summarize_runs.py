"""Summarises run folders of example-funding-arb as Markdown: one row a seed, then the interquartile mean.

    python3 Scripts/summarize_runs.py runs/seed-* > docs/results.md

The interquartile mean over seeds and its 95 % percentile-bootstrap interval follow Agarwal et al., "Deep Reinforcement
Learning at the Edge of the Statistical Precipice" (2021). Nothing but the standard library is needed.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

RESAMPLES = 10_000
COLUMNS = [
    ("netReturn", "net return %", 2), ("monthlyReturn", "monthly %", 2), ("sharpe", "Sharpe", 2),
    ("maximumDrawdown", "max drawdown %", 2), ("trades", "trades", 0), ("winRate", "win rate %", 1),
    ("meanHoldingHours", "holding h", 1), ("meanUtilisation", "utilisation %", 1), ("fundingProfit", "funding USD", 2),
    ("priceProfit", "price USD", 2), ("fees", "fees USD", 2), ("liquidations", "liquidations", 0),
    ("hindsightShare", "hindsight %", 1),
]


def interquartile_mean(values: list[float]) -> float:
    """Mean of the middle half; the values at its edges count with the share of them that lies inside."""
    ordered, quarter = sorted(values), len(values) / 4
    weights = [max(0.0, min(i + 1, len(ordered) - quarter) - max(i, quarter)) for i in range(len(ordered))]
    return sum(w * v for w, v in zip(weights, ordered)) / sum(weights)


def interval(values: list[float]) -> tuple[float, float]:
    """95 % percentile-bootstrap interval of the interquartile mean, from a fixed seed."""
    draws = random.Random(0)
    means = sorted(interquartile_mean(draws.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]


def cell(card: dict[str, Any], key: str, digits: int) -> str:
    value = card.get(key)
    return "–" if value is None else f"{value:.{digits}f}"


def row(name: str, card: dict[str, Any]) -> str:
    return "| " + " | ".join([name] + [cell(card, key, digits) for key, _, digits in COLUMNS]) + " |"


def main(folders: list[str]) -> None:
    if not folders:
        sys.exit("usage: summarize_runs.py RUN_FOLDER ...")
    lines, returns, label = [], [], ""
    baselines: dict[str, dict[str, Any]] = {}
    for folder in folders:
        path = Path(folder) / "scorecard.json"
        try:
            document = json.loads(path.read_text())
        except (OSError, json.JSONDecodeError) as error:
            sys.exit(f"{path}: {error}")
        seed = json.loads((Path(folder) / "config.json").read_text())["settings"]["seed"]
        label = document["label"].split(", training seed")[0]
        for entry in document["scorecards"]:
            if entry["role"] == "agent":
                returns.append(entry["scorecard"]["netReturn"])
                lines.append(row(f"PPO, seed {seed}", entry["scorecard"]))
            else:
                baselines[entry["name"]] = entry["scorecard"]
    low, high = interval(returns)
    print(f"Final window of the {label}; random valid is that of the last seed.\n")
    print("| policy | " + " | ".join(title for _, title, _ in COLUMNS) + " |")
    print("|---|" + "---:|" * len(COLUMNS))
    print("\n".join(lines + [row(name, card) for name, card in baselines.items()]))
    print(
        f"\nInterquartile mean of PPO's net return over {len(returns)} seeds: {interquartile_mean(returns):.2f} % "
        f"(95 % bootstrap interval {low:.2f} … {high:.2f} %)."
    )


if __name__ == "__main__":
    main(sys.argv[1:])
