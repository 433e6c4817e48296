import Agents
import Envs
import MarketData
import Networks
import Settings
import Training
import TextFormats

extension RunConfiguration {
  /// Requires every value to lie in its range; the error names the first that does not by its key.
  public func validate() throws(ConfigurationError) {
    try require(timesteps > 0, "timesteps", must: "be positive", found: timesteps)
    // Far more than a run can take, and far from where sums of them would overflow.
    try require(timesteps <= 1 << 40, "timesteps", must: "be at most 2^40", found: timesteps)
    try require(rolloutSteps <= 1 << 24, "rolloutSteps", must: "be at most 2^24", found: rolloutSteps)
    try require((1...1024).contains(environments), "environments", must: "be in 1...1024", found: environments)
    try require(validationInterval > 0, "validationInterval", must: "be positive", found: validationInterval)
    try require((14...3650).contains(syntheticDays), "syntheticDays", must: "be in 14...3650", found: syntheticDays)
    try require(hidden.allSatisfy { (1...4096).contains($0) }, "hidden", must: "have widths in 1...4096", found: hidden)
    try requireNoKeysOfOtherAgents()
    try require(
      network == .mlp || network == nil || layout == .linked || preset == .full, "network",
      must: "be mlp for the \(preset.rawValue) preset in the document layout", found: network?.rawValue ?? "")
    try require(
      market == nil || data == nil, "market", must: "be left out where data are given", found: market?.rawValue ?? "")
    if let costRamp { try require((0...1).contains(costRamp), "costRamp", must: "be in 0...1", found: costRamp) }
    try require(
      holdPreference == 0 || resolvedNetwork == .pointer, "holdPreference", must: "be 0 but for network pointer",
      found: holdPreference)
    try require(
      hidden.isEmpty || resolvedNetwork == .mlp, "hidden", must: "be given with network mlp only",
      found: "\(hidden) with \(resolvedNetwork.rawValue)")
    try require(
      dropout == 0 || resolvedNetwork == .modular, "dropout", must: "be 0 but for network modular", found: dropout)
    for (key, day) in [
      ("trainFrom", trainFrom), ("validationFrom", validationFrom), ("finalFrom", finalFrom), ("finalTo", finalTo),
    ] {
      guard let day else { continue }
      try require(UTCTimestamp(day) != nil, key, must: "be a day as YYYY-MM-DD", found: day)
    }
    try require(
      (validationFrom == nil) == (finalFrom == nil), validationFrom == nil ? "finalFrom" : "validationFrom",
      must: "be given together with \(validationFrom == nil ? "validationFrom" : "finalFrom")",
      found: validationFrom ?? finalFrom ?? "absent")
    try require(
      warmStart == .none || initializeFrom == nil, "warmStart", must: "be none together with initializeFrom",
      found: warmStart.rawValue)
    try require(
      freeze == nil || initializeFrom != nil, "freeze", must: "be given together with initializeFrom",
      found: freeze?.joined(separator: ", ") ?? "")
    do {
      try task.validate()
      _ = try agentConfiguration()
    } catch {
      throw Self.inOurTerms(error)
    }
  }

  /// Refuses a policy to begin with, for commands whose every training begins afresh.
  public func requireFreshStart() throws(ConfigurationError) {
    try require(
      initializeFrom == nil, "initializeFrom", must: "be given to train alone", found: initializeFrom ?? "")
  }

  /// An error of the library in the names of these settings.
  public static func inOurTerms(_ error: ConfigurationError) -> ConfigurationError {
    let keys = [
      "initialCapital": "capital", "trading.maximumPositions": "maximumPositions", "window.hours": "episodeHours",
      "scale": "rewardScale", "network.dropout": "dropout", "network.holdPreference": "holdPreference",
    ]
    return ConfigurationError(field: keys[error.field] ?? error.field, must: error.must, found: error.found)
  }
}
