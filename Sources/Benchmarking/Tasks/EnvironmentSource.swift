import RLCore
import Randomness

/// Where the environments of a task come from, for training and for evaluating alike.
public protocol EnvironmentSource<Made>: Sendable {
  /// What it makes.
  associatedtype Made: Environments

  /// Makes fresh environments.
  ///
  /// - Parameters:
  ///   - count: How many are stepped together.
  ///   - random: The only source of randomness of their episodes.
  /// - Returns: Environments that no one else has.
  /// - Throws: Where they cannot be had; an error that reads as a sentence.
  func make(count: Int, random: RandomStream) throws -> Made
}

/// Environments of this library, stepped in this process.
public struct InProcess<E: Environment>: EnvironmentSource {
  private let environment: @Sendable () -> E

  /// Copies of one environment.
  public init(_ environment: @escaping @Sendable () -> E) { self.environment = environment }

  /// Makes fresh environments.
  public func make(count: Int, random: RandomStream) throws -> VectorEnvironment<E> {
    try VectorEnvironment((0..<count).map { _ in environment() }, random: random)
  }
}
