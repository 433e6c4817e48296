/// Thins out long lines without losing a peak.
enum Downsampling {
  /// The first and last point, and of each bucket of the horizontal axis the lowest and the highest, in time order.
  ///
  /// - Complexity: O(count of points).
  static func extremes(of points: [ChartPoint], buckets: Int) -> [ChartPoint] {
    guard points.count > 2 * buckets, let first = points.first, let last = points.last, last.x > first.x else {
      return points
    }
    let width = (last.x - first.x) / Double(buckets)
    var result = [first]
    var bucket = 0
    var lowest = first
    var highest = first
    func flush() {
      let pair = lowest.x <= highest.x ? [lowest, highest] : [highest, lowest]
      for point in pair where point != result.last { result.append(point) }
    }
    for point in points {
      let place = min(Int((point.x - first.x) / width), buckets - 1)
      if place != bucket {
        flush()
        bucket = place
        lowest = point
        highest = point
      }
      if point.y < lowest.y { lowest = point }
      if point.y > highest.y { highest = point }
    }
    flush()
    if result.last != last { result.append(last) }
    return result
  }
}
