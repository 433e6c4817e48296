import Networks
import RLCore
import Settings
import Tensors

/// A policy whose normally distributed actions are squashed into ±1 by tanh.
///
/// Its deviations either come from the network, for each action anew, or belong to a random linear function of the
/// network's last features, which keeps its direction for a while (state-dependent noise).
struct SquashedPolicy: Sendable {
  private enum Head: Sendable {
    /// The network gives means and log-deviations.
    case independent
    /// The network gives features; a layer of its own makes means of them.
    case stateDependent(mean: LinearLayer, noise: StateDependentNoise, activation: Activation)
  }

  /// Means of state-dependent noise stay within these, so that tanh does not drown it.
  private static let meanBounds: ClosedRange<Float> = -2...2

  let dimensions: Int
  let network: any Network
  private let head: Head

  /// Reserves the parameters of a policy.
  init(
    _ configuration: SquashedGaussianPolicy, observations: ObservationSpace, dimensions: Int,
    in layout: inout ParameterLayout
  ) throws(ConfigurationError) {
    self.dimensions = dimensions
    guard let settings = configuration.stateDependentNoise else {
      network = try configuration.network.build("actor", for: observations, outputs: 2 * dimensions, in: &layout)
      head = .independent
      return
    }
    guard let features = configuration.network.hidden.last else {
      throw ConfigurationError(
        field: "actor.hidden", must: "have a layer for state-dependent noise", found: "\(configuration.network.hidden)")
    }
    let trunk = LayersBlueprint(
      hidden: configuration.network.hidden.dropLast(), activation: configuration.network.activation,
      encoding: configuration.network.encoding)
    network = try trunk.build("actor", for: observations, outputs: features, in: &layout)
    let bound = 1 / Float(features).squareRoot()
    head = .stateDependent(
      mean: LinearLayer(
        "actor.mean", inputs: features, outputs: dimensions, initializer: .uniform(bound: bound),
        biasInitializer: .uniform(bound: bound), in: &layout),
      noise: StateDependentNoise(
        settings, features: features, dimensions: dimensions,
        initialLogDeviation: configuration.initialLogDeviation, in: &layout),
      activation: configuration.network.activation)
  }

  /// The noise that explores, or `nil` if each action draws its own.
  var stateDependentNoise: StateDependentNoise? {
    if case .stateDependent(_, let noise, _) = head { noise } else { nil }
  }

  /// Normal draws that the actions of a batch take: one for each value, or one function for all rows.
  func drawCount(rows: Int) -> Int { (stateDependentNoise?.logDeviations.rows ?? rows) * dimensions }

  /// Where the draws of a half of the rows begin.
  func draws(_ all: UnsafePointer<Float>, from row: Int) -> UnsafePointer<Float> {
    stateDependentNoise == nil ? all + row * dimensions : all
  }

  /// Actions by their draws, with their log-probabilities.
  ///
  /// - Parameters:
  ///   - states: [rows × observation width].
  ///   - draws: Standard normal draws, as many as ``drawCount(rows:)`` says.
  ///   - tape: Over the policy's parameters.
  /// - Returns: [rows × dimensions] and [rows × 1].
  func sample(
    _ states: Variable, draws: UnsafePointer<Float>, on tape: Tape<Float>
  ) -> (actions: Variable, logProbabilities: Variable) {
    let outputs = network(states, on: tape)
    guard case .stateDependent(let mean, let noise, let activation) = head else {
      return tape.squashedGaussian(outputs, noise: draws)
    }
    let features = tape.activate(outputs, activation)
    let means = tape.clamp(mean(features, on: tape), to: Self.meanBounds)
    return Self.sample(means: means, features: features, noise: noise, draws: draws, on: tape)
  }

  /// Actions under one random function of the features, which also learns through the actions it brings.
  static func sample(
    means: Variable, features: Variable, noise: StateDependentNoise, draws: UnsafePointer<Float>, on tape: Tape<Float>
  ) -> (actions: Variable, logProbabilities: Variable) {
    let deviations = noise.deviations(on: tape)
    let function = tape.multiply(
      deviations, tape.constant(borrowing: draws, rows: deviations.rows, columns: means.columns))
    let zeros = tape.constant(rows: 1, columns: means.columns) { $0.update(repeating: 0) }
    let unsquashed = tape.add(means, tape.linear(features, weight: function, bias: zeros))
    let logs = tape.gaussianLogProbability(
      mean: means, variance: noise.variance(of: features, on: tape), actions: unsquashed)
    return (tape.tanh(unsquashed), tape.subtract(logs, tape.tanhLogSlope(unsquashed)))
  }

  /// Means and deviations before tanh, of one observation.
  func meansAndDeviations(_ states: Variable, on tape: Tape<Float>) -> (means: [Float], deviations: [Float]) {
    let outputs = network(states, on: tape)
    guard case .stateDependent(let mean, let noise, let activation) = head else {
      let all = tape.values(of: outputs)
      // Bounded as where they are drawn from.
      let logs = tape.constant(
        all[dimensions...].map { min(max($0, -20), 2) }, rows: 1, columns: dimensions)
      return (Array(all[..<dimensions]), tape.values(of: tape.exp(logs)))
    }
    let features = tape.activate(outputs, activation)
    return (
      tape.values(of: tape.clamp(mean(features, on: tape), to: Self.meanBounds)),
      tape.values(of: noise.variance(of: features, on: tape)).map { $0.squareRoot() }
    )
  }

  /// What the policy holds best, [rows × dimensions].
  func mode(_ states: Variable, on tape: Tape<Float>) -> Variable {
    let outputs = network(states, on: tape)
    guard case .stateDependent(let mean, _, let activation) = head else {
      return tape.tanh(tape.slice(outputs, columns: 0..<dimensions))
    }
    return tape.tanh(tape.clamp(mean(tape.activate(outputs, activation), on: tape), to: Self.meanBounds))
  }

  /// Actions that are drawn each by itself, [rows × dimensions].
  ///
  /// State-dependent noise has the same variance here as under its functions, which belong to the environments of training.
  ///
  /// - Parameters:
  ///   - states: [rows × observation width].
  ///   - draws: Standard normal draws, [rows × dimensions].
  ///   - tape: Over the policy's parameters.
  /// - Returns: [rows × dimensions], in ±1.
  func draw(_ states: Variable, draws: UnsafePointer<Float>, on tape: Tape<Float>) -> Variable {
    guard case .stateDependent(let mean, let noise, let activation) = head else {
      return sample(states, draws: draws, on: tape).actions
    }
    let features = tape.activate(network(states, on: tape), activation)
    let means = tape.clamp(mean(features, on: tape), to: Self.meanBounds)
    let (values, variances) = (tape.pointer(to: means), tape.pointer(to: noise.variance(of: features, on: tape)))
    for index in 0..<means.count { values[index] += draws[index] * variances[index].squareRoot() }
    return tape.tanh(means)
  }

  /// Actions of some environments under the functions in force, [rows × dimensions].
  func explore(_ states: Variable, noise: StateDependentNoise, on tape: Tape<Float>) -> Variable {
    guard case .stateDependent(let mean, _, let activation) = head else { return mode(states, on: tape) }
    let features = tape.activate(network(states, on: tape), activation)
    let means = tape.clamp(mean(features, on: tape), to: Self.meanBounds)
    noise.add(to: tape.pointer(to: means), features: tape.pointer(to: features), rows: states.rows)
    return tape.tanh(means)
  }
}
