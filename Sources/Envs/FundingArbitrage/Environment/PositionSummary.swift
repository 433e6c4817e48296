import Trading

/// What the open positions have in common, for the observation.
struct PositionSummary {
  /// Mean net profit, percent of size; 0 without positions.
  private(set) var meanProfitPercent = 0.0
  /// Mean hours held; 0 without positions.
  private(set) var meanHours = 0.0
  /// Mean funding promised at entry, percent for 8 hours; 0 without positions.
  private(set) var meanEntryFunding = 0.0
  /// Sum of sizes, USD.
  private(set) var size = 0.0
  /// Distance of the closest leg to liquidation; 1 without positions.
  private(set) var liquidationDistance = 1.0

  @inline(__always)
  init(_ account: Account, entries: ContiguousArray<PairEntry>, hour: Int) {
    var count = 0.0
    for slot in account.positions.indices where account.positions[slot].isOpen {
      count += 1
      size += account.positions[slot].size
      meanProfitPercent += account.netProfit(ofPosition: slot) / account.positions[slot].size * 100
      meanHours += Double(hour - account.positions[slot].entryBar)
      meanEntryFunding += entries[slot].funding
      liquidationDistance = min(liquidationDistance, account.liquidationDistance(ofPosition: slot))
    }
    guard count > 0 else { return }
    meanProfitPercent /= count
    meanHours /= count
    meanEntryFunding /= count
  }
}
