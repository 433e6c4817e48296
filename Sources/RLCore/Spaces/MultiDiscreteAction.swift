import Settings

/// Several choices at once: one index for each.
public struct MultiDiscreteAction: Action {
  /// The chosen index of each choice.
  public var indices: [Int]

  /// Chooses `indices`.
  public init(_ indices: [Int]) { self.indices = indices }

  /// Reads a stored action.
  public init(from row: Span<Float>) {
    indices = row.indices.map { Int(row[$0]) }
  }

  /// Stores the action exactly.
  public func write(into row: inout MutableSpan<Float>) {
    for (position, index) in indices.enumerated() { row[position] = Float(index) }
  }

  /// Independent choices with `counts` options each.
  ///
  /// Masks lie one behind the other.
  public struct Domain: ActionSpace {
    /// The actions of this space.
    public typealias ActionType = MultiDiscreteAction

    /// The kind of space, for messages.
    public static let kind = "multi-discrete"

    /// Options of each choice.
    public let counts: [Int]
    /// Values that a stored action takes.
    public var storageWidth: Int { counts.count }
    /// Flags of a mask.
    public var maskWidth: Int { counts.reduce(0, +) }
    /// Options of each choice.
    public var choices: [Int] { counts }
    /// The space in a few words, for messages.
    public var description: String { "\(Self.kind)(\(counts.map(String.init).joined(separator: "×")))" }

    /// A space of one choice for each count.
    public init(counts: [Int]) {
      enforce(
        !counts.isEmpty && counts.allSatisfy { $0 > 0 },
        "a multi-discrete space must have options for each choice, was \(counts)")
      self.counts = counts
    }

    /// Whether the action belongs to the space.
    public func contains(_ action: MultiDiscreteAction) -> Bool {
      action.indices.count == counts.count
        && zip(action.indices, counts).allSatisfy { (0..<$1).contains($0) }
    }
  }
}
