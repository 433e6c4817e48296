import Foundation

extension ObservationSpace {
  /// Where a window lies in an observation.
  package struct Window: Sendable, Equatable {
    /// Its first column.
    package let start: Int
    /// Steps, oldest first.
    package let rows: Int
    /// Values of a step.
    package let columns: Int

    /// Values of the window.
    package var width: Int { rows * columns }
  }

  /// The groups that are windows, in their order.
  package var windows: [Window] {
    var start = 0
    return groups.compactMap { group in
      defer { start += group.width }
      return group.isWindow ? Window(start: start, rows: group.rows, columns: group.columns) : nil
    }
  }

  /// Every group as a window on its last `count` values.
  ///
  /// A group of several rows lies flat in each row. With a count of 1 it is the space itself.
  package func stacked(_ count: Int) -> ObservationSpace {
    guard count > 1 else { return self }
    return ObservationSpace(
      groups: groups.map { group in
        Group(
          group.name, rows: count, columns: group.width, isPadded: group.isPadded && group.rows == 1, isWindow: true)
      })
  }

  /// Values that have statistics of their own: all, but those of a window once for its rows.
  package var statisticsWidth: Int {
    groups.reduce(0) { $0 + ($1.isWindow ? $1.columns : $1.width) }
  }

  /// The columns that lie in no window, in as few runs as there are.
  package var plainColumns: [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for window in windows {
      if window.start > start { runs.append(start..<window.start) }
      start = window.start + window.width
    }
    if start < width { runs.append(start..<width) }
    return runs
  }
}

extension ObservationSpace.Window {
  /// By how many rows a window has moved on since an older one: those that both show have the same bits.
  ///
  /// One row a step is what a window promises. None is that of an environment whose rows are slower than its steps, more
  /// are those of one whose steps are longer; all are new where an episode began, and where the promise was broken.
  ///
  /// - Parameters:
  ///   - window: Its values.
  ///   - older: The values of the older one.
  /// - Returns: Rows in 0...rows; where several fit, 1 before 0 before the fewest.
  /// - Complexity: O(width) where it moves by one row.
  package func newRows(in window: UnsafePointer<Float>, since older: UnsafePointer<Float>) -> Int {
    func fits(_ count: Int) -> Bool {
      memcmp(window, older + count * columns, (rows - count) * columns * MemoryLayout<Float>.stride) == 0
    }
    if fits(1) { return 1 }
    if fits(0) { return 0 }
    return (2..<max(rows, 2)).first(where: fits) ?? rows
  }
}
