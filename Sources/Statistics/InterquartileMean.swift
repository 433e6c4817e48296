import Settings

/// The mean of what is left of some scores without their lowest and their highest quarter.
///
/// A quarter is rounded down to whole scores: of ten scores the two lowest and the two highest are left out, as Agarwal
/// and others have it, "Deep Reinforcement Learning at the Edge of the Statistical Precipice" (2021).
///
/// - Precondition: There is a score.
/// - Complexity: O(n log n).
public func interquartileMean(_ scores: [Double]) -> Double {
  enforce(!scores.isEmpty, "there must be a score, was none")
  let quarter = scores.count / 4
  let middle = scores.sorted()[quarter..<scores.count - quarter]
  return middle.reduce(0, +) / Double(middle.count)
}
