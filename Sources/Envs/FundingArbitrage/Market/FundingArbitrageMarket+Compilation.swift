import MarketData
import Settings
import Trading

extension FundingArbitrageMarket {
  /// Compiles a dataset and its ranked opportunities.
  ///
  /// An instrument has ended where its series says that it is no longer listed; without a candle before that it has a gap,
  /// or its candle has not arrived yet. A row that is not known carries the last known value forward: the mark through hours without a candle, the
  /// modelled spread, depth and impact through hours whose last 24 have a gap.
  ///
  /// - Parameters:
  ///   - dataset: Candles and settled funding.
  ///   - statistics: `InstrumentStatistics.compute(for:liquidity:)` of the same dataset and liquidity model.
  ///   - opportunities: Ranked pairs of the same dataset; its features, scaled or not, become observations.
  ///   - liquidity: Model of impact.
  ///   - rulebook: Fees, margin tiers and least notionals.
  /// - Complexity: O(hours × (instruments + slots)).
  public convenience init(
    dataset: MarketDataset, statistics: [InstrumentStatistics], opportunities: OpportunityTable,
    liquidity: LiquidityModel, rulebook: VenueRulebook
  ) {
    enforce(dataset.barLength == .hour, "the market must have bars of 1h, was \(dataset.barLength)")
    enforce(
      statistics.count == dataset.instruments.count,
      "statistics must cover \(dataset.instruments.count) instruments, was \(statistics.count)")
    enforce(
      opportunities.hourCount == dataset.barCount,
      "opportunities must cover \(dataset.barCount) hours, was \(opportunities.hourCount)")
    var rules: [VenueRules] = []
    let instruments = dataset.instruments.map { series in
      let (venue, symbol) = (dataset.venues[series.venue], dataset.symbols[series.symbol])
      let own = rulebook.rules(venue: venue, symbol: symbol)
      let index = rules.firstIndex(of: own) ?? rules.count
      if index == rules.count { rules.append(own) }
      return TradedInstrument(venue: venue, symbol: symbol, rules: index)
    }
    self.init(
      symbols: dataset.symbols, start: dataset.start, instruments: instruments, rules: rules,
      rows: Self.rows(of: dataset, statistics: statistics, liquidity: liquidity), opportunities: opportunities)
  }

  /// The same market with other opportunities to see and enter: scaled inside a fold, lagged or shuffled.
  ///
  /// Prices, funding and costs are those of this market; their memory is shared. A slot whose pair has no open at the
  /// hour on one of its legs is empty there, whatever the table says. ``ThresholdRule`` asks the market for the rates
  /// of what it is shown: it sees another choice of pairs, yet their true rates.
  ///
  /// - Parameter opportunities: A table of the dataset that this market was compiled from.
  /// - Returns: A market with the rows of this one.
  /// - Complexity: O(hours × slots).
  public func showing(_ opportunities: OpportunityTable) -> FundingArbitrageMarket {
    enforce(
      opportunities.hourCount == hourCount && opportunities.pairs == pairs,
      "opportunities must have the \(pairs.count) pairs and \(hourCount) hours of the market, was "
        + "\(opportunities.pairs.count) and \(opportunities.hourCount)")
    return FundingArbitrageMarket(
      symbols: symbols, start: start, instruments: instruments, rules: rules, rows: rows, opportunities: opportunities)
  }

  private convenience init(
    symbols: [String], start: Int64, instruments: [TradedInstrument], rules: [VenueRules],
    rows: ContiguousArray<InstrumentBar>, opportunities: OpportunityTable
  ) {
    let slots = Self.slots(of: opportunities, rows: rows, instruments: instruments, rules: rules)
    var features = ContiguousArray(opportunities.features)
    // What cannot be entered is not shown either.
    for slot in slots.indices where slots[slot].isEmpty && opportunities.ranked[slot] >= 0 {
      for index in slot * Self.featureCount..<(slot + 1) * Self.featureCount { features[index] = 0 }
    }
    self.init(
      symbols: symbols, start: start, slotCount: opportunities.slots, pairs: opportunities.pairs,
      instruments: instruments, rules: rules, rows: rows, slots: slots, features: features)
  }

  private static func rows(
    of dataset: MarketDataset, statistics: [InstrumentStatistics], liquidity: LiquidityModel
  ) -> ContiguousArray<InstrumentBar> {
    let unknown = InstrumentBar(
      mark: .nan, high: .nan, low: .nan, settledRate: .nan, halfSpread: liquidity.maximumSpread / 200, depth: 0,
      impactScale: 0, hourlyRate: 0, isTraded: false, quote: .carried)
    var rows: ContiguousArray<InstrumentBar> = []
    rows.reserveCapacity(dataset.barCount * dataset.instruments.count)
    for (index, series) in dataset.instruments.enumerated() {
      let known = statistics[index]
      var row = unknown
      var lastPrice = Double.nan
      let lastCandle = series.open.lastIndex { !$0.isNaN } ?? -1
      let listedUntil = series.listedUntil ?? .max
      for hour in 0..<dataset.barCount {
        let hasCandle = !series.open[hour].isNaN
        row.mark = hasCandle ? series.open[hour] : lastPrice
        row.high = hasCandle ? series.high[hour] : row.mark
        row.low = hasCandle ? series.low[hour] : row.mark
        row.isTraded = hasCandle && series.volume[hour] > 0
        row.quote = hasCandle ? .open : hour < listedUntil ? .carried : hour == lastCandle + 1 ? .ended : .gone
        row.settledRate = series.settledRate[hour]
        if !row.settledRate.isNaN { row.hourlyRate = Float(row.settledRate / series.intervalHours[hour]) }
        if !known.quoteVolume24h[hour].isNaN {
          row.halfSpread = known.spread[hour] / 200
          row.depth = known.depth[hour]
        }
        let impact = liquidity.impact(
          notional: 1, quoteVolume24h: known.quoteVolume24h[hour], volatility: known.volatility24h[hour])
        if impact.isFinite { row.impactScale = impact }
        rows.append(row)
        if hasCandle { lastPrice = series.close[hour] }
      }
    }
    return rows
  }

  private static func slots(
    of opportunities: OpportunityTable, rows: ContiguousArray<InstrumentBar>, instruments: [TradedInstrument],
    rules: [VenueRules]
  ) -> ContiguousArray<OpportunitySlot> {
    ContiguousArray(
      opportunities.ranked.enumerated().map { index, ranked in
        guard ranked >= 0 else { return .empty }
        let pair = opportunities.pairs[Int(ranked)]
        let hour = index / opportunities.slots
        let long = rows[pair.long * opportunities.hourCount + hour]
        let short = rows[pair.short * opportunities.hourCount + hour]
        // A table of the present never shows such a pair; one that is lagged or shuffled may.
        guard long.quote == .open, short.quote == .open else { return .empty }
        return OpportunitySlot(pair: pair, instruments: instruments, rules: rules, long: long, short: short)
      })
  }
}

extension OpportunitySlot {
  /// A slot from the rows of its legs; empty if a leg has no price yet.
  init(
    pair: OpportunityTable.Pair, instruments: [TradedInstrument], rules: [VenueRules], long: InstrumentBar,
    short: InstrumentBar
  ) {
    guard long.mark > 0, short.mark > 0 else {
      self = .empty
      return
    }
    // The dearer leg has the notional that is asked for; the other one is smaller by the ratio of the prices.
    let highest = max(long.mark, short.mark)
    let longRules = instruments[pair.long].rules
    let shortRules = instruments[pair.short].rules
    self.init(
      long: Int32(pair.long), short: Int32(pair.short), symbol: Int32(pair.symbol), longRules: Int16(longRules),
      shortRules: Int16(shortRules),
      minimumSize: max(
        rules[longRules].minimumNotional * highest / long.mark,
        rules[shortRules].minimumNotional * highest / short.mark),
      depth: min(long.depth, short.depth), halfSpreads: long.halfSpread + short.halfSpread,
      impactScales: long.impactScale + short.impactScale)
  }
}
