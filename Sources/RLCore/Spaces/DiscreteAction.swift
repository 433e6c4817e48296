import Settings

/// One choice of several: an index from 0.
public struct DiscreteAction: Action {
  /// The chosen index.
  public var index: Int

  /// Chooses `index`.
  @inlinable
  public init(_ index: Int) { self.index = index }

  /// Reads a stored action.
  @inlinable
  public init(from row: Span<Float>) { index = Int(row[0]) }

  /// Stores the action exactly.
  @inlinable
  public func write(into row: inout MutableSpan<Float>) { row[0] = Float(index) }

  /// `count` choices, numbered from 0.
  public struct Domain: ActionSpace {
    /// The actions of this space.
    public typealias ActionType = DiscreteAction

    /// The kind of space, for messages.
    public static let kind = "discrete"

    /// How many choices there are.
    public let count: Int
    /// Values that a stored action takes.
    public var storageWidth: Int { 1 }
    /// Flags of a mask.
    public var maskWidth: Int { count }
    /// The space in a few words, for messages.
    public var description: String { "\(Self.kind)(\(count))" }

    /// A space of `count` choices.
    public init(count: Int) {
      enforce(count > 0, "a discrete space must have a choice, was \(count)")
      self.count = count
    }

    /// Whether the action belongs to the space.
    public func contains(_ action: DiscreteAction) -> Bool { (0..<count).contains(action.index) }
  }
}
