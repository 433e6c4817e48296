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
  init(_ positions: ContiguousArray<Position>, hour: Int) {
    var count = 0.0
    positions.withUnsafeBufferPointer { positions in
      for index in positions.indices where positions[index].isOpen {
        count += 1
        size += positions[index].size
        meanProfitPercent += positions[index].netProfit / positions[index].size * 100
        meanHours += Double(hour - positions[index].entryHour)
        meanEntryFunding += positions[index].entryFunding
        liquidationDistance = min(liquidationDistance, positions[index].liquidationDistance)
      }
    }
    guard count > 0 else { return }
    meanProfitPercent /= count
    meanHours /= count
    meanEntryFunding /= count
  }
}
