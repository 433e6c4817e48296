import Settings

/// A vector of real values within bounds.
public struct ContinuousAction: Action {
  /// One value for each dimension.
  public var values: [Float]

  /// Chooses `values`.
  public init(_ values: [Float]) { self.values = values }

  /// Reads a stored action.
  public init(from row: Span<Float>) { values = row.indices.map { row[$0] } }

  /// Stores the action exactly.
  public func write(into row: inout MutableSpan<Float>) {
    for (position, value) in values.enumerated() { row[position] = value }
  }

  /// A box: a lower and an upper bound for each dimension.
  public struct Domain: ActionSpace {
    /// The actions of this space.
    public typealias ActionType = ContinuousAction

    /// The kind of space, for messages.
    public static let kind = "continuous"

    /// The least value of each dimension.
    public let low: [Float]
    /// The greatest value of each dimension.
    public let high: [Float]
    /// How many values an action has.
    public var dimensions: Int { low.count }
    /// Values that a stored action takes.
    public var storageWidth: Int { low.count }
    /// Nothing can be masked.
    public var maskWidth: Int { 0 }
    /// The space in a few words, for messages.
    public var description: String {
      "\(Self.kind)(\(zip(low, high).map { "\($0)...\($1)" }.joined(separator: ", ")))"
    }

    /// A box from its bounds.
    public init(low: [Float], high: [Float]) {
      enforce(!low.isEmpty && low.count == high.count, "bounds must pair, was \(low.count) and \(high.count)")
      enforce(zip(low, high).allSatisfy { $0 < $1 }, "low must be below high, was \(low) and \(high)")
      self.low = low
      self.high = high
    }

    /// Whether the action belongs to the space.
    public func contains(_ action: ContinuousAction) -> Bool {
      action.values.count == low.count
        && action.values.indices.allSatisfy { low[$0] <= action.values[$0] && action.values[$0] <= high[$0] }
    }

    /// The nearest action within the bounds.
    public func clamp(_ action: ContinuousAction) -> ContinuousAction {
      ContinuousAction(action.values.indices.map { min(max(action.values[$0], low[$0]), high[$0]) })
    }
  }
}
