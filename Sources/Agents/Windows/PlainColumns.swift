import RLCore

/// The part of observations that lies in no window, side by side.
struct PlainColumns: Equatable {
  private let runs: [Range<Int>]
  /// Values of the part.
  let width: Int

  init(_ space: ObservationSpace) {
    runs = space.plainColumns
    width = runs.reduce(0) { $0 + $1.count }
  }

  /// Copies the part of an observation.
  func extract(_ observation: UnsafePointer<Float>, to part: UnsafeMutablePointer<Float>) {
    var part = part
    for run in runs {
      part.update(from: observation + run.lowerBound, count: run.count)
      part += run.count
    }
  }

  /// Writes the part into an observation.
  func insert(_ part: UnsafePointer<Float>, in observation: UnsafeMutablePointer<Float>) {
    var part = part
    for run in runs {
      (observation + run.lowerBound).update(from: part, count: run.count)
      part += run.count
    }
  }
}
