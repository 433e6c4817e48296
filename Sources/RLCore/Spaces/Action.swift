import Settings

/// What an agent may do: a value of an ``ActionSpace``.
public protocol Action: Sendable, Equatable {
  /// The space that actions of this kind are drawn from.
  associatedtype Domain: ActionSpace where Domain.ActionType == Self

  /// Reads an action that ``write(into:)`` stored.
  init(from row: Span<Float>)

  /// Stores the action in `storageWidth` values of its space. Exact: integers below 2²⁴ are.
  func write(into row: inout MutableSpan<Float>)
}

/// A set of actions.
public protocol ActionSpace<ActionType>: Sendable, Equatable, Codable, CustomStringConvertible {
  /// The actions of the set.
  associatedtype ActionType: Action where ActionType.Domain == Self

  /// The kind of space in a word, for messages: `discrete`.
  static var kind: String { get }

  /// Values that a stored action takes.
  var storageWidth: Int { get }

  /// Flags that a mask over the choices takes; 0 if nothing can be masked.
  var maskWidth: Int { get }

  /// Options of each choice, in the order of the mask; empty if nothing can be masked.
  var choices: [Int] { get }

  /// Whether the action belongs to the set.
  func contains(_ action: ActionType) -> Bool

  /// Checks a set that was read from a file, where no initialiser has looked at it.
  func validate() throws(ConfigurationError)
}

extension ActionSpace {
  /// One choice among all flags, unless a space says otherwise.
  public var choices: [Int] { maskWidth > 0 ? [maskWidth] : [] }
  /// Anything is accepted, unless a space says otherwise.
  public func validate() throws(ConfigurationError) {}
}
