import RLCore
import Settings
import Tensors

/// A network that proposes actions and values states.
///
/// It holds no numbers, only where they lie: the same network runs in `Float` for training and in `Double` for gradient
/// checks, on as many tapes as there are threads.
///
/// To plug in one of your own, conform a blueprint that reserves its parameters and a network that uses them; nothing in
/// the library needs to change.
public protocol ActorCritic: Sendable {
  /// Whether the two heads use common parameters. Separate ones are trained side by side.
  var sharesParameters: Bool { get }

  /// What the action distribution is made of, [rows × policy outputs].
  func policy<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable

  /// The value of each observation, [rows × 1].
  func value<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable

  /// The same network with a policy that gives what its last layer reads behind its outputs,
  /// [rows × (policy outputs + policy features)]; `nil` if it has no such layer.
  var revealingPolicyFeatures: (any ActorCritic)? { get }

  /// Both at once; the place to share work.
  func policyAndValue<Scalar>(
    _ observations: Variable, on tape: Tape<Scalar>
  ) -> (policy: Variable, value: Variable)
}

extension ActorCritic {
  /// Nothing is revealed unless a network says otherwise.
  public var revealingPolicyFeatures: (any ActorCritic)? { nil }

  /// One after the other; networks that share work replace it.
  public func policyAndValue<Scalar>(
    _ observations: Variable, on tape: Tape<Scalar>
  ) -> (policy: Variable, value: Variable) {
    (policy(observations, on: tape), value(observations, on: tape))
  }
}

/// A recipe for an ``ActorCritic``.
public protocol ActorCriticBlueprint: Sendable {
  /// Reserves the parameters of a network.
  ///
  /// - Parameters:
  ///   - observations: What it reads.
  ///   - policyOutputs: Width of the policy's output.
  ///   - layout: Where its parameters go.
  /// - Returns: The network, which knows where its parameters lie.
  /// - Throws: `ConfigurationError` if the observations do not fit.
  func build(
    for observations: ObservationSpace, policyOutputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any ActorCritic

  /// How many values the policy's last layer reads, for noise that depends on the state; `nil` if the networks do
  /// not reveal them.
  func policyFeatures(for observations: ObservationSpace) -> Int?

  /// The same network as settings, which policy files describe it by; `nil` if settings cannot say it.
  var networkSettings: MLPBlueprint? { get }
}

extension ActorCriticBlueprint {
  /// Nothing is revealed unless a blueprint says otherwise.
  public func policyFeatures(for observations: ObservationSpace) -> Int? { nil }
  /// Settings cannot say it unless a blueprint says otherwise.
  public var networkSettings: MLPBlueprint? { nil }
}
