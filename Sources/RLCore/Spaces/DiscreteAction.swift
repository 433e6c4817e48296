/// One choice of several: an index from 0.
public struct DiscreteAction: Action {
  /// The chosen index.
  public var index: Int

  /// Chooses `index`.
  @inlinable
  public init(_ index: Int) { self.index = index }

  @inlinable
  public init(from row: Span<Float>) { index = Int(row[0]) }

  @inlinable
  public func write(into row: inout MutableSpan<Float>) { row[0] = Float(index) }

  /// `count` choices, numbered from 0.
  public struct Domain: ActionSpace {
    public typealias ActionType = DiscreteAction

    /// How many choices there are.
    public let count: Int
    public var storageWidth: Int { 1 }
    public var maskWidth: Int { count }
    public var description: String { "discrete(\(count))" }

    /// A space of `count` choices.
    public init(count: Int) {
      precondition(count > 0, "a discrete space must have a choice, was \(count)")
      self.count = count
    }

    public func contains(_ action: DiscreteAction) -> Bool { (0..<count).contains(action.index) }
  }
}
