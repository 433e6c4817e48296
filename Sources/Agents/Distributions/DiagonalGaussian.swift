import RLCore
import Randomness
import Settings
import Tensors

/// Independent normal distributions with means from the network.
///
/// The standard deviations are parameters of their own, the same in every state, or come from noise that depends on the
/// state; the network's outputs are then followed by what its last layer reads.
public struct DiagonalGaussian: PolicyDistribution {
  private enum Noise: Sendable {
    case independent(logDeviation: ParameterSlice)
    case stateDependent(StateDependentNoise)
  }

  private let space: ContinuousAction.Domain
  private var noise: Noise

  /// The standard deviations start at 1.
  public init(over space: ContinuousAction.Domain, in layout: inout ParameterLayout) {
    self.init(over: space, initialLogDeviation: 0, in: &layout)
  }

  /// Standard deviations and noise as a configuration says.
  ///
  /// - Throws: `ConfigurationError` for state-dependent noise with a network that does not tell its features.
  public init(
    over space: ContinuousAction.Domain, noise: NoiseOptions, features: Int?, in layout: inout ParameterLayout
  ) throws(ConfigurationError) {
    guard let stateDependent = noise.stateDependent else {
      self.init(over: space, initialLogDeviation: noise.initialLogDeviation, in: &layout)
      return
    }
    guard let features else { throw .hiddenFeatures }
    self.init(
      space: space,
      noise: .stateDependent(
        StateDependentNoise(
          stateDependent, features: features, dimensions: space.dimensions,
          initialLogDeviation: noise.initialLogDeviation, in: &layout)))
  }

  private init(over space: ContinuousAction.Domain, initialLogDeviation: Float, in layout: inout ParameterLayout) {
    let slice = layout.reserve(
      "policy.logStandardDeviation", rows: 1, columns: space.dimensions, initializer: .constant(initialLogDeviation))
    self.init(space: space, noise: .independent(logDeviation: slice))
  }

  private init(space: ContinuousAction.Domain, noise: Noise) {
    self.space = space
    self.noise = noise
  }

  /// Values that the policy network gives for each observation.
  public var outputs: Int { space.dimensions }

  /// Draws the functions of state-dependent noise, where this is due.
  public mutating func prepareToExplore(
    step: Int, environments: Int, parameters: AlignedBuffer<Float>, using random: inout RandomStream
  ) {
    guard case .stateDependent(var stateDependent) = noise, stateDependent.isDue(at: step) else { return }
    stateDependent.draw(environments: environments, parameters: parameters, using: &random)
    noise = .stateDependent(stateDependent)
  }

  /// The functions of state-dependent noise in force, [environments × features × dimensions].
  public var lastingNoise: [Float] {
    if case .stateDependent(let stateDependent) = noise { stateDependent.matrices } else { [] }
  }

  /// Values of the functions of state-dependent noise.
  public func lastingNoiseCount(environments: Int) -> Int {
    if case .stateDependent(let stateDependent) = noise {
      environments * stateDependent.logDeviations.count
    } else {
      0
    }
  }

  /// Goes on with functions of state-dependent noise that were drawn before.
  public mutating func restoreLastingNoise(_ values: [Float]) {
    guard case .stateDependent(var stateDependent) = noise else { return }
    stateDependent.replaceMatrices(values)
    noise = .stateDependent(stateDependent)
  }

  /// Draws from each row, or takes its mode.
  public func choose(
    from outputs: Variable, mask: UnsafePointer<UInt8>?, mode: ActingMode, on tape: Tape<Float>,
    actions: UnsafeMutablePointer<Float>, logProbabilities: UnsafeMutablePointer<Float>,
    using random: inout RandomStream
  ) {
    let (means, features) = split(outputs, on: tape)
    actions.update(from: tape.pointer(to: means), count: means.count)
    if mode != .exploit {
      switch noise {
      case .independent(let logDeviation):
        let deviations = tape.pointer(to: tape.exp(tape.parameter(logDeviation)))
        for index in 0..<means.count { actions[index] += Float(random.normal()) * deviations[index % means.columns] }
      case .stateDependent(let stateDependent) where mode == .sample:
        // The functions in force belong to the environments of training; a draw by itself has the same variance.
        let variances = tape.pointer(to: stateDependent.variance(of: features, on: tape))
        for index in 0..<means.count { actions[index] += Float(random.normal()) * variances[index].squareRoot() }
      case .stateDependent(let stateDependent):
        stateDependent.add(to: actions, features: tape.pointer(to: features), rows: means.rows)
      }
    }
    let (logs, _) = evaluate(UnsafePointer(actions), under: outputs, mask: nil, on: tape)
    logProbabilities.update(from: tape.pointer(to: logs), count: outputs.rows)
  }

  /// Records ln π of stored actions and the entropy of π.
  @_specialize(where Scalar == Float)
  public func evaluate<Scalar>(
    _ actions: UnsafePointer<Scalar>, under outputs: Variable, mask: UnsafePointer<UInt8>?, on tape: Tape<Scalar>
  ) -> (logProbability: Variable, entropy: Variable) {
    let (means, features) = split(outputs, on: tape)
    switch noise {
    case .independent(let logDeviation):
      let logs = tape.parameter(logDeviation)
      let logProbability = tape.gaussianLogProbability(mean: means, logDeviation: logs, actions: actions)
      // ½·ln 2πe for each dimension, summed with ln σ; the same for every row.
      let constant = Scalar(1.4189385332046727418) * Scalar(space.dimensions)
      let entropy = tape.affine(tape.sum(logs), scale: 1, offset: constant)
      let zeros = tape.constant(rows: outputs.rows, columns: 1) { $0.update(repeating: 0) }
      return (logProbability, tape.add(zeros, entropy))
    case .stateDependent(let stateDependent):
      let variance = stateDependent.variance(of: features, on: tape)
      let taken = tape.constant(borrowing: actions, rows: means.rows, columns: means.columns)
      return (
        tape.gaussianLogProbability(mean: means, variance: variance, actions: taken),
        tape.gaussianEntropy(variance: variance)
      )
    }
  }

  /// Mean and deviation of every value.
  public func preferences(
    from outputs: Variable, mask: UnsafePointer<UInt8>?, on tape: Tape<Float>
  ) -> ActionPreferences {
    let (means, features) = split(outputs, on: tape)
    let deviations =
      switch noise {
      case .independent(let logDeviation): tape.values(of: tape.exp(tape.parameter(logDeviation)))
      case .stateDependent(let noise): tape.values(of: noise.variance(of: features, on: tape)).map { $0.squareRoot() }
      }
    return .normal(mean: tape.values(of: means), deviation: deviations)
  }

  /// The means, and the features behind them where noise depends on them.
  private func split<Scalar>(
    _ outputs: Variable, on tape: Tape<Scalar>
  ) -> (means: Variable, features: Variable) {
    guard case .stateDependent = noise else { return (outputs, outputs) }
    return (
      tape.slice(outputs, columns: 0..<space.dimensions),
      tape.slice(outputs, columns: space.dimensions..<outputs.columns)
    )
  }

  /// The environment gets the action clipped to its bounds; the rollout keeps the unclipped one, whose probability is
  /// the one that was drawn with.
  public func action(stored: Span<Float>) -> ContinuousAction { space.clamp(ContinuousAction(from: stored)) }
}
