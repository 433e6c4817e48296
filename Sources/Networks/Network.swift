import RLCore
import Settings
import Tensors

/// A network from observations to a row of numbers: a policy's outputs, the values of all choices, a critic.
///
/// It holds no numbers, only where they lie: the same network runs in `Float` for training and in `Double` for gradient
/// checks, on as many tapes as there are threads, and over the parameters of a target network.
public protocol Network: Sendable {
  /// Maps [rows × inputs] to [rows × outputs].
  func callAsFunction<Scalar>(_ x: Variable, on tape: Tape<Scalar>) -> Variable
}

extension MLP: Network {}

/// A recipe for a ``Network``.
///
/// To plug in one of your own, conform a blueprint that reserves its parameters and a network that uses them.
public protocol NetworkBlueprint: Sendable {
  /// Reserves the parameters of a network.
  ///
  /// - Parameters:
  ///   - name: Comes before the names of all parameters.
  ///   - observations: What it reads; a critic's last group is `action`.
  ///   - outputs: Width of its result.
  ///   - layout: Where its parameters go.
  /// - Returns: The network, which knows where its parameters lie.
  /// - Throws: `ConfigurationError` if the observations do not fit.
  func build(
    _ name: String, for observations: ObservationSpace, outputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network
}
