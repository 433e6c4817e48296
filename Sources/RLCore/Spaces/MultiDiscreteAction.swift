/// Several choices at once: one index for each.
public struct MultiDiscreteAction: Action {
  /// The chosen index of each choice.
  public var indices: [Int]

  /// Chooses `indices`.
  public init(_ indices: [Int]) { self.indices = indices }

  public init(from row: Span<Float>) {
    indices = row.indices.map { Int(row[$0]) }
  }

  public func write(into row: inout MutableSpan<Float>) {
    for (position, index) in indices.enumerated() { row[position] = Float(index) }
  }

  /// Independent choices with `counts` options each. Masks lie one behind the other.
  public struct Domain: ActionSpace {
    public typealias ActionType = MultiDiscreteAction

    /// Options of each choice.
    public let counts: [Int]
    public var storageWidth: Int { counts.count }
    public var maskWidth: Int { counts.reduce(0, +) }
    public var description: String { "multi-discrete(\(counts.map(String.init).joined(separator: "×")))" }

    /// A space of one choice for each count.
    public init(counts: [Int]) {
      precondition(
        !counts.isEmpty && counts.allSatisfy { $0 > 0 },
        "a multi-discrete space must have options for each choice, was \(counts)")
      self.counts = counts
    }

    public func contains(_ action: MultiDiscreteAction) -> Bool {
      action.indices.count == counts.count
        && zip(action.indices, counts).allSatisfy { (0..<$1).contains($0) }
    }
  }
}
