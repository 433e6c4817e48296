#!/usr/bin/env python3
"""Prints the statistics of real market data that the synthetic generator is calibrated to.

Usage: python3 Scripts/calibrate_synthetic.py MARKET_FOLDER

MARKET_FOLDER has the layout candles-1h/VENUE/SYMBOL.csv and funding/VENUE/SYMBOL.csv. Needs Python 3 and numpy only.
Every figure is a median over instruments, symbols or pairs unless it says otherwise. MarketStatistics
in Tests/MarketDataTests computes the same figures with the same definitions.
"""

import os
import sys

import numpy as np

HOUR = 3_600_000
YEAR = 365 * 24


def read(path):
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def load(root):
    """Candles and rates on one hour grid: {(venue, symbol): {column: array}}."""
    series = {}
    for venue in sorted(os.listdir(os.path.join(root, "candles-1h"))):
        for name in sorted(os.listdir(os.path.join(root, "candles-1h", venue))):
            funding = os.path.join(root, "funding", venue, name)
            if os.path.exists(funding):
                candles = read(os.path.join(root, "candles-1h", venue, name))
                series[venue, name[:-4]] = (candles, read(funding))
    start = min(int(c[0, 0]) for c, _ in series.values()) // HOUR
    end = max(int(c[-1, 0]) for c, _ in series.values()) // HOUR + 1
    grid = {}
    for key, (candles, rates) in series.items():
        columns = {n: np.full(end - start, np.nan) for n in ("high", "low", "close", "volume", "rate", "interval")}
        at = (candles[:, 0] // HOUR).astype(int) - start
        for index, name in ((2, "high"), (3, "low"), (4, "close"), (5, "volume")):
            columns[name][at] = candles[:, index]
        at = (rates[:, 0] // HOUR).astype(int) - start
        inside = (at >= 0) & (at < end - start)
        columns["rate"][at[inside]] = rates[inside, 1]
        columns["interval"][at[inside]] = rates[inside, 2]
        grid[key] = columns
    return grid


def autocorrelation(values, lag):
    values = values - values.mean()
    return float((values[lag:] * values[:-lag]).sum() / (values * values).sum())


def held(columns):
    """Rate for one hour in force after each settlement, for at most two of its intervals; NaN before and beyond."""
    result = np.full(len(columns["rate"]), np.nan)
    current, age, limit = np.nan, 0, 0
    for hour, (rate, interval) in enumerate(zip(columns["rate"], columns["interval"])):
        if not np.isnan(rate):
            current, age, limit = rate / interval, 0, 2 * interval
        result[hour] = current if age < limit else np.nan
        age += 1
    return result


def threshold_rule(x, y, gap):
    """Funding in bp of notional that a rule collects which holds a pair from 40 % a year down to 5 %, and its entries.

    It decides on the gap in force and receives what is settled later; prices and costs are left out.
    """
    paid = np.nan_to_num(x["rate"]) - np.nan_to_num(y["rate"])
    side, income, entries = 0.0, 0.0, 0
    for hour in range(len(gap)):
        income += side * paid[hour] * 1e4
        if side == 0:
            if abs(gap[hour]) > 40:
                side = np.sign(gap[hour])
                entries += 1
        elif not side * gap[hour] >= 5:
            side = 0.0
    return income, entries


def candle_statistics(grid):
    rows = []
    for columns in grid.values():
        traded = columns["volume"] > 0
        close = np.where(traded, columns["close"], np.nan)
        returns = np.diff(np.log(close))
        returns = returns[~np.isnan(returns)]
        volatility = np.abs(returns)
        quote = (columns["volume"] * columns["close"])[traded]
        span = np.log(columns["high"] / columns["low"])[traded]
        rows.append((
            returns.std() * 100,
            ((returns - returns.mean()) ** 4).mean() / returns.var() ** 2 - 3,
            autocorrelation(volatility, 1),
            autocorrelation(volatility, 24),
            np.median(span) / np.median(volatility),
            np.log10(quote).std(),
            autocorrelation(np.log(quote), 1),
            np.corrcoef(np.log(quote[1:]), np.log(span[1:] + 1e-6))[0, 1],
        ))
    names = ("hourly return volatility %", "excess kurtosis", "autocorrelation |return| 1 h",
             "autocorrelation |return| 24 h", "median range / median |return|", "std log10 quote volume",
             "autocorrelation log volume 1 h", "correlation log volume, log range")
    rows = np.array(rows)
    for index, name in enumerate(names):
        p10, p50, p90 = np.percentile(rows[:, index], (10, 50, 90))
        print(f"{name:42s} {p50:12.5g}   (10 %: {p10:.5g}, 90 %: {p90:.5g})")


def volume_levels(grid):
    for venue in sorted({v for v, _ in grid}):
        levels = [np.log10(np.nanmedian((c["volume"] * c["close"])[c["volume"] > 0]))
                  for (v, _), c in grid.items() if v == venue]
        zero = [(c["volume"] == 0).sum() / (~np.isnan(c["close"])).sum() for (v, _), c in grid.items() if v == venue]
        print(f"log10 hourly quote volume {venue:16s} {np.median(levels):12.5g}   (10 %: {np.percentile(levels, 10):.5g},"
              f" 90 %: {np.percentile(levels, 90):.5g}; zero-volume hours {np.mean(zero) * 100:.2f} %)")


def pair_statistics(grid):
    correlations, deviations, halves, gaps, flips, gap_lags = [], [], [], {}, [], []
    rule = np.zeros(3)
    keys = sorted(grid, key=lambda k: (k[1], k[0]))
    for i, a in enumerate(keys):
        for b in keys[i + 1:]:
            if a[1] != b[1]:
                continue
            x, y = grid[a], grid[b]
            traded = (x["volume"] > 0) & (y["volume"] > 0)
            p = np.where(traded, np.log(x["close"]), np.nan)
            q = np.where(traded, np.log(y["close"]), np.nan)
            r, s = np.diff(p), np.diff(q)
            ok = ~np.isnan(r) & ~np.isnan(s)
            correlations.append(np.corrcoef(r[ok], s[ok])[0, 1])
            basis = (p - q)[~np.isnan(p - q)]
            deviations.append(basis.std() * 1e4)
            halves.append(np.log(0.5) / np.log(max(autocorrelation(basis, 1), 1e-3)))
            gap = (held(x) - held(y)) * YEAR * 100
            rule += (*threshold_rule(x, y, gap), (~np.isnan(gap)).sum() / 168)
            gap = gap[~np.isnan(gap)]
            gaps.setdefault(f"{a[0]}-{b[0]}", []).append(np.abs(gap))
            flips.append((np.sign(gap[1:]) != np.sign(gap[:-1])).mean())
            gap_lags.append(autocorrelation(gap, 24))
    print(f"{'cross-venue correlation of returns':42s} {np.median(correlations):12.5g}   (least {min(correlations):.5g})")
    print(f"{'basis deviation bp':42s} {np.median(deviations):12.5g}")
    print(f"{'basis half-life h':42s} {np.median(halves):12.5g}")
    kinds = {"all": [gap for kind in sorted(gaps) for gap in gaps[kind]], **gaps}
    for kind, parts in kinds.items():
        pooled = np.concatenate(parts)
        for percent in (50, 90, 99):
            label = f"|funding gap| APR %, {percent} %, {kind}"
            print(f"{label:42s} {np.percentile(pooled, percent):12.5g}")
    print(f"{'sign flips of the gap, share of hours':42s} {np.median(flips):12.5g}")
    print(f"{'autocorrelation of the gap 24 h':42s} {np.median(gap_lags):12.5g}")
    print(f"{'threshold rule: entries a pair-week':42s} {rule[1] / rule[2]:12.5g}")
    print(f"{'threshold rule: funding bp an entry':42s} {rule[0] / rule[1]:12.5g}")


def symbol_correlation(grid):
    values = []
    for venue in sorted({v for v, _ in grid}):
        closes = [np.where(c["volume"] > 0, np.log(c["close"]), np.nan) for (v, _), c in grid.items() if v == venue]
        returns = [np.diff(close) for close in closes]
        for i, r in enumerate(returns):
            for s in returns[i + 1:]:
                ok = ~np.isnan(r) & ~np.isnan(s)
                if ok.sum() > 500:
                    values.append(np.corrcoef(r[ok], s[ok])[0, 1])
    print(f"{'cross-symbol correlation':42s} {np.median(values):12.5g}")


def funding_statistics(grid):
    for venue in sorted({v for v, _ in grid}):
        rows, extremes = [], []
        for (v, _), columns in grid.items():
            if v != venue:
                continue
            ok = ~np.isnan(columns["rate"])
            apr = columns["rate"][ok] / columns["interval"][ok] * YEAR * 100
            day = int(round(24 / np.median(columns["interval"][ok])))
            rows.append((apr.mean(), apr.std(), autocorrelation(apr, 1), autocorrelation(apr, day),
                         (np.sign(apr[1:]) != np.sign(apr[:-1])).mean(), (apr < 0).mean(),
                         np.isclose(apr, 10.95).mean()))
            extremes.append(np.abs(apr).max())
        rows = np.median(np.array(rows), axis=0)
        for name, value in zip(("mean APR %", "std APR %", "autocorrelation 1 settlement", "autocorrelation 24 h",
                                "sign flips", "negative share", "share at the base rate"), rows):
            print(f"funding {venue:12s} {name:31s} {value:12.5g}")
        print(f"funding {venue:12s} {'largest |APR| %, any symbol':31s} {max(extremes):12.5g}")


def main():
    if len(sys.argv) != 2 or not os.path.isdir(os.path.join(sys.argv[1], "candles-1h")):
        sys.exit("usage: calibrate_synthetic.py MARKET_FOLDER (with candles-1h and funding)")
    grid = load(sys.argv[1])
    candle_statistics(grid)
    volume_levels(grid)
    symbol_correlation(grid)
    pair_statistics(grid)
    funding_statistics(grid)


if __name__ == "__main__":
    main()
