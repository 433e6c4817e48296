import MarketData
import RLCore

/// Names of what a policy of this task sees and does, for its file and for explanations.
extension FundingArbitrageConfiguration {
  /// Names of all actions, and of the columns of every group of the observation.
  ///
  /// `episode_progress` is among them only if the task shows it (``observesProgress``): where there is no end in sight,
  /// as in live trading, a policy that has seen it has learnt from what is not there.
  public var policyLabels: PolicyLabels {
    var features = ["opportunities": opportunityNames]
    switch layout {
    case .compact: features["portfolio"] = Self.compactPortfolioNames
    case .modular, .linked:
      features["config"] = ["leverage", "utilization", "maximum_positions", "stop_loss", "liquidation_buffer"]
      features["portfolio"] = portfolioNames
      features["executions"] = executionNames
    }
    return PolicyLabels(actions: (0..<actionCount).map(actionName), features: features)
  }

  private func actionName(_ index: Int) -> String {
    switch meaning(of: DiscreteAction(index)) {
    case .hold, nil: "HOLD"
    case .enter(let slot, let size): "ENTER \(slot + 1) at \(sizeFractions[size])"
    case .exit(let slot): "EXIT \(slot + 1)"
    }
  }

  private var opportunityNames: [String] {
    let names = Feature.allCases.map { "\($0)" }
    return layout == .linked ? names + ["pair_is_held", "symbol_is_held"] : Array(names.prefix(opportunityWidth))
  }

  private var portfolioNames: [String] {
    [
      "equity", "available", "margin_used", "open_positions", "mean_profit", "total_profit", "drawdown",
      observesProgress ? "episode_progress" : "unused", "liquidation_distance", "size",
    ] + (layout == .linked ? ["hours_to_multiple_of_8"] : [])
  }

  private var executionNames: [String] {
    [
      "is_open", "net_profit", "hours_held", "funding", "funding_8h", "spread", "entry_spread", "size",
      "funding_over_fees", "long_profit", "short_profit", "liquidation_distance",
    ]
      + (layout == .linked
        ? [
          "funding_gap", "funding_gap_1d", "funding_gap_3d", "price_gap", "exit_cost", "profit_after_exit",
          "must_exit", "pair_is_shown", "exchanged_pair_is_shown",
        ] : [])
  }

  private static let compactPortfolioNames = [
    "equity", "open_positions", "mean_profit", "mean_hours", "size", "mean_entry_funding", "last_action",
    "consecutive_holds", "recent_profit", "recent_win_rate", "recent_hours", "drawdown", "trades", "hour_of_day_sine",
  ]
}
