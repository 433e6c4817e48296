"""Golden values of the statistics of luck, computed straight from the formulas of the papers.

Everything is written independently of the library; what two ways of counting, a closed form or a published example can
check is checked, and nothing is written where they disagree.

Sources: Bailey and Lopez de Prado, "The Sharpe ratio efficient frontier" (2012) and "The deflated Sharpe ratio" (2014);
Bailey, Borwein, Lopez de Prado and Zhu, "The probability of backtest overfitting" (2017); Politis and Romano, "A circular
block-resampling procedure for stationary data" (1992) and "The stationary bootstrap" (1994); Politis and White,
"Automatic block-length selection for the dependent bootstrap" (2004), corrected 2009 with Patton.
"""

from __future__ import annotations

import itertools
import math
from statistics import NormalDist

import numpy as np
from golden_json import write_fixture

NORMAL = NormalDist()
HOURS = 8760.0
MASK = (1 << 64) - 1


def check(name: str, found: float, expected: float, tolerance: float) -> None:
    if not abs(found - expected) <= tolerance:
        raise SystemExit(f"{name}: {found} is not within {tolerance} of {expected}; nothing was written")


# Sharpe ratios


def moments(returns: np.ndarray) -> dict:
    centred = returns - returns.mean()
    variance = (centred**2).mean()
    return {
        "count": len(returns), "mean": returns.mean(), "deviation": returns.std(ddof=1),
        "skewness": (centred**3).mean() / variance**1.5, "kurtosis": (centred**4).mean() / variance**2,
    }


def spread(sharpe: float, skewness: float, kurtosis: float) -> float:
    return math.sqrt(1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe**2)


def probabilistic(sharpe: float, benchmark: float, count: int, skewness: float, kurtosis: float) -> float:
    return NORMAL.cdf((sharpe - benchmark) * math.sqrt(count - 1) / spread(sharpe, skewness, kurtosis))


def track_record(sharpe: float, benchmark: float, skewness: float, kurtosis: float, confidence: float) -> float:
    return 1 + (spread(sharpe, skewness, kurtosis) * NORMAL.inv_cdf(confidence) / (sharpe - benchmark)) ** 2


def expected_maximum(trials: int, variance: float) -> float:
    if trials == 1:
        return 0.0
    gamma = 0.5772156649015329
    return math.sqrt(variance) * (
        (1 - gamma) * NORMAL.inv_cdf(1 - 1 / trials) + gamma * NORMAL.inv_cdf(1 - 1 / (trials * math.e))
    )


def published() -> dict:
    """The worked examples of the two papers, to the digits that are printed there."""
    deflated = []
    for trials, skewness, kurtosis, expected in [(100, -3, 10, 0.9004), (46, -3, 10, 0.9505), (88, 0, 3, 0.9505)]:
        sharpe = 2.5 / math.sqrt(250)
        benchmark = expected_maximum(trials, 0.5 / 250)
        found = probabilistic(sharpe, benchmark, 1250, skewness, kurtosis)
        check(f"published DSR with {trials} trials", found, expected, 5e-5)
        deflated.append({
            "annualisedSharpe": 2.5, "periodsPerYear": 250, "count": 1250, "trials": trials, "annualisedVariance": 0.5,
            "skewness": skewness, "kurtosis": kurtosis, "published": expected, "probability": found,
        })
    check("published expected maximum", expected_maximum(100, 0.5 / 250), 0.1132, 5e-5)

    track_records = []
    for periods, years in [(250, 2.73), (52, 2.83), (12, 3.24)]:
        found = track_record(2 / math.sqrt(periods), 1 / math.sqrt(periods), 0, 3, 0.95)
        check(f"published track record, {periods} bars a year", found / periods, years, 5e-3)
        track_records.append({
            "annualisedSharpe": 2, "annualisedBenchmark": 1, "periodsPerYear": periods, "confidence": 0.95,
            "publishedYears": years, "bars": found,
        })
    # Hedge fund returns of 24 months with a monthly Sharpe ratio of 0.458.
    check("published PSR, normal", probabilistic(0.458, 0, 24, 0, 3), 0.982, 5e-4)
    check("published PSR", probabilistic(0.458, 0, 24, -2.448, 10.164), 0.913, 5e-4)
    return {"deflated": deflated, "trackRecords": track_records}


def check_expected_maximum() -> None:
    """The approximation against the integral of x dF(x)^N."""
    grid = np.linspace(-9, 9, 20001)
    cumulative = np.array([NORMAL.cdf(x) for x in grid])
    for trials in (5, 20, 100, 1000):
        power = cumulative**trials
        exact = float(((grid[1:] + grid[:-1]) / 2 * np.diff(power)).sum())
        check(f"expected maximum of {trials}", expected_maximum(trials, 1), exact, 0.03 * exact)


def deflated_case(seed: int) -> dict:
    random = np.random.default_rng(seed)
    returns = 0.0002 + 0.002 * random.standard_t(5, 400) - 0.001 * (random.random(400) < 0.03)
    trials = random.normal(0, 0.05, 37)
    values = moments(returns)
    sharpe = values["mean"] / values["deviation"]
    variance = trials.var(ddof=1)
    benchmark = expected_maximum(len(trials), variance)
    shape = (values["skewness"], values["kurtosis"])
    return {
        "returns": returns, "trialSharpes": trials, "moments": values, "sharpe": sharpe, "variance": variance,
        "probabilisticAboveZero": probabilistic(sharpe, 0, 400, *shape),
        "expectedMaximum": benchmark, "deflated": probabilistic(sharpe, benchmark, 400, *shape),
        "unknownVarianceExpectedMaximum": expected_maximum(len(trials), 1 / 399),
        "trackRecordAboveZero": track_record(sharpe, 0, *shape, 0.95) if sharpe > 0 else None,
    }


# Probability of backtest overfitting


def overfitting(returns: np.ndarray, blocks: int) -> dict:
    """`returns` is [bars][strategies], as in the paper."""
    length = len(returns) // blocks
    parts = np.split(returns[len(returns) - length * blocks:], blocks)
    logits, before, after = [], [], []
    for chosen in itertools.combinations(range(blocks), blocks // 2):
        first = np.concatenate([parts[i] for i in chosen])
        second = np.concatenate([parts[i] for i in range(blocks) if i not in chosen])
        one = first.mean(0) / first.std(0, ddof=1)
        two = second.mean(0) / second.std(0, ddof=1)
        best = int(one.argmax())
        rank = list(np.sort(two)).index(two[best]) + 1
        if rank != 1 + sum(value < two[best] for value in two):
            raise SystemExit("two ways to rank disagree; nothing was written")
        share = rank / (returns.shape[1] + 1)
        logits.append(math.log(share / (1 - share)))
        before.append(one[best])
        after.append(two[best])
    slope = float(np.polyfit(before, after, 1)[0])
    check("slope", slope, np.cov(before, after)[0, 1] / np.var(before, ddof=1), 1e-9)
    return {
        "blocks": blocks, "strategyReturns": returns.T, "logits": np.array(logits),
        "probability": float(np.mean(np.array(logits) <= 1e-12)), "degradationSlope": slope,
        "probabilityOfLoss": float(np.mean(np.array(after) < 0)),
    }


def overfitting_cases() -> list[dict]:
    random = np.random.default_rng(7)
    noise = random.normal(0, 0.01, (67, 9))
    skilled = random.normal(0, 0.01, (64, 8))
    skilled[:, 3] += 0.012
    cases = [overfitting(noise, 8), overfitting(skilled, 6)]
    if not (cases[0]["probability"] > 0.2 and cases[1]["probability"] == 0):
        raise SystemExit("noise and skill are not told apart; nothing was written")
    return cases


# Block bootstraps


class Xoshiro:
    """xoshiro256++ seeded through SplitMix64 (Blackman and Vigna 2021)."""

    def __init__(self, seed: int) -> None:
        self.state = []
        for _ in range(4):
            seed = (seed + 0x9E3779B97F4A7C15) & MASK
            z = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
            self.state.append(z ^ (z >> 31))

    def bits(self) -> int:
        def turn(x: int, k: int) -> int:
            return ((x << k) | (x >> (64 - k))) & MASK

        s = self.state
        result = (turn((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = turn(s[3], 45)
        return result


def resampled(values: np.ndarray, mean_length: int, stationary: bool, source: Xoshiro) -> np.ndarray:
    indices: list[int] = []
    while len(indices) < len(values):
        start = (source.bits() * len(values)) >> 64
        length = mean_length
        if stationary:
            uniform = (source.bits() >> 11) / 2**53
            length = 1 if mean_length == 1 else 1 + int(math.log1p(-uniform) / math.log1p(-1 / mean_length))
        indices += [(start + step) % len(values) for step in range(length)]
    return values[indices[: len(values)]]


def autoregressive(random: np.random.Generator, count: int, persistence: float) -> np.ndarray:
    noise = random.normal(size=count + 200)
    values = [0.0]
    for shock in noise:
        values.append(persistence * values[-1] + math.sqrt(1 - persistence**2) * shock)
    return np.array(values[-count:])


def check_stationary_variance() -> None:
    """Variance of the resampled mean against the closed form of Politis and Romano (1994), lemma 1."""
    values = autoregressive(np.random.default_rng(11), 60, 0.6)
    count, length = len(values), 5
    end = 1 / length
    centred = values - values.mean()
    variance = (centred**2).mean()
    for lag in range(1, count):
        circular = (centred * np.roll(centred, -lag)).mean()
        variance += 2 * (1 - lag / count) * (1 - end) ** lag * circular
    source = Xoshiro(5)
    means = [resampled(values, length, True, source).mean() for _ in range(20000)]
    check("mean of the stationary bootstrap", float(np.mean(means)), values.mean(), 4 * math.sqrt(variance / count / 20000))
    check("variance of the stationary bootstrap", float(np.var(means)) * count, variance, 0.04 * variance)


def bootstrap_case(seed: int, stationary: bool, length: int, mean: float) -> dict:
    random = np.random.default_rng(seed)
    values = 0.001 * (mean + autoregressive(random, 150, 0.5))
    resamples, confidence = 200, 0.9
    source = Xoshiro(seed)
    sharpes = []
    for _ in range(resamples):
        sample = resampled(values, length, stationary, source)
        sharpes.append(sample.mean() / sample.std(ddof=1) * math.sqrt(HOURS))
    source = Xoshiro(seed + 1)
    means = np.array([resampled(values, length, stationary, source).mean() for _ in range(resamples)])
    reached = int((means - values.mean() >= values.mean()).sum())
    return {
        "scheme": "stationary" if stationary else "circular", "seed": seed, "blockLength": length,
        "resamples": resamples, "confidence": confidence, "returns": values,
        "lower": float(np.quantile(sharpes, 0.05)), "upper": float(np.quantile(sharpes, 0.95)),
        "meanPValueSeed": seed + 1, "meanPValue": (1 + reached) / (1 + resamples),
    }


# Automatic block length


def optimal_length(values: np.ndarray, factor: float) -> float:
    count = len(values)
    centred = values - values.mean()
    run = max(5, math.ceil(math.sqrt(math.log10(count))))
    longest = math.ceil(math.sqrt(count)) + run
    covariance = np.array([(centred[: count - lag] * centred[lag:]).sum() / count for lag in range(longest + 1)])
    quiet = np.abs(covariance / covariance[0]) < 2 * math.sqrt(math.log10(count) / count)
    candidates = [m for m in range(longest - run + 1) if quiet[m + 1: m + 1 + run].all()]
    if candidates:
        last = max(candidates[0], 1)
    else:
        last = max([lag for lag in range(1, longest + 1) if not quiet[lag]], default=1)
    width = min(2 * last, longest)
    lags = np.arange(-width, width + 1)
    window = np.clip(2 * (1 - np.abs(lags) / width), 0, 1)
    both = covariance[np.abs(lags)]
    slope, spectrum = (window * np.abs(lags) * both).sum(), (window * both).sum()
    return float((2 * slope**2 / (factor * spectrum**2) * count) ** (1 / 3))


def automatic_cases() -> list[dict]:
    # For persistence r the optimum is (2r / (1 − r²))^⅔ · n^⅓ with factor 2.
    count, persistence = 200_000, 0.5
    found = optimal_length(autoregressive(np.random.default_rng(1), count, persistence), 2)
    exact = (2 * persistence / (1 - persistence**2)) ** (2 / 3) * count ** (1 / 3)
    check("automatic block length", found, exact, 0.1 * exact)
    cases = []
    for seed, (length, persistence) in enumerate([(300, 0.0), (300, 0.7), (500, 0.9), (40, 0.95)]):
        values = autoregressive(np.random.default_rng(seed), length, persistence)
        ceiling = math.ceil(min(3 * math.sqrt(length), length / 3))
        raw = {"stationary": optimal_length(values, 2), "circular": optimal_length(values, 4 / 3)}
        cases.append({
            "returns": values, **{name: max(1, min(math.ceil(value), ceiling)) for name, value in raw.items()},
        })
    return cases


if __name__ == "__main__":
    check_expected_maximum()
    check_stationary_variance()
    write_fixture("Validation", "validation", {
        "source": f"Scripts/golden/validation.py, numpy {np.__version__}, from the formulas of the papers named there",
        "normal": [
            {"probability": p, "quantile": NORMAL.inv_cdf(p), "cumulative": NORMAL.cdf(NORMAL.inv_cdf(p) / 2)}
            for p in (1e-12, 1e-6, 0.001, 0.025, 0.31, 0.5, 0.8, 0.95, 0.9999, 1 - 1e-9)
        ],
        "published": published(),
        "deflated": [deflated_case(seed) for seed in (1, 4)],
        "overfitting": overfitting_cases(),
        "bootstrap": [
            bootstrap_case(3, True, 12, 0.3), bootstrap_case(4, True, 1, 0.1), bootstrap_case(5, True, 24, -0.1),
            bootstrap_case(6, False, 12, 0.3),
        ],
        "automaticLengths": automatic_cases(),
    })
