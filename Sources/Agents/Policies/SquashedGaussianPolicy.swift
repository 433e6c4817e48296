import Foundation
import Networks
import RLCore
import Randomness
import Settings
import Tensors

/// The policy of SAC: normal distributions that tanh brings into the bounds of the actions.
public struct SquashedGaussianPolicy: PolicyBlueprint {
  /// What the policy does.
  public typealias ActionType = ContinuousAction
  /// The name in policy files.
  public static var kind: String { "squashed-gaussian" }

  /// The hidden layers.
  public var network: LayersBlueprint
  /// Noise that depends on the state; `nil` draws each action independently.
  public var stateDependentNoise: StateDependentNoiseConfiguration?
  /// ln of the standard deviations at the start of training, of state-dependent noise alone.
  public var initialLogDeviation: Float

  /// The default layers.
  public init() { self.init(SACConfiguration()) }

  init(_ configuration: SACConfiguration) {
    network = configuration.actor
    stateDependentNoise = configuration.stateDependentNoise
    initialLogDeviation = configuration.initialLogDeviation
  }

  /// Requires every value to lie in its range.
  public func validate() throws(ConfigurationError) {
    try network.validate()
    try NoiseOptions(initialLogDeviation: initialLogDeviation, stateDependent: stateDependentNoise).validate()
  }

  /// Lays out the network.
  public func build(
    for spaces: PolicySpaces<ContinuousAction>
  ) throws(ConfigurationError) -> any PolicyModel<ContinuousAction> {
    try makeModel(for: spaces)
  }

  func makeModel(for spaces: PolicySpaces<ContinuousAction>) throws(ConfigurationError) -> SquashedGaussianModel {
    try validate()
    return try SquashedGaussianModel(self, for: spaces)
  }

  /// All but how deviations start, what is dropped while training, and how noise is drawn.
  public var learnt: JSONValue {
    var policy = self
    policy.initialLogDeviation = 0
    policy.stateDependentNoise = stateDependentNoise?.forActing
    policy.network.encoding?.dropout = 0
    return policy.json
  }
}

/// See ``SquashedGaussianPolicy``.
struct SquashedGaussianModel: PolicyModel {
  let layout: ParameterLayout
  let policy: SquashedPolicy
  let scale: ActionScale

  /// Reserves the parameters.
  init(
    _ blueprint: SquashedGaussianPolicy, for spaces: PolicySpaces<ContinuousAction>
  ) throws(ConfigurationError) {
    scale = try ActionScale(spaces.actions)
    var layout = ParameterLayout()
    policy = try SquashedPolicy(
      blueprint, observations: spaces.observations, dimensions: spaces.actions.dimensions, in: &layout)
    self.layout = layout
  }

  func makeRunner(over parameters: AlignedBuffer<Float>) -> any PolicyRunner<ContinuousAction> {
    SquashedGaussianRunner(self, over: parameters)
  }
}

/// Acts with squashed normal distributions.
final class SquashedGaussianRunner: PolicyRunner {
  let model: SquashedGaussianModel
  private let tape: Tape<Float>

  init(_ model: SquashedGaussianModel, over parameters: AlignedBuffer<Float>) {
    self.model = model
    tape = Tape(parameters: parameters)
  }

  func choose(
    for observations: ObservationBatch, mode: ActingMode, into actions: inout [ContinuousAction],
    using random: inout RandomStream
  ) {
    actions = model.scale.actions(stored(for: observations, mode: mode, using: &random))
  }

  /// Actions in ±1, [observations × dimensions].
  ///
  /// - Parameters:
  ///   - observations: As the network sees them.
  ///   - mode: Draw, or take the mode.
  ///   - noise: The functions in force, where they are explored by state-dependent noise.
  ///   - random: The only source of draws.
  /// - Returns: [observations × dimensions]
  func stored(
    for observations: ObservationBatch, mode: ActingMode, noise: StateDependentNoise? = nil,
    using random: inout RandomStream
  ) -> [Float] {
    let states = states(observations)
    guard mode != .exploit else { return tape.values(of: model.policy.mode(states, on: tape)) }
    if let noise { return tape.values(of: model.policy.explore(states, noise: noise, on: tape)) }
    let count = states.rows * model.policy.dimensions
    let draws = tape.makeScratch(count: count)
    random.fillNormal(UnsafeMutableBufferPointer(start: draws, count: count))
    return tape.values(of: model.policy.draw(states, draws: draws, on: tape))
  }

  func inspect(_ observation: ObservationBatch) -> PolicyReport<ContinuousAction> {
    let (mean, deviation) = model.policy.meansAndDeviations(states(observation), on: tape)
    let entropy = zip(mean, deviation).reduce(0.0) { $0 + Self.entropy(mean: Double($1.0), deviation: Double($1.1)) }
    var random = RandomStream(seed: 0)
    let action = model.scale.actions(stored(for: observation, mode: .exploit, using: &random))[0]
    return PolicyReport(
      action: action, preferences: .squashedNormal(mean: mean, deviation: deviation), value: nil,
      entropy: Float(entropy))
  }

  private func states(_ observations: ObservationBatch) -> Variable {
    tape.reset()
    return tape.constant(observations.values, rows: observations.count, columns: observations.width)
  }

  /// Entropy of tanh(u), u normal: that of u plus the mean of ln(1 − tanh²u), which has no closed form.
  ///
  /// The trapezoidal rule over ± 8 deviations is exact to rounding for a smooth function under a normal density.
  static func entropy(mean: Double, deviation: Double) -> Double {
    let gaussian = 1.4189385332046727418 + log(deviation)
    guard deviation > 0 else { return -.infinity }
    let (points, reach) = (400, 8.0)
    var (sum, weights) = (0.0, 0.0)
    for index in -points...points {
      let z = Double(index) * reach / Double(points)
      let (weight, u) = (exp(-z * z / 2), mean + deviation * z)
      // ln(1 − tanh²u) in the form that stays finite: 2·(ln 2 − |u| − ln(1 + e^(−2|u|))).
      sum += weight * 2 * (log(2) - abs(u) - log1p(exp(-2 * abs(u))))
      weights += weight
    }
    return gaussian + sum / weights
  }
}
