import RLCore

/// An action that can be sent to a Gymnasium environment.
///
/// Actions travel as what `write(into:)` stores. A conformance says which of Gymnasium's spaces the action fits.
public protocol GymnasiumAction: Action {
  /// The set of actions of an environment, or `nil` if actions of this type do not fit it.
  static func domain(of space: GymnasiumActionSpace) -> Domain?
}

/// The action space of an environment, as Python describes it.
public enum GymnasiumActionSpace: Sendable, Equatable {
  /// One choice: `Discrete`. Where it starts at another number than 0 Python adds it.
  case discrete(count: Int)
  /// Several choices: `MultiDiscrete`, or `MultiBinary` with two options each.
  case multiDiscrete(counts: [Int])
  /// Real values within finite bounds: `Box`, flattened.
  case continuous(low: [Float], high: [Float])

  /// The kind of space in a word, for messages.
  public var kind: String {
    switch self {
    case .discrete: DiscreteAction.Domain.kind
    case .multiDiscrete: MultiDiscreteAction.Domain.kind
    case .continuous: ContinuousAction.Domain.kind
    }
  }

  /// The type of action of this library that fits, for messages.
  public var actionType: String {
    switch self {
    case .discrete: "\(DiscreteAction.self)"
    case .multiDiscrete: "\(MultiDiscreteAction.self)"
    case .continuous: "\(ContinuousAction.self)"
    }
  }
}

extension DiscreteAction: GymnasiumAction {
  /// The choices of a `Discrete` space.
  public static func domain(of space: GymnasiumActionSpace) -> Domain? {
    if case .discrete(let count) = space { Domain(count: count) } else { nil }
  }
}

extension MultiDiscreteAction: GymnasiumAction {
  /// The choices of a `MultiDiscrete` or `MultiBinary` space.
  public static func domain(of space: GymnasiumActionSpace) -> Domain? {
    if case .multiDiscrete(let counts) = space { Domain(counts: counts) } else { nil }
  }
}

extension ContinuousAction: GymnasiumAction {
  /// The bounds of a `Box` space.
  public static func domain(of space: GymnasiumActionSpace) -> Domain? {
    if case .continuous(let low, let high) = space { Domain(low: low, high: high) } else { nil }
  }
}
