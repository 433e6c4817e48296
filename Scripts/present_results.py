#!/usr/bin/env python3
"""Writes the results section of a Markdown file from run folders, between two marks.

Usage: Scripts/present_results.py [--brief] FILE "TITLE=FOLDER" [...]

With --brief there is one row for each run instead of a section.

A folder is what `example-funding-arb pbt` or `walk-forward` left behind. What stands between `<!-- results -->` and
`<!-- /results -->` is replaced; every figure is read from `scorecard.json`, `verdict.json` and the record of the run.
"""

import json
import pathlib
import re
import sys

BEGIN, END = "<!-- results -->", "<!-- /results -->"


def number(value, decimals=2):
    return "–" if value is None else f"{value:.{decimals}f}"


def budget(folder):
    """What the run spent, in a sentence."""
    population = folder / "population.json"
    if population.exists():
        record = json.loads(population.read_text())
        configuration = record["configuration"]
        return (
            f"{configuration['members']} members, {configuration['stepsPerMember']} steps each, judged every "
            f"{configuration['interval']}: {record['trials']} judgements on the validation window."
        )
    folds = sorted((folder / "folds").iterdir())
    trials = sum(len(json.loads((fold / "result.json").read_text())["trials"]) for fold in folds)
    document = json.loads((folder / "walk-forward.json").read_text())
    settings = document["settings"]
    return (
        f"{len(folds)} {document['scheme']['scheme']} folds of {settings['timesteps']} steps, {trials} policies judged on "
        "validation hours; the final window of the main job has no part in it."
    )


def section(title, folder):
    scorecards = json.loads((folder / "scorecard.json").read_text())
    verdict = json.loads((folder / "verdict.json").read_text())
    lines = [f"**{title}.** {budget(folder)}", ""]
    lines += ["| policy | net return % | Sharpe | max drawdown % | trades | funding USD | price USD | fees USD |"]
    lines += ["|---|---:|---:|---:|---:|---:|---:|---:|"]
    for entry in scorecards["scorecards"]:
        card = entry["scorecard"]
        cells = [
            entry["name"], number(card["netReturn"]), number(card.get("sharpe")), number(card["maximumDrawdown"]),
            str(card["trades"]), number(card["fundingProfit"]), number(card["priceProfit"]), number(card["fees"]),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "> " + verdict["headline"], ""]
    lines += [f"- [{finding['status']}] {finding['sentence']}" for finding in verdict["findings"]]
    return "\n".join(lines)


def table(runs):
    lines = ["| run | net return % | Sharpe | trades | best baseline, net return % | verdict |", "|---|---:|---:|---:|---|---|"]
    for title, folder in runs:
        cards = json.loads((folder / "scorecard.json").read_text())["scorecards"]
        verdict = json.loads((folder / "verdict.json").read_text())
        agent = next(entry["scorecard"] for entry in cards if entry["role"] == "agent")
        best = max((entry for entry in cards if entry["role"] == "baseline"), key=lambda e: e["scorecard"]["netReturn"])
        cells = [
            title, number(agent["netReturn"]), number(agent.get("sharpe")), str(agent["trades"]),
            f"{best['name']}, {number(best['scorecard']['netReturn'])}", verdict["headline"],
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    arguments = sys.argv[1:]
    brief = "--brief" in arguments
    arguments = [argument for argument in arguments if argument != "--brief"]
    if len(arguments) < 2 or any("=" not in pair for pair in arguments[1:]):
        sys.exit(__doc__)
    file = pathlib.Path(arguments[0])
    text = file.read_text()
    if BEGIN not in text or END not in text:
        sys.exit(f"{file} must hold {BEGIN} and {END}")
    runs = [(title, pathlib.Path(folder)) for title, folder in (pair.split("=", 1) for pair in arguments[1:])]
    content = table(runs) if brief else "\n\n".join(section(*run) for run in runs)
    body = f"{BEGIN}\n{content}\n{END}"
    file.write_text(re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: body, text, flags=re.S))


if __name__ == "__main__":
    main()
