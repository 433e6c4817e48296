import MarketData
import RLCore
import Randomness
import Settings
import Trading

/// A causal policy that is told the law of the market's funding: the best that we know how to compute for markets of
/// `FundingRegimes`, and a measure for agents that have to find out by themselves.
///
/// It filters the regime of every symbol from the settlements up to the hour, never from later ones, and acts on values
/// of dynamic programming: it leaves a position where being out is worth more, and enters what gains most.
///
/// What it leaves out: prices and basis, whose moves it neither times nor fears; stop-losses and liquidations; that
/// costs vary, for which it takes the mean over the hours of the configuration, except at the entry itself. It values an
/// action as if the regime were seen from the next settlement on (QMDP; Littman, Cassandra and Kaelbling 1995), which
/// is exact without noise and with noise too hopeful: ``hurdle`` answers that. Slots compete through ``slotPrice``. The
/// best causal policy of the environment earns at least as much in expectation as this one.
public struct KnownLawPolicy: FundingArbitragePolicy, Sendable {
  /// Gain over staying out that an entry must promise, share of notional.
  public let hurdle: Double
  /// What a settlement in a position slot costs while values are computed, share of notional.
  public let slotPrice: Double

  private let law: FundingRegimes
  /// [symbol][settlements seen]: what is believed.
  private let beliefs: [[RegimeBelief]]
  /// [symbol]: values at the symbol's mean costs.
  private let values: [RegimeValue]
  /// The instrument whose funding follows the law, by symbol.
  private let regimeInstruments: [Int]

  /// A policy for a market.
  ///
  /// - Parameters:
  ///   - law: Of the market's funding.
  ///   - market: Where it trades.
  ///   - configuration: Its costs are averaged over the configuration's data ranges.
  ///   - slotPrice: See ``slotPrice``.
  ///   - hurdle: See ``hurdle``.
  /// - Throws: `ConfigurationError` if the market has another law.
  public init(
    law: FundingRegimes, market: FundingArbitrageMarket, configuration: FundingArbitrageConfiguration,
    slotPrice: Double = 0, hurdle: Double = 0
  ) throws(ConfigurationError) {
    let costs = try RegimeCosts(law, market: market, configuration: configuration)
    self.init(
      law: law, beliefs: Self.beliefs(law, market: market, instruments: costs.instruments), costs: costs,
      slotPrice: slotPrice, hurdle: hurdle)
  }

  private init(
    law: FundingRegimes, beliefs: [[RegimeBelief]], costs: RegimeCosts, slotPrice: Double, hurdle: Double
  ) {
    self.law = law
    self.hurdle = hurdle
    self.slotPrice = slotPrice
    self.beliefs = beliefs
    regimeInstruments = costs.instruments
    values = costs.oneWay.map { cost in
      RegimeValue(law, entryCost: cost, exitCost: cost, slotPrice: slotPrice, horizon: Self.horizon)
    }
  }

  /// Settlements beyond which the end makes no difference to an action.
  static let horizon = 90

  private static func beliefs(
    _ law: FundingRegimes, market: FundingArbitrageMarket, instruments: [Int]
  ) -> [[RegimeBelief]] {
    instruments.map { instrument in
      var belief = RegimeBelief(law)
      var all = [belief]
      for hour in 0..<market.hourCount {
        let rate = market.row(instrument, at: hour).settledRate
        guard !rate.isNaN else { continue }
        belief.observe(rate)
        all.append(belief)
      }
      return all
    }
  }

  /// Leaves what is worth less than being out, else enters what gains most, at the largest valid size.
  public mutating func action(
    in environment: FundingArbitrageEnvironment, mask: [Bool], using random: inout RandomStream
  ) -> DiscreteAction {
    let configuration = environment.configuration
    let market = environment.market
    let remaining = market.settlements(after: environment.hour, until: environment.lastHour)
    let account = environment.account
    for (slot, position) in account.positions.enumerated() where position.isOpen {
      let symbol = Int(position.symbol)
      let held = direction(
        long: account.long(ofPosition: slot).instrument, short: account.short(ofPosition: slot).instrument,
        symbol: symbol)
      let belief = belief(of: symbol, at: environment.hour, in: market)
      let stay = values[symbol].value(of: held, from: held, remaining: remaining, belief: belief)
      let leave = values[symbol].value(of: 0, from: held, remaining: remaining, belief: belief)
      if held == 0 || leave > stay { return configuration.action(.exit(slot: slot)) }
    }
    var best: (gain: Double, action: DiscreteAction)?
    for slot in 0..<configuration.opportunitySlots {
      let opportunity = market.slots[environment.hour * market.slotCount + slot]
      guard !opportunity.isEmpty, let action = ThresholdRule.largestEntry(slot, in: configuration, mask: mask) else {
        continue
      }
      let symbol = Int(opportunity.symbol)
      let wanted = direction(long: Int(opportunity.long), short: Int(opportunity.short), symbol: symbol)
      guard wanted != 0 else { continue }
      let belief = belief(of: symbol, at: environment.hour, in: market)
      let gain =
        values[symbol].value(of: wanted, from: 0, remaining: remaining, belief: belief)
        - values[symbol].value(of: 0, from: 0, remaining: remaining, belief: belief)
        + values[symbol].entryCost - environment.entryCost(opportunity)
      if gain > hurdle, gain > best?.gain ?? hurdle { best = (gain, action) }
    }
    return best?.action ?? configuration.action(.hold)
  }

  /// 1 where a pair is paid at a positive level, −1 at a negative one, 0 if the law is in neither leg.
  private func direction(long: Int, short: Int, symbol: Int) -> Int {
    regimeInstruments[symbol] == short ? 1 : regimeInstruments[symbol] == long ? -1 : 0
  }

  private func belief(of symbol: Int, at hour: Int, in market: FundingArbitrageMarket) -> RegimeBelief {
    beliefs[symbol][market.settlements(after: 0, until: hour)]
  }
}

extension KnownLawPolicy {
  /// A policy that was chosen on some hours, and what no causal policy can expect to exceed.
  public struct Choice: Sendable {
    /// The policy.
    public let policy: KnownLawPolicy
    /// Expected profit of the judged hours that no causal policy exceeds in the model that the policy works with, USD:
    /// regimes that are seen, mean costs, notionals of the initial capital, slots shared by a price (a Lagrangian
    /// bound).
    public let expectedBound: Double
  }

  /// Slot prices that ``best(law:on:configuration:judged:)`` tries.
  static let slotPrices = [0, 0.0001, 0.0002, 0.0003, 0.0004, 0.0006]
  /// Hurdles that ``best(law:on:configuration:judged:)`` tries.
  static let hurdles = [0, 0.0005, 0.001, 0.002, 0.004]

  /// The policy whose slot price and hurdle earn most on the data ranges of a configuration, acting every hour.
  ///
  /// - Parameters:
  ///   - law: Of the market's funding.
  ///   - market: The market.
  ///   - configuration: Its data ranges are the hours to choose on.
  ///   - judged: Hours that the bound is for.
  /// - Returns: The policy and the bound.
  /// - Throws: `ConfigurationError` as the environment does, and where the market has another law.
  /// - Complexity: Thirty episodes over each data range.
  public static func best(
    law: FundingRegimes, on market: FundingArbitrageMarket, configuration: FundingArbitrageConfiguration,
    judged: Range<Int>
  ) throws(ConfigurationError) -> Choice {
    let costs = try RegimeCosts(law, market: market, configuration: configuration)
    let beliefs = beliefs(law, market: market, instruments: costs.instruments)
    var judge = try WholeRanges(market, configuration.hourly)
    var best: (equity: Double, policy: KnownLawPolicy)?
    var bound = Double.infinity
    let remaining = market.settlements(after: judged.lowerBound, until: judged.upperBound - 1)
    let known = market.settlements(after: 0, until: judged.lowerBound)
    for slotPrice in slotPrices {
      for hurdle in hurdles {
        var policy = KnownLawPolicy(law: law, beliefs: beliefs, costs: costs, slotPrice: slotPrice, hurdle: hurdle)
        let equity = judge.equity(of: &policy)
        if equity > best?.equity ?? -.infinity { best = (equity, policy) }
      }
      let perNotional = zip(costs.oneWay, beliefs).reduce(0.0) { sum, symbol in
        let value = RegimeValue(
          law, entryCost: symbol.0, exitCost: symbol.0, slotPrice: slotPrice, horizon: max(remaining, 1))
        return sum + value.bound(remaining: remaining, belief: symbol.1[known])
      }
      bound = min(bound, perNotional + Double(costs.positions) * slotPrice * Double(remaining))
    }
    guard let best else { preconditionFailure("Invariant: there are slot prices and hurdles to try") }
    return Choice(policy: best.policy, expectedBound: max(bound, 0) * costs.notional)
  }
}

/// What a round trip costs by symbol, where one leg's funding follows the law.
struct RegimeCosts {
  /// The instrument whose funding follows the law, by symbol.
  let instruments: [Int]
  /// Cost of an entry, or of an exit, by symbol, share of notional: the mean over the hours of the cheapest pair.
  let oneWay: [Double]
  /// Notional of a full position at the initial capital, USD.
  let notional: Double
  /// Positions that may be open at once.
  let positions: Int

  init(
    _ law: FundingRegimes, market: FundingArbitrageMarket, configuration: FundingArbitrageConfiguration
  ) throws(ConfigurationError) {
    let trading: TradingConfig
    if case .fixed(let fixed) = configuration.trading { trading = fixed } else { trading = TradingConfig() }
    let notional = configuration.sizing.notional(
      fraction: configuration.sizeFractions.max() ?? 1, equity: configuration.initialCapital,
      available: configuration.initialCapital, trading: trading, legs: 2)
    let fills = FillModel(configuration.execution)
    let ranges = configuration.dataRanges.isEmpty ? [0..<market.hourCount] : configuration.dataRanges
    var found: [Int] = []
    var costs: [Double] = []
    for (symbol, name) in market.symbols.enumerated() {
      let pairs = market.pairs.filter {
        $0.symbol == symbol && market.instruments[$0.short].venue == law.venue
      }
      guard let first = pairs.first else {
        throw ConfigurationError(field: "venues", must: "list \(name) on \(law.venue) and elsewhere", found: "neither")
      }
      found.append(first.short)
      let means = pairs.map { pair in
        Self.meanCost(pair, market: market, ranges: ranges, fills: fills, notional: notional)
      }
      costs.append(means.min() ?? 0)
    }
    self.notional = notional
    positions = trading.maximumPositions
    instruments = found
    oneWay = costs
  }

  private static func meanCost(
    _ pair: OpportunityTable.Pair, market: FundingArbitrageMarket, ranges: [Range<Int>], fills: FillModel,
    notional: Double
  ) -> Double {
    let fees = [pair.long, pair.short].reduce(0.0) {
      $0 + fills.feeRate(market.rules[market.instruments[$1].rules])
    }
    var (sum, count) = (0.0, 0.0)
    for range in ranges {
      for hour in range {
        for instrument in [pair.long, pair.short] {
          let row = market.row(instrument, at: hour)
          sum += fills.slippageShare(
            halfSpread: row.halfSpread, impactScale: row.impactScale, rootNotional: notional.squareRoot())
        }
        count += 1
      }
    }
    return fees + sum / max(count, 1)
  }
}

extension FundingArbitrageMarket {
  /// Settlements of `FundingRegimes` after an hour and up to another one; hour 0 settles nothing.
  func settlements(after first: Int, until last: Int) -> Int {
    let interval = FundingRegimes.intervalHours
    let offset = hourOfDay(0)
    return (offset + max(last, first)) / interval - (offset + first) / interval
  }
}

extension FundingArbitrageEnvironment {
  /// What entering an opportunity at full size would cost now, share of notional.
  func entryCost(_ slot: OpportunitySlot) -> Double {
    let size = account.size(fraction: configuration.sizeFractions.max() ?? 1)
    return account.limits[Int(slot.longRules)].feeRate + account.limits[Int(slot.shortRules)].feeRate
      + account.fills.slippage * (slot.halfSpreads + slot.impactScales * size.squareRoot())
  }
}
