/// What became of the mutants of one target.
public struct FuzzReport: Sendable, CustomStringConvertible {
  /// The target.
  public let target: String
  /// Mutants that were read.
  public internal(set) var read = 0
  /// Mutants that were refused.
  public internal(set) var refused = 0
  /// Processor seconds of the slowest.
  public internal(set) var slowest = 0.0
  /// What should not have happened, by seed and index.
  public internal(set) var problems: [String] = []

  /// One line, and one for each problem.
  public var description: String {
    let milliseconds = (slowest * 1e4).rounded() / 10
    let line =
      "\(target): \(read + refused) mutants, \(read) read, \(refused) refused, slowest \(milliseconds) ms, "
      + "\(problems.count) problems"
    return ([line] + problems.map { "  \($0)" }).joined(separator: "\n")
  }
}
