import Accounting
import Randomness
import Settings

/// Tries the tests of luck on markets where the truth is known.
///
/// Each selection draws returns of many trials, takes the one with the best Sharpe ratio, and asks whether it shows skill:
/// once naively (the probabilistic Sharpe ratio against 0, as if there had been one trial) and once deflated by the number
/// of trials. All trials are noise but the first, which has the planted edge. With an edge of 0 whatever is called skill
/// is a false positive; with a larger edge the share called skill is the power.
public struct LuckSimulation: Configuration {
  /// Independent selections for each edge.
  public var selections = 200
  /// Trials of which each selection takes the best.
  public var trials = 20
  /// Hours of each trial.
  public var hours = 2160
  /// Annualised true Sharpe ratios of the planted trial, one row of the table each.
  public var edges = [0.0, 2, 4, 6, 8, 10, 12]
  /// First-order autocorrelation of the hourly returns, in 0..<1; the tests take it as 0.
  public var persistence = 0.0
  /// Hours that are compounded to one return before it is judged.
  public var hoursPerReturn = 1
  /// Probability from which on a result is called skill, in ½..<1.
  public var confidence = LuckRules.minimumDeflatedSharpe
  /// Seed of all draws.
  public var seed: UInt64 = 1

  /// Two hundred selections among 20 trials of 90 days for each of seven edges.
  public init() {}

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    try require(selections >= 1, "selections", must: "be at least 1", found: selections)
    try require(trials >= 2, "trials", must: "be at least 2", found: trials)
    try require((1...100_000).contains(hoursPerReturn), "hoursPerReturn", must: "be in 1…100000", found: hoursPerReturn)
    try require(
      hours >= 10 * hoursPerReturn, "hours", must: "be at least 10 returns of \(hoursPerReturn)", found: hours)
    try require(!edges.isEmpty, "edges", must: "hold at least one Sharpe ratio", found: "none")
    try require(edges.allSatisfy(\.isFinite), "edges", must: "be finite", found: edges)
    try require(persistence >= 0 && persistence < 1, "persistence", must: "be in 0..<1", found: persistence)
    try require(confidence >= 0.5 && confidence < 1, "confidence", must: "be in 0.5..<1", found: confidence)
  }

  /// Runs every selection.
  ///
  /// - Returns: One row for each edge; equal settings give equal rows.
  /// - Throws: `ConfigurationError` for a setting out of range.
  /// - Complexity: O(edges · selections · trials · hours).
  public func run() throws(ConfigurationError) -> LuckTable {
    try validate()
    let root = RandomStream(seed: seed).split("luck simulation")
    let rows = edges.enumerated().map { index, edge in
      var (naive, deflated, planted) = (0, 0, 0)
      for selection in 0..<selections {
        // Equal draws for all edges: rows differ by the edge alone.
        var random = root.split("selection", selection)
        let outcome = select(edge: edge, using: &random)
        if outcome.naive { naive += 1 }
        if outcome.deflated { deflated += 1 }
        if outcome.planted { planted += 1 }
      }
      let count = Double(selections)
      return LuckTable.Row(
        edge: edges[index], naive: Double(naive) / count, deflated: Double(deflated) / count,
        planted: Double(planted) / count)
    }
    return LuckTable(simulation: self, rows: rows)
  }

  /// Whether the best of one set of trials is called skill, naively and deflated, and whether it is the planted one.
  private func select(edge: Double, using random: inout RandomStream) -> (naive: Bool, deflated: Bool, planted: Bool) {
    var sharpes: [Double] = []
    var best: (index: Int, moments: ReturnMoments)?
    for trial in 0..<trials {
      let mean = trial == 0 ? edge / ReturnSeries.hoursPerYear.squareRoot() : 0
      let series = returns(mean: mean, using: &random).compounded(over: hoursPerReturn)
      // Continuous draws vary, so that moments always exist.
      guard let moments = ReturnMoments(of: series) else { continue }
      sharpes.append(moments.annualisedSharpe)
      if moments.sharpe > best?.moments.sharpe ?? -.infinity { best = (trial, moments) }
    }
    guard let best else { return (false, false, false) }
    let naive = best.moments.probabilisticSharpe(above: 0) ?? 0
    let deflated = DeflatedSharpe(of: best.moments, trials: trials, variance: .measured(annualisedSharpes: sharpes))
    return (naive >= confidence, deflated?.probability ?? 0 >= confidence, edge != 0 && best.index == 0)
  }

  /// Hourly normal returns with the given Sharpe ratio an hour.
  private func returns(mean: Double, using random: inout RandomStream) -> ReturnSeries {
    // So small that compounding hardly differs from adding.
    let deviation = 1e-4
    let innovation = (1 - persistence * persistence).squareRoot()
    var state = random.normal()
    return ReturnSeries(
      values: (0..<hours).map { _ in
        state = persistence * state + innovation * random.normal()
        return deviation * (mean + state)
      })
  }
}
