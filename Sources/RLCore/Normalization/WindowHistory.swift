import Persistence

/// What running statistics made of the windows that some environments showed last.
///
/// A row of a window is normalised once, by the statistics that were in force when it came, and moves through the window
/// as it is. So a window moves up by one row also while statistics move on, and a buffer can keep each row once.
package struct WindowHistory: Sendable, Equatable {
  private let windows: [ObservationSpace.Window]
  private let width: Int
  /// The last observations as they came, [environments × width]; empty before the first.
  fileprivate var shown: [Float] = []
  /// The same as they were normalised.
  fileprivate var normalized: [Float] = []

  /// A history of nothing.
  package init(space: ObservationSpace) {
    windows = space.windows
    width = space.width
  }

  /// Normalises the next observations of all environments in place, and remembers them.
  package mutating func follow(_ values: UnsafeMutableBufferPointer<Float>, by normalizer: ObservationNormalizer) {
    guard !windows.isEmpty else { return normalizer.normalize(values) }
    let raw = Array(values)
    if shown.count == values.count {
      for row in 0..<values.count / width { normalize(row, of: values, by: normalizer) }
    } else {
      normalizer.normalize(values)
    }
    (shown, normalized) = (raw, Array(values))
  }

  /// Normalises the observation of one environment that comes after the last one, without remembering it.
  ///
  /// - Parameters:
  ///   - row: The number of the environment.
  ///   - values: Observations of all environments.
  ///   - normalizer: The statistics in force.
  package func normalize(
    _ row: Int, of values: UnsafeMutableBufferPointer<Float>, by normalizer: ObservationNormalizer
  ) {
    let start = row * width
    let observation = UnsafeMutableBufferPointer(rebasing: values[start..<start + width])
    guard !windows.isEmpty, shown.count == values.count, let target = observation.baseAddress else {
      return normalizer.normalize(observation)
    }
    shown.withUnsafeBufferPointer { shown in
      normalized.withUnsafeBufferPointer { normalized in
        guard let shown = shown.baseAddress, let old = normalized.baseAddress else { return }
        let fresh = windows.map { $0.newRows(in: target + $0.start, since: shown + start + $0.start) }
        normalizer.normalize(observation)
        for (window, fresh) in zip(windows, fresh) {
          (target + window.start).update(
            from: old + start + window.start + fresh * window.columns, count: (window.rows - fresh) * window.columns)
        }
      }
    }
  }
}

extension TensorArchive {
  private static let historyName = "windowHistory"

  /// Adds what was remembered of windows; nothing if nothing was.
  package mutating func add(_ history: WindowHistory, environments: Int) {
    guard !history.shown.isEmpty else { return }
    let shape = [environments, history.shown.count / max(environments, 1)]
    add(Tensor(name: "\(Self.historyName).shown", shape: shape, values: history.shown))
    add(Tensor(name: "\(Self.historyName).normalized", shape: shape, values: history.normalized))
  }

  /// What was remembered of the windows of some environments.
  ///
  /// - Throws: `ArchiveError` if it is of other environments.
  package func windowHistory(
    of space: ObservationSpace, environments: Int
  ) throws(ArchiveError) -> WindowHistory {
    var history = WindowHistory(space: space)
    guard tensors.contains(where: { $0.name == "\(Self.historyName).shown" }) else { return history }
    let shape = [environments, space.width]
    history.shown = try tensor("\(Self.historyName).shown", shape: shape)
    history.normalized = try tensor("\(Self.historyName).normalized", shape: shape)
    return history
  }
}
