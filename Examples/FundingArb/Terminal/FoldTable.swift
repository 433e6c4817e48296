import RLFramework
import TradingExperiments

/// The folds of a walk-forward validation as aligned text.
struct FoldTable {
  private let result: WalkForwardResult

  init(_ result: WalkForwardResult) { self.result = result }

  var text: String {
    let header = [
      "fold", "train d", "valid d", "test d", "return %", "Sharpe", "trades", "drawdown %", "best baseline",
    ]
    let rows = result.folds.map { fold in
      [
        fold.name, days(fold, .train), days(fold, .validation), days(fold, .test),
        NumberText.fixed(fold.netReturn, decimals: 2), NumberText.fixed(fold.sharpe, decimals: 2), "\(fold.trades)",
        NumberText.fixed(fold.maximumDrawdown, decimals: 2),
        "\(fold.baseline) \(NumberText.fixed(fold.baselineReturn, decimals: 2))",
      ]
    }
    return TextTable([header] + rows).text + "\n"
  }

  private func days(_ fold: WalkForwardFold, _ use: WalkForwardFold.Period.Use) -> String {
    NumberText.fixed(fold.days(of: use), decimals: 0)
  }
}

/// A policy under changed conditions as aligned text.
struct StressTable {
  private let runs: [StressRun]

  init(_ runs: [StressRun]) { self.runs = runs }

  var text: String {
    let header = ["condition", "return %", "Sharpe", "trades", "drawdown %"]
    let rows = runs.map { run in
      [
        run.condition.name, NumberText.fixed(run.netReturn, decimals: 2), NumberText.fixed(run.sharpe, decimals: 2),
        "\(run.trades)", NumberText.fixed(run.maximumDrawdown, decimals: 2),
      ]
    }
    return TextTable([header] + rows).text + "\n"
  }
}
