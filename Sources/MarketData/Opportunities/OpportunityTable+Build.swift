import Settings

extension OpportunityTable {
  /// Ranks every ordered pair of venues at every hour and computes the features of the best.
  ///
  /// At hour h a pair counts where, for both legs, all of this holds:
  /// - candle h has an open, and the leg's first candle is at least `minimumHistoryHours` old;
  /// - each of the last 24 closed hours has a candle, and the last one traded (volume above 0);
  /// - the last settled rate is at most 3 of its intervals old, and one settled in the last 24 hours;
  /// - the smaller leg's quote volume of 24 hours is at least `minimumVolume24h`.
  ///
  /// The score is the plan's: `fundApr24hProj`, times `qualityPenalty` where the volume is not above
  /// `fullScoreVolume24h`, times `qualityPenalty` where the spread is not below `fullScoreSpread`. Equal scores go to
  /// the pair with the lower index. The penalty brings a negative score nearer to 0, as the plan's formula does; such
  /// pairs appear only where fewer than `slots` pairs earn anything.
  ///
  /// No value at hour h depends on a candle that closes after h or a rate settled after h.
  ///
  /// - Parameters:
  ///   - dataset: Candles and settled funding.
  ///   - liquidity: Model of spread and depth.
  ///   - rules: Taker fees enter the position cost.
  ///   - configuration: Slots and thresholds; validated by the caller.
  /// - Returns: Slots and features of every hour.
  /// - Complexity: O(hours × pairs) time and memory.
  public static func build(
    from dataset: MarketDataset, liquidity: LiquidityModel, rules: VenueRulebook,
    configuration: OpportunityConfiguration
  ) -> OpportunityTable {
    build(
      from: dataset, statistics: InstrumentStatistics.compute(for: dataset, liquidity: liquidity), rules: rules,
      configuration: configuration)
  }

  /// The same from statistics that were computed before.
  ///
  /// - Parameters:
  ///   - dataset: Candles and settled funding.
  ///   - statistics: ``InstrumentStatistics/compute(for:liquidity:)`` of the same dataset.
  ///   - rules: Taker fees enter the position cost.
  ///   - configuration: Slots and thresholds; validated by the caller.
  /// - Returns: Slots and features of every hour.
  public static func build(
    from dataset: MarketDataset, statistics: [InstrumentStatistics], rules: VenueRulebook,
    configuration: OpportunityConfiguration
  ) -> OpportunityTable {
    enforce(
      statistics.count == dataset.instruments.count,
      "statistics must cover \(dataset.instruments.count) instruments, was \(statistics.count)")
    let pairs = orderedPairs(of: dataset)
    let evaluators = pairs.map {
      PairEvaluator(pair: $0, dataset: dataset, statistics: statistics, rules: rules, configuration: configuration)
    }
    let slots = configuration.slots
    let hours = dataset.barCount
    var ranked = [Int32](repeating: -1, count: hours * slots)
    var features = [Float](repeating: 0, count: hours * slots * featureCount)
    var ranking = SlotRanking(slots: slots)
    for hour in 0..<hours {
      ranking.removeAll()
      for pair in evaluators.indices {
        if let score = evaluators[pair].score(at: hour) { ranking.insert(pair, score: score) }
      }
      for (slot, pair) in ranking.pairs.enumerated() {
        let row = hour * slots + slot
        ranked[row] = Int32(pair)
        evaluators[pair].write(at: hour, into: &features, from: row * featureCount)
      }
    }
    return OpportunityTable(pairs: pairs, slots: slots, hourCount: hours, ranked: ranked, features: features)
  }

  /// Every symbol on every ordered pair of venues that both list it, by symbol, long venue, short venue.
  static func orderedPairs(of dataset: MarketDataset) -> [Pair] {
    var pairs: [Pair] = []
    for symbol in dataset.symbols.indices {
      let listings = dataset.venues.indices.compactMap { dataset.instrument(venue: $0, symbol: symbol) }
      for long in listings {
        for short in listings where short != long {
          pairs.append(Pair(symbol: symbol, long: long, short: short))
        }
      }
    }
    return pairs
  }
}
