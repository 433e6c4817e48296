import Envs
import Networks
import RLCore
import Settings
import Trading

/// What a setting of some type may be, to read on from "must".
package enum SettingRule {
  /// The rule for each key, by the type of its value; the sentence is for people who wrote something else.
  package static let byKey: [String: String] = {
    var rules: [String: String] = [:]
    for (key, value) in Mirror(reflecting: RunConfiguration.complete).children {
      if let key { rules[key] = rule(for: unwrapped(value)) }
    }
    return rules
  }()

  private static func rule(for value: Any) -> String {
    switch value {
    case is Bool: "be true or false"
    case is Int: "be a whole number"
    case is UInt64: "be a whole number, 0 or above"
    case is Double, is Float: "be a number"
    case is AgentID: "be the name of an agent"
    case is JSONValue: "be an object of settings"
    case is Schedule: "be a number, or an object with from and to"
    case is RunConfiguration.Preset: "be " + choices(RunConfiguration.Preset.self)
    case is RunConfiguration.Network: "be " + choices(RunConfiguration.Network.self)
    case is RunConfiguration.Layout: "be " + choices(RunConfiguration.Layout.self)
    case is RunConfiguration.WarmStart: "be " + choices(RunConfiguration.WarmStart.self)
    case is RunConfiguration.Market: "be " + choices(RunConfiguration.Market.self)
    case is ExecutionConfiguration.LiquidityRole: "be " + choices(ExecutionConfiguration.LiquidityRole.self)
    case is [RunConfiguration.RewardTerm]: "be a list of " + choices(RunConfiguration.RewardTerm.self)
    case is [Int]: "be a list of whole numbers"
    case is [String]: "be a list of names"
    default: "be text"
    }
  }

  private static func choices<Choice: CaseIterable & RawRepresentable>(_ type: Choice.Type) -> String
  where Choice.RawValue == String {
    let names = type.allCases.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  private static func unwrapped(_ value: Any) -> Any {
    let mirror = Mirror(reflecting: value)
    return mirror.displayStyle == .optional ? mirror.children.first?.value ?? value : value
  }
}

extension RunConfiguration {
  /// The defaults with every optional setting filled in, which shows all keys and their types.
  package static let complete: RunConfiguration = {
    var full = RunConfiguration()
    (full.initializeFrom, full.freeze) = ("", [""])
    full.agentSettings = .object([:])
    (full.data, full.output, full.network, full.maximumPositions) = ("", "", .mlp, 1)
    (full.market, full.decisionInterval, full.episodeHours, full.discount) = (.calibrated, 1, 72, 1)
    (full.closesEpisodes, full.observesProgress, full.costRamp) = (true, true, 0)
    full.requiresSignificance = false
    (full.trainFrom, full.validationFrom, full.finalFrom, full.finalTo) = ("", "", "", "")
    full.rewardTerms = RewardTerm.allCases
    full.hidden = [64]
    full.symbols = ["BTCUSDT"]
    full.venues = ["binance"]
    return full
  }()
}
