/// What is known of an opportunity at an hour, in the order of the observation.
///
/// The first twenty are the features of the multi-position plan; the last two complete the twenty-two of the
/// smaller presets.
public enum Feature: Int, CaseIterable, Sendable, Codable {
  /// 1 where the slot holds an opportunity, 0 if it is padding.
  case isValid
  /// Last settled rate of the long leg, decimal for one interval.
  case longFundingRate
  /// Last settled rate of the short leg, decimal for one interval.
  case shortFundingRate
  /// Interval of the long leg over 8 hours.
  case longFundingInterval
  /// Interval of the short leg over 8 hours.
  case shortFundingInterval
  /// 800·(short rate/short interval − long rate/long interval): percent of notional for 8 hours.
  case fundProfit8h
  /// The same from the mean rates settled in the last 24 hours: for each leg the sum of the rates stamped in
  /// (h − 24, h] over the sum of their intervals.
  case fundProfit8h24hProj
  /// The same from the mean rates settled in the last 3 days, stamps in (h − 72, h].
  case fundProfit8h3dProj
  /// `fundProfit8h`·3·365: percent a year.
  case fundApr
  /// `fundProfit8h24hProj`·3·365: percent a year.
  case fundApr24hProj
  /// `fundProfit8h3dProj`·3·365: percent a year.
  case fundApr3dProj
  /// Mean price spread, (short − long)/long·100 on closes, of the last 30 closed hours, percent.
  ///
  /// Hours in which one leg has no candle are left out of this and of the following means.
  case spread30SampleAverage
  /// Mean price spread of the last 24 closed hours, percent.
  case priceSpread24hAverage
  /// Mean price spread of the last 72 closed hours, percent.
  case priceSpread3dAverage
  /// Sample standard deviation of the price spread over the last 24 closed hours, percent.
  case spreadVolatility
  /// log₁₀ of the smaller leg's quote volume of the last 24 closed hours, USD.
  case volume24hLog
  /// Modelled bid-ask spread, the wider of the two legs, percent of price.
  case bidAskSpread
  /// log₁₀ of the modelled order-book depth, the thinner of the two legs, USD.
  case orderBookDepthLog
  /// Funding expected over 24 hours at the 24-hour projection less the cost of the round trip, percent of notional.
  case estimatedProfit
  /// Taker fees and half-spreads of the four fills of a round trip, without impact, percent of notional.
  case positionCost
  /// Hours until either leg settles next, counted from its last settlement at its last interval, over 8 hours.
  case hoursToSettlement
  /// Sample standard deviation of the long leg's hourly log-returns over the last 24 closed hours, percent.
  case priceVolatility

  /// Features of the multi-position plan: a row of the `full` preset.
  public static let planCount = 20
}
